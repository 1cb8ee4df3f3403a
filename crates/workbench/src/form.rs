//! The form of the Create room as typed: text that is parsed in the worker, never here.

use std::collections::HashSet;

use pki::key::KeyAlgorithm;
use serde::{Deserialize, Serialize};

use crate::problem::{Problem, Told};
use crate::role::Role;

/// Everything that the user can choose about a set, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Host names and IP addresses of the server, each as typed.
    pub services: Vec<String>,
    /// The clients to issue.
    pub clients: Vec<ClientRow>,
    /// The authority's common name; empty means a unique name made from the first service.
    pub authority_name: String,
    /// Organisation (O) of every subject; may be empty.
    pub organization: String,
    /// Organisational unit (OU) of every subject; may be empty.
    pub unit: String,
    /// Two-letter country (C) of every subject; may be empty.
    pub country: String,
    /// Key algorithms per role.
    pub algorithms: PerRole<KeyAlgorithm>,
    /// Lifetimes per role: a number of days, or the last day as `2027-11-23`.
    pub lifetimes: PerRole<String>,
}

/// One client to issue, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClientRow {
    /// Its identity; becomes the common name.
    pub name: String,
    /// A mailbox for the subject alternative names; may be empty.
    pub email: String,
    /// A URI such as a SPIFFE ID for the subject alternative names; may be empty.
    pub uri: String,
}

/// One value for each role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the roles' own names")]
pub struct PerRole<T> {
    pub authority: T,
    pub server: T,
    pub client: T,
}

impl<T> PerRole<T> {
    /// The value for a role.
    pub fn of(&self, role: Role) -> &T {
        match role {
            Role::Authority => &self.authority,
            Role::Server => &self.server,
            Role::Client => &self.client,
        }
    }

    /// The value for a role, to be changed.
    pub fn of_mut(&mut self, role: Role) -> &mut T {
        match role {
            Role::Authority => &mut self.authority,
            Role::Server => &mut self.server,
            Role::Client => &mut self.client,
        }
    }
}

/// Ten years for the authority, two years and a bit under Apple's 825 days for servers, one year for clients.
const DAYS: [&str; 3] = ["3650", "820", "365"];

impl Default for Form {
    /// Values with which one press of the button makes a working set.
    fn default() -> Form {
        let [authority, server, client] = DAYS.map(str::to_owned);
        Form {
            services: vec!["api.example.com".to_owned()],
            clients: vec![ClientRow { name: "partner-1".to_owned(), ..ClientRow::default() }],
            authority_name: String::new(),
            organization: String::new(),
            unit: String::new(),
            country: String::new(),
            algorithms: PerRole::default(),
            lifetimes: PerRole { authority, server, client },
        }
    }
}

/// Which of the two forms of the Create room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which {
    /// The form for a new set.
    Set,
    /// The form for issuing more.
    More,
}

/// A place of the form at which something can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Field {
    /// The list of services as a whole.
    Services,
    /// One service by its place in the list.
    Service(usize),
    /// The list of clients as a whole.
    Clients,
    /// A client's name, by its row.
    ClientName(usize),
    /// A client's mailbox, by its row.
    ClientEmail(usize),
    /// A client's URI, by its row.
    ClientUri(usize),
    /// The authority's name.
    AuthorityName,
    /// Organisation.
    Organization,
    /// Organisational unit.
    Unit,
    /// Country.
    Country,
    /// A role's key algorithm.
    Algorithm(Role),
    /// A role's lifetime.
    Lifetime(Role),
}

/// What the worker found in a form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Report {
    /// What stops the set from being made, by field; the first of a field is the most important.
    pub problems: Vec<(Field, Problem)>,
    /// What the user should know and may override.
    pub warnings: Vec<(Field, Told)>,
}

impl Report {
    /// The problem to show at a field.
    #[must_use]
    pub fn problem(&self, field: Field) -> Option<&Problem> {
        self.problems.iter().find(|(at, _)| *at == field).map(|(_, problem)| problem)
    }

    /// The rows of clients, from this one on, at which something stops the set from being made; at most so many, one of
    /// each, in the order in which they were found.
    #[must_use]
    pub fn wrong_clients_from(&self, first: usize, most: usize) -> Vec<usize> {
        let mut rows = Vec::new();
        let row = |field: &Field| match *field {
            Field::ClientName(row) | Field::ClientEmail(row) | Field::ClientUri(row) => Some(row),
            _ => None,
        };
        for row in self.problems.iter().filter_map(|(at, _)| row(at)) {
            if row >= first && rows.len() < most && !rows.contains(&row) {
                rows.push(row);
            }
        }
        rows
    }

    /// The warnings to show at a field.
    pub fn warnings(&self, field: Field) -> impl Iterator<Item = &Told> {
        self.warnings.iter().filter(move |(at, _)| *at == field).map(|(_, warning)| warning)
    }
}

/// One change of a form by the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Services were entered: one, or a pasted list separated by commas, spaces or line ends.
    AddServices(String),
    /// A service was taken out of the list.
    RemoveService(usize),
    /// All services were taken out.
    ClearServices,
    /// All client rows were taken out.
    ClearClients,
    /// A client row was added at the end.
    AddClient,
    /// Client names were pasted as a list separated by commas or line ends; they fill the row and follow it.
    PasteClients(usize, String),
    /// A client row was taken out.
    RemoveClient(usize),
    /// Text of a single field: names, mailboxes, URIs, organisation, lifetimes; a key algorithm's stable name.
    Text(Field, String),
}

impl Form {
    /// Applies one change. What cannot apply any more (a row that is gone) changes nothing.
    pub fn apply(&mut self, edit: Edit) {
        match edit {
            Edit::AddServices(list) => {
                let services = split(&list, |c| c == ',' || c == ';' || c.is_whitespace());
                let mut known: HashSet<String> = self.services.iter().cloned().collect();
                self.services.extend(services.into_iter().filter(|service| known.insert(service.clone())));
            }
            Edit::RemoveService(index) => remove(&mut self.services, index),
            Edit::ClearServices => self.services.clear(),
            // an empty row is left, in which a list can be pasted
            Edit::ClearClients => self.clients = vec![ClientRow::default()],
            Edit::AddClient => self.clients.push(ClientRow::default()),
            Edit::PasteClients(index, list) => {
                let names = split(&list, |c| c == ',' || c == ';' || c == '\n' || c == '\r' || c == '\t');
                let mut names = names.into_iter();
                let mut at = self.clients.len();
                // the rest of a row without a name is for the first of them
                if let Some(row) = self.clients.get_mut(index).filter(|row| row.name.trim().is_empty()) {
                    row.name = names.next().unwrap_or_default();
                    at = index + 1;
                }
                let rows = names.map(|name| ClientRow { name, ..ClientRow::default() });
                self.clients.splice(at..at, rows);
            }
            Edit::RemoveClient(index) => remove(&mut self.clients, index),
            Edit::Text(Field::Algorithm(role), id) => {
                let algorithm = self.algorithms.of_mut(role);
                *algorithm = KeyAlgorithm::from_id(&id).unwrap_or(*algorithm);
            }
            Edit::Text(field, text) => {
                if let Some(target) = self.text_mut(field) {
                    *target = text;
                }
            }
        }
    }

    /// The text of a single field among the "more choices"; empty for all others.
    #[must_use]
    pub fn choice(&self, field: Field) -> &str {
        match field {
            Field::AuthorityName => &self.authority_name,
            Field::Organization => &self.organization,
            Field::Unit => &self.unit,
            Field::Country => &self.country,
            Field::Algorithm(role) => self.algorithms.of(role).id(),
            Field::Lifetime(role) => self.lifetimes.of(role),
            Field::Services
            | Field::Service(_)
            | Field::Clients
            | Field::ClientName(_)
            | Field::ClientEmail(_)
            | Field::ClientUri(_) => "",
        }
    }

    fn text_mut(&mut self, field: Field) -> Option<&mut String> {
        Some(match field {
            Field::Service(index) => self.services.get_mut(index)?,
            Field::ClientName(index) => &mut self.clients.get_mut(index)?.name,
            Field::ClientEmail(index) => &mut self.clients.get_mut(index)?.email,
            Field::ClientUri(index) => &mut self.clients.get_mut(index)?.uri,
            Field::AuthorityName => &mut self.authority_name,
            Field::Organization => &mut self.organization,
            Field::Unit => &mut self.unit,
            Field::Country => &mut self.country,
            Field::Lifetime(role) => self.lifetimes.of_mut(role),
            Field::Services | Field::Clients | Field::Algorithm(_) => return None,
        })
    }
}

fn split(list: &str, separator: impl Fn(char) -> bool) -> Vec<String> {
    let pieces = list.split(separator).map(str::trim).filter(|piece| !piece.is_empty());
    pieces.map(str::to_owned).collect()
}

fn remove<T>(list: &mut Vec<T>, index: usize) {
    if index < list.len() {
        list.remove(index);
    }
}

/// What is issued next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MoreKind {
    /// One more server certificate for other names.
    Server,
    /// One or more client certificates.
    Clients,
}

#[cfg(test)]
mod tests {
    use super::{ClientRow, Edit, Field, Form, Report};
    use crate::problem::Problem;

    fn names(form: &Form) -> Vec<&str> {
        form.clients.iter().map(|row| row.name.as_str()).collect()
    }

    #[test]
    fn wrong_rows_are_named_once() {
        let at = |field| (field, Problem::NoServices);
        let problems = [
            Field::ClientUri(9),
            Field::ClientName(2),
            Field::Country,
            Field::ClientEmail(9),
            Field::ClientName(7),
        ];
        let report = Report { problems: problems.map(at).into(), warnings: Vec::new() };
        assert_eq!(report.wrong_clients_from(0, 9), [9, 2, 7]);
        assert_eq!(report.wrong_clients_from(3, 1), [9]);
        assert!(report.wrong_clients_from(10, 9).is_empty());
    }

    #[test]
    fn a_pasted_list_of_services_becomes_chips_without_repeats() {
        let mut form = Form { services: vec!["a.test".into()], ..Form::default() };
        form.apply(Edit::AddServices(" b.test, a.test\n10.0.0.1;;  ::1\t".into()));
        assert_eq!(form.services, ["a.test", "b.test", "10.0.0.1", "::1"]);
    }

    #[test]
    fn pasted_clients_fill_an_empty_row_and_never_overwrite_a_typed_one() {
        let row = |name: &str| ClientRow { name: name.into(), ..ClientRow::default() };
        let mut form = Form { clients: vec![row("kept"), row(""), row("last")], ..Form::default() };
        form.apply(Edit::PasteClients(1, "하나, two words\r\nthree".into()));
        assert_eq!(names(&form), ["kept", "하나", "two words", "three", "last"]);
        form.apply(Edit::PasteClients(0, "x".into()));
        assert_eq!(names(&form), ["kept", "하나", "two words", "three", "last", "x"]);
        // over the whole of a name, which the page empties first; what else was typed in that row stays there
        form.apply(Edit::Text(Field::ClientEmail(0), "ops@a.test".into()));
        form.apply(Edit::Text(Field::ClientName(0), String::new()));
        form.apply(Edit::PasteClients(0, "y\nz".into()));
        assert_eq!(names(&form), ["y", "z", "하나", "two words", "three", "last", "x"]);
        assert_eq!((&*form.clients[0].email, &*form.clients[1].email), ("ops@a.test", ""));
    }

    #[test]
    fn a_list_is_cleared_as_a_whole_and_the_other_stays() {
        let mut form = Form::default();
        form.apply(Edit::PasteClients(0, "a, b, c".into()));
        let services = form.services.clone();
        form.apply(Edit::ClearClients);
        assert_eq!((names(&form), &form.services), (vec![""], &services));
        form.apply(Edit::PasteClients(0, "d, e".into()));
        form.apply(Edit::ClearServices);
        assert_eq!((names(&form), form.services.len()), (vec!["d", "e"], 0));
    }

    #[test]
    fn edits_of_rows_that_are_gone_change_nothing() {
        let mut form = Form::default();
        let before = form.clone();
        form.apply(Edit::RemoveClient(7));
        form.apply(Edit::RemoveService(7));
        form.apply(Edit::Text(Field::ClientEmail(7), "a@b.test".into()));
        assert_eq!(form, before);
    }
}
