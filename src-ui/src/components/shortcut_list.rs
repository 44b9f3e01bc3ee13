//! Every action that has keys, with its keys.

use yew::prelude::*;

use super::dialog::Dialog;
use crate::i18n::I18n;
use crate::platform::is_mac;
use crate::state::actions::{ALL, Action, Group, Known, PLACES};

/// Properties of [`shortcut_list`].
pub struct ShortcutListProps {
    /// Called when the user is done with it.
    pub onclose: Callback<()>,
}

/// Every action that has keys, with its keys.
pub fn shortcut_list(i18n: &I18n, props: &ShortcutListProps) -> Html {
    let group = |group: &Group| {
        // The first place stands for all of them.
        let listed = |it: &&Known| {
            it.group == *group && !it.chords.is_empty() && !matches!(it.action, Action::TabAt(1..))
        };
        let known = ALL.iter().filter(listed);
        let line = |known: &Known| {
            let mut keys: Vec<_> = known.chords.iter().map(|it| it.written(is_mac())).collect();
            if let Action::TabAt(_) = known.action {
                keys.push(format!("… {}", Action::TabAt(PLACES - 1).keys(is_mac())));
            }
            let keys = keys.iter().map(|keys| html! { <kbd>{ keys }</kbd> });
            html! {
                <div key={known.name} class="shortcut">
                    <dt>{ i18n.t(known.name) }</dt>
                    <dd>{ for keys }</dd>
                </div>
            }
        };
        html! {
            <section key={group.title()}>
                <h3>{ i18n.t(group.title()) }</h3>
                <dl>{ for known.map(line) }</dl>
            </section>
        }
    };
    html! {
        <Dialog key="shortcuts" id="shortcuts" title={i18n.t("help-shortcuts")} wide={true}
            onclose={props.onclose.clone()}>
            <div class="dialog-scroll shortcuts">
                <div class="shortcut-columns">{ for Group::ALL.iter().filter(|it| has_keys(**it)).map(group) }</div>
            </div>
        </Dialog>
    }
}

fn has_keys(group: Group) -> bool {
    ALL.iter().any(|it| it.group == group && !it.chords.is_empty())
}
