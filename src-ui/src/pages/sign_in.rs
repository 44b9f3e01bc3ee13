//! The sign-in view, connected.

use std::rc::Rc;

use latchkey_ipc::{
    ImportProfile, IpcError, Login, Nothing, PRACTICE_PASSWORD, PRACTICE_USER, Password, ProfileFromFile,
    ProfileSummary, Profiles, RemoveProfile, Server,
};
use yew::prelude::*;
use yew::props;

use super::app_notices::Noticed;
use super::help::Help;
use super::sign_in_view::{SignInView, SignInViewProps};
use crate::calls::{Calls, use_calls};
use crate::components::component::component;
use crate::components::dialog::{QuestionProps, question};
use crate::components::focus::focus_on;
use crate::components::server_picker::ProfileWish;
use crate::effect::use_effect_with;
use crate::held::{UseReducerDispatcher, UseReducerHandle, UseStateSetter, use_reducer, use_state};
use crate::i18n::use_i18n;
use crate::state::front::Front;
use crate::state::guide::GuideAction;
use crate::state::notices::Notices;
use crate::state::openings::{Openings, request_line};
use crate::state::preferences::{Preferences, PreferencesAction};
use crate::state::session::{SessionAction, SessionStore};
use crate::state::sign_in::{ServerChoice, SignInAction, SignInForm};

/// Properties of [`SignIn`].
#[derive(Properties, PartialEq)]
pub struct SignInProps {
    /// The saved profile that is chosen to begin with.
    #[prop_or_default]
    pub chosen: Option<String>,
}

/// The sign-in view, connected.
#[component]
pub fn SignIn(props: &SignInProps) -> Html {
    let i18n = use_i18n();
    let store = use_context::<UseReducerHandle<SessionStore>>();
    let preferences = use_context::<UseReducerHandle<Preferences>>();
    let openings = use_context::<UseReducerHandle<Openings>>();
    let notices = use_context::<UseReducerHandle<Notices>>();
    let calls = use_calls();
    let form = use_reducer({
        let last = store.as_ref().and_then(|store| store.last_sign_in.clone());
        let chosen = props.chosen.clone();
        move || match chosen {
            Some(id) => SignInForm::default().apply(SignInAction::Choose(ServerChoice::Profile(id))),
            None => SignInForm::offered(last.as_ref()),
        }
    });
    let profiles = use_state(|| Ok(Rc::new(Vec::new())));
    let removing = use_state(|| None::<String>);
    use_effect_with((), {
        let profiles = profiles.setter();
        move |()| load(profiles)
    });
    use_effect_with(form.wrong_field(), |wrong| {
        if let Some(field) = wrong {
            focus_on(field);
        }
    });
    use_effect_with((), {
        let first = form.first_empty();
        move |()| focus_on(first)
    });
    let (Some(store), Some(preferences), Some(calls)) = (store, preferences, calls) else {
        return Html::default();
    };
    let front = calls.front.clone();
    let settling = calls.clone();
    let guide = calls.guide.clone();
    let onwish = {
        let form_of = form.dispatcher();
        let removing = removing.setter();
        move |wish| match wish {
            ProfileWish::New => front.dispatch(Front::NewProfile),
            ProfileWish::Import => import(front.clone(), form_of.clone()),
            ProfileWish::Edit(id) => front.dispatch(Front::EditProfile(id)),
            ProfileWish::Copy(id) => front.dispatch(Front::CopyProfile(id)),
            ProfileWish::Remove(id) => removing.set(Some(id)),
        }
    };
    let onswitch = {
        let (calls, form) = (calls.clone(), form.dispatcher());
        move |to| {
            let form = form.clone();
            calls.switch(
                to,
                Callback::from(move |error| form.dispatch(SignInAction::Failed(error))),
            );
        }
    };
    let sign_in = {
        let form = form.dispatcher();
        move |login: Login| {
            form.dispatch(SignInAction::Sent);
            let form = form.clone();
            calls.sign_in(
                login,
                Callback::from(move |error| form.dispatch(SignInAction::Failed(error))),
            );
        }
    };
    let onsubmit = {
        let (form, sign_in) = (form.clone(), sign_in.clone());
        Callback::from(move |()| {
            if !form.busy {
                sign_in(form.to_login());
            }
        })
    };
    let ontry = Callback::from(move |()| {
        sign_in(Login {
            server: Server::Practice,
            user: PRACTICE_USER.to_owned(),
            password: Password::new(PRACTICE_PASSWORD),
            client_secret: None,
        });
    });
    // With a session at work, a request is offered over this view.
    let requests = openings.filter(|_| store.session().is_none());
    let requests: Vec<_> = requests.iter().flat_map(|it| it.requests()).collect();
    let offered = requests
        .first()
        .map(|(_, it)| request_line(&it.method, &it.target));
    let more = requests.len().saturating_sub(1);
    let ids: Vec<_> = requests.iter().map(|(id, _)| *id).collect();
    let ondiscard = move |()| ids.iter().for_each(|id| settling.settle_opening(*id));
    let unread_told = notices.is_some_and(|it| it.explains_unread());
    let profiles_error = (*profiles).clone().err().filter(|_| !unread_told);
    let session = store.dispatcher();
    let waiting = store
        .waiting
        .as_ref()
        .map(|it| format!("{} {}", it.draft.method, it.draft.path()));
    let elsewhere = store.waiting.as_ref().is_some_and(|it| {
        let profiles = (*profiles).as_ref().map_or(&[][..], |it| it.as_slice());
        !form.sends(it, profiles)
    });
    let waiting_for = elsewhere.then(|| store.server_waited_for()).flatten();
    let change = |action| {
        let preferences = preferences.dispatcher();
        Callback::from(move |()| preferences.dispatch(action))
    };
    let onaction = form.dispatcher();
    let onback = store.adding.then(|| {
        let session = session.clone();
        Callback::from(move |()| session.dispatch(SessionAction::Back))
    });
    let question = removing.as_ref().map(|id| {
        let values = [("profile", id.clone().into())];
        let onno = {
            let removing = removing.setter();
            move |()| removing.set(None)
        };
        let onyes = {
            let (removing, profiles, form, id) = (
                removing.setter(),
                profiles.setter(),
                form.dispatcher(),
                id.clone(),
            );
            move |()| {
                removing.set(None);
                remove(id.clone(), profiles.clone(), form.clone());
            }
        };
        question(
            &i18n,
            &QuestionProps {
                id: "remove-profile",
                title: i18n.with("profile-remove-title", &values),
                text: i18n.t("profile-remove-text"),
                yes: i18n.t("profile-remove-yes"),
                onyes: onyes.into(),
                onno: onno.into(),
            },
        )
    });
    html! {
        <>
            { component::<SignInView>(props!(SignInViewProps {
                form: (*form).clone(), profiles: (*profiles).clone().unwrap_or_default(),
                profiles_error, others: Rc::new(store.others()),
                ended: store.ended.clone(), not_revoked: store.not_revoked.clone(), waiting, waiting_for,
                offered, offered_more: more, ondiscard: ondiscard, resend: store.resends(), theme: preferences.theme,
                onguide: move |page| guide.dispatch(GuideAction::Open(Some(page))), help: component::<Help>(()),
                notices: component::<Noticed>(()), onaction: move |action| onaction.dispatch(action), onwish,
                onswitch, onback, onsubmit, ontry,
                onresend: move |yes| session.dispatch(SessionAction::Resend(yes)),
                ontheme: change(PreferencesAction::NextTheme), onlanguage: change(PreferencesAction::OtherLanguage),
            })) }
            { question }
        </>
    }
}

type Loaded = Result<Rc<Vec<ProfileSummary>>, IpcError>;

fn load(profiles: UseStateSetter<Loaded>) {
    let heard = move |answer: Result<Vec<ProfileSummary>, IpcError>| profiles.set(answer.map(Rc::new));
    Calls::command::<Profiles>(Nothing {}, Callback::from(heard));
}

/// Lets the user choose a profile's file, and opens it in the profile editor.
fn import(front: UseReducerDispatcher<Front>, form: UseReducerDispatcher<SignInForm>) {
    let heard = move |answer: Result<Option<ProfileFromFile>, IpcError>| match answer {
        Ok(Some(profile)) => front.dispatch(Front::ProfileFromFile(0, Rc::new(profile))),
        Ok(None) => {}
        Err(error) => form.dispatch(SignInAction::Failed(error)),
    };
    Calls::command::<ImportProfile>(Nothing {}, Callback::from(heard));
}

/// Removes a profile and shows what is left. Whose profile is gone is back at the practice API.
fn remove(id: String, profiles: UseStateSetter<Loaded>, form: UseReducerDispatcher<SignInForm>) {
    let request = RemoveProfile { id };
    let heard = move |answer: Result<Nothing, IpcError>| {
        form.dispatch(match answer {
            Ok(_) => SignInAction::Choose(ServerChoice::Practice),
            Err(error) => SignInAction::Failed(error),
        });
        load(profiles.clone());
    };
    Calls::command::<RemoveProfile>(request, Callback::from(heard));
}
