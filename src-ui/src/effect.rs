//! Effects as Yew has them, compiled once instead of for every closure.

use std::any::Any;
use std::rc::Rc;

use yew::functional::{Hook, TearDown};
use yew::prelude::hook;

use crate::comparable::Comparable;

/// What ends an effect.
type End = Box<dyn FnOnce()>;
type Effect = Box<dyn FnOnce(&dyn Any) -> End>;

/// Runs `effect` after a render with other `deps` than before, as Yew's own hook of this name does.
pub(crate) fn use_effect_with<T, D>(deps: T, effect: impl FnOnce(&T) -> D + 'static) -> impl Hook<Output = ()>
where
    T: PartialEq + 'static,
    D: TearDown,
{
    let begin = move |deps: &dyn Any| -> End {
        match deps.downcast_ref().map(effect) {
            Some(end) => Box::new(move || end.tear_down()),
            // The type is that of the line below.
            None => Box::new(|| ()),
        }
    };
    use_any_effect(Deps(Rc::new(deps)), Box::new(begin))
}

struct Deps(Rc<dyn Comparable>);

impl PartialEq for Deps {
    fn eq(&self, other: &Self) -> bool {
        self.0.is((*other.0).as_any())
    }
}

#[hook]
fn use_any_effect(deps: Deps, begin: Effect) {
    yew::functional::use_effect_with(deps, move |deps| begin((*deps.0).as_any()));
}
