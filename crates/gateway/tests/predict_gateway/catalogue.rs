//! The catalogue of handshakes, given to the gateway and curl: each scenario's files and command come to what is predicted of them.

use diagnose::predict::Backends;
use diagnose::predict::gateway::predict;
use diagnose::staging::{GATEWAY, Ground, Stage};
use handshake::catalogue::ENTRIES;
use handshake::catalogue::workshop::Workshop;
use pki::key::KeyAlgorithm;
use testkit::{SeededEntropy, TempDir};

use crate::real::{differences, really};
use crate::support::ground;

/// Plays scenarios of the catalogue, each with its `gateway.toml` as this changes it; how many there were, and how many came through.
fn played(scenarios: impl Fn(usize) -> bool, changed: impl Fn(&str) -> String) -> (usize, usize) {
    let mut wrong = Vec::new();
    let (mut count, mut through) = (0, 0);
    let set = ground::set(KeyAlgorithm::EcdsaP256, true);
    let mut entropy = SeededEntropy::new(5);
    let mut workshop = Workshop::new(&set, &mut entropy).expect("a workshop");
    for (_, entry) in ENTRIES.iter().enumerate().filter(|(number, _)| scenarios(*number)) {
        let play = entry.stage(&mut workshop).expect(entry.id);
        let staged = play.staged();
        let port = testkit::free_port();
        let mut ground = Ground { port, backend: ground::backend(), log: "error.log" };
        let mut stage = Stage::of(staged, ground).expect(entry.id);
        if stage.backends == Backends::Down {
            ground.backend = testkit::free_port();
            stage = Stage::of(staged, ground).expect(entry.id);
        }
        stage.gateway = changed(&stage.gateway);
        let folder = TempDir::new();
        folder.write(GATEWAY, &stage.gateway);
        stage.public().for_each(|(name, contents)| drop(folder.write(name, contents)));
        stage.secret().for_each(|(name, key)| drop(folder.write(name, key.expose())));
        let line = stage.command.strip_prefix("curl ").expect("curl's");
        let real = really(&folder, line, port);
        let model = predict(&stage.gateway_question()).expect(entry.id);
        let found = differences(&model, &real);
        if !found.is_empty() {
            wrong.push(format!("{}\n  {}", entry.id, found.join("\n  ")));
        }
        count += 1;
        through += usize::from(model.http_status == Some(200));
    }
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
    (count, through)
}

#[test]
fn the_gateway_and_curl_do_what_is_predicted_of_every_scenario() {
    let (count, through) = played(|_| true, str::to_owned);
    assert_eq!(count, ENTRIES.len());
    assert!(through > 10 && count - through > 25, "{through} of {count} came through");
}

/// A part of them in every run; all with `PREDICT_CASES`.
#[test]
fn and_where_it_refuses_by_alert() {
    let all = std::env::var_os("PREDICT_CASES").is_some();
    let by_alert = |written: &str| {
        let changed = written.replace("[clients]\n", "[clients]\nrefusal = \"alert\"\n");
        assert_ne!(changed, written);
        changed
    };
    let (count, through) = played(|number| all || number % 4 == 1, by_alert);
    assert!(through > 0 && count - through > 5, "{through} of {count} came through");
}
