//! Saved requests: a folder's files in the window, what the window writes there, and what happens when somebody else does.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;
use tempfile::TempDir;
use window_driver::{Window, pages::Console};

use crate::stage::Stage;

const LIST: &str = "List notes.request.toml";

/// A folder with two requests, one of them in a folder, and an environment.
pub(crate) fn collection() -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text);
    fs::create_dir_all(folder.path().join("admin"))?;
    fs::create_dir_all(folder.path().join("environments"))?;
    write("folder.toml", "name = \"Team\"\n")?;
    write(
        LIST,
        "# Kept by hand.\nname = \"List notes\"\nmethod = \"GET\"\ntarget = \"/api/notes\"\n\n[[checks]]\nstatus = 200\n",
    )?;
    write(
        "admin/Echo.request.toml",
        "name = \"Echo it\"\nmethod = \"POST\"\ntarget = \"/api/echo\"\n\n[[query]]\nname = \"of\"\nvalue = \"{{key}}\"\n\n\
         [body]\nkind = \"json\"\ntext = '{\"who\": \"{{who}}\"}'\n",
    )?;
    write(
        "environments/staging.environment.toml",
        "name = \"Staging\"\nsecrets = [\"key\"]\n\n[variables]\nwho = \"me & you\"\n",
    )?;
    Ok(folder)
}

/// Clicks on a line of the list by its name.
async fn click_line(window: &Window, name: &str) -> Result<()> {
    let click = "const line = [...document.querySelectorAll('.saved-line > .side-item')]\
                 .find(it => it.innerText.includes(arguments[0])); line?.focus(); line?.click(); return Boolean(line)";
    let found = async || {
        let found: bool = window.script(click, &[name.into()]).await?;
        Ok(found.then_some(()))
    };
    window.until(name, found).await
}

/// Opens a request, and waits for its tab: its path alone may be that of what was there before.
async fn open_line(window: &Window, name: &str) -> Result<()> {
    click_line(window, name).await?;
    window.until_text("request-tab", name).await?;
    Ok(())
}

async fn lines(window: &Window) -> Result<String> {
    window.text("saved-list").await
}

fn text(folder: &Path, name: &str) -> Result<String> {
    fs::read_to_string(folder.join(name)).with_context(|| name.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_request_is_opened_changed_and_saved_with_all_that_the_window_does_not_show() -> Result<()> {
    let (mut stage, folder) = (Stage::set("saved_requests").await?, collection()?);
    let window = stage.open_with(folder.path()).await?;
    let console = Console::shown(&window).await?;
    for part in ["List notes", "admin", "Echo it"] {
        window.until_text("saved-list", part).await?;
    }
    open_line(&window, "List notes").await?;
    assert_eq!(console.send().await?.status, "200 OK");

    window.fill("target", "/api/notes?limit=3").await?;
    window.until_shown("[data-testid='request-tab-changed']").await?;
    window.press(&[Key::Control.into(), 's']).await?;
    window.until_gone("[data-testid='request-tab-changed']").await?;
    let saved = text(folder.path(), LIST)?;
    for part in [
        "# Kept by hand.",
        "status = 200",
        "name = \"limit\"",
        "value = \"3\"",
    ] {
        assert!(saved.contains(part), "{part}: {saved}");
    }

    // A new one asks for its name and its folder.
    window.click("new-tab").await?;
    window.fill("target", "/api/me").await?;
    window.click("save-request").await?;
    window.fill("saved-name", "Who am I").await?;
    window.choose("saved-folder-of", "admin").await?;
    window.click("name-dialog-yes").await?;
    window.until_text("saved-list", "Who am I").await?;
    assert!(text(folder.path(), "admin/Who am I.request.toml")?.contains("/api/me"));

    // What was open is open again after a restart, and knows where it belongs and that it was saved.
    let kept = async || {
        let drafts = fs::read_to_string(stage.data().join("draft.json"))?;
        Ok(drafts.contains("admin/Who am I.request.toml").then_some(()))
    };
    window
        .until("the place of the new request to be kept", kept)
        .await?;
    stage.kill(window).await?;
    let window = stage.open().await?;
    Console::shown(&window).await?;
    let read =
        "return [...document.querySelectorAll('[data-testid=request-tab]')].map(it => it.innerText).join()";
    let open = async || {
        let tabs: String = window.script(read, &[]).await?;
        let both = tabs.contains("List notes") && tabs.contains("Who am I");
        Ok(both.then_some(()))
    };
    window.until("both to be open", open).await?;
    assert_eq!(window.count("request-tab-changed").await?, 0);
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_on_disk_is_seen_and_neither_side_of_a_conflict_is_lost() -> Result<()> {
    let (stage, folder) = (Stage::set("saved_conflict").await?, collection()?);
    let window = stage.open_with(folder.path()).await?;
    open_line(&window, "List notes").await?;

    // Somebody else changes what is only looked at here: the tab follows.
    let theirs = |target: &str| {
        format!("name = \"List them\"\nmethod = \"GET\"\ntarget = \"{target}\"\n\n[[checks]]\nstatus = 200\n")
    };
    fs::write(folder.path().join(LIST), theirs("/api/theirs"))?;
    window.until_text("saved-list", "List them").await?;
    window.until_value("target", "/api/theirs").await?;

    // And then what is being changed here.
    window.fill("target", "/api/mine").await?;
    fs::write(folder.path().join(LIST), theirs("/api/again"))?;
    window.press(&[Key::Control.into(), 's']).await?;
    // The keyboard is with what loses neither side.
    window.until_focused("conflict-both").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_text("saved-list", "(conflict)").await?;
    assert!(text(folder.path(), LIST)?.contains("/api/again"));
    let mine = text(folder.path(), "List them (conflict).request.toml")?;
    assert!(
        mine.contains("/api/mine") && mine.contains("status = 200"),
        "{mine}"
    );
    assert_eq!(window.value("target").await?, "/api/mine");

    // A file that cannot be read is told, and the rest is there.
    fs::write(folder.path().join("Bad.request.toml"), "name = 1\n")?;
    window.until_shown("[data-testid='saved-problems']").await?;
    ensure!(lines(&window).await?.contains("Echo it"));
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_renamed_moved_copied_and_deleted_with_a_way_back_by_keyboard_alone() -> Result<()> {
    let (stage, folder) = (Stage::set("saved_arranged").await?, collection()?);
    let window = stage.open_with(folder.path()).await?;
    open_line(&window, "List notes").await?;
    window.press(&[Key::F2.into()]).await?;
    window.fill("saved-name", "All notes").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_text("saved-list", "All notes").await?;
    assert!(!folder.path().join(LIST).exists());
    window.until_text("request-tab", "All notes").await?;

    click_line(&window, "All notes").await?;
    window.press(&[Key::Alt.into(), Key::Up.into()]).await?;
    let order = async || {
        let text = lines(&window).await?;
        Ok((text.find("All notes") < text.find("admin")).then_some(()))
    };
    window.until("the request before the folder", order).await?;

    click_line(&window, "All notes").await?;
    window.press(&[Key::Delete.into()]).await?;
    window.until_text("saved-deleted", "All notes").await?;
    let gone = async || Ok((!lines(&window).await?.contains("All notes")).then_some(()));
    window.until("a list without it", gone).await?;
    window.click("saved-undo").await?;
    window.until_text("saved-list", "All notes").await?;

    // The menu of a line, and a new folder from that of the collection.
    click_line(&window, "All notes").await?;
    window.click("saved-line-menu").await?;
    window.click("saved-duplicate").await?;
    window.until_text("saved-list", "(copy)").await?;
    window.click("saved-menu").await?;
    window.click("saved-new-folder").await?;
    window.fill("saved-name", "Later").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_text("saved-list", "Later").await?;
    assert!(folder.path().join("Later").is_dir());
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_get_their_values_in_the_shell_and_secrets_are_never_shown() -> Result<()> {
    const SECRET: &str = "correct horse&battery";
    let (stage, folder) = (Stage::set("saved_variables").await?, collection()?);
    let window = stage.open_with(folder.path()).await?;
    let console = Console::shown(&window).await?;
    click_line(&window, "Echo it").await?;
    window.until_value("target", "/api/echo?of={{key}}").await?;
    // Without an environment nothing is sent.
    window.click("send").await?;
    let said = window.until_text("error-target", "key").await?;
    assert!(said.contains("environment"), "{said}");

    window
        .choose("environment", "environments/staging.environment.toml")
        .await?;
    window.click("environment-edit").await?;
    window.until_value("environment-name", "Staging").await?;
    window.fill("variable-1-value", SECRET).await?;
    window.click("environment-save").await?;
    window.until_gone("[data-testid='environment-dialog']").await?;
    let answer = console.send().await?;
    assert_eq!(answer.status, "200 OK");
    // The server got the value and sends it back; the window shows its name, in the body as in the trace.
    let body = window.until_text("body-rows", "me & you").await?;
    assert!(
        body.contains("<secret key>") && !body.contains("battery"),
        "{body}"
    );
    window.until_text("hidden-credentials", "secret").await?;
    let trace = format!("{:?}", console.trace().await?);
    assert!(
        trace.contains("<secret key>") && !trace.contains("battery"),
        "{trace}"
    );
    window.click("environment-edit").await?;
    window.until_value("environment-name", "Staging").await?;
    assert_eq!(window.value("variable-1-value").await?, "");
    window.press(&[Key::Escape.into()]).await?;
    let lies = text(folder.path(), "environments/staging.environment.toml")?;
    assert!(!lies.contains("battery"), "{lies}");
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parameter_of_the_path_gets_its_value_from_the_table() -> Result<()> {
    let (stage, folder) = (Stage::set("saved_path").await?, collection()?);
    let window = stage.open_with(folder.path()).await?;
    let console = Console::shown(&window).await?;
    window.fill("target", "/api/status/:code").await?;
    window.click("send").await?;
    window.until_text("error-path-0-value", "code").await?;
    window.fill("path-0-value", "418").await?;
    assert!(console.send().await?.status.starts_with("418"));
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_tool_has_written_is_shown_before_it_comes_in_and_leaves_as_curl() -> Result<()> {
    const DOCUMENT: &str = r#"{"info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [{"name": "Orders", "item": [{"name": "All orders", "request": {"method": "GET", "url": "https://shop.example/api/orders?page=1", "header": [{"key": "Authorization", "value": "Bearer of-somebody"}, {"key": "X-Kept", "value": "yes"}]}}]}]}"#;
    let (stage, folder) = (Stage::set("saved_import").await?, collection()?);
    let window = stage.open_with(folder.path()).await?;
    window.click("saved-menu").await?;
    window.click("saved-import").await?;
    window.fill("import-text", "nonsense").await?;
    window.click("import-read").await?;
    window.until_shown("[data-testid='error-import-text']").await?;
    window.fill("import-text", DOCUMENT).await?;
    window.click("import-read").await?;
    let found = window.until_text("import-found", "Postman").await?;
    assert!(
        found.contains("one request") && found.contains("one folder"),
        "{found}"
    );
    window.until_text("import-lines", "All orders").await?;
    assert_eq!(window.value("import-name").await?, "Shop");
    assert!(
        !folder.path().join("Shop").exists(),
        "nothing is written before it is wanted"
    );
    window.click("import-take").await?;
    window.until_text("saved-list", "All orders").await?;
    let file = text(folder.path(), "Shop/Orders/All orders.request.toml")?;
    assert!(file.contains("X-Kept") && !file.contains("of-somebody"), "{file}");

    // Out again: onto the clipboard, and from there into the path, as a command.
    open_line(&window, "List notes").await?;
    window.click("saved-line-menu").await?;
    window.click("saved-copy-curl").await?;
    window.click("new-tab").await?;
    window.click("target").await?;
    let pasted = async || {
        window.press(&[Key::Control.into(), 'v']).await?;
        Ok(window.shows("[data-testid='curl-pasted']").await?.then_some(()))
    };
    window.until("the command to be pasted", pasted).await?;
    let target = window.value("target").await?;
    assert!(target.ends_with("/api/notes"), "{target}");
    stage.end(window).await
}

/// A server on this computer that answers by path: a document, nothing at all for `/silent`, and a 404 for anything else. Its
/// address, and the heads of what it was sent.
fn documents() -> Result<(String, Arc<Mutex<Vec<String>>>)> {
    const DOCUMENT: &str = r#"{"openapi": "3.1.0", "info": {"title": "Far"}, "paths": {"/far": {"get": {"summary": "All that is far"}}}}"#;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let told = heard.clone();
    thread::spawn(move || {
        let mut waiting = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut sent = String::new();
            let mut reader = BufReader::new(stream.try_clone().expect("a second hold of it"));
            while reader.read_line(&mut sent).is_ok_and(|read| read > 2) {}
            let (status, body) = match sent.split(' ').nth(1) {
                Some("/silent") => ("", ""),
                Some("/far.json?key=s3cret") => ("200 OK", DOCUMENT),
                _ => ("404 Not Found", DOCUMENT),
            };
            lock(&told).push(sent);
            if status.is_empty() {
                // It stays open, and says nothing.
                waiting.push(stream);
                continue;
            }
            let length = body.len();
            let begin = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
            // Whoever asked may have gone.
            let _ = stream.write_all((begin + body).as_bytes());
        }
    });
    Ok((address, heard))
}

fn lock(heads: &Mutex<Vec<String>>) -> MutexGuard<'_, Vec<String>> {
    heads.lock().unwrap_or_else(PoisonError::into_inner)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_imported_from_its_address_and_one_that_does_not_come_is_stopped() -> Result<()> {
    let (stage, folder) = (Stage::set("saved_import_address").await?, collection()?);
    let (address, heard) = documents()?;
    let window = stage.open_with(folder.path()).await?;
    window.click("saved-menu").await?;
    window.click("saved-import").await?;
    window.fill("import-text", &format!("{address}/nothing")).await?;
    window.click("import-read").await?;
    window.until_text("error-import-text", "404").await?;

    // One that does not come: a no ends the waiting, and leaves what was typed.
    let silent = format!("{address}/silent");
    window.fill("import-text", &silent).await?;
    window.click("import-read").await?;
    window.until_text("import-no", "Stop").await?;
    let asked = async || {
        let is_asked = lock(&heard).iter().any(|sent| sent.contains("/silent"));
        Ok(is_asked.then_some(()))
    };
    window.until("the server to be asked", asked).await?;
    window.click("import-no").await?;
    window.until_text("import-no", "Cancel").await?;
    assert_eq!(window.value("import-text").await?, silent);
    // Esc goes away from it altogether, and the next time it begins anew.
    window.click("import-read").await?;
    window.until_text("import-no", "Stop").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='import']").await?;
    window.click("saved-menu").await?;
    window.click("saved-import").await?;

    window
        .fill("import-text", &format!("{address}/far.json?key=s3cret"))
        .await?;
    window.click("import-read").await?;
    window.until_text("import-found", "OpenAPI").await?;
    window.until_text("import-lines", "All that is far").await?;
    window.click("import-take").await?;
    window.until_text("saved-list", "All that is far").await?;
    ensure!(folder.path().join("Far").is_dir());
    // Somebody is signed in, and the server heard nothing of it.
    for sent in lock(&heard).iter() {
        let sent = sent.to_ascii_lowercase();
        ensure!(
            !sent.contains("authorization:") && !sent.contains("cookie:"),
            "{sent}"
        );
    }
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_come_in_is_told_in_the_language_of_the_window() -> Result<()> {
    const DOCUMENT: &str = r#"{"info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "event": [{"listen": "test", "script": {"exec": ["1"]}}], "item": [7, {"name": "All", "request": {"method": "GET", "url": "ftp://shop.example"}}, {"name": "One", "request": {"method": "GET", "url": "/api/me", "header": [{"key": "X-Api-Key", "value": "of-somebody"}]}}]}"#;
    const IN: [(&str, [&str; 4]); 2] = [
        (
            "en",
            [
                "item[0]: found a number. Allowed is an object that is a request or a folder.",
                "the scheme ftp was left out",
                "X-Api-Key",
                "nothing of a document is run",
            ],
        ),
        (
            "ko",
            [
                "item[0]: 찾은 것: 숫자. 요청이나 폴더인 객체여야 해요.",
                "ftp 주소는 뺐어요",
                "X-Api-Key",
                "문서에 든 것은 실행하지 않아요",
            ],
        ),
    ];
    let (stage, folder) = (Stage::set("saved_import_notes").await?, collection()?);
    let window = stage.open_with(folder.path()).await?;
    for (language, expected) in IN {
        window.set_language(language).await?;
        window.click("saved-menu").await?;
        window.click("saved-import").await?;
        window.fill("import-text", DOCUMENT).await?;
        window.click("import-read").await?;
        window.until_shown("[data-testid='import-found']").await?;
        window.click("import-notes").await?;
        let notes = window.text("import-notes").await?;
        for part in expected {
            assert!(notes.contains(part), "{part}: {notes}");
        }
        assert!(!notes.contains("of-somebody"), "{notes}");
        window.click("import-no").await?;
        window.until_gone("[data-testid='import']").await?;
    }
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_exported_by_the_dialog_of_the_system_and_what_is_not_in_it_is_told() -> Result<()> {
    let (stage, folder) = (Stage::set("saved_export").await?, collection()?);
    let out = tempfile::tempdir()?;
    let window = stage.open_with(folder.path()).await?;
    let file = out.path().join("all.json");
    window.click("saved-menu").await?;
    window.click("saved-export").await?;
    stage.desktop.answer_dialog(&file).await?;
    window.until_text("export-done", "all.json").await?;
    let notes = window.until_text("export-notes", "List notes").await?;
    assert!(notes.contains("checks"), "{notes}");
    window.click("export-ok").await?;
    window.until_gone("[data-testid='export-done']").await?;
    let written = text(out.path(), "all.json")?;
    for part in ["List notes", "Echo it", "me & you", stage.api.url()] {
        assert!(written.contains(part), "{part}: {written}");
    }

    // A folder of it, from its line.
    let file = out.path().join("admin.json");
    click_line(&window, "admin").await?;
    window.click("saved-line-menu").await?;
    window.click("saved-export-folder").await?;
    stage.desktop.answer_dialog(&file).await?;
    window.until_text("export-done", "admin.json").await?;
    let written = text(out.path(), "admin.json")?;
    assert!(
        written.contains("Echo it") && !written.contains("List notes"),
        "{written}"
    );
    stage.end(window).await
}
