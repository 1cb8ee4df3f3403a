//! From when to when: what is asked for, what follows, and what cannot be.

#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

use pki::moment::Moment;
use pki::validity::{BACKDATED_SECONDS, Lifetime, Validity, ValidityError};
use testkit::NOW;

fn at(text: &str) -> Moment {
    Moment::parse_day(text).unwrap()
}

#[test]
fn lifetimes_are_days_or_a_last_day() {
    let day = |text| Lifetime::Until(at(text).plus_seconds(86_399));
    for (text, expected) in [
        ("365", Ok(Lifetime::Days(365))),
        (" 1 ", Ok(Lifetime::Days(1))),
        ("2027-11-23", Ok(day("2027-11-23"))),
        ("9999-12-31", Ok(Lifetime::Until(Moment::LAST))),
        (
            "20271123",
            Err(ValidityError::DayWithoutHyphens { text: "20271123".into(), day: "2027-11-23".into() }),
        ),
        // no such day: a number of days
        ("20271323", Ok(Lifetime::Days(20_271_323))),
        ("2027112", Ok(Lifetime::Days(2_027_112))),
        ("0", Err(ValidityError::NoDays)),
        ("00", Err(ValidityError::NoDays)),
        ("99999999999999999999", Err(ValidityError::BeyondYear9999)),
        ("10000-01-01", Err(ValidityError::BeyondYear9999)),
        ("+12000-01-01", Err(ValidityError::BeyondYear9999)),
        ("-5", Err(ValidityError::NotALifetime { text: "-5".into() })),
        ("1.5", Err(ValidityError::NotALifetime { text: "1.5".into() })),
        ("2027-02-29", Err(ValidityError::NotALifetime { text: "2027-02-29".into() })),
        ("2027/01/01", Err(ValidityError::NotALifetime { text: "2027/01/01".into() })),
        ("a\u{202e}", Err(ValidityError::NotALifetime { text: "aU+202E".into() })),
        ("", Err(ValidityError::Empty)),
        (" ", Err(ValidityError::Empty)),
    ] {
        assert_eq!(Lifetime::parse(text), expected, "{text}");
    }
}

#[test]
fn a_root_begins_an_hour_ago_and_lasts_exactly_its_days() {
    let validity = Lifetime::Days(365).resolve(NOW, None).unwrap();
    assert_eq!(validity.not_before(), NOW.plus_seconds(-BACKDATED_SECONDS));
    assert_eq!(validity.seconds(), 365 * 86_400);
    assert_eq!(validity.days(), 365);
    assert!(validity.contains(NOW) && !validity.contains(validity.not_after().plus_seconds(1)));
}

#[test]
fn impossible_lifetimes_are_refused() {
    let year_9999 = at("9999-12-31");
    for (lifetime, now, expected) in [
        (Lifetime::Days(0), NOW, ValidityError::NoDays),
        (Lifetime::Days(u32::MAX), NOW, ValidityError::BeyondYear9999),
        (Lifetime::Days(2), year_9999, ValidityError::BeyondYear9999),
        (
            Lifetime::Until(at("2026-11-01")),
            NOW,
            ValidityError::EndsBeforeStart { start: NOW.plus_seconds(-3600), end: at("2026-11-01") },
        ),
        (
            Lifetime::Until(NOW.plus_seconds(-60)),
            NOW,
            ValidityError::AlreadyOver { end: NOW.plus_seconds(-60), now: NOW },
        ),
        (Lifetime::Until(at("1949-12-31")), NOW, ValidityError::Before1950 { moment: at("1949-12-31") }),
        (
            Lifetime::Days(10),
            at("1949-12-31"),
            ValidityError::Before1950 { moment: at("1949-12-31").plus_seconds(-3600) },
        ),
    ] {
        assert_eq!(lifetime.resolve(now, None), Err(expected), "{lifetime:?}");
    }
    assert!(Lifetime::Until(Moment::LAST).resolve(NOW, None).is_ok());
    assert!(Lifetime::Until(NOW.plus_seconds(1)).resolve(NOW, None).is_ok());
}

#[test]
fn a_leaf_stays_within_its_issuer() {
    let issuer = Validity::new(NOW.plus_days(-1), NOW.plus_days(10)).unwrap();
    let within = |lifetime: Lifetime, now| lifetime.resolve(now, Some(issuer));
    assert_eq!(within(Lifetime::Until(issuer.not_after()), NOW).unwrap().not_after(), issuer.not_after());
    assert_eq!(
        within(Lifetime::Until(issuer.not_after().plus_seconds(1)), NOW),
        Err(ValidityError::OutlivesIssuer {
            end: issuer.not_after().plus_seconds(1),
            issuer_end: issuer.not_after(),
            // ten days on, but not at the end of that day: the last whole day is the one before
            fits: Lifetime::Until(NOW.plus_days(10).plus_seconds(-1)),
        })
    );
    let Err(ValidityError::OutlivesIssuer { fits, .. }) = within(Lifetime::Until(NOW.plus_days(12)), NOW)
    else {
        panic!("longer than its issuer")
    };
    assert!(within(fits, NOW).is_ok(), "the day that the message advises does fit");
    assert_eq!(Lifetime::parse(&fits.typed()), Ok(fits));
    // no whole day is left: days are spoken of
    let last = issuer.not_after().plus_seconds(-1);
    assert!(matches!(
        within(Lifetime::Until(NOW.plus_days(12)), last),
        Err(ValidityError::OutlivesIssuer { fits: Lifetime::Days(0), .. })
    ));
    assert!(within(Lifetime::Days(10), NOW).is_ok(), "the days that the message advises do fit");
    assert!(matches!(
        within(Lifetime::Days(11), NOW),
        Err(ValidityError::OutlivesIssuer { fits: Lifetime::Days(10), .. })
    ));
    // Never before its issuer either.
    let soon = issuer.not_before().plus_seconds(10);
    assert_eq!(within(Lifetime::Days(1), soon).unwrap().not_before(), issuer.not_before());
    // An issuer that is over, or has not begun.
    assert!(
        within(Lifetime::Days(1), issuer.not_after())
            .is_err_and(|error| matches!(error, ValidityError::OutlivesIssuer { .. }))
    );
    let late = issuer.not_after().plus_seconds(1);
    assert_eq!(
        within(Lifetime::Days(1), late),
        Err(ValidityError::IssuerExpired { issuer_end: issuer.not_after(), now: late })
    );
    let early = issuer.not_before().plus_seconds(-1);
    assert_eq!(
        within(Lifetime::Days(1), early),
        Err(ValidityError::IssuerNotYetValid { issuer_start: issuer.not_before(), now: early })
    );
}

#[test]
fn a_leaf_of_the_same_days_as_its_new_issuer_fits_only_in_the_same_second() {
    let issuer = Lifetime::Days(365).resolve(NOW, None).unwrap();
    assert_eq!(Lifetime::Days(365).resolve(NOW, Some(issuer)), Ok(issuer));
    let later = Lifetime::Days(365).resolve(NOW.plus_seconds(1), Some(issuer));
    assert!(matches!(later, Err(ValidityError::OutlivesIssuer { fits: Lifetime::Days(364), .. })));
    assert!(Lifetime::Days(364).resolve(NOW.plus_seconds(1), Some(issuer)).is_ok());
}
