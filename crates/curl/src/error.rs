/// Why a text cannot be read as a curl command. Nothing of the command is repeated: it may hold secrets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CurlError {
    /// It does not begin with `curl`.
    #[error("this is no curl command")]
    NotCurl,
    /// It is longer than is read.
    #[error("the command has {length} bytes; up to {limit} are read", limit = crate::MAX_COMMAND_BYTES)]
    TooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// A quote is not closed, as where a part of a command was copied.
    #[error("a {quote} is not closed")]
    OpenQuote {
        /// The quote.
        quote: char,
    },
    /// An option stands at the end without its value.
    #[error("{option} needs a value")]
    NoValue {
        /// The option, with its dashes.
        option: String,
    },
    /// There is no address.
    #[error("there is no URL in the command")]
    NoUrl,
    /// The address is of another kind than http and https.
    #[error("the URL is neither http nor https")]
    Scheme,
}
