//! The ASN.1 structures that have names: RFC 5280 (certificates, lists), RFC 2986 (requests), RFC 5958, 8017 and 5915 (keys),
//! RFC 7292 (PKCS#12), RFC 5652 (PKCS#7). As data; the walk is `schema`'s.

use super::Structure;
use super::schema::Expect::{Any, Context, Tag, Time};
use super::schema::{Expect, Field, Shape};
use crate::inspect::der::tag::{BIT_STRING, BOOLEAN, ENUMERATED, INTEGER, OCTET_STRING, OID, SEQUENCE, SET};

/// What is expected at the outermost level.
pub(super) fn root(structure: Structure) -> &'static Shape {
    match structure {
        Structure::Certificate => &ROOT,
        Structure::CertificationRequest => &ROOT_REQUEST,
        Structure::CertificateList => &ROOT_LIST,
        Structure::PrivateKeyInfo => &ROOT_PRIVATE_KEY,
        Structure::EncryptedPrivateKeyInfo => &ROOT_ENCRYPTED_KEY,
        Structure::RsaPrivateKey => &ROOT_RSA,
        Structure::EcPrivateKey => &ROOT_EC,
        Structure::SubjectPublicKeyInfo => &ROOT_PUBLIC_KEY,
        Structure::Pfx => &ROOT_PFX,
        Structure::ContentInfo => &ROOT_CONTENT_INFO,
        Structure::Unknown => &Shape::Unknown,
    }
}

const fn field(name: &'static str, expect: Expect, shape: &'static Shape) -> Field {
    Field { name, expect, optional: false, shape, secret: false }
}

const fn optional(name: &'static str, expect: Expect, shape: &'static Shape) -> Field {
    Field { name, expect, optional: true, shape, secret: false }
}

const fn secret(name: &'static str, expect: Expect, shape: &'static Shape) -> Field {
    Field { name, expect, optional: false, shape, secret: true }
}

const fn plain(name: &'static str, expect: Expect) -> Field {
    field(name, expect, &Shape::Unknown)
}

const fn maybe(name: &'static str, expect: Expect) -> Field {
    optional(name, expect, &Shape::Unknown)
}

static ROOT: Shape = Shape::Of(&ROOT_CERTIFICATE);
static ROOT_CERTIFICATE: Field = field("Certificate", Tag(SEQUENCE), &CERTIFICATE);
static ROOT_REQUEST: Shape = Shape::Of(&field("CertificationRequest", Tag(SEQUENCE), &REQUEST));
static ROOT_LIST: Shape = Shape::Of(&field("CertificateList", Tag(SEQUENCE), &LIST));
static ROOT_PRIVATE_KEY: Shape = Shape::Of(&field("PrivateKeyInfo", Tag(SEQUENCE), &PRIVATE_KEY));
static ROOT_ENCRYPTED_KEY: Shape =
    Shape::Of(&field("EncryptedPrivateKeyInfo", Tag(SEQUENCE), &ENCRYPTED_KEY));
static ROOT_RSA: Shape = Shape::Of(&field("RSAPrivateKey", Tag(SEQUENCE), &RSA_KEY));
static ROOT_EC: Shape = Shape::Of(&field("ECPrivateKey", Tag(SEQUENCE), &EC_KEY));
static ROOT_PUBLIC_KEY: Shape = Shape::Of(&field("SubjectPublicKeyInfo", Tag(SEQUENCE), &PUBLIC_KEY));
static ROOT_PFX: Shape = Shape::Of(&field("PFX", Tag(SEQUENCE), &PFX));
static ROOT_CONTENT_INFO: Shape = Shape::Of(&field("ContentInfo", Tag(SEQUENCE), &CONTENT_INFO));

/// RFC 5280 section 4.1.
static CERTIFICATE: Shape = Shape::Fields(&[
    field("tbsCertificate", Tag(SEQUENCE), &TBS_CERTIFICATE),
    field("signatureAlgorithm", Tag(SEQUENCE), &ALGORITHM),
    plain("signatureValue", Tag(BIT_STRING)),
]);

static TBS_CERTIFICATE: Shape = Shape::Fields(&[
    optional("version", Context(0), &Shape::Inside(&plain("Version", Tag(INTEGER)))),
    plain("serialNumber", Tag(INTEGER)),
    field("signature", Tag(SEQUENCE), &ALGORITHM),
    field("issuer", Tag(SEQUENCE), &NAME),
    field("validity", Tag(SEQUENCE), &Shape::Fields(&[plain("notBefore", Time), plain("notAfter", Time)])),
    field("subject", Tag(SEQUENCE), &NAME),
    field("subjectPublicKeyInfo", Tag(SEQUENCE), &PUBLIC_KEY),
    maybe("issuerUniqueID", Context(1)),
    maybe("subjectUniqueID", Context(2)),
    optional("extensions", Context(3), &EXTENSIONS_INSIDE),
]);

static ALGORITHM: Shape = Shape::Fields(&[plain("algorithm", Tag(OID)), maybe("parameters", Any)]);

static NAME: Shape = Shape::Of(&field("RelativeDistinguishedName", Tag(SET), &RELATIVE_NAME));
static RELATIVE_NAME: Shape = Shape::Of(&field("AttributeTypeAndValue", Tag(SEQUENCE), &ATTRIBUTE));
static ATTRIBUTE: Shape = Shape::Fields(&[plain("type", Tag(OID)), plain("value", Any)]);

static PUBLIC_KEY: Shape = Shape::Fields(&[
    field("algorithm", Tag(SEQUENCE), &ALGORITHM),
    field("subjectPublicKey", Tag(BIT_STRING), &RSA_INSIDE),
]);
static RSA_INSIDE: Shape = Shape::Inside(&field("RSAPublicKey", Tag(SEQUENCE), &RSA_PUBLIC));
static RSA_PUBLIC: Shape =
    Shape::Fields(&[plain("modulus", Tag(INTEGER)), plain("publicExponent", Tag(INTEGER))]);

static EXTENSIONS_INSIDE: Shape = Shape::Inside(&field("Extensions", Tag(SEQUENCE), &EXTENSIONS));
static EXTENSIONS: Shape = Shape::Of(&field("Extension", Tag(SEQUENCE), &EXTENSION));
static EXTENSION: Shape = Shape::Fields(&[
    plain("extnID", Tag(OID)),
    maybe("critical", Tag(BOOLEAN)),
    field("extnValue", Tag(OCTET_STRING), &Shape::ByIdentifier(extension)),
]);

/// What is in the extension with this identifier.
fn extension(identifier: &str) -> &'static Shape {
    BY_IDENTIFIER.iter().find(|(known, _)| *known == identifier).map_or(&ANYTHING_INSIDE, |(_, shape)| shape)
}

static ANYTHING_INSIDE: Shape = Shape::Inside(&plain("", Any));

static BY_IDENTIFIER: [(&str, Shape); 18] = [
    ("2.5.29.14", Shape::Inside(&plain("SubjectKeyIdentifier", Tag(OCTET_STRING)))),
    ("2.5.29.15", Shape::Inside(&plain("KeyUsage", Tag(BIT_STRING)))),
    ("2.5.29.17", Shape::Inside(&field("SubjectAltName", Tag(SEQUENCE), &GENERAL_NAMES))),
    ("2.5.29.18", Shape::Inside(&field("IssuerAltName", Tag(SEQUENCE), &GENERAL_NAMES))),
    ("2.5.29.19", Shape::Inside(&field("BasicConstraints", Tag(SEQUENCE), &BASIC_CONSTRAINTS))),
    ("2.5.29.20", Shape::Inside(&plain("CRLNumber", Tag(INTEGER)))),
    ("2.5.29.21", Shape::Inside(&plain("CRLReason", Tag(ENUMERATED)))),
    ("2.5.29.27", Shape::Inside(&plain("BaseCRLNumber", Tag(INTEGER)))),
    ("2.5.29.28", Shape::Inside(&plain("IssuingDistributionPoint", Tag(SEQUENCE)))),
    ("2.5.29.30", Shape::Inside(&field("NameConstraints", Tag(SEQUENCE), &NAME_CONSTRAINTS))),
    ("2.5.29.31", Shape::Inside(&field("CRLDistributionPoints", Tag(SEQUENCE), &POINTS))),
    ("2.5.29.32", Shape::Inside(&field("CertificatePolicies", Tag(SEQUENCE), &POLICIES))),
    ("2.5.29.35", Shape::Inside(&field("AuthorityKeyIdentifier", Tag(SEQUENCE), &AUTHORITY_KEY))),
    ("2.5.29.37", Shape::Inside(&field("ExtKeyUsageSyntax", Tag(SEQUENCE), &KEY_PURPOSES))),
    ("2.5.29.46", Shape::Inside(&field("FreshestCRL", Tag(SEQUENCE), &POINTS))),
    ("1.3.6.1.5.5.7.1.1", Shape::Inside(&field("AuthorityInfoAccessSyntax", Tag(SEQUENCE), &ACCESS))),
    ("1.3.6.1.5.5.7.1.11", Shape::Inside(&field("SubjectInfoAccessSyntax", Tag(SEQUENCE), &ACCESS))),
    ("1.3.6.1.4.1.11129.2.4.2", Shape::Inside(&plain("SignedCertificateTimestampList", Tag(OCTET_STRING)))),
];

static GENERAL_NAMES: Shape = Shape::Of(&field("GeneralName", Any, &Shape::Unknown));
static BASIC_CONSTRAINTS: Shape =
    Shape::Fields(&[maybe("cA", Tag(BOOLEAN)), maybe("pathLenConstraint", Tag(INTEGER))]);
static NAME_CONSTRAINTS: Shape = Shape::Fields(&[
    optional("permittedSubtrees", Context(0), &SUBTREES),
    optional("excludedSubtrees", Context(1), &SUBTREES),
]);
static SUBTREES: Shape =
    Shape::Of(&field("GeneralSubtree", Tag(SEQUENCE), &Shape::Fields(&[plain("base", Any)])));
static POINTS: Shape = Shape::Of(&field("DistributionPoint", Tag(SEQUENCE), &POINT));
static POINT: Shape = Shape::Fields(&[
    optional(
        "distributionPoint",
        Context(0),
        &Shape::Fields(&[maybe("fullName", Context(0)), maybe("nameRelativeToCRLIssuer", Context(1))]),
    ),
    maybe("reasons", Context(1)),
    maybe("cRLIssuer", Context(2)),
]);
static POLICIES: Shape = Shape::Of(&field(
    "PolicyInformation",
    Tag(SEQUENCE),
    &Shape::Fields(&[plain("policyIdentifier", Tag(OID)), maybe("policyQualifiers", Tag(SEQUENCE))]),
));
static AUTHORITY_KEY: Shape = Shape::Fields(&[
    maybe("keyIdentifier", Context(0)),
    maybe("authorityCertIssuer", Context(1)),
    maybe("authorityCertSerialNumber", Context(2)),
]);
static KEY_PURPOSES: Shape = Shape::Of(&plain("KeyPurposeId", Tag(OID)));
static ACCESS: Shape = Shape::Of(&field(
    "AccessDescription",
    Tag(SEQUENCE),
    &Shape::Fields(&[plain("accessMethod", Tag(OID)), plain("accessLocation", Any)]),
));

/// RFC 5280 section 5.1.
static LIST: Shape = Shape::Fields(&[
    field("tbsCertList", Tag(SEQUENCE), &TBS_LIST),
    field("signatureAlgorithm", Tag(SEQUENCE), &ALGORITHM),
    plain("signatureValue", Tag(BIT_STRING)),
]);

static TBS_LIST: Shape = Shape::Fields(&[
    maybe("version", Tag(INTEGER)),
    field("signature", Tag(SEQUENCE), &ALGORITHM),
    field("issuer", Tag(SEQUENCE), &NAME),
    plain("thisUpdate", Time),
    maybe("nextUpdate", Time),
    optional("revokedCertificates", Tag(SEQUENCE), &Shape::Of(&field("", Tag(SEQUENCE), &REVOKED))),
    optional("crlExtensions", Context(0), &EXTENSIONS_INSIDE),
]);

static REVOKED: Shape = Shape::Fields(&[
    plain("userCertificate", Tag(INTEGER)),
    plain("revocationDate", Time),
    optional("crlEntryExtensions", Tag(SEQUENCE), &EXTENSIONS),
]);

/// RFC 2986 section 4.
static REQUEST: Shape = Shape::Fields(&[
    field("certificationRequestInfo", Tag(SEQUENCE), &REQUEST_INFO),
    field("signatureAlgorithm", Tag(SEQUENCE), &ALGORITHM),
    plain("signature", Tag(BIT_STRING)),
]);

static REQUEST_INFO: Shape = Shape::Fields(&[
    plain("version", Tag(INTEGER)),
    field("subject", Tag(SEQUENCE), &NAME),
    field("subjectPKInfo", Tag(SEQUENCE), &PUBLIC_KEY),
    optional("attributes", Context(0), &Shape::Of(&field("Attribute", Tag(SEQUENCE), &REQUEST_ATTRIBUTE))),
]);

static REQUEST_ATTRIBUTE: Shape = Shape::Fields(&[
    plain("type", Tag(OID)),
    field("values", Tag(SET), &Shape::ByIdentifier(request_attribute)),
]);

static ASKED_EXTENSIONS: Shape = Shape::Of(&field("Extensions", Tag(SEQUENCE), &EXTENSIONS));

fn request_attribute(identifier: &str) -> &'static Shape {
    match identifier {
        // extensionRequest (RFC 2985 section 5.4.2)
        "1.2.840.113549.1.9.14" => &ASKED_EXTENSIONS,
        _ => &Shape::Unknown,
    }
}

/// RFC 5958 section 2.
static PRIVATE_KEY: Shape = Shape::Fields(&[
    plain("version", Tag(INTEGER)),
    field("privateKeyAlgorithm", Tag(SEQUENCE), &ALGORITHM),
    secret("privateKey", Tag(OCTET_STRING), &Shape::Unknown),
    maybe("attributes", Context(0)),
    maybe("publicKey", Context(1)),
]);

static ENCRYPTED_KEY: Shape = Shape::Fields(&[
    field("encryptionAlgorithm", Tag(SEQUENCE), &ALGORITHM),
    plain("encryptedData", Tag(OCTET_STRING)),
]);

/// RFC 8017 appendix A.1.2.
static RSA_KEY: Shape = Shape::Fields(&[
    plain("version", Tag(INTEGER)),
    plain("modulus", Tag(INTEGER)),
    plain("publicExponent", Tag(INTEGER)),
    secret("privateExponent", Tag(INTEGER), &Shape::Unknown),
    secret("prime1", Tag(INTEGER), &Shape::Unknown),
    secret("prime2", Tag(INTEGER), &Shape::Unknown),
    secret("exponent1", Tag(INTEGER), &Shape::Unknown),
    secret("exponent2", Tag(INTEGER), &Shape::Unknown),
    secret("coefficient", Tag(INTEGER), &Shape::Unknown),
]);

/// RFC 5915 section 3.
static EC_KEY: Shape = Shape::Fields(&[
    plain("version", Tag(INTEGER)),
    secret("privateKey", Tag(OCTET_STRING), &Shape::Unknown),
    maybe("parameters", Context(0)),
    maybe("publicKey", Context(1)),
]);

/// RFC 7292 section 4.
static PFX: Shape = Shape::Fields(&[
    plain("version", Tag(INTEGER)),
    field("authSafe", Tag(SEQUENCE), &CONTENT_INFO),
    optional("macData", Tag(SEQUENCE), &MAC_DATA),
]);

static MAC_DATA: Shape = Shape::Fields(&[
    plain("mac", Tag(SEQUENCE)),
    plain("macSalt", Tag(OCTET_STRING)),
    maybe("iterations", Tag(INTEGER)),
]);

/// RFC 5652 section 3.
static CONTENT_INFO: Shape = Shape::Fields(&[
    plain("contentType", Tag(OID)),
    optional("content", Context(0), &Shape::ByIdentifier(content)),
]);

static SIGNED_DATA_INSIDE: Shape = Shape::Inside(&field("SignedData", Tag(SEQUENCE), &SIGNED_DATA));

fn content(identifier: &str) -> &'static Shape {
    match identifier {
        "1.2.840.113549.1.7.2" => &SIGNED_DATA_INSIDE,
        _ => &Shape::Unknown,
    }
}

/// RFC 5652 section 5.1.
static SIGNED_DATA: Shape = Shape::Fields(&[
    plain("version", Tag(INTEGER)),
    plain("digestAlgorithms", Tag(SET)),
    field("encapContentInfo", Tag(SEQUENCE), &CONTENT_INFO),
    optional("certificates", Context(0), &Shape::Of(&ROOT_CERTIFICATE)),
    optional("crls", Context(1), &Shape::Of(&field("CertificateList", Tag(SEQUENCE), &LIST))),
    maybe("signerInfos", Tag(SET)),
]);
