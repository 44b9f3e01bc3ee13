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
    Beginning {
        begin,
        same: None,
        handle: |held| UseReducerHandle {
            held,
            of: PhantomData,
        },
    }
}

/// State that a component holds, as Yew's own hook of this name has it.
pub(crate) fn use_state<T: 'static, F: FnOnce() -> T>(begin: F) -> impl Hook<Output = UseStateHandle<T>> {
    Beginning {
        begin,
        same: None,
        handle: |held| UseStateHandle {
            held,
            of: PhantomData,
        },
    }
}

/// The same, and the component is not rendered anew where nothing changes.
pub(crate) fn use_state_eq<T: PartialEq + 'static, F: FnOnce() -> T>(
    begin: F,
) -> impl Hook<Output = UseStateHandle<T>> {
    let same: Same = |one, other| one.downcast_ref::<T>() == other.downcast_ref();
    Beginning {
        begin,
        same: Some(same),
        handle: |held| UseStateHandle {
            held,
            of: PhantomData,
        },
    }
}

struct Beginning<F, H> {
    begin: F,
    same: Option<Same>,
    handle: fn(Handle) -> H,
}

impl<T: 'static, F: FnOnce() -> T, H> Hook for Beginning<F, H> {
    type Output = H;

    fn run(self, context: &mut HookContext) -> H {
        let begin = self.begin;
        (self.handle)(hold(Box::new(move || Rc::new(begin())), self.same, context))
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

/// What a component holds.
pub(crate) struct UseStateHandle<T> {
    held: Handle,
    of: PhantomData<T>,
}

impl<T: 'static> UseStateHandle<T> {
    /// Holds something else from now on.
    pub(crate) fn set(&self, value: T) {
        self.setter().set(value);
    }

    /// What can do so, and knows nothing of what is held.
    pub(crate) fn setter(&self) -> UseStateSetter<T> {
        UseStateSetter {
            held: Dispatcher(self.held.held.dispatcher()),
            of: PhantomData,
        }
    }
}

impl<T: 'static> Deref for UseStateHandle<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.held.value()
    }
}

impl<T> Clone for UseStateHandle<T> {
    fn clone(&self) -> Self {
        Self {
            held: self.held.clone(),
            of: PhantomData,
        }
    }
}

/// Sets what a component holds.
pub(crate) struct UseStateSetter<T> {
    held: Dispatcher,
    of: PhantomData<T>,
}

impl<T: 'static> UseStateSetter<T> {
    /// Holds something else from now on.
    pub(crate) fn set(&self, value: T) {
        self.held.set(value);
    }
}

impl<T> Clone for UseStateSetter<T> {
    fn clone(&self) -> Self {
        Self {
            held: self.held.clone(),
            of: PhantomData,
        }
    }
}

impl<T> PartialEq for UseStateSetter<T> {
    fn eq(&self, other: &Self) -> bool {
        self.held == other.held
    }
}

impl<T: 'static> From<UseStateSetter<T>> for Callback<T> {
    fn from(setter: UseStateSetter<T>) -> Self {
        Self::from(move |value| setter.set(value))
    }
}

/// A plain state with actions.
pub struct UseReducerHandle<T> {
    held: Handle,
    of: PhantomData<T>,
}

impl<T: Reducible<Action: 'static> + 'static> UseReducerHandle<T> {
    /// Acts on it.
    pub fn dispatch(&self, action: T::Action) {
        self.dispatcher().dispatch(action);
    }

    /// What can act on it, and knows nothing of it.
    pub fn dispatcher(&self) -> UseReducerDispatcher<T> {
        UseReducerDispatcher {
            held: Dispatcher(self.held.held.dispatcher()),
            of: PhantomData,
        }
    }
}

impl<T: 'static> Deref for UseReducerHandle<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.held.value()
    }
}

impl<T> Clone for UseReducerHandle<T> {
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

/// Acts on a plain state.
pub struct UseReducerDispatcher<T> {
    held: Dispatcher,
    of: PhantomData<T>,
}

impl<T: Reducible<Action: 'static> + 'static> UseReducerDispatcher<T> {
    /// Acts on it.
    pub fn dispatch(&self, action: T::Action) {
        self.held.dispatch::<T>(action);
    }
}

impl<T> Clone for UseReducerDispatcher<T> {
    fn clone(&self) -> Self {
        Self {
            held: self.held.clone(),
            of: PhantomData,
        }
    }
}

impl<T> PartialEq for UseReducerDispatcher<T> {
    fn eq(&self, other: &Self) -> bool {
        self.held == other.held
    }
}
