//! The fields of a form, for a new set and for issuing more: the same fields, the same checks.

use text::{Lang, Message};
use workbench::fields::Described;
use workbench::form::Which;
use workbench::form::{Edit, Field as At, Form, Report};
use workbench::msg::Msg;
use workbench::rooms::create;
use yew::{AttrValue, Callback, Html, html};

use crate::widgets::chips::{Chip, Chips};
use crate::widgets::field::Field;
use crate::widgets::limit::Limit;

/// A form as it stands, with what the worker found in it.
#[derive(Clone, Copy)]
pub(super) struct FormView<'a> {
    pub(super) which: Which,
    pub(super) form: &'a Form,
    pub(super) report: &'a Report,
    pub(super) choices: &'a Described,
    pub(super) lang: Lang,
    pub(super) dispatch: &'a Callback<Msg>,
    /// How many clients are drawn.
    pub(super) limit: &'a Limit,
}

impl FormView<'_> {
    /// The names and addresses of the server.
    pub(super) fn services(&self) -> Html {
        let lang = self.lang;
        let chips = self.form.services.iter().enumerate();
        let chips = chips
            .map(|(index, name)| Chip { text: name.clone().into(), error: self.error(At::Service(index)) })
            .collect::<Vec<_>>();
        html! {
            <Chips id={self.name("service-entry")} test={self.name("service-entry")} {lang} {chips}
                label={text::create::services(lang)} list_label={text::create::services_chosen(lang)}
                hint={text::create::services_hint(lang)} placeholder={text::create::services_empty(lang)}
                error={self.error(At::Services)} cautions={self.cautions(At::Services)}
                onadd={self.edit(Edit::AddServices)} onremove={self.edit(Edit::RemoveService)} onclear={self.edit(|()| Edit::ClearServices)}
                remove_label={Callback::from(move |name: AttrValue| AttrValue::from(text::create::service_remove(lang, &name)))} />
        }
    }

    /// A field of one text, as the page describes it, with what is typed and what was found at that place.
    pub(super) fn text(&self, at: At, field: Field, value: &str) -> Html {
        let oninput = self.edit(move |text| Edit::Text(at, text));
        field.error(self.error(at)).cautions(self.cautions(at)).draw(value, &oninput)
    }

    /// The description of a field of this form.
    pub(super) fn field(&self, name: &str, label: impl Into<AttrValue>) -> Field {
        Field::new(self.name(name), label, self.lang)
    }

    /// A callback that turns what a widget says into a change of this form.
    pub(super) fn edit<T: 'static>(&self, edit: impl Fn(T) -> Edit + 'static) -> Callback<T> {
        let which = self.which;
        self.dispatch.reform(move |value| Msg::Create(create::Msg::Edit(which, edit(value))))
    }

    /// What is wrong at a field.
    pub(super) fn error(&self, at: At) -> Option<Message> {
        self.report.problem(at).map(|problem| problem.message(self.lang))
    }

    /// What should be known about a field.
    pub(super) fn cautions(&self, at: At) -> Vec<Message> {
        self.report.warnings(at).map(|warning| warning.message(self.lang)).collect()
    }

    /// The name of an element of this form, unique in the document.
    pub(super) fn name(&self, name: &str) -> AttrValue {
        match self.which {
            Which::Set => name.to_owned().into(),
            Which::More => format!("more-{name}").into(),
        }
    }
}
