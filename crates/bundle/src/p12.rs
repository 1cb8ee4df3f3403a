//! PKCS#12 (RFC 7292): one private key with its certificates in one file, for everything that imports by a double click.
//! Written as OpenSSL 3 writes it (PBES2, AES-256, HMAC-SHA-256). The older RC2 and 3DES forms are named and refused.

mod mac;

use std::num::NonZeroU32;

use pki::certificate::{Certificate, CertificateError};
use pki::entropy::Entropy;
use pki::key::{KeyError, PrivateKey};
use pki::secret::Secret;
use serde::{Deserialize, Serialize};

use crate::encrypted_key;
use crate::passphrase::Passphrase;
use crate::pbes2::{self, Budget, Derivation, Failure};
use crate::tlv::{self, Reader};

/// Rounds of each of the three derivations (certificates, key, MAC); OpenSSL takes 2,048, Java 10,000.
///
/// The passphrase is the ZIP's around it, which has 1,000 rounds of HMAC-SHA-1 by its format, and is judged for those
/// ([`crate::passphrase::judge`]): more rounds here would protect nothing that is not open already through the ZIP.
/// Written and read again this costs the browser 0.1 to 0.3 s for each client; 600,000 rounds would cost sixty times that.
pub const ROUNDS: u32 = 10_000;

/// The largest file that [`read`] looks at.
const LARGEST_FILE: usize = 1024 * 1024;
/// More certificates than anybody's chain has.
const MOST_BAGS: usize = 64;

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
    passphrase: &Passphrase,
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, WriteError> {
    let leaf = contents.certificates.first().ok_or(WriteError::NoCertificate)?;
    if leaf.public_key_der() != contents.key.public_key() {
        return Err(WriteError::OtherKey { subject: leaf.facts().subject.clone() });
    }
    let file = encode(contents, leaf, passphrase.expose(), entropy).map_err(|_| WriteError::NoEntropy)?;
    let name = bmp(&contents.friendly_name).1;
    match read(&file, passphrase.expose()) {
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
    if file.len() > LARGEST_FILE {
        return Err(ReadError::NotPkcs12);
    }
    let mut budget = Budget::new();
    let safe = authenticated_safe(file, passphrase, &mut budget)?;
    let mut found = Found::default();
    let mut infos = Reader::new(safe).inner(tlv::SEQUENCE).ok_or(ReadError::Unreadable)?;
    while !infos.is_empty() {
        let info = infos.inner(tlv::SEQUENCE).ok_or(ReadError::Unreadable)?;
        let bags = safe_contents(info, passphrase, &mut budget)?;
        found.add(bags.expose(), passphrase, &mut budget)?;
    }
    found.finish()
}

/// The content of `authSafe` after its MAC was verified (RFC 7292 section 4).
fn authenticated_safe<'a>(
    file: &'a [u8],
    passphrase: &str,
    budget: &mut Budget,
) -> Result<&'a [u8], ReadError> {
    let mut pfx = Reader::new(file).inner(tlv::SEQUENCE).ok_or(ReadError::NotPkcs12)?;
    if pfx.number() != Some(3) {
        return Err(ReadError::NotPkcs12);
    }
    let mut auth_safe = pfx.inner(tlv::SEQUENCE).ok_or(ReadError::NotPkcs12)?;
    let kind = auth_safe.expect(tlv::OID).ok_or(ReadError::NotPkcs12)?;
    if kind != DATA {
        return Err(ReadError::Unsupported(pbes2::name(kind)));
    }
    let mut explicit = auth_safe.inner(tlv::CONTEXT_0_CONSTRUCTED).ok_or(ReadError::Unreadable)?;
    let safe = explicit.expect(tlv::OCTETS).ok_or(ReadError::Unreadable)?;
    let mac = pfx.inner(tlv::SEQUENCE).ok_or(ReadError::NoCheckValue)?;
    mac::verify(mac, safe, passphrase, budget)?;
    Ok(safe)
}

/// The bags of one ContentInfo, decrypted if they are encrypted (RFC 7292 section 4.1).
fn safe_contents(mut info: Reader<'_>, passphrase: &str, budget: &mut Budget) -> Result<Secret, ReadError> {
    let unreadable = ReadError::Unreadable;
    let kind = info.expect(tlv::OID).ok_or(unreadable.clone())?;
    let mut explicit = info.inner(tlv::CONTEXT_0_CONSTRUCTED).ok_or(unreadable.clone())?;
    match kind {
        DATA => Ok(Secret::new(explicit.expect(tlv::OCTETS).ok_or(unreadable)?.to_vec())),
        ENCRYPTED_DATA => {
            let mut encrypted = explicit.inner(tlv::SEQUENCE).ok_or(unreadable.clone())?;
            encrypted.number().ok_or(unreadable.clone())?;
            let mut content = encrypted.inner(tlv::SEQUENCE).ok_or(unreadable.clone())?;
            content.expect(tlv::OID).ok_or(unreadable.clone())?;
            let algorithm = content.inner(tlv::SEQUENCE).ok_or(unreadable.clone())?;
            let ciphertext = content.expect(tlv::CONTEXT_0).ok_or(unreadable)?;
            Ok(pbes2::decrypt(algorithm, ciphertext, passphrase, budget)?)
        }
        unknown => Err(ReadError::Unsupported(pbes2::name(unknown))),
    }
}

/// What was met in the bags so far.
#[derive(Default)]
struct Found {
    bags: usize,
    key: Option<(PrivateKey, String)>,
    certificates: Vec<Certificate>,
}

impl Found {
    fn add(&mut self, bags: &[u8], passphrase: &str, budget: &mut Budget) -> Result<(), ReadError> {
        let mut bags = Reader::new(bags).inner(tlv::SEQUENCE).ok_or(ReadError::Unreadable)?;
        while !bags.is_empty() {
            self.bags += 1;
            if self.bags > MOST_BAGS {
                return Err(ReadError::Unreadable);
            }
            let mut bag = bags.inner(tlv::SEQUENCE).ok_or(ReadError::Unreadable)?;
            let kind = bag.expect(tlv::OID).ok_or(ReadError::Unreadable)?;
            let value = bag.expect(tlv::CONTEXT_0_CONSTRUCTED).ok_or(ReadError::Unreadable)?;
            match kind {
                KEY_BAG => self.key(PrivateKey::from_pkcs8_der(value), bag)?,
                SHROUDED_KEY_BAG => {
                    let key = encrypted_key::decrypt(value, passphrase, budget)?;
                    self.key(PrivateKey::from_pkcs8_der(key.expose()), bag)?;
                }
                CERTIFICATE_BAG => self.certificate(value)?,
                // CRLs and secrets (RFC 7292 section 4.2.4 and following) are none of ours.
                _ => {}
            }
        }
        Ok(())
    }

    fn key(&mut self, key: Result<PrivateKey, KeyError>, attributes: Reader<'_>) -> Result<(), ReadError> {
        if self.key.is_some() {
            return Err(ReadError::SeveralKeys);
        }
        self.key = Some((key.map_err(ReadError::Key)?, friendly_name(attributes).unwrap_or_default()));
        Ok(())
    }

    fn certificate(&mut self, bag: &[u8]) -> Result<(), ReadError> {
        let mut bag = Reader::new(bag).inner(tlv::SEQUENCE).ok_or(ReadError::Unreadable)?;
        let kind = bag.expect(tlv::OID).ok_or(ReadError::Unreadable)?;
        if kind != X509_CERTIFICATE {
            return Err(ReadError::Unsupported(pbes2::name(kind)));
        }
        let mut explicit = bag.inner(tlv::CONTEXT_0_CONSTRUCTED).ok_or(ReadError::Unreadable)?;
        let der = explicit.expect(tlv::OCTETS).ok_or(ReadError::Unreadable)?;
        self.certificates.push(Certificate::from_der(der).map_err(ReadError::Certificate)?);
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

/// The friendly name among a bag's attributes (RFC 7292 section 4.2).
fn friendly_name(mut bag: Reader<'_>) -> Option<String> {
    let mut attributes = bag.inner(tlv::SET)?;
    while !attributes.is_empty() {
        let mut attribute = attributes.inner(tlv::SEQUENCE)?;
        if attribute.expect(tlv::OID)? == FRIENDLY_NAME {
            let octets = attribute.inner(tlv::SET)?.expect(tlv::BMP_STRING)?;
            let units: Vec<u16> =
                octets.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            return Some(String::from_utf16_lossy(&units));
        }
    }
    None
}

fn encode(
    contents: &Contents,
    leaf: &Certificate,
    passphrase: &str,
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, pki::entropy::NoEntropy> {
    let rounds = NonZeroU32::new(ROUNDS).expect("a constant above zero");
    let attributes = attributes(contents, leaf);
    let bag = |kind: &[u8], value: &[u8], attributes: &[u8]| {
        let explicit = tlv::wrap(tlv::CONTEXT_0_CONSTRUCTED, &[value]);
        tlv::wrap(tlv::SEQUENCE, &[&tlv::wrap(tlv::OID, &[kind]), &explicit, attributes])
    };
    let info = |kind: &[u8], content: &[u8]| {
        let explicit = tlv::wrap(tlv::CONTEXT_0_CONSTRUCTED, &[content]);
        tlv::wrap(tlv::SEQUENCE, &[&tlv::wrap(tlv::OID, &[kind]), &explicit])
    };

    let mut certificates = Vec::new();
    for (index, certificate) in contents.certificates.iter().enumerate() {
        let octets = tlv::wrap(tlv::OCTETS, &[certificate.der()]);
        let explicit = tlv::wrap(tlv::CONTEXT_0_CONSTRUCTED, &[&octets]);
        let value = tlv::wrap(tlv::SEQUENCE, &[&tlv::wrap(tlv::OID, &[X509_CERTIFICATE]), &explicit]);
        certificates.extend(bag(CERTIFICATE_BAG, &value, if index == 0 { &attributes } else { &[] }));
    }
    let certificates = tlv::wrap(tlv::SEQUENCE, &[&certificates]);
    let (algorithm, ciphertext) = pbes2::encrypt(&certificates, passphrase, rounds, entropy)?;
    let encrypted = tlv::wrap(
        tlv::SEQUENCE,
        &[&tlv::wrap(tlv::OID, &[DATA]), &algorithm, &tlv::wrap(tlv::CONTEXT_0, &[&ciphertext])],
    );
    let encrypted = tlv::wrap(tlv::SEQUENCE, &[&tlv::integer(0), &encrypted]);

    let shrouded = encrypted_key::encrypt(contents.key.pkcs8_der(), passphrase, rounds, entropy)?;
    let keys = tlv::wrap(tlv::SEQUENCE, &[&bag(SHROUDED_KEY_BAG, &shrouded, &attributes)]);

    let safe = tlv::wrap(
        tlv::SEQUENCE,
        &[&info(ENCRYPTED_DATA, &encrypted), &info(DATA, &tlv::wrap(tlv::OCTETS, &[&keys]))],
    );
    let mac = mac::compute(&safe, passphrase, rounds, entropy)?;
    let safe = info(DATA, &tlv::wrap(tlv::OCTETS, &[&safe]));
    Ok(tlv::wrap(tlv::SEQUENCE, &[&tlv::integer(3), &safe, &mac]))
}

/// The attributes that tie a key to its certificate: localKeyID and friendlyName (RFC 2985 section 5.5).
fn attributes(contents: &Contents, leaf: &Certificate) -> Vec<u8> {
    let attribute = |kind: &[u8], value: &[u8]| {
        tlv::wrap(tlv::SEQUENCE, &[&tlv::wrap(tlv::OID, &[kind]), &tlv::wrap(tlv::SET, &[value])])
    };
    let identifier = &leaf.facts().sha256[..20];
    let mut all = vec![attribute(LOCAL_KEY_ID, &tlv::wrap(tlv::OCTETS, &[identifier]))];
    let (name, _) = bmp(&contents.friendly_name);
    if !name.is_empty() {
        all.push(attribute(FRIENDLY_NAME, &tlv::wrap(tlv::BMP_STRING, &[&name])));
    }
    // DER orders the members of a SET OF by their encodings (X.690 section 11.6).
    all.sort();
    tlv::wrap(tlv::SET, &[&all.concat()])
}

/// A name as BMPString, and as it will be read again.
fn bmp(name: &str) -> (Vec<u8>, String) {
    let kept: String =
        name.chars().map(|character| if u32::from(character) > 0xffff { '?' } else { character }).collect();
    (kept.encode_utf16().flat_map(u16::to_be_bytes).collect(), kept)
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

/// 1.2.840.113549.1.7.1 and .6 (RFC 5652).
const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
const ENCRYPTED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x06];
/// 1.2.840.113549.1.12.10.1.1 to .3 (RFC 7292 section 4.2).
const KEY_BAG: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, 0x01];
const SHROUDED_KEY_BAG: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, 0x02];
const CERTIFICATE_BAG: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, 0x03];
/// 1.2.840.113549.1.9.20, .21 and .22.1 (RFC 2985 section 5.5, RFC 7292 section 4.2.3).
const FRIENDLY_NAME: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x14];
const LOCAL_KEY_ID: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x15];
const X509_CERTIFICATE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x16, 0x01];
