//! State as Yew has it, compiled once instead of for every type and every way to begin.

use std::any::Any;
use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;

use yew::functional::{Hook, HookContext, use_reducer_eq};
use yew::{Callback, Reducible, UseReducerDispatcher, UseReducerHandle};

/// State that a component holds, as Yew's own hook of this name has it.
pub(crate) fn use_state<T: 'static, F: FnOnce() -> T>(begin: F) -> impl Hook<Output = UseStateHandle<T>> {
    Beginning { begin, same: None }
}

/// The same, and the component is not rendered anew where nothing changes.
pub(crate) fn use_state_eq<T: PartialEq + 'static, F: FnOnce() -> T>(
    begin: F,
) -> impl Hook<Output = UseStateHandle<T>> {
    let same: Same = |one, other| one.downcast_ref::<T>() == other.downcast_ref();
    Beginning {
        begin,
        same: Some(same),
    }
}

type Same = fn(&dyn Any, &dyn Any) -> bool;

struct Beginning<F> {
    begin: F,
    same: Option<Same>,
}

impl<T: 'static, F: FnOnce() -> T> Hook for Beginning<F> {
    type Output = UseStateHandle<T>;

    fn run(self, context: &mut HookContext) -> UseStateHandle<T> {
        let begin = self.begin;
        UseStateHandle {
            held: hold(Box::new(move || Rc::new(begin())), self.same, context),
            of: PhantomData,
        }
    }
}

fn hold<'a>(
    begin: Box<dyn FnOnce() -> Rc<dyn Any> + 'a>,
    same: Option<Same>,
    context: &mut HookContext,
) -> UseReducerHandle<Held> {
    use_reducer_eq(move || Held { value: begin(), same }).run(context)
}

struct Held {
    value: Rc<dyn Any>,
    same: Option<Same>,
}

impl Reducible for Held {
    type Action = Rc<dyn Any>;

    fn reduce(self: Rc<Self>, value: Rc<dyn Any>) -> Rc<Self> {
        let same = self.same;
        Rc::new(Self { value, same })
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.same.is_some_and(|same| same(&*self.value, &*other.value))
    }
}

/// What a component holds.
pub(crate) struct UseStateHandle<T> {
    held: UseReducerHandle<Held>,
    of: PhantomData<T>,
}

impl<T: 'static> UseStateHandle<T> {
    /// Holds something else from now on.
    pub(crate) fn set(&self, value: T) {
        self.held.dispatch(Rc::new(value));
    }

    /// What can do so, and knows nothing of what is held.
    pub(crate) fn setter(&self) -> UseStateSetter<T> {
        UseStateSetter {
            held: self.held.dispatcher(),
            of: PhantomData,
        }
    }
}

impl<T: 'static> Deref for UseStateHandle<T> {
    type Target = T;

    fn deref(&self) -> &T {
        let value = self.held.value.downcast_ref();
        value.expect("what was put into it: nothing else has this type's handle")
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
    held: UseReducerDispatcher<Held>,
    of: PhantomData<T>,
}

impl<T: 'static> UseStateSetter<T> {
    /// Holds something else from now on.
    pub(crate) fn set(&self, value: T) {
        self.held.dispatch(Rc::new(value));
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
