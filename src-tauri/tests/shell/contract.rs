//! The window may call what the contract declares, and nothing else.

use std::{collections::BTreeSet, fs};

use latchkey_ipc::{
    ApiCall, BodyBytes, BodyRows, CancelCall, CheckProfile, ChooseFile, Command, ExportProfile,
    ImportProfile, KeepTokens, Login, Logout, LogoutEverywhere, Openings, Password, ProfileAsText,
    ProfileFromText, Profiles, ReadProfile, RefreshNow, ReleaseAnswer, RemoveProfile, SaveProfile,
    SettleOpening, StateOfSession, SwitchSession, TryProfile,
};

#[test]
fn the_permission_lists_the_declared_commands() {
    let declared = BTreeSet::from([
        StateOfSession::NAME,
        Login::NAME,
        Logout::NAME,
        LogoutEverywhere::NAME,
        RefreshNow::NAME,
        SwitchSession::NAME,
        KeepTokens::NAME,
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
        ChooseFile::NAME,
        Openings::NAME,
        SettleOpening::NAME,
        ImportProfile::NAME,
        ExportProfile::NAME,
        BodyRows::NAME,
        BodyBytes::NAME,
        ReleaseAnswer::NAME,
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

#[test]
fn a_password_is_not_printed() {
    assert_eq!(
        format!("{:?}", Password::new("swordfish")),
        "Password(<redacted>)"
    );
}
