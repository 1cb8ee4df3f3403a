//! Authorities of others as a server trusts them for its callers: certificates, and their revocation lists, from one PEM text.
//! What OpenSSL would refuse when somebody calls is refused here, with the reason. Our own authority is [`crate::issue`]'s.

mod error;
mod read;

pub use error::AnchorError;

use serde::{Deserialize, Serialize};

use crate::certificate::Certificate;
use crate::moment::Moment;

/// Certificates of authorities, each with its issuer beside it up to a self-signed one, and the lists that came with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchors {
    certificates: Vec<Certificate>,
    lists: Vec<AnchorList>,
    intermediates: u32,
}

/// A revocation list of another authority, whose kind is wider than [`crate::crl::RevocationList`]'s: its number may be of any size,
/// it need not end, and it may leave out what nginx never asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnchorList {
    #[serde(with = "serde_bytes")]
    der: Vec<u8>,
    issuer: String,
    /// The authority's place among the certificates.
    signer: usize,
    this_update: Moment,
    next_update: Option<Moment>,
}

/// Octets of the longest text: a list of 100,000 certificates has about four million, and the form is no place for that.
const LONGEST: usize = 512 * 1024;

impl Anchors {
    /// Reads every certificate and list of a PEM text; text between them is passed over, what stands there twice counts once.
    ///
    /// # Errors
    /// [`AnchorError`] with the first fault. Nothing is judged by time here.
    pub fn from_pem(text: &str) -> Result<Anchors, AnchorError> {
        if text.len() > LONGEST {
            return Err(AnchorError::Long { limit_kib: LONGEST / 1024 });
        }
        let (mut certificates, mut lists) = (Vec::new(), Vec::new());
        for (place, block) in read::blocks(text)?.into_iter().enumerate() {
            match block.tag() {
                "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
                    let read = Certificate::from_der(block.contents())
                        .map_err(|_| AnchorError::Unreadable { place: place + 1 })?;
                    if !certificates.contains(&read) {
                        certificates.push(read);
                    }
                }
                "X509 CRL" => {
                    if !lists.contains(&block) {
                        lists.push(block);
                    }
                }
                label if label.ends_with("PRIVATE KEY") => return Err(AnchorError::PrivateKey),
                label => return Err(AnchorError::OtherBlock { label: label.to_owned() }),
            }
        }
        if certificates.is_empty() {
            return Err(AnchorError::NotFound);
        }
        for certificate in &certificates {
            read::fault(certificate).map_or(Ok(()), Err)?;
        }
        let mut intermediates = 0;
        for certificate in &certificates {
            let above = above(certificate, &certificates, certificates.len()).ok_or_else(|| {
                let facts = certificate.facts();
                AnchorError::IssuerMissing { subject: facts.subject.clone(), issuer: facts.issuer.clone() }
            })?;
            intermediates = intermediates.max(above);
        }
        let read_list = |(place, block): (usize, &pem::Pem)| {
            read::list(block.contents(), &certificates, certificates.len() + place + 1)
        };
        let lists = lists.iter().enumerate().map(read_list).collect::<Result<_, _>>()?;
        Ok(Anchors { certificates, lists, intermediates })
    }

    /// The authorities, in the order of the text; at least one.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// Their lists.
    #[must_use]
    pub fn lists(&self) -> &[AnchorList] {
        &self.lists
    }

    /// How many authorities stand between a self-signed one and the furthest from it, that one counted: what a chain of theirs has
    /// between its ends.
    #[must_use]
    pub fn intermediates(&self) -> u32 {
        self.intermediates
    }

    /// Looks whether every authority and every list is good now: one that has ended is of no use, and a list that has ended keeps
    /// everybody out.
    ///
    /// # Errors
    /// [`AnchorError`] with the first that is not.
    pub fn check_at(&self, now: Moment, with_lists: bool) -> Result<(), AnchorError> {
        for certificate in &self.certificates {
            let facts = certificate.facts();
            let subject = || facts.subject.clone();
            if now > facts.not_after {
                return Err(AnchorError::Over { subject: subject(), end: facts.not_after });
            }
            if now < facts.not_before {
                return Err(AnchorError::Early { subject: subject(), start: facts.not_before });
            }
        }
        for list in self.lists.iter().filter(|_| with_lists) {
            if let Some(end) = list.next_update.filter(|end| now > *end) {
                return Err(AnchorError::ListOver { issuer: list.issuer.clone(), end });
            }
            if now < list.this_update {
                return Err(AnchorError::ListEarly { issuer: list.issuer.clone(), start: list.this_update });
            }
        }
        Ok(())
    }

    /// Looks whether every authority has a list: a verifier that is given one wants one for each (OpenSSL's `CRL_CHECK_ALL`).
    ///
    /// # Errors
    /// [`AnchorError::ListMissing`] with the first that has none.
    pub fn check_lists(&self) -> Result<(), AnchorError> {
        let listed = |place: usize| self.lists.iter().any(|list| list.signer == place);
        match self.certificates.iter().enumerate().find(|(place, _)| !listed(*place)) {
            Some((_, without)) => Err(AnchorError::ListMissing { subject: without.facts().subject.clone() }),
            None => Ok(()),
        }
    }

    /// Looks whether they can stand beside this authority: two of one name are taken for each other, and the same one twice was
    /// a mistake.
    ///
    /// # Errors
    /// [`AnchorError::Same`], [`AnchorError::SameName`].
    pub fn check_beside(&self, ours: &Certificate) -> Result<(), AnchorError> {
        for certificate in &self.certificates {
            let subject = || certificate.facts().subject.clone();
            if certificate.public_key_der() == ours.public_key_der() {
                return Err(AnchorError::Same { subject: subject() });
            }
            if read::same_subject(certificate, ours) {
                return Err(AnchorError::SameName { subject: subject() });
            }
        }
        Ok(())
    }
}

impl AnchorList {
    /// `-----BEGIN X509 CRL-----` (RFC 7468 section 6), with line feeds.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
        pem::encode_config(&pem::Pem::new("X509 CRL", self.der.as_slice()), config)
    }

    /// The authority as RFC 4514 text.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The last second at which it is good; `None` when it never ends.
    #[must_use]
    pub fn next_update(&self) -> Option<Moment> {
        self.next_update
    }
}

/// How many authorities stand above this one on the shortest way to a self-signed one; `None` when there is no way.
fn above(certificate: &Certificate, all: &[Certificate], further: usize) -> Option<u32> {
    if read::issued(certificate, certificate) {
        return Some(0);
    }
    let further = further.checked_sub(1)?;
    let issuers = all.iter().filter(|issuer| *issuer != certificate && read::issued(issuer, certificate));
    issuers.filter_map(|issuer| above(issuer, all, further)).min().map(|above| above + 1)
}
