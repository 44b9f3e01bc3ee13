//! The signature by which an installed app knows an update for ours.
//!
//! They are minisign's, as the Tauri CLI makes them: key, public key and signature are each the text of a minisign file
//! in base64. The version stands in the signed comment, so that nobody can offer an old release as a new one.

use std::{
    fs::File,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, Result, bail};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use minisign::{SecretKey, SecretKeyBox};
use minisign_verify::{PublicKey, Signature};

const PRIVATE: &str = "TAURI_SIGNING_PRIVATE_KEY";
const PASSWORD: &str = "TAURI_SIGNING_PRIVATE_KEY_PASSWORD";
const PUBLIC: &str = "LATCHKEY_UPDATE_PUBKEY";

/// The two halves of the updater's key.
pub(super) struct Key {
    private: SecretKey,
    public: PublicKey,
}

impl Key {
    /// The key that the environment holds.
    pub(super) fn from_environment() -> Result<Self> {
        // A secret that is not there is an empty variable in a workflow.
        let given = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let wanted = |name: &str| {
            given(name)
                .with_context(|| format!("{name} is not set; docs/releasing.md tells how the key is made"))
        };
        Self::read(
            &wanted(PRIVATE)?,
            given(PASSWORD).unwrap_or_default(),
            &wanted(PUBLIC)?,
        )
    }

    /// Reads both halves. No message repeats any part of the private one.
    pub(super) fn read(private: &str, password: String, public: &str) -> Result<Self> {
        let private =
            text_in(private).with_context(|| format!("{PRIVATE} is not a key as the Tauri CLI makes it"))?;
        let boxed = SecretKeyBox::from_string(&private).ok();
        let boxed = boxed.filter(|_| private.starts_with("untrusted comment:"));
        let private = boxed.with_context(|| format!("{PRIVATE} is not a key as the Tauri CLI makes it"))?;
        // The one for keys without a password asks a terminal for one when it is given none.
        let private = match SecretKey::from_unencrypted_box(private.clone()) {
            Ok(open) => open,
            Err(_) => SecretKey::from_box(private, Some(password))
                .map_err(|_| anyhow::anyhow!("{PRIVATE} does not open with {PASSWORD}"))?,
        };
        let public = public_key(public)?;
        Ok(Self { private, public })
    }

    /// Signs a file as that of a version, and makes sure that an app with the public key takes it.
    pub(super) fn sign(&self, path: &Path, version: &str) -> Result<String> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let comment = format!("timestamp:{}\tfile:{name}\tversion:{version}", now.as_secs());
        let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        let about = Some("signature of Latchkey");
        let signed = minisign::sign(None, &self.private, file, Some(&comment), about);
        let signature = STANDARD.encode(
            signed
                .with_context(|| format!("cannot sign {name}"))?
                .into_string(),
        );
        self.verify(path, &signature)?;
        Ok(signature)
    }

    /// Checks a signature in the way of the app's updater.
    pub(super) fn verify(&self, path: &Path, signature: &str) -> Result<()> {
        let signature = Signature::decode(&text_in(signature)?)?;
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        if self.public.verify(&bytes, &signature, true).is_err() {
            bail!(
                "{}: the signature does not fit {PUBLIC}: is it the other half of {PRIVATE}?",
                path.display()
            );
        }
        Ok(())
    }
}

/// Reads the half of the key that every installed app carries.
pub(super) fn public_key(text: &str) -> Result<PublicKey> {
    text_in(text)
        .and_then(|text| PublicKey::decode(&text).map_err(anyhow::Error::from))
        .with_context(|| format!("{PUBLIC} is not a public key as the Tauri CLI makes it"))
}

fn text_in(base64: &str) -> Result<String> {
    let bytes = STANDARD.decode(base64.trim()).context("it is not base64")?;
    String::from_utf8(bytes).context("what it holds is not text")
}

/// A key for a test, as the Tauri CLI would make it: private and public half.
#[cfg(test)]
pub(super) fn fresh_key(password: Option<&str>) -> (String, String) {
    let pair = match password {
        None => minisign::KeyPair::generate_unencrypted_keypair(),
        Some(password) => minisign::KeyPair::generate_encrypted_keypair(Some(password.to_owned())),
    }
    .unwrap();
    (
        STANDARD.encode(pair.sk.to_box(None).unwrap().into_string()),
        STANDARD.encode(pair.pk.to_box().unwrap().into_string()),
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Key, fresh_key, text_in};

    #[test]
    fn a_signature_binds_file_and_version_and_is_taken_by_the_other_half_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Latchkey.AppImage");
        fs::write(&path, "an update").unwrap();
        let (private, public) = fresh_key(None);
        let key = Key::read(&private, String::new(), &public).unwrap();
        let signature = key.sign(&path, "1.2.3").unwrap();
        let text = text_in(&signature).unwrap();
        assert!(
            text.contains("\tfile:Latchkey.AppImage\tversion:1.2.3\n"),
            "{text}"
        );

        fs::write(&path, "an updatE").unwrap();
        assert!(key.verify(&path, &signature).is_err());

        let other = Key::read(&private, String::new(), &fresh_key(None).1).unwrap();
        let problem = other.sign(&path, "1.2.3").unwrap_err().to_string();
        assert!(problem.contains("LATCHKEY_UPDATE_PUBKEY"), "{problem}");
    }

    #[test]
    fn a_key_with_a_password_opens_with_it_and_no_message_repeats_it() {
        let (private, public) = fresh_key(Some("only-for-this-test"));
        Key::read(&private, "only-for-this-test".to_owned(), &public).unwrap();
        let wrong = Key::read(&private, "something-else".to_owned(), &public)
            .err()
            .unwrap();
        assert_eq!(
            wrong.to_string(),
            "TAURI_SIGNING_PRIVATE_KEY does not open with TAURI_SIGNING_PRIVATE_KEY_PASSWORD"
        );
        for (private, public, names) in [
            (
                "not base64!",
                public.as_str(),
                "TAURI_SIGNING_PRIVATE_KEY is not a key",
            ),
            ("aGVsbG8=", &public, "TAURI_SIGNING_PRIVATE_KEY is not a key"),
            (
                &fresh_key(None).0,
                "aGVsbG8=",
                "LATCHKEY_UPDATE_PUBKEY is not a public key",
            ),
        ] {
            let problem = format!("{:#}", Key::read(private, String::new(), public).err().unwrap());
            assert!(problem.contains(names), "{problem}");
            assert!(
                !problem.contains("aGVsbG8") && !problem.contains("not base64!"),
                "{problem}"
            );
        }
    }
}
