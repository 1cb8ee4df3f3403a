//! Faults of certificate signing requests (RFC 2986).

use serde::{Deserialize, Serialize};
use text::Lang;
use text::finding as say;

use super::{Rank, Told, told};

/// What is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the values that the sentences name")]
pub enum RequestFault {
    /// Not signed with its own key.
    Signature,
    /// A common name that could be a host's, and no alternative name.
    WithoutNames { name: String },
    /// BasicConstraints with CA:TRUE asked for.
    ForAuthority,
}

impl RequestFault {
    /// Its words.
    #[must_use]
    pub fn told(&self, lang: Lang) -> Told {
        use Rank::{Danger, Doubt, Refused};
        use RequestFault as F;
        match self {
            F::Signature => told(
                "request-signature",
                Refused,
                "RFC 2986 section 3",
                say::request_signature(lang),
                say::request_signature_why(lang),
            ),
            F::WithoutNames { name } => told(
                "request-without-names",
                Doubt,
                "RFC 9525 section 2",
                say::request_without_names(lang, name),
                say::request_without_names_why(lang),
            ),
            F::ForAuthority => told(
                "request-for-authority",
                Danger,
                "RFC 5280 section 4.2.1.9",
                say::request_for_authority(lang),
                say::request_for_authority_why(lang),
            ),
        }
    }
}
