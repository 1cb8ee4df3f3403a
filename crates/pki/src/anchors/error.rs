//! Why authorities of others cannot be trusted for a server's callers, with the words for people.

use serde::{Deserialize, Serialize};
use text::pki as say;
use text::{Lang, Message};

use crate::moment::Moment;
use crate::name::shown;

/// Why a text of authorities and lists cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "`subject` and `issuer` are RFC 4514 text")]
pub enum AnchorError {
    /// It is longer than this many KiB.
    Long { limit_kib: usize },
    /// It has no certificate.
    NotFound,
    /// A block has no end, or another end than its beginning, or letters that are not base64.
    Cut,
    /// The certificate or list at this place, counted from 1, cannot be read.
    Unreadable { place: usize },
    /// It has a private key.
    PrivateKey,
    /// It has a block that is neither a certificate nor a list; its label.
    OtherBlock { label: String },
    /// The certificate is not an authority's (RFC 5280 section 4.2.1.9, cA).
    NotAnAuthority { subject: String },
    /// Its key usage does not allow it to sign certificates (section 4.2.1.3, keyCertSign).
    MayNotSign { subject: String },
    /// Its extended key usage leaves out clients (section 4.2.1.12, clientAuth).
    NotForClients { subject: String },
    /// Its RSA key is shorter than the systems that Handfast writes for take.
    WeakKey { subject: String, bits: usize },
    /// It is not self-signed, and its issuer is not there.
    IssuerMissing { subject: String, issuer: String },
    /// It has ended.
    Over { subject: String, end: Moment },
    /// It has not begun.
    Early { subject: String, start: Moment },
    /// It is our own authority, or has its key.
    Same { subject: String },
    /// It is called as our own authority is, and has another key.
    SameName { subject: String },
    /// It has no revocation list.
    ListMissing { subject: String },
    /// None of the authorities signed the list.
    ListOfNobody { issuer: String },
    /// The list tells only a part, or in a way that OpenSSL does not read.
    ListInPart { issuer: String },
    /// The list has ended.
    ListOver { issuer: String, end: Moment },
    /// The list has not begun.
    ListEarly { issuer: String, start: Moment },
}

impl AnchorError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        use AnchorError as Error;
        let day = |moment: &Moment| moment.day(lang);
        match self {
            Error::Long { limit_kib } => say::anchor_long(lang, limit_kib),
            Error::NotFound => say::anchor_not_found(lang),
            Error::Cut => say::anchor_cut(lang),
            Error::Unreadable { place } => say::anchor_unreadable(lang, place),
            Error::PrivateKey => say::anchor_private_key(lang),
            Error::OtherBlock { label } => say::anchor_other_block(lang, &shown(label)),
            Error::NotAnAuthority { subject } => say::anchor_not_an_authority(lang, &shown(subject)),
            Error::MayNotSign { subject } => say::anchor_may_not_sign(lang, &shown(subject)),
            Error::NotForClients { subject } => say::anchor_not_for_clients(lang, &shown(subject)),
            Error::WeakKey { subject, bits } => say::anchor_weak_key(lang, &shown(subject), bits),
            Error::IssuerMissing { subject, issuer } => {
                say::anchor_issuer_missing(lang, &shown(subject), &shown(issuer))
            }
            Error::Over { subject, end } => say::anchor_over(lang, &shown(subject), &day(end)),
            Error::Early { subject, start } => say::anchor_early(lang, &shown(subject), &day(start)),
            Error::Same { subject } => say::anchor_same(lang, &shown(subject)),
            Error::SameName { subject } => say::anchor_same_name(lang, &shown(subject)),
            Error::ListMissing { subject } => say::anchor_list_missing(lang, &shown(subject)),
            Error::ListOfNobody { issuer } => say::anchor_list_of_nobody(lang, &shown(issuer)),
            Error::ListInPart { issuer } => say::anchor_list_in_part(lang, &shown(issuer)),
            Error::ListOver { issuer, end } => say::anchor_list_over(lang, &shown(issuer), &day(end)),
            Error::ListEarly { issuer, start } => say::anchor_list_early(lang, &shown(issuer), &day(start)),
        }
    }
}
