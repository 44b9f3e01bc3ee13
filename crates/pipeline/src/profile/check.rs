//! Turns a description into a profile, and names every field that stands in the way.

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use latchkey_profile::{
    Body, Client, Description, FieldValue, ProactiveFrom, Request, Rule as RefusalRule, Tokens, unseen,
};
use url::Url;

use super::{
    Attach, Profile, base_url,
    exchange::{Exchange, Field},
    place::{Place, Places, is_cookie_name, is_pointer},
    template::{Placeholder, Template},
};
use crate::{
    error::{InputError, Rule},
    transport::is_on_network,
};

/// The longest time-out, in milliseconds: one day.
const LONGEST_TIME_OUT_MS: u64 = 24 * 3600 * 1000;
/// The longest name, in characters.
const LONGEST_NAME: usize = 100;

pub(super) fn profile(description: Description) -> Result<Profile, Vec<InputError>> {
    let mut check = Check { errors: Vec::new() };
    let parts = check.parts(&description);
    match parts {
        Some(parts) if check.errors.is_empty() => Ok(Profile {
            description,
            base_url: parts.base_url,
            headers: parts.headers,
            sign_in: parts.sign_in,
            refresh: parts.refresh,
            sign_out: parts.sign_out,
            tokens: parts.tokens,
            refreshed_tokens: parts.refreshed_tokens,
            attach: parts.attach,
        }),
        _ => Err(check.errors),
    }
}

/// Whether `id` can be a profile's.
pub(super) fn id(id: &str) -> Result<(), InputError> {
    const ALLOWED: &str = "1 to 64 lower-case letters, digits and -, beginning with a letter or digit";
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() {
        Err(InputError::new("id", Rule::Empty, id, ALLOWED))
    } else if id.len() > 64 || id.starts_with('-') || !id.chars().all(fits) {
        Err(InputError::new("id", Rule::ProfileId, id, ALLOWED))
    } else if is_device(id) {
        let allowed = "any name but those of devices on Windows, such as con and com1";
        Err(InputError::new("id", Rule::ProfileId, id, allowed))
    } else {
        Ok(())
    }
}

/// Whether Windows takes a file of that name, with any extension, for a device. Profiles move between systems.
fn is_device(id: &str) -> bool {
    let numbered = |device: &str| {
        let number = id.strip_prefix(device).and_then(|rest| rest.parse().ok());
        number.is_some_and(|number: u8| id.len() == device.len() + 1 && number <= 9)
    };
    matches!(id, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

struct Parts {
    base_url: Url,
    headers: HeaderMap,
    sign_in: Exchange,
    refresh: Exchange,
    sign_out: Option<Exchange>,
    tokens: Places,
    refreshed_tokens: Places,
    attach: Attach,
}

/// Collects what is wrong. `None` from a part means that it has been noted.
struct Check {
    errors: Vec<InputError>,
}

/// What the requests are checked against.
struct Home<'a> {
    base: &'a Url,
    allow_plain_http: bool,
    client: Option<&'a Client>,
}

impl Check {
    fn note(&mut self, field: impl Into<String>, rule: Rule, found: &str, allowed: impl Into<String>) {
        self.errors.push(InputError::new(field, rule, found, allowed));
    }

    fn or_note<T>(&mut self, result: Result<T, InputError>) -> Option<T> {
        result.map_err(|error| self.errors.push(error)).ok()
    }

    fn parts(&mut self, description: &Description) -> Option<Parts> {
        self.or_note(id(&description.id));
        self.name(&description.name);
        let base_url = self.or_note(base_url::checked(
            "base_url",
            &description.base_url,
            description.allow_plain_http,
        ));
        // Without a base URL the rest is still looked at.
        let stand_in = Url::parse("https://base.invalid").ok()?;
        let home = Home {
            base: base_url.as_ref().unwrap_or(&stand_in),
            allow_plain_http: description.allow_plain_http,
            client: description.client.as_ref(),
        };
        let headers = self.headers(description);
        let requests = &description.requests;
        let at_sign_in = [Placeholder::User, Placeholder::Password];
        let sign_in = self.exchange("requests.sign_in", &requests.sign_in, &at_sign_in, &home);
        let later = [
            Placeholder::RefreshToken,
            Placeholder::AccessToken,
            Placeholder::User,
        ];
        let refresh = self.exchange("requests.refresh", &requests.refresh, &later, &home);
        if let Some(refresh) = &refresh {
            self.needs_refresh_token(refresh);
        }
        let sign_out = requests
            .sign_out
            .as_ref()
            .map(|request| self.exchange("requests.sign_out", request, &later, &home));
        let tokens = self.places("tokens", &description.tokens);
        let refreshed_tokens = match &description.refresh.tokens {
            Some(own) => self.places("refresh.tokens", own),
            None => tokens.clone(),
        };
        let attach = self.attach(&description.attach.header, &description.attach.scheme);
        for (index, rule) in description.refusals.rules.iter().enumerate() {
            self.rule(index, rule);
        }
        self.rest(description);
        Some(Parts {
            base_url: base_url?,
            headers: headers?,
            sign_in: sign_in?,
            refresh: refresh?,
            sign_out: match sign_out {
                Some(exchange) => Some(exchange?),
                None => None,
            },
            tokens: tokens?,
            refreshed_tokens: refreshed_tokens?,
            attach: attach?,
        })
    }

    /// A name says whose server it is: it must not look like another one.
    fn name(&mut self, name: &str) {
        let shown = unseen::visible(name);
        let unseen = shown != name || name.chars().any(char::is_control);
        if unseen || name.chars().count() > LONGEST_NAME {
            let found: String = shown.chars().take(LONGEST_NAME).collect();
            let allowed = format!("at most {LONGEST_NAME} characters, all of which can be seen");
            self.note("name", Rule::Name, &found, allowed);
        }
    }

    fn headers(&mut self, description: &Description) -> Option<HeaderMap> {
        let mut map = HeaderMap::new();
        let mut whole = true;
        for (name, value) in &description.headers {
            let field = format!("headers.{name}");
            match self.header(&field, name, value) {
                Some((name, value)) if is_reserved(&name) => {
                    let allowed = "any header but those that the connection sets itself";
                    self.note(field, Rule::HeaderReserved, name.as_str(), allowed);
                    let _ = value;
                    whole = false;
                }
                Some((name, value)) => {
                    map.insert(name, value);
                }
                None => whole = false,
            }
        }
        whole.then_some(map)
    }

    fn header(&mut self, field: &str, name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
        let name = self.header_name(field, name);
        let checked = HeaderValue::from_bytes(value.as_bytes()).ok();
        if checked.is_none() {
            let found = "a control character";
            self.note(field, Rule::HeaderValue, found, "text without control characters");
        }
        Some((name?, checked?))
    }

    fn header_name(&mut self, field: &str, name: &str) -> Option<HeaderName> {
        let checked = HeaderName::from_bytes(name.as_bytes()).ok();
        if checked.is_none() {
            let allowed = "letters, digits and any of !#$%&'*+-.^_`|~";
            self.note(field, Rule::HeaderName, name, allowed);
        }
        checked
    }

    fn exchange(
        &mut self,
        field: &str,
        request: &Request,
        known: &[Placeholder],
        home: &Home<'_>,
    ) -> Option<Exchange> {
        let mut placeholders = known.to_vec();
        if home.client.is_some() {
            placeholders.extend([Placeholder::ClientId, Placeholder::ClientSecret]);
        }
        let before = self.errors.len();
        let method = Method::from_bytes(request.method.as_bytes()).ok();
        if method.is_none() {
            let allowed = "a method such as POST or PUT: letters, digits and -";
            self.note(format!("{field}.method"), Rule::Method, &request.method, allowed);
        }
        let url = base_url::endpoint(
            &format!("{field}.url"),
            &request.url,
            home.base,
            home.allow_plain_http,
        );
        let url = self.or_note(url);
        let mut headers = Vec::new();
        for (name, text) in &request.headers {
            let field = format!("{field}.headers.{name}");
            let name = self.header_name(&field, name);
            if text.chars().any(char::is_control) {
                let found = "a control character";
                self.note(
                    &field,
                    Rule::HeaderValue,
                    found,
                    "text without control characters",
                );
            }
            let template = self.template(&field, text, &placeholders);
            headers.extend(name.zip(template));
        }
        let mut cookies = Vec::new();
        for (name, text) in &request.cookies {
            let field = format!("{field}.cookies.{name}");
            if !is_cookie_name(name) {
                self.note(
                    &field,
                    Rule::CookieName,
                    name,
                    "letters, digits and any of !#$%&'*+-.^_`|~",
                );
            }
            if text.contains(|c: char| c.is_control() || matches!(c, ';' | ',' | '"' | '\\' | ' ')) {
                let allowed = "text without blanks, control characters, ; , \" and \\";
                self.note(&field, Rule::HeaderValue, text, allowed);
            }
            let template = self.template(&field, text, &placeholders);
            cookies.extend(template.map(|template| (name.clone(), template)));
        }
        let fields = self.fields(field, request, &placeholders);
        (self.errors.len() == before).then_some(Exchange {
            method: method?,
            url: url?,
            body: request.body,
            headers,
            cookies,
            fields,
        })
    }

    fn fields(
        &mut self,
        field: &str,
        request: &Request,
        placeholders: &[Placeholder],
    ) -> Vec<(String, Field)> {
        if request.body == Body::None && !request.fields.is_empty() {
            let found = format!("{} fields", request.fields.len());
            let allowed = "no fields, where body is none";
            self.note(
                format!("{field}.fields"),
                Rule::FieldsWithoutBody,
                &found,
                allowed,
            );
        }
        let mut fields = Vec::new();
        for (name, value) in &request.fields {
            let field = format!("{field}.fields.{name}");
            if name.is_empty() {
                self.note(&field, Rule::Empty, name, "a name");
            }
            if request.body == Body::Json && name.starts_with('/') && !is_pointer(name) {
                self.note(
                    &field,
                    Rule::JsonPointer,
                    name,
                    "a name, or a JSON Pointer such as /auth/email",
                );
            }
            let value = match value {
                FieldValue::Text(text) => self.template(&field, text, placeholders).map(Field::Text),
                FieldValue::Number(number) => Some(Field::Other((*number).into())),
                FieldValue::Flag(flag) => Some(Field::Other((*flag).into())),
            };
            fields.extend(value.map(|value| (name.clone(), value)));
        }
        fields
    }

    fn template(&mut self, field: &str, text: &str, allowed: &[Placeholder]) -> Option<Template> {
        let template = Template::parse(text, allowed);
        template
            .map_err(|found| {
                let names: Vec<_> = allowed
                    .iter()
                    .map(|name| format!("{{{}}}", name.name()))
                    .collect();
                let allowed = format!("{}; {{{{ and }}}} for braces", names.join(", "));
                self.note(field, Rule::Placeholder, &found, allowed);
            })
            .ok()
    }

    /// A refresh that does not send the refresh token can only fail.
    fn needs_refresh_token(&mut self, refresh: &Exchange) {
        let headers = refresh.headers.iter().map(|(_, template)| template);
        let cookies = refresh.cookies.iter().map(|(_, template)| template);
        let fields = refresh.fields.iter().filter_map(|(_, field)| match field {
            Field::Text(template) => Some(template),
            Field::Other(_) => None,
        });
        let mut all = headers.chain(cookies).chain(fields);
        if !all.any(|template| template.uses().any(|used| used == Placeholder::RefreshToken)) {
            let allowed = "{refresh_token} in a header, a cookie or a field";
            self.note(
                "requests.refresh",
                Rule::Placeholder,
                "no {refresh_token}",
                allowed,
            );
        }
    }

    fn places(&mut self, field: &str, tokens: &Tokens) -> Option<Places> {
        let access = self.place(&format!("{field}.access"), &tokens.access);
        let refresh = self.place(&format!("{field}.refresh"), &tokens.refresh);
        let expires_in = tokens
            .expires_in
            .as_ref()
            .map(|text| self.place(&format!("{field}.expires_in"), text));
        let (access, refresh) = (access?, refresh?);
        if access == refresh {
            let allowed = "another place than that of the access token";
            self.note(
                format!("{field}.refresh"),
                Rule::TokenPlace,
                &tokens.refresh,
                allowed,
            );
        }
        Some(Places {
            access,
            refresh,
            expires_in: match expires_in {
                Some(place) => Some(place?),
                None => None,
            },
        })
    }

    fn place(&mut self, field: &str, text: &str) -> Option<Place> {
        let place = Place::parse(text);
        if place.is_none() {
            self.note(field, Rule::TokenPlace, text, Place::ALLOWED);
        }
        place
    }

    fn attach(&mut self, header: &str, scheme: &str) -> Option<Attach> {
        let header = self.header_name("attach.header", header);
        if header.as_ref().is_some_and(is_reserved) {
            let allowed = "any header but those that the connection sets itself";
            let found = header.as_ref().map_or("", HeaderName::as_str).to_owned();
            self.note("attach.header", Rule::HeaderReserved, &found, allowed);
        }
        let fits = scheme.is_empty() || HeaderName::from_bytes(scheme.as_bytes()).is_ok();
        if !fits {
            self.note(
                "attach.scheme",
                Rule::Scheme,
                scheme,
                "one word such as Bearer, or nothing",
            );
        }
        let blank = if scheme.is_empty() { "" } else { " " };
        Some(Attach {
            header: header?,
            prefix: format!("{scheme}{blank}"),
        })
    }

    fn rule(&mut self, index: usize, rule: &RefusalRule) {
        let field = |name: &str| format!("refusals.rules[{index}].{name}");
        if !(400..500).contains(&rule.status) {
            self.note(
                field("status"),
                Rule::Status,
                &rule.status.to_string(),
                "400 to 499",
            );
        }
        if let Some(pointer) = &rule.pointer {
            if !is_pointer(pointer) {
                self.note(
                    field("pointer"),
                    Rule::JsonPointer,
                    pointer,
                    "a JSON Pointer such as /error/code",
                );
            }
            if rule.equals.is_none() && rule.contains.is_none() {
                self.note(
                    field("pointer"),
                    Rule::Incomplete,
                    pointer,
                    "a pointer together with equals or contains",
                );
            }
        } else if let Some(text) = rule.equals.as_ref().or(rule.contains.as_ref()) {
            self.note(
                field("pointer"),
                Rule::Incomplete,
                "nothing",
                "a pointer, where equals or contains is given",
            );
            let _ = text;
        }
        let texts = [
            ("code", &rule.code),
            ("equals", &rule.equals),
            ("contains", &rule.contains),
            ("challenge_error", &rule.challenge_error),
            ("challenge_description", &rule.challenge_description),
        ];
        for (name, text) in texts {
            if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
                self.note(
                    field(name),
                    Rule::Empty,
                    "",
                    "at least one character, or no such field",
                );
            }
        }
        let says_nothing = texts.iter().all(|(_, text)| text.is_none()) && rule.pointer.is_none();
        // Every 400 or 404 of a session would be taken for a refusal of the token.
        if says_nothing && rule.status != 401 {
            let allowed = "with a status other than 401, at least one of code, pointer and challenge_error";
            self.note(
                field("status"),
                Rule::Incomplete,
                &rule.status.to_string(),
                allowed,
            );
        }
    }

    fn rest(&mut self, description: &Description) {
        if let Some(client) = &description.client
            && client.id.trim().is_empty()
        {
            self.note("client.id", Rule::Empty, "", "the client's identifier");
        }
        let claims = &description.claims;
        let pointers = [
            ("claims.subject", Some(&claims.subject)),
            ("claims.name", claims.name.as_ref()),
        ];
        for (field, pointer) in pointers {
            if let Some(pointer) = pointer.filter(|pointer| !is_pointer(pointer)) {
                self.note(field, Rule::JsonPointer, pointer, "a JSON Pointer such as /sub");
            }
        }
        if description.proactive.from == ProactiveFrom::ExpiresIn && description.tokens.expires_in.is_none() {
            let allowed = "off or token, unless tokens.expires_in says where the answer has it";
            self.note("proactive.from", Rule::Incomplete, "expires_in", allowed);
        }
        if description.proactive.margin_s > 3600 {
            let found = description.proactive.margin_s.to_string();
            self.note("proactive.margin_s", Rule::Range, &found, "0 to 3600 seconds");
        }
        let times = &description.timeouts;
        let times = [
            ("connect_ms", times.connect_ms),
            ("answer_ms", times.answer_ms),
            ("idle_ms", times.idle_ms),
            ("refresh_ms", times.refresh_ms),
            ("peek_ms", times.peek_ms),
        ];
        for (name, time) in times {
            if !(1..=LONGEST_TIME_OUT_MS).contains(&time) {
                let allowed = format!("1 to {LONGEST_TIME_OUT_MS} ms");
                self.note(
                    format!("timeouts.{name}"),
                    Rule::TimeOut,
                    &time.to_string(),
                    allowed,
                );
            }
        }
        let files = [
            ("tls.ca_file", &description.tls.ca_file),
            (
                "tls.client_certificate_file",
                &description.tls.client_certificate_file,
            ),
        ];
        for (field, file) in files {
            match file {
                Some(file) if file.trim().is_empty() => {
                    self.note(field, Rule::Empty, "", "the path of a PEM file, or no such field");
                }
                Some(file) if is_on_network(file) => {
                    self.note(field, Rule::FileUnreadable, file, "a file on this computer");
                }
                _ => {}
            }
        }
    }
}

/// Headers that belong to the connection (RFC 9110 §7.6.1) or are computed.
fn is_reserved(name: &HeaderName) -> bool {
    use http::header::{CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING, UPGRADE};
    [CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING, UPGRADE].contains(name)
}
