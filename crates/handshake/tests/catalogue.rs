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
use handshake::refusal::Refusal;
use handshake::transcript::{End, Transcript};
use pki::chain::Member;
use pki::key::KeyAlgorithm;
use pki::verify::webpki;
use support::explained::{everything_computed_fits, everything_is_explained};
use support::wireshark::agrees;
use testkit::family::Family;
use testkit::{NOW, SeededEntropy, TestKeys};
use text::{Lang, chain as say};

fn set(with_key: bool) -> Set {
    set_of(KeyAlgorithm::EcdsaP256, with_key)
}

/// A set whose keys are of this kind.
fn set_of(algorithm: KeyAlgorithm, with_key: bool) -> Set {
    let keys = TestKeys::new();
    let family = Family::with_keys("Test Authority", &keys, [algorithm; 3]);
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
    played_with(&set(with_key), with_key)
}

fn played_with(set: &Set, with_key: bool) -> Vec<(&'static Entry, Staged, Transcript)> {
    let mut entropy = SeededEntropy::new(if with_key { 77 } else { 78 });
    let mut workshop_entropy = SeededEntropy::new(79);
    let mut workshop = Workshop::new(set, &mut workshop_entropy).expect("a workshop");
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
    let kinds = [KeyAlgorithm::EcdsaP256, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa2048];
    for (algorithm, with_key) in kinds.into_iter().flat_map(|kind| [(kind, true), (kind, false)]) {
        for (entry, _, transcript) in played_with(&set_of(algorithm, with_key), with_key) {
            let found = Expected::of(transcript.last());
            assert_eq!(found, Some(entry.expected), "{} ({algorithm:?}, key at hand: {with_key})", entry.id);
        }
    }
}

#[test]
fn a_twin_s_key_is_of_the_authority_s_kind_and_no_kind_is_blamed() {
    for algorithm in [KeyAlgorithm::EcdsaP384, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa3072] {
        let set = set_of(algorithm, true);
        let (_, staged, transcript) = played_with(&set, true)
            .into_iter()
            .find(|(entry, ..)| entry.id == "client-twin-authority")
            .expect("it is in the catalogue");
        let kind = |der: &[u8]| Member::read(der).expect("a certificate").key.label[..3].to_owned();
        assert_eq!(kind(&staged.made[0]), kind(&set.authority));
        let End::Stopped { refusal, .. } = &transcript.last().server.end else { panic!("{algorithm:?}") };
        assert_eq!(*refusal, Refusal::Chain(webpki::Refusal::Signature), "{algorithm:?}");
    }
    // an authority that was made anew with another kind of key
    let keys = TestKeys::new();
    for [trusted, signed] in [
        [KeyAlgorithm::Rsa2048, KeyAlgorithm::EcdsaP256],
        [KeyAlgorithm::EcdsaP256, KeyAlgorithm::Rsa2048],
        [KeyAlgorithm::Ed25519, KeyAlgorithm::EcdsaP256],
    ] {
        let mut scenario = support::good(&Family::with_keys("Test Authority", &keys, [trusted; 3]));
        let twin = Family::with_keys("Test Authority", &keys, [signed; 3]);
        scenario.client.credential = Some(support::credential(&twin.client));
        let transcript = support::play(&scenario);
        let End::Stopped { refusal, .. } = &transcript.last().server.end else { panic!("{trusted:?}") };
        assert_eq!(*refusal, Refusal::Chain(webpki::Refusal::OtherKindOfKey), "{trusted:?}");
        for lang in Lang::ALL {
            assert_eq!(refusal.message(lang).remedy, say::webpki_signature(lang).remedy);
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
