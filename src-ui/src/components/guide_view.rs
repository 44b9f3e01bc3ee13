//! The user guide: it lies over the whole window, so that whatever the user was doing stays as it is.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::dialog::use_modal;
use super::focus::{focus_at_top, focus_on};
use super::icons::{Icon, icon};
use super::toggles::{TogglesProps, toggles};
use crate::effect::use_effect_with;
use crate::guide::Page;
use crate::i18n::{I18n, use_i18n};
use crate::state::guide::{Guide, GuideAction, Place};
use crate::state::preferences::{Language, Theme};

/// The id of the part that scrolls.
const PAGE_ID: &str = "guide-page";

/// A page that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Which.
    pub page: Page,
    /// In which language.
    pub language: Language,
    /// As HTML, made of our own files alone; `None` if it could not be read.
    pub html: Option<AttrValue>,
}

/// Properties of [`GuideView`].
#[derive(Properties, PartialEq)]
pub struct GuideViewProps {
    /// Where the user is in it.
    pub guide: Guide,
    /// What is shown of it: for a moment still the page before.
    pub shown: Option<Shown>,
    /// The theme in use.
    pub theme: Theme,
    /// Called with what the user does.
    pub onaction: Callback<GuideAction>,
    /// To the next theme.
    pub ontheme: Callback<()>,
    /// To the other language.
    pub onlanguage: Callback<()>,
}

/// The user guide.
#[component]
pub fn GuideView(props: &GuideViewProps) -> Html {
    let i18n = use_i18n();
    let dialog = use_modal();
    let GuideViewProps { guide, onaction, .. } = props;
    let page = use_node_ref();
    let language = i18n.language();
    let wanted = (guide.at.page, language);
    let is_there = (props.shown.as_ref()).is_some_and(|shown| (shown.page, shown.language) == wanted);
    let last_move = use_mut_ref(|| None);
    use_effect_with((guide.moves, is_there), {
        let (page, section) = (page.clone(), guide.at.section);
        move |&(moves, is_there)| {
            // Once for each move, when there is something to move in: another language leaves the page where it is.
            if !is_there || last_move.replace(Some(moves)) == Some(moves) {
                return;
            }
            if let Some(at) = section {
                return focus_at_top(&section_id(at));
            }
            if let Some(page) = page.cast::<Element>() {
                page.set_scroll_top(0);
            }
            focus_on(PAGE_ID);
        }
    });
    let onclick = {
        let onaction = onaction.clone();
        move |event: MouseEvent| follow(&event, &onaction)
    };
    let onkeydown = {
        let onaction = onaction.clone();
        move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => follow(&event, &onaction),
            "ArrowLeft" if event.alt_key() => {
                event.prevent_default();
                onaction.emit(GuideAction::Back);
            }
            _ => {}
        }
    };
    let text = guide.at.page.text(language);
    let article = match &props.shown {
        None => Html::default(),
        Some(Shown { html: Some(html), .. }) => Html::from_html_unchecked(html.clone()),
        Some(Shown { html: None, .. }) => html! { <p role="alert">{ i18n.t("guide-unreadable") }</p> },
    };
    let go = |place: Place| onaction.reform(move |_: MouseEvent| GuideAction::Go(place));
    let neighbour = |page: Page, id: &'static str| {
        html! {
            <button type="button" class="button" data-testid={id} onclick={go(page.into())}>
                if id == "guide-before" {
                    { icon(Icon::Back) }
                }
                { page.text(language).title }
                if id == "guide-after" {
                    { icon(Icon::Forward) }
                }
            </button>
        }
    };
    html! {
        <dialog ref={dialog} class="guide" id="guide" data-testid="guide" aria-labelledby="guide-title" lang={language.tag()}
            onclose={onaction.reform(|_: Event| GuideAction::Close)} {onkeydown}>
            <header class="session-bar" id="guide-bar">
                <button type="button" class="icon-button" data-testid="guide-back" aria-label={i18n.t("guide-back")}
                    title={i18n.t("guide-back")} disabled={guide.before.is_empty()}
                    onclick={onaction.reform(|_| GuideAction::Back)}>
                    { icon(Icon::Back) }
                </button>
                <p class="profile-title" id="guide-title">{ i18n.t("help-guide") }</p>
                <span class="bar-gap"></span>
                { toggles(&i18n, &TogglesProps {
                    theme: props.theme, ontheme: props.ontheme.clone(), onlanguage: props.onlanguage.clone(),
                }) }
                <button type="button" class="button button-small" data-testid="guide-close"
                    onclick={onaction.reform(|_| GuideAction::Close)}>
                    { icon(Icon::Close) }
                    { i18n.t("close") }
                </button>
            </header>
            { contents(&i18n, &ContentsProps { at: guide.at, onaction: onaction.clone() }) }
            <div ref={page} class="guide-page" id={PAGE_ID} data-testid={PAGE_ID} tabindex="0" role="region"
                aria-label={text.title}>
                <article class="guide-text" {onclick}>
                    { article }
                </article>
                <div class="guide-turn">
                    { for guide.at.page.before().map(|page| neighbour(page, "guide-before")) }
                    <span class="bar-gap"></span>
                    { for guide.at.page.after().map(|page| neighbour(page, "guide-after")) }
                </div>
            </div>
        </dialog>
    }
}

struct ContentsProps {
    at: Place,
    onaction: Callback<GuideAction>,
}

/// The pages, and the sections of the one that is shown.
fn contents(i18n: &I18n, props: &ContentsProps) -> Html {
    let language = i18n.language();
    let go = |place: Place| props.onaction.reform(move |_: MouseEvent| GuideAction::Go(place));
    let section = |(at, title): (usize, &&'static str)| {
        let place = Place {
            page: props.at.page,
            section: Some(at),
        };
        html! {
            <li key={at}>
                <button type="button" class="side-item guide-entry-section" onclick={go(place)}>{ *title }</button>
            </li>
        }
    };
    let entry = |page: Page| {
        let here = page == props.at.page;
        let text = page.text(language);
        html! {
            <li key={text.title}>
                <button type="button" class="side-item guide-entry" data-testid={format!("guide-to-{}", page.id())}
                    aria-current={here.then_some("page")} onclick={go(page.into())}>{ text.title }</button>
                if here {
                    <ul>{ for text.sections.iter().enumerate().map(section) }</ul>
                }
            </li>
        }
    };
    html! {
        <nav class="sidebar" aria-label={i18n.t("guide-contents")}>
            <ul>{ for Page::ALL.into_iter().map(entry) }</ul>
        </nav>
    }
}

fn section_id(at: usize) -> String {
    format!("guide-section-{at}")
}

/// Follows the link that was clicked, or that has the focus.
fn follow(event: &Event, onaction: &Callback<GuideAction>) {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let link = target.and_then(|it| it.closest("a[data-page]").ok().flatten());
    let Some(link) = link else { return };
    let page = link.get_attribute("data-page").and_then(|id| Page::by_id(&id));
    if let Some(page) = page {
        event.prevent_default();
        let section = link.get_attribute("data-section").and_then(|at| at.parse().ok());
        onaction.emit(GuideAction::Go(Place { page, section }));
    }
}
