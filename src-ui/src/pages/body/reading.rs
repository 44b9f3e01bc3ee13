//! Reading the rows of a body from the shell.

use latchkey_ipc::{BodyRows, RowsView as View, TreeRows};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::RowsProps;
use crate::bridge;
use crate::effect::use_effect_with;
use crate::held::UseReducerHandle;
use crate::state::rows::{CHUNK, RowCache, RowsAction};

/// Tells the rows that the body has become longer. Only one that is a stream does, and that is no tree.
#[hook]
pub(super) fn use_growing(props: &RowsProps, cache: &UseReducerHandle<RowCache>) {
    let before = use_mut_ref(|| (props.total, props.size));
    use_effect_with((props.total, props.size), {
        let cache = cache.dispatcher();
        move |now| {
            let earlier = before.replace(*now);
            if earlier != *now {
                cache.dispatch(RowsAction::Grown(earlier.0, now.0));
            }
        }
    });
}

/// Reads the rows that are in view and not there.
#[hook]
pub(super) fn use_reading(props: &RowsProps, cache: &UseReducerHandle<RowCache>) {
    let (answer_id, view) = (props.answer_id, props.view);
    let total = cache.shown.unwrap_or(props.total);
    use_effect_with((cache.wanted(), cache.turn), {
        let cache = cache.dispatcher();
        move |(wanted, turn)| {
            let (Some(chunk), turn) = (*wanted, *turn) else {
                return;
            };
            let first = chunk * CHUNK;
            let count = u32::try_from(CHUNK.min(total.saturating_sub(first))).unwrap_or_default();
            spawn_local(async move {
                let read = if view == View::Pretty {
                    let request = TreeRows {
                        answer_id,
                        first,
                        count,
                    };
                    let tree = bridge::call::<TreeRows>(request).await;
                    tree.map(|tree| RowsAction::ReadTree(turn, chunk, tree))
                } else {
                    let request = BodyRows {
                        answer_id,
                        view,
                        first,
                        count,
                    };
                    let bytes = bridge::call_raw::<BodyRows>(request).await;
                    bytes.map(|bytes| {
                        RowsAction::Read(turn, chunk, String::from_utf8_lossy(&bytes).into_owned())
                    })
                };
                cache.dispatch(read.unwrap_or_else(|error| RowsAction::Failed(chunk, error)));
            });
        }
    });
}
