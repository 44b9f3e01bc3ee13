//! `run`: a collection's requests, one after the other, in one session.

mod body;
mod one;
mod variables;

use std::path::Path;

use latchkey_collection::store::{Collection, Saved, Store};
use latchkey_pipeline::{Pipeline, SessionKey};

pub(super) use self::variables::chosen;
use self::{one::Runner, variables::Variables};
use crate::{
    arguments::{Format, Run},
    choice,
    exit::Exit,
    failure::Failure,
    home::Home,
    interrupt::until_interrupted,
    output::{
        Sink, Terminal, print,
        report::{self, End, Outcome, Report},
    },
};

pub(crate) async fn run(home: &Home, terminal: Terminal, run: Run) -> Result<Exit, Failure> {
    let folder = run.folder.clone();
    let opened = tokio::task::spawn_blocking(move || {
        let store = Store::open(&folder)?;
        let collection = store.read()?;
        Ok((store, collection))
    });
    let opened = opened.await.map_err(|error| Failure::System(error.to_string()))?;
    let (store, collection) = opened.map_err(|error| Failure::Collection(Box::new(error)))?;
    let requests = collection.root.requests();
    if requests.is_empty() && collection.problems.is_empty() {
        let found = format!("no request in {}", run.folder.display());
        return Err(Failure::usage(
            "FOLDER",
            &found,
            "a folder with files NAME.request.toml",
        ));
    }
    let variables = Variables::of(&run, &collection)?;
    let key = choice::choose(home, &run.whose).await?;
    let pipeline = home.take_up(&key).await?;
    // Where the report could not be kept, nothing is sent.
    let file = match &run.report_file {
        Some(file) => Some(Sink::file(file).await?),
        None => None,
    };
    let mut report = Report::new(&collection.root.name);
    let at_once = run.report == Format::Text || file.is_some();
    for problem in &collection.problems {
        report.outcomes.push(unreadable(problem, &variables));
    }
    if at_once {
        for outcome in &report.outcomes {
            print(&report::text::line(terminal, outcome))?;
        }
    }
    let runner = Runner {
        session: &pipeline,
        terminal,
        folder: store.folder(),
        outside_files: run.outside_files,
        variables,
    };
    let sent = send(terminal, &pipeline, runner, &requests, &run, at_once, &mut report).await;
    super::warn_of_store(terminal, &pipeline);
    let exit = sent?;
    tell_way_back(home, terminal, &key, exit).await;
    finish(terminal, &run, &report, file, at_once).await?;
    Ok(exit)
}

/// Sends all, until something is in the way of all that follow. What has not been sent is told.
async fn send(
    terminal: Terminal,
    pipeline: &Pipeline,
    mut runner: Runner<'_>,
    requests: &[&Saved],
    run: &Run,
    at_once: bool,
    report: &mut Report,
) -> Result<Exit, Failure> {
    let before = report.outcomes.len();
    let mut stopped = None;
    let work = async {
        for saved in requests {
            let outcome = runner.one(saved).await?;
            let exit = outcome.exit();
            if at_once {
                print(&report::text::line(terminal, &outcome))?;
            }
            report.outcomes.push(outcome);
            if exit == Exit::SignedOut {
                stopped = Some("the session is over");
                break;
            }
            if run.bail && exit != Exit::Done {
                stopped = Some("a request before did not pass");
                break;
            }
        }
        Ok(())
    };
    let done = until_interrupted(terminal, pipeline, work).await;
    let interrupted = match done {
        Ok(()) => Exit::Done,
        Err(Failure::Cancelled(exit)) => {
            stopped = Some("the run was interrupted");
            exit
        }
        Err(failure) => return Err(failure),
    };
    let sent = report.outcomes.len() - before;
    for saved in &requests[sent..] {
        let why = stopped.unwrap_or_default();
        let outcome = Outcome::of(saved, End::NotSent { why });
        if at_once {
            print(&report::text::line(terminal, &outcome))?;
        }
        report.outcomes.push(outcome);
    }
    Ok(report.exit().graver(interrupted))
}

async fn finish(
    terminal: Terminal,
    run: &Run,
    report: &Report,
    file: Option<Sink>,
    at_once: bool,
) -> Result<(), Failure> {
    if at_once {
        print(&report::text::sum(terminal, report))?;
    }
    let plain = terminal.without_colors();
    let whole = || match run.report {
        Format::Text => report::text::whole(plain, report),
        Format::Junit => report::junit::write(report),
        Format::Json => report::json::write(report),
    };
    match file {
        Some(mut file) => {
            file.write(whole().as_bytes()).await?;
            file.finish().await?;
        }
        None if at_once => {}
        None => print(whole().trim_end())?,
    }
    Ok(())
}

async fn tell_way_back(home: &Home, terminal: Terminal, key: &SessionKey, exit: Exit) {
    if exit == Exit::SignedOut {
        let way_back = home.way_back(key).await;
        terminal.note(&format!("the session is over; sign in again with: {way_back}"));
    }
}

/// A file that could not be read: it is told as a request would be, so that nobody takes it for passed.
fn unreadable(problem: &latchkey_collection::store::Error, variables: &Variables) -> Outcome {
    Outcome {
        name: "unreadable file".to_owned(),
        place: problem.file().unwrap_or_default().to_owned(),
        request: None,
        time: std::time::Duration::ZERO,
        end: End::Failed {
            why: variables.masked(&problem.to_string()),
            exit: Exit::Usage,
        },
    }
}

/// The names by which an environment can be chosen.
fn environment_names(collection: &Collection) -> Vec<String> {
    let environments = collection.environments.iter();
    environments.map(|saved| saved.environment.name.clone()).collect()
}

/// Whether a path stays in a folder, links and all.
fn is_below(path: &Path, folder: &Path) -> bool {
    std::fs::canonicalize(path).is_ok_and(|path| path.starts_with(folder))
}
