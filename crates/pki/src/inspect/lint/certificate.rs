//! One certificate seen alone: its dates, its key, its signature, and what the neighbouring files look at.

use x509_parser::certificate::X509Certificate;

use super::{names, structure, usage};
use crate::finding::CertificateFault;
use crate::inspect::certificate::CertificateFacts;
use crate::moment::Moment;
use crate::profile::APPLE_DAYS;

/// Days before the end from which people are told.
const SOON_DAYS: i64 = 30;
const DAY_SECONDS: i64 = 86_400;

/// Everything that is wrong with it.
pub(in crate::inspect) fn faults(
    parsed: &X509Certificate<'_>,
    der: &[u8],
    facts: &CertificateFacts,
    now: Moment,
) -> Vec<CertificateFault> {
    let mut found = Vec::new();
    structure::faults(parsed, der, facts, &mut found);
    dates(facts, now, &mut found);
    key_and_signature(facts, &mut found);
    names::faults(parsed, facts, &mut found);
    usage::faults(parsed, facts, &mut found);
    if usage::may_serve(parsed, facts) {
        found.extend(longer_than_apple(facts));
    }
    found
}

fn dates(facts: &CertificateFacts, now: Moment, found: &mut Vec<CertificateFault>) {
    let (start, end) = (facts.not_before, facts.not_after);
    if end < start {
        found.push(CertificateFault::EndsBeforeStart { start, end });
    } else if end < now {
        let is_root = facts.is_authority && facts.is_self_signed;
        found.push(if is_root {
            CertificateFault::RootExpired { end }
        } else {
            CertificateFault::Expired { end }
        });
    } else if start > now {
        found.push(CertificateFault::NotYetValid { start });
    } else if now.days_until(end) < SOON_DAYS {
        let days = usize::try_from(now.days_until(end)).unwrap_or_default();
        found.push(CertificateFault::EndsSoon { end, days });
    }
}

/// From one date to the other, a begun day counted: what “openssl x509 -days 825” makes passes.
fn longer_than_apple(facts: &CertificateFacts) -> Option<CertificateFault> {
    let seconds = facts.not_after.unix_seconds() - facts.not_before.unix_seconds();
    let days = usize::try_from((seconds + DAY_SECONDS - 1) / DAY_SECONDS).ok()?;
    let limit = APPLE_DAYS as usize;
    (days > limit).then_some(CertificateFault::TooLongForApple { days, limit })
}

fn key_and_signature(facts: &CertificateFacts, found: &mut Vec<CertificateFault>) {
    let key = &facts.key;
    if key.is_weak() {
        found.push(CertificateFault::WeakKey { key: key.label.clone() });
    } else if !key.is_common() {
        found.push(CertificateFault::UncommonKey { key: key.label.clone() });
    }
    let digest = facts.links.signed.weak_digest().map(str::to_owned);
    found.extend(digest.map(|digest| match facts.is_self_signed {
        true => CertificateFault::WeakDigestOfRoot { digest },
        false => CertificateFault::WeakDigest { digest },
    }));
    if key.label == "Ed25519" || facts.signature_algorithm == "Ed25519" {
        found.push(CertificateFault::Ed25519InBrowsers);
    }
}
