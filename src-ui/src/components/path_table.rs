//! What the parameters of the path stand for. The path names them; here they get their values.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::field::field_error;
use crate::i18n::I18n;
use crate::state::body::Row;

/// Properties of [`path_table`].
pub(super) struct PathTableProps {
    /// The parameters.
    pub(super) rows: Vec<Row>,
    /// What is wrong, and in which row.
    pub(super) problem: Option<(usize, AttrValue)>,
    /// Called with the row and what is typed there.
    pub(super) onvalue: Callback<(usize, String)>,
}

/// What the parameters of the path stand for.
pub(super) fn path_table(i18n: &I18n, props: &PathTableProps) -> Html {
    let line = |(at, row): (usize, &Row)| {
        let id = format!("path-{at}-value");
        let error = props.problem.as_ref().filter(|(wrong, _)| *wrong == at);
        let oninput = props
            .onvalue
            .reform(move |event: InputEvent| (at, event.target_unchecked_into::<HtmlInputElement>().value()));
        html! {
            <div key={row.name.clone()} class="path-param">
                <label for={id.clone()}>{ format!(":{}", row.name) }</label>
                <input type="text" id={id.clone()} data-testid={id.clone()} value={row.value.clone()} {oninput}
                    spellcheck="false" autocomplete="off" autocapitalize="off" aria-invalid={error.is_some().then_some("true")}
                    aria-describedby={error.is_some().then(|| format!("{id}-error"))} />
                if let Some((_, text)) = error {
                    { field_error(&id, text.clone()) }
                }
            </div>
        }
    };
    html! {
        <fieldset class="path-params" data-testid="path-params">
            <legend>{ i18n.t("path-params") }</legend>
            <div>{ for props.rows.iter().enumerate().map(line) }</div>
        </fieldset>
    }
}
