//! Every refusal in both languages: two sentences that hold what was typed.

use pki::anchors::AnchorError;
use pki::certificate::CertificateError;
use pki::crl::{ReadError, SignError};
use pki::issue::IssueError;
use pki::key::{KeyAlgorithm, KeyError};
use pki::name::NameError;
use pki::name::subject::{SubjectError, SubjectField};
use pki::profile::Warning;
use pki::validity::{Lifetime, ValidityError};
use testkit::NOW;
use text::{Lang, Message};

/// One of every name error; the match makes the compiler ask for each new one.
fn name_errors() -> Vec<NameError> {
    let text = || "Typed-Text".to_owned();
    let all = vec![
        NameError::Empty,
        NameError::ForbiddenCharacter { text: text(), character: "U+202E".into() },
        NameError::EmptyLabel { text: text() },
        NameError::TrailingDot { text: text() },
        NameError::Underscore { text: text() },
        NameError::HyphenAtEdge { text: text(), label: "-a".into() },
        NameError::LabelTooLong { label: text(), octets: 64, limit: 63 },
        NameError::TooLong { text: text(), octets: 2_540, limit: 253 },
        NameError::WildcardPlace { text: text() },
        NameError::WildcardAlone { text: text() },
        NameError::WildcardTooBroad { text: text() },
        NameError::WildcardHere { text: text() },
        NameError::LooksLikeIp { text: text() },
        NameError::IpHere { text: text() },
        NameError::NotConvertible { text: text() },
        NameError::AsciiHere { text: text() },
        NameError::NotAnALabel { text: text() },
        NameError::MoreThanHost { text: text(), host: "inside.example".into() },
        NameError::NotAnIp { text: text() },
        NameError::Zone { text: text(), address: "fe80::1".into() },
        NameError::IpRange { text: text() },
        NameError::IpNotAHost { text: text() },
        NameError::EmailWithoutDomain { text: text() },
        NameError::EmailLocalPart { text: text() },
        NameError::EmailLocalPartTooLong { text: text(), octets: 65, limit: 64 },
        NameError::EmailNotAscii { text: text() },
        NameError::EmailDomain { text: text(), reason: Box::new(NameError::Underscore { text: text() }) },
        NameError::UriWithoutScheme { text: text() },
        NameError::UriNotAscii { text: text() },
        NameError::UriSyntax { text: text() },
        NameError::SpiffeTrustDomain { text: text() },
        NameError::SpiffeExtra { text: text() },
        NameError::SpiffeWithoutPath { text: text() },
        NameError::SpiffePath { text: text() },
        NameError::SpiffeNotAlone { text: text() },
        NameError::Duplicate { text: text() },
        NameError::TooMany { given: 10_000, limit: 100 },
    ];
    // A new variant: add it above and here.
    let known = |error: &NameError| match error {
        NameError::Empty | NameError::ForbiddenCharacter { .. } | NameError::EmptyLabel { .. } => {}
        NameError::TrailingDot { .. } | NameError::Underscore { .. } | NameError::HyphenAtEdge { .. } => {}
        NameError::LabelTooLong { .. } | NameError::TooLong { .. } | NameError::WildcardPlace { .. } => {}
        NameError::WildcardTooBroad { .. }
        | NameError::WildcardHere { .. }
        | NameError::LooksLikeIp { .. } => {}
        NameError::WildcardAlone { .. } | NameError::AsciiHere { .. } | NameError::NotAnALabel { .. } => {}
        NameError::IpHere { .. }
        | NameError::NotConvertible { .. }
        | NameError::MoreThanHost { .. }
        | NameError::NotAnIp { .. } => {}
        NameError::Zone { .. } | NameError::IpRange { .. } | NameError::IpNotAHost { .. } => {}
        NameError::EmailWithoutDomain { .. } | NameError::EmailLocalPart { .. } => {}
        NameError::EmailLocalPartTooLong { .. } | NameError::EmailNotAscii { .. } => {}
        NameError::EmailDomain { .. }
        | NameError::UriWithoutScheme { .. }
        | NameError::UriNotAscii { .. } => {}
        NameError::UriSyntax { .. } | NameError::SpiffeTrustDomain { .. } | NameError::SpiffeExtra { .. } => {
        }
        NameError::SpiffeWithoutPath { .. }
        | NameError::SpiffePath { .. }
        | NameError::SpiffeNotAlone { .. } => {}
        NameError::Duplicate { .. } | NameError::TooMany { .. } => {}
    };
    all.iter().for_each(known);
    all
}

/// Two sentences in the language asked for, with these values in them.
fn check(message: impl Fn(Lang) -> Message, values: &[&str]) {
    for lang in Lang::ALL {
        let Message { problem, remedy } = message(lang);
        for sentence in [&problem, &remedy] {
            assert!(sentence.ends_with('.'), "{sentence}");
            assert!(!sentence.contains('!'), "{sentence}");
            // Whole files are named as “-----BEGIN …”; a brace would be a placeholder left over.
            assert!(!sentence.contains(['{', '}']), "{sentence}");
            let hangul = sentence.chars().any(|character| ('가'..='힣').contains(&character));
            assert_eq!(hangul, lang == Lang::Ko, "{sentence}");
        }
        let all = format!("{problem} {remedy}");
        for value in values {
            assert!(all.contains(value), "{value}: {all}");
        }
    }
}

#[test]
fn names() {
    for error in name_errors() {
        let shows_text = format!("{error:?}").contains("Typed-Text");
        check(|lang| error.message(lang), if shows_text { &["Typed-Text"] } else { &[] });
    }
    check(|lang| NameError::TooMany { given: 10_000, limit: 100 }.message(lang), &["10,000", "100"]);
    let error = NameError::Zone { text: "fe80::1%eth0".into(), address: "fe80::1".into() };
    check(|lang| error.message(lang), &["“fe80::1%eth0”", "“fe80::1”"]);
    let error = NameError::ForbiddenCharacter { text: "a;b".into(), character: ";".into() };
    check(|lang| error.message(lang), &["“a;b”", "“;”"]);
    let error = NameError::LabelTooLong { label: "aaa".into(), octets: 64, limit: 63 };
    check(|lang| error.message(lang), &["“aaa”", "64", "63"]);
    let error = NameError::MoreThanHost { text: "https://a/".into(), host: "a".into() };
    check(|lang| error.message(lang), &["“https://a/”", "“a”"]);
}

#[test]
fn subjects() {
    let field = SubjectField::Unit;
    check(|lang| SubjectError::Empty { field }.message(lang), &[]);
    let error = SubjectError::TooLong { field, text: "long".into(), characters: 65, limit: 64 };
    check(|lang| error.message(lang), &["“long”", "65", "64"]);
    let error = SubjectError::ForbiddenCharacter { field, text: "a$b".into(), character: "$".into() };
    check(|lang| error.message(lang), &["“a$b”", "“$”"]);
    check(|lang| SubjectError::CountryNotTwoLetters { text: "KOR".into() }.message(lang), &["“KOR”"]);
}

#[test]
fn lifetimes() {
    let late = NOW.plus_days(400);
    let (english, korean) = ("23 Nov 2026", "2026년 11월 23일");
    check(|lang| ValidityError::NotALifetime { text: "soon".into() }.message(lang), &["“soon”"]);
    check(|lang| ValidityError::Empty.message(lang), &["365"]);
    check(|lang| ValidityError::NoDays.message(lang), &[]);
    check(|lang| ValidityError::BeyondYear9999.message(lang), &["9999"]);
    check(|lang| ValidityError::Before1950 { moment: NOW }.message(lang), &["1950"]);
    check(|lang| ValidityError::IssuerExpired { issuer_end: NOW, now: late }.message(lang), &["00:00 UTC"]);
    check(
        |lang| ValidityError::IssuerNotYetValid { issuer_start: late, now: NOW }.message(lang),
        &["00:00 UTC"],
    );
    check(|lang| ValidityError::AlreadyOver { end: NOW, now: late }.message(lang), &["00:00 UTC"]);
    let error = ValidityError::EndsBeforeStart { start: late, end: NOW };
    check(|lang| error.message(lang), &[]);
    assert!(error.message(Lang::En).problem.contains(&format!("The end, {english}")));
    assert!(error.message(Lang::Ko).problem.contains(&format!("끝나는 날({korean})")));
    let error = ValidityError::DayWithoutHyphens { text: "20271123".into(), day: "2027-11-23".into() };
    check(|lang| error.message(lang), &["20271123", "2027-11-23"]);
    let error = ValidityError::OutlivesIssuer { end: late, issuer_end: NOW, fits: Lifetime::Until(NOW) };
    check(|lang| error.message(lang), &[]);
    assert!(error.message(Lang::En).remedy.contains(&format!("Choose {english} or an earlier day")));
    assert!(error.message(Lang::Ko).remedy.contains(&format!("{korean} 또는 그보다 이른 날")));
    let error = ValidityError::OutlivesIssuer { end: late, issuer_end: NOW, fits: Lifetime::Days(1_364) };
    check(|lang| error.message(lang), &["1,364"]);
    assert!(error.message(Lang::En).problem.contains(&format!("ends {english}")));
    assert!(error.message(Lang::Ko).problem.contains(&format!("{korean} 00:00 UTC에 끝나는")));
}

#[test]
fn keys_certificates_and_issuing() {
    for (error, values) in [
        (KeyError::NotPkcs8, &[][..]),
        (KeyError::Encrypted, &[]),
        (KeyError::OldForm { label: "RSA PRIVATE KEY".into() }, &["RSA PRIVATE KEY"]),
        (KeyError::WithoutPublicHalf, &[]),
        (KeyError::Contradiction("InvalidComponent".into()), &["InvalidComponent"]),
        (KeyError::RsaBits(1024), &["1024", "2048"]),
        (KeyError::UnsupportedAlgorithm("1.3.101.113".into()), &["1.3.101.113"]),
        (KeyError::CannotGenerate(KeyAlgorithm::Rsa3072), &["RSA 3072"]),
        (KeyError::NoWebCrypto, &["https"]),
        (KeyError::Provider("no words".into()), &["no words"]),
    ] {
        check(|lang| error.message(lang), values);
        check(|lang| IssueError::Key(error.clone()).message(lang), values);
    }
    check(|lang| CertificateError::NotFound.message(lang), &["BEGIN CERTIFICATE"]);
    let error = CertificateError::Unreadable("odd DER".into());
    check(|lang| error.message(lang), &["odd DER"]);
    let name = || "CN=Some One".to_owned();
    for error in [
        IssueError::KeyOfAnother { subject: name() },
        IssueError::NotAnAuthority { subject: name() },
        IssueError::MayNotSign { subject: name() },
        IssueError::IssuerName { issuer: name() },
        IssueError::SubjectOfIssuer { subject: name() },
        IssueError::KeyOfIssuer { issuer: name() },
    ] {
        check(|lang| error.message(lang), &["“CN=Some One”"]);
    }
    check(|lang| IssueError::NoEntropy.message(lang), &[]);
    check(|lang| IssueError::Writer("odd words".into()).message(lang), &["odd words"]);
    check(|lang| IssueError::Certificate(CertificateError::NotFound).message(lang), &[]);
    check(|lang| IssueError::Validity(ValidityError::NoDays).message(lang), &[]);
}

#[test]
fn revocation_lists() {
    let name = || "CN=Some One".to_owned();
    check(|lang| SignError::MayNotSign { subject: name() }.message(lang), &["“CN=Some One”", "cRLSign"]);
    check(|lang| SignError::IssuerName { issuer: name() }.message(lang), &["“CN=Some One”"]);
    check(|lang| SignError::Writer("odd words".into()).message(lang), &["odd words"]);
    check(|lang| SignError::Validity(ValidityError::NoDays).message(lang), &[]);
    check(|lang| ReadError::NotFound.message(lang), &["BEGIN X509 CRL"]);
    let error = ReadError::Unreadable("odd DER".into());
    check(|lang| error.message(lang), &["odd DER"]);
    check(|lang| SignError::List(error.clone()).message(lang), &["odd DER"]);
}

#[test]
fn warnings() {
    check(
        |lang| Warning::LongerThanApple { days: 1_000, limit: 825 }.message(lang),
        &["1,000", "825", "Apple"],
    );
    check(|lang| Warning::Ed25519InBrowsers.message(lang), &["Ed25519", "Chrome", "Firefox"]);
    check(|lang| Warning::NoCommonName.message(lang), &["64"]);
}

#[test]
fn authorities_of_others() {
    use AnchorError as Error;
    let name = || "CN=Some One".to_owned();
    for (error, value) in [
        (Error::Long { limit_kib: 512 }, "512"),
        (Error::NotFound, "BEGIN CERTIFICATE"),
        (Error::Cut, "-----END"),
        (Error::Unreadable { place: 3 }, "3"),
        (Error::PrivateKey, ""),
        (Error::OtherBlock { label: "PKCS7".into() }, "“PKCS7”"),
        (Error::NotAnAuthority { subject: name() }, "“CN=Some One”"),
        (Error::MayNotSign { subject: name() }, "keyCertSign"),
        (Error::NotForClients { subject: name() }, "clientAuth"),
        (Error::WeakKey { subject: name(), bits: 1024 }, "1024"),
        (Error::IssuerMissing { subject: name(), issuer: "CN=Above".into() }, "“CN=Above”"),
        (Error::Same { subject: name() }, "“CN=Some One”"),
        (Error::SameName { subject: name() }, "“CN=Some One”"),
        (Error::ListMissing { subject: name() }, "X509 CRL"),
        (Error::ListOfNobody { issuer: name() }, "“CN=Some One”"),
        (Error::ListInPart { issuer: name() }, "“CN=Some One”"),
    ] {
        check(|lang| error.message(lang), &[value]);
    }
    for error in [
        Error::Over { subject: name(), end: NOW },
        Error::Early { subject: name(), start: NOW },
        Error::ListOver { issuer: name(), end: NOW },
        Error::ListEarly { issuer: name(), start: NOW },
    ] {
        check(|lang| error.message(lang), &["“CN=Some One”", "2026"]);
    }
}
