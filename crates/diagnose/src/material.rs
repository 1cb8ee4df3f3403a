//! Certificates, lists and keys out of files as OpenSSL takes them out: the first block that suits, or all. What they are worth
//! is `pki`'s; what curl or nginx say of a file that has none is theirs.

use bundle::encrypted_key;
use pki::chain::Member;
use pki::key::{KeyError, PrivateKey};
use pki::secret::Secret;
use pki::verify::openssl::{bits_of_level, digest_bits, key_bits};

use crate::predict::cipher;

/// One block of PEM (RFC 7468).
struct Block {
    label: String,
    /// The block with its armour.
    text: Secret,
    contents: Secret,
}

/// How OpenSSL's own form of a certificate is labelled, which may limit the trust in it.
pub(crate) const TRUSTED: &str = "TRUSTED CERTIFICATE";

/// What OpenSSL's reader of PEM stumbles over (PEM_read_bio(3)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Broken {
    /// A block that does not end, or ends under another name.
    End,
    /// Between the lines is something else than base64.
    Letters,
    /// What the letters stand for is no certificate.
    Inside,
}

/// The blocks of a file in their order, up to the first that is broken. A block begins and ends at lines of their own, and whatever
/// stands between blocks is passed over.
fn blocks(file: &[u8]) -> (Vec<Block>, Option<Broken>) {
    let text = String::from_utf8_lossy(file);
    // what is no letter at the end of a line is not looked at
    let mut lines =
        text.split('\n').map(|line| line.trim_end_matches(|last: char| last <= ' ' || !last.is_ascii()));
    let mut found = Vec::new();
    let mut begins = true;
    while let Some(first) = lines.next() {
        // nor is the mark that Windows begins texts with, where a block is looked for anew
        let first = first.strip_prefix('\u{feff}').filter(|_| begins).unwrap_or(first);
        begins = false;
        let label = first.strip_prefix("-----BEGIN ").and_then(|rest| rest.strip_suffix("-----"));
        let Some(label) = label.filter(|label| !label.contains("-----")) else { continue };
        let mut block = format!("{first}\n");
        let mut blank = 0;
        let end = loop {
            let Some(line) = lines.next() else { return (found, Some(Broken::End)) };
            // one line without a letter may end what stands before the contents
            blank += usize::from(line.is_empty());
            if blank > 1 {
                return (found, Some(Broken::End));
            }
            block.push_str(line);
            block.push('\n');
            if line.starts_with("-----END ") {
                break line;
            }
        };
        let text = Secret::new(block.into_bytes());
        if end != format!("-----END {label}-----") {
            return (found, Some(Broken::End));
        }
        let Ok(parsed) = pem::parse(text.expose()) else { return (found, Some(Broken::Letters)) };
        found.push(Block { label: label.to_owned(), text, contents: Secret::new(parsed.into_contents()) });
        begins = true;
    }
    (found, None)
}

impl Block {
    fn is_certificate(&self) -> bool {
        self.is_plain() || self.label == TRUSTED
    }

    /// Whether it is a certificate alone, without what OpenSSL's own form says of the trust in it.
    fn is_plain(&self) -> bool {
        ["CERTIFICATE", "X509 CERTIFICATE"].contains(&self.label.as_str())
    }

    /// The certificate of it, without what stands behind it.
    fn certificate(&self) -> Option<Vec<u8>> {
        let contents = self.contents.expose();
        let member = Member::read(contents)?;
        Some(if self.is_plain() { contents.to_vec() } else { member.der().to_vec() })
    }
}

/// The certificates of a PEM file that goes into a store, up to what OpenSSL stumbles over, and that.
#[must_use]
pub fn certificates_until(file: &[u8]) -> (Vec<Vec<u8>>, Option<Broken>) {
    certificates_of(file, |block, _| block.is_certificate())
}

/// The same of a file with a certificate and what is sent beside it: there OpenSSL's own form counts at the first place alone.
#[must_use]
pub fn chain_until(file: &[u8]) -> (Vec<Vec<u8>>, Option<Broken>) {
    certificates_of(file, |block, is_first| block.is_plain() || is_first && block.is_certificate())
}

/// Whether a PEM file has a certificate that is no more than that: OpenSSL takes the names of authorities from these alone.
#[must_use]
pub fn names_authorities(file: &[u8]) -> bool {
    blocks(file).0.iter().any(Block::is_plain)
}

fn certificates_of(file: &[u8], counts: fn(&Block, bool) -> bool) -> (Vec<Vec<u8>>, Option<Broken>) {
    let (blocks, broken) = blocks(file);
    let mut found = Vec::new();
    for block in &blocks {
        if !counts(block, found.is_empty()) {
            continue;
        }
        let Some(certificate) = block.certificate() else { return (found, Some(Broken::Inside)) };
        found.push(certificate);
    }
    (found, broken)
}

/// Whether a certificate's key is too short for a security level (`ssl_security_cert_key`); of keys that are not known here nobody
/// says it.
#[must_use]
pub fn has_weak_key(der: &[u8], level: u8) -> bool {
    let Some(member) = Member::read(der) else { return false };
    match member.key.rsa_bits() {
        Some(bits) => bits < cipher::least_bits(level),
        None => (1..bits_of_level(level)).contains(&key_bits(&member.key.label)),
    }
}

/// Whether the digest under a certificate's signature is too weak for a security level; of one that signs itself nobody looks at it
/// (`ssl_security_cert_sig`).
#[must_use]
pub fn is_signed_weakly(der: &[u8], level: u8) -> bool {
    let weak = |member: &Member| digest_bits(member) < bits_of_level(level);
    Member::read(der).is_some_and(|member| member.subject != member.issuer && weak(&member))
}

/// The certificates of a PEM file that OpenSSL would load; `None` where one of them cannot be read.
#[must_use]
pub fn certificates(file: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (found, broken) = certificates_until(file);
    broken.is_none().then_some(found)
}

/// The revocation lists of a PEM file.
#[must_use]
pub fn lists(file: &[u8]) -> Vec<Vec<u8>> {
    let (blocks, _) = blocks(file);
    let wanted = blocks.iter().filter(|block| block.label == "X509 CRL");
    wanted.map(|block| block.contents.expose().to_vec()).collect()
}

/// Parameters of Diffie-Hellman (PKCS#3 section 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameters {
    /// How long the prime is, in bits.
    pub prime: usize,
    /// How long secret exponents are, in bits, where that is told.
    pub exponent: Option<usize>,
}

impl Parameters {
    fn read(der: &[u8]) -> Option<Parameters> {
        let (0x30, inside, _) = value(der)? else { return None };
        let (0x02, prime, rest) = value(inside)? else { return None };
        let (0x02, _, rest) = value(rest)? else { return None };
        let length = value(rest).filter(|(tag, ..)| *tag == 0x02).map(|(_, length, _)| length);
        let exponent =
            length.map(|octets| octets.iter().fold(0_usize, |sum, octet| sum << 8 | usize::from(*octet)));
        let unsigned = prime.iter().position(|octet| *octet != 0).map_or(&[][..], |at| &prime[at..]);
        let first = unsigned.first()?;
        Some(Parameters { prime: unsigned.len() * 8 - first.leading_zeros() as usize, exponent })
    }
}

/// The first value of DER: its tag, its contents, and what stands behind it.
fn value(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match usize::from(*first) {
        short if short < 0x80 => (short, rest),
        long => {
            let (octets, rest) = rest.split_at_checked(long & 0x7f).filter(|(octets, _)| octets.len() < 4)?;
            (octets.iter().fold(0, |sum, octet| sum << 8 | usize::from(*octet)), rest)
        }
    };
    let (contents, rest) = rest.split_at_checked(length)?;
    Some((*tag, contents, rest))
}

/// The Diffie-Hellman parameters of a PEM file.
///
/// # Errors
/// What OpenSSL stumbles over, or nothing where no parameters are in it.
pub fn parameters(file: &[u8]) -> Result<Parameters, Option<Broken>> {
    let (blocks, broken) = blocks(file);
    let block = blocks.iter().find(|block| block.label.ends_with("DH PARAMETERS")).ok_or(broken)?;
    Parameters::read(block.contents.expose()).ok_or(Some(Broken::Inside))
}

/// What a key in a file is to a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// There is none.
    None,
    /// It is under a password, and none was given.
    WantsPassphrase,
    /// It is under another password.
    WrongPassphrase,
    /// It is there, of this public half.
    Public(Vec<u8>),
    /// It is there, of a kind that cannot be compared here.
    Unknown,
}

impl Key {
    /// Whether it may belong to a certificate with this public key.
    #[must_use]
    pub fn fits(&self, public: &[u8]) -> bool {
        match self {
            Key::Public(found) => found == public,
            Key::Unknown => true,
            Key::None | Key::WantsPassphrase | Key::WrongPassphrase => false,
        }
    }
}

/// Whether two public keys are of one kind: OpenSSL keeps a place for each of RSA, curves and EdDSA, so that a key of another kind
/// is not compared with the certificate.
#[must_use]
pub fn same_kind(one: &[u8], other: &[u8]) -> bool {
    kind(one) == kind(other)
}

/// The object identifier of a public key's algorithm, the first one in SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).
pub(crate) fn kind(public: &[u8]) -> Option<&[u8]> {
    let at = public.iter().take(12).position(|octet| *octet == 6)?;
    let length = usize::from(*public.get(at + 1)?);
    public.get(at + 2..at + 2 + length)
}

/// Whether the first private key of a PEM file is under a password in OpenSSL's own older form (PEM_write_bio_PrivateKey_traditional(3)),
/// and not in that of PKCS#8.
#[must_use]
pub fn is_locked_the_old_way(file: &[u8]) -> bool {
    let (of, _) = blocks(file);
    let key = of.iter().find(|block| block.label.ends_with("PRIVATE KEY"));
    key.is_some_and(|block| String::from_utf8_lossy(block.text.expose()).contains(OLD_LOCK))
}

/// How such a key begins (RFC 1421 section 4.6.1.1).
const OLD_LOCK: &str = "Proc-Type: 4,ENCRYPTED";

/// The first private key of a PEM file.
#[must_use]
pub fn key(file: &[u8], passphrases: &[String]) -> Key {
    let (of, _) = blocks(file);
    let Some(block) = of.iter().find(|block| block.label.ends_with("PRIVATE KEY")) else { return Key::None };
    let text = String::from_utf8_lossy(block.text.expose());
    let encrypted = block.label == "ENCRYPTED PRIVATE KEY" || text.contains(OLD_LOCK);
    if !encrypted {
        let parsed = pem::parse(block.text.expose()).ok();
        return match parsed.and_then(PrivateKey::from_pem_block) {
            Some(Ok(key)) => Key::Public(key.public_key().to_vec()),
            Some(Err(KeyError::NotPkcs8)) | None => Key::None,
            Some(Err(_)) => Key::Unknown,
        };
    }
    if passphrases.is_empty() {
        return Key::WantsPassphrase;
    }
    let mut last = Key::WrongPassphrase;
    for passphrase in passphrases {
        match encrypted_key::read(&text, passphrase) {
            Ok(key) => return Key::Public(key.public_key().to_vec()),
            Err(encrypted_key::ReadError::WrongPassphrase) => {}
            Err(_) => last = Key::Unknown,
        }
    }
    last
}

/// The private key of a DER file.
#[must_use]
pub fn key_der(file: &[u8]) -> Key {
    match PrivateKey::from_der(file) {
        Ok(key) => Key::Public(key.public_key().to_vec()),
        Err(KeyError::NotPkcs8) => Key::None,
        Err(_) => Key::Unknown,
    }
}
