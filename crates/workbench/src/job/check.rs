//! From the form as typed to the profiles that can be issued, or to what is wrong at which field.

use std::collections::HashSet;

use pki::certificate::Certificate;
use pki::moment::Moment;
use pki::name::email::EmailName;
use pki::name::host::{HostName, HostNames};
use pki::name::subject::{Subject, SubjectDraft};
use pki::name::uri::UriName;
use pki::profile::authority::AuthorityProfile;
use pki::profile::client::ClientProfile;
use pki::profile::server::ServerProfile;
use pki::validity::{Lifetime, Validity};
use serde::{Deserialize, Serialize};

use crate::form::{ClientRow, Field, Form, Report};
use crate::problem::{Problem, Warning};
use crate::rooms::create::MoreKind;
use crate::set::Role;

/// A form to be looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// As typed.
    pub form: Form,
    /// Which parts of it count.
    pub scope: Scope,
    /// The time at which it would be issued.
    pub now: Moment,
}

/// Which parts of a form count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Scope {
    /// All: a new set.
    Set,
    /// The parts for one more server or more clients of this authority.
    More(MoreKind, Certificate),
}

impl Check {
    /// Looks for problems and warnings.
    #[must_use]
    pub fn run(&self) -> Report {
        let mut reader = Reader { form: &self.form, now: self.now, report: Report::default() };
        match &self.scope {
            Scope::Set => {
                let _ = reader.set("CA");
            }
            Scope::More(MoreKind::Server, issuer) => {
                let _ = reader.server(&Issuer::of(issuer));
            }
            Scope::More(MoreKind::Clients, issuer) => {
                let _ = reader.clients(&Issuer::of(issuer), &[]);
            }
        }
        reader.report
    }
}

/// Everything that a new set is issued from.
pub(crate) struct SetRequest {
    pub(crate) authority: AuthorityProfile,
    pub(crate) server: ServerProfile,
    pub(crate) clients: Vec<ClientProfile>,
}

/// What a leaf must know of its issuer before it can be judged.
pub(crate) struct Issuer {
    subject: Subject,
    validity: Validity,
}

impl Issuer {
    /// As an existing certificate says.
    pub(crate) fn of(certificate: &Certificate) -> Issuer {
        Issuer { subject: Subject::of(certificate), validity: Validity::of(certificate) }
    }
}

/// Reads a form field by field and notes what is wrong where.
pub(crate) struct Reader<'a> {
    pub(crate) form: &'a Form,
    pub(crate) now: Moment,
    pub(crate) report: Report,
}
