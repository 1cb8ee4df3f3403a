//! Taking up an authority that was made elsewhere: what is to be known of its certificate before it issues, ranked.
//! Who made it does not matter. Reading files is `bundle`'s; the words for faults that any certificate can have are [`crate::finding`]'s.

mod read;

use serde::{Deserialize, Serialize};
use text::Lang;
use text::adoption as say;

use crate::certificate::{Certificate, CertificateError};
use crate::finding::{CertificateFault, Rank, Told};
use crate::issue::{Authority, IssueError};
use crate::key::{KeyAlgorithm, PrivateKey};
use crate::moment::Moment;
use crate::validity::ValidityError;
use read::{Particulars, Usage};

/// Days before its end from which an authority is told to end soon: servers are issued for 820 of them, clients for 365.
const SOON_DAYS: i64 = 90;

/// Something about an authority that was made elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "`subject` and `issuer` are RFC 4514 text")]
pub enum Finding {
    /// It cannot issue.
    Refused(IssueError),
    /// Another authority signed it. nginx and everybody who uses OpenSSL as it comes verify nobody by it, unless they have that one too.
    Intermediate { subject: String, issuer: String },
    /// Its extendedKeyUsage names neither these purposes nor any (RFC 5280 section 4.2.1.12): OpenSSL asks them of authorities too.
    Purposes {
        /// `serverAuth`, `clientAuth`, or both.
        missing: String,
    },
    /// It is of version 1, without any extension.
    VersionOne,
    /// It is limited to certain names (RFC 5280 section 4.2.1.10).
    NameConstraints,
    /// A fault that any certificate of an authority can have.
    Fault(CertificateFault),
    /// What it issued before is not known here. This is so of every authority made elsewhere.
    FormerCertificates,
}

/// What is to be known of an authority before it issues, the gravest first. When one of them [`Finding::stops`], it cannot.
///
/// # Errors
/// [`CertificateError`] when an extension cannot be read.
pub fn examine(
    certificate: &Certificate,
    key: &PrivateKey,
    now: Moment,
) -> Result<Vec<Finding>, CertificateError> {
    let particulars = Particulars::read(certificate)?;
    let mut findings = Vec::new();
    match Authority::new(certificate.clone(), key.clone()) {
        Ok(authority) => findings.extend(times(&authority, now)),
        Err(error) => findings.push(Finding::Refused(error)),
    }
    // a leaf has other rules: that it is one says enough
    if certificate.facts().is_authority {
        findings.extend(doubts(&particulars, certificate, key));
        findings.push(Finding::FormerCertificates);
    }
    findings.sort_by_key(|finding| (!finding.stops(), finding.told(Lang::En).rank));
    Ok(findings)
}

fn times(authority: &Authority, now: Moment) -> Option<Finding> {
    let (start, end) = (authority.validity().not_before(), authority.validity().not_after());
    let days = usize::try_from(now.days_until(end)).unwrap_or_default();
    let refused = |error| Some(Finding::Refused(IssueError::Validity(error)));
    if end <= now {
        refused(ValidityError::IssuerExpired { issuer_end: end, now })
    } else if start > now {
        refused(ValidityError::IssuerNotYetValid { issuer_start: start, now })
    } else if now.plus_days(SOON_DAYS) > end {
        Some(CertificateFault::EndsSoon { end, days }.into())
    } else {
        None
    }
}

fn doubts(of: &Particulars, certificate: &Certificate, key: &PrivateKey) -> Vec<Finding> {
    let facts = certificate.facts();
    let mut findings = Vec::new();
    let mut when = |doubt: bool, finding: Finding| {
        if doubt {
            findings.push(finding);
        }
    };
    let (subject, issuer) = (facts.subject.clone(), facts.issuer.clone());
    when(!of.is_root, Finding::Intermediate { subject, issuer });
    if let Some(purposes) = of.purposes {
        let missing = [(purposes.server, "serverAuth"), (purposes.client, "clientAuth")];
        let missing: Vec<&str> = missing.iter().filter(|(has, _)| !has).map(|(_, name)| *name).collect();
        when(!missing.is_empty(), Finding::Purposes { missing: missing.join(", ") });
    }
    when(of.is_version_1, Finding::VersionOne);
    when(of.has_name_constraints, Finding::NameConstraints);
    findings.extend(faults(of, key).into_iter().map(Finding::Fault));
    findings
}

fn faults(of: &Particulars, key: &PrivateKey) -> Vec<CertificateFault> {
    let mut faults = Vec::new();
    let mut when = |fault: bool, what: CertificateFault| {
        if fault {
            faults.push(what);
        }
    };
    for name in &of.unknown_critical {
        when(true, CertificateFault::ExtensionUnknownCritical { name: name.clone() });
    }
    // version 1 lacks all of these, and is told as a whole
    if !of.is_version_1 {
        match &of.key_usage {
            None => when(true, CertificateFault::AuthorityWithoutKeyUsage),
            Some(Usage { critical, signs_lists, names }) => {
                when(!signs_lists, CertificateFault::MayNotSignLists { usages: names.clone() });
                when(!critical, CertificateFault::KeyUsageNotCritical);
            }
        }
        when(!of.constraints_critical, CertificateFault::BasicConstraintsNotCritical);
        when(!of.has_key_identifier, CertificateFault::NoSubjectKeyIdentifier);
        when(of.path_length != Some(0), CertificateFault::AuthorityWithoutPathLength);
    }
    when(key.algorithm() == KeyAlgorithm::Ed25519, CertificateFault::Ed25519InBrowsers);
    if let Some(digest) = of.weak_digest {
        when(true, CertificateFault::WeakDigestOfRoot { digest: digest.to_owned() });
    }
    faults.extend(of.serial.clone());
    faults
}

impl Finding {
    /// Whether it keeps the authority from being used here at all.
    #[must_use]
    pub fn stops(&self) -> bool {
        matches!(self, Finding::Refused(_) | Finding::Intermediate { .. })
    }

    /// What it is, by which rule, what follows from it, and what to try.
    #[must_use]
    pub fn told(&self, lang: Lang) -> Told {
        let told = |id: &str, rank, rule: &str, message| Told {
            id: id.to_owned(),
            rank,
            rule: rule.to_owned(),
            message,
            consequence: String::new(),
        };
        match self {
            Finding::Refused(error) => told("refused", Rank::Refused, "", error.message(lang)),
            Finding::Intermediate { subject, issuer } => {
                let words = say::intermediate(lang, subject, issuer);
                told("intermediate", Rank::Refused, "RFC 5280 section 6.1", words)
            }
            Finding::Purposes { missing } => {
                told("purposes", Rank::Refused, "RFC 5280 section 4.2.1.12", say::purposes(lang, missing))
            }
            Finding::VersionOne => {
                told("version-one", Rank::Doubt, "RFC 5280 section 6.1.4", say::version_one(lang))
            }
            Finding::NameConstraints => {
                let words = say::name_constraints(lang);
                told("name-constraints", Rank::Doubt, "RFC 5280 section 4.2.1.10", words)
            }
            // its own words alone: those of every other fault stay out of the worker
            Finding::Fault(fault) => fault.told(lang),
            Finding::FormerCertificates => {
                let words = say::former_certificates(lang);
                told("former-certificates", Rank::Note, "RFC 5280 section 5.2.3", words)
            }
        }
    }
}

impl From<CertificateFault> for Finding {
    fn from(fault: CertificateFault) -> Finding {
        Finding::Fault(fault)
    }
}
