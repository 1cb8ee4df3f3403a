//! Distinguished names: what X.520 bounds, what is refused, how they are written and compared.

use pki::name::subject::{Subject, SubjectDraft, SubjectError, SubjectField};

fn draft(common_name: &str, organization: &str, unit: &str, country: &str) -> SubjectDraft {
    let [common_name, organization, unit, country] =
        [common_name, organization, unit, country].map(str::to_owned);
    SubjectDraft { common_name, organization, unit, country }
}

#[test]
fn fields_are_bounded_in_characters() {
    let fits = "한".repeat(64);
    let too_long = "한".repeat(65);
    assert!(Subject::parse(&draft(&fits, &fits, &fits, "KR")).is_ok());
    let refused = Subject::parse(&draft(&too_long, &too_long, &too_long, "KR")).unwrap_err();
    let fields: Vec<SubjectField> = refused.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, [SubjectField::CommonName, SubjectField::Organization, SubjectField::Unit]);
    for (field, error) in refused {
        let SubjectError::TooLong { field: named, characters: 65, limit: 64, .. } = error else {
            panic!("{error:?}")
        };
        assert_eq!(named, field);
    }
}

#[test]
fn characters_that_would_turn_against_their_readers_are_refused() {
    let fine = [
        "Example, Inc.",
        "O'Neil & Söhne",
        "a=b+c #1",
        "한글 주식회사",
        "می\u{200c}خواهم",
        "alice@example.com",
        "50%",
    ];
    for text in fine {
        assert_eq!(Subject::named(text).unwrap().common_name(), Some(text));
    }
    let refused = [
        "a\"b",
        "a;b",
        "a{b",
        "a}b",
        "a$b",
        "a\\b",
        "a`b",
        "a<b",
        "a|b",
        "a\nb",
        "a\tb",
        "a\0b",
        "a\u{7f}b",
        "a\u{85}b",
        "a\u{202e}b",
        "a\u{200f}b",
        "a\u{2066}b",
        "a\u{200b}b",
        "a\u{feff}b",
        "a\u{a0}b",
        "a\u{3000}b",
        "a\u{2028}b",
        "a\u{fffe}b",
        "a\u{e0041}b",
    ];
    for text in refused {
        let error = Subject::named(text).unwrap_err();
        assert!(matches!(error, SubjectError::ForbiddenCharacter { .. }), "{text:?}: {error:?}");
        let all = Subject::parse(&draft("", text, text, ""));
        assert_eq!(all.unwrap_err().len(), 2, "{text:?}");
    }
}

#[test]
fn countries_are_two_letters() {
    for (text, expected) in [
        ("KR", Ok(Some("KR"))),
        ("kr", Ok(Some("KR"))),
        (" de ", Ok(Some("DE"))),
        ("", Ok(None)),
        ("KOR", Err(())),
        ("K", Err(())),
        ("K1", Err(())),
        ("한국", Err(())),
        ("é", Err(())),
        ("K;", Err(())),
    ] {
        let found = Subject::parse(&draft("", "", "", text));
        match (found, expected) {
            (Ok(subject), Ok(country)) => assert_eq!(subject.country(), country),
            (Err(refused), Err(())) => {
                assert!(matches!(
                    refused[0],
                    (SubjectField::Country, SubjectError::CountryNotTwoLetters { .. })
                ));
            }
            (found, _) => panic!("{text}: {found:?}"),
        }
    }
}

#[test]
fn subjects_are_trimmed_written_and_typed_again() {
    let subject = Subject::parse(&draft("  alice ", "Example, Inc.", "R+D", "kr")).unwrap();
    assert_eq!(subject.to_string(), r"CN=alice,OU=R\+D,O=Example\, Inc.,C=KR");
    assert_eq!(Subject::parse(&subject.to_draft()), Ok(subject.clone()));
    assert_eq!(subject.clone().with_common_name("").unwrap().common_name(), None);
    assert!(Subject::parse(&SubjectDraft::default()).unwrap().is_empty());
    assert_eq!(Subject::named(" "), Err(SubjectError::Empty { field: SubjectField::CommonName }));
}

#[test]
fn subjects_are_the_same_when_verifiers_say_so() {
    let one = Subject::parse(&draft("Test Authority", "Example", "", "KR")).unwrap();
    for (other, same) in [
        (draft("test  AUTHORITY", "EXAMPLE", "", "kr"), true),
        (draft("Test Authority", "ｅｘａｍｐｌｅ", "", "KR"), false),
        (draft("Test Authority", "Example", "", ""), false),
        (draft("Test Authority", "", "Example", "KR"), false),
        (draft("Test Authority 2", "Example", "", "KR"), false),
    ] {
        assert_eq!(one.names_the_same(&Subject::parse(&other).unwrap()), same, "{other:?}");
    }
}

#[test]
fn a_name_that_stands_elsewhere_is_read_and_written_as_it_is() {
    let family = testkit::Family::new(pki::key::KeyAlgorithm::EcdsaP256);
    let authority = pki::chain::Member::read(family.authority.certificate().der()).unwrap();
    let name = authority.subject_der();
    assert_eq!(pki::certificate::name_of_der(name).as_deref(), Some(authority.subject.as_str()));
    for wrong in [&name[..name.len() - 1], &[name, &[0]].concat(), b"CN=Test Authority"] {
        assert_eq!(pki::certificate::name_of_der(wrong), None);
    }
    let key = family.client.1;
    let draft = pki::faulty::CertificateDraft {
        version: Some(2),
        serial: vec![1],
        inner_algorithm: None,
        outer_algorithm: None,
        issuer: pki::faulty::NamePart::whole(name),
        not_before: pki::faulty::Time::of(testkit::NOW),
        not_after: pki::faulty::Time::of(testkit::NOW.plus_days(1)),
        subject: pki::faulty::NamePart::whole(name),
        public_key: key.public_key().to_vec(),
        extensions: Vec::new(),
    };
    let twin = pki::chain::Member::read(&draft.sign(&key).unwrap()).unwrap();
    assert_eq!((twin.subject_der(), twin.serial_number()), (name, &[1][..]));
    assert!(twin.names_itself() && twin.subject_key_identifier().is_none());
    assert!(authority.subject_key_identifier().is_some());
}
