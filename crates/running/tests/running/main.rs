//! Runs against the practice API.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{collections::BTreeMap, fs, sync::Arc};

use latchkey_collection::{
    Environment,
    evaluate::Mismatch,
    store::{Collection, Saved, Store},
};
use latchkey_pipeline::{Credentials, Pipeline, Profile, Sessions, store::MemoryStores};
use latchkey_running::{
    Broken, End, Files, Grade, Heard, Onlooker, Problem, Report, Rule, Runner, Subject, Unsent, Variables,
};
use practice_api::{Config, DEMO_USER, PASSWORD, PracticeApi};
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

const ME: &str = "method = 'GET'\ntarget = '/api/me'\n";

/// A folder, a server, and a session with it.
struct Stage {
    _folder: TempDir,
    store: Store,
    collection: Collection,
    api: PracticeApi,
    session: Pipeline,
}

impl Stage {
    async fn set(requests: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (at, text) in requests.iter().enumerate() {
            let text = format!("name = '{at}'\n{text}");
            fs::write(folder.path().join(format!("{at}.request.toml")), text).unwrap();
        }
        let store = Store::open(folder.path()).unwrap();
        let api = PracticeApi::start(Config::default()).await.unwrap();
        let sessions = Sessions::new(Arc::new(MemoryStores::default()), Arc::new(()));
        let profile = Profile::at_address(api.url(), false).unwrap();
        let credentials = Credentials::new(DEMO_USER, PASSWORD);
        sessions.sign_in(profile, credentials).await.unwrap();
        Self {
            _folder: folder,
            collection: store.read().unwrap(),
            store,
            api,
            session: sessions.at_work().unwrap(),
        }
    }

    fn requests(&self) -> Vec<&Saved> {
        self.collection.root.requests()
    }

    fn runner(&self, variables: Variables) -> Runner<'_> {
        Runner {
            session: &self.session,
            folder: self.store.folder(),
            files: Files::Within {
                allowed: "one of ours",
            },
            variables,
        }
    }

    async fn run(&self, variables: Variables, bail: bool) -> (Report, Listener, Option<Unsent>) {
        let (mut report, mut listener) = (Report::new("Practice"), Listener::default());
        let requests = self.requests();
        let mut runner = self.runner(variables);
        let stopped = runner.all(&requests, bail, &mut report, &mut listener);
        let stopped = stopped.await.unwrap();
        (report, listener, stopped)
    }
}

fn none() -> Variables {
    Variables::new(Environment::default(), BTreeMap::new(), BTreeMap::new())
}

/// Writes down what it hears.
#[derive(Default)]
struct Listener {
    heard: Vec<String>,
    problems: Vec<Problem>,
    /// Told the name of each request that is sent.
    sends: Option<UnboundedSender<String>>,
}

impl Onlooker for Listener {
    type Error = Broken;

    fn sends(&mut self, saved: &Saved) -> Result<(), Broken> {
        self.heard.push(format!("sends {}", saved.request.name));
        if let Some(sends) = &self.sends {
            sends.send(saved.request.name.clone()).unwrap();
        }
        Ok(())
    }

    fn ended(&mut self, heard: Heard<'_>) -> Result<(), Broken> {
        self.heard
            .push(format!("{:?} {}", heard.outcome.grade(), heard.outcome.name));
        self.problems.extend(heard.problem.cloned());
        Ok(())
    }
}

#[tokio::test]
async fn each_is_told_when_it_is_sent_and_when_it_has_ended() {
    let stage = Stage::set(&[ME, "method = 'GET'\ntarget = '/api/status/500'\n", ME]).await;
    let (report, listener, stopped) = stage.run(none(), false).await;
    assert_eq!(
        listener.heard,
        [
            "sends 0",
            "Passed 0",
            "sends 1",
            "ChecksFailed 1",
            "sends 2",
            "Passed 2"
        ]
    );
    assert_eq!((stopped, report.grade()), (None, Grade::ChecksFailed));
    let (report, listener, stopped) = stage.run(none(), true).await;
    assert_eq!((stopped, report.outcomes.len()), (Some(Unsent::AfterFailure), 2));
    assert_eq!(listener.heard.last().unwrap(), "ChecksFailed 1");
}

#[tokio::test]
async fn a_value_goes_from_one_to_the_next_and_is_hidden_if_it_is_secret() {
    let stage = Stage::set(&[
        "method = 'POST'\ntarget = '/api/echo'\n[body]\nkind = 'json'\ntext = '{\"pin\": \"sesame-1\"}'\n\
         [[take]]\nvariable = 'pin'\njson = '$.json.pin'\n",
        "method = 'GET'\ntarget = '/api/echo?q={{pin}}'\n[[checks]]\njson = '$.query'\nequals = '{{pin}}'\n\
         [[checks]]\nheader = 'x-none'\nmatches = '{{pin}}'\n",
        "method = '{{pin}}/'\ntarget = '/'\n",
    ])
    .await;
    let environment = Environment {
        secrets: vec!["pin".into()],
        ..Environment::default()
    };
    let variables = Variables::new(environment, BTreeMap::new(), BTreeMap::new());
    let (report, listener, _) = stage.run(variables, false).await;
    let End::Answered { status: 200, checks } = &report.outcomes[1].end else {
        panic!("{report:?}");
    };
    assert_eq!(checks[1].about.subject, Subject::Json("$.query".into()));
    assert_eq!(checks[1].about.rule, Rule::Equals("\"<secret pin>\"".into()));
    assert_eq!(checks[2].mismatch, Some(Mismatch::Nothing));
    assert!(!format!("{report:?}").contains("sesame"), "{report:?}");
    assert!(
        matches!(listener.problems.as_slice(), [Problem::Untold(error)] if error.field == "method"),
        "{:?}",
        listener.problems
    );
    for text in [latchkey_running::json(&report), latchkey_running::junit(&report)] {
        assert!(text.contains("secret pin") && !text.contains("sesame"), "{text}");
    }
}

#[tokio::test]
async fn what_ended_before_a_run_was_dropped_is_in_the_report() {
    let stage = Stage::set(&[ME, "method = 'GET'\ntarget = '/api/slow?ms=60000'\n", ME]).await;
    let (sends, mut sent) = unbounded_channel();
    let mut listener = Listener {
        sends: Some(sends),
        ..Listener::default()
    };
    let (requests, mut report) = (stage.requests(), Report::new("Practice"));
    let mut runner = stage.runner(none());
    tokio::select! {
        done = runner.all(&requests, false, &mut report, &mut listener) => panic!("{done:?}"),
        () = async { while sent.recv().await.unwrap() != "1" {} } => {}
    }
    assert_eq!(report.outcomes.len(), 1);
}

#[tokio::test]
async fn the_end_of_the_session_is_the_end_of_the_run() {
    let stage = Stage::set(&[ME, ME, ME]).await;
    stage.api.revoke_refresh_tokens();
    stage.api.invalidate_access_tokens();
    let (report, _, stopped) = stage.run(none(), false).await;
    assert_eq!((stopped, report.outcomes.len()), (Some(Unsent::SessionOver), 1));
    assert_eq!((report.grade(), report.sum().errors), (Grade::SignedOut, 1));
}

#[tokio::test]
async fn a_body_is_looked_into_up_to_its_bound_and_told_in_part() {
    let check = "[[checks]]\njson = '$'\nexists = true\n";
    let echo = format!(
        "method = 'POST'\ntarget = '/api/echo'\n[body]\nkind = 'json'\ntext = '\"{}\"'\n\
         [[checks]]\njson = '$.json'\nequals = 1\n",
        "x".repeat(5000)
    );
    let stage = Stage::set(&[
        &format!("method = 'GET'\ntarget = '/api/download?bytes=9000000'\n{check}"),
        &echo,
    ])
    .await;
    let (report, ..) = stage.run(none(), false).await;
    let mismatches = report.outcomes.iter().map(|outcome| match &outcome.end {
        End::Answered { checks, .. } => checks[1].mismatch.clone(),
        end => panic!("{end:?}"),
    });
    let mismatches: Vec<_> = mismatches.collect();
    assert_eq!(mismatches[0], Some(Mismatch::TooLarge));
    let Some(Mismatch::Found(text)) = &mismatches[1] else {
        panic!("{mismatches:?}");
    };
    assert_eq!(text.chars().count(), 301, "{text}");
}
