//! Steps with their times, as a waterfall.

use yew::prelude::*;
use yew::props;

use super::component::{component, keyed_component};
use super::focus::focus_on;
use super::style::{Style, use_style};
use crate::format;
use crate::held::use_state_eq;
use crate::i18n::{I18n, Piece, use_i18n};

/// A step.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Microseconds from the start.
    pub at_us: u64,
    /// How long it took, in microseconds; 0 for a moment.
    pub took_us: u64,
    /// Stable name of its kind.
    pub kind: &'static str,
    /// The name to show.
    pub name: AttrValue,
    /// What happened.
    pub sentence: Vec<Piece>,
    /// Whether the user should see it first when something went wrong.
    pub bad: bool,
    /// What its time went by with, where that is known: shown in the bar, and in words.
    pub parts: Vec<Part>,
    /// A remark that stands before the parts.
    pub note: Option<AttrValue>,
}

/// A part of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Stable name of its kind: its colour.
    pub kind: &'static str,
    /// The name to show.
    pub name: AttrValue,
    /// Microseconds from the start.
    pub at_us: u64,
    /// How long it took, in microseconds.
    pub took_us: u64,
}

/// Properties of [`Waterfall`].
#[derive(Properties, PartialEq)]
pub struct WaterfallProps {
    /// What the steps are of.
    pub label: AttrValue,
    /// The steps, in order.
    pub lines: Vec<Line>,
    /// How long all took, in microseconds.
    pub total_us: u64,
}

/// Steps with their times.
#[component]
pub fn Waterfall(props: &WaterfallProps) -> Html {
    let i18n = use_i18n();
    let total = total_of(props);
    let current = use_state_eq(|| 0_usize);
    let last = props.lines.len().saturating_sub(1);
    let at = (*current).min(last);
    let onkeydown = {
        let current = current.setter();
        move |event: KeyboardEvent| {
            if let Some(next) = row_after(&event.key(), at, last) {
                event.prevent_default();
                current.set(next);
                focus_on(&row_id(next));
            }
        }
    };
    let line = |(row, line): (usize, &Line)| {
        let onfocus = {
            let current = current.setter();
            move |_: FocusEvent| current.set(row)
        };
        html! {
            <li class={classes!("step", format!("step-{}", line.kind), line.bad.then_some("step-bad"))}
                id={row_id(row)} tabindex={if row == at { "0" } else { "-1" }} {onfocus}
                data-testid="trace-step" data-kind={line.kind}>
                <span class="step-at">{ format::offset(line.at_us, total) }</span>
                <span class="step-name">{ &line.name }</span>
                <span class="step-text">
                    { for line.sentence.iter().map(piece) }
                    { parts(line, &i18n) }
                </span>
                <span class="step-bar" aria-hidden="true">
                    if line.parts.is_empty() {
                        { component::<Bar>(props!(BarProps {
                            moment: line.took_us == 0, place: place(line.at_us, line.took_us, total),
                        })) }
                    }
                    { for line.parts.iter().enumerate().map(|(at, part)| keyed_component::<Bar>(at, props!(BarProps {
                        kind: part.kind, place: place(part.at_us, part.took_us, total),
                    }))) }
                </span>
                <span class="step-took">
                    if line.took_us > 0 {
                        { format::duration(line.took_us) }
                    }
                </span>
            </li>
        }
    };
    html! {
        <div class="trace" data-testid="trace">
            <ol class="steps" aria-label={props.label.clone()} {onkeydown}>
                { for props.lines.iter().enumerate().map(line) }
            </ol>
            { legend(props, &i18n) }
            <p class="trace-total">
                { i18n.with("trace-total", &[("time", format::duration(props.total_us).into())]) }
            </p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct BarProps {
    #[prop_or_default]
    moment: bool,
    #[prop_or_default]
    kind: Option<&'static str>,
    place: [Style; 2],
}

/// The bar of a line, in its lane.
#[component]
fn Bar(props: &BarProps) -> Html {
    let bar = use_node_ref();
    use_style(&bar, props.place.to_vec());
    let kind = props.kind.map(|kind| format!("phase-{kind}"));
    html! { <span ref={bar} class={classes!("bar", props.moment.then_some("bar-moment"), kind)}></span> }
}

/// The parts in words: for those who hear the page, and those who want to know.
fn parts(line: &Line, i18n: &I18n) -> Html {
    if line.parts.is_empty() && line.note.is_none() {
        return Html::default();
    }
    let part = |part: &Part| {
        let values = [
            ("name", part.name.to_string().into()),
            ("time", format::duration(part.took_us).into()),
        ];
        html! { <span class="step-part">{ i18n.with("trace-phase", &values) }</span> }
    };
    html! {
        <span class="step-parts" data-testid="trace-parts">
            if let Some(note) = &line.note {
                <span class="step-part">{ note }</span>
            }
            { for line.parts.iter().map(part) }
        </span>
    }
}

/// What the colours in the bars stand for, once there are any.
fn legend(props: &WaterfallProps, i18n: &I18n) -> Html {
    let mut kinds: Vec<(&str, AttrValue)> = Vec::new();
    for part in props.lines.iter().flat_map(|line| &line.parts) {
        if !kinds.iter().any(|(kind, _)| *kind == part.kind) {
            kinds.push((part.kind, part.name.clone()));
        }
    }
    if kinds.is_empty() {
        return Html::default();
    }
    let kind = |(kind, name): &(&str, AttrValue)| {
        html! {
            <li class="legend-item">
                <span class={classes!("legend-colour", format!("phase-{kind}"))} aria-hidden="true"></span>
                { name }
            </li>
        }
    };
    html! {
        <ul class="trace-legend" aria-label={i18n.t("trace-legend")} data-testid="trace-legend">
            { for kinds.iter().map(kind) }
        </ul>
    }
}

fn row_id(row: usize) -> String {
    format!("trace-row-{row}")
}

/// The row that a key leads to.
fn row_after(key: &str, at: usize, last: usize) -> Option<usize> {
    match key {
        "ArrowDown" => Some((at + 1).min(last)),
        "ArrowUp" => Some(at.saturating_sub(1)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

fn piece(piece: &Piece) -> Html {
    match piece {
        Piece::Words(words) => html! { <>{ words }</> },
        Piece::Exact(text) => html! { <code>{ text }</code> },
    }
}

/// The length of the waterfall: the whole, or its last step where that ends later.
fn total_of(props: &WaterfallProps) -> u64 {
    let ends = props
        .lines
        .iter()
        .map(|line| line.at_us.saturating_add(line.took_us));
    ends.max().unwrap_or_default().max(props.total_us).max(1)
}

fn place(at_us: u64, took_us: u64, total: u64) -> [Style; 2] {
    let share = |us: u64| {
        format!(
            "{}%",
            format::decimal(us.min(total).saturating_mul(100), total, 2)
        )
    };
    [("left", share(at_us)), ("width", share(took_us))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at_us: u64, took_us: u64) -> Line {
        Line {
            at_us,
            took_us,
            kind: "body",
            name: "body".into(),
            sentence: Vec::new(),
            bad: false,
            parts: Vec::new(),
            note: None,
        }
    }

    fn all(lines: Vec<Line>, total_us: u64) -> WaterfallProps {
        let label = AttrValue::default();
        WaterfallProps {
            label,
            lines,
            total_us,
        }
    }

    #[test]
    fn bars_are_in_proportion_and_never_leave_their_lane() {
        let props = all(vec![line(10, 20), line(30, 20)], 40);
        let total = total_of(&props);
        assert_eq!(total, 50);
        let placed = |line: &Line| place(line.at_us, line.took_us, total).map(|(_, value)| value);
        assert_eq!(placed(&props.lines[0]), ["20.00%", "40.00%"]);
        assert_eq!(placed(&props.lines[1]), ["60.00%", "40.00%"]);
        assert_eq!(total_of(&all(Vec::new(), 0)), 1);
    }

    #[test]
    fn arrows_stop_at_the_ends() {
        assert_eq!(row_after("ArrowDown", 2, 2), Some(2));
        assert_eq!(row_after("ArrowUp", 0, 2), Some(0));
        assert_eq!(row_after("End", 0, 2), Some(2));
        assert_eq!(row_after("Home", 2, 2), Some(0));
        assert_eq!(row_after("Enter", 1, 2), None);
    }
}
