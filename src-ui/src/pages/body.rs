//! The body of an answer, read from the shell as it comes into view.

use std::rc::Rc;

use gloo::file::{Blob, ObjectUrl};
use latchkey_ipc::{Answer, BodyBytes, BodyKind, BodyRows, IpcError, RowsView as View};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::bridge;
use crate::components::rows_view::RowsView;
use crate::i18n::use_i18n;
use crate::state::rows::{CHUNK, RowCache, RowsAction};

/// The body of an answer in the chosen view.
pub(super) fn body_of(answer: &Rc<Answer>, view: View) -> Html {
    let about = &answer.body;
    if about.kind == BodyKind::Image {
        return html! {
            <Picture key={answer.answer_id} answer_id={answer.answer_id} media_type={about.media_type.clone()} />
        };
    }
    let (view, total) = match (view, about.pretty_rows) {
        (View::Pretty, Some(rows)) => (View::Pretty, rows),
        _ => (View::Raw, about.raw_rows),
    };
    let json = about.kind == BodyKind::Json;
    html! { <Rows key={format!("{}-{view:?}", answer.answer_id)} answer_id={answer.answer_id} {view} {total} {json} /> }
}

#[derive(Properties, PartialEq)]
struct RowsProps {
    answer_id: u64,
    view: View,
    total: u64,
    json: bool,
}

/// Rows of text: whatever comes into view and is not there yet is asked for.
#[component]
fn Rows(props: &RowsProps) -> Html {
    let i18n = use_i18n();
    let cache = use_reducer(RowCache::default);
    let RowsProps {
        answer_id,
        view,
        total,
        json,
    } = *props;
    use_effect_with(cache.wanted(), {
        let cache = cache.dispatcher();
        move |wanted| {
            let Some(chunk) = *wanted else { return };
            let count = u32::try_from(CHUNK.min(total.saturating_sub(chunk * CHUNK))).unwrap_or_default();
            let request = BodyRows {
                answer_id,
                view,
                first: chunk * CHUNK,
                count,
            };
            spawn_local(async move {
                cache.dispatch(match bridge::call_raw::<BodyRows>(request).await {
                    Ok(bytes) => RowsAction::Read(chunk, String::from_utf8_lossy(&bytes).into_owned()),
                    Err(error) => RowsAction::Failed(chunk, error),
                });
            });
        }
    });
    let onlook = use_callback(cache.dispatcher(), |(first, last), cache| {
        cache.dispatch(RowsAction::Look(first, last));
    });
    if let Some(error) = &cache.error {
        return html! { <p class="empty" role="alert">{ i18n.error(error) }</p> };
    }
    html! { <RowsView {total} {json} cache={(*cache).clone()} {onlook} /> }
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
