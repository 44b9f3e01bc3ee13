//! Runs saved requests: one after the other, in one session, with checks, values for the next request, and a report.
//!
//! Whoever runs them says which they are and in which order, where variables come from, and hears how it goes as an
//! [`Onlooker`]. Nothing in a [`Report`] holds a token or a secret.
//!
//! ```no_run
//! use std::convert::Infallible;
//!
//! use latchkey_collection::{Environment, store::Store};
//! use latchkey_running::{Broken, Files, Heard, Onlooker, Report, Runner, Variables, junit};
//!
//! struct Lines;
//!
//! impl Onlooker for Lines {
//!     type Error = Broken;
//!
//!     fn ended(&mut self, heard: Heard<'_>) -> Result<(), Broken> {
//!         println!("{}: {:?}", heard.outcome.name, heard.outcome.grade());
//!         Ok(())
//!     }
//! }
//!
//! # async fn run(session: &latchkey_pipeline::Pipeline) -> Result<(), Box<dyn std::error::Error>> {
//! let store = Store::open("notes".as_ref())?;
//! let collection = store.read()?;
//! let mut report = Report::new(&collection.root.name);
//! let mut runner = Runner {
//!     session,
//!     folder: store.folder(),
//!     files: Files::Within { allowed: "a file in the collection's folder" },
//!     variables: Variables::new(Environment::default(), Default::default(), Default::default()),
//! };
//! runner.all(&collection.root.requests(), false, &mut report, &mut Lines).await?;
//! println!("{}", junit(&report));
//! # Ok(())
//! # }
//! ```

mod body;
mod one;
mod report;
mod run;
mod variables;
mod visible;

pub use body::Files;
pub use latchkey_collection::evaluate::Mismatch;
pub use report::{
    About, CheckLine, End, Grade, Outcome, Report, Rule, Subject, Sum, Unsent, json::write as json,
    junit::write as junit, short,
};
pub use run::{Broken, Heard, Onlooker, Problem, Runner};
pub use variables::Variables;
pub use visible::visible;
