//! Whether a caller may pass, by what its certificate is, and by the rules for a path.

use deploy::gateway::acl::Grants;
use deploy::gateway::file::Need;
use pki::certificate::Certificate;
use pki::verify::trust::Reason;

/// What became of a caller's certificate.
#[derive(Debug)]
pub enum Standing {
    /// There is none.
    Nobody,
    /// It holds.
    Verified {
        /// The certificate.
        certificate: Box<Certificate>,
    },
    /// It does not hold.
    Refused(Reason),
}

impl Standing {
    /// A word for the log and the metrics.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Standing::Nobody => "none",
            Standing::Verified { .. } => "verified",
            Standing::Refused(_) => "refused",
        }
    }

    /// The certificate that holds.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        match self {
            Standing::Verified { certificate } => Some(certificate),
            Standing::Nobody | Standing::Refused(_) => None,
        }
    }

    /// Whether the certificate holds, or may be missing.
    ///
    /// # Errors
    /// The [`Reason`] why the caller is refused.
    pub fn suffices(&self, need: Need) -> Result<(), Reason> {
        match (self, need) {
            (Standing::Refused(reason), _) => Err(reason.clone()),
            (Standing::Nobody, Need::Required) => Err(Reason::Missing),
            (Standing::Nobody, Need::Optional) | (Standing::Verified { .. }, _) => Ok(()),
        }
    }

    /// Whether a rule lets the caller do this here. The path is decoded and plain.
    ///
    /// # Errors
    /// The [`Reason`] why not.
    pub fn may(&self, grants: &Grants, method: &str, path: &[u8]) -> Result<(), Reason> {
        if grants.allow(method, path) {
            return Ok(());
        }
        Err(match self {
            Standing::Verified { certificate } => {
                let facts = certificate.facts();
                let name = facts.common_name.clone().unwrap_or_else(|| facts.subject.clone());
                Reason::NotAllowed { common_name: name }
            }
            _ => Reason::Missing,
        })
    }
}
