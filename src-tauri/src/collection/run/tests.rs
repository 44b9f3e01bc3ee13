//! Runs against the practice API, with what the window is told of them.

use std::fs;

use latchkey_keeping::{Kept, Keys, PlainFile};
use latchkey_pipeline::{Credentials, Profile, Sessions, store::MemoryStores};
use practice_api::{Config, DEMO_USER, PASSWORD, PracticeApi};
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use zeroize::Zeroizing;

use super::*;

const ME: &str = "method = 'GET'\ntarget = '/api/me'\n";
const SLOW: &str = "method = 'GET'\ntarget = '/api/slow?ms=60000'\n";
const SECRET: &str = "correct horse";

/// A collection, a server, and a session with it.
struct Stage {
    folder: TempDir,
    kept: Kept,
    calls: Calls,
    runs: Runs,
    api: PracticeApi,
    pipeline: Pipeline,
}

impl Stage {
    async fn set(requests: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in requests {
            let path = folder.path().join(format!("{name}.request.toml"));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("name = '{name}'\n{text}")).unwrap();
        }
        let data = folder.path().join(".data");
        fs::create_dir(&data).unwrap();
        let api = PracticeApi::start(Config::default()).await.unwrap();
        let sessions = Sessions::new(Arc::new(MemoryStores::default()), Arc::new(()));
        let profile = Profile::at_address(api.url(), false).unwrap();
        let credentials = Credentials::new(DEMO_USER, PASSWORD);
        sessions.sign_in(profile, credentials).await.unwrap();
        Self {
            kept: Kept::open(&data, Arc::new(PlainFile::new(&data)), Keys::Off),
            calls: Calls::new(Arc::new(())),
            runs: Runs::default(),
            pipeline: sessions.at_work().unwrap(),
            folder,
            api,
        }
    }

    fn open(&self, environment: Option<&str>) -> Arc<Open> {
        Open::at(
            self.folder.path(),
            environment.map(str::to_owned),
            Arc::new(|| ()),
        )
        .unwrap()
    }

    async fn run(&self, open: Arc<Open>, start: StartRun, tell: &(dyn Fn(RunProgress) + Send + Sync)) {
        let wanted = Wanted::of(open, start.folder.clone()).unwrap();
        let ground = Ground {
            runs: &self.runs,
            calls: &self.calls,
            pipeline: &self.pipeline,
            tell,
        };
        run(&self.kept, &wanted, start, ground).await.unwrap();
    }

    /// Runs a folder to its end: what was told.
    async fn told(&self, open: Arc<Open>, start: StartRun) -> Told {
        let (sender, receiver) = unbounded_channel();
        self.run(open, start, &|progress| sender.send(progress).unwrap())
            .await;
        Told::of(receiver)
    }
}

/// All that was told of a run, put together.
#[derive(Debug)]
struct Told {
    plan: RunPlan,
    ended: Vec<RunOutcome>,
    over: RunOver,
    texts: String,
}

impl Told {
    fn of(mut receiver: UnboundedReceiver<RunProgress>) -> Self {
        let (mut plan, mut ended, mut over, mut texts) = (None, Vec::new(), None, String::new());
        while let Ok(progress) = receiver.try_recv() {
            assert!(over.is_none(), "nothing is told after the end");
            texts += &serde_json::to_string(&progress).unwrap();
            plan = plan.or(progress.begun);
            ended.extend(progress.ended);
            over = progress.over;
        }
        Self {
            plan: plan.expect("the plan"),
            ended,
            over: over.expect("an end"),
            texts,
        }
    }

    fn passed(&self) -> Vec<bool> {
        self.ended.iter().map(RunOutcome::passed).collect()
    }
}

fn start(run: &str, folder: &str, bail: bool) -> StartRun {
    StartRun {
        run: run.into(),
        folder: folder.into(),
        bail,
    }
}

#[tokio::test]
async fn what_came_of_each_is_told_in_order_and_without_a_secret() {
    let echo = "method = 'POST'\ntarget = '/api/echo'\n[[headers]]\nname = 'X-Key'\nvalue = '{{key}}'\n\
        [body]\nkind = 'json'\ntext = '{\"key\": \"{{key}}\", \"new\": \"sesame-1\"}'\n\
        [[take]]\nvariable = 'taken'\njson = '$.json.new'\n";
    let next = "method = 'GET'\ntarget = '/api/echo?a={{taken}}&b={{key}}'\n[[checks]]\njson = '$.query'\nequals = 'x'\n";
    let unfit = "method = '{{key}}'\ntarget = '/'\n";
    let stage = Stage::set(&[
        ("a", echo),
        ("b", next),
        ("c", unfit),
        ("d", "method = 'GET'\ntarget = '/{{none}}'\n"),
    ])
    .await;
    let place = "environments/e.environment.toml";
    fs::create_dir(stage.folder.path().join("environments")).unwrap();
    fs::write(
        stage.folder.path().join(place),
        "name = 'E'\nsecrets = ['key', 'taken']\n",
    )
    .unwrap();
    let open = stage.open(Some(place));
    let name = environments::secret_name(&open, place, "key");
    let value = Some(Zeroizing::new(SECRET.to_owned()));
    stage.kept.set_secret(&name, value).await.unwrap();

    let told = stage.told(open, start("1", "", false)).await;
    assert_eq!(
        (told.passed(), told.over),
        (vec![true, false, false, false], RunOver::Done)
    );
    let check = &told.ended[1].failed[0];
    assert_eq!(
        (check.subject, check.rule, check.against),
        (RunSubject::Json, RunRule::Equals, RunAgainst::Other)
    );
    assert!(
        check.found.contains("<secret taken>") && check.found.contains("<secret key>"),
        "{check:?}"
    );
    let errors: Vec<_> = told.ended[2..]
        .iter()
        .map(|it| it.error.as_ref().unwrap())
        .collect();
    assert_eq!(
        (errors[0].key.as_str(), errors[0].found.as_ref()),
        ("method-invalid", None)
    );
    assert_eq!(
        (errors[1].key.as_str(), errors[1].found.as_deref()),
        ("variable-missing", Some("none"))
    );
    for format in [ReportFormat::Junit, ReportFormat::Json] {
        let texts = told.texts.clone() + &stage.runs.report(format).unwrap();
        for secret in [SECRET, "correct%20horse", "correct+horse", "sesame"] {
            assert!(!texts.contains(secret), "{secret} in {texts}");
        }
    }
}

#[tokio::test]
async fn a_cancelled_run_says_what_was_under_way_and_leaves_its_report() {
    let stage = Stage::set(&[("a", ME), ("b", SLOW), ("c", ME)]).await;
    let (sender, receiver) = unbounded_channel();
    let tell = |progress: RunProgress| {
        // The first has ended: the second is under way.
        if !progress.ended.is_empty() && progress.over.is_none() {
            stage.calls.cancel(&"1".to_owned());
        }
        sender.send(progress).unwrap();
    };
    stage.run(stage.open(None), start("1", "", false), &tell).await;
    let told = Told::of(receiver);
    assert_eq!(
        (told.passed(), told.over),
        (vec![true, false], RunOver::Cancelled)
    );
    assert_eq!(told.ended[1].error.as_ref().unwrap().key, "cancelled");
    let report = stage.runs.report(ReportFormat::Json).unwrap();
    for part in ["\"passed\": 1", "\"errors\": 1", "\"not_sent\": 1", CUT] {
        assert!(report.contains(part), "{part} in {report}");
    }
}

#[tokio::test]
async fn a_second_run_takes_the_place_of_the_first() {
    let stage = Stage::set(&[("slow/a", SLOW), ("quick/b", ME)]).await;
    let (sender, mut receiver) = unbounded_channel();
    let tell = |progress: RunProgress| sender.send(progress).unwrap();
    let open = stage.open(None);
    let second = async {
        assert!(receiver.recv().await.unwrap().begun.is_some());
        stage.told(open.clone(), start("2", "quick", false)).await
    };
    let ((), second) = tokio::join!(stage.run(open.clone(), start("1", "slow", false), &tell), second);
    assert_eq!((second.passed(), second.over), (vec![true], RunOver::Done));
    assert_eq!(receiver.recv().await.unwrap().over, Some(RunOver::Cancelled));
    let report = stage.runs.report(ReportFormat::Json).unwrap();
    assert!(report.contains("\"collection\": \"quick\""), "{report}");
}

#[tokio::test]
async fn the_end_of_the_session_ends_the_run() {
    let stage = Stage::set(&[("a", ME), ("b", ME)]).await;
    stage.api.revoke_refresh_tokens();
    stage.api.invalidate_access_tokens();
    let told = stage.told(stage.open(None), start("1", "", false)).await;
    assert_eq!((told.ended.len(), told.over), (1, RunOver::SessionOver));
    assert_eq!(told.ended[0].error.as_ref().unwrap().key, "session-ended");
}

#[tokio::test]
async fn a_folder_is_run_with_the_files_in_it_that_cannot_be_read_and_nothing_from_outside_is_sent() {
    let outside = tempfile::NamedTempFile::new().unwrap();
    let upload = format!(
        "method = 'POST'\ntarget = '/api/echo'\n[body]\nkind = 'file'\npath = '{}'\n",
        outside.path().display()
    );
    let stage = Stage::set(&[
        ("a", ME),
        ("in/b", &upload),
        ("in/bad", "method = 1\n"),
        ("inner/c", "method = 1\n"),
    ])
    .await;
    let told = stage.told(stage.open(None), start("1", "in", true)).await;
    let lines: Vec<_> = told
        .plan
        .lines
        .iter()
        .map(|line| (line.place.as_str(), line.method.as_str()))
        .collect();
    assert_eq!(
        lines,
        [("in/bad.request.toml", ""), ("in/b.request.toml", "POST")]
    );
    assert_eq!((told.plan.name.as_str(), told.plan.ended.len()), ("in", 1));
    assert_eq!(told.plan.ended[0].error.as_ref().unwrap().key, "collection-file");
    assert_eq!(told.ended[0].error.as_ref().unwrap().key, "file-outside");
    assert_eq!(told.over, RunOver::AfterFailure);
    let missing = Wanted::of(stage.open(None), "nowhere".into());
    assert_eq!(missing.err().unwrap().key, "collection");
}
