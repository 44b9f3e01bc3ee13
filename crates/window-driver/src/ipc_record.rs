use anyhow::{Result, ensure};

/// Every message that crossed between shell and window: requests, answers and events, as text.
#[derive(Debug, Clone, Default)]
pub struct IpcRecord(Vec<String>);

impl IpcRecord {
    pub(crate) fn new(messages: Vec<String>) -> Self {
        Self(messages)
    }

    /// The messages, in their order.
    pub fn messages(&self) -> &[String] {
        &self.0
    }

    /// Adds the messages of another life of the window.
    pub fn append(&mut self, later: Self) {
        self.0.extend(later.0);
    }

    /// Fails where a message holds any of the tokens, whole or in part, or any JWT at all.
    ///
    /// Part means the last 40 characters: of a JWT that is its signature, which no other text has. The second part
    /// of a JWT begins with `eyJ`, the Base64 of `{"`.
    pub fn ensure_without(&self, tokens: &[String]) -> Result<()> {
        for message in &self.0 {
            let tail = |token: &String| message.contains(&token[token.len().saturating_sub(40)..]);
            let leaks = message.contains(".eyJ") || tokens.iter().any(tail);
            ensure!(!leaks, "a token crossed between shell and window: {message}");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::IpcRecord;

    #[test]
    fn a_token_is_found_whole_and_without_its_head() {
        let token = format!("{}.{}", "h".repeat(50), "s".repeat(43));
        let clean = IpcRecord::new(vec!["{}".into(), "a".repeat(200)]);
        assert!(clean.ensure_without(std::slice::from_ref(&token)).is_ok());
        for leak in [
            format!("x{token}x"),
            "s".repeat(40),
            "eyJ0eXAi.eyJzdWIi.c2ln".into(),
        ] {
            let record = IpcRecord::new(vec!["{}".into(), leak]);
            assert!(record.ensure_without(std::slice::from_ref(&token)).is_err());
        }
    }
}
