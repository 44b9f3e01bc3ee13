//! `profile`

use std::{io::Read, path::Path};

use latchkey_keeping::{PRACTICE_ID, ProfileError, check_text};
use latchkey_pipeline::Profile;
use latchkey_profile::{Description, Kind, file};
use serde_json::json;

use super::rehearse;
use crate::{
    arguments::{Add, ProfileCommand},
    exit::Exit,
    failure::{Failure, naming_the_option},
    home::Home,
    output::{Terminal, print, visible::visible},
};

/// The largest file that is taken, in bytes.
const LIMIT: u64 = 1024 * 1024;

pub(crate) async fn run(home: &Home, terminal: Terminal, command: ProfileCommand) -> Result<Exit, Failure> {
    match command {
        ProfileCommand::List { json } => list(home, terminal, json),
        ProfileCommand::Show { id } => {
            print(file::write(&home.profiles.read(&id)?).trim_end())?;
            Ok(Exit::Done)
        }
        ProfileCommand::Kinds => {
            let kinds = Kind::ALL.map(|kind| format!("{:<20} {}", kind.id(), kind.title()));
            print(&kinds.join("\n"))?;
            Ok(Exit::Done)
        }
        ProfileCommand::Add(add) => {
            let description = match (&add.file, add.kind) {
                (Some(file), _) => read(file)?.description().clone(),
                (None, Some(kind)) => of_kind(&add, kind)?,
                (None, None) => return Err(Failure::usage("FILE", "", "a file, or --kind")),
            };
            keep(home, terminal, &description, add.replace)
        }
        ProfileCommand::Remove { id } => {
            home.profiles.remove(&id)?;
            terminal.note(&format!("{id} is removed"));
            Ok(Exit::Done)
        }
        ProfileCommand::Check { file } => {
            let profile = read(&file)?;
            terminal.note(&format!("{}: {} is fit for use", file.display(), profile.id()));
            Ok(Exit::Done)
        }
        ProfileCommand::Schema => {
            print(&format!("{:#}", file::schema()))?;
            Ok(Exit::Done)
        }
        ProfileCommand::Try(asked) => rehearse::run(home, terminal, asked).await,
    }
}

fn list(home: &Home, terminal: Terminal, as_json: bool) -> Result<Exit, Failure> {
    let mut values = Vec::new();
    let listed = home.profiles.list()?;
    if listed.is_empty() && !as_json {
        terminal.note("there are none yet; add one with: latchkey-cli profile add");
    }
    for (id, read) in listed {
        let checked = read
            .map_err(|error| error.to_string())
            .and_then(|description| Profile::try_from(description).map_err(|error| error.to_string()));
        match checked {
            Ok(profile) if as_json => {
                let server = profile.base_url().as_str();
                values.push(json!({"id": id, "name": profile.name(), "base_url": server}));
            }
            Ok(profile) => {
                let (name, server) = (visible(&profile.name()), profile.base_url());
                print(&format!("{id:<20} {server}  {name}"))?;
            }
            Err(problem) if as_json => values.push(json!({"id": id, "problem": problem})),
            Err(problem) => terminal.warning(&problem),
        }
    }
    if as_json {
        print(&format!("{:#}", serde_json::Value::from(values)))?;
    }
    Ok(Exit::Done)
}

fn read(path: &Path) -> Result<Profile, Failure> {
    let source = path.display().to_string();
    let unreadable = |what: &dyn std::fmt::Display| {
        let allowed = format!("a TOML file in UTF-8 of at most {LIMIT} bytes");
        Failure::usage("profile", &format!("{source} ({what})"), allowed)
    };
    let mut text = String::new();
    let opened: Box<dyn Read> = if source == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(std::fs::File::open(path).map_err(|error| unreadable(&error))?)
    };
    let read = opened.take(LIMIT + 1).read_to_string(&mut text);
    read.map_err(|error| unreadable(&error))?;
    if text.len() as u64 > LIMIT {
        return Err(unreadable(&"more bytes than that"));
    }
    check_text(&text).map_err(|faults| Failure::ProfileText { from: source, faults })
}

fn of_kind(add: &Add, kind: Kind) -> Result<Description, Failure> {
    let text = |given: &Option<String>| given.clone().unwrap_or_default();
    let mut description = kind.description(&text(&add.id), &text(&add.name), &text(&add.base_url));
    description.allow_plain_http = add.allow_plain_http;
    if let Some(id) = &add.client_id {
        let Some(client) = &mut description.client else {
            let allowed = "no client id: this kind has no OAuth 2.0 client";
            return Err(Failure::usage("--client-id", id, allowed));
        };
        client.id.clone_from(id);
    }
    Profile::try_from(description.clone()).map_err(naming_the_option)?;
    Ok(description)
}

fn keep(home: &Home, terminal: Terminal, description: &Description, replace: bool) -> Result<Exit, Failure> {
    let id = &description.id;
    if id == PRACTICE_ID {
        return Err(Failure::usage("id", id, "another id: this one is the app's own"));
    }
    if home.profiles.exists(id) && !replace {
        return Err(Failure::usage(
            "id",
            id,
            "an id that no other profile has, or --replace",
        ));
    }
    home.profiles.save(description).map_err(|error| match error {
        ProfileError::Id(error) => Failure::Input(error),
        other => other.into(),
    })?;
    let path = home.profiles.path_of(id)?;
    terminal.note(&format!("{id} is kept in {}", path.display()));
    Ok(Exit::Done)
}
