//! "The same with openssl": from a set, or from the form of one that is still to be made, to the commands that would make it, plain
//! and against the guide's.

use deploy::openssl::{self, Recipe, Request};
use deploy::plan::{FileKind, Syntax};
use pki::certificate::{AlternativeName, Certificate};
use pki::key::KeyAlgorithm;
use pki::moment::Moment;
use pki::name::client::ClientName;
use pki::name::host::HostName;
use pki::name::idna::Idna;
use pki::name::subject::Subject;
use pki::validity::{Lifetime, Validity};
use serde::{Deserialize, Serialize};
use text::Lang;
use text::explain as say;

use super::check::{Reader, SetRequest};
use super::render::file::plain;
use crate::document::{Block, Code, Tabs};
use crate::form::{Form, Report};
use crate::ink;
use crate::problem::Problem;
use crate::role::Role;
use crate::sight::view::{How, View};

/// What the commands shall make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Wanted {
    /// What a form asks for; nothing was made yet.
    Form(Form),
    /// A set that is there: its authority and the leaves that are good.
    Set(Box<Certificate>, Vec<(Role, Certificate)>),
}

/// The script and its configuration.
pub(crate) fn render(
    wanted: &Wanted,
    lang: Lang,
    now: Moment,
    idna: &dyn Idna,
) -> Result<Vec<Block>, Report> {
    let recipe = match wanted {
        Wanted::Form(form) => of_form(form, now, idna)?,
        Wanted::Set(authority, leaves) => {
            of_set(authority, leaves.iter().map(|(role, certificate)| (*role, certificate)))
        }
    };
    let unwritable = |_| Report::default();
    let script = openssl::script(&recipe, lang).map_err(unwritable)?;
    let config = openssl::config(&recipe, lang).map_err(unwritable)?;
    let compared = View {
        kind: FileKind::OpensslScript,
        syntax: Syntax::Shell,
        how: How::Compared,
        code: Code {
            id: "openssl-compared".to_owned(),
            title: openssl::SCRIPT.to_owned(),
            text: script.clone(),
            ..Code::default()
        },
        lang,
    };
    let script = Block::Code(code(0, FileKind::OpensslScript, script));
    let views = Tabs {
        id: "openssl-view".to_owned(),
        label: say::view(lang).to_owned(),
        tabs: vec![plain(script, lang), compared.tab()],
    };
    Ok(vec![Block::Tabs(views), Block::Code(code(1, FileKind::OpensslConfig, config))])
}

/// A file with its colours.
fn code(number: usize, kind: FileKind, text: String) -> Code {
    let name = kind.name().to_owned();
    let syntax = if kind == FileKind::OpensslScript { Syntax::Shell } else { Syntax::OpensslConfig };
    let parts = ink::parts(syntax, &text);
    let (id, save) = (format!("openssl-file-{number}"), Some(name.clone()));
    Code { id, title: name, text, parts, save, ..Code::default() }
}

/// What certificates say, in openssl's terms. Those that were issued later count as much as the first.
pub(crate) fn of_set<'a>(
    authority: &Certificate,
    leaves: impl Iterator<Item = (Role, &'a Certificate)>,
) -> Recipe {
    let (servers, clients): (Vec<_>, Vec<_>) = leaves.partition(|(role, _)| *role == Role::Server);
    let said = |leaves: Vec<(Role, &Certificate)>| leaves.into_iter().map(|(_, leaf)| said(leaf)).collect();
    Recipe { authority: self::said(authority), servers: said(servers), clients: said(clients) }
}

fn said(certificate: &Certificate) -> Request {
    let facts = certificate.facts();
    let days = Validity::of(certificate).map_or(0, Validity::days);
    Request {
        subject: certificate.subject_attributes(),
        names: facts.names.clone(),
        algorithm: KeyAlgorithm::ALL.into_iter().find(|kind| kind.label() == facts.key).unwrap_or_default(),
        days: u32::try_from(days).unwrap_or(u32::MAX),
    }
}

/// What a form asks for, in openssl's terms.
fn of_form(form: &Form, now: Moment, idna: &dyn Idna) -> Result<Recipe, Report> {
    let mut reader = Reader::new(form, now, idna);
    let Some(request) = reader.set("0000") else { return Err(reader.report) };
    recipe_of(&request, form, now).map_err(|problem| Report {
        problems: vec![(crate::form::Field::Lifetime(Role::Authority), problem)],
        warnings: Vec::new(),
    })
}

fn recipe_of(request: &SetRequest, form: &Form, now: Moment) -> Result<Recipe, Problem> {
    let root = request.authority.lifetime().resolve(now, None).map_err(Problem::from)?;
    let entry = |subject: &Subject,
                 names: Vec<AlternativeName>,
                 algorithm: KeyAlgorithm,
                 lifetime: Lifetime| {
        let issuer = (!names.is_empty() || subject != request.authority.subject()).then_some(root);
        Ok::<_, Problem>(Request {
            subject: subject.attributes().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            names,
            algorithm,
            days: days(lifetime, now, issuer).map_err(Problem::from)?,
        })
    };
    let (authority, server) = (&request.authority, &request.server);
    let client = |profile: &pki::profile::client::ClientProfile| {
        let names = profile.names().as_slice().iter().map(client_name).collect();
        entry(profile.subject(), names, form.algorithms.client, profile.lifetime())
    };
    Ok(Recipe {
        authority: entry(authority.subject(), Vec::new(), form.algorithms.authority, authority.lifetime())?,
        servers: vec![entry(
            server.subject(),
            server.names().iter().map(host_name).collect(),
            form.algorithms.server,
            server.lifetime(),
        )?],
        clients: request.clients.iter().map(client).collect::<Result<_, _>>()?,
    })
}

/// openssl 3.0 knows days alone; a last day becomes the days until then.
fn days(
    lifetime: Lifetime,
    now: Moment,
    issuer: Option<Validity>,
) -> Result<u32, pki::validity::ValidityError> {
    let validity = lifetime.resolve(now, issuer)?;
    Ok(u32::try_from(validity.days()).unwrap_or(u32::MAX))
}

fn host_name(name: &HostName) -> AlternativeName {
    match name {
        HostName::Dns(name) => AlternativeName::Dns(name.as_str().to_owned()),
        HostName::Ip(name) => AlternativeName::Ip(name.address().to_string()),
    }
}

fn client_name(name: &ClientName) -> AlternativeName {
    match name {
        ClientName::Email(name) => AlternativeName::Email(name.as_str().to_owned()),
        ClientName::Uri(name) => AlternativeName::Uri(name.as_str().to_owned()),
        ClientName::Dns(name) => AlternativeName::Dns(name.as_str().to_owned()),
    }
}
