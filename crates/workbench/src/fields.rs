//! A form as data: groups of fields with their words, in the reader's language. The worker describes it, the page draws whatever
//! comes, so a new field costs the page nothing. What may stand in a field is said where it is parsed.

use deploy::choices::ChoiceField;
use serde::{Deserialize, Serialize};
use text::{Lang, Message};

use crate::form::{Field, Report, Which};

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
    pub place: Place,
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
    /// What is allowed but should be known.
    pub cautions: Vec<Message>,
    /// Stands to the right of the field before it.
    pub beside: bool,
}

/// Which field of which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// Of one of the Create room's forms.
    Create(Which, Field),
    /// Of the Deploy room's form.
    Deploy(ChoiceField),
}

/// How a field is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Input {
    /// A line of text that is read letter by letter.
    Line,
    /// A line of text.
    Prose,
    /// Several lines of text.
    Lines,
    /// One of a list that opens; each choice's word and what people read.
    List(Vec<(String, String)>),
    /// One of a few that are all in sight; each choice's word and what people read.
    Few(Vec<(String, String)>),
}

/// Fields that are folded away as long as nobody wants them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Described {
    /// What is chosen, in one line.
    pub summary: String,
    /// The fields.
    pub groups: Vec<Group>,
}

impl Described {
    /// Puts at its fields what a report says of them: of what is found while something is made nobody describes them anew.
    pub(crate) fn blame(&mut self, report: &Report, lang: Lang) {
        for field in self.groups.iter_mut().flat_map(|group| &mut group.fields) {
            if let Place::Create(_, at) = field.place {
                field.error = report.problem(at).map(|problem| problem.message(lang));
            }
        }
    }

    /// Whether something inside is wrong.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        self.groups.iter().flat_map(|group| &group.fields).any(|field| field.error.is_some())
    }
}
