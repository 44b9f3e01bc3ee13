//! The window may call what the contract declares, and nothing else.

use std::{collections::BTreeSet, fs};

use latchkey_ipc::{
    ApiCall, Begin, BodyBytes, BodyRows, CancelCall, CancelImport, CancelUpdate, ChangeCollection,
    ChangeTree, CheckAutomatically, CheckForUpdate, CheckProfile, ChooseEnvironment, ChooseFile, ChooseFiles,
    ClearHistory, CloseCollection, Command, CopyAsCurl, CopyOfBody, Diagnostics, DownloadUpdate,
    ExportCollection, ExportProfile, ImportProfile, InstallUpdate, KeepHistory, KeepTabs, KeepTokens,
    ListHistory, Login, Logout, LogoutEverywhere, MatchAt, MatchesInRows, OpenBody, OpenCollection,
    OpenDataFolder, OpenHistory, OpenedCollection, Openings, Password, PlanRun, ProfileAsText,
    ProfileFromText, Profiles, ReadEnvironment, ReadImport, ReadProfile, ReadSaved, RefreshNow,
    ReleaseAnswer, RemoveEnvironment, RemoveHistory, RemoveProfile, SaveBody, SaveEnvironment, SaveProfile,
    SaveReport, SaveSettings, SearchBody, SetZoom, Settings, SettleOpening, StartRun, StateOfSession,
    StateOfUpdate, SwitchSession, TakeImport, TreeRows, TryProfile,
};

#[test]
fn the_permission_lists_the_declared_commands() {
    let declared = BTreeSet::from([
        Begin::NAME,
        SetZoom::NAME,
        KeepTabs::NAME,
        Diagnostics::NAME,
        StateOfSession::NAME,
        Login::NAME,
        Logout::NAME,
        LogoutEverywhere::NAME,
        RefreshNow::NAME,
        SwitchSession::NAME,
        KeepTokens::NAME,
        Settings::NAME,
        SaveSettings::NAME,
        OpenDataFolder::NAME,
        ListHistory::NAME,
        OpenHistory::NAME,
        RemoveHistory::NAME,
        ClearHistory::NAME,
        KeepHistory::NAME,
        Profiles::NAME,
        ReadProfile::NAME,
        CheckProfile::NAME,
        SaveProfile::NAME,
        RemoveProfile::NAME,
        ProfileAsText::NAME,
        ProfileFromText::NAME,
        TryProfile::NAME,
        ApiCall::NAME,
        CancelCall::NAME,
        OpenedCollection::NAME,
        OpenCollection::NAME,
        CloseCollection::NAME,
        ReadImport::NAME,
        CancelImport::NAME,
        ExportCollection::NAME,
        TakeImport::NAME,
        CopyAsCurl::NAME,
        PlanRun::NAME,
        StartRun::NAME,
        SaveReport::NAME,
        ReadSaved::NAME,
        ChangeCollection::NAME,
        ChooseEnvironment::NAME,
        ReadEnvironment::NAME,
        SaveEnvironment::NAME,
        RemoveEnvironment::NAME,
        ChooseFile::NAME,
        ChooseFiles::NAME,
        OpenBody::NAME,
        Openings::NAME,
        SettleOpening::NAME,
        ImportProfile::NAME,
        ExportProfile::NAME,
        BodyRows::NAME,
        TreeRows::NAME,
        ChangeTree::NAME,
        CopyOfBody::NAME,
        BodyBytes::NAME,
        ReleaseAnswer::NAME,
        SearchBody::NAME,
        MatchesInRows::NAME,
        MatchAt::NAME,
        SaveBody::NAME,
        StateOfUpdate::NAME,
        CheckForUpdate::NAME,
        DownloadUpdate::NAME,
        CancelUpdate::NAME,
        InstallUpdate::NAME,
        CheckAutomatically::NAME,
    ]);
    let root = env!("CARGO_MANIFEST_DIR");
    let permission = fs::read_to_string(format!("{root}/src-tauri/permissions/workbench.toml")).unwrap();
    let (_, list) = permission.split_once("commands.allow = [").unwrap();
    let allowed: BTreeSet<_> = list
        .split(['[', ']', ',', '"', '\n', ' '])
        .filter(|word| !word.is_empty())
        .collect();
    assert_eq!(allowed, declared);
}

#[test]
fn the_window_has_no_permission_beside_commands_and_events() {
    let root = env!("CARGO_MANIFEST_DIR");
    let capability = fs::read_to_string(format!("{root}/src-tauri/capabilities/window.json")).unwrap();
    let capability: serde_json::Value = serde_json::from_str(&capability).unwrap();
    let expected = serde_json::json!([
        "core:event:allow-listen",
        "core:event:allow-unlisten",
        "workbench"
    ]);
    assert_eq!(capability["permissions"], expected);
    assert_eq!(capability["remote"], serde_json::Value::Null);
    assert_eq!(
        fs::read_dir(format!("{root}/src-tauri/capabilities"))
            .unwrap()
            .count(),
        1
    );
}

/// Windows has no scheme of its own for messages to the shell: there they go to a name that the web view answers for. On
/// other systems that name would be a server on this computer.
#[test]
fn the_content_security_policy_is_the_same_everywhere_but_for_the_way_to_the_shell() {
    let root = env!("CARGO_MANIFEST_DIR");
    let policy = |file: &str| {
        let text = fs::read_to_string(format!("{root}/{file}")).unwrap();
        let config: serde_json::Value = serde_json::from_str(&text).unwrap();
        config["app"]["security"]["csp"].as_str().unwrap().to_owned()
    };
    let (here, windows) = (policy("tauri.conf.json"), policy("tauri.windows.conf.json"));
    assert_eq!(here.replace(" ipc:;", " http://ipc.localhost;"), windows);
    for open in ["unsafe-inline", "unsafe-eval'", "https:", "data:", "*"] {
        // What compiles WebAssembly is no more than that.
        assert!(
            !here.replace("'wasm-unsafe-eval'", "").contains(open),
            "{open}: {here}"
        );
    }
    assert!(here.starts_with("default-src 'none';"), "{here}");
}

/// A name that stands twice in a JSON object is no error to most readers: the last one counts, and the other is lost.
#[test]
fn the_settings_of_every_plugin_are_there() {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tauri.conf.json")).unwrap();
    let config: serde_json::Value = serde_json::from_str(&text).unwrap();
    let plugins = &config["plugins"];
    assert_eq!(plugins["updater"]["requireSignedVersion"], true, "{plugins}");
    assert_eq!(
        plugins["deep-link"]["desktop"]["schemes"][0], "latchkey",
        "{plugins}"
    );
}

#[test]
fn a_password_is_not_printed() {
    assert_eq!(
        format!("{:?}", Password::new("swordfish")),
        "Password(<redacted>)"
    );
}
