//! The files that nobody has to drop: what was made on the page under the names that its bundles give, and what the guide's commands
//! make, made on the spot and good for the dry run alone.

use handshake::catalogue::workshop::MakeError;
use pki::certificate::Certificate;
use pki::entropy::Entropy;
use pki::faulty::extension::{authority_key_identifier, basic_constraints, subject_key_identifier};
use pki::faulty::{CertificateDraft, NamePart, Time};
use pki::key::{KeyAlgorithm, PrivateKey, ProviderKeys};
use pki::moment::Moment;
use pki::serial::Serial;

use super::{Look, Source};
use crate::deployed::Deployed;
use crate::sight::handshake::example;
use crate::work::Powers;

/// The certificate of somebody whom nobody vouches for.
pub(super) const STRANGER: &str = "stranger.crt";

/// Names with contents; nothing where something cannot be made.
pub(super) fn of(look: &Look, powers: &impl Powers) -> Vec<(String, Vec<u8>)> {
    let made = match look.source {
        Source::Given => Ok(Vec::new()),
        Source::Deployed => deployed(look, powers),
        Source::Guide => guide(look.at, &mut powers.entropy()),
    };
    made.unwrap_or_default()
}

fn certificate(der: &[u8]) -> String {
    Certificate::from_der(der).map(|certificate| certificate.to_pem()).unwrap_or_default()
}

/// What the bundles of this page hold; of an example where nothing was made.
fn deployed(look: &Look, powers: &impl Powers) -> Result<Vec<(String, Vec<u8>)>, MakeError> {
    let none = Deployed::default();
    let chosen = look.deployed.as_ref().unwrap_or(&none);
    let set = match &look.ours {
        Some(ours) => ours.set(look.at, powers)?,
        None => example::set_of(&chosen.host, look.at, &mut powers.entropy(), powers.idna())?,
    };
    // somebody whom nobody vouches for: the calls make one with openssl
    let (stranger, stranger_key) = self_signed("stranger", look.at, &mut powers.entropy())?;
    let lists: String = look
        .made
        .iter()
        .filter(|file| file.bytes.starts_with(b"-----BEGIN X509 CRL"))
        .map(|file| String::from_utf8_lossy(&file.bytes).into_owned())
        .collect();
    let authority = certificate(&set.authority);
    let files: [(&str, Vec<u8>); 10] = [
        ("server.crt", certificate(&set.server.chain[0]).into_bytes()),
        ("server.key", pem(&set.server.key)),
        ("server.key.password", b"-\n".to_vec()),
        ("client-ca.crt", [authority.clone(), chosen.partner.clone()].concat().into_bytes()),
        ("client-ca.crl", [lists, chosen.partner.clone()].concat().into_bytes()),
        ("ca.crt", authority.into_bytes()),
        ("client.crt", certificate(&set.client.chain[0]).into_bytes()),
        ("client.key", pem(&set.client.key)),
        (STRANGER, certificate(&stranger).into_bytes()),
        ("stranger.key", pem(&stranger_key)),
    ];
    Ok(files.into_iter().filter(|(_, contents)| !contents.is_empty()).map(owned).collect())
}

fn owned((name, contents): (&str, Vec<u8>)) -> (String, Vec<u8>) {
    (name.to_owned(), contents)
}

/// What the guide's commands make: an authority as openssl makes one when nothing is said of extensions, and leaves of version 1.
/// The keys are of another kind than the guide's, which take seconds to make.
fn guide(at: Moment, entropy: &mut dyn Entropy) -> Result<Vec<(String, Vec<u8>)>, MakeError> {
    let (server_key, client_key) = (key()?, key()?);
    let (authority, authority_key) = self_signed("TestCA", at, entropy)?;
    let mut leaf = |name: &str, of: &PrivateKey| -> Result<Vec<u8>, MakeError> {
        let draft = draft(None, ["TestCA", name], of, at, entropy)?;
        Ok(certificate(&draft.sign(&authority_key)?).into_bytes())
    };
    let files = [
        ("ca.crt", certificate(&authority).into_bytes()),
        ("server.crt", leaf("test.woorifisa.site", &server_key)?),
        ("server.key", pem(&server_key)),
        ("client.crt", leaf("client.woorifisa.site", &client_key)?),
        ("client.key", pem(&client_key)),
    ];
    Ok(files.into_iter().map(owned).collect())
}

/// What `openssl req -x509` makes without a word on extensions: its own configuration gives key identifiers and makes an authority.
fn self_signed(
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
fn draft(
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

fn key() -> Result<PrivateKey, MakeError> {
    ProviderKeys.make(KeyAlgorithm::EcdsaP256).map_err(MakeError::from)
}

fn pem(key: &PrivateKey) -> Vec<u8> {
    key.to_pem().expose().to_vec()
}
