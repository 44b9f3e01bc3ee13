//! State and reducers as Yew has them, compiled once instead of for every type and every way to begin.

use std::any::Any;
use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;

use yew::functional::{Hook, HookContext};
use yew::{Callback, Reducible};

/// A value whose type its handle knows.
type Value = Rc<dyn Any>;
/// Makes the next value of the one before.
type Change = Box<dyn FnOnce(Value) -> Value>;
type Same = fn(&dyn Any, &dyn Any) -> bool;

/// A plain state with actions, as Yew's own hook of this name has it.
pub(crate) fn use_reducer<T: Reducible + 'static, F: FnOnce() -> T>(
    begin: F,
) -> impl Hook<Output = UseReducerHandle<T>> {
    Beginning::new(begin, None)
}

/// State that a component holds, as Yew's own hook of this name has it.
pub(crate) fn use_state<T: 'static, F: FnOnce() -> T>(begin: F) -> impl Hook<Output = UseStateHandle<T>> {
    Beginning::new(begin, None)
}

/// The same, and the component is not rendered anew where nothing changes.
pub(crate) fn use_state_eq<T: PartialEq + 'static, F: FnOnce() -> T>(
    begin: F,
) -> impl Hook<Output = UseStateHandle<T>> {
    Beginning::new(
        begin,
        Some(|one, other| one.downcast_ref::<T>() == other.downcast_ref()),
    )
}

struct Beginning<F, M> {
    begin: F,
    same: Option<Same>,
    by: PhantomData<M>,
}

impl<F, M> Beginning<F, M> {
    fn new(begin: F, same: Option<Same>) -> Self {
        Self {
            begin,
            same,
            by: PhantomData,
        }
    }
}

impl<T: 'static, F: FnOnce() -> T, M> Hook for Beginning<F, (T, M)> {
    type Output = HeldHandle<T, M>;

    fn run(self, context: &mut HookContext) -> HeldHandle<T, M> {
        let begin = self.begin;
        HeldHandle {
            held: hold(Box::new(move || Rc::new(begin())), self.same, context),
            of: PhantomData,
        }
    }
}

fn hold<'a>(begin: Box<dyn FnOnce() -> Value + 'a>, same: Option<Same>, context: &mut HookContext) -> Handle {
    let held = yew::functional::use_reducer_eq(move || Held { value: begin(), same }).run(context);
    Handle {
        seen: held.value.clone(),
        held,
    }
}

struct Held {
    value: Value,
    same: Option<Same>,
}

impl Reducible for Held {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        Rc::new(Self {
            value: change(self.value.clone()),
            same: self.same,
        })
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.same.is_some_and(|same| same(&*self.value, &*other.value))
    }
}

#[derive(Clone)]
struct Handle {
    held: yew::UseReducerHandle<Held>,
    /// What was held when this was made.
    seen: Value,
}

impl Handle {
    /// What is held now.
    fn value<T: 'static>(&self) -> &T {
        let value = self.held.value.downcast_ref();
        value.expect("what was put into it: nothing else has this type's handle")
    }
}

#[derive(Clone, PartialEq)]
struct Dispatcher(yew::UseReducerDispatcher<Held>);

impl Dispatcher {
    fn set<T: 'static>(&self, value: T) {
        self.0.dispatch(Box::new(move |_| Rc::new(value)));
    }

    fn dispatch<T: Reducible + 'static>(&self, action: T::Action)
    where
        T::Action: 'static,
    {
        self.0
            .dispatch(Box::new(move |value| match value.downcast::<T>() {
                Ok(value) => value.reduce(action),
                Err(value) => value,
            }));
    }
}

/// A state that is replaced: see [`UseStateHandle`].
pub struct ByValue;
/// A state that is acted on: see [`UseReducerHandle`].
pub struct ByAction;

/// What a component holds.
pub(crate) type UseStateHandle<T> = HeldHandle<T, ByValue>;
/// Sets what a component holds.
pub(crate) type UseStateSetter<T> = HeldDispatcher<T, ByValue>;
/// A plain state with actions.
pub(crate) type UseReducerHandle<T> = HeldHandle<T, ByAction>;
/// Acts on a plain state.
pub(crate) type UseReducerDispatcher<T> = HeldDispatcher<T, ByAction>;

/// What is held, and the way it changes.
pub struct HeldHandle<T, M> {
    held: Handle,
    of: PhantomData<(T, M)>,
}

impl<T, M> HeldHandle<T, M> {
    fn changing(&self) -> HeldDispatcher<T, M> {
        HeldDispatcher {
            held: Dispatcher(self.held.held.dispatcher()),
            of: PhantomData,
        }
    }
}

impl<T: 'static> UseStateHandle<T> {
    /// Holds something else from now on.
    pub(crate) fn set(&self, value: T) {
        self.setter().set(value);
    }

    /// What can do so, and knows nothing of what is held.
    pub(crate) fn setter(&self) -> UseStateSetter<T> {
        self.changing()
    }
}

impl<T: Reducible<Action: 'static> + 'static> UseReducerHandle<T> {
    /// Acts on it.
    pub fn dispatch(&self, action: T::Action) {
        self.dispatcher().dispatch(action);
    }

    /// What can act on it, and knows nothing of it.
    pub fn dispatcher(&self) -> UseReducerDispatcher<T> {
        self.changing()
    }
}

impl<T: 'static, M> Deref for HeldHandle<T, M> {
    type Target = T;

    fn deref(&self) -> &T {
        self.held.value()
    }
}

impl<T, M> Clone for HeldHandle<T, M> {
    fn clone(&self) -> Self {
        Self {
            held: self.held.clone(),
            of: PhantomData,
        }
    }
}

/// Two are equal when what they held was equal when they were made: the context of a render is compared with that of the
/// one before.
impl<T: PartialEq + 'static> PartialEq for UseReducerHandle<T> {
    fn eq(&self, other: &Self) -> bool {
        self.held.seen.downcast_ref::<T>() == other.held.seen.downcast_ref()
    }
}

/// Changes what is held, and knows nothing of it.
pub struct HeldDispatcher<T, M> {
    held: Dispatcher,
    of: PhantomData<(T, M)>,
}

impl<T: 'static> UseStateSetter<T> {
    /// Holds something else from now on.
    pub(crate) fn set(&self, value: T) {
        self.held.set(value);
    }
}

impl<T: Reducible<Action: 'static> + 'static> UseReducerDispatcher<T> {
    /// Acts on it.
    pub fn dispatch(&self, action: T::Action) {
        self.held.dispatch::<T>(action);
    }
}

impl<T, M> Clone for HeldDispatcher<T, M> {
    fn clone(&self) -> Self {
        Self {
            held: self.held.clone(),
            of: PhantomData,
        }
    }
}

impl<T, M> PartialEq for HeldDispatcher<T, M> {
    fn eq(&self, other: &Self) -> bool {
        self.held == other.held
    }
}

impl<T: 'static> From<UseStateSetter<T>> for Callback<T> {
    fn from(setter: UseStateSetter<T>) -> Self {
        Self::from(move |value| setter.set(value))
    }
}
