use std::{collections::BTreeSet, process::Command};

use anyhow::{Context as _, Result, ensure};
use packaging::output_of;

use crate::made::{self, Unpacked, VERSION};

const SUMMARY: &str = "A desktop API client that stays signed in";

/// The libraries that may be asked for, and the packages that bring them: those of Debian, which the deb names or which
/// come with one that it names.
const LIBRARIES: [(&str, &str); 14] = [
    ("libwebkit2gtk-4.1.so.0", "libwebkit2gtk-4.1-0"),
    // They come with WebKitGTK.
    ("libjavascriptcoregtk-4.1.so.0", "libwebkit2gtk-4.1-0"),
    ("libsoup-3.0.so.0", "libwebkit2gtk-4.1-0"),
    ("libgtk-3.so.0", "libgtk-3-0"),
    // They come with GTK.
    ("libgdk-3.so.0", "libgtk-3-0"),
    ("libgdk_pixbuf-2.0.so.0", "libgtk-3-0"),
    ("libcairo.so.2", "libgtk-3-0"),
    ("libgio-2.0.so.0", "libgtk-3-0"),
    ("libgobject-2.0.so.0", "libgtk-3-0"),
    ("libglib-2.0.so.0", "libgtk-3-0"),
    // They come with the C library, or are part of it.
    ("libc.so.6", "libc6"),
    ("libm.so.6", "libc6"),
    ("libgcc_s.so.1", "libc6"),
    ("ld-linux-x86-64.so.2", "libc6"),
];

#[test]
fn the_deb_says_what_it_is() -> Result<()> {
    let deb = made::deb()?;
    for (field, expected) in [
        ("Package", "latchkey"),
        ("Version", VERSION),
        ("Architecture", made::debian_arch()),
        ("Maintainer", "The Latchkey developers"),
        ("Section", "devel"),
        ("Priority", "optional"),
    ] {
        ensure!(deb.field(field)? == expected, "{field}: {}", deb.field(field)?);
    }
    let description = deb.field("Description")?;
    let (first, rest) = description
        .split_once('\n')
        .context("it has a long description")?;
    ensure!(first == SUMMARY, "{first}");
    ensure!(
        rest.contains("refreshes it") && rest.contains("latchkey-cli"),
        "{rest}"
    );
    let size: u64 = deb.field("Installed-Size")?.parse()?;
    let listed: u64 = deb.items()?.iter().map(|item| item.size).sum();
    ensure!(
        size.abs_diff(listed / 1024) < 200,
        "{size} KiB are said, {listed} bytes are there"
    );
    Ok(())
}

#[test]
fn the_rpm_says_what_it_is() -> Result<()> {
    let rpm = made::rpm()?;
    for (tag, expected) in [
        ("NAME", "latchkey"),
        ("VERSION", VERSION),
        ("RELEASE", "1"),
        ("ARCH", std::env::consts::ARCH),
        ("LICENSE", "MIT"),
        ("SUMMARY", SUMMARY),
    ] {
        ensure!(rpm.tag(tag)? == expected, "{tag}: {}", rpm.tag(tag)?);
    }
    ensure!(rpm.tag("DESCRIPTION")?.contains("latchkey-cli"));
    Ok(())
}

#[test]
fn what_the_programs_link_to_is_asked_for() -> Result<()> {
    let unpacked = Unpacked::new()?;
    let depends = made::deb()?.field("Depends")?;
    let named: BTreeSet<&str> = depends
        .split(',')
        .filter_map(|dependency| dependency.split_whitespace().next())
        .collect();
    let mut used = BTreeSet::new();
    for name in ["latchkey", "latchkey-cli"] {
        let program = unpacked.path(&format!("/usr/bin/{name}"));
        let said = output_of(Command::new("readelf").args(["--dynamic", "--wide"]).arg(program))?;
        for line in said.lines().filter(|line| line.contains("(NEEDED)")) {
            let library = line
                .split(['[', ']'])
                .nth(1)
                .context("readelf names the library")?;
            let (_, package) = LIBRARIES
                .iter()
                .find(|(known, _)| *known == library)
                .with_context(|| format!("{name} links to {library}, and no package is known for it"))?;
            used.insert(*package);
        }
    }
    ensure!(named == used, "asked for: {named:?}, used: {used:?}");
    ensure!(depends.contains("libc6 (>= 2."), "{depends}");
    let requirements = made::rpm()?.requirements()?;
    for start in [
        "libwebkit2gtk-4.1.so.0()",
        "libgtk-3.so.0()",
        "libc.so.6(GLIBC_2.",
    ] {
        let asked_for = requirements
            .iter()
            .any(|requirement| requirement.starts_with(start));
        ensure!(asked_for, "the rpm does not ask for {start}: {requirements:?}");
    }
    Ok(())
}
