//! What concerns the app as a whole, in every view.

use latchkey_ipc::{FolderFault, FolderProblem};
use yew::prelude::*;

use super::banner::{Banner, Tone};
use crate::i18n::I18n;
use crate::state::notices::{NoticeAction, Notices};

/// Properties of [`app_notices`].
pub struct AppNoticesProps {
    /// What is to be known.
    pub notices: Notices,
    /// Called with what the user has read.
    pub onaction: Callback<NoticeAction>,
}

/// What concerns the app as a whole.
pub fn app_notices(i18n: &I18n, props: &AppNoticesProps) -> Html {
    let notices = &props.notices;
    let done = |action: NoticeAction| props.onaction.reform(move |()| action.clone());
    // A folder that takes nothing explains why the draft is not kept.
    let draft = notices
        .draft_not_kept
        .as_ref()
        .filter(|_| notices.folder.is_none() && !notices.explains_unwritten());
    html! {
        <>
            if notices.restarted {
                <Banner tone={Tone::Neutral} title={i18n.t("window-restarted")} test_id="window-restarted"
                    ondismiss={done(NoticeAction::DismissRestarted)}>
                    <p>{ i18n.t("window-restarted-about") }</p>
                </Banner>
            }
            if let Some(problem) = &notices.folder {
                <Banner tone={Tone::Warning} title={folder_sentence(i18n, problem)} test_id="folder-problem"
                    ondismiss={done(NoticeAction::DismissFolder)}>
                    <p>{ i18n.t("folder-about") }</p>
                    <p class="banner-detail">
                        { detail(problem) }
                    </p>
                </Banner>
            }
            if notices.body_left_out {
                <Banner tone={Tone::Warning} title={i18n.t("draft-body-gone")} test_id="draft-body-gone"
                    ondismiss={done(NoticeAction::DismissBody)} />
            }
            if let Some(why) = draft {
                <Banner tone={Tone::Warning} title={i18n.t("draft-not-kept")} test_id="draft-not-kept">
                    <p class="banner-detail">{ why }</p>
                </Banner>
            } else if notices.draft_too_large {
                <Banner tone={Tone::Neutral} title={i18n.t("draft-too-large")} test_id="draft-too-large" />
            }
        </>
    }
}

fn folder_sentence(i18n: &I18n, problem: &FolderProblem) -> AttrValue {
    i18n.t(match problem.fault {
        FolderFault::NotAFolder => "folder-not-a-folder",
        FolderFault::NotYours => "folder-not-yours",
        FolderFault::ReadOnly => "folder-read-only",
        FolderFault::Full => "folder-full",
        FolderFault::Other => "folder-other",
    })
}

fn detail(problem: &FolderProblem) -> String {
    if problem.folder.is_empty() {
        problem.detail.clone()
    } else {
        format!("{}: {}", problem.folder, problem.detail)
    }
}
