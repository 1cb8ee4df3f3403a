//! An authority with a server's certificate, both without fault, to be spoiled one thing at a time.

use pki::faulty::extension::{
    authority_key_identifier, basic_constraints, ext_key_usage, key_usage, number, oid, subject_alt_name,
    subject_key_identifier,
};
use pki::faulty::{CertificateDraft, ExtensionDraft, ListDraft, NamePart, Time};
use pki::inspect::Report;
use pki::key::{KeyAlgorithm, PrivateKey, ProviderKeys};
use testkit::NOW;

/// What is inspected.
pub(crate) struct Scene {
    pub(crate) ca: CertificateDraft,
    pub(crate) ca_key: PrivateKey,
    pub(crate) leaf: CertificateDraft,
    pub(crate) leaf_key: PrivateKey,
    /// Who signs the leaf in place of the authority.
    pub(crate) leaf_signer: Option<PrivateKey>,
    pub(crate) list: Option<ListDraft>,
    /// Who signs the list in place of the authority.
    pub(crate) list_signer: Option<PrivateKey>,
    /// Whether the authority's certificate is among the files.
    pub(crate) with_ca: bool,
    /// Files beside them.
    pub(crate) more: Vec<Vec<u8>>,
}

pub(crate) const SERIAL: [u8; 20] = [0x42; 20];

impl Scene {
    pub(crate) fn new() -> Scene {
        let (ca_key, leaf_key) = (key(), key());
        let ca = CertificateDraft {
            version: Some(2),
            serial: vec![0x41; 20],
            inner_algorithm: None,
            outer_algorithm: None,
            issuer: vec![NamePart::common_name("Test CA")],
            not_before: Time::of(NOW.plus_days(-10)),
            not_after: Time::of(NOW.plus_days(3650)),
            subject: vec![NamePart::common_name("Test CA")],
            public_key: ca_key.public_key().to_vec(),
            extensions: vec![
                basic_constraints(true, Some(0)),
                key_usage(&[5, 6]),
                subject_key_identifier(&[1; 20]),
            ],
        };
        let leaf = CertificateDraft {
            serial: SERIAL.to_vec(),
            subject: vec![NamePart::common_name("api.example.test")],
            not_after: Time::of(NOW.plus_days(365)),
            public_key: leaf_key.public_key().to_vec(),
            extensions: vec![
                basic_constraints(false, None),
                key_usage(&[0]),
                ext_key_usage(&[oid::SERVER_AUTH]),
                subject_alt_name(&[(2, b"api.example.test")]),
                subject_key_identifier(&[2; 20]),
                authority_key_identifier(&[1; 20]),
            ],
            ..ca.clone()
        };
        Scene {
            ca,
            ca_key,
            leaf,
            leaf_key,
            leaf_signer: None,
            list: None,
            list_signer: None,
            with_ca: true,
            more: Vec::new(),
        }
    }

    /// A list of the authority without fault, which revokes this serial number.
    pub(crate) fn list(&self, serial: &[u8]) -> ListDraft {
        ListDraft {
            version: Some(1),
            algorithm: None,
            issuer: self.ca.subject.clone(),
            this_update: Time::of(NOW.plus_days(-1)),
            next_update: Some(Time::of(NOW.plus_days(29))),
            entries: vec![(serial.to_vec(), Time::of(NOW.plus_days(-2)))],
            extensions: vec![authority_key_identifier(&[1; 20]), number(oid::CRL_NUMBER, 7)],
        }
    }

    /// A second leaf of the authority, of another name, key and serial number.
    pub(crate) fn second(&self) -> CertificateDraft {
        CertificateDraft {
            serial: vec![0x55; 20],
            subject: vec![NamePart::common_name("second")],
            public_key: key().public_key().to_vec(),
            ..self.leaf.clone()
        }
    }

    pub(crate) fn sign_by_ca(&self, draft: &CertificateDraft) -> Vec<u8> {
        draft.sign(&self.ca_key).unwrap()
    }

    pub(crate) fn leaf_der(&self) -> Vec<u8> {
        self.leaf.sign(self.leaf_signer.as_ref().unwrap_or(&self.ca_key)).unwrap()
    }

    pub(crate) fn ca_der(&self) -> Vec<u8> {
        self.sign_by_ca(&self.ca)
    }

    pub(crate) fn look(&self) -> Report {
        let mut files = vec![self.leaf_der()];
        if self.with_ca {
            files.push(self.ca_der());
        }
        if let Some(list) = &self.list {
            files.push(list.sign(self.list_signer.as_ref().unwrap_or(&self.ca_key)).unwrap());
        }
        files.extend(self.more.iter().cloned());
        let names: Vec<String> = (0..files.len()).map(|index| format!("file{index}")).collect();
        let files: Vec<(&str, &[u8])> =
            names.iter().map(String::as_str).zip(files.iter().map(Vec::as_slice)).collect();
        super::look(&files)
    }
}

/// A new key.
pub(crate) fn key() -> PrivateKey {
    ProviderKeys.make(KeyAlgorithm::EcdsaP256).unwrap()
}

/// Puts an extension in the place of the one with its identifier, or behind all others.
pub(crate) fn put(draft: &mut CertificateDraft, extension: ExtensionDraft) {
    match draft.extensions.iter_mut().find(|known| known.oid == extension.oid) {
        Some(known) => *known = extension,
        None => draft.extensions.push(extension),
    }
}

/// Takes an extension out.
pub(crate) fn remove(draft: &mut CertificateDraft, oid: &[u64]) {
    draft.extensions.retain(|extension| extension.oid != oid);
}

/// Takes the mark `critical` off.
pub(crate) fn not_critical(draft: &mut CertificateDraft, oid: &[u64]) {
    for extension in draft.extensions.iter_mut().filter(|extension| extension.oid == oid) {
        extension.critical = false;
    }
}

/// An extension of these octets.
pub(crate) fn raw(oid: &'static [u64], critical: bool, value: &[u8]) -> ExtensionDraft {
    ExtensionDraft { oid, critical, value: value.to_vec() }
}
