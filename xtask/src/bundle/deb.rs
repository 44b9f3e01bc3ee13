//! The deb, packed tighter: the bundler knows gzip alone, and with xz a package is a third smaller. Level 9
//! looks back over both programs, which have much in common: a sixth smaller again, for 64 MiB to unpack it.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, ensure};

use super::{overlay::set_mode, xz};
use crate::process::{answer_of, on_path, program, run};

/// Packs it anew where Debian's own tool is there. Elsewhere it stays as it is: as good, and larger.
pub(super) fn pack_tighter(deb: &Path) -> Result<()> {
    if answer_of(&mut program("dpkg-deb", &["--version"])).is_none() {
        println!("There is no dpkg-deb to pack the deb with xz: it stays packed with gzip, and larger.");
        return Ok(());
    }
    let tree = deb.with_extension("tree");
    let packed = deb.with_extension("packed");
    run(program("dpkg-deb", &["--raw-extract"]).arg(deb).arg(&tree))?;
    // It stands for the root of the system.
    set_mode(&tree, 0o755)?;
    let mut build = program("dpkg-deb", &["--root-owner-group", "-Zxz", "-z9", "--build"]);
    run(build.arg(&tree).arg(&packed))?;
    fs::rename(&packed, deb).with_context(|| format!("cannot replace {}", deb.display()))?;
    if on_path("xz").is_some() {
        let package = fs::read(deb).with_context(|| format!("cannot read {}", deb.display()))?;
        let tighter = with_data(&package, |data| xz::packed(&xz::unpacked(data)?));
        let tighter = tighter.with_context(|| format!("{} is no deb as expected", deb.display()))?;
        fs::write(deb, tighter).with_context(|| format!("cannot write {}", deb.display()))?;
    }
    fs::remove_dir_all(&tree).with_context(|| format!("cannot remove {}", tree.display()))
}

/// The package with its files packed in another way. It is an archive of ar (deb(5)): every member behind a line of 60 bytes.
fn with_data(package: &[u8], pack: impl Fn(&[u8]) -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    const MAGIC: &[u8] = b"!<arch>\n";
    const HEAD: usize = 60;
    ensure!(package.starts_with(MAGIC), "it is no archive");
    let mut rest = &package[MAGIC.len()..];
    let mut made = MAGIC.to_vec();
    while !rest.is_empty() {
        let (head, after) = rest.split_at_checked(HEAD).context("it ends too early")?;
        let size: usize = std::str::from_utf8(&head[48..58])?.trim().parse()?;
        let content = after.get(..size).context("it ends too early")?;
        // A member begins at an even place.
        rest = after.get(size.next_multiple_of(2)..).unwrap_or_default();
        let name = std::str::from_utf8(&head[..16])?.trim_end();
        let packed = if name.trim_end_matches('/') == "data.tar.xz" {
            pack(content)?
        } else {
            content.to_vec()
        };
        made.extend(&head[..48]);
        made.extend(format!("{:<10}", packed.len()).bytes());
        made.extend(&head[58..]);
        made.extend(&packed);
        if packed.len() % 2 == 1 {
            made.push(b'\n');
        }
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::with_data;

    fn member(name: &str, content: &str) -> String {
        let padding = if content.len() % 2 == 1 { "\n" } else { "" };
        let size = content.len();
        format!(
            "{name:<16}{:<12}{:<6}{:<6}{:<8}{size:<10}`\n{content}{padding}",
            0, 0, 0, "100644"
        )
    }

    #[test]
    fn the_files_are_packed_anew_and_all_else_stays() {
        let archive = |data: &str| {
            let members = [
                member("debian-binary", "2.0\n"),
                member("control.tar.xz", "abc"),
                member("data.tar.xz", data),
            ];
            format!("!<arch>\n{}", members.concat())
        };
        for (before, after) in [("odd", "even"), ("even", "odd"), ("", "x")] {
            let made = with_data(archive(before).as_bytes(), |data| {
                assert_eq!(data, before.as_bytes());
                Ok(after.as_bytes().to_vec())
            });
            assert_eq!(String::from_utf8(made.unwrap()).unwrap(), archive(after));
        }
        for broken in ["", "!<arch>\nshort", "no archive"] {
            assert!(
                with_data(broken.as_bytes(), |data| Ok(data.to_vec())).is_err(),
                "{broken}"
            );
        }
    }
}
