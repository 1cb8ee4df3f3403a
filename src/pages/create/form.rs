//! The fields of a form, for a new set and for issuing more: the same fields, the same checks.

use pki::moment::Moment;
use text::{Lang, Message};
use workbench::form::{Edit, Field, Form, Report};
use workbench::msg::Msg;
use workbench::rooms::create::{self, Which};
use yew::{AttrValue, Callback, Html, html};

use crate::widgets::chips::{Chip, Chips};
use crate::widgets::field;
use crate::widgets::limit::Limit;

/// A form as it stands, with what the worker found in it.
#[derive(Clone, Copy)]
pub(super) struct FormView<'a> {
    pub(super) which: Which,
    pub(super) form: &'a Form,
    pub(super) report: &'a Report,
    pub(super) now: Moment,
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
            .map(|(index, name)| Chip { text: name.clone().into(), error: self.error(Field::Service(index)) })
            .collect::<Vec<_>>();
        html! {
            <Chips id={self.name("service-entry")} test={self.name("service-entry")} {lang} {chips}
                label={text::create::services(lang)} list_label={text::create::services_chosen(lang)}
                hint={text::create::services_hint(lang)} placeholder={text::create::services_empty(lang)}
                error={self.error(Field::Services)} cautions={self.cautions(Field::Services)}
                onadd={self.edit(Edit::AddServices)} onremove={self.edit(Edit::RemoveService)}
                remove_label={Callback::from(move |name: AttrValue| AttrValue::from(text::create::service_remove(lang, &name)))} />
        }
    }

    /// A field of one text.
    pub(super) fn text(&self, at: Field, look: Look, value: &str) -> Html {
        html! {
            <field::Field id={self.name(&look.name)} test={self.name(&look.name)} label={look.label} label_unseen={look.label_unseen}
                value={value.to_owned()} placeholder={look.placeholder} hint={look.hint} mono={look.mono} kind={look.kind}
                inputmode={look.inputmode} error={self.error(at)} cautions={self.cautions(at)} lang={self.lang}
                oninput={self.edit(move |text| Edit::Text(at, text))} onpastelist={look.onpastelist} />
        }
    }

    /// A callback that turns what a widget says into a change of this form.
    pub(super) fn edit<T: 'static>(&self, edit: impl Fn(T) -> Edit + 'static) -> Callback<T> {
        let which = self.which;
        self.dispatch.reform(move |value| Msg::Create(create::Msg::Edit(which, edit(value))))
    }

    /// What is wrong at a field.
    pub(super) fn error(&self, at: Field) -> Option<Message> {
        self.report.problem(at).map(|problem| problem.message(self.lang))
    }

    /// What should be known about a field.
    pub(super) fn cautions(&self, at: Field) -> Vec<Message> {
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

/// How a text field looks.
pub(super) struct Look {
    pub(super) name: String,
    pub(super) label: AttrValue,
    pub(super) label_unseen: bool,
    pub(super) placeholder: Option<AttrValue>,
    pub(super) hint: Option<AttrValue>,
    pub(super) mono: bool,
    pub(super) kind: AttrValue,
    pub(super) inputmode: Option<AttrValue>,
    pub(super) onpastelist: Option<Callback<String>>,
}

impl Look {
    /// A field with its label above.
    pub(super) fn labelled(name: impl Into<String>, label: impl Into<AttrValue>) -> Look {
        Look {
            name: name.into(),
            label: label.into(),
            label_unseen: false,
            placeholder: None,
            hint: None,
            mono: false,
            kind: AttrValue::Static("text"),
            inputmode: None,
            onpastelist: None,
        }
    }

    /// The label is only spoken.
    pub(super) fn unseen(self) -> Look {
        Look { label_unseen: true, ..self }
    }

    /// With an example.
    pub(super) fn example(self, placeholder: impl Into<AttrValue>) -> Look {
        Look { placeholder: Some(placeholder.into()), ..self }
    }

    /// With a sentence below.
    pub(super) fn hint(self, hint: impl Into<AttrValue>) -> Look {
        Look { hint: Some(hint.into()), ..self }
    }

    /// Takes pasted lists apart.
    pub(super) fn pastes(self, onpastelist: Callback<String>) -> Look {
        Look { onpastelist: Some(onpastelist), ..self }
    }

    /// For what is read letter by letter.
    pub(super) fn mono(self) -> Look {
        Look { mono: true, ..self }
    }

    /// Another kind of keyboard.
    pub(super) fn kind(self, kind: &'static str) -> Look {
        Look { kind: AttrValue::Static(kind), ..self }
    }
}
