//! Bruno: a file, or a folder of files.

mod block;
mod folder;
mod request;

use latchkey_collection::{Folder, Item};

use self::block::Block;
pub(crate) use self::folder::{is_part, read_folder};
use crate::{
    Environment, ImportError,
    format::Format,
    intake::{Intake, named},
    place::Place,
    report::{Found, Reason, Wanted},
};

/// Expressions that Bruno computes.
const MARKS: [&str; 2] = ["{{$", "{{process.env."];

/// Reads one file.
pub(crate) fn read_file(text: &str, name: &str, intake: &mut Intake) -> Result<Folder, ImportError> {
    let top = Place::Root("");
    let blocks = blocks(text, &top, intake);
    if blocks.is_empty() {
        let found = "no block such as meta or get".to_owned();
        return Err(ImportError::Unsupported {
            place: Format::Bruno.title().to_owned(),
            found,
            allowed: "the text of a .bru file",
        });
    }
    let name = named(name, "Bruno");
    let mut items = Vec::new();
    if request::is_one(&blocks) {
        intake.request()?;
        items.extend(request::read(&blocks, &name, &top, intake).map(|it| Item::Request(it.request)));
    } else {
        common(&blocks, &top, intake);
        let environment = environment(&blocks, &name, &top, intake);
        intake.environment(&top, environment);
    }
    Ok(Folder {
        name,
        description: docs(&blocks),
        items,
    })
}

/// The blocks of a file; what stands between them is noted.
fn blocks(text: &str, place: &Place<'_>, intake: &mut Intake) -> Vec<Block> {
    let (blocks, stray) = block::parse(text);
    if let Some(line) = stray {
        let found = Found::Line(line.to_string());
        intake.note(place, Reason::unexpected(found, Wanted::Blocks));
    }
    blocks
}

fn docs(blocks: &[Block]) -> String {
    let docs = blocks.iter().find(|block| block.name == "docs");
    docs.map(|block| crate::intake::described(&block.text()))
        .unwrap_or_default()
}

/// The variables of a file: those of an environment, or those that a folder or a request sets.
fn environment(blocks: &[Block], name: &str, place: &Place<'_>, intake: &mut Intake) -> Environment {
    let mut environment = Environment {
        name: name.to_owned(),
        variables: Vec::new(),
    };
    for block in blocks {
        let place = place.key(&block.name);
        match block.name.as_str() {
            "vars" | "vars:pre-request" => {
                for pair in block.pairs() {
                    let place = place.key(&pair.name);
                    // `@` marks what holds for this request alone.
                    let name = pair.name.trim_start_matches('@');
                    if pair.enabled {
                        let variable = intake.variable(&place, name, pair.value.clone(), false);
                        environment.variables.push(variable);
                    } else {
                        intake.note(&place, Reason::setting("disabled"));
                    }
                }
            }
            "vars:secret" => {
                for name in block.names() {
                    let variable = intake.variable(&place.key(&name), &name, String::new(), true);
                    environment.variables.push(variable);
                }
            }
            _ => {}
        }
    }
    environment
}

/// Notes what files of all kinds have and what does not come in.
fn common(blocks: &[Block], place: &Place<'_>, intake: &mut Intake) {
    for block in blocks {
        let place = place.key(&block.name);
        match block.name.as_str() {
            "script:pre-request" | "script:post-response" | "tests" | "assert" | "vars:post-response" => {
                if !block.text().trim().is_empty() {
                    intake.note(&place, Reason::Script);
                }
            }
            name => {
                if let Some(kind) = name.strip_prefix("auth:") {
                    intake.note(&place, Reason::authentication(kind));
                }
            }
        }
        let of_code =
            block.name.starts_with("script") || ["tests", "docs", "assert"].contains(&block.name.as_str());
        if !of_code && !block.name.starts_with("auth") && MARKS.iter().any(|mark| block.text().contains(mark))
        {
            intake.note(&place, Reason::Expression);
        }
    }
}
