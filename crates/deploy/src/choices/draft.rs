//! What stands in the form: one text for each field, as typed or picked, so that nothing typed is lost while it is wrong.
//! Which texts can be used is [`super::Choices`]'s to say.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ChoiceField;

/// The texts of the fields that were changed; the others have their default.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChoicesDraft(Vec<(ChoiceField, String)>);

impl ChoicesDraft {
    /// The text of a field that was changed.
    #[must_use]
    pub fn changed(&self, field: ChoiceField) -> Option<&str> {
        self.0.iter().find(|(at, _)| *at == field).map(|(_, text)| text.as_str())
    }

    /// The text of a field.
    #[must_use]
    pub fn text(&self, field: ChoiceField) -> &str {
        self.changed(field).unwrap_or(field.default_text())
    }

    /// Changes one field.
    pub fn set(&mut self, field: ChoiceField, text: String) {
        match self.0.iter_mut().find(|(at, _)| *at == field) {
            Some((_, old)) => *old = text,
            None => self.0.push((field, text)),
        }
    }

    /// The same with another text in one field.
    #[must_use]
    pub fn with(mut self, field: ChoiceField, text: impl Into<String>) -> ChoicesDraft {
        self.set(field, text.into());
        self
    }

    /// As a record keeps it: the fields by their names. Those with their default are named too, so that a later default
    /// changes nothing that was decided.
    #[must_use]
    pub fn to_record(&self) -> BTreeMap<&str, &str> {
        ChoiceField::ALL.iter().map(|field| (field.id(), self.text(*field))).collect()
    }

    /// From a record; names that are not known are passed over, and fields that it does not name have their default.
    #[must_use]
    pub fn from_record(record: &BTreeMap<String, String>) -> ChoicesDraft {
        let known = |field: &ChoiceField| record.get(field.id()).map(|text| (*field, text.clone()));
        ChoicesDraft(ChoiceField::ALL.iter().filter_map(known).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{ChoiceField, ChoicesDraft};

    #[test]
    fn a_record_gives_back_what_was_typed_and_passes_over_the_rest() {
        let draft = ChoicesDraft::default()
            .with(ChoiceField::ListenPort, "nonsense")
            .with(ChoiceField::BaseFolder, "/srv/a")
            .with(ChoiceField::ListenPort, "8443");
        let owned = |(field, text): (&str, &str)| (field.to_owned(), text.to_owned());
        let mut record = draft.to_record().into_iter().map(owned).collect();
        let again = ChoicesDraft::from_record(&record);
        for field in ChoiceField::ALL {
            assert_eq!(again.text(*field), draft.text(*field), "{field:?}");
        }
        assert_eq!(draft.text(ChoiceField::ListenPort), "8443");
        assert_eq!(draft.changed(ChoiceField::FlaskPort), None);

        record.remove("listen-port");
        record.insert("of-a-later-version".to_owned(), "x".to_owned());
        assert_eq!(ChoicesDraft::from_record(&record).text(ChoiceField::ListenPort), "443");
    }
}
