//! A report as `JUnit` has it: the form that systems of continuous integration read.

use std::{io, time::Duration};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use super::{End, Outcome, Report, short};
use crate::visible;

/// The report as a document of XML.
pub fn write(report: &Report) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing to memory cannot fail.
    let _ = document(&mut writer, report);
    let mut text = String::from_utf8_lossy(&writer.into_inner()).into_owned();
    text.push('\n');
    text
}

fn document(writer: &mut Writer<Vec<u8>>, report: &Report) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let sum = report.sum();
    let counts = [
        ("name", allowed(&report.name)),
        ("tests", report.outcomes.len().to_string()),
        ("failures", sum.failed.to_string()),
        ("errors", sum.errors.to_string()),
        ("skipped", sum.not_sent.to_string()),
        ("time", seconds(report.time())),
    ];
    let counts = || counts.iter().map(|(name, value)| (*name, value.as_str()));
    let without_skipped = counts().filter(|(name, _)| *name != "skipped");
    writer
        .create_element("testsuites")
        .with_attributes(without_skipped)
        .write_inner_content(|writer| {
            writer
                .create_element("testsuite")
                .with_attributes(counts())
                .write_inner_content(|writer| {
                    report
                        .outcomes
                        .iter()
                        .try_for_each(|outcome| case(writer, outcome))
                })?;
            Ok(())
        })?;
    Ok(())
}

fn case(writer: &mut Writer<Vec<u8>>, outcome: &Outcome) -> io::Result<()> {
    let name = allowed(&short(&outcome.name));
    let place = allowed(&outcome.place);
    let time = seconds(outcome.time);
    let case = writer.create_element("testcase").with_attributes([
        ("name", name.as_str()),
        ("classname", place.as_str()),
        ("file", place.as_str()),
        ("time", time.as_str()),
    ]);
    let (element, lines) = match &outcome.end {
        End::Answered { .. } if outcome.passed() => {
            case.write_empty()?;
            return Ok(());
        }
        End::Answered { checks, .. } => {
            let failed = checks.iter().filter(|check| check.mismatch.is_some());
            (
                "failure",
                failed.map(|check| allowed(&check.told())).collect::<Vec<_>>(),
            )
        }
        End::Failed { why, .. } => ("error", vec![allowed(&short(why))]),
        End::NotSent { why } => ("skipped", vec![why.words().to_owned()]),
    };
    let message = lines.join("; ");
    case.write_inner_content(|writer| {
        let element = writer
            .create_element(element)
            .with_attribute(("message", message.as_str()));
        if lines.len() > 1 {
            element.write_text_content(BytesText::new(&lines.join("\n")))?;
        } else {
            element.write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

/// What XML 1.0 (§2.2) cannot hold, escaped or not, is shown by its number.
fn allowed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '\u{fffe}' | '\u{ffff}' => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}
