//! Until when a judgement of the gateway's holds: whoever is let in may be asked again once something ends or begins that it rests on.

use pki::chain::Pool;
use pki::crl::{self, CrlLifetime, CrlNumber, Reason, Revocation, Revoked};
use pki::key::KeyAlgorithm;
use pki::moment::Moment;
use pki::verify::trust::{ALGORITHMS, Anchor, Choices, List, Trust, Unsure};
use pki::verify::{Purpose, Question, webpki};
use rustls_pki_types::CertificateDer;
use testkit::{Family, NOW, TestKeys};

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
fn a_twin_is_told_from_a_kind_that_is_not_accepted_whatever_its_key() {
    let keys = TestKeys::new();
    let kinds = [KeyAlgorithm::EcdsaP256, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa2048];
    for trusted in kinds {
        let family = Family::with_keys("Test Authority", &keys, [trusted; 3]);
        let anchor = || Anchor::new(family.authority.certificate().clone()).expect("an authority");
        let trust = Trust::new(vec![anchor()], vec![], choices(Unsure::Refuse), ALGORITHMS);
        let verdict = |der: &[u8]| trust.judge(&[CertificateDer::from(der)], NOW).verdict.map(drop);
        assert_eq!(verdict(family.client.0.der()), Ok(()));
        let twins = kinds.into_iter().filter(|kind| *kind != trusted);
        let twins = twins.map(|kind| Family::with_keys("Test Authority", &keys, [kind; 3]));
        for twin in twins.chain([family.twin_with_other_keys()]) {
            let refused = verdict(twin.client.0.der()).expect_err("it is the twin's");
            assert_eq!(refused.code(), "client_certificate_signature");
            let pool = Pool::from_der([twin.client.0.der(), family.authority.certificate().der()], []);
            let question = Question {
                leaf: 0,
                intermediates: vec![],
                anchors: vec![1],
                lists: vec![],
                purpose: Purpose::Client,
                at: NOW,
            };
            let refused = webpki::verify(&pool, &question, webpki::Settings::RUSTLS).expect_err("it too");
            let same = twin.authority.key().algorithm() == trusted;
            let expected = if same { webpki::Refusal::Signature } else { webpki::Refusal::OtherKindOfKey };
            assert_eq!(refused, expected);
        }
    }
    // a curve or digest that is not accepted stays one, whoever signed
    let [rsa, curve, signed, unknown] = [
        &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00][..],
        &[0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x23],
        &[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
        // Ed448's neighbour, which nobody has
        &[0x06, 0x03, 0x2b, 0x65, 0x72],
    ];
    assert!(webpki::is_of_another_kind(signed, rsa));
    assert!(!webpki::is_of_another_kind(signed, curve));
    assert!(!webpki::is_of_another_kind(unknown, rsa));
    assert!(!webpki::is_of_another_kind(signed, &rsa[..4]), "cut off");
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
