//! A revocation list (RFC 5280 section 5) of any authority, as it is asked for the callers' certificates.

use webpki::{CertRevocationList, OwnedCertRevocationList};
use x509_parser::prelude::{CertificateRevocationList, FromDer as _, X509Certificate};

use crate::certificate::{Certificate, name_text};
use crate::moment::Moment;

/// A list that can be asked.
#[derive(Debug)]
pub struct List {
    list: CertRevocationList<'static>,
    issuer: Vec<u8>,
    issuer_text: String,
    start: Moment,
    end: Option<Moment>,
}

/// Why octets are not a list that can be asked; the words are the parsers'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListError(pub String);

impl List {
    /// Reads one list.
    ///
    /// # Errors
    /// [`ListError`] when it cannot be read, or is of a kind that webpki does not ask: a delta list, an indirect one.
    pub fn from_der(der: &[u8]) -> Result<List, ListError> {
        let words = |words: &dyn core::fmt::Display| ListError(words.to_string());
        let (_, read) = CertificateRevocationList::from_der(der).map_err(|error| words(&error))?;
        let moment = |time: x509_parser::time::ASN1Time| Moment::from_unix_seconds(time.timestamp());
        let list = OwnedCertRevocationList::from_der(der).map_err(|error| words(&format!("{error:?}")))?;
        Ok(List {
            list: list.into(),
            issuer: read.issuer().as_raw().to_vec(),
            issuer_text: name_text(read.issuer()),
            start: moment(read.last_update()),
            end: read.next_update().map(moment),
        })
    }

    pub(super) fn webpki(&self) -> &CertRevocationList<'static> {
        &self.list
    }

    /// Whose list it is, DER.
    pub(super) fn issuer(&self) -> &[u8] {
        &self.issuer
    }

    /// Whether it bears the name of this authority, octet by octet.
    #[must_use]
    pub fn is_of(&self, authority: &Certificate) -> bool {
        let read = X509Certificate::from_der(authority.der());
        read.is_ok_and(|(_, read)| read.subject().as_raw() == self.issuer)
    }

    /// Whose list it is, for people.
    #[must_use]
    pub fn issuer_text(&self) -> &str {
        &self.issuer_text
    }

    /// thisUpdate.
    #[must_use]
    pub fn start(&self) -> Moment {
        self.start
    }

    /// nextUpdate, if it has one.
    #[must_use]
    pub fn end(&self) -> Option<Moment> {
        self.end
    }
}
