//! PKCS#12 (RFC 7292): one private key with its certificates in one file, for everything that imports by a double click,
//! and the certificates that a Java program trusts.
//! Written as OpenSSL 3 writes it (PBES2, AES-256, HMAC-SHA-256), or as it was before, for systems that read nothing newer
//! (3DES, HMAC-SHA-1). RC2, under which old tools hid certificates, is read, and never written: what hides under 40 bits is open
//! to everybody.
//!
//! What is put into the structures stands here, their ASN.1 in [`structure`] on `yasna`, which `rcgen` brings anyway;
//! encryption in `derivation`, the MAC's derivation is the `pkcs12` crate's. Two crates that do more of it were tried. `p12-keystore`
//! cannot give the certificate the friendly name under which browsers list it, accepts files without a MAC, tells neither
//! which algorithm it refuses nor what a derivation would cost, and panics without randomness. The structures of `pkcs12`
//! and `cms`, derived for every case of the standards, weigh 30 KiB more in the worker than these.

mod mac;
mod structure;
mod trust_store;

use std::num::NonZeroU32;

use pki::certificate::{Certificate, CertificateError};
use pki::entropy::{Entropy, NoEntropy};
use pki::key::{KeyError, PrivateKey};
use pki::secret::Secret;
use serde::{Deserialize, Serialize};

use crate::derivation::{self, Budget, Derivation, Failure, Keys, Scheme};
use crate::encrypted_key;
use crate::passphrase::Passphrase;
use structure::{Attributes, Bag, CERTIFICATE_BAG, Content, ENCRYPTED_KEY_BAG, FoundBag, KEY_BAG, Pfx};

/// Rounds of each of the three derivations (certificates, key, MAC); OpenSSL takes 2,048, Java 10,000.
///
/// The passphrase is the ZIP's around it, which has 1,000 rounds of HMAC-SHA-1 by its format, and is judged for those
/// ([`crate::passphrase::judge`]): more rounds here would protect nothing that is not open already through the ZIP.
/// A whole bundle costs the browser a tenth of a second with it (`cargo xtask bench`); 600,000 rounds would cost sixty times as much.
pub const ROUNDS: u32 = 10_000;

pub use trust_store::{Trusted, read as read_trust_store, write as write_trust_store};

/// How a file is encrypted and checked. Readers find it out by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Algorithms {
    /// PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC; check value HMAC-SHA-256: OpenSSL 3's own, read by Windows 10 1709,
    /// Java 8u301, OpenSSL 1.1, and what came after them.
    Modern,
    /// `pbeWithSHAAnd3-KeyTripleDES-CBC` (RFC 7292 appendix C) for key and certificates; check value HMAC-SHA-1. Apple's and
    /// Android's importers, older Windows and older Java read this and take the modern form for a wrong passphrase. It gives
    /// up: 112 bits in place of 256, blocks of 64 bits, and a derivation that is cheap to try. A good passphrase holds it.
    Legacy,
}

impl Algorithms {
    /// Both.
    pub const ALL: [Algorithms; 2] = [Algorithms::Modern, Algorithms::Legacy];

    fn scheme(self) -> Scheme {
        match self {
            Algorithms::Modern => Scheme::Aes,
            Algorithms::Legacy => Scheme::TripleDes,
        }
    }
}

/// The largest file that [`read`] looks at.
const LARGEST_FILE: usize = 1024 * 1024;
/// More certificates than anybody's chain has.
const MOST_BAGS: usize = 64;
/// More than the trust stores of Java and of systems have, which hold less than 200.
const MOST_PARTS: usize = 1_024;

/// What a `.p12` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// The name under which systems list it ("friendly name", RFC 2985 section 5.5.1); empty when there is none.
    pub friendly_name: String,
    /// The private key.
    pub key: PrivateKey,
    /// The key's certificate first, then the others in the file's order.
    pub certificates: Vec<Certificate>,
}

/// Writes a key, its certificate and the certificates above it, and reads the result again to compare.
/// Characters of the name beyond the Basic Multilingual Plane become `?`: the format cannot hold them.
///
/// # Errors
/// [`WriteError`] when the key is not the first certificate's, there is none, or there is no randomness.
pub fn write(
    contents: &Contents,
    algorithms: Algorithms,
    passphrase: &Passphrase,
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, WriteError> {
    let leaf = contents.certificates.first().ok_or(WriteError::NoCertificate)?;
    if leaf.public_key_der() != contents.key.public_key() {
        return Err(WriteError::OtherKey { subject: leaf.facts().subject.clone() });
    }
    let mut keys = Keys::of(passphrase.expose());
    let file = encode(contents, leaf, algorithms, &mut keys, entropy)?;
    let name = within_bmp(&contents.friendly_name);
    match read_with(&file, &mut keys) {
        Ok(again)
            if again.key == contents.key
                && again.certificates == contents.certificates
                && again.friendly_name == name =>
        {
            Ok(file)
        }
        _ => Err(WriteError::NotTheSame),
    }
}

/// Reads a file with one private key. Its check value is verified before anything is decrypted, and derivations that
/// would take more than some seconds in the browser are refused before they begin.
///
/// # Errors
/// [`ReadError`]: not PKCS#12, an algorithm that is not taken, another passphrase, no key, or a key without its certificate.
pub fn read(file: &[u8], passphrase: &str) -> Result<Contents, ReadError> {
    read_with(file, &mut Keys::of(passphrase))
}

fn read_with(file: &[u8], keys: &mut Keys<'_>) -> Result<Contents, ReadError> {
    let mut found = Found::default();
    open(file, keys, |bag, keys, budget| found.add(bag, keys, budget))?;
    found.finish()
}

/// What a file holds, for who only looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The DER of each certificate, and each private key as PKCS#8, in the file's order and as it stands there.
    pub octets: Vec<Secret>,
    /// Whether the check value is there and right: without one nothing tells whether the file was changed.
    pub is_checked: bool,
}

/// Opens a file to look at it, where [`read`] would refuse it: without a private key, with several, with keys that are none of
/// ours, without a check value. A wrong check value is refused here too. Nothing of what comes out is judged.
///
/// # Errors
/// [`ReadError`]: not PKCS#12, an algorithm that is not taken, or another passphrase.
pub fn parts(file: &[u8], passphrase: &str) -> Result<Parts, ReadError> {
    let mut octets = Vec::new();
    let keys = &mut Keys::of(passphrase);
    let is_checked = open_any(file, keys, MOST_PARTS, |bag, keys, budget| {
        match bag.kind.as_slice() {
            KEY_BAG => octets.push(bag.value),
            ENCRYPTED_KEY_BAG => octets.push(encrypted_key::decrypt(bag.value.expose(), keys, budget)?),
            CERTIFICATE_BAG => octets.extend(structure::certificate(bag.value.expose()).map(Secret::new)),
            _ => {}
        }
        Ok(())
    })?;
    Ok(Parts { octets, is_checked })
}

/// Whether a file is PKCS#12 as far as that is seen without a passphrase.
pub(crate) fn begins(file: &[u8]) -> bool {
    Pfx::read(file).is_some()
}

/// Verifies the check value, which has to be there, decrypts, and gives each bag to `take`.
fn open(
    file: &[u8],
    keys: &mut Keys<'_>,
    take: impl FnMut(FoundBag, &mut Keys<'_>, &mut Budget) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    if Pfx::read(file).is_some_and(|pfx| pfx.mac.is_none()) {
        return Err(ReadError::NoCheckValue);
    }
    open_any(file, keys, MOST_BAGS, take).map(|_| ())
}

/// Verifies the check value, if there is one, decrypts, and gives each of at most so many bags to `take`. Says whether there was one.
fn open_any(
    file: &[u8],
    keys: &mut Keys<'_>,
    most: usize,
    mut take: impl FnMut(FoundBag, &mut Keys<'_>, &mut Budget) -> Result<(), ReadError>,
) -> Result<bool, ReadError> {
    if file.len() > LARGEST_FILE {
        return Err(ReadError::NotPkcs12);
    }
    let pfx = Pfx::read(file).ok_or(ReadError::NotPkcs12)?;
    let mut budget = Budget::new();
    if let Some(mac) = &pfx.mac {
        mac::verify(mac, &pfx.safe, keys, &mut budget)?;
    }
    let mut count = 0;
    for content in structure::authenticated_safe(&pfx.safe).ok_or(Failure::Unreadable)? {
        let bags = match content {
            Content::Plain(bags) => bags,
            Content::Encrypted { algorithm, ciphertext } => {
                derivation::decrypt(&algorithm, &ciphertext, keys, &mut budget)?
            }
            Content::Other(identifier) => return Err(ReadError::Unsupported(derivation::name(&identifier))),
        };
        for bag in structure::bags(bags.expose()).ok_or(Failure::Unreadable)? {
            count += 1;
            if count > most {
                return Err(ReadError::Unreadable);
            }
            take(bag, keys, &mut budget)?;
        }
    }
    Ok(pfx.mac.is_some())
}

/// What was met in the bags so far.
#[derive(Default)]
struct Found {
    key: Option<(PrivateKey, String)>,
    certificates: Vec<Certificate>,
}

impl Found {
    fn add(&mut self, bag: FoundBag, keys: &mut Keys<'_>, budget: &mut Budget) -> Result<(), ReadError> {
        match bag.kind.as_slice() {
            KEY_BAG => self.key(PrivateKey::from_pkcs8_der(bag.value.expose()), bag.name),
            ENCRYPTED_KEY_BAG => {
                let key = encrypted_key::decrypt(bag.value.expose(), keys, budget)?;
                self.key(PrivateKey::from_pkcs8_der(key.expose()), bag.name)
            }
            CERTIFICATE_BAG => {
                self.certificates.push(certificate(&bag)?);
                Ok(())
            }
            // CRLs and secrets (RFC 7292 section 4.2.4 and following) are none of ours.
            _ => Ok(()),
        }
    }

    fn key(&mut self, key: Result<PrivateKey, KeyError>, name: Option<String>) -> Result<(), ReadError> {
        if self.key.is_some() {
            return Err(ReadError::SeveralKeys);
        }
        self.key = Some((key.map_err(ReadError::Key)?, name.unwrap_or_default()));
        Ok(())
    }

    fn finish(mut self) -> Result<Contents, ReadError> {
        let (key, friendly_name) = self.key.ok_or(ReadError::NoKey)?;
        let leaf = self
            .certificates
            .iter()
            .position(|certificate| certificate.public_key_der() == key.public_key())
            .ok_or(ReadError::OtherKey)?;
        self.certificates[..=leaf].rotate_right(1);
        Ok(Contents { friendly_name, key, certificates: self.certificates })
    }
}

/// The certificate in a bag of that kind.
fn certificate(bag: &FoundBag) -> Result<Certificate, ReadError> {
    let der = structure::certificate(bag.value.expose()).ok_or(Failure::Unreadable)?;
    Certificate::from_der(&der).map_err(ReadError::Certificate)
}

fn encode(
    contents: &Contents,
    leaf: &Certificate,
    algorithms: Algorithms,
    keys: &mut Keys<'_>,
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, NoEntropy> {
    // what ties the key to its certificate (RFC 2985 section 5.5)
    let name = within_bmp(&contents.friendly_name);
    let attributes = Attributes::Pair { local_key_id: &leaf.facts().sha256[..20], friendly_name: &name };

    let certificates = contents.certificates.iter().enumerate().map(|(index, certificate)| Bag {
        kind: CERTIFICATE_BAG,
        value: structure::certificate_bag(certificate.der()),
        attributes: (index == 0).then_some(attributes),
    });
    let certificates = structure::safe_contents(certificates);
    let key = contents.key.pkcs8_der();
    let key = [Bag {
        kind: ENCRYPTED_KEY_BAG,
        value: encrypted_key::encrypt(key, algorithms.scheme(), keys, rounds(), entropy)?,
        attributes: Some(attributes),
    }];
    let key = structure::safe_contents(key.into_iter());
    seal(&certificates, Some(&key), algorithms, keys, entropy)
}

/// The whole file: SafeContents that are encrypted here, and some that need not be, under the check value.
fn seal(
    encrypted: &[u8],
    plain: Option<&[u8]>,
    algorithms: Algorithms,
    keys: &mut Keys<'_>,
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, NoEntropy> {
    let (algorithm, ciphertext) =
        derivation::encrypt(encrypted, algorithms.scheme(), keys, rounds(), entropy)?;
    let safe = structure::write_authenticated_safe(&algorithm, &ciphertext, plain);
    let mac = mac::compute(&safe, algorithms, keys, rounds(), entropy)?;
    Ok(Pfx { safe, mac: Some(mac) }.write())
}

fn rounds() -> NonZeroU32 {
    NonZeroU32::new(ROUNDS).expect("a constant above zero")
}

/// A name as BMPString holds it, and as it will be read again.
fn within_bmp(name: &str) -> String {
    name.chars().map(|character| if u32::from(character) > 0xffff { '?' } else { character }).collect()
}

/// Why a `.p12` could not be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WriteError {
    /// No certificate was given.
    NoCertificate,
    /// The first certificate belongs to another key.
    OtherKey {
        /// The certificate's subject.
        subject: String,
    },
    /// The system gave no random bytes.
    NoEntropy,
    /// What was written does not read as what was given. It is not handed out.
    NotTheSame,
}

impl From<NoEntropy> for WriteError {
    fn from(_: NoEntropy) -> WriteError {
        WriteError::NoEntropy
    }
}

impl WriteError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            WriteError::NoCertificate => text::bundle::p12_no_certificate(lang),
            WriteError::OtherKey { subject } => text::bundle::key_does_not_match(lang, subject),
            WriteError::NoEntropy => text::bundle::no_entropy(lang),
            WriteError::NotTheSame => text::bundle::not_the_same(lang),
        }
    }
}

/// Why a `.p12` could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadError {
    /// The bytes do not begin as PKCS#12 does, or are more than a `.p12` ever has.
    NotPkcs12,
    /// It begins as PKCS#12 and is not whole, or not DER.
    Unreadable,
    /// It has no check value (MAC), so nothing tells whether it was changed.
    NoCheckValue,
    /// An algorithm or content that is not taken; its name or object identifier.
    Unsupported(String),
    /// A derivation would take too long.
    TooCostly {
        /// The derivation, which says what the numbers count.
        derivation: Derivation,
        /// What the file asks for.
        demanded: u32,
        /// What is allowed.
        allowed: u32,
    },
    /// The check value is another: another passphrase, or changed bytes.
    WrongPassphrase,
    /// There is no private key in it.
    NoKey,
    /// There is more than one private key in it.
    SeveralKeys,
    /// No certificate in it belongs to the key.
    OtherKey,
    /// The key inside is none of ours.
    Key(KeyError),
    /// A certificate inside cannot be read.
    Certificate(CertificateError),
}

impl From<Failure> for ReadError {
    fn from(failure: Failure) -> ReadError {
        match failure {
            Failure::Unreadable => ReadError::Unreadable,
            Failure::Unsupported(name) => ReadError::Unsupported(name),
            Failure::TooCostly { derivation, demanded, allowed } => {
                ReadError::TooCostly { derivation, demanded, allowed }
            }
            Failure::WrongPassphrase => ReadError::WrongPassphrase,
        }
    }
}

impl ReadError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            ReadError::NotPkcs12 => text::bundle::p12_not(lang),
            ReadError::Unreadable => text::bundle::p12_unreadable(lang),
            ReadError::NoCheckValue => text::bundle::p12_no_check_value(lang),
            ReadError::Unsupported(algorithm) => text::bundle::algorithm_unsupported(lang, algorithm),
            ReadError::TooCostly { derivation, demanded, allowed } => {
                text::bundle::derivation_too_costly(lang, *demanded as usize, derivation, *allowed as usize)
            }
            ReadError::WrongPassphrase => text::bundle::p12_wrong_passphrase(lang),
            ReadError::NoKey => text::bundle::p12_no_key(lang),
            ReadError::SeveralKeys => text::bundle::p12_several_keys(lang),
            ReadError::OtherKey => text::bundle::p12_other_key(lang),
            ReadError::Key(error) => error.message(lang),
            ReadError::Certificate(error) => error.message(lang),
        }
    }
}
