//! "The same with openssl": from the form to the commands that would make this very set.

use deploy::openssl::{Recipe, Request};
use deploy::plan::FileKind;
use pki::certificate::{AlternativeName, Certificate};
use pki::key::KeyAlgorithm;
use pki::moment::Moment;
use pki::name::client::ClientName;
use pki::name::host::HostName;
use pki::name::idna::Idna;
use pki::name::subject::Subject;
use pki::validity::{Lifetime, Validity};
use text::Lang;

use super::check::{Reader, SetRequest};
use crate::form::{Form, Report};
use crate::problem::Problem;
use crate::role::Role;

/// The script and its configuration. `authority` gives its automatic name when the set exists already.
pub(crate) fn render(
    form: &Form,
    authority: Option<&Certificate>,
    lang: Lang,
    now: Moment,
    idna: &dyn Idna,
) -> Result<Vec<(String, String)>, Report> {
    let recipe = recipe(form, authority, now, idna)?;
    let unwritable = |_| Report::default();
    let script = deploy::openssl::script(&recipe, lang).map_err(unwritable)?;
    let config = deploy::openssl::config(&recipe, lang).map_err(unwritable)?;
    Ok(vec![
        (FileKind::OpensslScript.name().to_owned(), script),
        (FileKind::OpensslConfig.name().to_owned(), config),
    ])
}

/// What the set is made of, in openssl's terms.
pub(crate) fn recipe(
    form: &Form,
    authority: Option<&Certificate>,
    now: Moment,
    idna: &dyn Idna,
) -> Result<Recipe, Report> {
    let mut form = form.clone();
    if let Some(name) = authority.and_then(|certificate| certificate.facts().common_name.clone()) {
        form.authority_name = name;
    }
    let mut reader = Reader::new(&form, now, idna);
    let Some(request) = reader.set("0000") else { return Err(reader.report) };
    recipe_of(&request, &form, now).map_err(|problem| Report {
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
