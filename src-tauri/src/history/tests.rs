//! Calls to the practice API, and what is kept of them.

use std::fs;

use latchkey_ipc::{Body as Sent, BodyRows, HistoryOutcome, NameValue, RowsView};
use latchkey_pipeline::{Credentials, Sessions, store::MemoryStores};
use practice_api::{Config, DEMO_USER, PASSWORD, PracticeApi};
use tempfile::TempDir;

use super::*;

const IN_QUERY: &str = "s3cret-in-the-query";
const IN_HEADER: &str = "s3cret-in-a-header";
const IN_BODY: &str = "s3cret-in-the-body";
const TYPED: &str = "a secret of the environment";
/// Of another server: nobody here knows it.
const FOREIGN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJl";

struct Stage {
    api: PracticeApi,
    folder: TempDir,
    kept: Arc<KeptCalls>,
    calls: Calls,
    sessions: Sessions,
}

impl Stage {
    async fn set(settings: HistorySettings) -> Self {
        let config = Config {
            remember_issued: true,
            ..Config::default()
        };
        let api = PracticeApi::start(config).await.unwrap();
        let sessions = Sessions::new(Arc::new(MemoryStores::default()), Arc::new(()));
        let profile = latchkey_pipeline::Profile::at_address(api.url(), false).unwrap();
        let signed_in = sessions.sign_in(profile, Credentials::new(DEMO_USER, PASSWORD));
        Box::pin(signed_in).await.unwrap();
        let stage = Self {
            api,
            folder: tempfile::tempdir().unwrap(),
            kept: Arc::default(),
            calls: Calls::new(Arc::new(())),
            sessions,
        };
        stage.kept.open(stage.folder.path());
        *lock(&stage.kept.settings) = settings;
        stage
    }

    async fn call(&self, call: ApiCall) -> Result<Answer, IpcError> {
        let pipeline = self.sessions.at_work().unwrap();
        let mut secrets = Mask::default();
        secrets.hide("typed", TYPED);
        let begun = self.kept.begin(&pipeline, &call);
        let done = Box::pin(self.calls.make(&pipeline, call, &secrets)).await;
        if let Some(begun) = begun {
            self.kept.end(begun, &done, &pipeline, &self.calls, &secrets);
        }
        done
    }

    fn list(&self) -> HistoryPage {
        self.kept.list(&ListHistory {
            count: 10,
            ..ListHistory::default()
        })
    }

    /// The next run of the app.
    fn restart(&mut self) {
        self.kept.flush();
        let settings = self.kept.settings();
        self.kept = Arc::default();
        self.kept.open(self.folder.path());
        *lock(&self.kept.settings) = settings;
    }

    fn file(&self) -> String {
        self.kept.flush();
        fs::read_to_string(self.folder.path().join(latchkey_history::FILE)).unwrap_or_default()
    }
}

const BODIES: HistorySettings = HistorySettings {
    keep: true,
    bodies: true,
};

fn get(target: &str) -> ApiCall {
    ApiCall {
        call_id: target.to_owned(),
        method: "GET".to_owned(),
        target: target.to_owned(),
        path: Vec::new(),
        headers: Vec::new(),
        body: Sent::None,
        foreign_body: false,
        timeout_ms: None,
        redirects: true,
    }
}

fn row(name: &str, value: &str) -> NameValue {
    NameValue {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

/// A request with a secret in every place, which the server sends back.
fn telling(body: Sent) -> ApiCall {
    ApiCall {
        method: "POST".to_owned(),
        headers: vec![
            row("X-Api-Key", IN_HEADER),
            row("Cookie", &format!("sid={IN_HEADER}")),
            row("X-Forwarded", FOREIGN),
            row("X-Plain", "plain-header"),
        ],
        body,
        ..get(&format!(
            "/api/echo?api_key={IN_QUERY}&jwt={FOREIGN}&state={FOREIGN}&limit=20"
        ))
    }
}

#[tokio::test]
async fn no_token_password_or_secret_is_in_the_file_bodies_or_not() {
    for bodies in [false, true] {
        let stage = Stage::set(HistorySettings { keep: true, bodies }).await;
        let json = format!(
            "{{\"title\": \"plain-title\", \"password\": \"{IN_BODY}\", \"note\": \"{FOREIGN}\", \"typed\": \"{TYPED}\"}}"
        );
        let form = vec![row("refresh_token", IN_BODY), row("title", "plain-form")];
        let pair = stage.api.last_issued().unwrap();
        let bodies_sent = [
            Sent::Json { text: json },
            Sent::Form { fields: form },
            Sent::Text {
                text: format!("grant_type=password&password={IN_BODY}"),
            },
            Sent::Text {
                text: format!("mine: {} and {}", pair.0, pair.1),
            },
        ];
        for body in bodies_sent {
            stage.api.expire_access_tokens();
            let answer = stage.call(telling(body)).await.unwrap();
            assert_eq!(answer.status, 200);
        }
        let listed = stage.list();
        assert!(listed.entries.iter().all(|it| it.refreshed), "{listed:?}");
        let file = stage.file();
        assert_eq!(file.contains("plain-title"), bodies, "{file}");
        assert_eq!(file.contains("plain-header"), bodies, "{file}");
        assert!(
            file.contains("limit=20") && file.contains("{{api_key}}"),
            "{file}"
        );
        let mut secrets = stage.api.issued_tokens();
        assert!(secrets.len() >= 10);
        // The password itself is the app's own name, and so in every user's.
        secrets.extend([IN_QUERY, IN_HEADER, IN_BODY, TYPED, FOREIGN].map(str::to_owned));
        let told = serde_json::to_string(&listed).unwrap();
        for secret in secrets {
            assert!(!file.contains(&secret), "{secret} is in {file}");
            assert!(!told.contains(&secret), "{secret} is in {told}");
        }
    }
}

#[tokio::test]
async fn a_call_is_opened_whole_in_its_own_run_and_as_it_is_kept_in_the_next() {
    let mut stage = Stage::set(HistorySettings::default()).await;
    stage
        .call(telling(Sent::Json {
            text: "{}".to_owned(),
        }))
        .await
        .unwrap();
    let id = stage.list().entries[0].id;
    let open = async |stage: &Stage| stage.kept.get(id, &stage.calls).await.unwrap().unwrap();
    let typed = open(&stage).await;
    assert!(typed.draft.target.contains(IN_QUERY) && !typed.draft.body.left_out);
    assert_eq!((typed.draft.headers.len(), typed.answer), (4, None));

    stage.restart();
    let kept = open(&stage).await;
    assert!(kept.draft.target.contains("{{api_key}}") && kept.draft.body.left_out);
    assert!(kept.draft.headers.is_empty() && kept.draft.body.mode == "none");
    let entry = &stage.list().entries[0];
    assert_eq!(
        (entry.method.as_str(), entry.outcome, entry.user.as_str()),
        ("POST", HistoryOutcome::Status(200), DEMO_USER)
    );
    assert!(entry.took_us > 0 && entry.size.is_some());

    stage.kept.remove(id).await;
    assert!(stage.kept.get(id, &stage.calls).await.unwrap().is_none());
}

#[tokio::test]
async fn a_kept_answer_is_read_as_any_other_and_says_what_is_missing() {
    let mut stage = Stage::set(BODIES).await;
    stage.call(get("/api/notes?limit=2")).await.unwrap();
    let large = stage.call(get("/api/large?mb=1")).await.unwrap();
    assert!(large.body.size > KEPT_BODY_LIMIT as u64);
    stage.restart();
    let listed = stage.list();
    let [large, notes] = [&listed.entries[0], &listed.entries[1]].map(|it| it.id);

    let kept = stage.kept.get(notes, &stage.calls).await.unwrap().unwrap();
    let answer = kept.answer.unwrap();
    assert_eq!((answer.status, answer.body.incomplete.as_deref()), (200, None));
    let rows = BodyRows {
        answer_id: answer.answer_id,
        view: RowsView::Pretty,
        first: 0,
        count: 5,
    };
    let rows = stage
        .calls
        .read(answer.answer_id, move |it| it.rows(rows))
        .await
        .unwrap();
    assert!(
        String::from_utf8_lossy(&rows).starts_with('{'),
        "{}",
        String::from_utf8_lossy(&rows)
    );

    let kept = stage.kept.get(large, &stage.calls).await.unwrap().unwrap();
    let answer = kept.answer.unwrap();
    assert!(answer.body.size <= KEPT_BODY_LIMIT as u64);
    let why = answer.body.incomplete.unwrap();
    assert!(why.contains("65536 of its"), "{why}");
}

#[tokio::test]
async fn what_was_not_sent_and_what_nobody_wants_kept_is_not_there() {
    let stage = Stage::set(HistorySettings::default()).await;
    let refused = stage
        .call(ApiCall {
            method: "NO GOOD".to_owned(),
            ..get("/")
        })
        .await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::InvalidInput);
    assert_eq!(stage.list().all, 0);
    *lock(&stage.kept.settings) = HistorySettings {
        keep: false,
        bodies: true,
    };
    stage.call(get("/api/me")).await.unwrap();
    assert_eq!((stage.list().all, stage.file().as_str()), (0, ""));
}

#[tokio::test]
async fn the_end_of_a_session_and_an_unreachable_server_are_told_apart_from_answers() {
    let stage = Stage::set(HistorySettings::default()).await;
    stage.call(get("http://127.0.0.1:1/")).await.unwrap_err();
    stage.api.expire_access_tokens();
    stage.api.revoke_refresh_tokens();
    stage.call(get("/api/me")).await.unwrap_err();
    let outcomes: Vec<_> = stage.list().entries.iter().map(|it| it.outcome).collect();
    assert_eq!(outcomes, [HistoryOutcome::Ended, HistoryOutcome::Failed]);
}

/// A file that is made by somebody who can write the folder: texts that are markup, turn round, or name a file.
#[tokio::test]
async fn hostile_entries_are_texts_and_their_files_are_not_trusted() {
    let mut stage = Stage::set(BODIES).await;
    let call = ApiCall {
        foreign_body: true,
        body: Sent::Text {
            text: "<script>alert(1)</script>".to_owned(),
        },
        ..telling(Sent::None)
    };
    stage.call(call).await.unwrap();
    stage.restart();
    let id = stage.list().entries[0].id;
    let kept = stage.kept.get(id, &stage.calls).await.unwrap().unwrap();
    assert!(kept.foreign_body);
    assert_eq!(kept.draft.body.text, "<script>alert(1)</script>");
}
