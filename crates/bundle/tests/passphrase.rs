//! Passphrases: what is made is strong and even, what people choose is judged for what it is.

use bundle::passphrase::{
    FAIR_BITS, GuessTime, Kind, LONGEST, Passphrase, PassphraseError, STRONG_BITS, Verdict, judge,
};
use pki::entropy::{Entropy, NoEntropy};
use proptest::prelude::*;
use testkit::SeededEntropy;
use testkit::entropy::Drought;
use text::Lang;

#[test]
fn made_ones_have_four_groups_of_unmistakable_characters() {
    let mut entropy = SeededEntropy::new(1);
    for _ in 0..200 {
        let made = Passphrase::generate(&mut entropy).expect("made");
        let groups: Vec<&str> = made.expose().split('-').collect();
        assert_eq!(groups.iter().map(|group| group.len()).collect::<Vec<_>>(), [5, 5, 5, 5]);
        assert!(groups.concat().chars().all(|c| "abcdefghjkmnpqrstuvwxyz23456789".contains(c)), "{groups:?}");
    }
}

#[test]
fn each_character_is_as_likely_as_any_other() {
    let mut entropy = SeededEntropy::new(2);
    let mut counts = std::collections::BTreeMap::<char, u32>::new();
    for _ in 0..3_100 {
        let made = Passphrase::generate(&mut entropy).expect("made");
        for character in made.expose().chars().filter(|character| *character != '-') {
            *counts.entry(character).or_default() += 1;
        }
    }
    assert_eq!(counts.len(), 31);
    // 2,000 expected of each, the standard deviation being 44; without rejection the first eight would have 2,180.
    let chi_squared: f64 = counts.values().map(|count| (f64::from(*count) - 2_000.0).powi(2) / 2_000.0).sum();
    assert!(chi_squared < 60.0, "{chi_squared}: {counts:?}");
}

#[test]
fn bytes_that_would_favour_some_characters_are_drawn_anew() {
    /// 255 and 248 lie beyond the last multiple of 31, 247 does not.
    struct High(u8);
    impl Entropy for High {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), NoEntropy> {
            out.fill([255, 248, 247][usize::from(self.0 % 3)]);
            self.0 = self.0.wrapping_add(1);
            Ok(())
        }
    }
    assert_eq!(Passphrase::generate(&mut High(0)).expect("made").expose(), "99999-99999-99999-99999");

    /// Never gives anything that can be used.
    struct Stuck;
    impl Entropy for Stuck {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), NoEntropy> {
            out.fill(255);
            Ok(())
        }
    }
    assert_eq!(Passphrase::generate(&mut Stuck), Err(NoEntropy));
    assert_eq!(Passphrase::generate(&mut Drought), Err(NoEntropy));
}

#[test]
fn made_ones_are_judged_strong() {
    let mut entropy = SeededEntropy::new(3);
    for _ in 0..60 {
        let made = Passphrase::generate(&mut entropy).expect("made");
        let strength = judge(made.expose(), &["api.example.com"]);
        assert_eq!(strength.verdict, Verdict::Strong, "{} {strength:?}", made.expose());
    }
}

/// What is typed, the most bits that it may be worth, and what must be noticed in it.
#[test]
fn what_people_choose_is_worth_little() {
    for (typed, most, kind) in [
        ("password", 3, Some(Kind::Password)),
        ("P@ssw0rd", 8, Some(Kind::Password)),
        ("drowssap", 4, Some(Kind::Password)),
        ("Password123!", 24, Some(Kind::Password)),
        ("correcthorsebatterystaple", 10, Some(Kind::Password)),
        ("qwertyuiop", 10, Some(Kind::Password)),
        ("qwertyuiop[]", 14, Some(Kind::Keyboard)),
        ("1qaz2wsx3edc", 30, None),
        ("zaq1xsw2cde3", 35, None),
        ("abcdefghijklmnop", 10, Some(Kind::Sequence)),
        ("9876543210", 8, Some(Kind::Sequence)),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", 12, Some(Kind::Repeat)),
        ("tr0ub4dor&3tr0ub4dor&3tr0ub4dor&3", 66, Some(Kind::Repeat)),
        ("2026-11-23", 18, Some(Kind::Date)),
        ("19870412", 16, Some(Kind::Date)),
        ("summer2026", 16, Some(Kind::Date)),
        // 안녕하세요, 비밀번호, 사랑해요, 대한민국만세 and a sentence in no list, typed without switching the keyboard
        ("dkssudgktpdy", 10, Some(Kind::Hangul)),
        ("qlalfqjsgh", 8, Some(Kind::Hangul)),
        ("qlalfqjsgh1234", 14, Some(Kind::Hangul)),
        ("tkfkdgody", 20, Some(Kind::Hangul)),
        ("eogksalsrnrakstp", 20, Some(Kind::Hangul)),
        ("dhsmfdmsakfdmsgksdlfdlekthwnd", 68, Some(Kind::Hangul)),
        ("sunshine monkey dragon", 32, Some(Kind::Password)),
        ("october river mountain", 45, Some(Kind::Word)),
        ("Api.Example.Com", 25, Some(Kind::Known)),
        ("partnerco-partnerco", 20, Some(Kind::Known)),
        ("thequickbrownfoxjumps", 60, None),
        // words with a capital each, with signs for letters, and around a sign
        ("MyDogIsNamedBingo1!", 68, Some(Kind::WordLike)),
        ("S3cureP@ssphrase2026!", 55, Some(Kind::WordLike)),
        ("SecurePassphrase2026!", 50, Some(Kind::WordLike)),
        ("ToBeOrNotToBe!ThatIs", 60, Some(Kind::WordLike)),
    ] {
        let strength = judge(typed, &["api.example.com", "PartnerCo"]);
        assert!(strength.bits <= most, "{typed}: {strength:?}");
        assert_eq!(strength.verdict, Verdict::Refused, "{typed}: {strength:?}");
        if let Some(kind) = kind {
            assert!(strength.weaknesses.iter().any(|found| found.kind == kind), "{typed}: {strength:?}");
        }
    }
}

#[test]
fn what_is_long_and_random_is_taken() {
    for (typed, least) in [
        ("Vq7$kZ2!mXw9", 70),
        ("zqxvkwpjmhtrbfgnlcydz", 70),
        ("83017462958830174629571", 65),
        ("fQ8r-2LxN-mZ7w-Kp4T", 85),
        ("MvXpgQszKkcwqBxngT1!", 85),
        ("S3xqvzP@kjwpwmtz7041!", 85),
        ("gravel unkempt twelfth osmosis prancing vividly", 70),
    ] {
        let strength = judge(typed, &[]);
        assert!(strength.bits >= least, "{typed}: {strength:?}");
    }
}

#[test]
fn the_nearest_weak_one_is_refused_and_the_nearest_good_one_taken() {
    let weak = Passphrase::own("Password123!", &[]).expect_err("weak");
    assert!(matches!(&weak, PassphraseError::Weak(strength) if strength.verdict == Verdict::Refused));
    assert!(Passphrase::own("Vq7$kZ2!mXw9", &[]).is_ok());
    assert!(Passphrase::own("Vq7$kZ2!", &[]).is_err(), "random, but short");
    assert!(Passphrase::own("api.example.com", &["api.example.com"]).is_err());
}

#[test]
fn what_other_programs_would_misread_is_refused() {
    let good = "Vq7$kZ2!mXw9 Bt4&";
    let long = "Vq7$kZ2!mXw9Bt4&".repeat(7);
    for (typed, error) in [
        (String::new(), PassphraseError::Empty),
        (format!("{good}비밀"), PassphraseError::NotAscii('비')),
        (format!("{good}é"), PassphraseError::NotAscii('é')),
        (format!("{good}\u{2013}x"), PassphraseError::NotAscii('\u{2013}')),
        (format!("{good}\tx"), PassphraseError::Control),
        (format!("{good}\n"), PassphraseError::Control),
        (format!(" {good}"), PassphraseError::SpaceAtEnd),
        (format!("{good} "), PassphraseError::SpaceAtEnd),
        (long.clone(), PassphraseError::TooLong { length: long.len(), allowed: LONGEST }),
    ] {
        assert_eq!(Passphrase::own(&typed, &[]).expect_err("refused"), error, "{typed:?}");
    }
    assert_eq!(Passphrase::own(good, &[]).expect("spaces inside are kept").expose(), good);
    assert!(
        Passphrase::own(&long[..LONGEST], &[]).is_ok_and(|own| own.expose().len() == LONGEST)
            || judged_repeat(&long)
    );
}

/// A repetition is no strength, so the longest may be refused for that alone.
fn judged_repeat(long: &str) -> bool {
    judge(&long[..LONGEST], &[]).weaknesses.iter().any(|found| found.kind == Kind::Repeat)
}

#[test]
fn times_follow_the_stated_speed() {
    // 2^37 guesses a second, half of them needed: 2^38 guesses take a second.
    for (typed, time) in [("password", GuessTime::Moments), ("Vq7$kZ2!mXw9Bt4&", GuessTime::MillionYears)] {
        assert_eq!(judge(typed, &[]).time, time, "{typed}");
    }
    const { assert!(FAIR_BITS > 37 + 1 + 31, "refused below 2^31 seconds, 68 years") };
    const { assert!(STRONG_BITS > FAIR_BITS) };
    assert_eq!(GuessTime::Days(1).text(Lang::En), "1 day");
    assert_eq!(GuessTime::Years(1_234).text(Lang::En), "1,234 years");
    assert_eq!(GuessTime::Hours(5).text(Lang::Ko), "5시간");
}

#[test]
fn the_refusal_says_why_without_repeating_the_passphrase() {
    let error = Passphrase::own("qlalfqjsgh2026", &[]).expect_err("weak");
    for lang in Lang::ALL {
        let message = error.message(lang);
        assert!(!message.to_string().contains("qlalfqjsgh"), "{message}");
    }
    assert!(error.message(Lang::En).problem.contains("Korean typed on an English keyboard"));
    assert!(error.message(Lang::Ko).problem.contains("영문 자판으로 친 한글"));
    assert!(!format!("{error:?}").contains("qlalfqjsgh"), "{error:?}");
}

#[test]
fn a_passphrase_is_not_readable_in_debug_output() {
    let made = Passphrase::generate(&mut SeededEntropy::new(4)).expect("made");
    assert!(!format!("{made:?}").contains(made.expose()));
}

#[test]
fn it_travels_to_the_worker() {
    let made = Passphrase::generate(&mut SeededEntropy::new(5)).expect("made");
    let bytes = postcard::to_allocvec(&made).expect("written");
    assert_eq!(postcard::from_bytes::<Passphrase>(&bytes), Ok(made));
    let strength = judge("qlalfqjsgh", &[]);
    let bytes = postcard::to_allocvec(&strength).expect("written");
    assert_eq!(postcard::from_bytes(&bytes), Ok(strength));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn anything_can_be_judged(text in any::<String>(), known in any::<String>()) {
        let strength = judge(&text, &[&known]);
        for weakness in &strength.weaknesses {
            prop_assert!(weakness.start < weakness.end);
        }
    }

    /// A longer passphrase may be one word or repetition where the shorter was none, but random ones gain.
    #[test]
    fn random_passphrases_are_taken_from_some_length_on(text in "[!-~]{16}") {
        prop_assert!(judge(&text, &[]).bits >= 60, "{} {:?}", text, judge(&text, &[]));
    }
}
