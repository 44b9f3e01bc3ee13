//! The guide says the same in both languages, names things as the window does, and leads nowhere but to itself.

use std::fs;
use std::path::PathBuf;

use latchkey_ipc::EndReason;

use super::*;
use crate::i18n::{I18n, messages};

const LANGUAGES: [Language; 2] = [Language::En, Language::Ko];
/// What all pictures may weigh in the app, in bytes.
const PICTURES: u64 = 700 * 1024;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/guide")
}

fn pages() -> impl Iterator<Item = (Page, Language)> {
    Page::ALL
        .into_iter()
        .flat_map(|page| LANGUAGES.map(|language| (page, language)))
}

/// The page as the window reads it.
fn html(page: Page, language: Language) -> String {
    let guide = window_files::Guide::read(language.tag()).expect("the guide");
    let found = guide.pages().iter().find(|it| it.id == page.id());
    guide.markup(found.expect("a page")).expect("its markup")
}

/// What stands between two texts, wherever it does.
fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start)
        .skip(1)
        .filter_map(move |rest| rest.split(end).next())
}

/// The outline of a page: what is built alike in both languages.
fn outline(html: &str) -> Vec<&str> {
    html.split('<')
        .filter_map(|rest| rest.split(['>', ' ']).next())
        .filter(|tag| matches!(*tag, "h1" | "h2" | "h3" | "li" | "pre" | "tr" | "img" | "a"))
        .collect()
}

#[test]
fn both_languages_have_the_same_pages_built_alike() {
    for page in Page::ALL {
        let [en, ko] = LANGUAGES.map(|language| page.text(language));
        assert_eq!(en.id, ko.id);
        assert_eq!(en.sections.len(), ko.sections.len(), "{}", en.id);
        let [en_html, ko_html] = LANGUAGES.map(|language| html(page, language));
        assert_eq!(outline(&en_html), outline(&ko_html), "{}", en.id);
        let [en_bold, ko_bold] = [&en_html, &ko_html].map(|html| html.matches("<strong>").count());
        assert_eq!(en_bold, ko_bold, "{}", en.id);
        let [en_links, ko_links] = [&en_html, &ko_html].map(|html| {
            let mut links: Vec<_> = between(html, "data-page=", ">").collect();
            links.sort_unstable();
            links
        });
        assert_eq!(en_links, ko_links, "{}", en.id);
    }
}

#[test]
fn the_order_of_the_contents_is_that_of_the_code() {
    let ids = Page::ALL.map(Page::id);
    let expected = [
        "first-steps",
        "saved",
        "own-server",
        "several-users",
        "session-ends",
        "import",
        "command-line",
        "updates-and-help",
        "keyboard",
    ];
    assert_eq!(ids, expected);
    for page in Page::ALL {
        assert_eq!(Page::by_id(page.id()), Some(page));
        assert_eq!(page.after().and_then(Page::before).unwrap_or(page), page);
    }
    assert_eq!(Page::by_id("no-such-page"), None);
}

/// The contents that a repository's web page shows say the titles of the pages, and no file is left out.
#[test]
fn the_contents_have_every_page_by_its_title() {
    for language in LANGUAGES {
        let folder = folder().join(language.tag());
        let contents = fs::read_to_string(folder.join("README.md")).expect("the contents");
        for page in Page::ALL {
            let text = page.text(language);
            assert!(
                !text.title.is_empty() && html(page, language).contains(&format!("<h1>{}</h1>", text.title))
            );
            let entry = format!("- [{}]({}.md)\n", text.title, text.id);
            assert!(contents.contains(&entry), "{language:?}: {entry}");
        }
        let files = fs::read_dir(&folder).expect("the pages");
        let names = files.map(|file| {
            file.expect("a page")
                .file_name()
                .into_string()
                .expect("a plain name")
        });
        let mut stray: Vec<_> = names
            .filter(|name| name != "README.md" && !contents.contains(&format!("({name})")))
            .collect();
        stray.sort_unstable();
        assert_eq!(stray, Vec::<String>::new(), "{language:?}: in no contents");
    }
}

#[test]
fn every_picture_is_there_in_both_themes_and_says_what_it_shows() {
    let mut named = Vec::new();
    for (page, language) in pages() {
        for image in between(&html(page, language), "<img ", ">") {
            let source = between(image, "src=\"/guide/", "\"").next().expect("a source");
            let alternative = between(image, "alt=\"", "\"")
                .next()
                .expect("an alternative text");
            assert!(alternative.chars().count() > 10, "{source}: {alternative}");
            assert!(
                image.contains("width=\"") && folder().join("pictures").join(source).is_file(),
                "{source} is to be taken: `cargo xtask screenshots`"
            );
            named.push(source.to_owned());
        }
    }
    assert!(named.len() >= 4 * 5, "most pages have a picture: {named:?}");
    let mut weight = 0;
    for file in fs::read_dir(folder().join("pictures")).expect("the pictures") {
        let file = file.expect("a picture");
        weight += file.metadata().expect("its size").len();
        let name = file.file_name().into_string().expect("a plain name");
        assert!(named.contains(&name), "{name} is on no page");
    }
    assert!(weight <= PICTURES, "the pictures weigh {weight} bytes");
}

/// What the guide prints in bold is on the screen in the same words.
#[test]
fn what_is_in_bold_is_called_so_in_the_window() {
    for (page, language) in pages() {
        let (id, html) = (page.id(), html(page, language));
        // Two stars that end at a full stop or an ellipsis and are followed by Hangul end nothing.
        assert!(!html.contains("**"), "{language:?}, {id}: stars are seen");
        let shown = || {
            let lines = messages(language).lines();
            lines.filter_map(|line| line.split_once(" = "))
        };
        for bold in between(&html, "<strong>", "</strong>") {
            assert!(
                shown().any(|(_, message)| message == bold),
                "{language:?}, {id}: the window says «{bold}» nowhere"
            );
        }
    }
}

/// Whoever reads why a session ended finds that very sentence in the guide.
#[test]
fn every_reason_for_an_end_is_explained_in_the_words_of_the_window() {
    for language in LANGUAGES {
        let i18n = I18n::new(language);
        let html = html(Page::SessionEnds, language).replace("&quot;", "\"");
        for reason in [
            EndReason::TokenInvalid,
            EndReason::Unauthorized,
            EndReason::RefreshRefused,
            EndReason::RefreshIncomplete,
            EndReason::RetryRefused,
            EndReason::SubjectChanged,
            EndReason::StoreSealed,
            EndReason::StoreCorrupt,
            EndReason::StoreNewer,
            EndReason::SignedOutElsewhere,
        ] {
            let sentence = i18n.end_reason(reason);
            let first = sentence.split_inclusive('.').next().expect("a sentence");
            assert!(html.contains(first), "{language:?}: «{first}» is not explained");
        }
    }
}

#[test]
fn pages_hold_nothing_that_runs_or_leads_out_of_the_guide() {
    for (page, language) in pages() {
        let html = html(page, language);
        for forbidden in ["<script", "<iframe", "<form", "href=", "style=", "javascript:"] {
            assert!(
                !html.contains(forbidden),
                "{language:?}, {}: {forbidden}",
                page.id()
            );
        }
    }
}

/// The page of keys has all keys of all actions, as each platform writes them.
#[test]
fn the_page_of_keys_has_every_key_there_is() {
    use crate::state::actions::{ALL, Action};
    for language in LANGUAGES {
        let html = html(Page::Keyboard, language);
        // Of the tabs in their places the first and the last stand for all.
        let told = |action: Action| !matches!(action, Action::TabAt(1..=6));
        for known in ALL.iter().filter(|known| told(known.action)) {
            for chord in known.chords {
                let [elsewhere, mac] = [false, true].map(|mac| chord.written(mac));
                assert!(
                    html.contains(&elsewhere) && html.contains(&mac),
                    "{language:?}: {} {elsewhere} {mac}",
                    known.name
                );
            }
        }
    }
}
