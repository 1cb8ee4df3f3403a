//! Why a caller's certificate is not accepted: a name that programs know it by, and two sentences for people, written for the
//! caller, who has only the answer to go by.

use text::gateway_refusal as say;
use text::{Lang, Message};

use crate::moment::Moment;

/// Why a caller may not enter.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the values that the sentences name")]
pub enum Reason {
    /// No certificate was sent, and one is needed.
    Missing,
    /// A certificate of version 1 or 2: it can say neither what it is for nor whose it is (RFC 5280 section 4.1.2.1).
    Version { version: u32 },
    /// Nobody who is trusted signed it, or an intermediate certificate was not sent.
    UnknownIssuer { issuer: String },
    /// It names a trusted issuer and is not signed with that issuer's key.
    Signature { issuer: String },
    /// It is over.
    Expired { end: Moment },
    /// It has not begun.
    NotYetValid { start: Moment },
    /// One of the certificates above it is over or has not begun.
    IssuerNotValid { end: Moment },
    /// The authority itself is over or has not begun.
    AuthorityNotValid { start: Moment, end: Moment },
    /// It was taken back, or one above it was.
    Revoked,
    /// There is no revocation list of its issuer here.
    ListMissing { issuer: String },
    /// The list of its issuer is over.
    ListEnded { end: Moment },
    /// The list of its issuer has not begun.
    ListNotYetValid { start: Moment },
    /// The list of its issuer cannot be used.
    ListUnusable { words: String },
    /// It is not meant for clients (RFC 5280 section 4.2.1.12).
    Purpose,
    /// It is an authority's own.
    IsAuthority,
    /// Too many authorities stand between.
    TooDeep { most: usize },
    /// An authority above it may not have issued it: path length or name constraints.
    Constraints,
    /// It says something critical that is not understood (RFC 5280 section 4.2).
    CriticalExtension,
    /// Its key or signature is of a kind that is not accepted.
    Algorithm,
    /// It cannot be read.
    Malformed { words: String },
    /// It holds, and no rule lets it in here.
    NotAllowed { common_name: String },
}

/// What kind of refusal it is, for callers that are told little. The names are those of the exported nginx.conf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// No certificate.
    Missing,
    /// One that does not hold.
    Refused,
    /// One that holds and may not enter.
    NotAllowed,
}

impl Reason {
    /// The name that programs know it by; it stays for ever.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "client_certificate_missing",
            Self::Version { .. } => "client_certificate_version",
            Self::UnknownIssuer { .. } => "client_certificate_unknown_issuer",
            Self::Signature { .. } => "client_certificate_signature",
            Self::Expired { .. } => "client_certificate_expired",
            Self::NotYetValid { .. } => "client_certificate_not_yet_valid",
            Self::IssuerNotValid { .. } => "client_certificate_issuer_not_valid",
            Self::AuthorityNotValid { .. } => "client_certificate_authority_not_valid",
            Self::Revoked => "client_certificate_revoked",
            Self::ListMissing { .. } => "revocation_list_missing",
            Self::ListEnded { .. } => "revocation_list_ended",
            Self::ListNotYetValid { .. } => "revocation_list_not_yet_valid",
            Self::ListUnusable { .. } => "revocation_list_unusable",
            Self::Purpose => "client_certificate_purpose",
            Self::IsAuthority => "client_certificate_is_authority",
            Self::TooDeep { .. } => "client_certificate_too_deep",
            Self::Constraints => "client_certificate_constraints",
            Self::CriticalExtension => "client_certificate_critical_extension",
            Self::Algorithm => "client_certificate_algorithm",
            Self::Malformed { .. } => "client_certificate_malformed",
            Self::NotAllowed { .. } => "client_certificate_not_allowed",
        }
    }

    /// The alert that says most about it (RFC 8446 section 6.2), where a handshake is ended for it; as rustls chooses by its own errors.
    #[must_use]
    pub fn alert(&self) -> u8 {
        match self {
            // certificate_required
            Self::Missing => 116,
            // certificate_expired: "has expired or is not currently valid"
            Self::Expired { .. }
            | Self::NotYetValid { .. }
            | Self::IssuerNotValid { .. }
            | Self::AuthorityNotValid { .. } => 45,
            Self::Revoked => 44,
            // unknown_ca, also where revocation cannot be known
            Self::UnknownIssuer { .. } | Self::ListMissing { .. } | Self::ListUnusable { .. } => 48,
            // decrypt_error
            Self::Signature { .. } => 51,
            // unsupported_certificate: of a kind that is not taken here, whoever issued it
            Self::Purpose
            | Self::Version { .. }
            | Self::IsAuthority
            | Self::CriticalExtension
            | Self::Algorithm => 43,
            // bad_certificate
            Self::Malformed { .. } => 42,
            // certificate_unknown
            _ => 46,
        }
    }

    /// What kind of refusal it is.
    #[must_use]
    pub fn family(&self) -> Family {
        match self {
            Self::Missing => Family::Missing,
            Self::NotAllowed { .. } => Family::NotAllowed,
            _ => Family::Refused,
        }
    }

    /// What is wrong and what the caller can do.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        let minute = |moment: &Moment| moment.minute(lang);
        match self {
            Self::Missing => say::missing(lang),
            Self::Version { version } => say::version(lang, version),
            Self::UnknownIssuer { issuer } => say::unknown_issuer(lang, issuer),
            Self::Signature { issuer } => say::signature(lang, issuer),
            Self::Expired { end } => say::expired(lang, &minute(end)),
            Self::NotYetValid { start } => say::not_yet_valid(lang, &minute(start)),
            Self::IssuerNotValid { end } => say::issuer_not_valid(lang, &minute(end)),
            Self::AuthorityNotValid { start, end } => {
                say::authority_not_valid(lang, &minute(start), &minute(end))
            }
            Self::Revoked => say::revoked(lang),
            Self::ListMissing { issuer } => say::list_missing(lang, issuer),
            Self::ListEnded { end } => say::list_ended(lang, &minute(end)),
            Self::ListNotYetValid { start } => say::list_not_yet_valid(lang, &minute(start)),
            Self::ListUnusable { words } => say::list_unusable(lang, words),
            Self::Purpose => say::purpose(lang),
            Self::IsAuthority => say::is_authority(lang),
            Self::TooDeep { most } => say::too_deep(lang, *most),
            Self::Constraints => say::constraints(lang),
            Self::CriticalExtension => say::critical_extension(lang),
            Self::Algorithm => say::algorithm(lang),
            Self::Malformed { words } => say::malformed(lang, words),
            Self::NotAllowed { common_name } => say::not_allowed(lang, common_name),
        }
    }
}

impl Family {
    /// The name that programs know it by.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "client_certificate_missing",
            Self::Refused => "client_certificate_refused",
            Self::NotAllowed => "client_certificate_not_allowed",
        }
    }

    /// The status: as nginx has it for certificates that are missing or do not hold, and 403 (RFC 9110, 15.5.4) for one that
    /// holds and may not enter.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::Missing | Self::Refused => 400,
            Self::NotAllowed => 403,
        }
    }

    /// Two sentences that tell no more than the kind.
    #[must_use]
    pub fn message(self, lang: Lang) -> Message {
        match self {
            Self::Missing => say::missing(lang),
            Self::Refused => say::little_refused(lang),
            Self::NotAllowed => say::little_not_allowed(lang),
        }
    }
}
