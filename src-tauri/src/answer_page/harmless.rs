//! A page without what would run, load or lead away.
//!
//! The frame's policies forbid all of that already; but a web view connects to the servers of links ahead of time, policy or
//! not. So the page is split into its parts (WHATWG HTML, section 13.2.5) and written anew: whatever a reader could take for
//! markup in the result was put there as such.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// Elements that are left out. What stands in the second kind goes with them.
const LEFT_OUT: [&[u8]; 11] = [
    b"base",
    b"link",
    b"frame",
    b"frameset",
    b"embed",
    b"object",
    b"param",
    b"applet",
    b"portal",
    b"plaintext",
    b"meta",
];
const LEFT_OUT_WHOLE: [&[u8]; 7] = [
    b"script",
    b"noscript",
    b"iframe",
    b"xmp",
    b"noembed",
    b"noframe",
    b"noframes",
];

/// Attributes that name something to load or to go to.
const ADDRESSES: [&[u8]; 16] = [
    b"href",
    b"xlink:href",
    b"src",
    b"srcset",
    b"imagesrcset",
    b"poster",
    b"background",
    b"data",
    b"action",
    b"formaction",
    b"ping",
    b"target",
    b"srcdoc",
    b"manifest",
    b"lowsrc",
    b"dynsrc",
];

/// The page without all that. It is in UTF-8, as `page` has to be.
pub(super) fn harmless(page: &[u8]) -> Vec<u8> {
    let mut made = Vec::with_capacity(page.len());
    // The element whose text is coming, where it is one whose text is no markup.
    let mut inside: Option<Vec<u8>> = None;
    let mut parts = DefaultEmitter::<()>::new_with_span();
    // As a browser does where scripts do not run: what stands in a script is no markup.
    parts.naively_switch_states(true);
    for Ok(token) in Tokenizer::new_with_emitter(page, parts) {
        match token {
            Token::StartTag(tag) => {
                let name = tag.name.as_slice();
                inside = (name == b"style" || LEFT_OUT_WHOLE.contains(&name)).then(|| name.to_vec());
                start(&tag, &mut made);
            }
            Token::EndTag(tag) => {
                inside = None;
                if is_kept(&tag.name) {
                    made.extend([b"</", tag.name.as_slice(), b">"].concat());
                }
            }
            Token::String(text) => match inside.as_deref() {
                None => escape(&text, &mut made),
                Some(b"style") => escape_style(&text, &mut made),
                Some(_) => {}
            },
            // Which one says how old the page is, and that is all: without one it is drawn as in the last century.
            Token::Doctype(kind) if kind.name.as_slice() == b"html" => made.extend(b"<!doctype html>"),
            Token::Doctype(_) | Token::Comment(_) | Token::Error(_) => {}
        }
    }
    made
}

fn start(tag: &StartTag<()>, made: &mut Vec<u8>) {
    if !is_kept(&tag.name) {
        return;
    }
    made.push(b'<');
    made.extend(tag.name.as_slice());
    for (name, value) in &tag.attributes {
        if !is_name(name)
            || name.starts_with(b"on")
            || ADDRESSES.contains(&&name[..]) && !stays(&tag.name, value)
        {
            continue;
        }
        made.push(b' ');
        made.extend(&name[..]);
        made.extend(b"=\"");
        escape(value, made);
        made.push(b'"');
    }
    made.extend(if tag.self_closing { &b" />"[..] } else { b">" });
}

fn is_kept(element: &[u8]) -> bool {
    is_name(element) && !LEFT_OUT.contains(&element) && !LEFT_OUT_WHOLE.contains(&element)
}

/// Names of elements and attributes may hold nearly anything; those that mean something hold this.
fn is_name(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_alphabetic)
        && name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte))
}

/// Whether an address is one within the page, or holds itself what it names.
fn stays(element: &[u8], address: &[u8]) -> bool {
    let address = address.trim_ascii_start();
    let leads = element == b"a" || element == b"area";
    address.starts_with(b"#")
        || !leads
            && address
                .get(..5)
                .is_some_and(|it| it.eq_ignore_ascii_case(b"data:"))
}

fn escape(text: &[u8], made: &mut Vec<u8>) {
    for byte in text {
        match byte {
            b'&' => made.extend(b"&amp;"),
            b'<' => made.extend(b"&lt;"),
            b'>' => made.extend(b"&gt;"),
            b'"' => made.extend(b"&quot;"),
            _ => made.push(*byte),
        }
    }
}

/// In a style sheet nothing else ends it; `<` means little there, and in a string the same.
fn escape_style(text: &[u8], made: &mut Vec<u8>) {
    for byte in text {
        if *byte == b'<' {
            made.extend(b"\\3c ");
        } else {
            made.push(*byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn made(page: &str) -> String {
        String::from_utf8(harmless(page.as_bytes())).unwrap()
    }

    #[test]
    fn what_a_page_looks_like_stays() {
        for page in [
            "",
            "<!doctype html><html lang=\"ko\"><head><title>제목 &lt;1&gt;</title><style>p > a { color: red }</style></head></html>",
            "<p class=\"x\" style=\"color: red\">a &amp; b<br />c</p><img src=\"data:image/png;base64,AA==\" />",
            "<h2 id=\"end\">e</h2><a href=\"#end\">to the end</a><pre>  kept\n as it is</pre>",
        ] {
            assert_eq!(made(page), page);
        }
    }

    #[test]
    fn what_runs_loads_or_leads_away_is_gone() {
        for (page, left) in [
            ("<LINK rel=preconnect href=//a><base target=_blank>x", "x"),
            (
                "<script>if (a < b) alert(1)</script>y<noscript><img src=//a></noscript>",
                "y",
            ),
            ("<a href=//a target=_blank ping=//a onclick=f()>z</a>", "<a>z</a>"),
            ("<a href=' data:text/html,x'>z</a>", "<a>z</a>"),
            (
                "<svg><style><a href=//a></style></svg>",
                "<svg><style>\\3c a href=//a></style></svg>",
            ),
            (
                "<title><img src=//a></title>",
                "<title>&lt;img src=//a&gt;</title>",
            ),
            (
                "<textarea></textarea><iframe srcdoc='<p>'></iframe>",
                "<textarea></textarea>",
            ),
            ("<!-- <a title=\" --><a href=//a title=\"-->b", ""),
            ("<meta http-equiv=refresh content='0;url=//a'>c", "c"),
            ("<a\"b href=//a>d", "d"),
        ] {
            assert_eq!(made(page), left, "{page}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_left_for_a_second_time(
            page in proptest::collection::vec(prop_oneof![
                Just("<a href=//x "), Just("<script>"), Just("</script>"), Just("<style>"), Just("</style>"), Just("<svg>"),
                Just("<!--"), Just("-->"), Just("\""), Just("'"), Just(">"), Just("<"), Just("</"), Just("title"), Just("<link "),
                Just("<title>"), Just("&lt;"), Just("\0"), Just("한"), Just("<![CDATA["), Just("]]>"), Just("<textarea/"), Just("="),
            ], 0..40)
        ) {
            let once = made(&page.concat());
            let lower = once.to_ascii_lowercase();
            prop_assert!(!lower.contains("<script") && !lower.contains("<link") && !lower.contains("//x\""), "{once}");
            prop_assert_eq!(made(&once), once);
        }
    }
}
