//! Until when a judgement of the gateway's holds: whoever is let in may be asked again once something ends or begins that it rests on.

use pki::crl::{self, CrlLifetime, CrlNumber, Reason, Revocation, Revoked};
use pki::key::KeyAlgorithm;
use pki::moment::Moment;
use pki::verify::trust::{ALGORITHMS, Anchor, Choices, List, Trust, Unsure};
use rustls_pki_types::CertificateDer;
use testkit::{Family, NOW};

const DAY: i64 = 86_400;

/// A list of the family's authority, begun so many seconds from the tests' moment, for so many days.
fn list(family: &Family, from: i64, days: u32, revoked: &[Revoked]) -> List {
    let lifetime = CrlLifetime::days(days).expect("days that lists may last");
    let begins = NOW.plus_seconds(from);
    let signed = crl::sign(revoked, CrlNumber(1), lifetime, &family.authority, begins).expect("signed");
    List::from_der(signed.der()).expect("a list")
}

fn judged(family: &Family, lists: Vec<List>, choices: Choices, now: Moment) -> (bool, Moment) {
    let anchor = Anchor::new(family.authority.certificate().clone()).expect("an authority");
    let trust = Trust::new(vec![anchor], lists, choices, ALGORITHMS);
    let judgement = trust.judge(&[CertificateDer::from(family.client.0.der())], now);
    (judgement.verdict.is_ok(), judgement.until)
}

fn choices(ended_list: Unsure) -> Choices {
    Choices {
        depth: 1,
        missing_list: Unsure::Refuse,
        ended_list,
        future_list: Unsure::Refuse,
        ended_authority: Unsure::Refuse,
    }
}

#[test]
fn a_judgement_ends_with_what_it_rests_on() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let leaf_ends = family.client.0.facts().not_after;
    let strict = choices(Unsure::Refuse);
    assert_eq!(judged(&family, vec![], strict, NOW), (true, leaf_ends));
    // the list that ends first; webpki takes one that ends now for over
    let month = || list(&family, 0, 30, &[]);
    let ends = month().end().expect("it says when").plus_seconds(-1);
    assert_eq!(judged(&family, vec![month()], strict, NOW), (true, ends));
    assert_eq!(judged(&family, vec![month(), list(&family, 0, 90, &[])], strict, NOW).1, ends);
    // where a list that is over is passed over, its end changes nothing
    assert_eq!(judged(&family, vec![month()], choices(Unsure::DangerousAccept), NOW).1, leaf_ends);
    // one that begins later may revoke what holds now
    let gone = Revoked::new(&family.client.0, Revocation { at: NOW, reason: Reason::KeyCompromise });
    let later = || list(&family, 2 * DAY, 30, std::slice::from_ref(&gone));
    let begins = later().start();
    let both = || vec![month(), later()];
    assert_eq!(judged(&family, both(), strict, NOW), (true, begins.plus_seconds(-1)));
    assert_eq!(judged(&family, both(), strict, begins.plus_seconds(-1)), (true, begins.plus_seconds(-1)));
    assert!(!judged(&family, both(), strict, begins).0);
}
