//! What the Handshake room shows of what was asked for: the records as they were sent, what links name, recordings with a key log
//! beside them, and what can be saved of all of these.

mod desk;

use std::net::SocketAddr;
use std::rc::Rc;

use ::handshake::capture;
use desk::Desk;
use desk::shaking::{come, desk, follow, given, play, tell};
use testkit::NOW;
use text::Lang;
use workbench::document::{Block, Verdict};
use workbench::lab::Msg;
use workbench::lab::told::Coming;
use workbench::msg as page;
use workbench::room::Room;
use workbench::rooms::{chain, handshake, tree};
use workbench::sight::handshake::{Play, Raw, Sent, Versions};

/// openssl 3 on both sides, with the secrets inside (crates/handshake/recordings/make.sh).
const TLS13: &[u8] = include_bytes!("../../handshake/recordings/openssl-tls13.pcapng");
/// The same over TLS 1.2.
const TLS12: &[u8] = include_bytes!("../../handshake/recordings/openssl-tls12.pcapng");

/// The names of the fields at this depth.
fn at_depth(raw: &Raw, depth: usize) -> Vec<&str> {
    raw.tree.iter().filter(|node| node.depth == depth).map(|node| node.name.as_str()).collect()
}

#[test]
fn every_message_stands_beside_the_records_that_carried_it() {
    let mut desk = desk();
    tell(&mut desk, handshake::Msg::Versions(Versions::Both));
    for lang in [Lang::Ko, Lang::En] {
        desk.tell(page::Msg::Language(lang));
        let play = play(&desk);
        for sent in play.connections.iter().flatten() {
            let raw = &play.raws[sent.raw];
            assert_eq!(raw.tree.len(), raw.reasons.len());
            for octet in 0..raw.octets.len() {
                assert!(tree::at(&raw.tree, octet).is_some(), "{}: octet {octet}", sent.name);
            }
            let header = raw.tree.iter().zip(&raw.reasons).filter(|(node, _)| node.depth == 1).take(3);
            let header: Vec<_> = header.map(|(node, why)| (node.name.as_str(), node.offset, why)).collect();
            for ((name, offset, why), expected) in
                header.into_iter().zip([("type", 0), ("version", 1), ("length", 3)])
            {
                let name = name.strip_prefix("legacy_record_").unwrap_or(name);
                assert_eq!((name, offset), expected, "{}", sent.name);
                assert!(why.as_ref().is_some_and(|why| why.contains(" (RFC ")), "{why:?}");
            }
            // what was encrypted is not what the message says; what was not, is
            let node = raw.tree.iter().find(|node| node.name == sent.name).expect("below the contents");
            let carried = &raw.octets[node.content()];
            assert_eq!(carried == sent.octets, !sent.encrypted, "{}", sent.name);
            assert!(sent.encrypted || raw.note.is_empty() || raw.note.contains(&sent.name), "{}", raw.note);
        }
    }
}

#[test]
fn nonce_ciphertext_tag_and_what_was_inside_are_told_apart() {
    let mut desk = desk();
    let find = |play: &Play, name: &str| -> (Sent, Raw) {
        let sent = play.connections[0].iter().find(|sent| sent.encrypted && sent.name == name).expect(name);
        (sent.clone(), play.raws[sent.raw].clone())
    };
    tell(&mut desk, given("13.pcapng", TLS13));
    let (sent, raw) = find(&play(&desk), "Finished");
    assert_eq!(at_depth(&raw, 0), ["TLSCiphertext"]);
    assert_eq!(at_depth(&raw, 1), ["type", "legacy_record_version", "length", "encrypted_record"]);
    // the tag is part of it (RFC 8446 section 5.2)
    assert_eq!(at_depth(&raw, 2), ["ciphertext", "authentication_tag"]);
    assert_eq!(at_depth(&raw, 3), ["content", "type"]);
    assert_eq!(at_depth(&raw, 4), ["Finished"]);
    let types: Vec<&str> =
        raw.tree.iter().filter(|node| node.name == "type").map(|node| node.value.as_str()).collect();
    assert_eq!(types, ["application_data (23)", "handshake (22)"], "without and within");
    // header, message, inner type and tag (RFC 8446 section 5.2)
    assert_eq!(raw.octets.len(), 5 + sent.octets.len() + 1 + 16);

    tell(&mut desk, given("12.pcapng", TLS12));
    let (sent, raw) = find(&play(&desk), "Finished");
    assert_eq!(at_depth(&raw, 1)[3..], ["nonce_explicit", "aead-ciphered"]);
    assert_eq!(at_depth(&raw, 2), ["ciphertext", "authentication_tag"]);
    assert_eq!(at_depth(&raw, 3), ["content"], "no type of its own");
    // header, explicit nonce (RFC 5288 section 3), message and tag
    assert_eq!(raw.octets.len(), 5 + 8 + sent.octets.len() + 16);
}

#[test]
fn a_record_that_several_messages_share_is_there_once_and_says_so() {
    let desk = desk();
    let play = play(&desk);
    let of = |place: usize| -> Vec<&str> {
        let messages = play.connections[0].iter();
        messages.filter(|sent| sent.raw == place).map(|sent| sent.name.as_str()).collect()
    };
    let mut shared = 0;
    for (place, raw) in play.raws.iter().enumerate() {
        let names = of(place);
        assert!(!names.is_empty());
        assert_eq!(raw.note.contains("for several messages"), names.len() > 1, "{names:?}: {}", raw.note);
        assert!(names.len() < 2 || raw.note.contains(&names.join(", ")), "{names:?}: {}", raw.note);
        shared += usize::from(names.len() > 1);
    }
    assert!(shared > 0, "rustls writes a flight into one record");
}

#[test]
fn a_message_over_two_records_stands_beside_both() {
    let mut recorded = capture::read(TLS13).expect("it is read");
    // the same ClientHello in two records, as RFC 8446 section 5.1 lets anybody send it
    let whole = recorded.connections[0].flights[0].octets.clone();
    let record = |octets: &[u8]| {
        let length = u16::try_from(octets.len()).expect("short").to_be_bytes();
        [&whole[..3], &length, octets].concat()
    };
    recorded.connections[0].flights[0].octets = [record(&whole[5..105]), record(&whole[105..])].concat();
    let at = |port| SocketAddr::from(([192, 0, 2, 1], port));
    let (flights, keys) = (&recorded.connections[0].flights, &recorded.keys);
    let sent = capture::Sent { client: at(50_000), server: at(443), flights, keys };
    let mut desk = desk();
    tell(&mut desk, given("two.pcapng", capture::write_sent(&[sent], NOW).expose()));
    let play = play(&desk);
    let (hello, raw) = (&play.connections[0][0], &play.raws[play.connections[0][0].raw]);
    assert_eq!(hello.octets, whole[5..], "put together");
    assert_eq!(raw.octets.len(), whole.len() + 5, "as they were sent");
    assert!(raw.note.contains("spread over 2 records"), "{}", raw.note);
    let parts = raw.tree.iter().filter(|node| node.name == "ClientHello");
    let parts: Vec<(&str, usize)> = parts.map(|node| (node.value.as_str(), node.offset)).collect();
    let count = hello.octets.len();
    let rest = format!("octets 101 to {count} of {count}");
    assert_eq!(parts, [(&*format!("octets 1 to 100 of {count}"), 5), (&*rest, 110)]);
}

#[test]
fn what_is_pointed_at_among_the_records_is_copied_as_it_was_sent() {
    let mut desk = desk();
    tell(&mut desk, handshake::Msg::Raw(tree::Msg::PointAt(4)));
    tell(&mut desk, handshake::Msg::CopyRaw);
    let length = format!("{:04x}", play(&desk).raws[0].octets.len() - 5);
    assert_eq!(desk.clipboard.last(), Some(&length), "the length of a ClientHello’s record");
    // the next message is pointed at nowhere
    tell(&mut desk, handshake::Msg::Step(true));
    assert_eq!(desk.lab.handshake.pointing_raw.pointed, None);
}

/// A page that is opened by this address.
fn by(rest: &str) -> Desk {
    let mut desk = Desk::new();
    follow(&mut desk, rest);
    desk
}

#[test]
fn an_address_leads_to_the_message_of_its_own_scenario() {
    let mut sender = desk();
    tell(&mut sender, handshake::Msg::Scenario("client-expired".to_owned()));
    assert_eq!(sender.address, "#/handshake/client-expired");
    tell(&mut sender, handshake::Msg::Choose(0, 0));
    assert_eq!(sender.address, "#/handshake/1/1/client-expired");
    tell(&mut sender, handshake::Msg::Choose(0, 12));
    assert_eq!(sender.address, "#/handshake/1/13/client-expired");
    let good = "Everything right, TLS 1.3";
    for (rest, title, name, told) in [
        ("client-expired", "Expired", "ClientHello", ""),
        ("1/13/client-expired", "Expired", "Alert", ""),
        ("1/1/client-expired", "Expired", "ClientHello", ""),
        ("1/13/no-such-scenario", good, "NewSessionTicket", "names a scenario that is not here"),
        ("1/13/a%20b<i>", good, "NewSessionTicket", "names a scenario that is not here"),
        ("1/999/good", good, "ClientHello", "names a message that is not here"),
        ("9/1/good", good, "ClientHello", "names a message that is not here"),
        ("0/0/good", good, "ClientHello", "names a message that is not here"),
        ("1/0/good", good, "ClientHello", "names a message that is not here"),
        ("no-such-scenario", good, "ClientHello", "names a scenario that is not here"),
        ("x/y/client-expired", good, "ClientHello", "names a scenario that is not here"),
        ("1/x/client-expired", "Expired", "ClientHello", "names a message that is not here"),
        ("1/13", good, "ClientHello", "leads to a recording"),
        ("recording", good, "ClientHello", "leads to a recording"),
        ("0/0", good, "ClientHello", "leads to a recording"),
    ] {
        let desk = by(rest);
        let play = play(&desk);
        assert_eq!(play.title, title, "{rest}");
        let room = &desk.lab.handshake;
        assert_eq!(room.sent().map(|sent| sent.name.as_str()), Some(name), "{rest}");
        let missed = room.missed.as_ref().map(ToString::to_string);
        assert_eq!(missed.is_some(), !told.is_empty(), "{rest}: {missed:?}");
        assert!(missed.iter().all(|missed| missed.contains(told) && missed.contains(title)), "{missed:?}");
        // the focus goes where the link leads, or to the title below which it is said what is missing; the address says what is on show
        let (connection, message) = room.chosen;
        let leads = rest.starts_with("1/1") && told != "leads to a recording";
        let named = leads.then(|| handshake::element(room.chosen));
        let focused = if missed.is_some() { Some("play-title".to_owned()) } else { named };
        assert_eq!(desk.focused, focused.into_iter().collect::<Vec<_>>(), "{rest}");
        let scenario = if title == good { "good" } else { "client-expired" };
        let place = if leads { format!("{}/{}/", connection + 1, message + 1) } else { String::new() };
        assert_eq!(desk.address, format!("#/handshake/{place}{scenario}"), "{rest}");
    }
}

#[test]
fn what_a_link_could_not_lead_to_is_told_until_something_else_is_chosen() {
    for goes_on in [
        handshake::Msg::Choose(0, 1),
        handshake::Msg::Step(true),
        handshake::Msg::Again,
        handshake::Msg::Scenario("good".to_owned()),
    ] {
        let mut desk = by("1/13/no-such-scenario");
        tell(&mut desk, handshake::Msg::Open(handshake::Open::All));
        assert!(desk.lab.handshake.missed.is_some(), "it is on show");
        tell(&mut desk, goes_on.clone());
        assert_eq!(desk.lab.handshake.missed, None, "{goes_on:?}");
    }
}

#[test]
fn the_address_of_a_recording_shows_it_again_as_long_as_it_is_here() {
    let mut desk = desk();
    tell(&mut desk, given("mine.pcapng", TLS13));
    tell(&mut desk, handshake::Msg::Scenario("client-expired".to_owned()));
    follow(&mut desk, "1/5");
    assert_eq!((play(&desk).title.as_str(), desk.lab.handshake.chosen), ("mine.pcapng", (0, 4)));
    assert_eq!((desk.lab.handshake.missed.as_ref(), desk.address.as_str()), (None, "#/handshake/1/5"));
    follow(&mut desk, "1/1/client-expired");
    assert_eq!(play(&desk).title, "Expired");
    // a key log that came meanwhile is none
    tell(&mut desk, given("keys.log", b"CLIENT_RANDOM 00 00"));
    tell(&mut desk, handshake::Msg::Scenario("good".to_owned()));
    follow(&mut desk, "recording");
    assert_eq!((play(&desk).title.as_str(), desk.lab.handshake.chosen), ("mine.pcapng", (0, 0)));
    assert_eq!((desk.lab.handshake.missed.as_ref(), desk.address.as_str()), (None, "#/handshake/recording"));
    tell(&mut desk, handshake::Msg::Scenario("good".to_owned()));
    follow(&mut desk, "1/500");
    assert_eq!((play(&desk).title.as_str(), desk.lab.handshake.chosen), ("mine.pcapng", (0, 0)));
    assert!(desk.lab.handshake.missed.is_some());
}

#[test]
fn an_address_of_the_second_version_opens_both() {
    let mut sender = desk();
    tell(&mut sender, handshake::Msg::Versions(Versions::Both));
    assert_eq!(sender.address, "#/handshake/good/both");
    let whole = by("good/both");
    assert_eq!((play(&whole).versions, whole.lab.handshake.chosen), (Versions::Both, (0, 0)));
    assert_eq!((whole.focused.as_slice(), whole.address.as_str()), (&[][..], "#/handshake/good/both"));
    tell(&mut sender, handshake::Msg::Choose(1, 3));
    assert_eq!(sender.address, "#/handshake/2/4/good/both");
    let expected = play(&sender).connections[1][3].name.clone();
    // links of before did not say that there are two
    for rest in ["2/4/good/both", "2/4/good"] {
        let desk = by(rest);
        let room = &desk.lab.handshake;
        assert_eq!((play(&desk).versions, room.versions), (Versions::Both, Versions::Both), "{rest}");
        assert_eq!(room.sent().map(|sent| sent.name.clone()), Some(expected.clone()), "{rest}");
        assert_eq!(room.missed, None, "{rest}");
        assert_eq!(desk.focused, ["message-1-3"], "{rest}");
        assert_eq!(desk.address, "#/handshake/2/4/good/both", "{rest}");
    }
    // of a session that is taken up the second connection is meant
    let resumed = by("2/4/resumed");
    assert_eq!((play(&resumed).versions, resumed.lab.handshake.chosen), (Versions::Agreed, (1, 3)));
}

#[test]
fn a_link_within_the_page_moves_and_what_only_repeats_the_address_does_not() {
    let mut desk = by("1/13/client-expired");
    let played = play(&desk);
    follow(&mut desk, "1/13/client-expired");
    assert_eq!((desk.focused.len(), Rc::ptr_eq(&played, &play(&desk))), (1, true), "nobody came");
    follow(&mut desk, "1/3/client-expired");
    assert_eq!(desk.focused.last().map(String::as_str), Some("message-0-2"));
    assert!(Rc::ptr_eq(&played, &play(&desk)), "the same play, another message");
    // to the first message, and to the whole: the same message is on show, and the focus goes to it or stays
    follow(&mut desk, "1/1/client-expired");
    assert_eq!(desk.focused.last().map(String::as_str), Some("message-0-0"));
    let count = desk.focused.len();
    follow(&mut desk, "client-expired");
    follow(&mut desk, "client-expired");
    assert_eq!((desk.lab.handshake.chosen, desk.focused.len()), ((0, 0), count));
    follow(&mut desk, "1/1/client-expired");
    assert_eq!(desk.focused.len(), count + 1);
    assert!(Rc::ptr_eq(&played, &play(&desk)), "the same play");
    follow(&mut desk, "1/3/good");
    assert_eq!(play(&desk).title, "Everything right, TLS 1.3");
    // whoever comes from another room by the link to what is on show is led to it too, and what it once could not lead to is forgotten
    follow(&mut desk, "1/3/");
    assert!(desk.lab.handshake.missed.is_some());
    let count = desk.focused.len();
    come(&mut desk, "1/3/good", Coming::Within);
    assert_eq!(desk.focused.len(), count, "nobody came");
    come(&mut desk, "1/3/good", Coming::FromElsewhere);
    assert_eq!(desk.focused[count..], ["message-0-2"]);
    assert_eq!(desk.lab.handshake.missed, None);
    // by the room’s button one comes to what is on show, and the address says so
    desk.address = String::new();
    come(&mut desk, "", Coming::FromElsewhere);
    assert_eq!((desk.focused.len(), desk.address.as_str()), (count + 1, "#/handshake/1/3/good"));
    // a recording that is open has its own addresses, and another language does not take it away
    tell(&mut desk, given("mine.pcapng", TLS13));
    assert_eq!(desk.address, "#/handshake/recording");
    // an address of before, which comes late beside what else is told, takes it away no more than that
    come(&mut desk, "good", Coming::Not);
    assert_eq!((play(&desk).title.as_str(), desk.address.as_str()), ("mine.pcapng", "#/handshake/recording"));
    follow(&mut desk, "1/5");
    assert_eq!((play(&desk).title.as_str(), desk.lab.handshake.chosen), ("mine.pcapng", (0, 4)));
    follow(&mut desk, "1/500");
    assert_eq!((play(&desk).title.as_str(), desk.lab.handshake.chosen), ("mine.pcapng", (0, 0)));
    let missed = desk.lab.handshake.missed.as_ref().expect("it says so");
    assert!(missed.problem.contains("names a message that is not here"));
}

#[test]
fn recordings_are_saved_as_json_and_those_of_the_catalogue_as_pcapng() {
    let mut desk = desk();
    let names =
        |desk: &Desk| -> Vec<String> { play(desk).files.iter().map(|file| file.name.clone()).collect() };
    let saved = |desk: &mut Desk, name: &str| {
        let place = play(desk).files.iter().position(|file| file.name == name).expect("on offer");
        tell(desk, handshake::Msg::Save(place));
        desk.downloads.last().expect("saved").contents.clone()
    };
    for scenario in ["tls11", "weak-rsa", "version-1", "good"] {
        tell(&mut desk, handshake::Msg::Scenario(scenario.to_owned()));
        assert_eq!(names(&desk), ["handshake.pcapng", "handshake.json", "handshake.svg"], "{scenario}");
        let messages = play(&desk).connections[0].len();
        let json: serde_json::Value =
            serde_json::from_slice(&saved(&mut desk, "handshake.json")).expect("JSON");
        assert_eq!(json["connections"][0]["messages"].as_array().map(Vec::len), Some(messages), "{scenario}");
        let file = saved(&mut desk, "handshake.pcapng");
        tell(&mut desk, given("again.pcapng", &file));
        assert_eq!(play(&desk).connections[0].len(), messages, "{scenario}");
        assert_eq!(names(&desk), ["handshake.json", "handshake.svg"], "whoever opened it has the file");
    }
}

#[test]
fn a_key_schedule_that_begins_later_says_why() {
    let mut desk = desk();
    let says = |play: &Play, connection: usize| {
        format!("{:?}", play.connections[connection]).contains("The key schedule begins with early_secret")
    };
    tell(&mut desk, handshake::Msg::Scenario("resumed".to_owned()));
    let resumed = play(&desk);
    assert_eq!([says(&resumed, 0), says(&resumed, 1)], [false, false], "the lab knows the ticket’s secret");
    assert!(format!("{:?}", resumed.connections[1]).contains("(\"PSK\", "));
    tell(&mut desk, given("13.pcapng", TLS13));
    assert!(says(&play(&desk), 0), "a recording has no more than its key log");
    tell(&mut desk, given("12.pcapng", TLS12));
    assert!(!says(&play(&desk), 0), "TLS 1.2 has no such secrets");
}

#[test]
fn a_ticket_is_taken_by_a_binder_that_is_computed_where_its_secret_is_known() {
    let mut desk = desk();
    tell(&mut desk, handshake::Msg::Scenario("resumed".to_owned()));
    let play = play(&desk);
    let told = |connection: usize| format!("{:?}", play.connections[connection][0].after);
    assert!(!told(0).contains("binder") && told(1).contains("The binder is right"), "{}", told(1));
    assert!(told(1).contains("binder-0") && told(1).contains("openssl mac"), "{}", told(1));
}

/// What is said of a scenario is of a set that is in order: at another time it may end otherwise, and then that is said.
#[test]
fn at_another_time_a_scenario_may_end_otherwise() {
    let otherwise = |play: &Play| {
        play.about.iter().any(|block| matches!(block, Block::Finding(Verdict::Caution, message) if message.to_string().contains("otherwise")))
    };
    let mut desk = desk();
    tell(&mut desk, handshake::Msg::Scenario("good".to_owned()));
    assert!(!otherwise(&play(&desk)));
    desk.tell_lab(Msg::Chain(chain::Msg::At(NOW.plus_days(4000))));
    desk.tell(page::Msg::Entered(Room::Handshake));
    for (scenario, expected) in [("good", true), ("client-expired", true), ("server-expired", false)] {
        tell(&mut desk, handshake::Msg::Scenario(scenario.to_owned()));
        assert_eq!(otherwise(&play(&desk)), expected, "{scenario}: {:?}", play(&desk).about);
    }
}
