//! The form of the Deploy room as data: groups of fields with their words, in the language of the rendering. The page draws
//! whatever comes, so a new choice costs it nothing. What may stand in a field is `deploy::choices`' to say.

use deploy::choices::{BackendKind, Choice, ChoiceField, ChoicesDraft, LayoutKind, Release, Strangers};
use deploy::policy::PolicyKind;
use serde::{Deserialize, Serialize};
use text::deploy_room as say;
use text::{Lang, Message};

use crate::problem::Problem;

/// Fields that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// What they are about.
    pub title: String,
    /// The fields, from the top.
    pub fields: Vec<FormField>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormField {
    /// Which it is.
    pub field: ChoiceField,
    /// Its name in the document.
    pub id: String,
    /// What it asks for.
    pub label: String,
    /// One sentence on what is wanted; empty when the label says it.
    pub hint: String,
    /// How it is entered.
    pub input: Input,
    /// Its text when the user changed nothing.
    pub default: String,
    /// What is wrong with it, and what to try.
    pub error: Option<Message>,
    /// Stands to the right of the field before it.
    pub beside: bool,
}

/// How a field is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Input {
    /// A line of text.
    Line,
    /// One of a list that opens; each choice's word and what people read.
    List(Vec<(String, String)>),
    /// One of a few that are all in sight; each choice's word and what people read.
    Few(Vec<(String, String)>),
}

/// The form for what is typed now, each error at its field.
pub(super) fn groups(draft: &ChoicesDraft, errors: &[(ChoiceField, Problem)], lang: Lang) -> Vec<Group> {
    let form = Form { draft, errors, lang };
    vec![form.nginx(), form.backend()]
}

struct Form<'a> {
    draft: &'a ChoicesDraft,
    errors: &'a [(ChoiceField, Problem)],
    lang: Lang,
}

impl Form<'_> {
    fn nginx(&self) -> Group {
        let lang = self.lang;
        let policy = |policy| match policy {
            PolicyKind::Intermediate => say::policy_intermediate(lang),
            PolicyKind::Modern => say::policy_modern(lang),
        };
        let layout = |kind| match kind {
            LayoutKind::Alone => say::layout_alone(lang),
            LayoutKind::System => say::layout_system(lang),
        };
        let place = match self.picked(ChoiceField::Layout) {
            Some(LayoutKind::System) => {
                let strangers = |strangers| match strangers {
                    Strangers::Refuse => say::strangers_refuse(lang),
                    Strangers::Others => say::strangers_others(lang),
                };
                self.list(ChoiceField::Strangers, say::strangers(lang), say::strangers_hint(lang), strangers)
            }
            Some(LayoutKind::Alone) | None => {
                self.line(ChoiceField::BaseFolder, say::base_folder(lang), say::base_folder_hint(lang))
            }
        };
        Group {
            title: say::choices_nginx(lang).to_owned(),
            fields: vec![
                self.few(ChoiceField::Layout, say::layout(lang), "", layout),
                place,
                self.list(ChoiceField::Release, say::release(lang), say::release_hint(lang), Release::label),
                self.list(ChoiceField::Policy, say::policy(lang), say::policy_hint(lang), policy),
                self.line(
                    ChoiceField::ListenAddress,
                    say::listen_address(lang),
                    say::listen_address_hint(lang),
                ),
                FormField { beside: true, ..self.line(ChoiceField::ListenPort, say::listen_port(lang), "") },
            ],
        }
    }

    fn backend(&self) -> Group {
        let lang = self.lang;
        let kind = |kind| match kind {
            BackendKind::Flask => say::backend_flask(lang),
            BackendKind::Own => say::backend_own(lang),
        };
        let at = match self.picked(ChoiceField::Backend) {
            Some(BackendKind::Own) => {
                self.line(ChoiceField::OwnBackend, say::own_backend(lang), say::own_backend_hint(lang))
            }
            Some(BackendKind::Flask) | None => {
                self.line(ChoiceField::FlaskPort, say::flask_port(lang), say::flask_port_hint(lang))
            }
        };
        let backend = self.few(ChoiceField::Backend, say::backend(lang), "", kind);
        Group { title: say::choices_backend(lang).to_owned(), fields: vec![backend, at] }
    }

    fn picked<C: Choice>(&self, field: ChoiceField) -> Option<C> {
        C::parse(self.draft.text(field)).ok()
    }

    fn line(&self, field: ChoiceField, label: &str, hint: &str) -> FormField {
        self.field(field, label, hint, Input::Line)
    }

    fn list<C: Choice>(
        &self,
        field: ChoiceField,
        label: &str,
        hint: &str,
        words: impl Fn(C) -> &'static str,
    ) -> FormField {
        self.field(field, label, hint, Input::List(options(words)))
    }

    fn few<C: Choice>(
        &self,
        field: ChoiceField,
        label: &str,
        hint: &str,
        words: impl Fn(C) -> &'static str,
    ) -> FormField {
        self.field(field, label, hint, Input::Few(options(words)))
    }

    fn field(&self, field: ChoiceField, label: &str, hint: &str, input: Input) -> FormField {
        let error = self.errors.iter().find(|(at, _)| *at == field);
        FormField {
            field,
            id: field.id().to_owned(),
            label: label.to_owned(),
            hint: hint.to_owned(),
            input,
            default: field.default_text().to_owned(),
            error: error.map(|(_, problem)| problem.message(self.lang)),
            beside: false,
        }
    }
}

fn options<C: Choice>(words: impl Fn(C) -> &'static str) -> Vec<(String, String)> {
    C::ALL.iter().map(|choice| (choice.id().to_owned(), words(*choice).to_owned())).collect()
}
