//! Reads the facts of a list with x509-parser. Only the worker and native programs call this.

use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::oid::Oid;
use x509_parser::oid_registry::OID_X509_EXT_REASON_CODE;
use x509_parser::prelude::{FromDer, ParsedExtension};
use x509_parser::revocation_list::{CertificateRevocationList, RevokedCertificate};

use super::{CrlNumber, Facts, ReadError, Reason, Revocation, Revoked};
use crate::certificate::{Certificate, name_text};
use crate::moment::Moment;

/// The facts of exactly one list.
pub(super) fn facts(der: &[u8]) -> Result<Facts, ReadError> {
    let list = whole(der)?;
    if let Some(critical) = list.extensions().iter().find(|extension| extension.critical) {
        return Err(beyond(&critical.oid));
    }
    let number = list.crl_number().ok_or_else(|| missing("number"))?;
    let number =
        u32::try_from(number).map_err(|_| ReadError::Unreadable("a number beyond 32 bits".into()))?;
    let next_update = list.next_update().ok_or_else(|| missing("end"))?;
    Ok(Facts {
        issuer: name_text(list.issuer()),
        number: CrlNumber(number),
        this_update: Moment::from_unix_seconds(list.last_update().timestamp()),
        next_update: Moment::from_unix_seconds(next_update.timestamp()),
        entries: list.iter_revoked_certificates().map(entry).collect::<Result<_, _>>()?,
    })
}

/// The DER of the issuer's name.
pub(super) fn issuer(der: &[u8]) -> Option<Vec<u8>> {
    Some(whole(der).ok()?.issuer().as_raw().to_vec())
}

/// How lists name their authority.
pub(super) struct Signatory {
    /// The DER of its name.
    pub(super) subject: Vec<u8>,
    /// Its subject key identifier (RFC 5280 section 4.2.1.2), which lists repeat; few old authorities have none.
    pub(super) key_identifier: Option<Vec<u8>>,
}

/// That of the authority with this certificate.
pub(super) fn signatory(certificate: &Certificate) -> Signatory {
    let (_, parsed) =
        X509Certificate::from_der(certificate.der()).expect("a Certificate is one that was read before");
    let key_identifier = parsed.iter_extensions().find_map(|extension| match extension.parsed_extension() {
        ParsedExtension::SubjectKeyIdentifier(identifier) => Some(identifier.0.to_vec()),
        _ => None,
    });
    Signatory { subject: parsed.subject().as_raw().to_vec(), key_identifier }
}

fn entry(revoked: &RevokedCertificate<'_>) -> Result<Revoked, ReadError> {
    let mut reason = Reason::Unspecified;
    for extension in revoked.iter_extensions() {
        match extension.parsed_extension() {
            ParsedExtension::ReasonCode(code) if extension.oid == OID_X509_EXT_REASON_CODE => {
                let unknown = || ReadError::Unreadable(format!("reason code {}", code.0));
                reason = Reason::from_code(code.0).ok_or_else(unknown)?;
            }
            _ if extension.critical => return Err(beyond(&extension.oid)),
            _ => {}
        }
    }
    let at = Moment::from_unix_seconds(revoked.revocation_date.timestamp());
    Ok(Revoked::of_serial(revoked.raw_serial(), Revocation { at, reason }))
}

fn whole(der: &[u8]) -> Result<CertificateRevocationList<'_>, ReadError> {
    let (rest, list) =
        CertificateRevocationList::from_der(der).map_err(|error| ReadError::Unreadable(error.to_string()))?;
    if rest.is_empty() {
        Ok(list)
    } else {
        Err(ReadError::Unreadable(format!("{} bytes follow the list", rest.len())))
    }
}

fn missing(what: &str) -> ReadError {
    ReadError::Unreadable(format!("it has no {what}"))
}

fn beyond(extension: &Oid<'_>) -> ReadError {
    ReadError::Unreadable(format!("critical extension {}", extension.to_id_string()))
}
