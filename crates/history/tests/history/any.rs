use std::{collections::BTreeMap, fs};

use latchkey_history::{FILE, History, Limits};
use proptest::prelude::*;

use crate::support::{all, entry};

/// What somebody or something does to the file between two runs.
#[derive(Debug, Clone)]
enum Harm {
    /// It ends here.
    Cut(prop::sample::Index),
    /// A byte is another one.
    Flip(prop::sample::Index, u8),
    /// This stands in it.
    Insert(prop::sample::Index, Vec<u8>),
    /// It is this.
    Replace(Vec<u8>),
}

fn harm() -> impl Strategy<Value = Harm> {
    let index = any::<prop::sample::Index>;
    let bytes = || prop::collection::vec(any::<u8>(), 0..200);
    let json = prop::sample::select(vec![
        &b"\n"[..],
        b"{}\n",
        b"\"\n",
        b"{\"format\":1}\n",
        b"{\"format\":2}\n",
        b"null\n",
        b"\xff\n",
        b"<script>alert(1)</script>\n",
        b"{\"at_ms\":-1}\n",
    ]);
    prop_oneof![
        index().prop_map(Harm::Cut),
        (index(), 1_u8..).prop_map(|(at, by)| Harm::Flip(at, by)),
        (index(), bytes()).prop_map(|(at, what)| Harm::Insert(at, what)),
        (index(), json).prop_map(|(at, what)| Harm::Insert(at, what.to_vec())),
        bytes().prop_map(Harm::Replace),
    ]
}

fn harmed(mut bytes: Vec<u8>, harm: Harm) -> Vec<u8> {
    match harm {
        Harm::Cut(at) => bytes.truncate(at.index(bytes.len() + 1)),
        Harm::Flip(_, _) if bytes.is_empty() => {}
        Harm::Flip(at, by) => {
            let at = at.index(bytes.len());
            bytes[at] ^= by;
        }
        Harm::Insert(at, what) => {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, what);
        }
        Harm::Replace(with) => bytes = with,
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever happened to the file: it opens, what is added then is kept over the next run, and a file that was not as a
    /// crash leaves it is there as it was found.
    #[test]
    fn a_file_of_any_content_costs_nothing_else(harms in prop::collection::vec(harm(), 1..4)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        {
            let history = History::open(folder.path(), Limits::default());
            for target in ["/1", "/2", "/3"] {
                history.add(entry(target));
            }
            history.flush();
        }
        let whole = fs::read(&path).unwrap();
        let found = harms.into_iter().fold(whole.clone(), harmed);
        fs::write(&path, &found).unwrap();
        let history = History::open(folder.path(), Limits::default());
        let read = all(&history);
        history.add(entry("/new"));
        history.flush();
        drop(history);
        let again = History::open(folder.path(), Limits::default());
        prop_assert_eq!(again.problem(), None);
        prop_assert_eq!(all(&again)[1..].to_vec(), read.clone());
        prop_assert_eq!(&all(&again)[0], "/new");
        // Nothing is lost: what is not read is torn off the end, or lies aside.
        let aside = fs::read(folder.path().join("history.unusable-1.jsonl")).ok();
        let torn = found.is_empty() || found.starts_with(b"{\"format\":1}\n");
        prop_assert!(aside.is_some_and(|aside| aside == found) || torn);
        let mut counts = BTreeMap::new();
        for target in &read {
            *counts.entry(target.clone()).or_insert(0) += 1;
        }
        prop_assert!(read.len() <= found.split(|byte| *byte == b'\n').count());
    }
}
