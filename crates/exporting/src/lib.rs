//! Writes saved requests in the ways of others: a request as a curl command, a folder as a Postman collection.
//!
//! No secret comes along. Variables that an environment names as secret have no value in an export; where a request
//! holds the value of a credential itself, a variable takes its place; and there is no type here that could hold a
//! session's token. What the other way cannot say is told in [`LeftOut`]s, with the request and the field.
//!
//! ```
//! use latchkey_collection::{Request, RequestBody};
//! use latchkey_exporting::{Attachment, Server, curl};
//!
//! let mut request = Request::new("Make a note", "POST", "/api/notes");
//! request.body = RequestBody::Json { text: r#"{"title": "{{title}}"}"#.to_owned() };
//! let attachment = Attachment { header: "Authorization".to_owned(), prefix: "Bearer ".to_owned() };
//! let server = Server { base_url: "https://a.example".to_owned(), attachment: Some(attachment) };
//! assert_eq!(curl(&request, &server, None).unwrap().text, r#"curl https://a.example/api/notes \
//!   --location \
//!   --header "Authorization: Bearer $TOKEN" \
//!   --header 'Content-Type: application/json' \
//!   --data-raw '{"title": "{{title}}"}'"#);
//! ```

mod address;
mod credentials;
mod curl;
mod kept;
mod postman;
mod report;
mod shell;

pub use credentials::without_credentials;
pub use curl::{Attachment, CurlError, Server, curl};
pub use postman::postman;
pub use report::{Exported, LeftOut, Reason};
pub use shell::quoted;

/// The variable that stands for the address of the server where none is given.
pub const BASE_URL: &str = "base_url";
