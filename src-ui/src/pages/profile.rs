//! The profile editor, connected: what it opens with.

use latchkey_ipc::profiles::Description;
use latchkey_ipc::{IpcError, ReadProfile};
use yew::prelude::*;
use yew::props;

use super::profile_edit::{ProfileEdit, ProfileEditProps};
use super::profile_frame::ProfileFrame;
use crate::calls::{Calls, use_calls};
use crate::components::banner::{Banner, Tone};
use crate::components::component::component;
use crate::components::focus::focus_on;
use crate::components::profile::beginning::{BeginningFormProps, beginning_form};
use crate::effect::use_effect_with;
use crate::held::{UseStateSetter, use_reducer, use_state};
use crate::i18n::{I18n, use_i18n};
use crate::state::front::Front;
use crate::state::guide::GuideAction;
use crate::state::profile::begin::Beginning;
use crate::state::profile::editor::ProfileEditor;

/// Properties of [`ProfilePage`].
#[derive(Properties, PartialEq)]
pub struct ProfilePageProps {
    /// What the user wants to do.
    pub opening: Front,
}

/// The profile editor.
#[component]
pub fn ProfilePage(props: &ProfilePageProps) -> Html {
    let i18n = use_i18n();
    let editor = use_state(|| None::<Result<ProfileEditor, IpcError>>);
    use_effect_with(props.opening.clone(), {
        let editor = editor.setter();
        move |opening| open(opening, editor)
    });
    let ongo = {
        let editor = editor.setter();
        move |description: Description| editor.set(Some(Ok(ProfileEditor::new(&description))))
    };
    match (&*editor, &props.opening) {
        (Some(Ok(editor)), _) => component::<ProfileEdit>(props!(ProfileEditProps {
            begun: editor.clone()
        })),
        (Some(Err(error)), _) => unreadable(&i18n, &UnreadableProps { error: error.clone() }),
        (None, Front::NewProfile) => component::<Begin>(props!(BeginProps { ongo })),
        (None, _) => html! { <main class="profile-view" data-testid="profile-view"></main> },
    }
}

fn open(opening: &Front, editor: UseStateSetter<Option<Result<ProfileEditor, IpcError>>>) {
    let (id, copy) = match opening {
        Front::EditProfile(id) => (id.clone(), false),
        Front::CopyProfile(id) => (id.clone(), true),
        Front::ProfileFromFile(_, file) => return editor.set(Some(Ok(ProfileEditor::from_file(file)))),
        Front::NewProfile | Front::Sessions | Front::SignIn(_) => return,
    };
    let heard = move |answer: Result<Description, IpcError>| {
        editor.set(Some(answer.map(|mut description| {
            if copy {
                description.id.push_str("-copy");
                ProfileEditor::new(&description)
            } else {
                ProfileEditor::saved(&description)
            }
        })));
    };
    Calls::command::<ReadProfile>(ReadProfile { id }, Callback::from(heard));
}

struct UnreadableProps {
    error: IpcError,
}

fn unreadable(i18n: &I18n, props: &UnreadableProps) -> Html {
    html! {
        <ProfileFrame title={i18n.t("profile")} changed={false}>
            <Banner tone={Tone::Danger} title={i18n.error(&props.error)} test_id="profile-unreadable" />
        </ProfileFrame>
    }
}

#[derive(Properties, PartialEq)]
struct BeginProps {
    ongo: Callback<Description>,
}

/// The first step of a new profile.
#[component]
fn Begin(props: &BeginProps) -> Html {
    let i18n = use_i18n();
    let begun = use_reducer(Beginning::default);
    use_effect_with((), |()| focus_on("new-name"));
    let Some(calls) = use_calls() else {
        return Html::default();
    };
    let onaction = begun.dispatcher();
    let ongo = {
        let (ongo, begun) = (props.ongo.clone(), begun.clone());
        move |()| ongo.emit(begun.description())
    };
    let onguide = move |page| calls.guide.dispatch(GuideAction::Open(Some(page)));
    html! {
        <ProfileFrame title={i18n.t("profile-new")} changed={begun.is_changed()}>
            { beginning_form(&i18n, &BeginningFormProps {
                begun: (*begun).clone(), onaction: Callback::from(move |action| onaction.dispatch(action)),
                ongo: ongo.into(), onguide: onguide.into(),
            }) }
        </ProfileFrame>
    }
}
