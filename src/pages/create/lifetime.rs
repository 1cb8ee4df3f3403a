//! How long a certificate lives: a number of days, or the last day. Which of the two is asked for is this control's own,
//! purely visual state; the form holds one text.

use pki::moment::Moment;
use text::{Lang, Message};
use yew::{AttrValue, Callback, Html, Properties, component, html, use_state};

use crate::pages::words::days_to;
use crate::widgets::field::Field;
use crate::widgets::select::Select;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct LifetimeProps {
    /// The text field's id and name in tests.
    pub(super) id: AttrValue,
    /// The choice's id and name in tests.
    pub(super) kind_id: AttrValue,
    /// The role's name.
    pub(super) who: AttrValue,
    /// `365` or `2027-11-23`, as typed.
    pub(super) value: AttrValue,
    /// For turning one into the other.
    pub(super) now: Moment,
    pub(super) lang: Lang,
    #[prop_or_default]
    pub(super) error: Option<Message>,
    #[prop_or_default]
    pub(super) cautions: Vec<Message>,
    pub(super) onchange: Callback<String>,
}

const DAYS: &str = "days";
const UNTIL: &str = "until";

/// The choice between days and date, and the field.
#[component]
pub(super) fn Lifetime(props: &LifetimeProps) -> Html {
    let lang = props.lang;
    // decided once and by the choice alone: a field that changes its kind under the typing hand loses what is half typed
    let asked = use_state(|| props.value.contains('-'));
    let is_date = *asked;
    let onchoose = {
        let (asked, onchange, value, now) =
            (asked.clone(), props.onchange.clone(), props.value.clone(), props.now);
        Callback::from(move |kind: String| {
            let date = kind == UNTIL;
            asked.set(date);
            if let Some(text) = converted(&value, now, date) {
                onchange.emit(text);
            }
        })
    };
    let field = Field::new(props.id.clone(), text::create::lifetime_of(lang, &props.who), lang)
        .label_unseen()
        .kind(if is_date { "date" } else { "numeric" })
        .error(props.error.clone())
        .cautions(props.cautions.clone());
    let kind = Select {
        id: props.kind_id.clone(),
        label: text::create::lifetime_kind_of(lang, &props.who).into(),
        options: vec![
            (DAYS.into(), text::create::lifetime_days(lang).into()),
            (UNTIL.into(), text::create::lifetime_until(lang).into()),
        ],
        value: if is_date { UNTIL } else { DAYS }.into(),
        lang,
        ..Select::default()
    };
    html! {
        <div class="lifetime">
            { field.draw(&props.value, &props.onchange) }
            { kind.draw(&onchoose) }
        </div>
    }
}

/// The same lifetime in the other form; `None` when what was typed means nothing in it.
fn converted(value: &str, now: Moment, to_date: bool) -> Option<String> {
    if to_date {
        let end = now.plus_days(value.trim().parse().ok()?);
        end.to_string().split('T').next().map(str::to_owned)
    } else {
        Some(days_to(now, Moment::parse_day(value)?).max(1).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, converted};

    #[test]
    fn days_become_a_date_and_back() {
        let midnight = Moment::parse_day("2026-11-23").unwrap();
        let noon = midnight.plus_seconds(43_200);
        for (now, (days, date)) in [midnight, noon]
            .into_iter()
            .flat_map(|now| [("365", "2027-11-23"), ("1", "2026-11-24")].map(|case| (now, case)))
        {
            assert_eq!(converted(days, now, true).as_deref(), Some(date));
            assert_eq!(converted(date, now, false).as_deref(), Some(days));
        }
        let now = noon;
        assert_eq!(converted("soon", now, true), None);
        assert_eq!(converted("soon", now, false), None);
    }
}
