//! A TLS client's certificate.

use serde::{Deserialize, Serialize};

use crate::name::client::ClientNames;
use crate::name::subject::{Subject, SubjectError, SubjectField};
use crate::validity::Lifetime;

/// A client certificate: the common name is its identity, further names stand in subjectAltName as given (RFC 5280 section
/// 4.2.1.6); extendedKeyUsage clientAuth (4.2.1.12), critical keyUsage digitalSignature (all that TLS asks of a client:
/// RFC 8446 section 4.4.2.2), critical basicConstraints saying that it is no CA, subject and authority key identifiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientProfile {
    subject: Subject,
    names: ClientNames,
    lifetime: Lifetime,
}

impl ClientProfile {
    /// A client of this name.
    ///
    /// # Errors
    /// [`SubjectError::Empty`] without a common name: servers and logs know a client by it.
    pub fn new(
        subject: Subject,
        names: ClientNames,
        lifetime: Lifetime,
    ) -> Result<ClientProfile, SubjectError> {
        if subject.common_name().is_none() {
            return Err(SubjectError::Empty { field: SubjectField::CommonName });
        }
        Ok(ClientProfile { subject, names, lifetime })
    }

    /// Who it is.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Its further names.
    #[must_use]
    pub fn names(&self) -> &ClientNames {
        &self.names
    }

    /// How long it lives.
    #[must_use]
    pub fn lifetime(&self) -> Lifetime {
        self.lifetime
    }
}
