//! What is read and written here is what Fluent reads and writes.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::LANGUAGES;
use super::parity::messages;
use crate::i18n::{self, I18n, Value};

#[test]
fn every_message_is_written_as_fluent_writes_it() {
    for language in LANGUAGES {
        let id: LanguageIdentifier = language.tag().parse().expect("a language");
        let mut bundle = FluentBundle::new(vec![id]);
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(i18n::messages(language).to_owned()).expect("messages");
        bundle.add_resource(resource).expect("each once");
        let i18n = I18n::new(language);
        for (key, names) in messages(language) {
            let message = bundle.get_message(&key).expect("the message");
            let pattern = message.value().expect("its text");
            for count in [0_u64, 1, 2, 5, 1_000, 1_234_567] {
                let text = format!("«{count}»");
                let mut arguments = FluentArgs::new();
                let mut values = Vec::<(&str, Value<'_>)>::new();
                for name in &names {
                    // In every second round what is mostly text is a number too.
                    if name == "count" || count % 2 == 0 {
                        arguments.set(name.as_str(), FluentValue::from(count));
                        values.push((name, count.into()));
                    } else {
                        arguments.set(name.as_str(), FluentValue::from(text.as_str()));
                        values.push((name, text.as_str().into()));
                    }
                }
                let expected = bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new());
                assert_eq!(i18n.with(&key, &values), *expected, "{language:?}, {key}");
            }
            let nothing = bundle.format_pattern(pattern, None, &mut Vec::new());
            assert_eq!(i18n.t(&key), *nothing, "{language:?}, {key} without values");
        }
    }
}
