//! Making a set, and issuing more from an authority. Every key is new; nothing is kept here afterwards.

use pki::certificate::Certificate;
use pki::entropy::Entropy;
use pki::issue::{self, Authority};
use pki::key::{KeySource, PrivateKey};
use pki::moment::Moment;
use pki::profile::client::ClientProfile;
use pki::profile::server::ServerProfile;

use super::check::{Reader, validity_of};
use crate::form::{Field, Form, MoreKind, Report};
use crate::hexadecimal;
use crate::problem::Problem;
use crate::role::Role;
use crate::set::NewItem;
use crate::task::Progress;
use crate::work::Powers;

/// The authority, its server and its clients, in this order.
pub(crate) async fn set(form: &Form, now: Moment, powers: &impl Powers) -> Result<Vec<NewItem>, Report> {
    let mut reader = Reader::new(form, now, powers.idna());
    let mut mark = [0; 3];
    powers.entropy().fill(&mut mark).map_err(|error| refused(Field::AuthorityName, error.into()))?;
    let mark = hexadecimal::digits(&mark);
    let Some(request) = reader.set(&mark) else { return Err(reader.report) };

    let key = new_key(form, Role::Authority, powers).await?;
    let authority = issue::authority(&request.authority, key, now, &mut powers.entropy())
        .map_err(|error| refused(Field::AuthorityName, error.into()))?;
    let name = request.authority.subject().common_name().unwrap_or_default().to_owned();
    let mut items =
        vec![new_item(Role::Authority, name, authority.certificate().clone(), authority.key().clone())];
    let total = 2 + request.clients.len();
    powers.progress(Progress { done: 1, total });
    items.push(server(&request.server, form, &authority, now, powers).await?);
    powers.progress(Progress { done: 2, total });
    items.extend(clients(&request.clients, form, &authority, now, powers, total).await?);
    Ok(items)
}

/// One more server, or more clients, from the authority at hand.
pub(crate) async fn more(
    kind: MoreKind,
    form: &Form,
    certificate: Certificate,
    key: PrivateKey,
    taken: &[String],
    now: Moment,
    powers: &impl Powers,
) -> Result<Vec<NewItem>, Report> {
    let issuer = validity_of(&certificate);
    let at = match kind {
        MoreKind::Server => Field::Services,
        MoreKind::Clients => Field::Clients,
    };
    let authority = Authority::new(certificate, key).map_err(|error| refused(at, error.into()))?;
    let mut reader = Reader::new(form, now, powers.idna());
    match kind {
        MoreKind::Server => {
            let Some(profile) = reader.server(issuer) else { return Err(reader.report) };
            Ok(vec![server(&profile, form, &authority, now, powers).await?])
        }
        MoreKind::Clients => match reader.clients(issuer, taken) {
            Some(profiles) if reader.report.problems.is_empty() => {
                clients(&profiles, form, &authority, now, powers, profiles.len()).await
            }
            _ => Err(reader.report),
        },
    }
}

async fn server(
    profile: &ServerProfile,
    form: &Form,
    authority: &Authority,
    now: Moment,
    powers: &impl Powers,
) -> Result<NewItem, Report> {
    let key = new_key(form, Role::Server, powers).await?;
    let certificate = issue::server(profile, &key, authority, now, &mut powers.entropy())
        .map_err(|error| refused(Field::Services, error.into()))?;
    Ok(new_item(Role::Server, profile.names().first().to_unicode(), certificate, key))
}

async fn clients(
    profiles: &[ClientProfile],
    form: &Form,
    authority: &Authority,
    now: Moment,
    powers: &impl Powers,
    total: usize,
) -> Result<Vec<NewItem>, Report> {
    let mut items = Vec::with_capacity(profiles.len());
    for (index, profile) in profiles.iter().enumerate() {
        let key = new_key(form, Role::Client, powers).await?;
        let certificate = issue::client(profile, &key, authority, now, &mut powers.entropy())
            .map_err(|error| refused(Field::ClientName(index), error.into()))?;
        let label = profile.subject().common_name().unwrap_or_default().to_owned();
        items.push(new_item(Role::Client, label, certificate, key));
        powers.progress(Progress { done: total - profiles.len() + items.len(), total });
    }
    Ok(items)
}

async fn new_key(form: &Form, role: Role, powers: &impl Powers) -> Result<PrivateKey, Report> {
    let key = powers.keys().generate(*form.algorithms.of(role)).await;
    key.map_err(|error| refused(Field::Algorithm(role), error.into()))
}

fn new_item(role: Role, label: String, certificate: Certificate, key: PrivateKey) -> NewItem {
    NewItem { role, label, pem: certificate.to_pem(), certificate, key }
}

fn refused(field: Field, problem: Problem) -> Report {
    Report { problems: vec![(field, problem)], warnings: Vec::new() }
}
