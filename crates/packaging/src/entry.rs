use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail, ensure};

/// A desktop entry, read as the Desktop Entry Specification has it.
#[derive(Debug, Default)]
pub struct Entry {
    groups: BTreeMap<String, BTreeMap<String, String>>,
}

impl Entry {
    /// Reads the text of a `.desktop` file.
    pub fn parse(text: &str) -> Result<Self> {
        let mut entry = Self::default();
        let mut group = None;
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                group = Some(entry.groups.entry(name.to_owned()).or_default());
                continue;
            }
            let (key, value) = line
                .split_once('=')
                .with_context(|| format!("cannot read {line:?}"))?;
            let keys = group
                .as_mut()
                .with_context(|| format!("{line:?} is in no group"))?;
            let before = keys.insert(key.trim().to_owned(), value.trim().to_owned());
            ensure!(before.is_none(), "{key} is there twice");
        }
        Ok(entry)
    }

    /// What stands under a key of the entry itself, for example `Comment[ko]`.
    pub fn get(&self, key: &str) -> Result<&str> {
        self.of("Desktop Entry", key)
    }

    /// What stands under a key of an action.
    pub fn of_action(&self, action: &str, key: &str) -> Result<&str> {
        self.of(&format!("Desktop Action {action}"), key)
    }

    /// The parts of a value that is a list.
    pub fn list(&self, key: &str) -> Result<Vec<&str>> {
        Ok(self
            .get(key)?
            .split(';')
            .filter(|part| !part.is_empty())
            .collect())
    }

    fn of(&self, group: &str, key: &str) -> Result<&str> {
        let found = self.groups.get(group).and_then(|keys| keys.get(key));
        found
            .map(String::as_str)
            .with_context(|| format!("the entry has no {key} in [{group}]"))
    }
}

/// The program and arguments of an `Exec` line, as a desktop starts them for an address or a file, or for none.
pub fn command_line(exec: &str, opened: Option<&str>) -> Result<Vec<String>> {
    let mut line = Vec::new();
    for word in words(exec)? {
        match word.as_str() {
            "%u" | "%U" | "%f" | "%F" => line.extend(opened.map(str::to_owned)),
            "%i" | "%c" | "%k" => {}
            word if word.replace("%%", "").contains('%') => bail!("a code that no desktop knows: {word}"),
            word => line.push(word.replace("%%", "%")),
        }
    }
    ensure!(!line.is_empty(), "Exec names no program");
    Ok(line)
}

/// Words, apart by spaces; quotes hold one together, and a back-slash inside them takes its meaning from a character.
fn words(exec: &str) -> Result<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut letters = exec.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            '\\' if quoted => {
                let next = letters.next().context("Exec ends in a back-slash")?;
                word.get_or_insert_default().push(next);
            }
            ' ' if !quoted => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    ensure!(!quoted, "a quote is open in {exec:?}");
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::{Entry, command_line};

    #[test]
    fn keys_belong_to_their_group_and_language() {
        let text =
            "# A comment\n[Desktop Entry]\nName=A\nName[ko]=가\nList=b;c;\n\n[Desktop Action d]\nName=E\n";
        let entry = Entry::parse(text).expect("an entry");
        assert_eq!(entry.get("Name").expect("a name"), "A");
        assert_eq!(entry.get("Name[ko]").expect("a name"), "가");
        assert_eq!(entry.of_action("d", "Name").expect("a name"), "E");
        assert_eq!(entry.list("List").expect("a list"), ["b", "c"]);
        assert!(entry.get("Comment").is_err());
        assert!(Entry::parse("Name=A").is_err());
        assert!(Entry::parse("[G]\nName=A\nName=B").is_err());
    }

    #[test]
    fn a_command_line_takes_what_is_opened() {
        let line = |exec, opened| command_line(exec, opened).expect("a command line");
        assert_eq!(line("app %u", None), ["app"]);
        assert_eq!(line("app %u", Some("x://y z")), ["app", "x://y z"]);
        assert_eq!(
            line(r#""my app" "a\"b" 5%%  --c"#, None),
            ["my app", "a\"b", "5%", "--c"]
        );
        for wrong in ["", "%u", "app \"open", "app %z"] {
            assert!(command_line(wrong, None).is_err(), "{wrong}");
        }
    }
}
