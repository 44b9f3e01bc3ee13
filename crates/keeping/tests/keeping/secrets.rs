//! Secrets beside the sessions: kept where the tokens are, and moved with them.

use latchkey_keeping::Protection;
use latchkey_pipeline::StoreError;
use zeroize::Zeroizing;

use crate::support::{Chain, document, plain, sealed, write};

const VALUE: &str = "open sesame";

fn value() -> Zeroizing<String> {
    Zeroizing::new(VALUE.to_owned())
}

fn lies(folder: &std::path::Path) -> bool {
    document(folder).to_string().contains(VALUE)
}

#[tokio::test]
async fn a_secret_comes_back_and_goes() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Chain::default();
    for kept in [plain(folder.path()), sealed(folder.path(), &chain)] {
        assert_eq!(kept.secret("a").await.unwrap(), None);
        kept.set_secret("a", Some(value())).await.unwrap();
        assert_eq!(kept.secret("a").await.unwrap(), Some(value()));
        assert!(kept.has_secret("a").await.unwrap() && !kept.has_secret("b").await.unwrap());
        kept.set_secret("a", None).await.unwrap();
        assert_eq!(kept.secret("a").await.unwrap(), None);
        assert!(document(folder.path()).get("secrets").is_none());
    }
}

#[tokio::test]
async fn a_sealed_secret_cannot_be_read_and_opens_under_its_own_name_alone() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Chain::default();
    let kept = sealed(folder.path(), &chain);
    kept.set_secret("a", Some(value())).await.unwrap();
    assert!(!lies(folder.path()));
    let mut content = document(folder.path());
    content["secrets"]["b"] = content["secrets"]["a"].clone();
    content["secrets"]["c"] = "nonsense".into();
    write(folder.path(), &content);
    assert_eq!(kept.secret("a").await.unwrap(), Some(value()));
    for moved in ["b", "c"] {
        let error = kept.secret(moved).await.unwrap_err();
        assert!(matches!(error, StoreError::Sealed { .. }), "{error:?}");
        assert!(!error.to_string().contains(VALUE));
    }
    chain.lock();
    let other = sealed(folder.path(), &chain);
    assert!(matches!(other.secret("a").await, Err(StoreError::Sealed { .. })));
    assert!(
        other.has_secret("a").await.unwrap(),
        "the keychain is not asked for that"
    );
}

#[tokio::test]
async fn secrets_follow_the_choice_of_where_tokens_are() {
    let folder = tempfile::tempdir().unwrap();
    let kept = sealed(folder.path(), &Chain::default());
    kept.set_secret("a", Some(value())).await.unwrap();
    for (protection, in_file) in [
        (Protection::File, true),
        (Protection::Memory, false),
        (Protection::Keychain, false),
    ] {
        kept.set_protection(protection).await.unwrap();
        assert_eq!(lies(folder.path()), in_file, "{protection:?}");
        assert_eq!(kept.secret("a").await.unwrap(), Some(value()), "{protection:?}");
    }
}

#[tokio::test]
async fn the_entry_of_secrets_is_not_free_for_others() {
    let folder = tempfile::tempdir().unwrap();
    assert!(plain(folder.path()).set_entry("secrets", &1).await.is_err());
}
