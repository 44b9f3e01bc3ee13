//! A field for JSON with its colours: the field itself is clear, and what is typed is drawn behind it. Only the lines in
//! sight are drawn, so that a long document is typed in as quickly as a short one.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, HtmlTextAreaElement};
use yew::prelude::*;

use super::style::use_style;
use crate::effect::use_effect_with;
use crate::held::use_state_eq;
use crate::i18n::use_i18n;
use crate::json::{Carry, tokens};

/// Documents beyond this are shown without colours: the field alone is quick enough for them, in bytes.
const COLOURED: usize = 512 * 1024;
/// The height of a line in pixels; the style sheet's `--row-height` is the same.
const LINE: i32 = 20;
/// Lines drawn above and below those in sight.
const MARGIN: usize = 8;
const ID: &str = "body-text";

/// Properties of [`JsonArea`].
#[derive(Properties, PartialEq)]
pub struct JsonAreaProps {
    /// The document.
    pub value: AttrValue,
    /// The id of what is wrong with it.
    #[prop_or_default]
    pub described: Option<AttrValue>,
    /// Called with what is typed.
    pub oninput: Callback<String>,
}

/// Which part of the document is in sight.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Sight {
    top: i32,
    left: i32,
    /// 0 until it is known.
    height: i32,
}

impl Sight {
    fn of(area: &HtmlTextAreaElement) -> Self {
        Self {
            top: area.scroll_top(),
            left: area.scroll_left(),
            height: area.client_height(),
        }
    }

    /// The first line to draw and how many.
    fn lines(self) -> (usize, usize) {
        if self.height == 0 {
            return (0, 2 * MARGIN);
        }
        let lines = |pixels: i32| usize::try_from(pixels / LINE).unwrap_or_default();
        let above = lines(self.top);
        let seen = lines(self.height) + 1;
        let first = above.saturating_sub(MARGIN);
        (first, above - first + seen + MARGIN)
    }

    /// How far below its usual place the first drawn line is, in pixels; negative above it.
    fn shift(self, first: usize) -> i64 {
        i64::try_from(first)
            .unwrap_or(i64::MAX)
            .saturating_mul(LINE.into())
            - i64::from(self.top)
    }
}

/// A field for JSON.
#[component]
pub fn JsonArea(props: &JsonAreaProps) -> Html {
    let i18n = use_i18n();
    let area = use_node_ref();
    let layer = use_node_ref();
    let sight = use_state_eq(Sight::default);
    let look = {
        let (area, sight) = (area.clone(), sight.setter());
        Callback::from(move |()| {
            if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                sight.set(Sight::of(&area));
            }
        })
    };
    use_effect_with(props.value.clone(), {
        let look = look.clone();
        move |_| look.emit(())
    });
    use_effect_with((), {
        let look = look.clone();
        move |()| {
            let on_resize = EventListener::new(&gloo::utils::window(), "resize", move |_| look.emit(()));
            move || drop(on_resize)
        }
    });
    let (first, count) = sight.lines();
    let down = sight.shift(first);
    let place = format!("translate({}px, {down}px)", -sight.left);
    use_style(&layer, vec![("transform", place)]);
    let coloured = props.value.len() <= COLOURED;
    let lines = props.value.split('\n').skip(first).take(count);
    let line = |(at, line): (usize, &str)| {
        let (pieces, _) = tokens(line, Carry::Between);
        let piece = |piece: &crate::json::JsonToken<'_>| html! { <span class={piece.kind.class()}>{ piece.text }</span> };
        html! { <div key={first + at} class="code-line">{ for pieces.iter().map(piece) }</div> }
    };
    let oninput = props
        .oninput
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
    html! {
        <div class={classes!("json-area", coloured.then_some("json-coloured"))}>
            if coloured {
                <div class="json-layer code" aria-hidden="true">
                    <div ref={layer}>{ for lines.enumerate().map(line) }</div>
                </div>
            }
            <textarea ref={area} id={ID} data-testid="body-content" class="code" wrap="off" spellcheck="false"
                autocomplete="off" autocapitalize="off" aria-label={i18n.t("body-content")} value={props.value.clone()}
                {oninput} onkeydown={|event: KeyboardEvent| indent_line(&event)} onscroll={look.reform(|_: Event| ())}
                aria-invalid={props.described.is_some().then_some("true")} aria-describedby={props.described.clone()} />
        </div>
    }
}

/// Enter begins the next line as far to the right as this one, and further after an opening bracket. What is inserted
/// can be undone as what is typed.
fn indent_line(event: &KeyboardEvent) {
    let held = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
    if event.key() != "Enter" || held || event.is_composing() {
        return;
    }
    let area: HtmlTextAreaElement = event.target_unchecked_into();
    let (Ok(Some(from)), Ok(Some(to))) = (area.selection_start(), area.selection_end()) else {
        return;
    };
    let text: Vec<u16> = area.value().encode_utf16().collect();
    let before = String::from_utf16_lossy(text.get(..from as usize).unwrap_or_default());
    let after = String::from_utf16_lossy(text.get(to as usize..).unwrap_or_default());
    let (begin, end) = line_break(&before, &after);
    let page = gloo::utils::document().dyn_into::<HtmlDocument>();
    let inserted = page.is_ok_and(|page| {
        page.exec_command_with_show_ui_and_value("insertText", false, &format!("{begin}{end}"))
            .unwrap_or(false)
    });
    if inserted {
        event.prevent_default();
        let at = from + u32::try_from(begin.encode_utf16().count()).unwrap_or_default();
        // Between the brackets.
        drop(area.set_selection_range(at, at));
    }
}

/// What comes before the place where typing goes on, and what after it.
fn line_break(before: &str, after: &str) -> (String, String) {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let space: String = line.chars().take_while(|it| *it == ' ' || *it == '\t').collect();
    let opened = line.trim_end().chars().next_back();
    let closes = after.chars().find(|it| *it != ' ');
    match (opened, closes) {
        (Some('{'), Some('}')) | (Some('['), Some(']')) => (format!("\n{space}  "), format!("\n{space}")),
        (Some('{' | '['), _) => (format!("\n{space}  "), String::new()),
        _ => (format!("\n{space}"), String::new()),
    }
}

/// Puts the keyboard where the document is wrong, line and column counted from 1, columns in bytes.
pub(super) fn go_to(text: &str, line: usize, column: usize) {
    let element = gloo::utils::document().get_element_by_id(ID);
    let Some(area) = element.and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok()) else {
        return;
    };
    let at = u32::try_from(place_of(text, line, column)).unwrap_or_default();
    drop(area.focus());
    drop(area.set_selection_range(at, at + 1));
}

/// The place in UTF-16 units, as fields count.
fn place_of(text: &str, line: usize, column: usize) -> usize {
    let mut lines = text.split_inclusive('\n');
    let above: usize = lines
        .by_ref()
        .take(line - 1)
        .map(|it| it.encode_utf16().count())
        .sum();
    let rest = lines.next().unwrap_or_default();
    let left = rest.char_indices().take_while(|(at, _)| at + 1 < column);
    above + left.map(|(_, it)| it.len_utf16()).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_line_begins_where_the_one_before_did() {
        assert_eq!(line_break("  \"a\": 1,", ""), ("\n  ".into(), String::new()));
        assert_eq!(line_break("{", "}"), ("\n  ".into(), "\n".into()));
        assert_eq!(line_break("a\n  \"b\": [", ""), ("\n    ".into(), String::new()));
        assert_eq!(line_break("", ""), ("\n".into(), String::new()));
    }

    #[test]
    fn a_place_is_counted_as_fields_count() {
        let text = "{\n  \"한😀\": x\n}";
        // serde_json counts bytes: two spaces, a quote, 3 + 4 bytes, a quote, a colon, a space, and the x.
        let column = 2 + 1 + 7 + 1 + 1 + 1 + 1;
        let at = place_of(text, 2, column);
        assert_eq!(text.encode_utf16().nth(at), Some(u16::from(b'x')));
        assert_eq!(place_of(text, 1, 1), 0);
        assert_eq!(place_of(text, 9, 9), text.encode_utf16().count());
    }

    #[test]
    fn only_the_lines_in_sight_are_drawn() {
        let sight = Sight {
            top: 20_000,
            left: 0,
            height: 200,
        };
        assert_eq!(sight.lines(), (1_000 - MARGIN, MARGIN + 11 + MARGIN));
        assert_eq!(Sight::default().lines(), (0, 2 * MARGIN));
    }
}
