//! HMAC-SHA-256 for `jsonwebtoken` (RFC 7518 §3.2), by the cryptography that the app's TLS uses already.
//!
//! The providers that come with `jsonwebtoken` bring a second cryptography library, or RSA and elliptic
//! curves that nobody here asks for.

use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{ErrorKind, Result},
    signature::{self, Signer, Verifier},
};
use ring::hmac::{self, HMAC_SHA256, Key};

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| Ok(Box::new(signer(*algorithm, key)?)),
    verifier_factory: |algorithm, key| Ok(Box::new(verifier(*algorithm, key)?)),
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes this the provider of the process, unless there is one, which then knows HS256 as well.
pub(crate) fn install() {
    let _ = PROVIDER.install_default();
}

struct Hs256(Key);

fn signer(algorithm: Algorithm, key: &EncodingKey) -> Result<Hs256> {
    only_hs256(algorithm)?;
    Ok(Hs256(Key::new(HMAC_SHA256, key.as_bytes())))
}

fn verifier(algorithm: Algorithm, key: &DecodingKey) -> Result<Hs256> {
    only_hs256(algorithm)?;
    Ok(Hs256(Key::new(HMAC_SHA256, key.try_get_as_bytes()?)))
}

fn only_hs256(algorithm: Algorithm) -> Result<()> {
    match algorithm {
        Algorithm::HS256 => Ok(()),
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    }
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, signature::Error> {
        Ok(hmac::sign(&self.0, message).as_ref().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), signature::Error> {
        hmac::verify(&self.0, message, signature).map_err(|_| signature::Error::new())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jsonwebtoken::crypto::{sign, verify};

    /// The example of RFC 7515, appendix A.1.
    const MESSAGE: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
        eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const SIGNATURE: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const KEY: &str =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow==";

    #[test]
    fn the_example_of_the_standard_is_signed_as_printed() {
        install();
        let standard = KEY.replace('-', "+").replace('_', "/");
        let signing = EncodingKey::from_base64_secret(&standard).unwrap();
        let verifying = DecodingKey::from_base64_secret(&standard).unwrap();
        assert_eq!(
            sign(MESSAGE.as_bytes(), &signing, Algorithm::HS256).unwrap(),
            SIGNATURE
        );
        assert!(verify(SIGNATURE, MESSAGE.as_bytes(), &verifying, Algorithm::HS256).unwrap());
        assert!(!verify(SIGNATURE, b"another message", &verifying, Algorithm::HS256).unwrap());
        assert!(sign(b"", &signing, Algorithm::HS512).is_err());
    }
}
