//! What the window knows: one reducer per concern, each a plain state with actions, free of IPC and of the browser.

pub mod actions;
pub mod answer;
mod as_saved;
pub mod body;
pub mod collection;
pub mod desk;
pub mod draft;
pub mod editor;
pub mod fields;
pub mod find;
pub mod front;
pub mod fuzzy;
pub mod guide;
pub mod history;
pub mod kept;
pub mod keys;
pub mod known;
pub mod list;
pub mod notices;
pub mod openings;
pub mod overlay;
pub mod past;
pub mod pasted;
pub mod path_params;
pub mod preferences;
pub mod profile;
pub mod query;
pub mod rows;
pub mod run;
pub mod samples;
pub mod session;
pub mod sign_in;
pub mod tabs;
pub mod tree;
pub mod update;
pub mod zoom;

/// Lets Yew drive a plain state: `apply` is the reducer.
macro_rules! reducible {
    ($state:ty, $action:ty) => {
        impl yew::Reducible for $state {
            type Action = $action;

            fn reduce(self: std::rc::Rc<Self>, action: Self::Action) -> std::rc::Rc<Self> {
                std::rc::Rc::new(self.apply(action))
            }
        }
    };
}
pub(crate) use reducible;
