//! `call`

use latchkey_pipeline::{Answer, ApiRequest, Failed, Pipeline};

use super::repeat;
use crate::{
    arguments::Call,
    body::{self, Plan},
    choice,
    exit::Exit,
    failure::{self, Failure},
    home::Home,
    interrupt::until_interrupted,
    output::{
        Received, Sending, Sink, Terminal, Tone,
        json::{self, Head},
        print, receive, trace,
        visible::visible,
    },
};

/// The most that a JSON object may hold of a body, in bytes.
const JSON_LIMIT: usize = 64 * 1024 * 1024;

/// A call that can be made any number of times.
pub(crate) struct Template {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Plan,
    time_out: Option<std::time::Duration>,
}

impl Template {
    /// All but the body, which may take long to read.
    fn of(call: &Call) -> Result<Self, Failure> {
        let has_body = call.data.is_some() || call.json.is_some() || !call.form.is_empty();
        let method = match &call.request {
            Some(method) => method.clone(),
            None if has_body => "POST".to_owned(),
            None => "GET".to_owned(),
        };
        let mut headers = Vec::new();
        for header in &call.headers {
            let Some((name, value)) = header.split_once(':') else {
                // What stands there may be a secret: it is not repeated.
                let allowed = "'Name: value'";
                return Err(Failure::usage("--header", "something without a colon", allowed));
            };
            headers.push((name.trim().to_owned(), value.trim().to_owned()));
        }
        Ok(Self {
            method,
            target: with_query(&call.path, &call.query)?,
            headers,
            body: Plan::Nothing,
            time_out: call.timeout,
        })
    }

    /// The request, for one call.
    pub(crate) async fn request(&self) -> Result<ApiRequest, Failure> {
        Ok(ApiRequest {
            method: self.method.clone(),
            target: self.target.clone(),
            headers: self.headers.clone(),
            body: self.body.body().await?,
            time_out: self.time_out,
            follow_redirects: true,
        })
    }
}

pub(crate) async fn run(home: &Home, terminal: Terminal, call: Call) -> Result<Exit, Failure> {
    let mut template = Template::of(&call)?;
    let key = choice::choose(home, &call.whose).await?;
    let pipeline = home.take_up(&key).await?;
    let work = async {
        template.body = Plan::of(&call).await?;
        match call.repeat {
            Some(times) => repeat::run(terminal, &pipeline, &template, times, &call).await,
            None => once(terminal, &pipeline, &template, &call).await,
        }
    };
    let done = until_interrupted(terminal, &pipeline, work).await;
    super::warn_of_store(terminal, &pipeline);
    match done {
        Err(failure) => Err(super::with_way_back(home, &key, failure).await),
        Ok(exit) => {
            if exit == Exit::SignedOut {
                let way_back = home.way_back(&key).await;
                terminal.note(&format!("the session is over; sign in again with: {way_back}"));
            }
            Ok(exit)
        }
    }
}

async fn once(
    terminal: Terminal,
    session: &Pipeline,
    template: &Template,
    call: &Call,
) -> Result<Exit, Failure> {
    let mut request = template.request().await?;
    // Where the answer could not be kept, nothing is sent.
    let file = match &call.output {
        Some(file) => Some(Sink::file(file).await?),
        None => None,
    };
    let (sending, body) = Sending::of(terminal, request.body);
    request.body = body;
    let called = session.call(request).await;
    drop(sending);
    match called {
        Ok(answer) => answered(terminal, answer, call, file).await,
        Err(Failed { error, trace }) => {
            if call.trace {
                terminal.show(&trace::waterfall(terminal, &trace));
            }
            let exit = failure::of_engine(&error);
            let failed = Failed { error, trace };
            if call.json_output {
                print(&json::failed(&failed, exit).to_string())?;
            }
            Err(failed.error.into())
        }
    }
}

async fn answered(
    terminal: Terminal,
    mut answer: Answer,
    call: &Call,
    file: Option<Sink>,
) -> Result<Exit, Failure> {
    let head = Head {
        status: answer.status.as_u16(),
        version: format!("{:?}", answer.version),
        url: answer.url.to_string(),
        headers: answer.visible_headers(),
    };
    if call.include {
        terminal.show(&shown(terminal, &head));
    }
    let exit = Exit::of_status(head.status);
    // A refusal is not what the file was asked for.
    let file = file.filter(|_| exit == Exit::Done);
    let named = call.output.as_deref().filter(|_| file.is_some());
    let sink = match file {
        Some(file) => file,
        None if call.json_output => Sink::Memory {
            bytes: Vec::new(),
            limit: JSON_LIMIT,
        },
        None => Sink::stdout(call.binary),
    };
    let received = receive(&mut answer, sink, terminal).await;
    let size = received.as_ref().map_or(0, |received| received.size);
    let trace = answer.finish(size);
    if call.trace {
        terminal.show(&trace::waterfall(terminal, &trace));
    }
    let received = received?;
    tell(terminal, call, &head, &received);
    if call.json_output {
        print(&json::answer(&head, &received, &trace, named).to_string())?;
    }
    Ok(exit)
}

/// What the body itself does not say.
fn tell(terminal: Terminal, call: &Call, head: &Head, received: &Received) {
    if received.replaced > 0 {
        let (it, they) = if received.replaced == 1 {
            ("token", "its fingerprint")
        } else {
            ("tokens", "their fingerprints")
        };
        terminal.warning(&format!(
            "the body held {} {it} of this session, replaced by {they}",
            received.replaced
        ));
    }
    if head.status >= 400 {
        let kept = match &call.output {
            Some(file) => format!("; {} is as it was", file.display()),
            None => String::new(),
        };
        terminal.note(&format!("status {}{kept}", head.status));
    }
}

/// Status and headers as they came, with nothing in them that could command a terminal.
fn shown(terminal: Terminal, head: &Head) -> String {
    let tone = if head.status < 400 { Tone::Good } else { Tone::Warn };
    let mut lines = vec![format!(
        "{} {}",
        head.version,
        terminal.paint(tone, &head.status.to_string())
    )];
    for header in &head.headers {
        let name = terminal.paint(Tone::Dim, &format!("{}:", header.name));
        lines.push(format!("{name} {}", visible(&header.value)));
    }
    lines.join("\n")
}

/// Appends parameters to a path's query.
fn with_query(path: &str, parameters: &[String]) -> Result<String, Failure> {
    let pairs = parameters
        .iter()
        .map(|parameter| body::pair("--query", parameter));
    let pairs = pairs.collect::<Result<Vec<_>, _>>()?;
    let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    Ok(latchkey_collection::with_query(path, pairs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_encoded_and_appended() {
        let with = |parameters: &[&str]| {
            let parameters: Vec<_> = parameters.iter().map(|text| (*text).to_owned()).collect();
            with_query("/n?x=1#top", &parameters)
        };
        assert_eq!(
            with(&["q=a b&c", "서=연="]).unwrap(),
            "/n?x=1&q=a+b%26c&%EC%84%9C=%EC%97%B0%3D"
        );
        assert_eq!(with(&[]).unwrap(), "/n?x=1#top");
        assert!(with(&["=x"]).is_err());
    }
}
