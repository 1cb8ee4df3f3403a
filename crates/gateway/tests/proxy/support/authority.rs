//! Certificates for the scenarios, good and bad alike, all from one writer that checks nothing: what is wrong with one stands in the
//! scenario that makes it. They hold now, by the wall clock, since curl and openssl go by that.

use handfast_gateway::clock;
use pki::faulty::extension::{
    self, authority_key_identifier, basic_constraints, ext_key_usage, key_usage, oid, subject_alt_name,
    subject_key_identifier,
};
use pki::faulty::{CertificateDraft, ExtensionDraft, ListDraft, NamePart, Time};
use pki::key::{KeyAlgorithm, PrivateKey, ProviderKeys};
use pki::moment::Moment;

/// A certificate and its key.
pub(crate) struct Party {
    pub(crate) der: Vec<u8>,
    pub(crate) key: PrivateKey,
    name: Vec<NamePart>,
    serial: u8,
}

/// What a certificate is to say.
pub(crate) struct Wish {
    pub(crate) name: String,
    pub(crate) version: Option<u8>,
    pub(crate) begins: Moment,
    pub(crate) ends: Moment,
    pub(crate) extensions: Vec<ExtensionDraft>,
    pub(crate) key: PrivateKey,
}

impl Wish {
    fn new(name: &str, extensions: Vec<ExtensionDraft>) -> Wish {
        let now = clock::now();
        Wish {
            name: name.to_owned(),
            version: Some(2),
            begins: now.plus_days(-1),
            ends: now.plus_days(30),
            extensions,
            key: key(),
        }
    }

    /// A server of these names.
    pub(crate) fn server(names: &[&str]) -> Wish {
        let names: Vec<(u8, Vec<u8>)> = names
            .iter()
            .map(|name| match name.parse::<std::net::Ipv4Addr>() {
                Ok(address) => (7, address.octets().to_vec()),
                Err(_) => (2, name.as_bytes().to_vec()),
            })
            .collect();
        let names: Vec<(u8, &[u8])> = names.iter().map(|(tag, octets)| (*tag, octets.as_slice())).collect();
        Wish::new(
            "server",
            vec![
                basic_constraints(false, None),
                key_usage(&[0]),
                ext_key_usage(&[oid::SERVER_AUTH]),
                subject_alt_name(&names),
            ],
        )
    }

    /// A client of this common name.
    pub(crate) fn client(name: &str) -> Wish {
        Wish::new(
            name,
            vec![basic_constraints(false, None), key_usage(&[0]), ext_key_usage(&[oid::CLIENT_AUTH])],
        )
    }

    /// An authority that may have others below it.
    pub(crate) fn authority(name: &str) -> Wish {
        Wish::new(name, vec![basic_constraints(true, None), key_usage(&[5, 6])])
    }

    /// With these subject alternative names; 1 is a mailbox, 2 a host, 6 a URI.
    pub(crate) fn named(mut self, names: &[(u8, &str)]) -> Wish {
        let names: Vec<(u8, &[u8])> = names.iter().map(|(tag, text)| (*tag, text.as_bytes())).collect();
        self.extensions.push(subject_alt_name(&names));
        self
    }

    /// For days from now to now, relative.
    pub(crate) fn days(mut self, begins: i64, ends: i64) -> Wish {
        let now = clock::now();
        self.begins = now.plus_days(begins);
        self.ends = now.plus_days(ends);
        self
    }

    /// Of version 1, without any extension, as the guide's commands make them.
    pub(crate) fn old(mut self) -> Wish {
        self.version = None;
        self.extensions.clear();
        self
    }
}

pub(crate) fn key() -> PrivateKey {
    ProviderKeys.make(KeyAlgorithm::EcdsaP256).unwrap()
}

/// A self-signed authority.
pub(crate) fn root(name: &str) -> Party {
    root_of(Wish::authority(name))
}

pub(crate) fn root_of(wish: Wish) -> Party {
    let parts = vec![NamePart::common_name(&wish.name)];
    let signer = wish.key.clone();
    sign(wish, &parts, &signer, 1)
}

fn identifier(key: &PrivateKey) -> Vec<u8> {
    key.public_key()[key.public_key().len() - 20..].to_vec()
}

fn sign(mut wish: Wish, issuer: &[NamePart], signer: &PrivateKey, serial: u8) -> Party {
    let name = vec![NamePart::common_name(&wish.name)];
    if wish.version.is_some() {
        wish.extensions.push(subject_key_identifier(&identifier(&wish.key)));
        wish.extensions.push(authority_key_identifier(&identifier(signer)));
    }
    let draft = CertificateDraft {
        version: wish.version,
        serial: vec![serial],
        inner_algorithm: None,
        outer_algorithm: None,
        issuer: issuer.to_vec(),
        not_before: Time::of(wish.begins),
        not_after: Time::of(wish.ends),
        subject: name.clone(),
        public_key: wish.key.public_key().to_vec(),
        extensions: wish.extensions,
    };
    Party { der: draft.sign(signer).unwrap(), key: wish.key, name, serial }
}

impl Party {
    /// Issues a certificate with this serial number, 1 to 127.
    pub(crate) fn issue(&self, serial: u8, wish: Wish) -> Party {
        sign(wish, &self.name, &self.key, serial)
    }

    /// A list that revokes these, for days from now to now, relative.
    pub(crate) fn list(&self, revoked: &[&Party], begins: i64, ends: i64) -> String {
        let now = clock::now();
        let draft = ListDraft {
            version: Some(1),
            algorithm: None,
            issuer: self.name.clone(),
            this_update: Time::of(now.plus_days(begins)),
            next_update: Some(Time::of(now.plus_days(ends))),
            entries: revoked.iter().map(|party| (vec![party.serial], Time::of(now.plus_days(-1)))).collect(),
            extensions: vec![
                authority_key_identifier(&identifier(&self.key)),
                extension::number(oid::CRL_NUMBER, 1),
            ],
        };
        pem("X509 CRL", &draft.sign(&self.key).unwrap())
    }

    pub(crate) fn pem(&self) -> String {
        pem("CERTIFICATE", &self.der)
    }

    pub(crate) fn key_pem(&self) -> String {
        String::from_utf8(self.key.to_pem().expose().to_vec()).unwrap()
    }
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = data_encoding::BASE64.encode(der);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}
