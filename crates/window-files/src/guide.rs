//! The user guide: the pages of `docs/guide`, made into HTML.
//!
//! `README.md` of each language gives the pages their order. There is no HTML in the pages and no link out of the
//! guide, so that all markup the window gets is made here.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// The guide in one language.
#[derive(Debug)]
pub struct Guide {
    root: PathBuf,
    language: &'static str,
    pages: Vec<Page>,
}

/// A page of the guide.
#[derive(Debug)]
pub struct Page {
    /// The name of its file, without the ending.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Its sections.
    pub sections: Vec<Section>,
    source: String,
}

/// What stands below a heading of the second level.
#[derive(Debug)]
pub struct Section {
    /// What it is about.
    pub title: String,
    /// What a link names it by.
    slug: String,
}

impl Guide {
    /// Reads the guide in a language.
    pub fn read(language: &'static str) -> Result<Self> {
        let root = crate::root().join("docs/guide");
        let folder = root.join(language);
        let contents = fs::read_to_string(folder.join("README.md"))
            .with_context(|| format!("cannot read docs/guide/{language}/README.md"))?;
        let mut pages = Vec::new();
        for event in parse(&contents) {
            let Event::Start(Tag::Link { dest_url, .. }) = event else {
                continue;
            };
            if let Some(id) = dest_url.strip_suffix(".md").filter(|id| !id.contains('/')) {
                let source = fs::read_to_string(folder.join(&*dest_url))
                    .with_context(|| format!("docs/guide/{language}/README.md: {dest_url}"))?;
                pages.push(Page::new(id.to_owned(), source));
            }
        }
        Ok(Self {
            root,
            language,
            pages,
        })
    }

    /// Its pages, in the order of the contents.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// A page as HTML.
    pub fn markup(&self, page: &Page) -> Result<String> {
        self.made(page)
            .with_context(|| format!("docs/guide/{}/{}.md", self.language, page.id))
    }

    fn made(&self, page: &Page) -> Result<String> {
        let mut events = Vec::new();
        let mut section = 0;
        // The address of a picture and its text so far, while that is read.
        let mut picture = None::<(String, String)>;
        for event in parse(&page.source) {
            if let Some((address, text)) = &mut picture {
                match event {
                    Event::Text(part) | Event::Code(part) => text.push_str(&part),
                    Event::SoftBreak => text.push(' '),
                    Event::End(TagEnd::Image) => {
                        events.push(Event::InlineHtml(self.picture(address, text)?.into()));
                        picture = None;
                    }
                    _ => {}
                }
                continue;
            }
            match event {
                Event::Html(it) | Event::InlineHtml(it) => bail!("HTML: {it}"),
                Event::Start(Tag::Image { dest_url, .. }) => {
                    picture = Some((dest_url.into_string(), String::new()));
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    events.push(Event::InlineHtml(self.link(page, &dest_url)?.into()));
                }
                Event::End(TagEnd::Link) => events.push(Event::InlineHtml("</a>".into())),
                Event::Start(Tag::Heading {
                    level: level @ HeadingLevel::H2,
                    classes,
                    ..
                }) => {
                    events.push(Event::Start(Tag::Heading {
                        level,
                        id: Some(format!("guide-section-{section}").into()),
                        classes,
                        attrs: vec![("tabindex".into(), Some("-1".into()))],
                    }));
                    section += 1;
                }
                Event::Start(table @ Tag::Table(_)) => {
                    events.push(Event::Html("<div class=\"guide-table\">".into()));
                    events.push(Event::Start(table));
                }
                end @ Event::End(TagEnd::Table) => {
                    events.push(end);
                    events.push(Event::Html("</div>".into()));
                }
                other => events.push(other),
            }
        }
        let mut markup = String::new();
        html::push_html(&mut markup, events.into_iter());
        Ok(markup)
    }

    /// The beginning of a link to a page, or to a section of one, which the window's `guide_view.rs` follows.
    /// It has no address: there is nowhere to go but there.
    fn link(&self, from: &Page, to: &str) -> Result<String> {
        let (file, slug) = to
            .split_once('#')
            .map_or((to, None), |(file, slug)| (file, Some(slug)));
        let page = match file.strip_suffix(".md") {
            Some(id) => self.pages.iter().find(|page| page.id == id),
            None if file.is_empty() => Some(from),
            None => None,
        };
        let page = page.with_context(|| format!("a link to {to}, which is no page of the guide"))?;
        let section = match slug {
            Some(slug) => {
                let at = page.sections.iter().position(|section| section.slug == slug);
                let at = at.with_context(|| format!("a link to {to}, and there is no such section"))?;
                format!(" data-section=\"{at}\"")
            }
            None => String::new(),
        };
        Ok(format!(
            "<a class=\"link\" role=\"link\" tabindex=\"0\" data-page=\"{}\"{section}>",
            page.id
        ))
    }

    /// A picture: the light one, and the dark one beside it. The theme decides which is seen.
    fn picture(&self, address: &str, text: &str) -> Result<String> {
        let name = address
            .strip_prefix("../pictures/")
            .and_then(|name| name.strip_suffix(&format!("-light-{}.png", self.language)))
            .with_context(|| format!("a picture that is not ../pictures/…-light-{}.png", self.language))?;
        let mut markup = String::from("<span class=\"guide-picture\">");
        for theme in ["light", "dark"] {
            let file = format!("{name}-{theme}-{}.png", self.language);
            let size = match size_of(&self.root.join("pictures").join(&file)) {
                Some((width, height)) => format!(" width=\"{width}\" height=\"{height}\""),
                None => String::new(),
            };
            let text = escaped(text);
            write!(
                markup,
                "<img class=\"guide-{theme}\" src=\"/guide/{file}\" alt=\"{text}\"{size}>"
            )?;
        }
        markup.push_str("</span>");
        Ok(markup)
    }
}

impl Page {
    fn new(id: String, source: String) -> Self {
        let mut page = Self {
            id,
            source: String::new(),
            title: String::new(),
            sections: Vec::new(),
        };
        let mut heading = None::<String>;
        for event in parse(&source) {
            match (event, &mut heading) {
                (Event::Start(Tag::Heading { .. }), _) => heading = Some(String::new()),
                (Event::End(TagEnd::Heading(level)), Some(text)) => {
                    let title = std::mem::take(text);
                    match level {
                        HeadingLevel::H1 => page.title = title,
                        HeadingLevel::H2 => page.sections.push(Section::new(title)),
                        _ => {}
                    }
                    heading = None;
                }
                (Event::Text(part) | Event::Code(part), Some(text)) => text.push_str(&part),
                _ => {}
            }
        }
        page.source = source;
        page
    }
}

impl Section {
    /// The name is made as the web pages of repositories make it.
    fn new(title: String) -> Self {
        let slug = title
            .chars()
            .filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'))
            .flat_map(char::to_lowercase)
            .map(|letter| if letter == ' ' { '-' } else { letter })
            .collect();
        Self { title, slug }
    }
}

fn parse(source: &str) -> Parser<'_> {
    Parser::new_ext(source, Options::ENABLE_TABLES)
}

/// Width and height of a PNG, from its first chunk. A picture that is still to be taken has none: the tests see that
/// no page is left without.
fn size_of(path: &Path) -> Option<(u32, u32)> {
    let bytes = fs::read(path).ok()?;
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    Some((number(16)?, number(20)?))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
