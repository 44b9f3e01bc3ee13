//! The blocks of a `.bru` file: a name, and what is between its braces. A block ends with a brace at the start of a line.

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// Its name, for example `params:query`.
    pub(super) name: String,
    lines: Vec<String>,
}

/// A pair of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) name: String,
    pub(super) value: String,
    /// Whether no `~` stands before it.
    pub(super) enabled: bool,
}

/// The blocks of a text, and the number of the first line that belongs to none.
pub(super) fn parse(text: &str) -> (Vec<Block>, Option<usize>) {
    let mut blocks = Vec::new();
    let mut stray = None;
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        let Some((name, close)) = opening(line) else {
            stray.get_or_insert(number + 1);
            continue;
        };
        let mut inside = Vec::new();
        let mut closed = line.trim_end().ends_with(close);
        while !closed {
            let Some((_, line)) = lines.next() else {
                stray.get_or_insert(number + 1);
                break;
            };
            closed = line.starts_with(close) && line.trim_end().len() == 1;
            if !closed {
                inside.push(line.to_owned());
            }
        }
        let name = name.to_owned();
        blocks.push(Block { name, lines: inside });
    }
    (blocks, stray)
}

/// The name of the block that a line opens, and what closes it.
fn opening(line: &str) -> Option<(&str, char)> {
    let line = line.trim_end();
    let (name, close) = [("{", '}'), ("[", ']'), ("{}", '}'), ("[]", ']')]
        .into_iter()
        .find_map(|(open, close)| Some((line.strip_suffix(open)?, close)))?;
    let name = name.trim_end();
    let named = |byte: u8| byte.is_ascii_alphanumeric() || b":-_".contains(&byte);
    let is_name = name.starts_with(|it: char| it.is_ascii_alphabetic()) && name.bytes().all(named);
    is_name.then_some((name, close))
}

impl Block {
    /// What is in it as a text, without the two spaces that Bruno puts before each line.
    pub(super) fn text(&self) -> String {
        let lines: Vec<_> = self
            .lines
            .iter()
            .map(|line| line.strip_prefix("  ").unwrap_or(line))
            .collect();
        lines.join("\n")
    }

    /// Its pairs.
    pub(super) fn pairs(&self) -> Vec<Pair> {
        let mut pairs = Vec::new();
        let mut lines = self.lines.iter();
        while let Some(line) = lines.next() {
            let Some((name, value, enabled)) = pair(line.trim()) else {
                continue;
            };
            let mut value = value.to_owned();
            if let Some(first) = value.strip_prefix("'''") {
                value = many_lines(first, &mut lines);
            }
            pairs.push(Pair { name, value, enabled });
        }
        pairs
    }

    /// The value of a pair.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let pair = self.pairs().into_iter().find(|pair| pair.name == name)?;
        Some(pair.value)
    }

    /// The names of a list.
    pub(super) fn names(&self) -> Vec<String> {
        let names = self.lines.iter().flat_map(|line| line.split(','));
        names
            .map(|name| name.trim().trim_start_matches('~').to_owned())
            .filter(|name| !name.is_empty())
            .collect()
    }
}

/// A value between triple quotes.
fn many_lines<'a>(first: &str, lines: &mut impl Iterator<Item = &'a String>) -> String {
    if let Some(whole) = first.strip_suffix("'''") {
        return whole.to_owned();
    }
    let mut value: Vec<String> = Vec::new();
    if !first.is_empty() {
        value.push(first.to_owned());
    }
    for line in lines {
        if let Some(last) = line.trim_end().strip_suffix("'''") {
            if !last.trim().is_empty() {
                value.push(last.strip_prefix("    ").unwrap_or(last).to_owned());
            }
            break;
        }
        value.push(line.strip_prefix("    ").unwrap_or(line).to_owned());
    }
    value.join("\n")
}

fn pair(line: &str) -> Option<(String, &str, bool)> {
    if line.is_empty() {
        return None;
    }
    let (line, enabled) = match line.strip_prefix('~') {
        Some(line) => (line, false),
        None => (line, true),
    };
    if let Some((name, rest)) = line.strip_prefix('"').and_then(quoted)
        && let Some(value) = rest.trim_start().strip_prefix(':')
    {
        return Some((name, value.trim(), enabled));
    }
    let (name, value) = line.split_once(':').unwrap_or((line, ""));
    Some((name.trim().to_owned(), value.trim(), enabled))
}

/// A name behind its opening quote, and what follows the closing one.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut escaped = false;
    for (at, it) in text.char_indices() {
        match it {
            '"' if !escaped => return Some((name, &text[at + 1..])),
            '\\' if !escaped => escaped = true,
            it => {
                name.push(it);
                escaped = false;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_pairs_and_texts_are_told_apart() {
        let text = "meta {\n  name: One\n}\n\nheaders {\n  a: b: c\n  ~off: 1\n  \"x:y\": 2\n}\n\nbody:json {\n  {\n    \
                    \"a\": 1\n  }\n}\nvars:secret [\n  one,\n  ~two\n]\ndocs {}\n";
        let (blocks, stray) = parse(text);
        assert_eq!(stray, None);
        let names: Vec<_> = blocks.iter().map(|block| block.name.as_str()).collect();
        assert_eq!(names, ["meta", "headers", "body:json", "vars:secret", "docs"]);
        let pairs: Vec<_> = blocks[1].pairs();
        let pairs: Vec<_> = pairs
            .iter()
            .map(|it| (it.name.as_str(), it.value.as_str(), it.enabled))
            .collect();
        assert_eq!(
            pairs,
            [("a", "b: c", true), ("off", "1", false), ("x:y", "2", true)]
        );
        assert_eq!(blocks[2].text(), "{\n  \"a\": 1\n}");
        assert_eq!(blocks[3].names(), ["one", "two"]);
    }

    #[test]
    fn a_value_may_have_several_lines() {
        let (blocks, _) = parse("vars {\n  a: '''\n    one\n      two\n  '''\n  b: '''x'''\n}\n");
        assert_eq!(blocks[0].get("a").unwrap(), "one\n  two");
        assert_eq!(blocks[0].get("b").unwrap(), "x");
    }

    #[test]
    fn what_is_between_blocks_and_what_does_not_end_is_told() {
        assert_eq!(parse("hello\n").1, Some(1));
        assert_eq!(parse("get {\n  url: x\n").1, Some(1));
    }
}
