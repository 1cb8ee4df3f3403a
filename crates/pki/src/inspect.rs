//! Inspecting: whatever people have becomes a report of what it is, what each part means, what belongs together and what is
//! wrong. Nothing is refused: what cannot be read is told as a finding, and the rest is still shown. Chains are validated
//! elsewhere; what a passphrase closes is opened by `bundle` and given back as further inputs.

pub mod certificate;
pub(crate) mod der;
pub mod extension;
mod json;
pub mod key;
mod lint;
pub mod list;
pub(crate) mod oid;
mod recognise;
pub mod request;
pub(crate) mod signature;
pub mod tree;

use serde::{Deserialize, Serialize};
use text::Lang;
use text::inspect as say;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer as _;

pub use certificate::CertificateFacts;
pub(crate) use certificate::serial_text;
pub use extension::{Extension, Row};
pub use json::Asn1;
pub use key::{PrivateKeyFacts, PublicKeyFacts};
pub use list::ListFacts;
pub use recognise::{Kind, Octets, Place};
pub use request::RequestFacts;

use crate::certificate::called;
use crate::finding::{CertificateFault, Fault, InputFault, KeyFault, Rank};
use crate::moment::Moment;
pub(crate) use crate::name::visible;
use extension::is_spiffe;
use recognise::{Found, Search};
use tree::{Hide, Node, Structure};

/// A file, or what was pasted.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What people call it; nothing is concluded from it.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

/// Everything about the inputs.
#[derive(Debug)]
pub struct Report {
    /// The moment at which dates were judged.
    pub now: Moment,
    /// The names of the inputs.
    pub inputs: Vec<String>,
    /// What they hold, in its order.
    pub items: Vec<Item>,
    /// What belongs together.
    pub links: Vec<Link>,
    /// What is wrong, the most serious first; of equal rank in the order of the inputs.
    pub findings: Vec<Finding>,
}

/// One thing.
#[derive(Debug)]
pub struct Item {
    /// Where it stands.
    pub place: Place,
    /// What kind of thing it is.
    pub kind: Kind,
    /// Its octets.
    pub octets: Octets,
    /// What it says.
    pub thing: Thing,
}

/// What a thing says.
#[derive(Debug)]
pub enum Thing {
    /// A certificate.
    Certificate(Box<CertificateFacts>),
    /// A request for one.
    Request(Box<RequestFacts>),
    /// A revocation list.
    List(Box<ListFacts>),
    /// A private key.
    PrivateKey(Box<PrivateKeyFacts>),
    /// A public key alone.
    PublicKey(Box<PublicKeyFacts>),
    /// Nothing can be said before a passphrase is given or the archive is opened.
    Closed,
    /// ASN.1 that is none of these, or breaks their rules; its tree can be looked at.
    Unread,
}

/// That one item belongs to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Link {
    /// The item that is spoken of.
    pub from: usize,
    /// How it belongs to the other.
    pub relation: Relation,
    /// The other item.
    pub to: usize,
}

/// How items belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The other has signed it.
    IssuedBy,
    /// Its private key is the other.
    KeyIn,
    /// The other is a request for its key.
    RequestedBy,
    /// The other revokes it.
    RevokedBy,
    /// It is the same, octet by octet.
    SameAs,
}

impl Link {
    /// What the other item is to this one, which is one of the two.
    #[must_use]
    pub fn words(&self, this: usize, lang: Lang) -> &'static str {
        match (self.relation, self.from == this) {
            (Relation::IssuedBy, true) => say::relation_issued_by(lang),
            (Relation::IssuedBy, false) => say::relation_issuer_of(lang),
            (Relation::KeyIn, true) => say::relation_key_in(lang),
            (Relation::KeyIn, false) => say::relation_key_of(lang),
            (Relation::RequestedBy, true) => say::relation_requested_by(lang),
            (Relation::RequestedBy, false) => say::relation_request_for(lang),
            (Relation::RevokedBy, true) => say::relation_revoked_by(lang),
            (Relation::RevokedBy, false) => say::relation_revokes(lang),
            (Relation::SameAs, _) => say::relation_same_as(lang),
        }
    }
}

/// That something is wrong, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub fault: Fault,
    /// With which item; `None` when it is about a part of an input that became none.
    pub item: Option<usize>,
    /// Where it stands.
    pub place: Place,
}

/// Inspects all inputs together, with dates judged at this moment.
#[must_use]
pub fn inspect(inputs: &[Input<'_>], now: Moment) -> Report {
    let mut search = Search::default();
    for (index, input) in inputs.iter().enumerate() {
        search.input(index, input.bytes);
    }
    let mut findings: Vec<Finding> =
        search.faults.into_iter().map(|(fault, place)| Finding { fault, item: None, place }).collect();
    let mut items = Vec::with_capacity(search.found.len());
    for found in search.found {
        let (item, faults) = read(found, now);
        let index = items.len();
        findings.extend(faults.into_iter().map(|fault| Finding {
            fault,
            item: Some(index),
            place: item.place.clone(),
        }));
        items.push(item);
    }
    let between = lint::set::between(&items);
    findings.extend(between.faults.into_iter().map(|(item, fault)| Finding {
        fault,
        item: Some(item),
        place: items[item].place.clone(),
    }));
    let mut links = between.links;
    links.sort_by_key(|link| (link.from, link.relation as u8, link.to));
    let position = |finding: &Finding| {
        (finding.fault.rank(), finding.place.input, finding.item, finding.place.line, finding.place.offset)
    };
    findings.sort_by_cached_key(position);
    Report { now, inputs: inputs.iter().map(|input| input.name.to_owned()).collect(), items, links, findings }
}

impl Report {
    /// The findings about one item, the most serious first.
    pub fn about(&self, item: usize) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.item == Some(item))
    }

    /// How many findings there are of a rank.
    #[must_use]
    pub fn count(&self, rank: Rank) -> usize {
        self.findings.iter().filter(|finding| finding.fault.rank() == rank).count()
    }

    /// Where something stands, for people: `chain.pem:23`, `secret.yaml › tls.crt:1`.
    #[must_use]
    pub fn place(&self, place: &Place) -> String {
        let mut out = visible(self.inputs.get(place.input).map_or("", String::as_str));
        for within in &place.within {
            out.push_str(" › ");
            out.push_str(within);
        }
        match place.line {
            Some(line) => out.push_str(&format!(":{line}")),
            None if place.offset > 0 => out.push_str(&format!("+{}", place.offset)),
            None => {}
        }
        out
    }
}

impl Item {
    /// Whose it is, if it says.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        match &self.thing {
            Thing::Certificate(facts) => Some(facts.title()),
            Thing::Request(facts) => Some(called(&facts.subject).to_owned()),
            Thing::List(facts) => Some(called(&facts.issuer).to_owned()),
            Thing::PrivateKey(_) | Thing::PublicKey(_) | Thing::Closed | Thing::Unread => None,
        }
    }

    /// It as PEM (RFC 7468), a private key too; `None` when PEM has no label for it.
    #[must_use]
    pub fn pem(&self) -> Option<String> {
        let label = match self.kind {
            Kind::Certificate => "CERTIFICATE",
            Kind::Request => "CERTIFICATE REQUEST",
            Kind::RevocationList => "X509 CRL",
            Kind::Pkcs8 => "PRIVATE KEY",
            Kind::Pkcs1 => "RSA PRIVATE KEY",
            Kind::Sec1 => "EC PRIVATE KEY",
            Kind::EncryptedPkcs8 => "ENCRYPTED PRIVATE KEY",
            Kind::PublicKey => "PUBLIC KEY",
            Kind::EncryptedPem | Kind::Pkcs12 | Kind::Zip | Kind::Asn1 => return None,
        };
        let lines = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
        Some(pem::encode_config(&pem::Pem::new(label, self.octets.expose()), lines))
    }

    /// Its ASN.1 as a tree with offsets into its octets.
    #[must_use]
    pub fn tree(&self, hide: Hide) -> Vec<Node> {
        tree::tree(self.octets.expose(), self.kind.structure(), hide)
    }
}

impl Kind {
    /// The structure that its names are taken from.
    #[must_use]
    pub fn structure(self) -> Structure {
        match self {
            Kind::Certificate => Structure::Certificate,
            Kind::Request => Structure::CertificationRequest,
            Kind::RevocationList => Structure::CertificateList,
            Kind::Pkcs8 => Structure::PrivateKeyInfo,
            Kind::Pkcs1 => Structure::RsaPrivateKey,
            Kind::Sec1 => Structure::EcPrivateKey,
            Kind::EncryptedPkcs8 => Structure::EncryptedPrivateKeyInfo,
            Kind::PublicKey => Structure::SubjectPublicKeyInfo,
            Kind::Pkcs12 => Structure::Pfx,
            Kind::EncryptedPem | Kind::Zip | Kind::Asn1 => Structure::Unknown,
        }
    }
}

/// Reads what was found, with what is wrong with it when looked at alone.
fn read(found: Found, now: Moment) -> (Item, Vec<Fault>) {
    let der = found.octets.expose();
    let mut faults: Vec<Fault> = Vec::new();
    let unread = |words: String, faults: &mut Vec<Fault>| {
        // the parser's words are those of its programmers
        let words = visible(&words.replace(" { ", ": ").replace(" }", "")).replace(['{', '}', '!'], "");
        faults.push(InputFault::Unreadable { what: found.kind.name().to_owned(), words }.into());
        Thing::Unread
    };
    let thing = match found.kind {
        Kind::Certificate => match X509Certificate::from_der(der) {
            Ok((_, parsed)) => {
                let facts = certificate::read(&parsed, der);
                let own = lint::certificate::faults(&parsed, der, &facts, now);
                faults.extend(own.into_iter().map(Fault::from));
                Thing::Certificate(Box::new(facts))
            }
            Err(error) => {
                faults.extend(lint::certificate_dates(der).into_iter().map(Fault::from));
                unread(error.to_string(), &mut faults)
            }
        },
        Kind::Request => match request::read(der) {
            Ok((facts, own)) => {
                faults.extend(own);
                Thing::Request(Box::new(facts))
            }
            Err(words) => unread(words, &mut faults),
        },
        Kind::RevocationList => match list::read(der, now) {
            Ok((facts, own)) => {
                faults.extend(own.into_iter().map(Fault::from));
                Thing::List(Box::new(facts))
            }
            Err(words) => unread(words, &mut faults),
        },
        Kind::Pkcs8 | Kind::Pkcs1 | Kind::Sec1 => {
            let (facts, own) = key::private_key(found.kind, der);
            faults.extend(own.into_iter().map(Fault::from));
            Thing::PrivateKey(Box::new(facts))
        }
        Kind::PublicKey => match PublicKeyFacts::read(der) {
            Some(facts) => Thing::PublicKey(Box::new(facts)),
            None => unread("SubjectPublicKeyInfo".to_owned(), &mut faults),
        },
        Kind::EncryptedPem => {
            faults.push(KeyFault::OldEncryption { cipher: found.note.clone() }.into());
            Thing::Closed
        }
        Kind::EncryptedPkcs8 | Kind::Pkcs12 | Kind::Zip => Thing::Closed,
        Kind::Asn1 => Thing::Unread,
    };
    if found.kind.wants_passphrase() {
        faults.push(KeyFault::PassphraseWanted.into());
    }
    if found.trailing > 0 {
        faults.push(CertificateFault::TrailingBytes { count: found.trailing }.into());
    }
    // PKCS#12 and PKCS#7 may be BER
    let strict = !matches!(found.kind, Kind::Pkcs12 | Kind::EncryptedPem | Kind::Zip | Kind::Asn1);
    if strict && der::first(der).is_ok_and(|piece| piece.indefinite) {
        faults.push(InputFault::IndefiniteLength.into());
    }
    (Item { place: found.place, kind: found.kind, octets: found.octets, thing }, faults)
}

impl Kind {
    /// What people of the field call it, the same in every language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Certificate => "X.509 certificate",
            Kind::Request => "CSR (PKCS#10)",
            Kind::RevocationList => "CRL",
            Kind::Pkcs8 => "PKCS#8 private key",
            Kind::Pkcs1 => "PKCS#1 RSA private key",
            Kind::Sec1 => "SEC1 EC private key",
            Kind::EncryptedPkcs8 => "encrypted PKCS#8 private key",
            Kind::EncryptedPem => "encrypted PEM private key",
            Kind::PublicKey => "public key",
            Kind::Pkcs12 => "PKCS#12",
            Kind::Zip => "ZIP",
            Kind::Asn1 => "ASN.1",
        }
    }
}
