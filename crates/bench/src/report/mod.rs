//! The report, in Markdown.

mod aims;
mod tables;
mod words;

use std::fmt::Write as _;

use crate::conduct::{plan::Size, results::Results};

/// Everything that was measured, as a page for `docs/`.
pub(crate) fn markdown(results: &Results) -> String {
    let mut page = String::from(words::INTRODUCTION);
    if results.plan.size != Size::Full {
        page.push_str(words::NOT_FULL);
    }
    let _ = writeln!(page, "\n{}", tables::setting(results));
    page.push_str(words::CONTENDERS);
    let _ = writeln!(page, "\n## Aims\n\n{}", aims::table(results));
    page.push_str(words::SHORT);
    let _ = writeln!(page, "\n{}\n{}", words::STEADY, tables::steady(results));
    let _ = writeln!(page, "{}\n{}", words::STORM, tables::storms(results));
    let _ = writeln!(page, "{}\n{}", words::TORN, tables::torn(results));
    let _ = write!(page, "{}\n{}", words::REPLAY, tables::replays(results));
    page
}
