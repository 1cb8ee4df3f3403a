//! Certificates that are made on the spot as a line of openssl makes them, good for one look alone.

use handshake::catalogue::workshop::MakeError;
use pki::certificate::Certificate;
use pki::entropy::Entropy;
use pki::faulty::extension::{authority_key_identifier, basic_constraints, subject_key_identifier};
use pki::faulty::{CertificateDraft, NamePart, Time};
use pki::key::{KeyAlgorithm, PrivateKey, ProviderKeys};
use pki::moment::Moment;
use pki::serial::Serial;

/// What `openssl req -x509` makes without a word on extensions: its own configuration gives key identifiers and makes an authority.
pub(super) fn self_signed(
    name: &str,
    at: Moment,
    entropy: &mut dyn Entropy,
) -> Result<(Vec<u8>, PrivateKey), MakeError> {
    let key = key()?;
    let own = key.public_key();
    let mut draft = draft(Some(2), [name; 2], &key, at, entropy)?;
    draft.extensions =
        vec![subject_key_identifier(own), authority_key_identifier(own), basic_constraints(true, None)];
    Ok((draft.sign(&key)?, key))
}

/// Issuer and subject by their common names; good for a year.
pub(super) fn draft(
    version: Option<u8>,
    [issuer, subject]: [&str; 2],
    key: &PrivateKey,
    at: Moment,
    entropy: &mut dyn Entropy,
) -> Result<CertificateDraft, MakeError> {
    Ok(CertificateDraft {
        version,
        serial: Serial::random(entropy)?.octets().to_vec(),
        inner_algorithm: None,
        outer_algorithm: None,
        issuer: vec![NamePart::common_name(issuer)],
        not_before: Time::of(at),
        not_after: Time::of(at.plus_days(365)),
        subject: vec![NamePart::common_name(subject)],
        public_key: key.public_key_der()?,
        extensions: Vec::new(),
    })
}

pub(super) fn key() -> Result<PrivateKey, MakeError> {
    ProviderKeys.make(KeyAlgorithm::EcdsaP256).map_err(MakeError::from)
}

/// As a file holds it.
pub(super) fn pem(key: &PrivateKey) -> Vec<u8> {
    key.to_pem().expose().to_vec()
}

/// As a file holds it; nothing of what is none.
pub(super) fn certificate(der: &[u8]) -> String {
    Certificate::from_der(der).map(|certificate| certificate.to_pem()).unwrap_or_default()
}
