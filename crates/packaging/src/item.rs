/// Something that a package puts on the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Kind and rights, as `ls` writes them: `-rwxr-xr-x`.
    pub rights: String,
    /// Owner and group: `root/root`.
    pub owner: String,
    /// In bytes.
    pub size: u64,
    /// Where it goes, from the root of the system on.
    pub path: String,
}

impl Item {
    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        self.rights.starts_with('d')
    }

    /// Reads a line of a listing whose columns are, from the left: rights, owner, size; and from `path_at` on the path.
    pub(crate) fn read(line: &str, path_at: usize) -> Option<Self> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let path = words.get(path_at..)?.join(" ");
        let path = path
            .trim_start_matches('.')
            .trim_start_matches('/')
            .trim_end_matches('/');
        Some(Self {
            rights: (*words.first()?).to_owned(),
            owner: (*words.get(1)?).to_owned(),
            size: words.get(2)?.parse().ok()?,
            path: format!("/{path}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Item;

    #[test]
    fn a_line_of_a_listing_is_read() {
        let line = "-rw-r--r-- root/root      1080 2026-01-31 10:00 ./usr/share/a name";
        let item = Item::read(line, 5).expect("a whole line");
        assert_eq!((item.path.as_str(), item.size), ("/usr/share/a name", 1080));
        assert!(!item.is_folder());
        assert_eq!(
            Item::read("drwxr-xr-x root/root 0 2026-01-31 10:00 usr/bin/", 5)
                .expect("a line")
                .path,
            "/usr/bin"
        );
        assert_eq!(Item::read("-rw-r--r-- root/root", 5), None);
    }
}
