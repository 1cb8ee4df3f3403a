//! The Handshake room: the set that was made shakes hands with itself, every octet is told, failures stand at the message where they
//! happen, and what is saved opens again.

mod desk;

use std::net::SocketAddr;
use std::rc::Rc;

use desk::Desk;
use desk::shaking::{desk, play, tell};
use testkit::NOW;
use text::Lang;
use workbench::document::{Block, Verdict};
use workbench::lab::{self, Effect, Msg};
use workbench::msg as page;
use workbench::opened::Given;
use workbench::role::Role;
use workbench::room::Room;
use workbench::rooms::handshake::Files;
use workbench::rooms::{handshake, tree};
use workbench::sight::Seen;
use workbench::sight::handshake::{Contents, Play, Sent, Versions};

fn names(messages: &[Sent]) -> Vec<(Role, &str)> {
    messages.iter().map(|sent| (sent.side, sent.name.as_str())).collect()
}

fn refusals(blocks: &[Block]) -> usize {
    blocks.iter().filter(|block| matches!(block, Block::Finding(Verdict::Refused, _))).count()
}

#[test]
fn the_set_that_was_made_shakes_hands() {
    let desk = desk();
    let play = play(&desk);
    let names = names(&play.connections[0]);
    let hello = [(Role::Client, "ClientHello"), (Role::Server, "ServerHello")];
    assert_eq!(names[..2], hello);
    for expected in [
        (Role::Server, "CertificateRequest"),
        (Role::Server, "Certificate"),
        (Role::Client, "Certificate"),
        (Role::Client, "CertificateVerify"),
    ] {
        assert!(names.contains(&expected), "{expected:?} in {names:?}");
    }
    assert_eq!(refusals(&play.outcome), 0);
    let text = format!("{:?}", play.connections[0]);
    assert!(text.contains("api.example.com"), "the user's own names");
    let hidden = |sent: &&Sent| sent.name == "Certificate";
    assert!(play.connections[0].iter().filter(hidden).all(|sent| sent.encrypted));
}

#[test]
fn behind_the_server_stands_the_backend_which_only_those_reach_who_are_let_in() {
    let mut desk = desk();
    let passed = |desk: &Desk| -> Vec<(String, bool, String)> {
        let play = play(desk);
        let sent = play.connections[0].iter().filter_map(|sent| Some((sent, sent.behind.as_ref()?)));
        sent.map(|(sent, passed)| (sent.name.clone(), passed.asks, passed.line.clone())).collect()
    };
    let row = |asks, line: &str| ("ApplicationData".to_owned(), asks, line.to_owned());
    assert_eq!(passed(&desk), [row(true, "GET / HTTP/1.1"), row(false, "HTTP/1.1 200 OK")]);
    let recording = Rc::new(file(&play(&desk), "handshake.pcapng").expect("written").to_vec());
    tell(&mut desk, handshake::Msg::Scenario("backend-down".to_owned()));
    assert_eq!(passed(&desk), [row(true, "GET / HTTP/1.1"), row(false, "no answer")]);
    tell(&mut desk, handshake::Msg::Scenario("client-expired".to_owned()));
    assert_eq!(passed(&desk)[..], []);
    // a recording of the line before the server does not show what was behind it
    let given = Given { name: "mine.pcapng".into(), bytes: recording };
    tell(&mut desk, handshake::Msg::Files(Files { read: vec![given], ..Files::default() }));
    assert_eq!(passed(&desk)[..], []);
}

#[test]
fn no_octet_of_a_message_is_unexplained() {
    let desk = desk();
    for sent in play(&desk).connections.iter().flatten() {
        for octet in 0..sent.octets.len() {
            assert!(tree::at(&sent.tree, octet).is_some(), "{}: octet {octet}", sent.name);
        }
        assert_eq!(sent.tree.len(), sent.reasons.len());
    }
}

#[test]
fn without_a_set_an_example_is_played() {
    let mut desk = Desk::new();
    desk.tell(page::Msg::Entered(Room::Handshake));
    let before = play(&desk);
    assert_eq!(refusals(&before.outcome), 0);
    tell(&mut desk, handshake::Msg::Again);
    assert_ne!(before, play(&desk), "other keys, other octets");
}

#[test]
fn a_refusal_stands_at_the_alert_that_tells_it() {
    let mut desk = desk();
    for (name, by, said) in [
        ("no-client-certificate", Role::Server, "certificate_required (116) · "),
        ("client-expired", Role::Server, "certificate_expired (45) · "),
        ("client-twin-authority", Role::Server, "decrypt_error (51) · "),
        ("server-wrong-name", Role::Client, "bad_certificate (42) · "),
    ] {
        tell(&mut desk, handshake::Msg::Scenario(name.to_owned()));
        let play = play(&desk);
        assert_eq!(refusals(&play.outcome), 1, "{name}: {:?}", play.outcome);
        let alert = play.connections[0].iter().find(|sent| refusals(&sent.why) > 0).expect(name);
        assert_eq!((alert.side, alert.name.as_str()), (by, "Alert"), "{name}");
        assert!(alert.note.starts_with(said), "{name}: {}", alert.note);
    }
    // what else can be said in a line is; of other messages the size comes first
    tell(&mut desk, handshake::Msg::Scenario("good".to_owned()));
    let notes: Vec<String> = play(&desk).connections[0].iter().map(|sent| sent.note.clone()).collect();
    for said in ["GET / HTTP/1.1 · ", "HTTP/1.1 200 OK · ", "close_notify (0) · "] {
        assert!(notes.iter().any(|note| note.starts_with(said)), "{said} in {notes:?}");
    }
    assert!(notes[0].starts_with(|letter: char| letter.is_ascii_digit()), "{}", notes[0]);
}

#[test]
fn every_scenario_of_the_catalogue_can_be_shown_in_both_languages() {
    let mut desk = desk();
    for lang in [Lang::Ko, Lang::En] {
        desk.tell(page::Msg::Language(lang));
        let offer = play(&desk).offer.clone();
        let all: Vec<String> = offer.into_iter().flat_map(|(_, entries)| entries).map(|(id, _)| id).collect();
        assert!(all.len() >= 50, "{}", all.len());
        for id in all {
            tell(&mut desk, handshake::Msg::Scenario(id.clone()));
            let play = play(&desk);
            assert!(!play.title.is_empty() && !play.connections.is_empty(), "{id}");
            let played = !["tls11", "weak-rsa", "version-1"].contains(&id.as_str());
            assert!(!play.outcome.is_empty() || !played, "{id}: {:?}", play.outcome);
            assert!(!play.prediction.is_empty(), "{id}");
            assert!(
                !play.about.iter().any(|block| matches!(block, Block::Finding(..))),
                "{id} ends otherwise"
            );
        }
    }
}

/// What a prediction says of one program.
fn row<'a>(play: &'a Play, of: &str) -> Option<&'a str> {
    let rows = play.prediction.iter().find_map(|block| match block {
        Block::Table(table) => Some(&table.rows),
        _ => None,
    })?;
    rows.iter().find(|[title, _]| title == of).map(|[_, words]| words.as_str())
}

#[test]
fn beside_each_handshake_stands_what_nginx_and_curl_do() {
    let mut desk = desk();
    desk.tell(page::Msg::Language(Lang::En));
    let good = play(&desk);
    assert_eq!((row(&good, "HTTP"), row(&good, "curl")), (Some("200"), Some("exit code 0")));
    for (name, of, words) in [
        ("no-client-certificate", "HTTP", "400, and the page: 400 No required SSL certificate was sent"),
        ("client-expired", "$ssl_client_verify", "FAILED:certificate has expired"),
        (
            "client-expired",
            "error.log",
            "[info] client SSL certificate verify error: (10:certificate has expired)",
        ),
        ("server-other-authority", "TLS alert", "unknown_ca (48), sent by curl"),
        ("server-expired", "curl", "curl: (60) SSL certificate problem: certificate has expired"),
        ("server-not-checked", "HTTP", "200"),
        ("backend-down", "HTTP", "502, and the page: 502 Bad Gateway"),
        ("plain-http", "HTTP", "400, and the page: 400 The plain HTTP request was sent to HTTPS port"),
    ] {
        tell(&mut desk, handshake::Msg::Scenario(name.to_owned()));
        let play = play(&desk);
        assert!(row(&play, of).is_some_and(|found| found.starts_with(words)), "{name}: {:?}", row(&play, of));
    }
    tell(&mut desk, handshake::Msg::Scenario("server-wrong-key".to_owned()));
    let refused = play(&desk);
    assert!(row(&refused, "nginx -t").is_some_and(|words| words.contains("key values mismatch")));
    assert_eq!(row(&refused, "HTTP"), Some("no answer"));
}

#[test]
fn beside_nginx_stands_what_the_gateway_does() {
    fn of_the_gateway<'a>(play: &'a Play, of: &str) -> Option<&'a str> {
        let mut tables = play.prediction.iter().filter_map(|block| match block {
            Block::Table(table) => Some(&table.rows),
            _ => None,
        });
        let rows = tables.nth(1)?;
        rows.iter().find(|[title, _]| title == of).map(|[_, words]| words.as_str())
    }
    let mut desk = desk();
    desk.tell(page::Msg::Language(Lang::En));
    let good = play(&desk);
    assert_eq!(of_the_gateway(&good, "HTTP"), Some("200"));
    for (name, of, words) in [
        ("no-client-certificate", "The caller reads", "A client certificate is needed here"),
        ("client-expired", "Reason in the log", "client_certificate_expired"),
        ("server-other-authority", "TLS alert", "unknown_ca (48), sent by curl"),
        ("server-wrong-key", "HTTP", "no answer"),
        ("backend-down", "HTTP", "502"),
    ] {
        tell(&mut desk, handshake::Msg::Scenario(name.to_owned()));
        let play = play(&desk);
        let found = of_the_gateway(&play, of);
        assert!(found.is_some_and(|found| found.starts_with(words)), "{name}: {found:?}");
    }
}

#[test]
fn beside_what_was_recorded_stands_what_nginx_and_curl_do_as_well() {
    let mut desk = desk();
    desk.tell(page::Msg::Language(Lang::En));
    for (name, of, words) in [
        ("tls11", "curl", "curl: (35) error:0A00042E:SSL routines::tlsv1 alert protocol version"),
        ("tls11", "TLS alert", "protocol_version (70), sent by nginx"),
        ("weak-rsa", "curl", "curl: (58) could not load PEM client certificate from client.crt"),
        ("version-1", "HTTP", "200"),
        ("version-1", "$ssl_client_verify", "SUCCESS"),
    ] {
        tell(&mut desk, handshake::Msg::Scenario(name.to_owned()));
        let play = play(&desk);
        assert!(row(&play, of).is_some_and(|found| found.starts_with(words)), "{name}: {:?}", row(&play, of));
        // it says whose recording it is, and not that it was played with the reader's own
        let about = format!("{:?}", play.about);
        assert!(about.contains("real openssl programs") && !about.contains("made on this page"), "{about}");
        // and who ended it, where somebody did
        let ended = format!("{:?}", play.outcome).contains("The server ended it with the alert ");
        assert_eq!(ended, name != "version-1", "{name}: {:?}", play.outcome);
    }
}

/// The lines of the table of the whole catalogue.
#[test]
fn where_the_lab_and_nginx_differ_is_said() {
    let mut desk = desk();
    desk.tell(page::Msg::Language(Lang::En));
    let said = |play: &Play, words: &str| format!("{:?}", play.prediction).contains(words);
    for (name, stricter, laxer) in [
        ("good", false, false),
        ("client-expired", false, false),
        ("backend-down", false, false),
        ("too-deep", true, false),
        ("server-common-name-only", false, true),
        ("no-shared-protocol", false, false),
    ] {
        tell(&mut desk, handshake::Msg::Scenario(name.to_owned()));
        let play = play(&desk);
        let found = (said(&play, "they do not"), said(&play, "they let it through"));
        assert_eq!(found, (stricter, laxer), "{name}");
    }
    // what is let in is not all right for that
    for (name, words) in [
        ("server-not-checked", "curl does not look at the server’s certificate (--insecure)"),
        ("server-common-name-only", "in the common name of the server’s certificate"),
        ("path-length", "ssl_verify_depth does not help"),
        ("issued-by-leaf", "stands a certificate that is no authority’s"),
    ] {
        for scenario in [name, "good"] {
            tell(&mut desk, handshake::Msg::Scenario(scenario.to_owned()));
            assert_eq!(said(&play(&desk), words), scenario == name, "{scenario}: {words}");
        }
    }
}

#[test]
fn what_is_saved_opens_again_with_the_same_messages() {
    let mut desk = desk();
    tell(&mut desk, handshake::Msg::Save(0));
    let file = desk.downloads.last().expect("saved").clone();
    assert_eq!(file.name, "handshake.pcapng");
    let played = play(&desk);
    tell(
        &mut desk,
        handshake::Msg::Files(Files {
            read: vec![Given { name: "mine.pcapng".into(), bytes: file.contents }],
            ..Files::default()
        }),
    );
    let opened = play(&desk);
    assert_eq!(opened.title, "mine.pcapng");
    assert_eq!(names(&opened.connections[0]), names(&played.connections[0]));
    let octets = |play: &Play| -> Vec<Vec<u8>> {
        play.connections[0].iter().map(|sent| sent.octets.clone()).collect()
    };
    assert_eq!(octets(&opened), octets(&played));
}

#[test]
fn of_a_long_recording_the_first_connections_are_shown_and_the_others_counted() {
    use ::handshake::capture;
    let mut desk = desk();
    let one = capture::read(file(&play(&desk), "handshake.pcapng").expect("written")).expect("it is read");
    let server = SocketAddr::from(([192, 0, 2, 2], 443));
    for (count, shown, further) in
        [(2, 2, None), (24, 24, None), (25, 24, Some("One more")), (40, 24, Some("16 more"))]
    {
        let of = |port| capture::Sent {
            client: SocketAddr::from(([192, 0, 2, 1], port)),
            server,
            flights: &one.connections[0].flights,
            keys: &one.keys,
        };
        let connections: Vec<capture::Sent<'_>> = (0..count).map(|place| of(50_000 + place)).collect();
        let bytes = Rc::new(capture::write_sent(&connections, NOW).expose().to_vec());
        tell(
            &mut desk,
            handshake::Msg::Files(Files {
                read: vec![Given { name: "long.pcapng".into(), bytes }],
                ..Files::default()
            }),
        );
        let play = play(&desk);
        assert_eq!((play.connections.len(), play.titles.len()), (shown, shown));
        assert!(play.titles[1].contains("192.0.2.1:50001"), "{:?}", play.titles);
        let told = play.outcome.iter().find_map(|block| match block {
            Block::Finding(Verdict::Caution, message) => Some(message.problem.clone()),
            _ => None,
        });
        assert_eq!(told.is_some(), further.is_some(), "{told:?}");
        assert!(told.unwrap_or_default().starts_with(further.unwrap_or_default()));
    }
}

#[test]
fn the_json_is_written_when_it_is_wanted() {
    let mut desk = desk();
    let before = desk.downloads.len();
    let place = play(&desk).files.iter().position(|file| file.name == "handshake.json").expect("on offer");
    tell(&mut desk, handshake::Msg::Save(place));
    let [file] = &desk.downloads[before..] else { panic!("{} files", desk.downloads.len() - before) };
    assert_eq!((file.name.as_str(), file.media), ("handshake.json", "application/json"));
    let text = String::from_utf8_lossy(&file.contents);
    assert!(text.contains("\"handfast-transcript\": 1") && text.contains("CertificateVerify"), "{text}");
    // of one that was cancelled nothing is saved, whatever comes late
    let unwritten = lab::update::update(&mut desk.lab, Msg::Handshake(handshake::Msg::Save(place)));
    let [Effect::Look(id, _)] = unwritten.as_slice() else { panic!("{unwritten:?}") };
    lab::update::update(&mut desk.lab, Msg::Handshake(handshake::Msg::Again));
    lab::update::update(&mut desk.lab, Msg::Cancel);
    let late = lab::update::update(&mut desk.lab, Msg::Seen(*id, Box::new(Seen::Transcript(Rc::default()))));
    assert_eq!(late, []);
}

#[test]
fn a_file_that_is_no_recording_is_refused_with_everything_kept() {
    let mut desk = desk();
    let before = play(&desk);
    tell(
        &mut desk,
        handshake::Msg::Files(Files {
            read: vec![Given { name: "a.txt".into(), bytes: Rc::new(b"hello".to_vec()) }],
            ..Files::default()
        }),
    );
    let room = &desk.lab.handshake;
    let refused = &room.refused;
    assert!(refused[0].problem.contains("a.txt") && !refused[0].remedy.is_empty(), "{refused:?}");
    assert_eq!(room.play.as_ref(), Some(&before));
}

#[test]
fn messages_are_walked_through_and_the_address_follows() {
    let mut desk = desk();
    let last = play(&desk).connections[0].len() - 1;
    tell(&mut desk, handshake::Msg::Step(false));
    assert_eq!(desk.lab.handshake.chosen, (0, 0));
    tell(&mut desk, handshake::Msg::Step(true));
    assert_eq!((desk.lab.handshake.chosen, desk.address.as_str()), ((0, 1), "#/handshake/1/2/good"));
    for _ in 0..100 {
        tell(&mut desk, handshake::Msg::Step(true));
    }
    assert_eq!(desk.lab.handshake.chosen, (0, last));
    // behind the last of one connection comes the first of the next, and back
    tell(&mut desk, handshake::Msg::Scenario("resumed".into()));
    let [first, second] = [0, 1].map(|place| play(&desk).connections[place].len() - 1);
    tell(&mut desk, handshake::Msg::Choose(0, first));
    for (forward, chosen) in [(true, (1, 0)), (false, (0, first))] {
        tell(&mut desk, handshake::Msg::Step(forward));
        assert_eq!(desk.lab.handshake.chosen, chosen);
    }
    tell(&mut desk, handshake::Msg::Choose(1, second));
    tell(&mut desk, handshake::Msg::Step(true));
    assert_eq!(desk.lab.handshake.chosen, (1, second));
    tell(&mut desk, handshake::Msg::Scenario("good".into()));
    tell(&mut desk, handshake::Msg::Choose(0, 0));
    tell(&mut desk, handshake::Msg::Tree(tree::Msg::PointAt(0)));
    tell(&mut desk, handshake::Msg::CopyHex);
    assert_eq!(desk.clipboard.last().map(String::as_str), Some("01"), "msg_type of a ClientHello");
}

/// The file of this name that can be saved.
fn file<'a>(play: &'a Play, name: &str) -> Option<&'a [u8]> {
    play.files.iter().find(|file| file.name == name).and_then(|file| match &file.contents {
        Contents::Written(octets) => Some(octets.as_slice()),
        Contents::Json(_) => None,
    })
}

#[test]
fn tls_1_2_stands_beside_1_3_when_it_is_wanted() {
    let mut desk = desk();
    desk.tell(page::Msg::Language(Lang::En));
    tell(&mut desk, handshake::Msg::Choose(0, 3));
    tell(&mut desk, handshake::Msg::Versions(Versions::Both));
    let both = play(&desk);
    assert_eq!(both.titles, ["TLS 1.3", "TLS 1.2"]);
    assert_eq!(both.versions, Versions::Both);
    // the client's certificate is in clear in the older one alone
    let certificate = |messages: &[Sent]| {
        let client = |sent: &&Sent| sent.name == "Certificate" && sent.side == Role::Client;
        messages.iter().find(client).map(|sent| sent.encrypted)
    };
    assert_eq!(certificate(&both.connections[0]), Some(true));
    assert_eq!(certificate(&both.connections[1]), Some(false));
    let told: Vec<_> = both.outcome.iter().filter(|block| matches!(block, Block::Paragraph(_))).collect();
    assert_eq!(told.len(), 2, "each version has its own ending");
    // where the versions themselves are the lesson, or a second connection is, each is played once; and so is what was recorded
    for name in [
        "resumed",
        "resumed-tls12",
        "client-too-old",
        "server-too-old",
        "plain-http",
        "tls11",
        "weak-rsa",
        "version-1",
    ] {
        tell(&mut desk, handshake::Msg::Scenario(name.to_owned()));
        let alone = play(&desk);
        assert_eq!((alone.versions, alone.has_versions), (Versions::Agreed, false), "{name}");
    }
    assert_eq!(play(&desk).connections.len(), 1);
    // a refusal is one in both
    tell(&mut desk, handshake::Msg::Scenario("client-expired".to_owned()));
    assert_eq!(refusals(&play(&desk).outcome), 2);
    tell(&mut desk, handshake::Msg::Versions(Versions::Agreed));
    let one = play(&desk);
    assert!(one.has_versions);
    assert_eq!((one.connections.len(), one.versions), (1, Versions::Agreed));
}

#[test]
fn a_run_goes_from_message_to_message_and_ends_by_itself_or_by_hand() {
    let mut desk = desk();
    let last = play(&desk).connections[0].len() - 1;
    tell(&mut desk, handshake::Msg::Run);
    let run = desk.lab.handshake.running.expect("it goes on");
    tell(&mut desk, handshake::Msg::Advance(run));
    assert_eq!((desk.lab.handshake.chosen, desk.lab.handshake.running), ((0, 1), Some(run)));
    // who chooses by hand is not taken away again
    tell(&mut desk, handshake::Msg::Choose(0, 0));
    tell(&mut desk, handshake::Msg::Advance(run));
    assert_eq!((desk.lab.handshake.chosen, desk.lab.handshake.running), ((0, 0), None));
    // nor does an earlier run's time move a later one
    tell(&mut desk, handshake::Msg::Run);
    let later = desk.lab.handshake.running.expect("it goes on");
    tell(&mut desk, handshake::Msg::Advance(run));
    assert_eq!(desk.lab.handshake.chosen, (0, 0));
    for _ in 0..last {
        tell(&mut desk, handshake::Msg::Advance(later));
    }
    assert_eq!((desk.lab.handshake.chosen, desk.lab.handshake.running), ((0, last), None));
    // from the end it begins again, and the same button stops it
    tell(&mut desk, handshake::Msg::Run);
    assert_eq!(desk.lab.handshake.chosen, (0, 0));
    tell(&mut desk, handshake::Msg::Run);
    assert_eq!(desk.lab.handshake.running, None);
}

#[test]
fn the_sequence_is_saved_as_a_picture_in_which_nothing_is_markup() {
    let mut desk = desk();
    let good = play(&desk);
    let messages = good.connections[0].len();
    let svg = String::from_utf8_lossy(file(&good, "handshake.svg").expect("drawn")).into_owned();
    assert_eq!(svg.matches("<g>").count(), messages + 2, "and what the backend is asked and answers");
    assert!(!svg.contains("#b91c1c"), "nobody refuses");
    let folder = testkit::TempDir::new();
    let well_formed = |svg: &str| {
        folder.write("a.svg", svg);
        let script = "import sys, xml.dom.minidom as it; it.parse(sys.argv[1])";
        testkit::tool("python3").args(["-c", script, "a.svg"]).in_folder(folder.path()).succeeds();
    };
    well_formed(&svg);
    tell(&mut desk, handshake::Msg::Scenario("client-expired".to_owned()));
    let refused = String::from_utf8_lossy(file(&play(&desk), "handshake.svg").expect("drawn")).into_owned();
    assert!(refused.contains("#b91c1c"), "the alert is red");
    // what is called by a name that would be markup
    let mine = Rc::new(file(&good, "handshake.pcapng").expect("written").to_vec());
    let given = Given { name: "<script>&.pcapng".into(), bytes: mine };
    tell(&mut desk, handshake::Msg::Files(Files { read: vec![given], ..Files::default() }));
    let recorded = String::from_utf8_lossy(file(&play(&desk), "handshake.svg").expect("drawn")).into_owned();
    assert!(recorded.contains("&lt;script&gt;&amp;.pcapng") && !recorded.contains("<script"), "{recorded}");
    well_formed(&recorded);
    let place = play(&desk).files.iter().position(|file| file.name == "handshake.svg").expect("on offer");
    tell(&mut desk, handshake::Msg::Save(place));
    let saved = desk.downloads.last().expect("saved");
    assert_eq!((saved.name.as_str(), saved.media), ("handshake.svg", "image/svg+xml"));
}
