//! Faults of one certificate (RFC 5280 section 4). Its words stand in `words`.

mod words;

use serde::{Deserialize, Serialize};

use crate::moment::Moment;

/// What is wrong with a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the values that the sentences name")]
pub enum CertificateFault {
    /// Version 1: no extensions at all.
    VersionOne,
    /// Extensions in a version before 3.
    ExtensionsBeforeThree { version: u32 },
    /// The two places that name the signature's algorithm contradict each other.
    SignatureAlgorithmsDiffer { inner: String, outer: String },
    /// One extension twice.
    ExtensionRepeated { name: String },
    /// An extension whose contents break its own syntax.
    ExtensionUnreadable { name: String },
    /// A critical extension that verifiers of TLS do not know.
    ExtensionUnknownCritical { name: String },
    /// Bytes behind the end.
    TrailingBytes { count: usize },
    /// Serial number 0.
    SerialZero,
    /// A serial number below 0.
    SerialNegative { serial: String },
    /// A serial number of more than 20 octets.
    SerialLong { octets: usize },
    /// Fewer than 64 bits of serial number.
    SerialShort { octets: usize },
    /// Never valid.
    EndsBeforeStart { start: Moment, end: Moment },
    /// Over at the moment of looking.
    Expired { end: Moment },
    /// The same of an authority that has signed itself.
    RootExpired { end: Moment },
    /// Still to come at the moment of looking.
    NotYetValid { start: Moment },
    /// Over within 30 days.
    EndsSoon { end: Moment, days: usize },
    /// A date in a form that is not allowed for it; the field's name in the RFC, and the form.
    DateEncoding { field: String, form: String },
    /// A server for more days than Apple's systems take.
    TooLongForApple { days: usize, limit: usize },
    /// No issuer.
    IssuerEmpty,
    /// No subject, and alternative names that are not critical.
    SubjectEmpty,
    /// A leaf that bears its issuer's name.
    SubjectIsIssuer { subject: String },
    /// An attribute of a name in another string type than today's.
    StringType { attribute: String, form: String },
    /// A word of the subject whose letters look the same in several scripts.
    MixedScripts { word: String },
    /// A name of the subject with characters that turn the direction in which it is read.
    TurnedName { name: String },
    /// A DNS name that no host can have.
    NameCharacter { name: String },
    /// An address among the DNS names.
    IpAsDnsName { name: String },
    /// A common name that could be a host's, and no alternative name.
    NoServerName { name: String },
    /// A common name that could be a host's and is not among the alternative names.
    CommonNameElsewhere { name: String },
    /// A leaf without extendedKeyUsage.
    NoExtendedKeyUsage,
    /// A leaf for purposes other than TLS.
    NoTlsUsage { usages: String },
    /// AnyExtendedKeyUsage.
    AnyUsage,
    /// ServerAuth and clientAuth in one.
    BothUsages,
    /// A leaf without keyUsage.
    NoKeyUsage,
    /// A leaf whose keyUsage lacks digitalSignature.
    NoDigitalSignature { usages: String },
    /// A key that cannot encipher, allowed to.
    EnciphermentWithoutRsa { usage: String, key: String },
    /// KeyCertSign or cRLSign without CA:TRUE.
    LeafMaySign,
    /// An issuer that does not say that it is a CA.
    AuthorityWithoutBasicConstraints,
    /// A CA whose basicConstraints are not critical.
    BasicConstraintsNotCritical,
    /// A CA without keyUsage.
    AuthorityWithoutKeyUsage,
    /// A CA whose keyUsage is not critical.
    KeyUsageNotCritical,
    /// A CA whose keyUsage lacks keyCertSign.
    MayNotSignCertificates { usages: String },
    /// A CA whose keyUsage lacks cRLSign.
    MayNotSignLists { usages: String },
    /// A CA without pathLen.
    AuthorityWithoutPathLength,
    /// PathLen without CA:TRUE.
    PathLengthOnLeaf,
    /// A CA that bears the name of a host.
    AuthorityAsLeaf { name: String },
    /// Signed with its own key, and no CA.
    SelfSignedLeaf,
    /// A CA without subjectKeyIdentifier.
    NoSubjectKeyIdentifier,
    /// Not self-signed, and without authorityKeyIdentifier.
    NoAuthorityKeyIdentifier,
    /// NameConstraints that are not critical.
    NameConstraintsNotCritical,
    /// NameConstraints without CA:TRUE.
    NameConstraintsOnLeaf,
    /// The TLS feature status_request.
    MustStaple,
    /// The poison extension of Certificate Transparency.
    Precertificate,
    /// ClientAuth in a certificate of a public CA.
    PublicAuthorityClient,
    /// A SPIFFE ID beside other URIs.
    SpiffeSeveral,
    /// RSA below 2048 bits, or a curve below 224.
    WeakKey { key: String },
    /// A key for which TLS has no common signature scheme.
    UncommonKey { key: String },
    /// Ed25519, which browsers do not take.
    Ed25519InBrowsers,
    /// Signed over MD5, SHA-1 or older.
    WeakDigest { digest: String },
    /// A self-signed certificate over MD5, SHA-1 or older.
    WeakDigestOfRoot { digest: String },
}

impl CertificateFault {
    /// Whether it harms who is called by name, a server, and nobody who calls: no server looks at a client's names.
    #[must_use]
    pub const fn is_about_serving(&self) -> bool {
        matches!(
            self,
            CertificateFault::NoServerName { .. }
                | CertificateFault::CommonNameElsewhere { .. }
                | CertificateFault::IpAsDnsName { .. }
                | CertificateFault::TooLongForApple { .. }
        )
    }
}
