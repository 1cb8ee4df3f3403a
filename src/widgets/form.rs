//! Fields as the worker describes them. Each change is told by itself; what is wrong is shown at its field.

use workbench::fields::{FormField, Group, Input};
use workbench::msg::Msg;
use yew::{AttrValue, Html, html};

use crate::shared::Shared;
use crate::widgets::field::Field;
use crate::widgets::select::Select;

/// The groups below each other, with what is typed in their fields.
pub fn groups(groups: &[Group], shared: &Shared) -> Html {
    groups.iter().map(|group| self::group(group, shared)).collect()
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
    let FormField { place, id, label, hint, input, default, error, cautions, .. } = described;
    let value = shared.state.typed(*place).unwrap_or(default);
    let hint = (!hint.is_empty()).then(|| AttrValue::from(hint.clone()));
    let place = *place;
    let edit = shared.dispatch.reform(move |text| Msg::Typed(place, text));
    match input {
        Input::Line | Input::Lines | Input::Prose => {
            let line = Field::new(id.clone(), label.clone(), lang)
                .lines(*input == Input::Lines)
                .error(error.clone())
                .cautions(cautions.clone());
            let line = if *input == Input::Line { line.mono() } else { line };
            let line = match hint {
                Some(hint) => line.hint(hint),
                None => line,
            };
            line.draw(value, &edit)
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
                cautions: cautions.clone(),
                lang,
            };
            select.draw(&edit)
        }
        Input::Few(options) => html! {
            <div role="radiogroup" aria-label={label.clone()}>
                { for options.iter().map(|(choice, words)| {
                    let onchange = edit.reform({
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
