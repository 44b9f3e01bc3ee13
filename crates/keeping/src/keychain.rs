//! The system's keychain: Secret Service, Keychain Services or Credential Manager.

use std::{fs, path::Path, sync::Arc};

use keyring_core::{Entry, Error, api::CredentialStoreApi};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::key::{KeyError, KeySource, SealingKey, hex};

/// The environment variable that leaves the keychain alone when it is `off`.
pub const KEYCHAIN_VARIABLE: &str = "LATCHKEY_KEYCHAIN";

const SERVICE: &str = "Latchkey";

/// The key of one data folder in the system's keychain.
#[derive(Debug, Clone)]
pub struct Keychain {
    account: String,
}

impl Keychain {
    /// The key for `folder`: another folder has another key.
    pub fn new(folder: &Path) -> Self {
        let folder = fs::canonicalize(folder)
            .or_else(|_| std::path::absolute(folder))
            .unwrap_or_else(|_| folder.to_owned());
        let digest = Sha256::digest(folder.as_os_str().as_encoded_bytes());
        Self {
            account: format!("sessions-{}", hex(&digest[..8])),
        }
    }

    /// Reaches the keychain anew each time: it may have been started, locked or unlocked since.
    fn entry(&self) -> Result<Entry, KeyError> {
        store()
            .and_then(|store| store.build(SERVICE, &self.account, None))
            .map_err(said)
    }
}

impl KeySource for Keychain {
    fn find(&self) -> Result<Option<SealingKey>, KeyError> {
        let secret = match self.entry()?.get_secret() {
            Ok(secret) => Zeroizing::new(secret),
            Err(Error::NoEntry) => return Ok(None),
            Err(error) => return Err(said(error)),
        };
        let key = SealingKey::from_bytes(&secret);
        let not_ours = || KeyError::Refused(format!("the entry {SERVICE} / {} is not a key", self.account));
        key.ok_or_else(not_ours).map(Some)
    }

    fn keep(&self, key: &SealingKey) -> Result<(), KeyError> {
        self.entry()?.set_secret(key.expose()).map_err(said)
    }
}

#[cfg(target_os = "macos")]
fn store() -> Result<Arc<impl CredentialStoreApi>, Error> {
    apple_native_keyring_store::keychain::Store::new()
}

#[cfg(windows)]
fn store() -> Result<Arc<impl CredentialStoreApi>, Error> {
    windows_native_keyring_store::Store::new()
}

#[cfg(all(unix, not(target_os = "macos")))]
fn store() -> Result<Arc<impl CredentialStoreApi>, Error> {
    zbus_secret_service_keyring_store::Store::new()
}

/// Puts a keychain's error into words. Errors that hold what was found are not printed with it.
fn said(error: Error) -> KeyError {
    match error {
        error @ (Error::PlatformFailure(_) | Error::NoStorageAccess(_)) if is_absence(&error) => {
            KeyError::NoKeychain(error.to_string())
        }
        Error::NoDefaultStore | Error::NotSupportedByStore(_) => KeyError::NoKeychain(error.to_string()),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            KeyError::Refused("its entry cannot be read".to_owned())
        }
        error => KeyError::Refused(error.to_string()),
    }
}

/// Whether an error says that no service keeps secrets here: no session bus, or nothing on it.
#[cfg(all(unix, not(target_os = "macos")))]
fn is_absence(error: &Error) -> bool {
    use std::{error::Error as _, io};

    let Some(cause) = error.source() else {
        return false;
    };
    if let Some(secret_service::Error::Unavailable) = cause.downcast_ref() {
        return true;
    }
    let mut cause = Some(cause);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<Arc<io::Error>>() {
            // The address of a bus that has gone, or may not be used.
            return matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused | io::ErrorKind::PermissionDenied
            );
        }
        // A name of the D-Bus specification: nobody owns the service, and nothing would start it.
        if error
            .to_string()
            .contains("org.freedesktop.DBus.Error.ServiceUnknown")
        {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Windows and macOS always have a keychain.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn is_absence(_error: &Error) -> bool {
    false
}
