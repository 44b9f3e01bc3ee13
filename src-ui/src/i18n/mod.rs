//! The window's words, by Fluent.
//!
//! Every message is in `locales/en` and `locales/ko`; a test holds the two against each other and against the keys
//! that the code uses.

mod errors;
mod rehearsal;
#[cfg(test)]
mod tests;
mod trace;

use std::borrow::Cow;
use std::rc::Rc;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use latchkey_ipc::profiles::unseen;
use unic_langid::LanguageIdentifier;
use yew::prelude::*;

use crate::state::preferences::Language;

pub use rehearsal::rehearsal_sentence;
pub use trace::{Piece, step_name, step_sentence};

/// The messages of a language, one file for each part of the window.
pub(crate) const fn sources(language: Language) -> [&'static str; 15] {
    match language {
        Language::En => [
            include_str!("../../locales/en/window.ftl"),
            include_str!("../../locales/en/sign-in.ftl"),
            include_str!("../../locales/en/console.ftl"),
            include_str!("../../locales/en/composer.ftl"),
            include_str!("../../locales/en/answer.ftl"),
            include_str!("../../locales/en/errors.ftl"),
            include_str!("../../locales/en/trace.ftl"),
            include_str!("../../locales/en/sessions.ftl"),
            include_str!("../../locales/en/settings.ftl"),
            include_str!("../../locales/en/profile.ftl"),
            include_str!("../../locales/en/help.ftl"),
            include_str!("../../locales/en/openings.ftl"),
            include_str!("../../locales/en/updates.ftl"),
            include_str!("../../locales/en/tabs.ftl"),
            include_str!("../../locales/en/saved.ftl"),
        ],
        Language::Ko => [
            include_str!("../../locales/ko/window.ftl"),
            include_str!("../../locales/ko/sign-in.ftl"),
            include_str!("../../locales/ko/console.ftl"),
            include_str!("../../locales/ko/composer.ftl"),
            include_str!("../../locales/ko/answer.ftl"),
            include_str!("../../locales/ko/errors.ftl"),
            include_str!("../../locales/ko/trace.ftl"),
            include_str!("../../locales/ko/sessions.ftl"),
            include_str!("../../locales/ko/settings.ftl"),
            include_str!("../../locales/ko/profile.ftl"),
            include_str!("../../locales/ko/help.ftl"),
            include_str!("../../locales/ko/openings.ftl"),
            include_str!("../../locales/ko/updates.ftl"),
            include_str!("../../locales/ko/tabs.ftl"),
            include_str!("../../locales/ko/saved.ftl"),
        ],
    }
}

/// The words in one language. Cheap to clone; two are equal when their language is.
#[derive(Clone)]
pub struct I18n {
    language: Language,
    bundle: Rc<FluentBundle<FluentResource>>,
}

impl PartialEq for I18n {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language
    }
}

impl I18n {
    /// The words in `language`.
    pub fn new(language: Language) -> Self {
        let id: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![id]);
        bundle.set_use_isolating(false);
        for source in sources(language) {
            // What could be read of a faulty file is used; the tests see to it that there is no fault.
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(rest, _)| rest);
            bundle.add_resource_overriding(resource);
        }
        Self {
            language,
            bundle: Rc::new(bundle),
        }
    }

    /// The language of the words.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A message; its own key, should it be missing.
    pub fn t(&self, key: &str) -> AttrValue {
        self.with(key, &[])
    }

    /// So many seconds, in the unit that says it best: `90 s`, `30 d`.
    pub fn span(&self, seconds: u64) -> String {
        let (number, unit) = match seconds {
            0..120 => (seconds, "s"),
            120..7_200 => (seconds / 60, "min"),
            7_200..172_800 => (seconds / 3_600, "h"),
            _ => (seconds / 86_400, "d"),
        };
        self.with(&format!("span-{unit}"), &[("count", number.into())])
            .to_string()
    }

    /// A message with values in it.
    pub fn with(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> AttrValue {
        self.find(key, values)
            .unwrap_or_else(|| AttrValue::from(key.to_owned()))
    }

    fn find(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> Option<AttrValue> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let arguments: FluentArgs<'_> = values
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), as_seen(value)))
            .collect();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&arguments), &mut Vec::new());
        Some(AttrValue::from(text.into_owned()))
    }
}

/// Values come from servers and files: what is not seen in them is written out.
fn as_seen<'a>(value: &FluentValue<'a>) -> FluentValue<'a> {
    match value {
        FluentValue::String(text) if trace::is_exact(text) => value.clone(),
        FluentValue::String(text) => unseen::visible(text).into_owned().into(),
        other => other.clone(),
    }
}

/// The words of the window.
#[hook]
pub fn use_i18n() -> I18n {
    use_context::<I18n>().unwrap_or_else(|| I18n::new(Language::default()))
}
