//! All fields of a profile, group by group, with a summary of what is wrong.

use latchkey_ipc::IpcError;
use yew::prelude::*;
use yew::props;

use super::field::{ProfileField, ProfileFieldProps};
use super::pairs::{Pairs, PairsProps};
use super::rules::{Rules, RulesProps};
use crate::components::banner::{Banner, Tone};
use crate::components::component::keyed_component;
use crate::components::icons::{Icon, icon};
use crate::i18n::I18n;
use crate::state::profile::catalogue::{Field, FieldKind, GROUPS, Group, fields, group_of};
use crate::state::profile::editor::{ProfileAction, ProfileEditor};
use crate::state::profile::spot::Spot;

/// Properties of [`groups`].
pub struct GroupsProps {
    /// The editor.
    pub editor: ProfileEditor,
    /// Called with every change.
    pub onaction: Callback<ProfileAction>,
    /// Called when the user wants to choose a file for a field.
    pub onchoose: Callback<&'static str>,
    /// Called when the user wants to be taken to what is wrong.
    pub onjump: Callback<Spot>,
}

/// All fields of a profile.
pub fn groups(i18n: &I18n, props: &GroupsProps) -> Html {
    let errors = props.editor.shown_errors();
    let (basic, advanced): (Vec<_>, Vec<_>) = GROUPS.iter().partition(|group| !group.advanced);
    let group = |group: &&'static Group| group_of_fields(props, group, &errors, i18n);
    html! {
        <div key="fields" class="profile-groups">
            if props.editor.shows_all() && !errors.is_empty() {
                { summary(i18n, &SummaryProps { errors: errors.clone(), onjump: props.onjump.clone() }) }
            }
            { for basic.iter().map(group) }
            <h2 class="profile-advanced">{ i18n.t("profile-advanced") }</h2>
            { for advanced.iter().map(group) }
        </div>
    }
}

struct SummaryProps {
    errors: Vec<(Spot, IpcError)>,
    onjump: Callback<Spot>,
}

/// Everything that is wrong, each a way to its field.
fn summary(i18n: &I18n, props: &SummaryProps) -> Html {
    let line = |(spot, error): &(Spot, IpcError)| {
        let to = spot.clone();
        let field = fields().find(|field| field.path == spot.path);
        let words = field.map_or(AttrValue::default(), |field| {
            i18n.t(&format!("pf-{}", field.words))
        });
        let group =
            group_of(spot.path).map_or(AttrValue::default(), |it| i18n.t(&format!("group-{}", it.slug)));
        html! {
            <li>
                <button type="button" class="link" onclick={props.onjump.reform(move |_| to.clone())}>
                    { format!("{group} · {words}") }
                </button>
                { " " }{ i18n.error(error) }
            </li>
        }
    };
    let title = i18n.with("profile-errors", &[("count", props.errors.len().into())]);
    html! {
        <Banner tone={Tone::Danger} {title} test_id="profile-errors">
            <ul>{ for props.errors.iter().map(line) }</ul>
        </Banner>
    }
}

fn group_of_fields(
    props: &GroupsProps,
    group: &'static Group,
    errors: &[(Spot, IpcError)],
    i18n: &I18n,
) -> Html {
    let open = props.editor.is_open(group.slug);
    let wrong = errors
        .iter()
        .filter(|(spot, _)| group.fields.iter().any(|field| field.path == spot.path));
    let wrong = wrong.count();
    let slug = group.slug;
    let body = format!("group-{slug}-fields");
    html! {
        <section class="profile-group" key={slug}>
            <h2>
                <button type="button" class="group-head" data-testid={format!("group-{slug}")}
                    aria-expanded={open.to_string()} aria-controls={body.clone()}
                    onclick={props.onaction.reform(move |_| ProfileAction::Toggle(slug))}>
                    <span class={classes!("group-turn", open.then_some("group-open"))}>{ icon(Icon::Down) }</span>
                    { i18n.t(&format!("group-{slug}")) }
                    <span class="group-about">{ i18n.t(&format!("group-{slug}-about")) }</span>
                    if wrong > 0 {
                        <span class="badge status-bad">{ wrong }</span>
                    }
                </button>
            </h2>
            if open {
                <div class="group-fields" id={body}>
                    { for group.fields.iter().filter(|field| props.editor.form.shows(field))
                        .map(|field| one(props, field, errors, i18n)) }
                </div>
            }
        </section>
    }
}

fn one(props: &GroupsProps, field: &'static Field, errors: &[(Spot, IpcError)], i18n: &I18n) -> Html {
    let mine = || errors.iter().filter(|(spot, _)| spot.path == field.path);
    let form = &props.editor.form;
    let path = field.path;
    match field.kind {
        FieldKind::Pairs | FieldKind::Values => {
            let errors = mine().map(|(spot, error)| (spot.row, i18n.error(error)));
            keyed_component::<Pairs>(
                path,
                props!(PairsProps {
                    field,
                    rows: form.pairs(path).to_vec(),
                    errors: errors.collect::<Vec<_>>(),
                    onedit: props
                        .onaction
                        .reform(move |edit| ProfileAction::Pairs(path, edit))
                }),
            )
        }
        FieldKind::Rules => {
            let cell = |(spot, error): &(Spot, IpcError)| {
                Some((spot.row?, spot.cell.unwrap_or("status"), i18n.error(error)))
            };
            keyed_component::<Rules>(
                path,
                props!(RulesProps {
                    rules: form.rules.clone(),
                    errors: mine().filter_map(cell).collect::<Vec<_>>(),
                    onedit: props.onaction.reform(ProfileAction::Rules),
                    onup: props.onaction.reform(ProfileAction::RuleUp)
                }),
            )
        }
        kind => {
            let value = match kind {
                FieldKind::Choice(choices) => form.choice(path, choices).to_owned(),
                _ => form.text(path).to_owned(),
            };
            keyed_component::<ProfileField>(
                path,
                props!(ProfileFieldProps {
                    field,
                    value,
                    error: mine().next().map(|(_, error)| i18n.error(error)),
                    onset: props
                        .onaction
                        .reform(|(path, text)| ProfileAction::Set(path, text)),
                    onchoose: props.onchoose.clone()
                }),
            )
        }
    }
}
