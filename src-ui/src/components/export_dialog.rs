//! What was exported, and what of it the other tool does not get.

use latchkey_ipc::{ExportReport, LeftOut};
use yew::prelude::*;

use super::clicked::clicked;
use super::dialog::Dialog;
use super::seen::seen;
use crate::i18n::I18n;

/// Properties of [`export_dialog`].
pub struct ExportDialogProps {
    /// What was written.
    pub report: ExportReport,
    /// Called when the user is done with it.
    pub onclose: Callback<()>,
}

/// What was exported.
pub fn export_dialog(i18n: &I18n, props: &ExportDialogProps) -> Html {
    let report = &props.report;
    let count = report.left_out.len() + report.more;
    let unread = report.problems.len();
    html! {
        <Dialog key="export" id="export" title={i18n.t("export")} wide={true} onclose={props.onclose.clone()}>
            <div class="dialog-scroll">
                <p data-testid="export-done" role="status">
                    { i18n.with("save-body-done", &[("path", seen(&report.path).into())]) }
                </p>
                <p class="field-hint">{ i18n.t("export-about") }</p>
                if unread > 0 {
                    <details class="import-notes" open={true} data-testid="export-unread">
                        <summary>{ i18n.with("export-unread", &[("count", unread.into())]) }</summary>
                        <ul>{ for report.problems.iter().map(|it| html! { <li>{ seen(it) }</li> }) }</ul>
                    </details>
                }
                if count > 0 {
                    <details class="import-notes" open={true} data-testid="export-notes">
                        <summary>{ i18n.with("export-notes", &[("count", count.into())]) }</summary>
                        <ul>{ for report.left_out.iter().map(|it| html! { <li>{ line(it, i18n) }</li> }) }</ul>
                        if report.more > 0 {
                            <p>{ i18n.with("import-rest", &[("count", report.more.into())]) }</p>
                        }
                    </details>
                }
            </div>
            <div class="dialog-buttons">
                <button type="button" class="button button-primary" data-testid="export-ok" autofocus={true}
                    onclick={clicked(&props.onclose)}>{ i18n.t("close") }</button>
            </div>
        </Dialog>
    }
}

fn line(left_out: &LeftOut, i18n: &I18n) -> AttrValue {
    let name = left_out.name.as_deref().map(seen).unwrap_or_default();
    let why = i18n.with(&format!("export-{}", left_out.reason), &[("name", name.into())]);
    let of = if left_out.of.is_empty() {
        String::new()
    } else {
        format!("{}: ", seen(&left_out.of))
    };
    format!("{of}{}: {why}", seen(&left_out.field)).into()
}
