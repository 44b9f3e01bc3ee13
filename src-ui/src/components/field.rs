//! A labelled text field with its error.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Field`].
#[derive(Properties, PartialEq)]
pub struct FieldProps {
    /// Unique in the page; also the name for tests.
    pub id: AttrValue,
    /// What it is.
    pub label: AttrValue,
    /// What it holds.
    pub value: AttrValue,
    /// Called with what is typed.
    pub oninput: Callback<String>,
    /// An example.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// Type of the input.
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    /// What the system may fill in.
    #[prop_or(AttrValue::Static("off"))]
    pub autocomplete: AttrValue,
    /// What is wrong with it.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// What is good to know about it.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// A button at its end.
    #[prop_or_default]
    pub trailing: Html,
    /// The input, for focus.
    #[prop_or_default]
    pub input: NodeRef,
}

/// A labelled text field with its error.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let oninput = {
        let oninput = props.oninput.clone();
        move |event: InputEvent| oninput.emit(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let wrong = props.error.is_some();
    let described = match (wrong, props.hint.is_some()) {
        (true, _) => Some(format!("{}-error", props.id)),
        (false, true) => Some(format!("{}-hint", props.id)),
        (false, false) => None,
    };
    html! {
        <div class="field">
            <label for={props.id.clone()}>{ &props.label }</label>
            <div class="field-box">
                <input
                    ref={props.input.clone()}
                    id={props.id.clone()}
                    data-testid={props.id.clone()}
                    type={props.kind.clone()}
                    value={props.value.clone()}
                    placeholder={props.placeholder.clone()}
                    autocomplete={props.autocomplete.clone()}
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid={wrong.then_some("true")}
                    aria-describedby={described}
                    {oninput}
                />
                { props.trailing.clone() }
            </div>
            if let Some(error) = &props.error {
                { field_error(&props.id, error.clone()) }
            } else if let Some(hint) = &props.hint {
                <p class="field-hint" id={format!("{}-hint", props.id)}>{ hint }</p>
            }
        </div>
    }
}

/// What is wrong with a field. Its `id` is the field's with `-error`, for `aria-describedby`.
pub fn field_error(field: &str, text: AttrValue) -> Html {
    html! {
        <p class="field-error" role="alert" id={format!("{field}-error")}
            data-testid={format!("error-{field}")}>
            { text }
        </p>
    }
}
