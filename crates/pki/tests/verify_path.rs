//! Path validation step by step, and the moments at which verdicts change.

#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

mod support;

use pki::verify::openssl::{Code, Settings};
use pki::verify::path::{Check, End, Failure, Mend, Outcome, Validation, validate};
use pki::verify::timeline::{Event, Subject, bars, changes};
use pki::verify::{Purpose, Question, Target, webpki};
use support::family_tree::{Case, Constraint, Fault, Lists, Names, Purposes, Sent, Trust, Usage};
use testkit::NOW;

fn case(faults: Vec<Fault>) -> Case {
    Case {
        between: 1,
        faults,
        trust: Trust::Root,
        sent: Sent::All,
        lists: Lists::None,
        purpose: Purpose::Server(Some(Target::of("api.example.test"))),
    }
}

fn judge(case: &Case) -> Validation {
    let (pool, question) = case.make().question(&case.purpose).unwrap();
    validate(&pool, &question)
}

/// Where a path fails, and what would mend it.
type Failing = (usize, Check, Mend);

/// The step at which the best path fails.
fn failure(case: &Case) -> Option<Failing> {
    let validation = judge(case);
    let step = validation.paths[0].first_failure()?;
    let Outcome::Failed(failure) = &step.outcome else { unreachable!("it is a failure") };
    Some((step.at, step.check, failure.mend()))
}

#[test]
fn each_fault_fails_at_its_step_and_its_neighbour_passes() {
    use Check as C;
    let cases: Vec<(Vec<Fault>, Option<Failing>)> = vec![
        (vec![], None),
        (vec![Fault::Ended(0)], Some((0, C::Dates, Mend::Reissue))),
        (vec![Fault::Ended(1)], Some((1, C::Dates, Mend::Reissue))),
        // the dates of an anchor are not among the rules, and the last second still counts
        (vec![Fault::Ended(2)], None),
        (vec![Fault::EndsNow(0)], None),
        (vec![Fault::NotBegun(0)], Some((0, C::Dates, Mend::Clock))),
        (vec![Fault::BeginsNow(0)], None),
        (vec![Fault::OtherSigner(0)], Some((0, C::Signature, Mend::TakeTheTwin))),
        (vec![Fault::OtherInnerAlgorithm(1)], Some((1, C::Signature, Mend::Reissue))),
        (vec![Fault::OtherIdentifier(0)], None),
        (vec![Fault::Basic(1, None)], Some((1, C::BasicConstraints, Mend::ReissueAuthority))),
        (vec![Fault::Basic(1, Some(false))], Some((1, C::BasicConstraints, Mend::ReissueAuthority))),
        (vec![Fault::VersionOne(1)], Some((1, C::BasicConstraints, Mend::ReissueAuthority))),
        (vec![Fault::PathLength(1, 0)], None),
        (vec![Fault::Usage(1, Usage::Signing)], Some((1, C::KeyUsage, Mend::ReissueAuthority))),
        (vec![Fault::Usage(1, Usage::CertificateSigning)], None),
        (vec![Fault::Usage(0, Usage::CertificateSigning)], Some((0, C::KeyUsage, Mend::Reissue))),
        (vec![Fault::Purposes(0, Purposes::Client)], Some((0, C::ExtendedKeyUsage, Mend::Reissue))),
        (vec![Fault::Purposes(0, Purposes::Server)], None),
        (vec![Fault::Purposes(0, Purposes::None)], None),
        (vec![Fault::Purposes(1, Purposes::Client)], Some((1, C::ExtendedKeyUsage, Mend::Reissue))),
        (
            vec![Fault::Constraint(1, Constraint::Dns("other.test"))],
            Some((0, C::NameConstraints, Mend::Reissue)),
        ),
        (vec![Fault::Constraint(1, Constraint::Dns("example.test"))], None),
        (
            vec![Fault::Constraint(2, Constraint::NoDns("example.test"))],
            Some((0, C::NameConstraints, Mend::Reissue)),
        ),
        (vec![Fault::UnknownCritical(0)], Some((0, C::CriticalExtensions, Mend::Reissue))),
        (vec![Fault::Unreadable(0)], Some((0, C::CriticalExtensions, Mend::Reissue))),
        (vec![Fault::Names(Names::Wildcard)], None),
        (vec![Fault::Names(Names::Other)], Some((0, C::ServerName, Mend::OtherName))),
        (vec![Fault::Names(Names::CommonNameAlone)], Some((0, C::ServerName, Mend::Reissue))),
        (vec![Fault::OtherIssuerName(0)], Some((0, C::Anchor, Mend::AddIssuer))),
        (vec![Fault::SelfSignedLeaf], Some((0, C::Anchor, Mend::TrustAnchor))),
    ];
    for (faults, expected) in cases {
        assert_eq!(failure(&case(faults.clone())), expected, "{faults:?}");
    }
}

#[test]
fn path_lengths_count_authorities_that_did_not_issue_themselves() {
    for (between, length, accepted) in [(2, 0, false), (2, 1, true), (3, 1, false), (3, 2, true)] {
        // of the authority below the root
        let case = Case { between, ..case(vec![Fault::PathLength(between, length)]) };
        assert_eq!(judge(&case).is_accepted(), accepted, "{between} {length}");
    }
}

#[test]
fn lists_are_asked_for_when_there_are_any() {
    for (lists, faults, expected) in [
        (Lists::All, vec![], None),
        (Lists::Without(1), vec![], Some((1, Check::Revocation, Mend::AddList))),
        (Lists::All, vec![Fault::Revoked(0)], Some((0, Check::Revocation, Mend::Reissue))),
        (Lists::All, vec![Fault::ListEnded(0)], Some((0, Check::Revocation, Mend::RenewList))),
        (Lists::All, vec![Fault::ListEndsNow(0)], None),
        (Lists::All, vec![Fault::ListNotBegun(0)], Some((0, Check::Revocation, Mend::RenewList))),
        (Lists::All, vec![Fault::ListOfAnotherKey(0)], Some((0, Check::Revocation, Mend::AddList))),
        (
            Lists::All,
            vec![Fault::Usage(1, Usage::CertificateSigning)],
            Some((0, Check::Revocation, Mend::ReissueAuthority)),
        ),
        (Lists::None, vec![Fault::Revoked(0)], None),
    ] {
        // the root's second list would stand in for the one that is left out
        let trimmed = if lists == Lists::Without(1) {
            Case { between: 2, ..case(faults.clone()) }
        } else {
            case(faults.clone())
        };
        let trimmed = Case { lists, ..trimmed };
        assert_eq!(failure(&trimmed), expected, "{lists:?} {faults:?}");
    }
}

#[test]
fn every_path_is_tried_and_the_one_that_leads_on_comes_first() {
    // a twin of the authority is sent before it
    let validation = judge(&Case { sent: Sent::TwinFirst(1), ..case(vec![]) });
    assert_eq!((validation.paths.len(), validation.is_accepted()), (2, true));
    let failed = validation.paths[1].first_failure().unwrap();
    assert_eq!((failed.at, failed.check), (0, Check::Signature));
    // the root is cross-signed by a stranger who alone is trusted
    let validation = judge(&Case { trust: Trust::CrossSigner, sent: Sent::WithCrossSigned, ..case(vec![]) });
    assert!(validation.is_accepted(), "{:?}", validation.paths[0].first_failure());
    assert_eq!(validation.paths[0].chain.len(), 4);
    // nobody is trusted whom the path leads to
    let validation = judge(&Case { trust: Trust::Stranger, ..case(vec![]) });
    assert_eq!(validation.paths[0].end, End::Missing { issuer: "CN=Root CA,O=Example".to_owned() });
    assert!(matches!(
        validation.paths[0].first_failure().map(|step| &step.outcome),
        Some(Outcome::Failed(Failure::IssuerMissing { .. }))
    ));
}

#[test]
fn what_breaks_on_which_day_is_told_in_order() {
    let case = Case { lists: Lists::All, purpose: Purpose::Client, ..case(vec![]) };
    let (pool, question) = case.make().question(&case.purpose).unwrap();
    let bars = bars(&pool);
    assert_eq!(bars.len(), pool.members.len() + pool.lists.len());
    assert!(bars.is_sorted_by_key(|bar| bar.to));
    let settings = Settings::nginx(1);
    let changes = changes(&pool, &question, &settings, webpki::Settings::RUSTLS);
    assert!(changes.is_sorted_by_key(|change| change.at));
    // ten days ago the certificates began; nine days later the lists
    let first_good = changes.iter().find(|change| change.after.all_accept()).unwrap();
    assert_eq!(first_good.at, NOW.plus_days(-1));
    assert!(first_good.because.iter().all(|event| matches!(event, Event::Begins(Subject::List(_)))));
    // the lists end first, and to OpenSSL one second earlier; rustls goes on with them
    let then: Vec<_> = changes.iter().filter(|change| change.at > first_good.at).collect();
    assert_eq!((then[0].at, then[0].after.openssl), (NOW.plus_days(29), Code::LIST_EXPIRED));
    assert!(then[0].after.webpki.is_none() && then[0].after.rules.is_none());
    assert_eq!(then[1].at, NOW.plus_days(29).plus_seconds(1));
    assert!(matches!(then[1].after.rules, Some((_, Check::Revocation, _))));
    // then the leaf
    let leaf = then.iter().find(|change| change.after.webpki.is_some()).unwrap();
    assert_eq!(leaf.at, NOW.plus_days(300).plus_seconds(1));
    assert_eq!(leaf.because, [Event::Ends(Subject::Certificate(question.leaf))]);
    // what the question says of the moment does not matter
    let later = Question { at: NOW.plus_days(9_999), ..question };
    assert_eq!(pki::verify::timeline::changes(&pool, &later, &settings, webpki::Settings::RUSTLS), changes);
}
