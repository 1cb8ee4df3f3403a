//! Which TLS settings. The settings themselves are [`crate::policy`]'s.

use serde::{Deserialize, Serialize};

use super::Choice;
use crate::policy::{MOZILLA_INTERMEDIATE_6_0, MOZILLA_MODERN_6_0, TlsPolicy};

/// Which set of TLS settings is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum PolicyKind {
    /// TLS 1.3 alone.
    Modern,
    /// TLS 1.2 and 1.3.
    #[default]
    Intermediate,
}

impl Choice for PolicyKind {
    const ALL: &'static [PolicyKind] = &[PolicyKind::Intermediate, PolicyKind::Modern];

    fn id(self) -> &'static str {
        match self {
            PolicyKind::Modern => "modern",
            PolicyKind::Intermediate => "intermediate",
        }
    }
}

impl PolicyKind {
    /// The settings.
    #[must_use]
    pub fn policy(self) -> TlsPolicy {
        match self {
            PolicyKind::Modern => MOZILLA_MODERN_6_0,
            PolicyKind::Intermediate => MOZILLA_INTERMEDIATE_6_0,
        }
    }
}
