//! A list of tabs, by the keyboard pattern of ARIA: one stop for the Tab key, arrows move and choose.

use yew::prelude::*;

use super::focus::focus_on;

/// A tab.
#[derive(Debug, Clone, PartialEq)]
pub struct TabItem {
    /// Stable name.
    pub slug: &'static str,
    /// What it says.
    pub label: AttrValue,
    /// A small number or dot beside it.
    pub note: Option<AttrValue>,
    /// Whether something in it is wrong.
    pub alert: bool,
}

impl TabItem {
    /// A tab that only has a label.
    pub fn new(slug: &'static str, label: AttrValue) -> Self {
        Self {
            slug,
            label,
            note: None,
            alert: false,
        }
    }
}

/// Properties of [`tabs`].
pub struct TabsProps {
    /// Prefix of the ids in the page and of the names for tests.
    pub prefix: &'static str,
    /// What the tabs choose between.
    pub label: AttrValue,
    /// The tabs.
    pub items: Vec<TabItem>,
    /// The chosen one.
    pub selected: &'static str,
    /// Called with the one that is chosen.
    pub onselect: Callback<&'static str>,
}

/// A list of tabs. The panel is the caller's: its id is [`panel_id`], and it names its tab by [`tab_id`].
pub fn tabs(props: &TabsProps) -> Html {
    let onkeydown = {
        let slugs: Vec<_> = props.items.iter().map(|item| item.slug).collect();
        let (selected, onselect, prefix) = (props.selected, props.onselect.clone(), props.prefix);
        move |event: KeyboardEvent| {
            if let Some(slug) = target_of(&event.key(), &slugs, selected) {
                event.prevent_default();
                onselect.emit(slug);
                focus_on(&tab_id(prefix, slug));
            }
        }
    };
    let tab = |item: &TabItem| {
        let chosen = item.slug == props.selected;
        let onclick = {
            let (onselect, slug) = (props.onselect.clone(), item.slug);
            move |_| onselect.emit(slug)
        };
        html! {
            <button type="button" role="tab" class={classes!("tab", item.alert.then_some("tab-alert"))}
                key={item.slug}
                id={tab_id(props.prefix, item.slug)}
                data-testid={tab_id(props.prefix, item.slug)}
                aria-selected={if chosen { "true" } else { "false" }}
                aria-controls={panel_id(props.prefix)}
                tabindex={if chosen { "0" } else { "-1" }}
                {onclick}>
                { &item.label }
                if let Some(note) = &item.note {
                    <span class="tab-note">{ note }</span>
                }
            </button>
        }
    };
    html! {
        <div class="tabs" role="tablist" aria-label={props.label.clone()} {onkeydown}>
            { for props.items.iter().map(tab) }
        </div>
    }
}

/// The id of a tab.
pub fn tab_id(prefix: &str, slug: &str) -> String {
    format!("{prefix}-{slug}")
}

/// The id of the panel that the tabs share.
pub fn panel_id(prefix: &str) -> String {
    format!("{prefix}-panel")
}

fn target_of(key: &str, slugs: &[&'static str], selected: &str) -> Option<&'static str> {
    let at = slugs.iter().position(|slug| *slug == selected)?;
    let next = match key {
        "ArrowRight" => (at + 1) % slugs.len(),
        "ArrowLeft" => (at + slugs.len() - 1) % slugs.len(),
        "Home" => 0,
        "End" => slugs.len() - 1,
        _ => return None,
    };
    slugs.get(next).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round_and_home_and_end_go_to_the_ends() {
        let slugs = ["a", "b", "c"];
        assert_eq!(target_of("ArrowRight", &slugs, "c"), Some("a"));
        assert_eq!(target_of("ArrowLeft", &slugs, "a"), Some("c"));
        assert_eq!(target_of("Home", &slugs, "b"), Some("a"));
        assert_eq!(target_of("End", &slugs, "b"), Some("c"));
        assert_eq!(target_of("x", &slugs, "b"), None);
        assert_eq!(target_of("End", &slugs, "unknown"), None);
    }
}
