//! The committed icons are what the command makes from the drawing.

use std::{fs, io::Cursor, path::PathBuf};

use icon_maker::{ALL, Drawing, ICO_SIZES, IconKind};
use resvg::tiny_skia::Pixmap;

/// Rounding differs by a hair between processors; a changed drawing differs by far more.
const TOLERANCE: u8 = 3;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../icons")
}

/// All pixels of an icon file, one image after the other.
fn pixels(kind: IconKind, bytes: &[u8]) -> Vec<u8> {
    match kind {
        IconKind::Png(side) => {
            let image = Pixmap::decode_png(bytes).expect("a PNG");
            assert_eq!((image.width(), image.height()), (side, side));
            image.data().to_vec()
        }
        IconKind::Ico => {
            let icon = ico::IconDir::read(Cursor::new(bytes)).expect("a Windows icon");
            let sizes: Vec<u32> = icon.entries().iter().map(ico::IconDirEntry::width).collect();
            assert_eq!(sizes, ICO_SIZES);
            icon.entries()
                .iter()
                .flat_map(|entry| entry.decode().expect("an image").rgba_data().to_vec())
                .collect()
        }
        IconKind::Icns => {
            let family = icns::IconFamily::read(Cursor::new(bytes)).expect("an Apple icon");
            let kinds = family.available_icons();
            assert_eq!(kinds.len(), 10, "{kinds:?}");
            kinds
                .into_iter()
                .flat_map(|kind| family.get_icon_with_type(kind).expect("an image").data().to_vec())
                .collect()
        }
    }
}

#[test]
fn committed_icons_are_what_the_command_makes() {
    let drawing = Drawing::parse(&fs::read_to_string(folder().join("icon.svg")).expect("the drawing"))
        .expect("a readable drawing");
    for icon in ALL {
        let committed =
            fs::read(folder().join(icon.name)).unwrap_or_else(|_| panic!("{} is missing", icon.name));
        let committed = pixels(icon.kind, &committed);
        let made = pixels(icon.kind, &icon.make(&drawing).expect("an icon"));
        let same = committed.len() == made.len()
            && committed
                .iter()
                .zip(&made)
                .all(|(a, b)| a.abs_diff(*b) <= TOLERANCE);
        assert!(
            same,
            "{} is not what `cargo xtask icons` makes from icon.svg",
            icon.name
        );
    }
}

#[test]
fn the_folder_holds_nothing_else() {
    let mut found: Vec<String> = fs::read_dir(folder())
        .expect("the icons folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name != "icon.svg")
        .collect();
    let mut known: Vec<&str> = ALL.iter().map(|icon| icon.name).collect();
    found.sort();
    known.sort_unstable();
    assert_eq!(found, known);
}
