//! `run`: a collection's requests, one after the other, in one session.

mod variables;

use latchkey_collection::store::{Collection, Saved, Store};
use latchkey_pipeline::{Pipeline, SessionKey};
use latchkey_running::{End, Files, Heard, Onlooker, Outcome, Report, Runner, Unsent};

pub(super) use self::variables::chosen;
use crate::{
    arguments::{Format, Run},
    choice,
    exit::Exit,
    failure::Failure,
    home::Home,
    interrupt::until_interrupted,
    output::{Progress, Sink, Terminal, print, report},
};

/// Which files a request may send.
const INSIDE: &str = "a file in the collection's folder, or any with --outside-files";

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
    let variables = variables::of(&run, &collection)?;
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
        report.outcomes.push(Outcome::unreadable(problem, &variables));
    }
    let lines = Lines {
        terminal,
        at_once,
        bar: None,
    };
    for outcome in &report.outcomes {
        lines.print(outcome)?;
    }
    let runner = Runner {
        session: &pipeline,
        folder: store.folder(),
        files: if run.outside_files {
            Files::Anywhere
        } else {
            Files::Within { allowed: INSIDE }
        },
        variables,
    };
    let sent = send(&pipeline, runner, &requests, run.bail, lines, &mut report).await;
    super::warn_of_store(terminal, &pipeline);
    let exit = sent?;
    tell_way_back(home, terminal, &key, exit).await;
    finish(terminal, &run, &report, file, at_once).await?;
    Ok(exit)
}

/// Sends all, until something is in the way of all that follow. What has not been sent is told.
async fn send(
    pipeline: &Pipeline,
    mut runner: Runner<'_>,
    requests: &[&Saved],
    bail: bool,
    mut lines: Lines,
    report: &mut Report,
) -> Result<Exit, Failure> {
    let (before, terminal) = (report.outcomes.len(), lines.terminal);
    let work = runner.all(requests, bail, report, &mut lines);
    let (stopped, interrupted) = match until_interrupted(terminal, pipeline, work).await {
        Ok(stopped) => (stopped, Exit::Done),
        Err(Failure::Cancelled(exit)) => (Some(Unsent::Interrupted), exit),
        Err(failure) => return Err(failure),
    };
    lines.bar = None;
    if let Some(why) = stopped {
        let sent = report.outcomes.len() - before;
        for saved in &requests[sent..] {
            let outcome = Outcome::of(saved, End::NotSent { why });
            lines.print(&outcome)?;
            report.outcomes.push(outcome);
        }
    }
    Ok(Exit::from(report.grade()).graver(interrupted))
}

/// What a person sees of a run while it goes on.
struct Lines {
    terminal: Terminal,
    /// Whether a line is printed for each request.
    at_once: bool,
    bar: Option<Progress>,
}

impl Lines {
    fn print(&self, outcome: &Outcome) -> Result<(), Failure> {
        if self.at_once {
            print(&report::line(self.terminal, outcome))?;
        }
        Ok(())
    }
}

impl Onlooker for Lines {
    type Error = Failure;

    fn receiving(&mut self, expected: Option<u64>) {
        self.bar = Some(Progress::begin(self.terminal, expected, "receiving"));
    }

    fn received(&mut self, bytes: u64) {
        if let Some(bar) = &self.bar {
            bar.at(bytes);
        }
    }

    fn received_all(&mut self) {
        self.bar = None;
    }

    fn ended(&mut self, heard: Heard<'_>) -> Result<(), Failure> {
        self.print(heard.outcome)
    }
}

async fn finish(
    terminal: Terminal,
    run: &Run,
    report: &Report,
    file: Option<Sink>,
    at_once: bool,
) -> Result<(), Failure> {
    if at_once {
        print(&report::sum(terminal, report))?;
    }
    let plain = terminal.without_colors();
    let whole = || match run.report {
        Format::Text => report::whole(plain, report),
        Format::Junit => latchkey_running::junit(report),
        Format::Json => latchkey_running::json(report),
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

/// The names by which an environment can be chosen.
fn environment_names(collection: &Collection) -> Vec<String> {
    let environments = collection.environments.iter();
    environments.map(|saved| saved.environment.name.clone()).collect()
}
