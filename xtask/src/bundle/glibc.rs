//! Which C library a program needs. A package that does not say so installs on an older system, and does not start.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};

/// The oldest version of the GNU C library that will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Glibc {
    major: u32,
    minor: u32,
}

/// The newest version that any of these programs asks for.
pub(crate) fn needed_by(programs: &[PathBuf]) -> Result<Glibc> {
    let mut newest = None;
    for path in programs {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        newest = newest.max(asked_for(&bytes));
    }
    newest.context("the programs ask for no version of the GNU C library")
}

/// Finds the names of symbol versions, such as `GLIBC_2.34`: they stand in the file as they are.
fn asked_for(program: &[u8]) -> Option<Glibc> {
    const NAME: &[u8] = b"GLIBC_";
    let starts = program
        .windows(NAME.len())
        .enumerate()
        .filter(|(_, part)| *part == NAME);
    starts
        .filter_map(|(start, _)| {
            let rest = &program[start + NAME.len()..];
            // A third number, as in 2.2.5, is of versions long before any that matter.
            let end = rest
                .iter()
                .position(|byte| !byte.is_ascii_digit() && *byte != b'.')?;
            let mut numbers = str::from_utf8(&rest[..end]).ok()?.split('.');
            Some(Glibc {
                major: numbers.next()?.parse().ok()?,
                minor: numbers.next()?.parse().ok()?,
            })
        })
        .max()
}

impl Glibc {
    /// As Debian's packages ask for it.
    pub(crate) fn of_debian(self) -> String {
        format!("libc6 (>= {}.{})", self.major, self.minor)
    }

    /// As packages of Fedora and its like ask for it.
    pub(crate) fn of_fedora(self) -> String {
        format!("libc.so.6(GLIBC_{}.{})(64bit)", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::asked_for;

    #[test]
    fn the_newest_version_counts_as_a_number() {
        let program = b"\0GLIBC_2.2.5\0GLIBC_2.9\0GLIBC_2.34\0GLIBC_PRIVATE\0GLIBC_";
        let found = asked_for(program).expect("a version");
        assert_eq!(found.of_debian(), "libc6 (>= 2.34)");
        assert_eq!(found.of_fedora(), "libc.so.6(GLIBC_2.34)(64bit)");
        assert_eq!(asked_for(b"nothing of that kind"), None);
    }
}
