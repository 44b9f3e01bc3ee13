//! `export`: writes a collection, or a part of it, in the way of another tool.

use std::path::{Path, PathBuf};

use latchkey_collection::{
    Environment, Folder, Item,
    store::{Branch, Collection, Node, REQUEST_SUFFIX, Saved, Store},
};
use latchkey_exporting::{Exported, Server, curl, postman};

use super::run::chosen;
use crate::{
    arguments::{Export, ExportAs},
    exit::Exit,
    failure::Failure,
    home::Home,
    output::{Sink, Terminal, visible::visible},
};

pub(crate) async fn run(
    data_dir: Option<PathBuf>,
    terminal: Terminal,
    asked: Export,
) -> Result<Exit, Failure> {
    if let Some(file) = asked.output.as_deref().filter(|_| !asked.replace) {
        free(file)?;
    }
    let folder = asked.folder.clone();
    let read = tokio::task::spawn_blocking(move || Store::open(&folder)?.read());
    let read = read.await.map_err(|error| Failure::System(error.to_string()))?;
    let collection = read?;
    let server = server(data_dir, &asked).await?;
    let chosen = match &asked.environment {
        Some(name) => Some(chosen(name, &collection)?),
        None => None,
    };
    let wanted = wanted(&asked, &collection)?;
    let exported = match asked.format {
        ExportAs::Postman => {
            let all = || {
                collection
                    .environments
                    .iter()
                    .map(|it| it.environment.clone())
                    .collect()
            };
            let environments: Vec<Environment> = chosen.map_or_else(all, |only| vec![only]);
            postman(&as_folder(&wanted, &collection), &environments, &server.base_url)
        }
        ExportAs::Curl => commands(&wanted, &server, chosen.as_ref())?,
    };
    let mut sink = match &asked.output {
        Some(file) => Sink::file(file).await?,
        None => Sink::stdout(false),
    };
    sink.write(exported.text.as_bytes()).await?;
    sink.finish().await?;
    for left_out in &exported.left_out {
        terminal.note(&left_out.to_string());
    }
    // What is not in the export because it could not be read must not go by unseen.
    for problem in &collection.problems {
        terminal.warning(&problem.to_string());
    }
    Ok(if collection.problems.is_empty() {
        Exit::Done
    } else {
        Exit::Usage
    })
}

fn free(file: &Path) -> Result<(), Failure> {
    // A device is there to be written to.
    if file.is_file() || file.is_dir() {
        let allowed = "a file that is not there yet, or any with --replace";
        return Err(Failure::usage("--output", &file.display().to_string(), allowed));
    }
    Ok(())
}

/// Where the requests go.
async fn server(data_dir: Option<PathBuf>, asked: &Export) -> Result<Server, Failure> {
    let Some(named) = &asked.profile else {
        let base_url = asked.base_url.clone().unwrap_or_default();
        let lower = base_url.to_ascii_lowercase();
        if !base_url.is_empty() && !["http://", "https://"].iter().any(|it| lower.starts_with(it)) {
            return Err(Failure::usage("--base-url", &base_url, "an http(s) URL"));
        }
        return Ok(Server {
            base_url,
            attachment: None,
        });
    };
    let profile = Home::open(data_dir)?.profile(named, true).await?;
    Ok(Server {
        base_url: profile.base_url().to_string(),
        attachment: Some((&profile.description().attach).into()),
    })
}

/// What is exported.
enum Wanted<'a> {
    Folder(&'a Branch),
    Request(&'a Saved),
}

/// All of it, or what is at the path that was asked for.
fn wanted<'a>(asked: &Export, collection: &'a Collection) -> Result<Wanted<'a>, Failure> {
    let Some(path) = &asked.request else {
        return Ok(Wanted::Folder(&collection.root));
    };
    let wanted = path.trim_matches('/');
    let with_suffix = format!("{wanted}{REQUEST_SUFFIX}");
    let found = find(&collection.root, &|node| {
        let place = node.place().as_str();
        place == wanted || place == with_suffix
    });
    found.ok_or_else(|| {
        let requests = collection.root.requests();
        let mut names: Vec<_> = requests.iter().map(|saved| saved.place.as_str()).collect();
        let more = names.len().saturating_sub(10);
        names.truncate(10);
        let names = names.join(", ");
        let allowed = match (names.is_empty(), more) {
            (true, _) => "the path of a request in the folder, which has none".to_owned(),
            (false, 0) => format!("a folder in it, or one of: {names}"),
            (false, more) => format!("a folder in it, or one of: {names}, and {more} more"),
        };
        Failure::usage("--request", path, allowed)
    })
}

fn find<'a>(branch: &'a Branch, is_it: &dyn Fn(&Node) -> bool) -> Option<Wanted<'a>> {
    branch.items.iter().find_map(|node| match node {
        Node::Request(saved) => is_it(node).then_some(Wanted::Request(saved)),
        Node::Folder(inner) if is_it(node) => Some(Wanted::Folder(inner)),
        Node::Folder(inner) => find(inner, is_it),
    })
}

fn as_folder(wanted: &Wanted<'_>, collection: &Collection) -> Folder {
    match wanted {
        Wanted::Folder(branch) => branch.folder(),
        Wanted::Request(saved) => Folder {
            name: collection.root.name.clone(),
            description: String::new(),
            items: vec![Item::Request(saved.request.clone())],
        },
    }
}

/// The commands: one alone, or each below its name.
fn commands(
    wanted: &Wanted<'_>,
    server: &Server,
    environment: Option<&Environment>,
) -> Result<Exported, Failure> {
    let command = |saved: &Saved| {
        curl(&saved.request, server, environment).map_err(|error| Failure::Export {
            file: saved.place.to_string(),
            error,
        })
    };
    let requests = match wanted {
        Wanted::Folder(branch) => branch.requests(),
        Wanted::Request(saved) => {
            let mut exported = command(saved)?;
            exported.text.push('\n');
            return Ok(exported);
        }
    };
    let mut texts = Vec::with_capacity(requests.len());
    let mut left_out = Vec::new();
    for saved in requests {
        let mut exported = command(saved)?;
        // What stands behind # ends with the line, and the name of a file may hold a line's end.
        let place = visible(saved.place.as_str());
        texts.push(format!("# {place}\n{}\n", exported.text));
        left_out.append(&mut exported.left_out);
    }
    Ok(Exported {
        text: texts.join("\n"),
        left_out,
    })
}
