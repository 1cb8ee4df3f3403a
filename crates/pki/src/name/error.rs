//! Why a name is refused, with the words for people. The checks themselves stand beside each kind of name.

use serde::{Deserialize, Serialize};
use text::pki as say;
use text::{Lang, Message};

/// Why a text is not the name that it should be. `text` is what was typed, shortened and with invisible characters spelt out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "`text`, `label`, `octets` and `limit` say what they are")]
pub enum NameError {
    /// Nothing was typed.
    Empty,
    /// A character that this kind of name cannot hold; written as its code point when it cannot be seen.
    ForbiddenCharacter { text: String, character: String },
    /// Two dots in a row, or one at the start: a label of no letters (RFC 1034 section 3.5).
    EmptyLabel { text: String },
    /// A dot at the end: right in a zone file, wrong in a certificate (RFC 5280 section 4.2.1.6, "preferred name syntax").
    TrailingDot { text: String },
    /// An underscore: common in DNS records, not allowed in host names (RFC 1123 section 2.1).
    Underscore { text: String },
    /// A label that starts or ends with a hyphen (RFC 1034 section 3.5).
    HyphenAtEdge { text: String, label: String },
    /// A label of more than 63 octets in its ASCII form (RFC 1034 section 3.1).
    LabelTooLong { label: String, octets: usize, limit: usize },
    /// The whole name is longer than its kind allows, in octets.
    TooLong { text: String, octets: usize, limit: usize },
    /// A star anywhere but as the whole left-most label (RFC 6125 section 6.4.3).
    WildcardPlace { text: String },
    /// A star with no name after it: `*` or `*.`.
    WildcardAlone { text: String },
    /// A star directly above a top-level name, such as `*.com`: no TLS library matches it.
    WildcardTooBroad { text: String },
    /// A wildcard where a single identity is needed.
    WildcardHere { text: String },
    /// Ends in a number as an IP address does, and is none.
    LooksLikeIp { text: String },
    /// An IP address where a name is needed.
    IpHere { text: String },
    /// An internationalized name that UTS #46 (IDNA, RFC 5891) does not convert to ASCII.
    NotConvertible { text: String },
    /// Letters beyond ASCII where nobody has the tables to convert them.
    AsciiHere { text: String },
    /// A label that begins with `xn--` and is no A-label (RFC 5890 section 2.3.2.1).
    NotAnALabel { text: String },
    /// A whole URL, or a host with its port or path; `host` is the part that belongs here.
    MoreThanHost { text: String, host: String },
    /// Not an IPv4 or IPv6 address.
    NotAnIp { text: String },
    /// An IPv6 address with a zone, `fe80::1%eth0`: the zone means something on one machine only (RFC 4007 section 11).
    Zone { text: String, address: String },
    /// An address range, `10.0.0.0/24`: a certificate names single addresses.
    IpRange { text: String },
    /// An address at which no service can be reached: unspecified, multicast or broadcast.
    IpNotAHost { text: String },
    /// No `@`, more than one, or nothing after it.
    EmailWithoutDomain { text: String },
    /// The part before the `@` is empty, has a dot at an edge or two in a row (RFC 5321 section 4.1.2, dot-string).
    EmailLocalPart { text: String },
    /// More than 64 octets before the `@` (RFC 5321 section 4.5.3.1.1).
    EmailLocalPartTooLong { text: String, octets: usize, limit: usize },
    /// Letters beyond ASCII before the `@`: they need SmtpUTF8Mailbox (RFC 9598), which few programs read.
    EmailNotAscii { text: String },
    /// What follows the `@` is not a host name; why.
    EmailDomain { text: String, reason: Box<NameError> },
    /// No scheme such as `spiffe:` or `urn:` at the start: not an absolute URI (RFC 3986 section 4.3).
    UriWithoutScheme { text: String },
    /// Letters beyond ASCII in a URI.
    UriNotAscii { text: String },
    /// Not a URI by RFC 3986.
    UriSyntax { text: String },
    /// A SPIFFE ID whose trust domain is missing, or holds anything but `a-z 0-9 . - _`, or is longer than 255 octets.
    SpiffeTrustDomain { text: String },
    /// A SPIFFE ID with user, port, query or fragment.
    SpiffeExtra { text: String },
    /// A SPIFFE ID without a path: that names a whole trust domain, not one workload.
    SpiffeWithoutPath { text: String },
    /// A SPIFFE ID's path with an empty segment, `.`, `..`, or anything but `A-Z a-z 0-9 . - _`.
    SpiffePath { text: String },
    /// A SPIFFE ID beside another URI (X509-SVID section 2: exactly one).
    SpiffeNotAlone { text: String },
    /// The same name stands twice.
    Duplicate { text: String },
    /// More names than one certificate is given here.
    TooMany { given: usize, limit: usize },
}

impl NameError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            NameError::Empty => say::name_empty(lang),
            NameError::ForbiddenCharacter { text, character } => say::name_character(lang, text, character),
            NameError::EmptyLabel { text } => say::name_empty_label(lang, text),
            NameError::TrailingDot { text } => say::name_trailing_dot(lang, text),
            NameError::Underscore { text } => say::name_underscore(lang, text),
            NameError::HyphenAtEdge { text, label } => say::name_hyphen(lang, text, label),
            NameError::LabelTooLong { label, octets, limit } => {
                say::name_label_too_long(lang, label, *octets, *limit)
            }
            NameError::TooLong { text, octets, limit } => say::name_too_long(lang, text, *octets, *limit),
            NameError::WildcardPlace { text } => say::name_wildcard_place(lang, text),
            NameError::WildcardAlone { text } => say::name_wildcard_alone(lang, text),
            NameError::WildcardTooBroad { text } => say::name_wildcard_too_broad(lang, text),
            NameError::WildcardHere { text } => say::name_wildcard_here(lang, text),
            NameError::LooksLikeIp { text } => say::name_looks_like_ip(lang, text),
            NameError::IpHere { text } => say::name_ip_here(lang, text),
            NameError::NotConvertible { text } => say::name_not_convertible(lang, text),
            NameError::AsciiHere { text } => say::name_ascii_here(lang, text),
            NameError::NotAnALabel { text } => say::name_not_an_a_label(lang, text),
            NameError::MoreThanHost { text, host } => say::name_more_than_host(lang, text, host),
            NameError::NotAnIp { text } => say::name_not_an_ip(lang, text),
            NameError::Zone { text, address } => say::name_zone(lang, text, address),
            NameError::IpRange { text } => say::name_ip_range(lang, text),
            NameError::IpNotAHost { text } => say::name_ip_not_a_host(lang, text),
            NameError::EmailWithoutDomain { text } => say::email_without_domain(lang, text),
            NameError::EmailLocalPart { text } => say::email_local_part(lang, text),
            NameError::EmailLocalPartTooLong { text, octets, limit } => {
                say::email_local_part_too_long(lang, text, *octets, *limit)
            }
            NameError::EmailNotAscii { text } => say::email_not_ascii(lang, text),
            NameError::EmailDomain { reason, .. } => reason.message(lang),
            NameError::UriWithoutScheme { text } => say::uri_without_scheme(lang, text),
            NameError::UriNotAscii { text } => say::uri_not_ascii(lang, text),
            NameError::UriSyntax { text } => say::uri_syntax(lang, text),
            NameError::SpiffeTrustDomain { text } => say::spiffe_trust_domain(lang, text),
            NameError::SpiffeExtra { text } => say::spiffe_extra(lang, text),
            NameError::SpiffeWithoutPath { text } => say::spiffe_without_path(lang, text),
            NameError::SpiffePath { text } => say::spiffe_path(lang, text),
            NameError::SpiffeNotAlone { text } => say::spiffe_not_alone(lang, text),
            NameError::Duplicate { text } => say::name_duplicate(lang, text),
            NameError::TooMany { given, limit } => say::name_too_many(lang, *given, *limit),
        }
    }
}
