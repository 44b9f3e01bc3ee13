//! The body of an answer, read from the shell as it comes into view.

mod reading;

use std::rc::Rc;

use gloo::file::{Blob, ObjectUrl};
use gloo::timers::callback::Timeout;
use latchkey_ipc::{
    Answer, BodyBytes, BodyKind, ChangeTree, IpcError, MatchAt, MatchesInRows, RowsView as View, SearchBody,
    TreeChange,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew::props;

use self::reading::{use_growing, use_reading};
use super::body_tools::copy;
use crate::bridge;
use crate::components::component::{component, keyed_component};
use crate::components::find_bar::{FindBar, FindBarProps};
use crate::components::focus::focus_on;
use crate::components::rows_view::{Colours, ROWS, RowsView, RowsViewProps, TreeView};
use crate::effect::use_effect_with;
use crate::held::{
    UseReducerDispatcher, UseReducerHandle, UseStateSetter, use_reducer, use_state, use_state_eq,
};
use crate::i18n::{I18n, use_i18n};
use crate::state::find::{Find, FindAction};
use crate::state::rows::{RowCache, RowsAction};
use crate::state::tree::{TreeAction, TreeTools};

/// How long typing has to rest before it is looked for, in milliseconds.
const REST: u32 = 120;

/// The body of an answer in the chosen view.
pub(super) fn body_of(
    answer: &Rc<Answer>,
    view: View,
    live: bool,
    find: &UseReducerHandle<Find>,
    tools: &UseReducerHandle<TreeTools>,
    i18n: &I18n,
) -> Html {
    let about = &answer.body;
    if about.kind == BodyKind::Image && view != View::Hex {
        return keyed_component::<Picture>(
            answer.answer_id,
            props!(PictureProps {
                answer_id: answer.answer_id,
                media_type: about.media_type.clone()
            }),
        );
    }
    if about.is_page() && view == View::Pretty {
        return html! {
            <iframe key={answer.answer_id} class="answer-page" data-testid="answer-page" title={i18n.t("view-page-title")} sandbox=""
                src={bridge::page_of(answer.answer_id)} />
        };
    }
    let (view, total) = match (view, about.pretty_rows) {
        (View::Hex, _) => (View::Hex, about.hex_rows),
        (View::Pretty, Some(rows)) => (View::Pretty, rows),
        _ => (View::Raw, about.raw_rows),
    };
    let colours = match (about.kind, about.stream, about.media_type.as_str()) {
        _ if view == View::Hex => Colours::None,
        (_, Some(_), "text/event-stream") => Colours::Events,
        (_, Some(_), _) | (BodyKind::Json, ..) => Colours::Json,
        _ => Colours::None,
    };
    keyed_component::<Rows>(
        format!("{}-{view:?}", answer.answer_id),
        props!(RowsProps {
            answer_id: answer.answer_id,
            view,
            total,
            colours,
            size: about.size,
            live,
            find: find.clone(),
            tools: tools.clone()
        }),
    )
}

#[derive(Properties, PartialEq)]
struct RowsProps {
    answer_id: u64,
    view: View,
    total: u64,
    colours: Colours,
    /// The size of the body, in bytes: where it grows, its last row may become longer.
    size: u64,
    live: bool,
    find: UseReducerHandle<Find>,
    tools: UseReducerHandle<TreeTools>,
}

/// Rows of text: whatever comes into view and is not there yet is asked for.
#[component]
fn Rows(props: &RowsProps) -> Html {
    let i18n = use_i18n();
    let cache = {
        let total = props.total;
        use_reducer(move || RowCache::of(total))
    };
    let active = use_state_eq(|| 0);
    let RowsProps {
        answer_id,
        view,
        colours,
        live,
        ref find,
        ref tools,
        ..
    } = *props;
    let total = cache.shown_of(props.total);
    let range = use_state_eq(|| (0, 0));
    let change = {
        let (cache, active, tools) = (cache.dispatcher(), active.setter(), tools.dispatcher());
        Callback::from(move |change: TreeChange| {
            let (cache, active, tools) = (cache.clone(), active.clone(), tools.clone());
            spawn_local(async move {
                match bridge::call::<ChangeTree>(ChangeTree { answer_id, change }).await {
                    Ok(changed) => {
                        if !matches!(change, TreeChange::Parent(_)) {
                            cache.dispatch(RowsAction::Changed(changed.shown));
                        }
                        active.set(changed.at);
                    }
                    Err(error) => tools.dispatch(TreeAction::Told(answer_id, Err(error))),
                }
            });
        })
    };
    let wanted = tools.wanted_of(answer_id).filter(|_| view == View::Pretty);
    use_effect_with(wanted, {
        let (change, tools) = (change.clone(), tools.dispatcher());
        move |wanted| {
            if let Some(wanted) = *wanted {
                tools.dispatch(TreeAction::Taken);
                change.emit(wanted);
            }
        }
    });
    use_search(props, (*range, cache.turn), &cache.dispatcher(), &active.setter());
    use_growing(props, &cache);
    use_reading(props, &cache);
    let onlook = use_callback((cache.dispatcher(), range.setter()), |looked, (cache, range)| {
        let (first, last) = looked;
        range.set(looked);
        cache.dispatch(RowsAction::Look(first, last));
    });
    if let Some(error) = &cache.error {
        return html! { <p class="empty" role="alert">{ i18n.error(error) }</p> };
    }
    let onaction = {
        let find = find.dispatcher();
        move |action| {
            let closed = matches!(action, FindAction::Close);
            find.dispatch(action);
            if closed {
                focus_on(ROWS);
            }
        }
    };
    let tree = (view == View::Pretty).then(|| TreeView {
        active: (*active).min(total.saturating_sub(1)),
        onactive: Callback::from({
            let active = active.setter();
            move |at| active.set(at)
        }),
        onchange: change,
        oncopy: Callback::from({
            let tools = tools.dispatcher();
            move |part| copy(tools.clone(), answer_id, part)
        }),
    });
    let search = view != View::Hex;
    html! {
        <>
            if find.open && search {
                { component::<FindBar>(props!(FindBarProps { find: (**find).clone(), onaction })) }
            }
            { component::<RowsView>(props!(RowsViewProps {
                total, colours, live, numbered: search, tree, cache: (*cache).clone(),
                find: if search { (**find).clone() } else { Find::default() }, onlook,
            })) }
        </>
    }
}

/// Looks for what is wanted in these rows, and for the matches in view.
#[hook]
fn use_search(
    props: &RowsProps,
    looked: ((u64, u64), u64),
    cache: &UseReducerDispatcher<RowCache>,
    active: &UseStateSetter<u64>,
) {
    let RowsProps {
        answer_id,
        view,
        live,
        ref find,
        ..
    } = *props;
    let (range, turn) = looked;
    let searched = view != View::Hex;
    let dispatch = find.dispatcher();
    // What a stream has brought since it was looked through counts when it is over.
    use_effect_with((answer_id, view, live), {
        let dispatch = dispatch.clone();
        move |_| dispatch.dispatch(FindAction::Elsewhere)
    });
    use_effect_with(find.search, {
        let (dispatch, find) = (dispatch.clone(), find.clone());
        move |search| {
            let search = *search;
            let request = SearchBody {
                answer_id,
                view,
                search,
                pattern: find.pattern.clone(),
                regex: find.regex,
                match_case: find.match_case,
                from_row: range.0,
            };
            let waiting = (find.wants() && searched).then(|| {
                Timeout::new(REST, move || {
                    spawn_local(async move {
                        let found = bridge::call::<SearchBody>(request).await;
                        dispatch.dispatch(FindAction::Done(search, found));
                    });
                })
            });
            move || drop(waiting)
        }
    });
    let found = find.count().filter(|count| *count > 0).map(|_| find.search);
    use_effect_with((found, find.number), {
        let (dispatch, cache, active) = (dispatch.clone(), cache.clone(), active.clone());
        move |(found, number)| {
            let (Some(search), number) = (*found, *number) else {
                return;
            };
            let request = MatchAt {
                answer_id,
                search,
                number,
            };
            spawn_local(async move {
                let Ok(Some(place)) = bridge::call::<MatchAt>(request).await else {
                    return;
                };
                let mut at = place.row;
                if view == View::Pretty {
                    // It may be inside of something that is folded.
                    let change = TreeChange::Reveal(place.row);
                    let Ok(changed) = bridge::call::<ChangeTree>(ChangeTree { answer_id, change }).await
                    else {
                        return;
                    };
                    at = changed.at;
                    cache.dispatch(RowsAction::Shown(changed.shown));
                    active.set(at);
                }
                dispatch.dispatch(FindAction::Front(search, number, place, at));
            });
        }
    });
    use_effect_with((found, range, turn), move |(found, (first, last), _)| {
        let Some(search) = *found else { return };
        let request = MatchesInRows {
            answer_id,
            search,
            first: *first,
            last: *last,
        };
        spawn_local(async move {
            if let Ok(marks) = bridge::call::<MatchesInRows>(request).await {
                dispatch.dispatch(FindAction::Marks(search, marks));
            }
        });
    });
}

#[derive(Properties, PartialEq)]
struct PictureProps {
    answer_id: u64,
    media_type: String,
}

/// An image, shown from a URL that lives as long as the component.
#[component]
fn Picture(props: &PictureProps) -> Html {
    let i18n = use_i18n();
    let image = use_state(|| None::<Result<ObjectUrl, IpcError>>);
    use_effect_with(props.answer_id, {
        let (image, media_type) = (image.setter(), props.media_type.clone());
        move |answer_id| {
            let request = BodyBytes {
                answer_id: *answer_id,
            };
            spawn_local(async move {
                let bytes = bridge::call_raw::<BodyBytes>(request).await;
                image.set(Some(bytes.map(|bytes| {
                    ObjectUrl::from(Blob::new_with_options(bytes.as_slice(), Some(&media_type)))
                })));
            });
        }
    });
    match &*image {
        None => html! { <div class="picture"></div> },
        Some(Err(error)) => html! { <p class="empty" role="alert">{ i18n.error(error) }</p> },
        Some(Ok(url)) => html! {
            <div class="picture" data-testid="body-image">
                <img src={url.to_string()} alt={i18n.t("answer-image")} />
            </div>
        },
    }
}
