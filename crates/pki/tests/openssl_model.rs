//! The model of OpenSSL against the program itself: thousands of chains, good and spoiled in one or two ways, each verified by
//! `openssl verify`. Every error that it prints, with number, depth and words, has to be the model's as well, in its order; the
//! smallest disagreement is what fails. What is known to differ stands in the ledger, where an agreement fails too.

mod support;

use core::cell::Cell;

use pki::verify::openssl::{Code, Reported, Revocation, Settings, Verdict, verify};
use pki::verify::{Purpose, Target};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use support::family_tree::any::any_case;
use support::family_tree::{AT, Case, Fault, Lists, Made, Names, Sent, Trust};
use testkit::{TempDir, tool};

/// What `openssl verify` prints: its errors in their order, and whether it accepts.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    errors: Vec<(u16, usize, String)>,
    accepted: bool,
}

fn pem(label: &str, ders: &[Vec<u8>]) -> String {
    let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    ders.iter().map(|der| pem::encode_config(&pem::Pem::new(label, der.as_slice()), config)).collect()
}

fn openssl(folder: &TempDir, made: &Made, purpose: &Purpose, settings: &Settings) -> Result<Said, String> {
    let mut command = tool("openssl")
        .args(["verify", "-no-CApath", "-no-CAstore", "-attime"])
        .arg(AT.unix_seconds().to_string())
        .args(["-verify_depth".to_owned(), settings.depth.to_string()])
        .args(["-auth_level".to_owned(), settings.security_level.to_string()])
        .args(["-purpose", if *purpose == Purpose::Client { "sslclient" } else { "sslserver" }])
        .arg("-CAfile")
        .arg(folder.write("trusted.pem", pem("CERTIFICATE", &made.trusted)));
    if settings.partial_chain {
        command = command.arg("-partial_chain");
    }
    match purpose {
        Purpose::Server(Some(Target::Host(name))) => command = command.args(["-verify_hostname", name]),
        Purpose::Server(Some(Target::Address(address))) => {
            command = command.args(["-verify_ip".to_owned(), address.to_string()]);
        }
        _ => {}
    }
    if !made.sent.is_empty() {
        command = command.arg("-untrusted").arg(folder.write("sent.pem", pem("CERTIFICATE", &made.sent)));
    }
    if !made.lists.is_empty() {
        let check = if settings.revocation == Revocation::Chain { "-crl_check_all" } else { "-crl_check" };
        command =
            command.args([check, "-CRLfile"]).arg(folder.write("lists.pem", pem("X509 CRL", &made.lists)));
    }
    let said =
        command.arg(folder.write("leaf.pem", pem("CERTIFICATE", core::slice::from_ref(&made.leaf)))).run();
    let errors = said.err.lines().filter_map(error).collect::<Vec<_>>();
    let accepted = said.code == Some(0);
    // it accepts, or it says why not; all else is that it could not read what it was given
    if accepted != errors.is_empty() { Err(said.all()) } else { Ok(Said { errors, accepted }) }
}

/// `error 20 at 0 depth lookup: unable to get local issuer certificate`.
fn error(line: &str) -> Option<(u16, usize, String)> {
    let rest = line.strip_prefix("error ").or_else(|| line.strip_prefix("[CRL path] error "))?;
    let (number, rest) = rest.split_once(" at ")?;
    let (depth, text) = rest.split_once(" depth lookup: ")?;
    Some((number.parse().ok()?, depth.parse().ok()?, text.to_owned()))
}

fn of_model(verdict: &Verdict) -> Said {
    let told = |reported: &Reported| (reported.code.0, reported.depth, reported.code.text().to_owned());
    Said { errors: verdict.reported.iter().map(told).collect(), accepted: verdict.is_accepted() }
}

fn any_settings() -> impl Strategy<Value = Settings> {
    let depth = prop_oneof![4 => Just(100_usize), 2 => 0..4_usize];
    let level = prop_oneof![3 => Just(0_u8), 1 => Just(2), 1 => Just(3)];
    (depth, prop::bool::weighted(0.2), level, any::<bool>()).prop_map(
        |(depth, partial_chain, security_level, all)| Settings {
            depth,
            partial_chain,
            security_level,
            revocation: if all { Revocation::Chain } else { Revocation::Leaf },
            ..Settings::verify_command()
        },
    )
}

/// How many chains each half of the test has verified. A process takes about 5 ms.
const CASES: u32 = 1_200;

fn agree(seed: u8) {
    let folder = TempDir::new();
    let (judged, accepted) = (Cell::new(0_u32), Cell::new(0_u32));
    // PROPTEST_CASES asks for more
    let config =
        Config { cases: CASES.max(Config::default().cases), failure_persistence: None, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let found =
        TestRunner::new_with_rng(config, rng).run(&(any_case(), any_settings()), |(case, settings)| {
            let made = case.make();
            let (pool, question) = made.question(&case.purpose).expect("ours reads what is made here");
            let ours = of_model(&verify(&pool, &question, &settings));
            let theirs =
                openssl(&folder, &made, &case.purpose, &settings).expect("openssl reads what is made here");
            judged.set(judged.get() + 1);
            accepted.set(accepted.get() + u32::from(theirs.accepted));
            prop_assert_eq!(ours, theirs);
            Ok(())
        });
    if let Err(disagreement) = found {
        panic!("{disagreement}");
    }
    // neither all good nor all bad, or nothing was compared
    assert!(judged.get() >= CASES && accepted.get() > CASES / 10, "{} of {}", accepted.get(), judged.get());
}

#[test]
fn the_model_says_what_openssl_verify_says() {
    std::thread::scope(|scope| {
        for seed in [1, 2] {
            scope.spawn(move || agree(seed));
        }
    });
}

/// Chains about which the model and the program are known to differ: `name | ours | OpenSSL's | why`. Verdicts are
/// `number@depth`, in their order, or `ok`.
const LEDGER: &str = include_str!("openssl_ledger.txt");

/// The chains of the ledger by name.
fn known(name: &str) -> Case {
    let good = |faults: Vec<Fault>, lists: Lists| Case {
        between: 1,
        faults,
        trust: Trust::Root,
        sent: Sent::All,
        lists,
        purpose: Purpose::Client,
    };
    let leaf = |oid: &'static [u64], critical: bool, value: &'static [u8]| {
        good(
            vec![Fault::Names(Names::CommonNameAlone), Fault::Extension(0, oid, critical, value)],
            Lists::None,
        )
    };
    match name {
        // for servers alone
        "netscape-certificate-type" => leaf(&[2, 16, 840, 1, 113_730, 1, 1], false, &[3, 2, 6, 0x40]),
        "proxy-certificate" => {
            leaf(&[1, 3, 6, 1, 5, 5, 7, 1, 14], true, &[0x30, 12, 0x30, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 21, 1])
        }
        "address-resources" => {
            leaf(&[1, 3, 6, 1, 5, 5, 7, 1, 7], true, &[0x30, 12, 0x30, 10, 4, 2, 0, 1, 0x30, 4, 3, 2, 0, 10])
        }
        "subtree-minimum" => good(
            vec![Fault::Extension(
                1,
                &[2, 5, 29, 30],
                true,
                b"\x30\x15\xa0\x13\x30\x11\x82\x0cexample.test\x80\x01\x01",
            )],
            Lists::None,
        ),
        "points-of-distribution" => {
            let point = b"\x30\x0e\xa0\x0c\xa0\x0a\x86\x08http://a";
            let points = b"\x30\x10\x30\x0e\xa0\x0c\xa0\x0a\x86\x08http://a";
            let faults = vec![
                Fault::Extension(0, &[2, 5, 29, 31], false, points),
                Fault::ListExtension(0, &[2, 5, 29, 28], true, point),
            ];
            good(faults, Lists::All)
        }
        _ => panic!("{name} is in the ledger and not among the chains"),
    }
}

#[test]
fn what_is_known_to_differ_differs_as_the_ledger_says() {
    let folder = TempDir::new();
    let told = |said: &Said| {
        let words = said.errors.iter().map(|(number, depth, _)| format!("{number}@{depth}"));
        if said.accepted { "ok".to_owned() } else { words.collect::<Vec<_>>().join(" ") }
    };
    let mut found = Vec::new();
    for line in LEDGER.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('|').map(str::trim);
        let name = columns.next().unwrap_or_default();
        let why = columns.nth(2).unwrap_or_default();
        let (case, settings) = (known(name), Settings::verify_command());
        let made = case.make();
        let (pool, question) = made.question(&case.purpose).expect("ours reads what is made here");
        let ours = told(&of_model(&verify(&pool, &question, &settings)));
        let theirs = told(&openssl(&folder, &made, &case.purpose, &settings).expect("openssl reads it"));
        assert_ne!(ours, theirs, "{name}: they agree now: take the line out of the ledger");
        assert!(why.ends_with('.'), "{name} has no reason");
        found.push(format!("{name} | {ours} | {theirs} | {why}"));
    }
    let ledger: Vec<&str> = LEDGER.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(found, ledger);
}

#[test]
fn every_word_is_openssls_own() {
    let words = tool("openssl").args(["version"]).succeeds();
    assert!(
        words.text().starts_with("OpenSSL 3.0."),
        "the model is of OpenSSL 3.0, this is {}",
        words.text()
    );
    assert_eq!(Code::EXPIRED.to_string(), "10:certificate has expired");
    assert!(Code::ALL.windows(2).all(|pair| pair[0] < pair[1]));
}
