//! Makes the certificates and lists of scenarios: under the user's own authority where its key is at hand and it may sign them,
//! under one of the lab otherwise. Everything made lives for a day at most and is marked in its name. What is wrong with it is
//! decided by who asks.

use pki::chain::Member;
use pki::entropy::{Entropy, NoEntropy};
use pki::faulty::extension::{
    authority_key_identifier, basic_constraints, ext_key_usage, key_usage, number, oid, subject_alt_name,
    subject_key_identifier,
};
use pki::faulty::{CertificateDraft, ExtensionDraft, ListDraft, NamePart, Time};
use pki::key::{KeyAlgorithm, KeyError, PrivateKey, ProviderKeys};
use pki::moment::Moment;
use pki::serial::Serial;
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use text::handshake_catalogue as say;
use text::{Lang, Message};

use super::{HeldTo, Staged};
use crate::scenario::{
    Asks, Check, Client, Credential, Offer, Scenario, Server, ServerName, Session, Speaks, Talk,
};
use pki::verify::webpki::Settings;

/// What the user has: the set that scenarios are made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Set {
    /// The authority's certificate, DER.
    pub authority: Vec<u8>,
    /// Its key, if it is at hand.
    pub authority_key: Option<PrivateKey>,
    /// The server's certificates and key.
    pub server: Credential,
    /// A client's certificates and key.
    pub client: Credential,
    /// The name or address by which clients call the server.
    pub host: String,
    /// RSA keys for the scenarios that need them: the lab's own provider makes none.
    pub rsa: Vec<PrivateKey>,
    /// The moment.
    pub at: Moment,
}

impl Set {
    /// A set under this authority: of the server and the client what is not given is made, as all else that scenarios need.
    ///
    /// # Errors
    /// [`MakeError`] when the authority cannot be read, or a certificate or key cannot be made.
    pub fn under(
        (authority, key): (Vec<u8>, PrivateKey),
        (server, client): (Option<Credential>, Option<Credential>),
        host: String,
        at: Moment,
        entropy: &mut dyn Entropy,
    ) -> Result<Set, MakeError> {
        let nothing = Credential { chain: Vec::new(), key: key.clone() };
        let mut set = Set {
            authority,
            authority_key: Some(key),
            server: nothing.clone(),
            client: nothing,
            host,
            rsa: Vec::new(),
            at,
        };
        let mut workshop = Workshop::new(&set, entropy)?;
        let (own, server_key, client_key) = (workshop.own.clone(), workshop.key()?, workshop.key()?);
        let made = (workshop.server(&own, server_key, |_| {})?, workshop.client(&own, client_key, |_| {})?);
        (set.server, set.client) = (server.unwrap_or(made.0), client.unwrap_or(made.1));
        Ok(set)
    }
}

/// Why a scenario cannot be staged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MakeError {
    /// No randomness for serial numbers.
    NoEntropy,
    /// A key could not be made, or cannot sign.
    Key(KeyError),
    /// An RSA key is needed and none was given.
    NoRsaKey,
    /// The authority's certificate cannot be read.
    Unreadable,
}

impl MakeError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            MakeError::NoEntropy => say::make_no_entropy(lang),
            MakeError::Key(error) => error.message(lang),
            MakeError::NoRsaKey => say::make_no_rsa_key(lang),
            MakeError::Unreadable => say::make_unreadable(lang),
        }
    }
}

impl From<KeyError> for MakeError {
    fn from(error: KeyError) -> MakeError {
        MakeError::Key(error)
    }
}

impl From<NoEntropy> for MakeError {
    fn from(NoEntropy: NoEntropy) -> MakeError {
        MakeError::NoEntropy
    }
}

/// Who signs: a certificate with its key.
#[derive(Debug, Clone)]
pub(super) struct Issuer {
    pub(super) certificate: Vec<u8>,
    subject: Vec<u8>,
    identifier: Option<Vec<u8>>,
    pub(super) key: PrivateKey,
}

impl Issuer {
    fn new(certificate: Vec<u8>, key: PrivateKey) -> Result<Issuer, MakeError> {
        let member = Member::read(&certificate).ok_or(MakeError::Unreadable)?;
        Ok(Issuer {
            subject: member.subject_der().to_vec(),
            identifier: member.subject_key_identifier().map(<[u8]>::to_vec),
            certificate,
            key,
        })
    }

    /// It with its certificate and key, as somebody shows it.
    pub(super) fn subject(&self) -> Vec<NamePart> {
        NamePart::whole(&self.subject)
    }
}

/// Makes what scenarios need, and remembers what it made.
pub struct Workshop<'a> {
    pub(super) set: &'a Set,
    entropy: &'a mut dyn Entropy,
    /// The authority under which leaves are made: the user's own, or the lab's.
    pub(super) own: Issuer,
    made: Vec<Vec<u8>>,
}

/// Validity of what is made: from an hour before the moment, for 23 hours after it.
const BEFORE_SECONDS: i64 = 3600;
pub(super) const AFTER_SECONDS: i64 = 23 * 3600;
/// A day, for what has ended or not begun.
pub(super) const DAY_SECONDS: i64 = 86_400;

/// Everything made bears it.
pub(super) const MARK: &str = "Handfast trial";

impl<'a> Workshop<'a> {
    /// A workshop for this set.
    ///
    /// # Errors
    /// [`MakeError`] when the authority cannot be read, or the lab's own cannot be made.
    pub fn new(set: &'a Set, entropy: &'a mut dyn Entropy) -> Result<Workshop<'a>, MakeError> {
        let own = match &set.authority_key {
            Some(key) => Issuer::new(set.authority.clone(), key.clone())?,
            None => {
                let key = ProviderKeys.make(KeyAlgorithm::EcdsaP256)?;
                let serial = Serial::random(entropy)?;
                root(set.at, &key, serial)?
            }
        };
        Ok(Workshop { set, entropy, own, made: Vec::new() })
    }

    /// The scenario with this set, and nothing wrong.
    pub(super) fn good(&self) -> Scenario {
        let set = self.set;
        Scenario {
            client: Client {
                speaks: Speaks::Tls,
                host: set.host.clone(),
                server_name: ServerName::Send,
                check: Check::Verify,
                trust: vec![set.authority.clone()],
                lists: Vec::new(),
                credential: Some(set.client.clone()),
                offer: Offer::default(),
            },
            server: Server {
                credential: set.server.clone(),
                asks: Asks::Required,
                trust: vec![set.authority.clone()],
                lists: Vec::new(),
                // as nginx does: the whole chain, and a list that is over counts no more
                revocation: Settings { enforce_expiry: true, ..Settings::RUSTLS },
                offer: Offer::default(),
            },
            at: set.at,
            session: Session::Full,
            talk: Talk::with(&set.host),
        }
    }

    /// The scenario is ready; it has what was made since the last one.
    pub(super) fn staged(&mut self, scenario: Scenario) -> Staged {
        Staged { scenario, depth: 1, made: std::mem::take(&mut self.made), held_to: HeldTo::ItsOffer }
    }

    pub(super) fn key(&self) -> Result<PrivateKey, MakeError> {
        Ok(ProviderKeys.make(KeyAlgorithm::EcdsaP256)?)
    }

    /// A key of this kind; of RSA the given one with this number.
    pub(super) fn key_of(&self, algorithm: KeyAlgorithm, number: usize) -> Result<PrivateKey, MakeError> {
        match algorithm.rsa_bits() {
            None => Ok(ProviderKeys.make(algorithm)?),
            Some(_) => {
                let rsa = &self.set.rsa;
                rsa.get(number).or(rsa.first()).cloned().ok_or(MakeError::NoRsaKey)
            }
        }
    }

    /// A client's certificate under this issuer, changed as the scenario wants, with its key.
    pub(super) fn client(
        &mut self,
        issuer: &Issuer,
        key: PrivateKey,
        change: impl FnOnce(&mut CertificateDraft),
    ) -> Result<Credential, MakeError> {
        let mut draft = self.leaf("client", oid::CLIENT_AUTH, issuer, &key)?;
        change(&mut draft);
        self.sign(&draft, issuer, key)
    }

    /// A server's certificate for the set's host under this issuer, changed as the scenario wants, with its key.
    pub(super) fn server(
        &mut self,
        issuer: &Issuer,
        key: PrivateKey,
        change: impl FnOnce(&mut CertificateDraft),
    ) -> Result<Credential, MakeError> {
        let mut draft = self.leaf("server", oid::SERVER_AUTH, issuer, &key)?;
        draft.extensions.push(names_of(&self.set.host));
        change(&mut draft);
        self.sign(&draft, issuer, key)
    }

    fn leaf(
        &mut self,
        role: &str,
        purpose: &'static [u64],
        issuer: &Issuer,
        key: &PrivateKey,
    ) -> Result<CertificateDraft, MakeError> {
        let mut draft = draft(self.set.at, key, name(role), Serial::random(self.entropy)?);
        draft.issuer = issuer.subject();
        draft.extensions = vec![
            basic_constraints(false, None),
            key_usage(&[0]),
            ext_key_usage(&[purpose]),
            subject_key_identifier(&identifier(key)),
        ];
        draft.extensions.extend(issuer.identifier.as_deref().map(authority_key_identifier));
        Ok(draft)
    }

    fn sign(
        &mut self,
        draft: &CertificateDraft,
        issuer: &Issuer,
        key: PrivateKey,
    ) -> Result<Credential, MakeError> {
        let der = draft.sign(&issuer.key)?;
        self.made.push(der.clone());
        Ok(Credential { chain: vec![der], key })
    }

    /// A certificate that its own key signed.
    pub(super) fn self_signed(&mut self) -> Result<Credential, MakeError> {
        let key = self.key()?;
        let mut draft = draft(self.set.at, &key, name("client"), Serial::random(self.entropy)?);
        draft.issuer = draft.subject.clone();
        draft.extensions = vec![
            basic_constraints(false, None),
            key_usage(&[0]),
            ext_key_usage(&[oid::CLIENT_AUTH]),
            subject_key_identifier(&identifier(&key)),
        ];
        let der = draft.sign(&key)?;
        self.made.push(der.clone());
        Ok(Credential { chain: vec![der], key })
    }

    /// An authority of the lab, of its own name, under which authorities may stand.
    pub(super) fn root(&mut self) -> Result<Issuer, MakeError> {
        let (key, serial) = (self.key()?, Serial::random(self.entropy)?);
        let issuer = root(self.set.at, &key, serial)?;
        self.made.push(issuer.certificate.clone());
        Ok(issuer)
    }

    /// An authority of the same name as the one that leaves are made under, with another key of the same kind.
    pub(super) fn twin(&mut self) -> Result<Issuer, MakeError> {
        let key = self.key_of(self.own.key.algorithm(), 0)?;
        let serial = Serial::random(self.entropy)?;
        let mut draft = root_draft(self.set.at, &key, "authority", None, serial);
        draft.subject = self.own.subject();
        draft.issuer = self.own.subject();
        let certificate = draft.sign(&key)?;
        self.made.push(certificate.clone());
        Issuer::new(certificate, key)
    }

    /// An authority below this one, which may have no more than so many below it.
    pub(super) fn intermediate(
        &mut self,
        issuer: &Issuer,
        label: &str,
        path_length: Option<u8>,
    ) -> Result<Issuer, MakeError> {
        let (key, serial) = (self.key()?, Serial::random(self.entropy)?);
        let mut draft = root_draft(self.set.at, &key, label, path_length, serial);
        draft.issuer = issuer.subject();
        draft.extensions.extend(issuer.identifier.as_deref().map(authority_key_identifier));
        let certificate = draft.sign(&issuer.key)?;
        self.made.push(certificate.clone());
        Issuer::new(certificate, key)
    }

    /// Somebody with a certificate and key as if it were an authority.
    pub(super) fn as_issuer(&self, credential: &Credential) -> Result<Issuer, MakeError> {
        Issuer::new(credential.chain[0].clone(), credential.key.clone())
    }

    /// A revocation list of this issuer with these certificates in it, that ends so many seconds after the moment.
    pub(super) fn list(&self, issuer: &Issuer, revoked: &[&[u8]], ends: i64) -> Result<Vec<u8>, MakeError> {
        let at = self.set.at;
        let begins = at.plus_seconds(ends.min(0) - DAY_SECONDS);
        let mut extensions: Vec<ExtensionDraft> =
            issuer.identifier.as_deref().map(authority_key_identifier).into_iter().collect();
        extensions.push(number(oid::CRL_NUMBER, 1));
        let entries = revoked
            .iter()
            .filter_map(|der| Member::read(der))
            .map(|member| (positive(member.serial_number()), Time::of(begins)))
            .collect();
        let draft = ListDraft {
            version: Some(1),
            algorithm: None,
            issuer: issuer.subject(),
            this_update: Time::of(begins),
            next_update: Some(Time::of(at.plus_seconds(ends))),
            entries,
            extensions,
        };
        Ok(draft.sign(&issuer.key)?)
    }
}

/// A number in two's complement that stays above zero (X.690 section 8.3).
fn positive(octets: &[u8]) -> Vec<u8> {
    let sign: &[u8] = if octets.first().is_some_and(|first| *first >= 0x80) { &[0] } else { &[] };
    [sign, octets].concat()
}

fn root(at: Moment, key: &PrivateKey, serial: Serial) -> Result<Issuer, MakeError> {
    let draft = root_draft(at, key, "authority", None, serial);
    Issuer::new(draft.sign(key)?, key.clone())
}

fn root_draft(
    at: Moment,
    key: &PrivateKey,
    role: &str,
    path_length: Option<u8>,
    serial: Serial,
) -> CertificateDraft {
    let mut draft = draft(at, key, name(role), serial);
    draft.issuer = draft.subject.clone();
    draft.extensions = vec![
        basic_constraints(true, path_length),
        key_usage(&[5, 6]),
        subject_key_identifier(&identifier(key)),
    ];
    draft
}

fn draft(at: Moment, key: &PrivateKey, subject: Vec<NamePart>, serial: Serial) -> CertificateDraft {
    CertificateDraft {
        version: Some(2),
        serial: serial.octets().to_vec(),
        inner_algorithm: None,
        outer_algorithm: None,
        issuer: Vec::new(),
        not_before: Time::of(at.plus_seconds(-BEFORE_SECONDS)),
        not_after: Time::of(at.plus_seconds(AFTER_SECONDS)),
        subject,
        public_key: key.public_key().to_vec(),
        extensions: Vec::new(),
    }
}

/// `Handfast trial client`.
fn name(role: &str) -> Vec<NamePart> {
    vec![NamePart::common_name(&format!("{MARK} {role}"))]
}

/// The first 20 octets of SHA-256 over the public key (RFC 7093 section 2, method 1).
fn identifier(key: &PrivateKey) -> Vec<u8> {
    digest(&SHA256, key.public_key()).as_ref()[..20].to_vec()
}

/// The host as a subjectAltName: a name or an address.
pub(super) fn names_of(host: &str) -> ExtensionDraft {
    match host.parse::<core::net::IpAddr>() {
        Ok(core::net::IpAddr::V4(address)) => subject_alt_name(&[(7, &address.octets())]),
        Ok(core::net::IpAddr::V6(address)) => subject_alt_name(&[(7, &address.octets())]),
        Err(_) => subject_alt_name(&[(2, host.as_bytes())]),
    }
}
