//! Reads with x509-parser what decides whether a verifier takes an authority and its list. Only the worker and native programs
//! call this.

use x509_parser::certificate::X509Certificate;
use x509_parser::error::X509Error;
use x509_parser::oid_registry::{OID_X509_EXT_DELTA_CRL_INDICATOR, OID_X509_EXT_ISSUER_DISTRIBUTION_POINT};
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::revocation_list::CertificateRevocationList;

use super::{AnchorError, AnchorList};
use crate::certificate::{Certificate, means_the_same, name_text};
use crate::moment::Moment;

/// Debian's and Ubuntu's OpenSSL refuses shorter RSA keys anywhere in a chain (security level 2, SSL_CTX_set_security_level(3)).
const SHORTEST_RSA: usize = 2048;

/// The blocks of a PEM text; each line may be indented, as lines are that were copied out of a message.
pub(super) fn blocks(text: &str) -> Result<Vec<pem::Pem>, AnchorError> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let text = lines.join("\n");
    let blocks = pem::parse_many(&text).map_err(|_| AnchorError::Cut)?;
    // the parser passes over a last block that has no end
    if blocks.len() == text.matches("-----BEGIN ").count() { Ok(blocks) } else { Err(AnchorError::Cut) }
}

/// Why a certificate cannot be that of an authority of clients.
pub(super) fn fault(certificate: &Certificate) -> Option<AnchorError> {
    let parsed = parsed(certificate);
    let subject = || certificate.facts().subject.clone();
    if !certificate.facts().is_authority {
        return Some(AnchorError::NotAnAuthority { subject: subject() });
    }
    // RFC 5280 section 4.2.1.3: where there is a key usage it must allow the signing of certificates
    let signs = match parsed.key_usage() {
        Ok(usage) => usage.is_none_or(|usage| usage.value.key_cert_sign()),
        Err(_) => false,
    };
    if !signs {
        return Some(AnchorError::MayNotSign { subject: subject() });
    }
    // OpenSSL's check_purpose_ssl_client: an extended key usage of an authority is a limit, and "any" is not read as clientAuth
    let limited = matches!(parsed.extended_key_usage(), Ok(Some(_)) | Err(_));
    if limited && !certificate.facts().for_clients {
        return Some(AnchorError::NotForClients { subject: subject() });
    }
    match parsed.public_key().parsed() {
        Ok(PublicKey::RSA(key)) if key.key_size() < SHORTEST_RSA => {
            Some(AnchorError::WeakKey { subject: subject(), bits: key.key_size() })
        }
        _ => None,
    }
}

/// Whether this certificate signed that one, by its name and its key. A signature of a kind that cannot be judged here counts.
pub(super) fn issued(issuer: &Certificate, certificate: &Certificate) -> bool {
    let (Ok(above), Ok(below)) = (issuer.distinguished_names(), certificate.distinguished_names()) else {
        return false;
    };
    let (signer, signed) = (parsed(issuer), parsed(certificate));
    means_the_same(&above.subject, &below.issuer)
        && is_not_wrong(signed.verify_signature(Some(signer.public_key())))
}

/// Whether both are about the same name.
pub(super) fn same_subject(one: &Certificate, other: &Certificate) -> bool {
    match (one.distinguished_names(), other.distinguished_names()) {
        (Ok(one), Ok(other)) => means_the_same(&one.subject, &other.subject),
        _ => false,
    }
}

/// A list that one of these authorities signed. `place` counts the blocks from 1.
pub(super) fn list(der: &[u8], authorities: &[Certificate], place: usize) -> Result<AnchorList, AnchorError> {
    let (rest, list) =
        CertificateRevocationList::from_der(der).map_err(|_| AnchorError::Unreadable { place })?;
    if !rest.is_empty() {
        return Err(AnchorError::Unreadable { place });
    }
    let issuer = name_text(list.issuer());
    let is_delta = list.extensions().iter().any(|found| found.oid == OID_X509_EXT_DELTA_CRL_INDICATOR);
    let unknown = list
        .extensions()
        .iter()
        .any(|found| found.critical && found.oid != OID_X509_EXT_ISSUER_DISTRIBUTION_POINT);
    if is_delta || unknown {
        return Err(AnchorError::ListInPart { issuer });
    }
    let signed = |authority: &Certificate| {
        let authority = parsed(authority);
        name_text(authority.subject()) == issuer
            && is_not_wrong(list.verify_signature(authority.public_key()))
    };
    let Some(signer) = authorities.iter().position(signed) else {
        return Err(AnchorError::ListOfNobody { issuer });
    };
    Ok(AnchorList {
        der: der.to_vec(),
        issuer,
        signer,
        this_update: Moment::from_unix_seconds(list.last_update().timestamp()),
        next_update: list.next_update().map(|end| Moment::from_unix_seconds(end.timestamp())),
    })
}

fn is_not_wrong(verdict: Result<(), X509Error>) -> bool {
    !matches!(verdict, Err(X509Error::SignatureVerificationError))
}

fn parsed(certificate: &Certificate) -> X509Certificate<'_> {
    X509Certificate::from_der(certificate.der()).expect("a Certificate is one that was read before").1
}
