//! The rpm, packed tighter: the bundler begins anew with every file, so that nothing of one program helps with the other, which has
//! much in common with it. Here all is one stream, and code for these processors is prepared for packing: a quarter smaller.
//!
//! An rpm is a lead, a header with digests, a header about the package, and the packed files
//! ([format](https://rpm-software-management.github.io/rpm/manual/format_v4.html)). Only what tells of the packed files changes, and
//! every such value is as long as before: it is changed in its place.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, ensure};
use sha2::{Digest as _, Sha256};

use super::xz::{packed, unpacked};
use crate::process::{on_path, through};

/// What stands before the headers and says what the rest does too, in bytes.
const LEAD: usize = 96;
const MAGIC: [u8; 4] = [0x8e, 0xad, 0xe8, 0x01];
/// Tags of the header with digests.
const SIZE: u32 = 1000;
const SHA1: u32 = 269;
const SHA256: u32 = 273;
/// Tag of the header about the package.
const PAYLOAD_DIGEST: u32 = 5092;

/// Packs it anew where the programs for that are there. Elsewhere it stays as it is: as good, and larger.
pub(super) fn pack_tighter(rpm: &Path) -> Result<()> {
    if on_path("xz").is_none() || on_path("sha1sum").is_none() {
        println!("There is no xz or no sha1sum to pack the rpm with: it stays packed as it is, and larger.");
        return Ok(());
    }
    let package = fs::read(rpm).with_context(|| format!("cannot read {}", rpm.display()))?;
    let packed = packed_anew(&package).with_context(|| format!("{} is no rpm as expected", rpm.display()))?;
    fs::write(rpm, packed).with_context(|| format!("cannot write {}", rpm.display()))
}

fn packed_anew(package: &[u8]) -> Result<Vec<u8>> {
    let mut digests = Header::at(package, LEAD)?;
    let begin = digests.end.next_multiple_of(8);
    let mut about = Header::at(package, begin)?;
    let files = unpacked(&package[about.end..])?;
    let payload = packed(&files)?;

    about.set_text(PAYLOAD_DIGEST, &hex(&Sha256::digest(&payload)))?;
    let size = u32::try_from(about.bytes.len() + payload.len()).context("it is too large")?;
    digests.set(SIZE, &size.to_be_bytes())?;
    digests.set_text(SHA256, &hex(&Sha256::digest(&about.bytes)))?;
    let sha1 = through("sha1sum", &[], &about.bytes)?;
    let sha1 = String::from_utf8(sha1)?;
    digests.set_text(SHA1, sha1.split_whitespace().next().unwrap_or_default())?;
    let padding = vec![0; begin - digests.end];
    Ok([&package[..LEAD], &digests.bytes, &padding, &about.bytes, &payload].concat())
}

/// A header: an index of tags, and a store with their values.
struct Header {
    bytes: Vec<u8>,
    /// Where it ends in the package.
    end: usize,
}

impl Header {
    fn at(package: &[u8], begin: usize) -> Result<Self> {
        let rest = package.get(begin..).context("it ends too early")?;
        ensure!(rest.starts_with(&MAGIC), "there is no header at {begin}");
        let (entries, store) = (number(rest, 8)?, number(rest, 12)?);
        let length = 16 + 16 * entries + store;
        let bytes = rest.get(..length).context("it ends too early")?.to_vec();
        let end = begin + length;
        Ok(Self { bytes, end })
    }

    /// Where the value of a tag begins.
    fn place(&self, tag: u32) -> Result<usize> {
        let entries = number(&self.bytes, 8)?;
        for entry in 0..entries {
            let at = 16 + 16 * entry;
            if number(&self.bytes, at)? == tag as usize {
                return Ok(16 + 16 * entries + number(&self.bytes, at + 8)?);
            }
        }
        anyhow::bail!("there is no tag {tag}")
    }

    fn set(&mut self, tag: u32, value: &[u8]) -> Result<()> {
        let place = self.place(tag)?;
        let room = self.bytes.get_mut(place..place + value.len());
        room.context("it ends too early")?.copy_from_slice(value);
        Ok(())
    }

    /// Sets a text that is as long as the one before.
    fn set_text(&mut self, tag: u32, text: &str) -> Result<()> {
        let end = self.place(tag)? + text.len();
        ensure!(self.bytes.get(end) == Some(&0), "tag {tag} has another length");
        self.set(tag, text.as_bytes())
    }
}

fn number(bytes: &[u8], at: usize) -> Result<usize> {
    let four = bytes.get(at..at + 4).context("it ends too early")?;
    Ok(u32::from_be_bytes(four.try_into()?) as usize)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // A text takes whatever is written.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header whose tags have these texts.
    fn header(values: &[(u32, &[u8])]) -> Vec<u8> {
        let mut index = Vec::new();
        let mut store = Vec::new();
        for (tag, value) in values {
            for number in [*tag, 6, u32::try_from(store.len()).unwrap(), 1] {
                index.extend(number.to_be_bytes());
            }
            store.extend(*value);
            store.push(0);
        }
        let counts = [values.len(), store.len()].map(|it| u32::try_from(it).unwrap().to_be_bytes());
        [&MAGIC[..], &[0; 4], &counts.concat(), &index, &store].concat()
    }

    #[test]
    fn the_files_stay_and_whatever_tells_of_them_is_true_again() {
        if on_path("xz").is_none() || on_path("sha1sum").is_none() {
            return;
        }
        let files = b"the same again and again, ".repeat(1000);
        let payload = packed(&files).unwrap();
        let about = header(&[(1000, b"latchkey"), (PAYLOAD_DIGEST, &[b'0'; 64])]);
        let digests = header(&[(SIZE, &[0; 4]), (SHA1, &[b'0'; 40]), (SHA256, &[b'0'; 64])]);
        let mut package = [vec![7; LEAD], digests].concat();
        package.resize(package.len().next_multiple_of(8), 0);
        let begin = package.len();
        package.extend(about.iter().chain(&payload));

        let anew = packed_anew(&package).unwrap();
        assert_eq!(anew[..LEAD], package[..LEAD]);
        let about = Header::at(&anew, begin).unwrap();
        let payload = &anew[about.end..];
        assert_eq!(
            through("xz", &["--decompress", "--stdout"], payload).unwrap(),
            files
        );
        let text = |header: &Header, tag, length| {
            let place = header.place(tag).unwrap();
            String::from_utf8(header.bytes[place..place + length].to_vec()).unwrap()
        };
        assert_eq!(text(&about, PAYLOAD_DIGEST, 64), hex(&Sha256::digest(payload)));
        let digests = Header::at(&anew, LEAD).unwrap();
        assert_eq!(text(&digests, SHA256, 64), hex(&Sha256::digest(&about.bytes)));
        let size = number(&digests.bytes, digests.place(SIZE).unwrap()).unwrap();
        assert_eq!(size, about.bytes.len() + payload.len());
        for broken in [&package[..50], &package[..begin + 20], &[]] {
            assert!(packed_anew(broken).is_err());
        }
    }
}
