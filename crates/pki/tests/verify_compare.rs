//! The verdicts of RFC 5280 step by step, of OpenSSL and of webpki over the same chains: each difference has its reason.

mod support;

use core::cell::RefCell;
use std::collections::BTreeMap;

use pki::verify::compare::{Reason, compare};
use pki::verify::openssl::Settings;
use pki::verify::path::{Outcome, validate};
use pki::verify::webpki;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use support::family_tree::any::any_case;
use text::Lang;

const CASES: u32 = 2_000;

#[test]
fn every_difference_has_its_reason_and_every_refusal_its_words() {
    let told: RefCell<BTreeMap<Reason, u32>> = RefCell::default();
    let config =
        Config { cases: CASES.max(Config::default().cases), failure_persistence: None, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let settings = Settings { security_level: 0, ..Settings::nginx(100) };
    let found = TestRunner::new_with_rng(config, rng).run(&any_case(), |case| {
        let made = case.make();
        let (pool, question) = made.question(&case.purpose).expect("ours reads what is made here");
        let both = compare(&pool, &question, &settings, webpki::Settings::RUSTLS);
        let trimmed = compare(&pool, &question.trimmed(&pool), &settings, webpki::Settings::RUSTLS);
        prop_assert_eq!((&trimmed.openssl, trimmed.webpki.is_ok()), (&both.openssl, both.webpki.is_ok()));
        let differ = both.openssl.is_accepted() != both.webpki.is_ok();
        prop_assert!(!differ || !both.reasons.is_empty(), "{:?} {:?}", both.openssl, both.webpki);
        for reason in &both.reasons {
            *told.borrow_mut().entry(*reason).or_default() += 1;
        }
        // what both accept, the rules accept
        let steps = validate(&pool, &question);
        prop_assert!(!steps.paths.is_empty() && !steps.more);
        if both.openssl.is_accepted() && both.webpki.is_ok() {
            prop_assert!(steps.is_accepted(), "{:?}", steps.paths[0].first_failure());
        }
        for lang in Lang::ALL {
            for step in steps.paths.iter().flat_map(|path| &path.steps) {
                if let Outcome::Failed(failure) | Outcome::Doubtful(failure) = &step.outcome {
                    let message = failure.message(lang);
                    prop_assert!(
                        message.problem.ends_with('.') && message.remedy.ends_with('.'),
                        "{message}"
                    );
                }
            }
            if let Err(refusal) = &both.webpki {
                let message = refusal.message(lang);
                prop_assert!(message.problem.ends_with('.') && message.remedy.ends_with('.'), "{message}");
            }
        }
        Ok(())
    });
    if let Err(disagreement) = found {
        panic!("{disagreement}");
    }
    let told = told.into_inner();
    assert!(told.len() >= 12, "{told:?}");
}

#[test]
fn every_reason_is_a_sentence_in_both_languages() {
    for reason in Reason::ALL {
        for lang in Lang::ALL {
            assert!(reason.sentence(lang).ends_with('.'), "{reason:?}");
        }
    }
}
