//! The window's words, in Fluent's syntax.
//!
//! Every message is in `locales/en` and `locales/ko`, and reaches the window as one file for each language; a test holds
//! the two against each other and against the keys that the code uses.

mod errors;
mod messages;
mod rehearsal;
#[cfg(test)]
mod tests;
mod trace;

use std::cell::Cell;
use std::rc::Rc;

use latchkey_ipc::profiles::unseen;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::effect::use_effect_with;
use crate::files;
use crate::held::use_state;
use crate::state::preferences::Language;

use messages::Messages;
pub use messages::Value;
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
    messages: Rc<Messages>,
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
        Self {
            language,
            messages: Rc::new(Messages::read(messages)),
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
    pub fn with(&self, key: &str, values: &[(&str, Value<'_>)]) -> AttrValue {
        self.find(key, values)
            .unwrap_or_else(|| AttrValue::from(key.to_owned()))
    }

    fn find(&self, key: &str, values: &[(&str, Value<'_>)]) -> Option<AttrValue> {
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, as_seen(value)))
            .collect();
        let text = self.messages.say(self.language, key, &values)?;
        Some(AttrValue::from(text))
    }
}

/// Values come from servers and files: what is not seen in them is written out.
fn as_seen<'a>(value: &Value<'a>) -> Value<'a> {
    match value {
        Value::Text(text) if trace::is_exact(text) => value.clone(),
        Value::Text(text) => unseen::visible(text).into_owned().into(),
        Value::Count(_) => value.clone(),
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
