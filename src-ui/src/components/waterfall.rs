//! Steps with their times, as a waterfall.

use yew::prelude::*;

use super::style::{Style, use_style};
use crate::format;
use crate::i18n::{Piece, use_i18n};

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
    let line = |line: &Line| {
        html! {
            <li class={classes!("step", format!("step-{}", line.kind), line.bad.then_some("step-bad"))}
                data-testid="trace-step" data-kind={line.kind}>
                <span class="step-at">{ format::offset(line.at_us, total) }</span>
                <span class="step-name">{ &line.name }</span>
                <span class="step-text">{ for line.sentence.iter().map(piece) }</span>
                <span class="step-bar" aria-hidden="true">
                    <Bar moment={line.took_us == 0} place={place(line, total)} />
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
            <ol class="steps" aria-label={props.label.clone()}>
                { for props.lines.iter().map(line) }
            </ol>
            <p class="trace-total">
                { i18n.with("trace-total", &[("time", format::duration(props.total_us).into())]) }
            </p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct BarProps {
    moment: bool,
    place: [Style; 2],
}

/// The bar of a line, in its lane.
#[component]
fn Bar(props: &BarProps) -> Html {
    let bar = use_node_ref();
    use_style(&bar, props.place.to_vec());
    html! { <span ref={bar} class={classes!("bar", props.moment.then_some("bar-moment"))}></span> }
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

#[expect(clippy::cast_precision_loss, reason = "a percentage of a bar")]
fn place(line: &Line, total: u64) -> [Style; 2] {
    let share = |us: u64| format!("{:.2}%", us.min(total) as f64 / total as f64 * 100.0);
    [("left", share(line.at_us)), ("width", share(line.took_us))]
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
        let placed = |line: &Line| place(line, total).map(|(_, value)| value);
        assert_eq!(placed(&props.lines[0]), ["20.00%", "40.00%"]);
        assert_eq!(placed(&props.lines[1]), ["60.00%", "40.00%"]);
        assert_eq!(total_of(&all(Vec::new(), 0)), 1);
    }
}
