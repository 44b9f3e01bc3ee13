//! One component of Yew's for nearly all of ours.
//!
//! Yew compiles what mounts, updates and removes a component anew for each: two kilobytes of code, sixty times. A
//! [`component()`] is what `<C … />` is, and shares that. What has children is written the common way.

use std::any::Any;
use std::rc::Rc;

use yew::functional::{FunctionProvider, Hook, HookContext};
use yew::html::HtmlResult;
use yew::prelude::*;
use yew::virtual_dom::{Key, VChild};

use crate::comparable::Comparable;

/// The component `C`, as `<C … />` has it.
///
/// As everything with a key it stands once beside its like: where there are several, they are [`keyed_component`]s.
pub fn component<C: FunctionProvider + 'static>(props: C::Properties) -> Html {
    mounted(run::<C>, Rc::new(props), "")
}

/// The component `C`, as `<C key={key} … />` has it.
pub fn keyed_component<C: FunctionProvider + 'static>(key: impl Into<Key>, props: C::Properties) -> Html {
    mounted(run::<C>, Rc::new(props), &key.into())
}

type Run = fn(&mut HookContext, &dyn Any) -> HtmlResult;

fn run<C: FunctionProvider + 'static>(context: &mut HookContext, props: &dyn Any) -> HtmlResult {
    match props.downcast_ref() {
        Some(props) => C::run(context, props),
        // Both come from the same call.
        None => Ok(Html::default()),
    }
}

fn mounted(run: Run, props: Rc<dyn Comparable>, key: &str) -> Html {
    // Two components are two for Yew too: one never takes over the state of another.
    let key = Key::from(format!("{} {key}", run as usize));
    VChild::<Part>::new(PartProps { run, props }, Some(key)).into()
}

#[derive(Properties)]
struct PartProps {
    run: Run,
    props: Rc<dyn Comparable>,
}

impl PartialEq for PartProps {
    fn eq(&self, other: &Self) -> bool {
        self.run as usize == other.run as usize && self.props.is((*other.props).as_any())
    }
}

#[component]
fn Part(props: &PartProps) -> HtmlResult {
    use_part(props)
}

fn use_part(props: &PartProps) -> impl Hook<Output = HtmlResult> {
    Running(props)
}

/// Lets a component use its hooks in the place of [`Part`].
struct Running<'a>(&'a PartProps);

impl Hook for Running<'_> {
    type Output = HtmlResult;

    fn run(self, context: &mut HookContext) -> HtmlResult {
        (self.0.run)(context, (*self.0.props).as_any())
    }
}
