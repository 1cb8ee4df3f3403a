//! The fields of the Deploy room, drawn as the worker describes them. Each change is sent by itself; the worker says at which
//! field something is wrong.

use workbench::data::{ChoiceField, FormField, Group, Input};
use workbench::msg::Msg;
use workbench::rooms::deploy;
use yew::{AttrValue, Callback, Html, html};

use crate::shared::Shared;
use crate::widgets::field::Field;
use crate::widgets::select::Select;

/// The form.
pub(super) fn choices(shared: &Shared) -> Html {
    html! {
        <form class="form" onsubmit={Callback::from(|event: yew::SubmitEvent| event.prevent_default())} novalidate=true>
            { for shared.state.deploy.form.iter().map(|described| group(described, shared)) }
        </form>
    }
}

/// Fields that belong together; one that stands beside the field before it shares its row.
fn group(group: &Group, shared: &Shared) -> Html {
    let mut rows: Vec<(&FormField, Option<&FormField>)> = Vec::new();
    for described in &group.fields {
        match rows.last_mut() {
            Some((_, right)) if described.beside => *right = Some(described),
            _ => rows.push((described, None)),
        }
    }
    html! {
        <fieldset class="form form--dense">
            <legend class="legend">{ &group.title }</legend>
            { for rows.into_iter().map(|(left, right)| match right {
                None => field(left, shared),
                Some(right) => html! {<div class="pair pair--narrow-end">{ field(left, shared) }{ field(right, shared) }</div>},
            }) }
        </fieldset>
    }
}

fn field(described: &FormField, shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    let FormField { field, id, label, hint, input, default, error, .. } = described;
    let value = shared.state.deploy.draft.changed(*field).unwrap_or(default);
    let hint = (!hint.is_empty()).then(|| AttrValue::from(hint.clone()));
    match input {
        Input::Line | Input::Lines => {
            let line = Field::new(id.clone(), label.clone(), lang)
                .mono()
                .lines(*input == Input::Lines)
                .error(error.clone());
            let line = match hint {
                Some(hint) => line.hint(hint),
                None => line,
            };
            line.draw(value, &edit(*field, shared))
        }
        Input::List(options) => {
            let options = options.iter().map(|(id, words)| (id.clone().into(), words.clone().into()));
            let select = Select {
                id: id.clone().into(),
                label: label.clone().into(),
                options: options.collect(),
                value: value.to_owned().into(),
                hint,
                error: error.clone(),
                shown: true,
                lang,
                ..Select::default()
            };
            select.draw(&edit(*field, shared))
        }
        Input::Few(options) => html! {
            <div role="radiogroup" aria-label={label.clone()}>
                { for options.iter().map(|(choice, words)| {
                    let onchange = edit(*field, shared).reform({
                        let choice = choice.clone();
                        move |_: yew::Event| choice.clone()
                    });
                    html! {
                        <label class="check">
                            <input type="radio" name={id.clone()} checked={choice == value} {onchange} data-test={format!("{id}-{choice}")} />
                            <span>{ words }</span>
                        </label>
                    }
                }) }
            </div>
        },
    }
}

/// A callback that sends a field's new text.
fn edit(field: ChoiceField, shared: &Shared) -> Callback<String> {
    shared.dispatch.reform(move |text| Msg::Deploy(deploy::Msg::Edit(field, text)))
}
