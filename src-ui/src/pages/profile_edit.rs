//! Editing a profile, connected: checked while it is typed, tried out, saved.

use gloo::timers::callback::Timeout;
use latchkey_ipc::{
    CheckProfile, ExportProfile, IpcError, Password, ProfileAsText, ProfileFromText, ProfileSummary,
    Rehearsal, SaveProfile, TryProfile,
};
use yew::prelude::*;

use super::profile_frame::ProfileFrame;
use crate::calls::{Calls, use_calls};
use crate::components::banner::{Banner, Tone};
use crate::components::focus::focus_in_view;
use crate::components::profile::foreign::{ForeignNoticeProps, foreign_notice};
use crate::components::profile::groups::{GroupsProps, groups};
use crate::components::profile::text::{ProfileTextProps, profile_text};
use crate::components::profile::trial::{TrialPaneProps, trial_pane};
use crate::components::tabs::{TabItem, TabsProps, panel_id, tab_id, tabs};
use crate::effect::use_effect_with;
use crate::held::{UseReducerHandle, UseStateSetter, use_reducer, use_state};
use crate::i18n::use_i18n;
use crate::state::front::Front;
use crate::state::profile::editor::{ProfileAction, ProfileEditor, ProfileTab};
use crate::state::profile::form::ProfileForm;
use crate::state::profile::spot::Spot;
use crate::state::profile::trial::{Trial, TrialAction};
use crate::state::session::SessionAction;

/// How long typing rests before the shell is asked, in milliseconds.
const REST_MS: u32 = 250;

/// Properties of [`ProfileEdit`].
#[derive(Properties, PartialEq)]
pub(super) struct ProfileEditProps {
    /// What the editor begins with.
    pub(super) begun: ProfileEditor,
}

/// Editing a profile.
#[component]
pub(super) fn ProfileEdit(props: &ProfileEditProps) -> Html {
    let i18n = use_i18n();
    let editor = use_reducer(|| props.begun.clone());
    let trial = use_reducer(Trial::default);
    let jump = use_state(|| None::<String>);
    let exported = use_state(|| None::<(ProfileForm, AttrValue)>);
    use_checks(&editor);
    use_text(&editor);
    // The element may only be there once its group is open.
    use_effect_with((*jump).clone(), {
        let jump = jump.setter();
        move |to| {
            if let Some(id) = to {
                focus_in_view(id);
                jump.set(None);
            }
        }
    });
    let Some(calls) = use_calls() else {
        return Html::default();
    };
    let onaction = {
        let editor = editor.dispatcher();
        Callback::from(move |action| editor.dispatch(action))
    };
    let onjump = {
        let (editor, jump) = (editor.dispatcher(), jump.setter());
        Callback::from(move |spot: Spot| {
            editor.dispatch(ProfileAction::Reveal(spot.path));
            jump.set(Some(spot.id()));
        })
    };
    let onchoose = {
        let editor = editor.dispatcher();
        Callback::from(move |path| {
            let editor = editor.clone();
            Calls::choose_file(Callback::from(move |file| {
                editor.dispatch(ProfileAction::Set(path, file));
            }));
        })
    };
    let save = |then_sign_in: bool| {
        let (editor, calls, jump) = (editor.clone(), calls.clone(), onjump.clone());
        Callback::from(move |_: MouseEvent| save(&editor, &calls, &jump, then_sign_in))
    };
    let ontry = {
        let (editor, trial, jump) = (editor.clone(), trial.clone(), onjump.clone());
        move |()| try_out(&editor, &trial, &jump)
    };
    let onexport = {
        let (editor, exported) = (editor.clone(), exported.setter());
        move |()| export(&editor, exported.clone())
    };
    let title = match &editor.saved_as {
        Some(id) => i18n.with("profile-edit-title", &[("profile", id.clone().into())]),
        None if editor.foreign.is_some() => i18n.t("profile-title-file"),
        None => i18n.t("profile-new"),
    };
    let busy = editor.busy || editor.text_is_wrong();
    let buttons = html! {
        <>
            <button type="button" class="button" data-testid="profile-save" disabled={busy} onclick={save(false)}>
                { i18n.t("profile-save") }
            </button>
            <button type="button" class="button button-primary" data-testid="profile-save-sign-in" disabled={busy}
                onclick={save(true)}>{ i18n.t("profile-save-sign-in") }</button>
        </>
    };
    let tab = |tab: ProfileTab| TabItem {
        alert: tab == ProfileTab::Fields && !editor.shown_errors().is_empty(),
        ..TabItem::new(tab.slug(), i18n.t(&format!("tab-profile-{}", tab.slug())))
    };
    let onselect = onaction.reform(|slug: &'static str| {
        let chosen = ProfileTab::ALL.into_iter().find(|tab| tab.slug() == slug);
        ProfileAction::Tab(chosen.unwrap_or_default())
    });
    let wants_secret = editor.form.flag("client")
        && editor
            .form
            .choice("client.authentication", &["none", "basic", "body"])
            != "none";
    let ontrial = trial.dispatcher();
    html! {
        <ProfileFrame {title} changed={editor.is_changed()} {buttons}>
            { tabs(&TabsProps {
                prefix: "tab-profile", label: i18n.t("profile"), selected: editor.tab.slug(), onselect,
                items: ProfileTab::ALL.into_iter().map(tab).collect::<Vec<_>>(),
            }) }
            if let Some(error) = &editor.problem {
                <Banner tone={Tone::Danger} title={i18n.error(error)} test_id="profile-problem" />
            }
            { foreign_notice(&i18n, &ForeignNoticeProps { editor: (*editor).clone(), onaction: onaction.clone() }) }
            <div class="panel profile-panel" role="tabpanel" id={panel_id("tab-profile")}
                aria-labelledby={tab_id("tab-profile", editor.tab.slug())}>
                { match editor.tab {
                    ProfileTab::Fields => groups(&i18n, &GroupsProps {
                        editor: (*editor).clone(), onaction: onaction.clone(), onchoose, onjump,
                    }),
                    ProfileTab::Text => profile_text(&i18n, &ProfileTextProps {
                        text: editor.text.clone(), ontype: onaction.reform(ProfileAction::TextTyped),
                        ondrop: onaction.reform(|()| ProfileAction::TextDropped), onexport: onexport.into(),
                        exported: exported.as_ref().filter(|it| it.0 == editor.form).map(|it| it.1.clone()),
                    }),
                    ProfileTab::Trial => trial_pane(&i18n, &TrialPaneProps {
                        trial: (*trial).clone(), wants_secret, ontry: ontry.into(),
                        onaction: Callback::from(move |action| ontrial.dispatch(action)),
                    }),
                } }
            </div>
        </ProfileFrame>
    }
}

/// Has the shell check the profile when typing rests.
#[hook]
fn use_checks(editor: &UseReducerHandle<ProfileEditor>) {
    use_effect_with(editor.form.clone(), {
        let editor = editor.dispatcher();
        move |form| {
            let form = form.clone();
            let timeout = Timeout::new(REST_MS, move || {
                let Ok(profile) = form.description() else { return };
                let heard = move |errors: Result<Vec<IpcError>, IpcError>| {
                    if let Ok(errors) = errors {
                        editor.dispatch(ProfileAction::Checked(Box::new(form.clone()), errors));
                    }
                };
                Calls::command::<CheckProfile>(CheckProfile { profile }, Callback::from(heard));
            });
            move || drop(timeout)
        }
    });
}

/// Keeps the text and the fields in step.
#[hook]
fn use_text(editor: &UseReducerHandle<ProfileEditor>) {
    let wanted = editor.tab == ProfileTab::Text && editor.text.is_none();
    use_effect_with(wanted, {
        let editor = editor.clone();
        move |wanted| {
            if !*wanted {
                return;
            }
            match editor.form.description() {
                Ok(profile) => {
                    let editor = editor.dispatcher();
                    let heard = move |text: Result<String, IpcError>| {
                        editor.dispatch(text.map_or_else(ProfileAction::Failed, ProfileAction::TextIs));
                    };
                    Calls::command::<ProfileAsText>(ProfileAsText { profile }, Callback::from(heard));
                }
                // A form that has no text yet shows what is in the way.
                Err(_) => editor.dispatch(ProfileAction::ShowAll),
            }
        }
    });
    let unread = editor.text.as_ref().filter(|text| text.unread);
    use_effect_with(unread.map(|text| text.content.clone()), {
        let editor = editor.dispatcher();
        move |unread| {
            let timeout = unread.clone().map(|text| {
                Timeout::new(REST_MS, move || {
                    let content = text.clone();
                    let heard = move |read| {
                        editor.dispatch(ProfileAction::TextRead(content.clone(), Box::new(read)));
                    };
                    Calls::command::<ProfileFromText>(ProfileFromText { text }, Callback::from(heard));
                })
            });
            move || drop(timeout)
        }
    });
}

/// Shows what is wrong and goes there; `true` if something is.
fn stopped(editor: &UseReducerHandle<ProfileEditor>, jump: &Callback<Spot>) -> bool {
    editor.dispatch(ProfileAction::ShowAll);
    let wrong = editor.wrong();
    if let Some((spot, _)) = wrong.first() {
        jump.emit(spot.clone());
    }
    !wrong.is_empty()
}

fn save(editor: &UseReducerHandle<ProfileEditor>, calls: &Calls, jump: &Callback<Spot>, then_sign_in: bool) {
    let Ok(profile) = editor.form.description() else {
        stopped(editor, jump);
        return;
    };
    if stopped(editor, jump) {
        return;
    }
    editor.dispatch(ProfileAction::Saving);
    let (editor_of, calls) = (editor.dispatcher(), calls.clone());
    let heard = move |answer: Result<ProfileSummary, IpcError>| match answer {
        Ok(saved) => {
            editor_of.dispatch(ProfileAction::Saved);
            if then_sign_in {
                calls.session.dispatch(SessionAction::Add);
                calls.front.dispatch(Front::SignIn(saved.id));
            }
        }
        Err(error) => editor_of.dispatch(ProfileAction::Failed(error)),
    };
    let replaces = editor.saved_as.clone();
    Calls::command::<SaveProfile>(SaveProfile { profile, replaces }, Callback::from(heard));
}

/// Writes the profile to a file that the user names.
fn export(
    editor: &UseReducerHandle<ProfileEditor>,
    exported: UseStateSetter<Option<(ProfileForm, AttrValue)>>,
) {
    let form = editor.form.clone();
    let Ok(profile) = form.description() else {
        return editor.dispatch(ProfileAction::ShowAll);
    };
    let editor = editor.dispatcher();
    let heard = move |answer: Result<Option<String>, IpcError>| match answer {
        Ok(Some(file)) => exported.set(Some((form.clone(), file.into()))),
        Ok(None) => {}
        Err(error) => editor.dispatch(ProfileAction::Failed(error)),
    };
    Calls::command::<ExportProfile>(ExportProfile { profile }, Callback::from(heard));
}

fn try_out(editor: &UseReducerHandle<ProfileEditor>, trial: &UseReducerHandle<Trial>, jump: &Callback<Spot>) {
    if trial.busy || stopped(editor, jump) {
        return;
    }
    let Ok(profile) = editor.form.description() else {
        return;
    };
    let number = trial.number + 1;
    trial.dispatch(TrialAction::Begin);
    let request = TryProfile {
        profile,
        user: trial.user.trim().to_owned(),
        password: Password::new(trial.password.clone()),
        client_secret: Some(&trial.client_secret)
            .filter(|it| !it.is_empty())
            .map(|it| Password::new(it.clone())),
    };
    let trial = trial.dispatcher();
    let heard = move |answer: Result<Rehearsal, IpcError>| {
        trial.dispatch(TrialAction::Done(number, Box::new(answer)));
    };
    Calls::command::<TryProfile>(request, Callback::from(heard));
}
