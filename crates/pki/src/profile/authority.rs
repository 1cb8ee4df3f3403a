//! An authority of one's own: a self-signed CA that issues leaves directly. Intermediate authorities are not made here.

use serde::{Deserialize, Serialize};

use crate::name::subject::{Subject, SubjectError, SubjectField};
use crate::validity::Lifetime;

/// A CA certificate: version 3, critical basicConstraints with pathLenConstraint 0 (no authority below it: RFC 5280 section
/// 4.2.1.9), critical keyUsage keyCertSign and cRLSign (4.2.1.3), subjectKeyIdentifier (4.2.1.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorityProfile {
    subject: Subject,
    lifetime: Lifetime,
}

impl AuthorityProfile {
    /// An authority of this name.
    ///
    /// # Errors
    /// [`SubjectError::Empty`] without a common name: it is how people tell authorities apart.
    pub fn new(subject: Subject, lifetime: Lifetime) -> Result<AuthorityProfile, SubjectError> {
        if subject.common_name().is_none() {
            return Err(SubjectError::Empty { field: SubjectField::CommonName });
        }
        Ok(AuthorityProfile { subject, lifetime })
    }

    /// Who it is.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// How long it lives.
    #[must_use]
    pub fn lifetime(&self) -> Lifetime {
        self.lifetime
    }
}
