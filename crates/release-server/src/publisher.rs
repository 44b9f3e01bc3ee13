use std::io;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use minisign::KeyPair;

/// Somebody with a key to sign releases with. The key is made anew each time and never written down.
pub struct Publisher {
    pair: KeyPair,
}

impl Publisher {
    /// A publisher with a new key.
    pub fn new() -> io::Result<Self> {
        let pair = KeyPair::generate_unencrypted_keypair().map_err(io::Error::other)?;
        Ok(Self { pair })
    }

    /// The public key, as `tauri signer generate` writes it.
    pub fn key(&self) -> String {
        let text = self.pair.pk.to_box().map(minisign::PublicKeyBox::into_string);
        STANDARD.encode(text.unwrap_or_default())
    }

    /// The signature of a file with this trusted comment, as `tauri signer sign` writes it.
    pub fn sign(&self, file: &[u8], trusted_comment: &str) -> io::Result<String> {
        let signature = minisign::sign(
            Some(&self.pair.pk),
            &self.pair.sk,
            file,
            Some(trusted_comment),
            None,
        );
        let signature = signature.map_err(io::Error::other)?;
        Ok(STANDARD.encode(signature.into_string()))
    }
}

/// A release: its file, and what is said of it.
#[derive(Debug, Clone)]
pub struct Release {
    /// The version it is offered as.
    pub version: String,
    /// What is new.
    pub notes: String,
    /// When it was published, by RFC 3339.
    pub published: String,
    /// The signature, as the release's description has it.
    pub signature: String,
    /// The file.
    pub file: Vec<u8>,
}

impl Release {
    /// A release as it should be: the signature names the version.
    pub fn signed(by: &Publisher, version: &str, file: Vec<u8>) -> io::Result<Self> {
        let comment = format!("timestamp:1790000000\tfile:Latchkey.AppImage\tversion:{version}");
        Ok(Self {
            version: version.to_owned(),
            notes: "Faster, and fewer surprises.".to_owned(),
            published: "2026-11-20T09:30:00Z".to_owned(),
            signature: by.sign(&file, &comment)?,
            file,
        })
    }
}
