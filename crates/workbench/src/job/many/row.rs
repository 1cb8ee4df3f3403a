//! From the cells of a line to a client that can be issued, or to what is wrong in which column. Names, mailboxes, URIs and
//! lifetimes are read as the Create room's form reads them.

use std::collections::{HashMap, HashSet};

use deploy::recipient::Recipient;
use deploy::unwritable::shown;
use pki::moment::Moment;
use pki::name::idna::Idna;
use pki::profile::client::ClientProfile;
use pki::validity::Validity;
use text::{Lang, Message};

use super::column::{Column, key};
use super::error::LineError;
use super::list::Line;
use crate::form::{ClientRow, Field, Form};
use crate::job::check::Reader;
use crate::problem::Problem;

/// A client of the list.
pub(crate) struct Client {
    pub(crate) profile: ClientProfile,
    pub(crate) recipient: Recipient,
    /// The last second of its certificate.
    pub(crate) until: Moment,
}

/// What is wrong on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) line: usize,
    /// In which column; `None` when it is the whole line.
    pub(crate) column: Option<Column>,
    pub(crate) cause: Cause,
}

/// Who says that it is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cause {
    Line(LineError),
    /// As in the form of the Create room.
    Form(Problem),
}

impl Fault {
    /// What is wrong and what to try.
    pub(crate) fn message(&self, lang: Lang) -> Message {
        match &self.cause {
            Cause::Line(error) => error.message(lang),
            Cause::Form(problem) => problem.message(lang),
        }
    }
}

/// Reads the lines of one list, one after another.
pub(crate) struct Rows<'a> {
    /// Subject, key type and lifetime of those that say nothing else; without clients.
    form: Form,
    issuer: Option<Validity>,
    /// What the certificates of the set are called, in small letters.
    taken: HashSet<String>,
    /// What was met on which line.
    met: HashMap<String, usize>,
    now: Moment,
    idna: &'a dyn Idna,
}

impl<'a> Rows<'a> {
    /// For the clients of an authority. `form` is that of its set; `taken` are the names that its certificates have.
    pub(crate) fn new(
        form: &Form,
        issuer: Option<Validity>,
        taken: &[String],
        now: Moment,
        idna: &'a dyn Idna,
    ) -> Rows<'a> {
        let form = Form { clients: Vec::new(), ..form.clone() };
        let taken = taken.iter().map(|name| name.to_lowercase()).collect();
        Rows { form, issuer, taken, met: HashMap::new(), now, idna }
    }

    /// The client of a line.
    pub(crate) fn read(&mut self, line: &Line) -> Result<Client, Vec<Fault>> {
        let number = line.number;
        let fault = |column, error| Fault { line: number, column, cause: Cause::Line(error) };
        let cells = line.cells.as_ref().map_err(|error| vec![fault(None, error.clone())])?;
        let mut faults = Vec::new();
        let name = cells.of(Column::Name);
        let known = name.to_lowercase();
        let named = Some(Column::Name);
        if self.taken.contains(&known) {
            faults.push(fault(named, LineError::NameInSet { name: shown(name) }));
        } else if let Some(line) = self.met.get(&known) {
            faults.push(fault(named, LineError::NameOnLine { name: shown(name), line: *line }));
        } else if !name.is_empty() {
            self.met.insert(known, number);
        }
        let recipient = match cells.of(Column::Recipient) {
            "" => Some(Recipient::default()),
            word => recipient(word),
        };
        if recipient.is_none() {
            let word = shown(cells.of(Column::Recipient));
            faults.push(fault(Some(Column::Recipient), LineError::Recipient { word }));
        }
        let text = |column| cells.of(column).to_owned();
        let mut form = self.form.clone();
        form.clients =
            vec![ClientRow { name: text(Column::Name), email: text(Column::Email), uri: text(Column::Uri) }];
        if !cells.of(Column::Days).is_empty() {
            form.lifetimes.client = text(Column::Days);
        }
        let mut reader = Reader::new(&form, self.now, self.idna);
        let profile = reader.clients(self.issuer, &[]).and_then(|mut profiles| profiles.pop());
        for (field, problem) in reader.report.problems {
            let column = match field {
                Field::ClientName(_) => Some(Column::Name),
                Field::ClientEmail(_) => Some(Column::Email),
                Field::ClientUri(_) => Some(Column::Uri),
                Field::Lifetime(_) => Some(Column::Days),
                // the form's own: the set was made with it
                _ => None,
            };
            faults.push(Fault { line: number, column, cause: Cause::Form(problem) });
        }
        let until =
            profile.as_ref().and_then(|profile| profile.lifetime().resolve(self.now, self.issuer).ok());
        match (profile, recipient, until) {
            (Some(profile), Some(recipient), Some(until)) if faults.is_empty() => {
                Ok(Client { profile, recipient, until: until.not_after() })
            }
            _ => Err(faults),
        }
    }
}

/// Who is meant by a word: an id, the name on the page, or what people call the system.
fn recipient(word: &str) -> Option<Recipient> {
    let word = key(word);
    let named = |known: &Recipient| Lang::ALL.iter().any(|lang| word == key(known.label(*lang)));
    let meant = Recipient::ALL.into_iter().find(|known| word == key(known.id()) || named(known));
    meant.or(match word.as_str() {
        "mac" | "safari" | "맥" => Some(Recipient::Macos),
        "win" | "edge" | "윈도" | "윈도우" | "윈도우즈" => Some(Recipient::Windows),
        "ios" | "ipad" | "ipados" | "아이폰" | "아이패드" => Some(Recipient::Iphone),
        "안드로이드" => Some(Recipient::Android),
        "nodejs" => Some(Recipient::Node),
        "java11" => Some(Recipient::Java),
        "net" | "csharp" | "c#" => Some(Recipient::Dotnet),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipients_are_found_by_what_people_call_them() {
        for recipient in Recipient::ALL {
            assert_eq!(super::recipient(recipient.id()), Some(recipient));
            for lang in Lang::ALL {
                assert_eq!(super::recipient(recipient.label(lang)), Some(recipient));
            }
        }
        for (word, recipient) in [
            ("iPhone", Some(Recipient::Iphone)),
            ("아이폰", Some(Recipient::Iphone)),
            ("CURL-Windows", Some(Recipient::CurlWindows)),
            ("Node.js", Some(Recipient::Node)),
            (".NET", Some(Recipient::Dotnet)),
            ("lynx", None),
            ("", None),
        ] {
            assert_eq!(super::recipient(word), recipient, "{word}");
        }
    }
}
