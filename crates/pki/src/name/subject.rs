//! Distinguished names as they are typed and as certificates of ours carry them. Reading those of foreign certificates is `certificate`'s.

use serde::{Deserialize, Serialize};
use text::pki as say;
use text::{Lang, Message};

use super::character::{escape, first_forbidden, shown, shown_character};
use crate::certificate::{Attribute, Certificate, means_the_same};

/// Who a certificate is about: common name, organization, unit and country, each at most once.
/// Written as C, O, OU, CN; the country as PrintableString, all else as UTF8String (RFC 5280 section 4.1.2.4 and appendix A.1).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "SubjectDraft", into = "SubjectDraft")]
pub struct Subject {
    common_name: Option<String>,
    organization: Option<String>,
    unit: Option<String>,
    country: Option<String>,
}

/// The fields of a [`Subject`] as somebody types them; empty means none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are named as in X.520")]
pub struct SubjectDraft {
    pub common_name: String,
    pub organization: String,
    pub unit: String,
    pub country: String,
}

/// One field of a [`SubjectDraft`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the variants are the fields")]
pub enum SubjectField {
    CommonName,
    Organization,
    Unit,
    Country,
}

impl Subject {
    /// The most characters of a common name, organization or unit (RFC 5280 appendix A.1, `ub-common-name` and its like).
    pub const LIMIT: usize = 64;

    /// Checks all fields.
    ///
    /// # Errors
    /// Every field that cannot stand, with the reason.
    pub fn parse(draft: &SubjectDraft) -> Result<Subject, Vec<(SubjectField, SubjectError)>> {
        let mut refused = Vec::new();
        let mut field = |name, text: &str, check: fn(SubjectField, &str) -> Checked| {
            check(name, text).unwrap_or_else(|error| {
                refused.push((name, error));
                None
            })
        };
        let subject = Subject {
            common_name: field(SubjectField::CommonName, &draft.common_name, directory_string),
            organization: field(SubjectField::Organization, &draft.organization, directory_string),
            unit: field(SubjectField::Unit, &draft.unit, directory_string),
            country: field(SubjectField::Country, &draft.country, country),
        };
        if refused.is_empty() { Ok(subject) } else { Err(refused) }
    }

    /// A subject of a common name alone.
    ///
    /// # Errors
    /// [`SubjectError`] when it is empty or cannot stand.
    pub fn named(common_name: &str) -> Result<Subject, SubjectError> {
        match directory_string(SubjectField::CommonName, common_name)? {
            Some(common_name) => Ok(Subject { common_name: Some(common_name), ..Subject::default() }),
            None => Err(SubjectError::Empty { field: SubjectField::CommonName }),
        }
    }

    /// The same with this common name instead.
    ///
    /// # Errors
    /// [`SubjectError`] when it cannot stand; an empty one takes the common name away.
    pub fn with_common_name(self, common_name: &str) -> Result<Subject, SubjectError> {
        Ok(Subject { common_name: directory_string(SubjectField::CommonName, common_name)?, ..self })
    }

    /// CN.
    #[must_use]
    pub fn common_name(&self) -> Option<&str> {
        self.common_name.as_deref()
    }

    /// O.
    #[must_use]
    pub fn organization(&self) -> Option<&str> {
        self.organization.as_deref()
    }

    /// OU.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    /// C: two upper-case letters.
    #[must_use]
    pub fn country(&self) -> Option<&str> {
        self.country.as_deref()
    }

    /// Whether there is no field at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Subject::default()
    }

    /// The fields as they would be typed.
    #[must_use]
    pub fn to_draft(&self) -> SubjectDraft {
        SubjectDraft {
            common_name: self.common_name.clone().unwrap_or_default(),
            organization: self.organization.clone().unwrap_or_default(),
            unit: self.unit.clone().unwrap_or_default(),
            country: self.country.clone().unwrap_or_default(),
        }
    }

    /// Whether both name the same by RFC 5280 section 7.1: letters in either case, white space counted once, compatible
    /// characters alike. `==` compares letter by letter.
    #[must_use]
    pub fn names_the_same(&self, other: &Subject) -> bool {
        means_the_same(&self.parts(), &other.parts())
    }

    /// Whether this is the subject of that certificate by RFC 5280 section 7.1.
    #[must_use]
    pub fn is_that_of(&self, certificate: &Certificate) -> bool {
        certificate.distinguished_names().is_ok_and(|names| means_the_same(&self.parts(), &names.subject))
    }

    /// The fields as they are read back from a certificate.
    pub(crate) fn parts(&self) -> Vec<Attribute> {
        let oid = |short: &str| match short {
            "C" => "2.5.4.6",
            "O" => "2.5.4.10",
            "OU" => "2.5.4.11",
            _ => "2.5.4.3",
        };
        let part = |(rdn, (short, value)): (usize, (&str, &str))| Attribute {
            oid: oid(short).to_owned(),
            value: Some(value.to_owned()),
            raw: value.as_bytes().to_vec(),
            rdn,
        };
        self.attributes().enumerate().map(part).collect()
    }

    /// The fields in the order of the certificate (most general first), with their X.520 short names.
    pub fn attributes(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [("C", &self.country), ("O", &self.organization), ("OU", &self.unit), ("CN", &self.common_name)]
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.as_deref()?)))
    }
}

/// RFC 4514 text, most specific field first: `CN=api.example.com,O=Example`.
impl std::fmt::Display for Subject {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut parts: Vec<String> =
            self.attributes().map(|(name, value)| format!("{name}={}", escape(value))).collect();
        parts.reverse();
        out.write_str(&parts.join(","))
    }
}

impl From<Subject> for SubjectDraft {
    fn from(subject: Subject) -> SubjectDraft {
        subject.to_draft()
    }
}

impl TryFrom<SubjectDraft> for Subject {
    type Error = &'static str;

    fn try_from(draft: SubjectDraft) -> Result<Subject, &'static str> {
        Subject::parse(&draft).map_err(|_| "not a distinguished name within X.520's bounds")
    }
}

type Checked = Result<Option<String>, SubjectError>;

fn directory_string(field: SubjectField, text: &str) -> Checked {
    let text = text.trim();
    // a blank that is none by its octets (U+00A0, U+3000) makes two names that nobody can tell apart
    let strange = |c: &char| c.is_whitespace() && *c != ' ';
    if let Some(character) = first_forbidden(text).or_else(|| text.chars().find(strange)) {
        return Err(SubjectError::ForbiddenCharacter {
            field,
            text: shown(text),
            character: shown_character(character),
        });
    }
    let characters = text.chars().count();
    if characters > Subject::LIMIT {
        return Err(SubjectError::TooLong { field, text: shown(text), characters, limit: Subject::LIMIT });
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// ISO 3166-1 alpha-2 (X.520 `countryName`, SIZE(2)); lower case is raised.
fn country(_: SubjectField, text: &str) -> Checked {
    let text = text.trim();
    match text.as_bytes() {
        [] => Ok(None),
        [first, second] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
            Ok(Some(text.to_ascii_uppercase()))
        }
        _ => Err(SubjectError::CountryNotTwoLetters { text: shown(text) }),
    }
}

/// Why a field of a subject cannot stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "`field`, `text`, `characters` and `limit` say what they are")]
pub enum SubjectError {
    /// The field must be filled.
    Empty { field: SubjectField },
    /// More characters than X.520 allows.
    TooLong { field: SubjectField, text: String, characters: usize, limit: usize },
    /// A control, a mark that turns the writing direction, or a character with a meaning in configuration files.
    ForbiddenCharacter { field: SubjectField, text: String, character: String },
    /// Not an ISO 3166 code of two letters.
    CountryNotTwoLetters { text: String },
}

impl SubjectError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            SubjectError::Empty { field } => say::subject_empty(lang, &field.label(lang)),
            SubjectError::TooLong { field, text, characters, limit } => {
                say::subject_too_long(lang, &field.label(lang), text, *characters, *limit)
            }
            SubjectError::ForbiddenCharacter { text, character, .. } => {
                say::subject_character(lang, text, character)
            }
            SubjectError::CountryNotTwoLetters { text } => say::subject_country(lang, text),
        }
    }
}

impl SubjectField {
    /// The field's name for people.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            SubjectField::CommonName => say::field_common_name(lang),
            SubjectField::Organization => say::field_organization(lang),
            SubjectField::Unit => say::field_unit(lang),
            SubjectField::Country => say::field_country(lang),
        }
    }
}
