//! An authority that goes on: from its bundle, with everything but the leaves' keys, or from elsewhere, with nothing but itself.

use std::rc::Rc;

use bundle::authority::AuthorityBundle;
use bundle::workspace;
use deploy::choices::ChoicesDraft;
use deploy::recipient::Recipient;
use pki::certificate::Certificate;
use pki::crl::CrlLifetime;
use pki::key::PrivateKey;
use pki::moment::Moment;
use pki::validity::{Lifetime, Validity, ValidityError};
use serde::{Deserialize, Serialize};

use crate::form::Form;
use crate::problem::Problem;
use crate::recorded::{DEPLOY, FORM, RECIPIENTS, Recorded, TICKS};
use crate::role::Role;
use crate::set::{CertificateSet, Item, ItemId, SignedList};

/// An authority that can take the place of the present set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reopened {
    /// The form that the set was made from, or more shall be issued from.
    pub form: Form,
    /// What was chosen for the machine. `None` of an authority that was made elsewhere, for which nothing was chosen yet.
    pub draft: Option<ChoicesDraft>,
    /// Who opens the bundles of clients.
    pub(crate) recipients: Vec<(ItemId, Recipient)>,
    /// The runbook's steps that are done.
    pub(crate) ticks: Vec<String>,
    made_at: Moment,
    authority: (String, Certificate, PrivateKey),
    leaves: Vec<Recorded>,
    /// Each certificate as PEM, the authority's first.
    pems: Vec<String>,
    list_lifetime: CrlLifetime,
    list: Option<SignedList>,
}

impl Reopened {
    /// What is in an authority bundle.
    pub(crate) fn of_bundle(bundle: AuthorityBundle) -> Result<Reopened, Problem> {
        let record = bundle.workspace;
        let section = |name: &str| record.settings.get(name).map(String::as_str);
        let form = read_section(section(FORM))?;
        let draft = ChoicesDraft::from_record(&read_section(section(DEPLOY))?);
        let recipients: Vec<(u32, String)> = read_section(section(RECIPIENTS))?;
        // one that a newer version knows, and this one does not, is as good as none
        let recipients = recipients
            .into_iter()
            .filter_map(|(number, id)| Some((ItemId(number), Recipient::from_id(&id)?)));
        let recipients = recipients.collect();
        let ticks = read_section(section(TICKS))?;
        let label = record.issued.iter().find(|issued| issued.role == workspace::Role::Authority);
        let label = label
            .map(|issued| issued.label.clone())
            .or_else(|| bundle.certificate.facts().common_name.clone());
        let leaves = record.issued.into_iter().filter_map(|issued| Some((leaf_role(issued.role)?, issued)));
        let recorded = |(number, (role, issued)): (u32, (Role, workspace::Issued))| {
            let workspace::Issued { label, certificate, issued_at, removed_at, revoked, .. } = issued;
            let issued_at = Some(issued_at);
            Recorded { number: ItemId(number), role, label, certificate, issued_at, removed_at, revoked }
        };
        let leaves: Vec<Recorded> = (1..).zip(leaves).map(recorded).collect();
        let certificates =
            std::iter::once(&bundle.certificate).chain(leaves.iter().map(|leaf| &leaf.certificate));
        let pems = certificates.map(Certificate::to_pem).collect();
        let authority = (label.unwrap_or_default(), bundle.certificate, bundle.key);
        Ok(Reopened {
            form,
            draft: Some(draft),
            recipients,
            ticks,
            made_at: record.made_at,
            authority,
            leaves,
            pems,
            list_lifetime: record.list_lifetime,
            list: record.list.as_ref().map(SignedList::of),
        })
    }

    /// An authority that was made elsewhere. `form` is what would be issued from, as far as the authority lives long enough.
    pub(crate) fn of_elsewhere(
        certificate: Certificate,
        key: PrivateKey,
        mut form: Form,
        now: Moment,
    ) -> Reopened {
        for role in [Role::Server, Role::Client] {
            fit(form.lifetimes.of_mut(role), &certificate, now);
        }
        let facts = certificate.facts();
        let label = facts.common_name.clone().unwrap_or_else(|| facts.subject.clone());
        Reopened {
            form,
            draft: None,
            recipients: Vec::new(),
            ticks: Vec::new(),
            made_at: now,
            pems: vec![certificate.to_pem()],
            authority: (label, certificate, key),
            leaves: Vec::new(),
            list_lifetime: CrlLifetime::default(),
            list: None,
        }
    }

    /// The set as the page holds it. Its authority's key counts as saved, since it came from a file.
    #[must_use]
    pub fn to_set(&self) -> CertificateSet {
        let (label, certificate, key) = &self.authority;
        let pem = |index: usize| self.pems.get(index).cloned().unwrap_or_default();
        let authority = Item {
            id: ItemId(0),
            role: Role::Authority,
            label: label.clone(),
            certificate: certificate.clone(),
            pem: pem(0),
            key: Some(key.clone()),
            saved: true,
            issued_at: None,
            removed_at: None,
            revoked: None,
        };
        let mut set = CertificateSet {
            authority: Rc::new(authority),
            leaves: Vec::new(),
            removed: Vec::new(),
            made_from: self.form.clone(),
            made_at: self.made_at,
            next_id: 1,
            list_lifetime: self.list_lifetime,
            list: self.list.clone().map(Rc::new),
        };
        for leaf in &self.leaves {
            let list = if leaf.removed_at.is_none() { &mut set.leaves } else { &mut set.removed };
            list.push(Rc::new(Item {
                id: leaf.number,
                role: leaf.role,
                label: leaf.label.clone(),
                certificate: leaf.certificate.clone(),
                pem: pem(leaf.number.0 as usize),
                key: None,
                saved: true,
                issued_at: leaf.issued_at,
                removed_at: leaf.removed_at,
                revoked: leaf.revoked,
            }));
            set.next_id += 1;
        }
        set
    }
}

/// Shortens a lifetime as typed to what fits into the authority's. What cannot be read is told at its field.
fn fit(typed: &mut String, authority: &Certificate, now: Moment) {
    let resolved =
        Lifetime::parse(typed).and_then(|lifetime| lifetime.resolve(now, Validity::of(authority).ok()));
    if let Err(ValidityError::OutlivesIssuer { fits, .. }) = resolved
        && fits != Lifetime::Days(0)
    {
        *typed = fits.typed();
    }
}

fn leaf_role(role: workspace::Role) -> Option<Role> {
    match role {
        workspace::Role::Authority => None,
        workspace::Role::Server => Some(Role::Server),
        workspace::Role::Client => Some(Role::Client),
    }
}

/// A section that is missing starts from the defaults: older records may lack it.
fn read_section<T: Default + for<'a> Deserialize<'a>>(text: Option<&str>) -> Result<T, Problem> {
    let Some(text) = text else { return Ok(T::default()) };
    serde_json::from_str(text).map_err(|error| Problem::record_unreadable(&error.to_string()))
}
