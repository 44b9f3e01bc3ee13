//! The window's words, by Fluent.
//!
//! Every message is in `locales/en` and `locales/ko`, and reaches the window as one file for each language; a test holds
//! the two against each other and against the keys that the code uses.

mod errors;
mod rehearsal;
#[cfg(test)]
mod tests;
mod trace;

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use latchkey_ipc::profiles::unseen;
use unic_langid::LanguageIdentifier;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::effect::use_effect_with;
use crate::files;
use crate::held::use_state;
use crate::state::preferences::Language;

pub use rehearsal::rehearsal_sentence;
pub use trace::{Piece, step_name, step_sentence};

/// The messages of a language.
#[cfg(test)]
pub(crate) const fn messages(language: Language) -> &'static str {
    match language {
        Language::En => include_str!(concat!(env!("OUT_DIR"), "/words-en.ftl")),
        Language::Ko => include_str!(concat!(env!("OUT_DIR"), "/words-ko.ftl")),
    }
}

/// The window holds none: it reads them when it starts.
#[cfg(not(test))]
const fn messages(_: Language) -> &'static str {
    ""
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
    #[cfg(test)]
    pub(crate) fn new(language: Language) -> Self {
        Self::of(language, messages(language))
    }

    /// The words in `language`, from the file beside the window's code; `None` where it cannot be read.
    pub async fn load(language: Language) -> Option<Self> {
        let messages = files::read(&format!("/words/{}.txt", language.tag())).await?;
        Some(Self::of(language, &messages))
    }

    fn of(language: Language, messages: &str) -> Self {
        let id: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![id]);
        bundle.set_use_isolating(false);
        // What could be read of a faulty file is used; the tests see to it that there is no fault.
        let resource = FluentResource::try_new(messages.to_owned()).unwrap_or_else(|(rest, _)| rest);
        bundle.add_resource_overriding(resource);
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
    // There is nothing of the window outside of `App`, which has them; tests show components by themselves.
    use_context::<I18n>().unwrap_or_else(|| {
        let language = Language::default();
        I18n::of(language, messages(language))
    })
}

/// The words that are to be had.
#[derive(Clone)]
pub enum Words {
    /// They are being read.
    Coming,
    /// Those to speak in, for a moment still in the language before.
    There(I18n),
    /// The app's own files cannot be read.
    Missing,
}

/// Reads the words in `language`, or else in the other one.
#[hook]
pub fn use_words(language: Language) -> Words {
    let words = use_state(|| Words::Coming);
    use_effect_with(language, {
        let words = words.setter();
        move |&language| {
            let is_wanted = Rc::new(Cell::new(true));
            spawn_local({
                let is_wanted = is_wanted.clone();
                async move {
                    let read = match I18n::load(language).await {
                        None => I18n::load(language.other()).await,
                        read => read,
                    };
                    if is_wanted.get() {
                        words.set(read.map_or(Words::Missing, Words::There));
                    }
                }
            });
            move || is_wanted.set(false)
        }
    });
    (*words).clone()
}
