//! A TLS server's certificate.

use serde::{Deserialize, Serialize};

use super::Warning;
use crate::name::host::HostNames;
use crate::name::subject::Subject;
use crate::validity::Lifetime;

/// A server certificate: its names in subjectAltName (RFC 5280 section 4.2.1.6; clients look nowhere else, RFC 9525 section 2),
/// extendedKeyUsage serverAuth (4.2.1.12), critical keyUsage digitalSignature, with keyEncipherment for RSA keys only
/// (4.2.1.3), critical basicConstraints saying that it is no CA, subject and authority key identifiers.
/// The common name is the first name that fits into 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerProfile {
    names: HostNames,
    subject: Subject,
    lifetime: Lifetime,
}

impl ServerProfile {
    /// A server of these names. Of `subject` the organization, unit and country are taken; its common name is replaced.
    #[must_use]
    pub fn new(names: HostNames, subject: Subject, lifetime: Lifetime) -> ServerProfile {
        let fitting = names.iter().map(ToString::to_string).find(|name| name.len() <= Subject::LIMIT);
        let subject = subject
            .with_common_name(&fitting.unwrap_or_default())
            .expect("a host name holds none of the characters that a subject refuses");
        ServerProfile { names, subject, lifetime }
    }

    /// The names by which it is called.
    #[must_use]
    pub fn names(&self) -> &HostNames {
        &self.names
    }

    /// The subject that it gets.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// How long it lives.
    #[must_use]
    pub fn lifetime(&self) -> Lifetime {
        self.lifetime
    }

    /// What one should know of its names before making it.
    #[must_use]
    pub fn warning(&self) -> Option<Warning> {
        self.subject.common_name().is_none().then_some(Warning::NoCommonName)
    }
}
