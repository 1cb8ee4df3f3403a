//! The catalogue keeps its word: every scenario comes to what stands beside its name, whether the authority's key is at hand or
//! not, is explained to its last octet, and is seen by tshark as it is by us.

mod support;

use std::collections::BTreeSet;

use handshake::alert::Alert;
use handshake::capture;
use handshake::catalogue::workshop::{MakeError, Set, Workshop};
use handshake::catalogue::{ENTRIES, Entry, Expected, Play, Staged, Theme};
use handshake::dissect::message::Kind;
use handshake::dissect::{Keys, dissect, dissect_connection};
use handshake::lab;
use handshake::transcript::{End, Transcript};
use pki::chain::Member;
use pki::key::KeyAlgorithm;
use support::explained::{everything_computed_fits, everything_is_explained};
use support::wireshark::agrees;
use testkit::family::Family;
use testkit::{NOW, SeededEntropy, TestKeys};
use text::Lang;

fn set(with_key: bool) -> Set {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let keys = TestKeys::new();
    Set {
        authority: family.authority.certificate().der().to_vec(),
        authority_key: with_key.then(|| family.authority.key().clone()),
        server: support::credential(&family.server),
        client: support::credential(&family.client),
        host: support::HOST.to_owned(),
        rsa: vec![keys.make(KeyAlgorithm::Rsa2048), keys.make(KeyAlgorithm::Rsa2048)],
        at: NOW,
    }
}

/// Everything of the catalogue that the lab plays, played.
fn played(with_key: bool) -> Vec<(&'static Entry, Staged, Transcript)> {
    let set = set(with_key);
    let mut entropy = SeededEntropy::new(if with_key { 77 } else { 78 });
    let mut workshop_entropy = SeededEntropy::new(79);
    let mut workshop = Workshop::new(&set, &mut workshop_entropy).expect("a workshop");
    ENTRIES
        .iter()
        .filter_map(|entry| match entry.stage(&mut workshop).expect(entry.id) {
            Play::Lab(staged) => {
                let transcript = lab::run(&staged.scenario, &mut entropy).expect(entry.id);
                Some((entry, *staged, transcript))
            }
            Play::Recording(_) => None,
        })
        .collect()
}

#[test]
fn every_scenario_comes_to_what_stands_beside_its_name() {
    for with_key in [true, false] {
        for (entry, _, transcript) in played(with_key) {
            let connection = transcript.last();
            let found = match connection.stopped_by() {
                None => {
                    let (client, server) = (&connection.client.end, &connection.server.end);
                    assert_eq!((client, server), (&End::Completed, &End::Completed), "{}", entry.id);
                    Expected::Through
                }
                Some(by) => match connection.outcome(by).end {
                    End::Stopped { step, alert: Some(alert), .. } => {
                        Expected::Stopped { by, at: step, alert }
                    }
                    ref other => panic!("{}: {other:?}", entry.id),
                },
            };
            assert_eq!(found, entry.expected, "{} (key at hand: {with_key})", entry.id);
        }
    }
}

#[test]
fn recordings_come_to_what_stands_beside_their_name() {
    let set = set(true);
    let mut entropy = SeededEntropy::new(1);
    let mut workshop = Workshop::new(&set, &mut entropy).expect("a workshop");
    let mut count = 0;
    for entry in ENTRIES {
        let Play::Recording(recorded) = entry.stage(&mut workshop).expect(entry.id) else {
            continue;
        };
        let read = capture::read(recorded.file).expect(entry.id);
        let dissection = dissect(&read.connections[0].flights, Keys { log: &read.keys, shared_secret: None });
        everything_is_explained(&read.connections[0].flights, &dissection);
        let mut alerts = dissection.messages.iter().filter(|message| message.kind == Kind::Alert);
        let first = alerts.next().expect("an alert");
        match entry.expected {
            Expected::Through => assert_eq!(first.octets[1], Alert::CLOSE_NOTIFY.0, "{}", entry.id),
            Expected::Stopped { by, alert, .. } => {
                assert_eq!((first.side, first.octets[1]), (by, alert.0), "{}", entry.id);
            }
        }
        count += 1;
    }
    assert_eq!(count, 3);
}

#[test]
fn tshark_sees_every_scenario_as_we_do() {
    let mut named = Vec::new();
    for (entry, _, transcript) in played(true) {
        for connection in transcript.connections {
            let dissection = dissect_connection(&connection);
            everything_is_explained(&connection.flights, &dissection);
            // without TLS on one side there is nothing to compare
            if dissection.messages.iter().any(|message| message.kind == Kind::NotTls) {
                continue;
            }
            assert_eq!(dissection.findings, [], "{}", entry.id);
            if !entry.id.ends_with("-wrong-key") {
                everything_computed_fits(&dissection);
            }
            named.push((entry.id.to_owned(), connection));
        }
    }
    assert!(named.len() > 45);
    let count = agrees(named);
    assert!(count > 6000, "{count} values were compared");
}

#[test]
fn what_is_made_is_marked_and_lives_for_a_day_at_most() {
    for (entry, staged, _) in played(true) {
        for der in &staged.made {
            let member = Member::read(der).expect(entry.id);
            let seconds = member.not_after.unix_seconds() - member.not_before.unix_seconds();
            assert!(seconds <= 86_400, "{}", entry.id);
            // what bears another's name on purpose cannot be marked in it
            let named_otherwise =
                ["client-twin-authority", "server-subject-equals-issuer", "server-common-name-only"];
            if !named_otherwise.contains(&entry.id) {
                assert!(member.subject.contains("Handfast trial"), "{}: {}", entry.id, member.subject);
            }
        }
    }
}

#[test]
fn names_are_unique_and_every_theme_and_sentence_is_there() {
    let ids: BTreeSet<&str> = ENTRIES.iter().map(|entry| entry.id).collect();
    assert_eq!(ids.len(), ENTRIES.len());
    for lang in Lang::ALL {
        let titles: BTreeSet<(&str, &str)> =
            ENTRIES.iter().map(|entry| (entry.theme.label(lang), entry.title(lang))).collect();
        assert_eq!(titles.len(), ENTRIES.len(), "a title stands once below its theme");
        assert!(ENTRIES.iter().all(|entry| entry.lesson(lang).ends_with('.')));
    }
    for theme in Theme::ALL {
        assert!(ENTRIES.iter().any(|entry| entry.theme == theme), "{theme:?}");
    }
    for id in &ids {
        assert_eq!(Entry::find(id).map(|entry| entry.id), Some(*id));
    }
    assert!(Entry::find("no-such-scenario").is_none());
}

#[test]
fn what_cannot_be_made_says_so() {
    let mut poor = set(true);
    poor.rsa.clear();
    let mut entropy = SeededEntropy::new(1);
    let mut workshop = Workshop::new(&poor, &mut entropy).expect("a workshop");
    let rsa = Entry::find("rsa").expect("it is there").stage(&mut workshop);
    assert_eq!(rsa, Err(MakeError::NoRsaKey));
    poor.authority = vec![1, 2, 3];
    assert_eq!(Workshop::new(&poor, &mut entropy).err(), Some(MakeError::Unreadable));
    poor.authority_key = None;
    let mut drought = testkit::entropy::Drought;
    assert_eq!(Workshop::new(&poor, &mut drought).err(), Some(MakeError::NoEntropy));
    for error in [MakeError::NoRsaKey, MakeError::Unreadable, MakeError::NoEntropy] {
        for lang in Lang::ALL {
            assert!(!error.message(lang).problem.is_empty());
        }
    }
}
