//! Both languages say the same things, and everything the code asks for is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use latchkey_curl::NoteKind;
use latchkey_importing::KEYS as IMPORT_NOTES;
use latchkey_ipc::profiles::Kind;
use latchkey_ipc::{RefreshCause, RunAgainst, RunOver, RunRule, RunSubject};

use super::sentences::{events, phases};
use super::{ERROR_KEYS, REASONS};
use crate::components::trace_view::phase_name;
use crate::i18n::errors::reason_key;
use crate::i18n::{self, step_name};
use crate::state::body::BodyMode;
use crate::state::fields::RequestTab;
use crate::state::preferences::{Density, Language, Theme};
use crate::state::profile::catalogue::{self, FieldKind, GROUPS as PROFILE_GROUPS, RULE_CELLS};
use crate::state::profile::editor::ProfileTab;
use crate::state::profile::rows::ValueKind;
use crate::state::run::Mark;
use crate::state::samples::GROUPS;

/// The messages of a language, each with the values it wants.
pub(super) fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    let resource = parser::parse(i18n::messages(language))
        .unwrap_or_else(|(_, errors)| panic!("{language:?}: {errors:?}"));
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut values = BTreeSet::new();
        collect(
            message.value.as_ref().expect("every message has a text"),
            &mut values,
        );
        let key = message.id.name.to_owned();
        assert!(
            all.insert(key.clone(), values).is_none(),
            "{language:?} has {key} twice"
        );
    }
    all
}

fn collect(pattern: &Pattern<&str>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => collect_inline(inline, values),
                Expression::Select { selector, variants } => {
                    collect_inline(selector, values);
                    for variant in variants {
                        collect(&variant.value, values);
                    }
                }
            }
        }
    }
}

fn collect_inline(inline: &InlineExpression<&str>, values: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            values.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference {
            arguments: CallArguments { positional, .. },
            ..
        } => {
            for each in positional {
                collect_inline(each, values);
            }
        }
        _ => {}
    }
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_values() {
    assert_eq!(messages(Language::En), messages(Language::Ko));
}

/// Why an export does not hold something, as `latchkey-exporting` names it.
const EXPORT_REASONS: [&str; 14] = [
    "checks",
    "takes",
    "time-out",
    "credential",
    "user-in-url",
    "secret",
    "again",
    "parameter",
    "part-of-segment",
    "unused",
    "header",
    "part",
    "braces",
    "attachment",
];

/// What an import can find where something else is allowed.
const FOUND: [&str; 10] = [
    "nothing",
    "bool",
    "number",
    "text",
    "list",
    "object",
    "no-name",
    "no-request",
    "line",
    "said",
];

/// Keys that are put together at run time.
fn composed_keys() -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = ERROR_KEYS.iter().map(|key| format!("error-{key}")).collect();
    keys.extend(REASONS.map(|reason| reason_key(reason).to_owned()));
    keys.extend(GROUPS.iter().map(|group| format!("samples-{}", group.slug)));
    keys.extend(
        GROUPS
            .iter()
            .flat_map(|group| group.samples)
            .map(|sample| format!("sample-{}", sample.slug)),
    );
    keys.extend(EXPORT_REASONS.map(|reason| format!("export-{reason}")));
    let notes = IMPORT_NOTES.iter().filter(|key| !key.starts_with("curl-"));
    keys.extend(notes.map(|key| format!("import-note-{key}")));
    keys.extend(FOUND.map(|found| format!("import-found-{found}")));
    keys.extend(NoteKind::ALL.map(|kind| format!("curl-note-{}", kind.slug())));
    keys.extend(BodyMode::ALL.map(|mode| format!("body-{}", mode.slug())));
    keys.extend(RequestTab::ALL.map(|tab| format!("tab-{}", tab.slug())));
    keys.extend(["form", "answer-body", "answer-headers", "answer-trace"].map(|tab| format!("tab-{tab}")));
    keys.extend(["params", "headers", "form"].map(|table| format!("row-new-{table}")));
    keys.extend(["pretty", "raw", "hex", "image", "page"].map(|view| format!("view-{view}")));
    keys.extend(["s", "min", "h", "d"].map(|unit| format!("span-{unit}")));
    keys.extend([Theme::System, Theme::Light, Theme::Dark].map(|theme| format!("theme-{}", theme.slug())));
    keys.extend(profile_keys());
    keys.extend(
        ["keychain", "file", "memory"]
            .iter()
            .flat_map(|it| [format!("keep-{it}"), format!("keep-{it}-hint")]),
    );
    keys.extend(RefreshCause::ALL.map(|cause| format!("refresh-cause-{}", cause.slug())));
    keys.extend(events().iter().map(|event| format!("step-{}", step_name(event))));
    keys.extend(
        phases()
            .iter()
            .map(|phase| format!("phase-{}", phase_name(phase.kind))),
    );
    keys.extend(RunSubject::ALL.map(|it| format!("run-subject-{}", it.slug())));
    keys.extend(RunRule::ALL.map(|it| format!("run-check-{}", it.slug())));
    keys.extend(RunAgainst::ALL.map(|it| format!("run-found-{}", it.slug())));
    keys.extend(RunOver::ALL.map(|it| format!("run-over-{}", it.slug())));
    keys.extend(Mark::ALL.map(|it| format!("run-mark-{}", it.slug())));
    keys.insert("phase-download".to_owned());
    let all = [Theme::System, Theme::Light, Theme::Dark];
    keys.extend(all.map(|theme| format!("settings-theme-{}", theme.slug())));
    let all = [Density::Comfortable, Density::Compact];
    keys.extend(all.map(|density| format!("settings-density-{}", density.slug())));
    keys.extend(["system", "none", "manual"].map(|proxy| format!("settings-proxy-{proxy}")));
    let settings = [
        "settings-ca-file",
        "client-file",
        "client-key",
        "settings-connect-ms",
        "settings-answer-ms",
    ];
    keys.extend(
        settings
            .iter()
            .flat_map(|it| [(*it).to_owned(), format!("{it}-about")]),
    );
    keys
}

/// Keys of the profile editor: kinds, groups, fields with their choices, the cells of a rule, tabs, steps of a trial.
fn profile_keys() -> BTreeSet<String> {
    let explained = |name: String| [format!("{name}-about"), name];
    let mut keys = BTreeSet::new();
    keys.extend(
        Kind::ALL
            .into_iter()
            .flat_map(|kind| explained(format!("kind-{}", kind.id()))),
    );
    keys.extend(
        PROFILE_GROUPS
            .iter()
            .flat_map(|group| explained(format!("group-{}", group.slug))),
    );
    for field in catalogue::fields() {
        keys.extend(explained(format!("pf-{}", field.words)));
        if let FieldKind::Choice(choices) = field.kind {
            let option = |choice: &&str| format!("pf-{}-{}", field.words, choice.replace('_', "-"));
            keys.extend(choices.iter().map(option));
        }
    }
    let cell = |cell: &str| explained(format!("rule-{}", cell.replace('_', "-")));
    keys.extend(RULE_CELLS.into_iter().flat_map(cell));
    keys.extend(["expired", "invalid"].map(|means| format!("rule-means-{means}")));
    keys.extend(ValueKind::ALL.map(|kind| format!("value-{}", kind.slug())));
    keys.extend(ProfileTab::ALL.map(|tab| format!("tab-profile-{}", tab.slug())));
    keys.extend(["send", "refresh", "end", "found", "missing"].map(|step| format!("trial-step-{step}")));
    keys
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs")
            && !path.components().any(|it| it.as_os_str() == "tests")
        {
            found.push(path);
        }
    }
}

/// Every text in quotes that has the form of a key.
fn literals() -> BTreeSet<String> {
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let is_key = |text: &&str| {
        !text.is_empty()
            && text
                .chars()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')
    };
    let sources = files
        .iter()
        .map(|file| std::fs::read_to_string(file).expect("a source"));
    sources
        .flat_map(|text| {
            text.split('"')
                .filter(is_key)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The keys in direct calls such as `i18n.t("…")`.
fn called_keys() -> BTreeSet<String> {
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut keys = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(file).expect("a source");
        for call in ["i18n.t(\"", "i18n.with(\"", "say(\""] {
            let calls = text.split(call).skip(1);
            keys.extend(calls.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
        }
    }
    keys
}

#[test]
fn every_key_that_is_used_exists_and_every_key_that_exists_is_used() {
    let existing: BTreeSet<String> = messages(Language::En).into_keys().collect();
    let composed = composed_keys();
    let called = called_keys();
    assert!(called.len() > 50, "the calls were found");
    let missing: Vec<_> = composed
        .union(&called)
        .filter(|key| !existing.contains(*key))
        .collect();
    assert!(missing.is_empty(), "not translated: {missing:?}");
    let literals = literals();
    let unused: Vec<_> = existing
        .iter()
        .filter(|key| !composed.contains(*key) && !literals.contains(*key))
        .collect();
    assert!(unused.is_empty(), "never used: {unused:?}");
}
