//! From the form as typed to the profiles that can be issued, or to what is wrong at which field.

mod choices;

use std::collections::HashSet;

use pki::certificate::Certificate;
use pki::moment::Moment;
use pki::name::NameError;
use pki::name::client::{ClientName, ClientNames};
use pki::name::email::EmailName;
use pki::name::host::{HostName, HostNames};
use pki::name::idna::Idna;
use pki::name::subject::{Subject, SubjectDraft, SubjectError, SubjectField};
use pki::name::uri::UriName;
use pki::profile::Warning;
use pki::profile::authority::AuthorityProfile;
use pki::profile::client::ClientProfile;
use pki::profile::server::ServerProfile;
use pki::validity::{Lifetime, Validity};
use serde::{Deserialize, Serialize};
use text::Lang;

use crate::fields::Described;
use crate::form::{ClientRow, Field, Form, MoreKind, Report};
use crate::problem::{Problem, Source, Told};
use crate::role::Role;

/// A form to be looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// As typed.
    pub form: Form,
    /// Which parts of it count.
    pub scope: Scope,
    /// Whether the user has typed in it; in an untouched form nothing is wrong yet.
    pub touched: bool,
    /// The language of the fields' words.
    pub lang: Lang,
    /// The time at which it would be issued.
    pub now: Moment,
}

/// What came of looking at a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// What was found.
    pub report: Report,
    /// The form's "more choices".
    pub choices: Described,
}

/// Which parts of a form count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Scope {
    /// All: a new set.
    Set,
    /// The parts for one more server or more clients of this authority.
    More {
        /// A server or clients.
        kind: MoreKind,
        /// The authority.
        issuer: Box<Certificate>,
        /// What the clients are called that it issued certificates to.
        taken: Vec<String>,
    },
}

impl Check {
    /// Looks for problems and warnings, and describes the fields that most people leave alone.
    #[must_use]
    pub fn run(&self, idna: &dyn Idna) -> Checked {
        let mut reader = Reader::new(&self.form, self.now, idna);
        match &self.scope {
            Scope::Set => drop(reader.set("0000")),
            Scope::More { kind: MoreKind::Server, issuer, .. } => {
                let server = reader.server(validity_of(issuer));
                if server.is_some_and(|server| server.subject().is_that_of(issuer)) {
                    reader.like_authority(Field::Services, &issuer.facts().subject);
                }
            }
            Scope::More { kind: MoreKind::Clients, issuer, taken } => {
                let clients = reader.clients(validity_of(issuer), taken).unwrap_or_default();
                for (index, client) in clients.iter().enumerate() {
                    if client.subject().is_that_of(issuer) {
                        reader.like_authority(Field::ClientName(index), &self.form.clients[index].name);
                    }
                }
            }
        }
        let mut report = reader.report;
        if !self.touched {
            report.problems.clear();
        }
        let choices = choices::described(self, &report);
        Checked { report, choices }
    }
}

/// Nobody reads more problems at once; ten thousand pasted names may each have one.
const MOST_PROBLEMS: usize = 500;

/// Everything that a new set is issued from.
pub(crate) struct SetRequest {
    pub(crate) authority: AuthorityProfile,
    pub(crate) server: ServerProfile,
    pub(crate) clients: Vec<ClientProfile>,
}

/// From when to when an existing certificate is good.
pub(crate) fn validity_of(certificate: &Certificate) -> Option<Validity> {
    Validity::new(certificate.facts().not_before, certificate.facts().not_after).ok()
}

/// Reads a form field by field and notes what is wrong where. What it returns is whole or not at all.
pub(crate) struct Reader<'a> {
    form: &'a Form,
    now: Moment,
    idna: &'a dyn Idna,
    pub(crate) report: Report,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(form: &'a Form, now: Moment, idna: &'a dyn Idna) -> Reader<'a> {
        Reader { form, now, idna, report: Report::default() }
    }

    /// The whole form. `mark` tells authorities with the same automatic name apart.
    pub(crate) fn set(&mut self, mark: &str) -> Option<SetRequest> {
        let authority = self.authority(mark);
        // known whatever else of the authority is still to be mended
        let lifetime = Lifetime::parse(self.form.lifetimes.of(Role::Authority));
        let issuer = lifetime.and_then(|lifetime| lifetime.resolve(self.now, None)).ok();
        let server = self.server(issuer);
        let clients = self.clients(issuer, &[]);
        let request = SetRequest { authority: authority?, server: server?, clients: clients? };
        self.different_from_issuer(&request);
        self.report.problems.is_empty().then_some(request)
    }

    fn authority(&mut self, mark: &str) -> Option<AuthorityProfile> {
        let common_name = match self.form.authority_name.trim() {
            "" => automatic_name(&self.form.services, mark),
            name => name.to_owned(),
        };
        let subject = self.subject(&common_name, Field::AuthorityName);
        self.warn(Field::Algorithm(Role::Authority), Warning::of_key(self.form.algorithms.authority));
        let lifetime = self.lifetime(Role::Authority, None);
        let profile = AuthorityProfile::new(subject?, lifetime?);
        let profile = profile.map_err(|error| self.wrong(Field::AuthorityName, error.into())).ok()?;
        Some(profile)
    }

    /// The server's part of the form.
    pub(crate) fn server(&mut self, issuer: Option<Validity>) -> Option<ServerProfile> {
        let names = self.services();
        let subject = self.subject("", Field::Services);
        let lifetime = self.lifetime(Role::Server, issuer);
        self.warn(Field::Algorithm(Role::Server), Warning::of_key(self.form.algorithms.server));
        let long = lifetime.and_then(|lifetime| Warning::of_server_lifetime(lifetime, self.now));
        self.warn(Field::Lifetime(Role::Server), long);
        let profile = ServerProfile::new(names?, subject?, lifetime?);
        self.warn(Field::Services, profile.warning());
        Some(profile)
    }

    fn services(&mut self) -> Option<HostNames> {
        if self.form.services.is_empty() {
            self.wrong(Field::Services, Problem::NoServices);
            return None;
        }
        let mut names = Vec::with_capacity(self.form.services.len());
        for (index, typed) in self.form.services.iter().enumerate() {
            match HostName::parse_with(typed, self.idna) {
                Ok(name) => names.push(name),
                Err(error) => self.wrong(Field::Service(index), error.into()),
            }
        }
        if names.len() < self.form.services.len() {
            return None;
        }
        HostNames::new(names).map_err(|error| self.wrong(Field::Services, error.into())).ok()
    }

    /// The clients' part of the form. `taken` are labels in use already.
    pub(crate) fn clients(
        &mut self,
        issuer: Option<Validity>,
        taken: &[String],
    ) -> Option<Vec<ClientProfile>> {
        if self.form.clients.is_empty() {
            self.wrong(Field::Clients, Problem::no_clients());
            return None;
        }
        self.warn(Field::Algorithm(Role::Client), Warning::of_key(self.form.algorithms.client));
        let lifetime = self.lifetime(Role::Client, issuer);
        let taken: HashSet<String> = taken.iter().map(|label| label.to_lowercase()).collect();
        let mut used = HashSet::new();
        let mut profiles = Vec::with_capacity(self.form.clients.len());
        let form = self.form;
        for (index, row) in form.clients.iter().enumerate() {
            let name = row.name.trim();
            let known = name.to_lowercase();
            if taken.contains(&known) {
                self.wrong(Field::ClientName(index), Problem::taken_client(name));
            } else if !known.is_empty() && !used.insert(known) {
                self.wrong(Field::ClientName(index), Problem::repeated_client(name));
            }
            profiles.extend(self.client(index, row, lifetime));
        }
        (profiles.len() == form.clients.len()).then_some(profiles)
    }

    fn client(&mut self, index: usize, row: &ClientRow, lifetime: Option<Lifetime>) -> Option<ClientProfile> {
        let subject = self.subject(&row.name, Field::ClientName(index));
        let idna = self.idna;
        let email = self.optional(&row.email, Field::ClientEmail(index), |text| {
            EmailName::parse_with(text, idna).map(ClientName::Email)
        });
        let uri = self
            .optional(&row.uri, Field::ClientUri(index), |text| UriName::parse(text).map(ClientName::Uri));
        let names = ClientNames::new([email?, uri?].into_iter().flatten().collect());
        let names = names.map_err(|error| self.wrong(Field::ClientUri(index), error.into())).ok()?;
        let profile = ClientProfile::new(subject?, names, lifetime?);
        profile.map_err(|error| self.wrong(Field::ClientName(index), error.into())).ok()
    }

    /// A field that may be empty: `Some(None)` when it is, `None` when it is wrong.
    fn optional<T>(
        &mut self,
        typed: &str,
        field: Field,
        parse: impl FnOnce(&str) -> Result<T, NameError>,
    ) -> Option<Option<T>> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Some(None);
        }
        parse(typed).map(Some).map_err(|error| self.wrong(field, error.into())).ok()
    }

    /// A subject with the form's organization, unit and country. Their faults are noted once, at their own fields.
    fn subject(&mut self, common_name: &str, at: Field) -> Option<Subject> {
        let draft = SubjectDraft {
            common_name: common_name.to_owned(),
            organization: self.form.organization.clone(),
            unit: self.form.unit.clone(),
            country: self.form.country.clone(),
        };
        let errors = match Subject::parse(&draft) {
            Ok(subject) if subject.common_name().is_none() && matches!(at, Field::ClientName(_)) => {
                vec![(SubjectField::CommonName, SubjectError::Empty { field: SubjectField::CommonName })]
            }
            Ok(subject) => return Some(subject),
            Err(errors) => errors,
        };
        for (part, error) in errors {
            let field = match part {
                SubjectField::CommonName => at,
                SubjectField::Organization => Field::Organization,
                SubjectField::Unit => Field::Unit,
                SubjectField::Country => Field::Country,
            };
            if self.report.problem(field).is_none() {
                self.wrong(field, error.into());
            }
        }
        None
    }

    fn lifetime(&mut self, role: Role, issuer: Option<Validity>) -> Option<Lifetime> {
        let typed = self.form.lifetimes.of(role);
        let lifetime =
            Lifetime::parse(typed).and_then(|lifetime| lifetime.resolve(self.now, issuer).map(|_| lifetime));
        lifetime.map_err(|error| self.wrong(Field::Lifetime(role), error.into())).ok()
    }

    /// OpenSSL takes a certificate whose subject is its issuer's for self-signed, so no leaf may be called like the authority.
    fn different_from_issuer(&mut self, request: &SetRequest) {
        let authority = request.authority.subject();
        if request.server.subject().names_the_same(authority) {
            self.like_authority(Field::AuthorityName, &self.form.authority_name);
        }
        for (index, client) in request.clients.iter().enumerate() {
            if client.subject().names_the_same(authority) {
                self.like_authority(Field::ClientName(index), &self.form.clients[index].name);
            }
        }
    }

    fn like_authority(&mut self, field: Field, name: &str) {
        self.wrong(field, Problem::subject_like_authority(name.trim()));
    }

    pub(crate) fn wrong(&mut self, field: Field, problem: Problem) {
        if self.report.problems.len() < MOST_PROBLEMS {
            self.report.problems.push((field, problem));
        }
    }

    fn warn(&mut self, field: Field, warnings: impl IntoIterator<Item = Warning>) {
        self.report.warnings.extend(
            warnings
                .into_iter()
                .map(|warning| (field, Told::new(Source::Profile, |lang| warning.message(lang)))),
        );
    }
}

/// A common name that no other authority has: two of the same name and different keys break every chain building in ways
/// that no message explains. At most 64 characters (RFC 5280 appendix A.1), whatever the service is called.
fn automatic_name(services: &[String], mark: &str) -> String {
    const ROOM: usize = 48;
    let service = services.first().map(String::as_str).unwrap_or_default().trim_start_matches("*.");
    let service: String =
        service.chars().filter(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':')).take(ROOM).collect();
    format!("{service} CA {mark}").trim_start().to_owned()
}
