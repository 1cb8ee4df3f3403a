//! What is in the bytes of a file, by their content alone: its name and its labels are not believed. Several things may be
//! mixed, one within the other. What each thing says is read in `thing`; what a passphrase closes is not opened here.

mod kubernetes;
mod pem;
mod shape;
mod text;

use serde::{Deserialize, Serialize};

use super::der::{self, Stop, tag};
use crate::finding::{Fault, InputFault};
use crate::secret::Secret;

pub(crate) use shape::classify;

/// What a piece of the input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An X.509 certificate (RFC 5280 section 4).
    Certificate,
    /// A request for one (RFC 2986).
    Request,
    /// A revocation list (RFC 5280 section 5).
    RevocationList,
    /// A private key in PKCS#8 form (RFC 5958).
    Pkcs8,
    /// A private RSA key in its older form (RFC 8017 appendix A.1.2).
    Pkcs1,
    /// A private elliptic-curve key in its older form (RFC 5915).
    Sec1,
    /// A private key under a passphrase (RFC 5958 section 3).
    EncryptedPkcs8,
    /// A private key under a passphrase in OpenSSL's older form, with a `DEK-Info` line.
    EncryptedPem,
    /// A public key alone (RFC 5280 section 4.1.2.7).
    PublicKey,
    /// A PKCS#12 file (RFC 7292), which asks for a passphrase.
    Pkcs12,
    /// A ZIP archive, which is opened elsewhere.
    Zip,
    /// ASN.1 of another kind.
    Asn1,
}

impl Kind {
    /// Whether it is a private key that lies open.
    #[must_use]
    pub fn is_secret(self) -> bool {
        matches!(self, Kind::Pkcs8 | Kind::Pkcs1 | Kind::Sec1)
    }

    /// Whether a passphrase is needed to see what is in it. What OpenSSL's older form protects is not opened with one: its derivation
    /// is MD5's.
    #[must_use]
    pub fn wants_passphrase(self) -> bool {
        matches!(self, Kind::EncryptedPkcs8 | Kind::Pkcs12)
    }
}

/// Where in the input something stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Which input, from 0.
    pub input: usize,
    /// The line of its `-----BEGIN`, from 1, where there is one.
    pub line: Option<usize>,
    /// Octets before it, in what it stands in.
    pub offset: usize,
    /// What it stands in, from outside in: `tls.crt`, `base64`, `PKCS#7`.
    pub within: Vec<String>,
}

/// The octets of something: wiped when they are secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Octets {
    /// Everybody may see them.
    Open(Vec<u8>),
    /// A private key.
    Secret(Secret),
}

impl Octets {
    /// The octets themselves.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        match self {
            Octets::Open(octets) => octets,
            Octets::Secret(octets) => octets.expose(),
        }
    }
}

/// One thing that was found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) place: Place,
    pub(crate) kind: Kind,
    pub(crate) octets: Octets,
    /// Octets that follow its end without being anything.
    pub(crate) trailing: usize,
    /// How it is encrypted, by the headers of its PEM.
    pub(crate) note: String,
}

/// How often something may stand in something: base64 of PEM in a Kubernetes secret is three.
const DEEPEST: usize = 4;

/// How compressed files begin, what they are called, and what unpacks them (RFC 1952, RFC 8878; the manuals of bzip2 and xz).
const COMPRESSED: [(&[u8], &str, &str); 4] = [
    (&[0x1f, 0x8b], "gzip", "gunzip"),
    (b"BZh", "bzip2", "bunzip2"),
    (&[0xfd, b'7', b'z', b'X', b'Z', 0], "xz", "unxz"),
    (&[0x28, 0xb5, 0x2f, 0xfd], "Zstandard", "unzstd"),
];

/// A place in what stands at this one.
fn within(place: &Place, name: &str) -> Place {
    let mut place = place.clone();
    place.within.push(name.to_owned());
    place
}

/// What the inputs hold.
#[derive(Debug, Default)]
pub(crate) struct Search {
    pub(crate) found: Vec<Found>,
    pub(crate) faults: Vec<(Fault, Place)>,
}

impl Search {
    /// Looks through one input.
    pub(crate) fn input(&mut self, input: usize, bytes: &[u8]) {
        let place = Place { input, line: None, offset: 0, within: Vec::new() };
        if bytes.is_empty() {
            self.fault(InputFault::Empty, &place);
            return;
        }
        let (found, faults) = (self.found.len(), self.faults.len());
        self.any(bytes, &place);
        if self.found.len() == found && self.faults.len() == faults {
            self.fault(InputFault::Unknown, &place);
        }
    }

    /// Bytes of any kind; nothing is said when they are nothing.
    fn any(&mut self, bytes: &[u8], place: &Place) {
        if place.within.len() > DEEPEST {
            self.fault(InputFault::TooDeep, place);
        } else if bytes.first() == Some(&0x30) && self.der(bytes, place) {
            // SEQUENCE: everything that is known begins with it
        } else if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            self.push(Kind::Zip, bytes, 0, place.clone());
            self.fault(InputFault::Archive, place);
        } else if let Some((_, format, command)) =
            COMPRESSED.into_iter().find(|(magic, ..)| bytes.starts_with(magic))
        {
            let (format, command) = (format.to_owned(), command.to_owned());
            self.fault(InputFault::Compressed { format, command }, place);
        } else if bytes.starts_with(&[0xfe, 0xed, 0xfe, 0xed]) || bytes.starts_with(&[0xce, 0xce, 0xce, 0xce])
        {
            self.fault(InputFault::JavaKeyStore, place);
        } else {
            self.text(bytes, place);
        }
    }

    /// Text: PEM, a Kubernetes secret, base64, or something that people take for a certificate.
    fn text(&mut self, bytes: &[u8], place: &Place) {
        let decoded = text::decode(bytes);
        let text = decoded.as_str();
        if kubernetes::looks_like_one(text) && self.kubernetes(text, place) {
            return;
        }
        if text.contains("-----BEGIN ") {
            self.pem(text, place);
        } else if let Some(fault) = text::mistaken(text) {
            self.fault(fault, place);
        } else if let Some(inner) = text::hexadecimal(text) {
            self.any(&inner, &within(place, "hex"));
        } else if let Some(inner) = text::base64(text) {
            self.any(&inner, &within(place, "base64"));
        }
    }

    /// One or more values of DER side by side. Says whether it was any.
    fn der(&mut self, bytes: &[u8], place: &Place) -> bool {
        let (pieces, stop) = der::pieces(bytes);
        if pieces.is_empty() {
            let cut = match stop {
                Some(Stop::Short { expected }) if shape::begins_like_one(bytes) => {
                    InputFault::Truncated { expected, present: bytes.len() }
                }
                Some(Stop::Endless) if shape::begins_like_one(bytes) => InputFault::Endless,
                _ => return false,
            };
            self.fault(cut, place);
            return true;
        }
        let known = pieces.iter().rposition(|piece| piece.is(tag::SEQUENCE));
        let Some(last) = known else { return false };
        let end = pieces[last].offset + pieces[last].raw.len();
        for piece in &pieces[..=last] {
            if piece.is(tag::SEQUENCE) {
                let place = Place { offset: place.offset + piece.offset, ..place.clone() };
                let trailing = if piece.offset + piece.raw.len() == end { bytes.len() - end } else { 0 };
                self.value(piece.raw, trailing, place);
            }
        }
        true
    }

    /// One value of DER: a thing, or a wrapping of several.
    fn value(&mut self, der: &[u8], trailing: usize, place: Place) {
        let pkcs7 = shape::pkcs7(der);
        if pkcs7.is_empty() {
            self.push(classify(der), der, trailing, place);
            return;
        }
        for (index, piece) in pkcs7.into_iter().enumerate() {
            // the line is that of the whole
            let mut place = Place { line: None, ..place.clone() };
            place.within.extend(["PKCS#7".to_owned(), (index + 1).to_string()]);
            self.push(classify(piece), piece, 0, place);
        }
    }

    fn push(&mut self, kind: Kind, octets: &[u8], trailing: usize, place: Place) {
        let octets = octets.to_vec();
        let octets =
            if kind.is_secret() { Octets::Secret(Secret::new(octets)) } else { Octets::Open(octets) };
        self.found.push(Found { place, kind, octets, trailing, note: String::new() });
    }

    fn fault(&mut self, fault: InputFault, place: &Place) {
        self.faults.push((fault.into(), place.clone()));
    }
}
