//! Issuing: profiles become certificates. What a kind of certificate may say is decided in `profile`; rcgen writes the DER.

mod error;
mod parameters;

pub use error::IssueError;

use rcgen::Issuer;

use crate::certificate::{Attribute, Certificate, means_the_same};
use crate::entropy::Entropy;
use crate::key::{PrivateKey, Signer};
use crate::moment::Moment;
use crate::name::subject::Subject;
use crate::profile::authority::AuthorityProfile;
use crate::profile::client::ClientProfile;
use crate::profile::server::ServerProfile;
use crate::serial::Serial;
use crate::validity::Validity;

/// An authority that can issue: its certificate and its private key, which belong together.
pub struct Authority {
    certificate: Certificate,
    key: PrivateKey,
    issuer: Issuer<'static, Signer>,
    subject: Vec<Attribute>,
    validity: Validity,
    /// Whether its certificate has a subject key identifier.
    has_key_identifier: bool,
}

impl Authority {
    /// Joins a CA's certificate and its key. Made once, it issues any number of certificates.
    ///
    /// # Errors
    /// [`IssueError`] when the key is another's, or the certificate is not that of an authority which may sign certificates.
    pub fn new(certificate: Certificate, key: PrivateKey) -> Result<Authority, IssueError> {
        if certificate.public_key_der() != key.public_key() {
            return Err(IssueError::KeyOfAnother { subject: certificate.facts().subject.clone() });
        }
        let signer = Signer::new(key.algorithm(), key.pkcs8_der()).map_err(IssueError::Key)?;
        let issuer = parameters::issuer(&certificate, signer)?;
        let validity = Validity::of(&certificate).map_err(IssueError::Validity)?;
        let subject = certificate.distinguished_names().map_err(IssueError::Certificate)?.subject;
        let has_key_identifier = parameters::has_key_identifier(&certificate);
        Ok(Authority { certificate, key, issuer, subject, validity, has_key_identifier })
    }

    /// Its certificate.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Its private key.
    #[must_use]
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// When it is good.
    #[must_use]
    pub fn validity(&self) -> Validity {
        self.validity
    }

    /// What signs for it.
    pub(crate) fn issuer(&self) -> &Issuer<'static, Signer> {
        &self.issuer
    }

    /// The key identifier of its key, for a certificate that does not tell its own.
    pub(crate) fn key_identifier(&self) -> Vec<u8> {
        parameters::key_identifier(&self.key)
    }

    /// Its certificate and its private key, to be kept or sent.
    #[must_use]
    pub fn into_parts(self) -> (Certificate, PrivateKey) {
        (self.certificate, self.key)
    }
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_tuple("Authority").field(&self.certificate.facts().subject).finish()
    }
}

/// Makes an authority: a self-signed CA certificate for this key.
///
/// # Errors
/// [`IssueError`] when the lifetime cannot be, or there is no randomness.
pub fn authority(
    profile: &AuthorityProfile,
    key: PrivateKey,
    now: Moment,
    entropy: &mut dyn Entropy,
) -> Result<Authority, IssueError> {
    let validity = profile.lifetime().resolve(now, None).map_err(IssueError::Validity)?;
    let serial = Serial::random(entropy).map_err(|_| IssueError::NoEntropy)?;
    let signer = Signer::new(key.algorithm(), key.pkcs8_der()).map_err(IssueError::Key)?;
    let parameters = parameters::authority(profile, &key, validity, serial);
    let certificate = parameters.self_signed(&signer).map_err(|error| IssueError::writer(&error))?;
    Authority::new(read_back(certificate.der())?, key)
}

/// Issues a server's certificate for this key.
///
/// # Errors
/// [`IssueError`] when it would carry the authority's own name or key, outlive it, or there is no randomness.
pub fn server(
    profile: &ServerProfile,
    key: &PrivateKey,
    authority: &Authority,
    now: Moment,
    entropy: &mut dyn Entropy,
) -> Result<Certificate, IssueError> {
    let validity = profile.lifetime().resolve(now, Some(authority.validity)).map_err(IssueError::Validity)?;
    let serial = Serial::random(entropy).map_err(|_| IssueError::NoEntropy)?;
    leaf(profile.subject(), parameters::server(profile, key, validity, serial), key, authority)
}

/// Issues a client's certificate for this key.
///
/// # Errors
/// [`IssueError`] when it would carry the authority's own name or key, outlive it, or there is no randomness.
pub fn client(
    profile: &ClientProfile,
    key: &PrivateKey,
    authority: &Authority,
    now: Moment,
    entropy: &mut dyn Entropy,
) -> Result<Certificate, IssueError> {
    let validity = profile.lifetime().resolve(now, Some(authority.validity)).map_err(IssueError::Validity)?;
    let serial = Serial::random(entropy).map_err(|_| IssueError::NoEntropy)?;
    leaf(profile.subject(), parameters::client(profile, key, validity, serial), key, authority)
}

fn leaf(
    subject: &Subject,
    mut parameters: rcgen::CertificateParams,
    key: &PrivateKey,
    authority: &Authority,
) -> Result<Certificate, IssueError> {
    if means_the_same(&subject.parts(), &authority.subject) {
        return Err(IssueError::SubjectOfIssuer { subject: subject.to_string() });
    }
    if key.public_key() == authority.key.public_key() {
        return Err(IssueError::KeyOfIssuer { issuer: authority.certificate.facts().subject.clone() });
    }
    // it repeats the issuer's own, and an issuer without one is found by its name alone (RFC 5280 section 4.2.1.1)
    parameters.use_authority_key_identifier_extension = authority.has_key_identifier;
    let public_key = parameters::PublicKey::of(key);
    let certificate =
        parameters.signed_by(&public_key, &authority.issuer).map_err(|error| IssueError::writer(&error))?;
    let certificate = read_back(certificate.der())?;
    let names = certificate.distinguished_names().map_err(IssueError::Certificate)?;
    // Chains are built by comparing these octet by octet; a name that rcgen cannot repeat exactly would break them.
    if names.issuer != authority.subject {
        return Err(IssueError::IssuerName { issuer: authority.certificate.facts().subject.clone() });
    }
    Ok(certificate)
}

/// What was written is read again before anybody gets it.
fn read_back(der: &[u8]) -> Result<Certificate, IssueError> {
    Certificate::from_der(der).map_err(IssueError::Certificate)
}
