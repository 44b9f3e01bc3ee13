//! Documents of any shape: nothing panics, and what belongs to others is never lost.

use latchkey_pipeline::store::SessionStores;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::support::{Chain, document, key, sealed, session, write};

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(any_name(), inner, 0..4)
                .prop_map(|map| map.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

/// Names that mean something, among others.
fn any_name() -> impl Strategy<Value = String> {
    const KNOWN: [&str; 10] = [
        "profile",
        "id",
        "user",
        "secrets",
        "sealed",
        "nonce",
        "key",
        "plain",
        "access_token",
        "signed_in_at_ms",
    ];
    prop_oneof![
        prop::sample::select(&KNOWN[..]).prop_map(str::to_owned),
        "[a-z]{1,6}"
    ]
}

fn any_session() -> impl Strategy<Value = Value> {
    let known = (any_value(), any_value()).prop_map(
        |(secrets, profile)| json!({"profile": {"id": "a", "more": profile}, "user": "me", "secrets": secrets}),
    );
    prop_oneof![any_value(), known]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn p4_whatever_the_file_holds_others_entries_survive(
        others in prop::collection::btree_map("[a-z]{1,8}_other", any_value(), 0..4),
        sessions in prop_oneof![
            prop::collection::vec(any_session(), 0..4).prop_map(Value::from),
            any_value(),
        ],
        format in prop_oneof![4 => Just(json!(2)), 2 => Just(json!(1)), 1 => any_value()],
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut content: Map<_, _> = others.clone().into_iter().collect();
        let name = if format == json!(1) { "session" } else { "sessions" };
        content.insert(name.to_owned(), sessions.clone());
        content.insert("format".to_owned(), format.clone());
        write(folder.path(), &content.into());
        let fits = format == json!(1) || (format == json!(2) && sessions.is_array());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let kept = sealed(folder.path(), &Chain::default());
            let store = kept.of(&key("a", "me"));
            // Each call may put one thing aside, and says so; in the end nothing unusable is left.
            for _ in 0..8 {
                let _ = kept.keys().await;
                let _ = kept.migrate().await;
                let _ = store.load().await;
            }
            assert_eq!(store.load().await, Ok(None));
            store.save(&session("a", "me", 1)).await.unwrap();
            assert_eq!(store.load().await, Ok(Some(session("a", "me", 1))));
            store.remove().await.unwrap();
        });
        if fits {
            let after = document(folder.path());
            for (name, value) in others {
                prop_assert_eq!(&after[&name], &value);
            }
        }
    }
}
