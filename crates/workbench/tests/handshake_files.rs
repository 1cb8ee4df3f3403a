//! Files that the Handshake room is given: recordings and key logs, alone and at once, and those that cannot be read.

mod desk;

use std::net::SocketAddr;
use std::rc::Rc;

use ::handshake::capture;
use ::handshake::key_log::KeyLog;
use desk::Desk;
use desk::shaking::{at_once, cautions, desk, follow, given, play, read, tell};
use testkit::NOW;
use text::{Lang, Message};
use workbench::document::{Block, Verdict};
use workbench::lab::{self, Effect, Msg};
use workbench::msg as page;
use workbench::problem::Problem;
use workbench::room::Room;
use workbench::rooms::handshake::{self, Files, Receipt};

/// openssl 3 on both sides, with the secrets inside (crates/handshake/recordings/make.sh).
const TLS13: &[u8] = include_bytes!("../../handshake/recordings/openssl-tls13.pcapng");
/// The same over TLS 1.2.
const TLS12: &[u8] = include_bytes!("../../handshake/recordings/openssl-tls12.pcapng");

/// What could not be done.
fn refused(block: &Block) -> Option<&Message> {
    match block {
        Block::Finding(Verdict::Refused, message) => Some(message),
        _ => None,
    }
}

#[test]
fn of_files_that_come_at_once_the_first_recording_that_can_be_read_is_shown_and_the_others_are_named() {
    let log = capture::read(TLS13).expect("it is read").keys.to_text().expose().to_vec();
    let photo = &[0x89, b'P', b'N', b'G'][..];
    // it begins as pcapng does and is none
    let damaged = &TLS13[..20];
    type Case<'a> = (&'a [(&'a str, &'a [u8])], &'a str, &'a str, &'a [&'a str]);
    // what comes, what is shown, what nobody looked at, what could not be read
    let cases: [Case<'_>; 8] = [
        (&[("a.pcapng", TLS13)], "a.pcapng", "", &[]),
        (&[("a.pcapng", TLS13), ("k.log", &log)], "a.pcapng", "", &[]),
        (&[("a.pcapng", TLS13), ("b.pcapng", TLS12)], "a.pcapng", "b.pcapng", &[]),
        (&[("k.log", &log), ("b.pcapng", TLS12), ("a.pcapng", TLS13)], "b.pcapng", "a.pcapng", &[]),
        (&[("photo.png", photo), ("a.pcapng", TLS13)], "a.pcapng", "photo.png", &[]),
        (
            &[("a.pcapng", TLS13), ("photo.png", photo), ("c.pcapng", TLS12)],
            "a.pcapng",
            "c.pcapng, photo.png",
            &[],
        ),
        (&[("d.pcapng", damaged), ("a.pcapng", TLS13)], "a.pcapng", "", &["d.pcapng"]),
        (
            &[("d.pcapng", damaged), ("e.pcapng", damaged), ("a.pcapng", TLS13), ("b.pcapng", TLS12)],
            "a.pcapng",
            "b.pcapng",
            &["d.pcapng", "e.pcapng"],
        ),
    ];
    let mut desk = desk();
    for (files, title, left, unread) in cases {
        tell(&mut desk, at_once(files));
        let play = play(&desk);
        assert_eq!(play.title, title);
        let told = cautions(&play.about);
        assert_eq!(told.len(), usize::from(!left.is_empty()), "{told:?}");
        assert!(told.iter().all(|told| told.contains(&format!("not: {left}.")) && told.contains(title)));
        let refused: Vec<&Message> = play.about.iter().filter_map(refused).collect();
        assert_eq!(refused.len(), unread.len(), "{refused:?}");
        assert!(refused.iter().zip(unread).all(|(told, name)| told.problem.contains(name)), "{refused:?}");
        // coming back to its address shows the same
        tell(&mut desk, handshake::Msg::Scenario("good".to_owned()));
        follow(&mut desk, "1/1");
        assert_eq!(desk.lab.handshake.play.as_ref().expect("shown").about, play.about);
    }
    // where none can be read each has its reason, and what was on show stays
    let before = play(&desk);
    tell(&mut desk, at_once(&[("photo.png", photo), ("d.pcapng", damaged)]));
    let room = &desk.lab.handshake;
    let names = ["d.pcapng", "photo.png"];
    assert_eq!(room.refused.len(), names.len());
    assert!(room.refused.iter().zip(names).all(|(told, name)| told.problem.contains(name)));
    assert_eq!(room.play, Some(before));
    // one after the other is another thing
    tell(&mut desk, given("a.pcapng", TLS13));
    tell(&mut desk, given("b.pcapng", TLS12));
    assert_eq!((play(&desk).title.as_str(), cautions(&play(&desk).about).len()), ("b.pcapng", 0));
}

#[test]
fn what_was_not_read_of_the_files_that_came_last_is_told_until_something_else_is_wanted() {
    let too_large = |name: &str| Problem::FileTooLarge(name.to_owned(), 65, 64);
    let mut desk = desk();
    tell(&mut desk, given("a.pcapng", TLS13));
    // nothing of these was read: the recording of before stays, and nothing is said of it
    let unread = vec![too_large("l.pcapng"), Problem::FileUnreadable("m.pcapng".to_owned())];
    let left = vec!["ninth.log".to_owned()];
    let came = Files { unread: unread.clone(), left: left.clone(), ..Files::default() };
    let shown = play(&desk);
    tell(&mut desk, handshake::Msg::Files(came.clone()));
    assert!(Rc::ptr_eq(&shown, &play(&desk)));
    let receipt = &desk.lab.handshake.receipt;
    assert_eq!((&receipt.unread, &receipt.left), (&unread, &left));
    // beside those a good one is opened
    tell(&mut desk, handshake::Msg::Files(Files { read: read(&[("b.pcapng", TLS12)]), ..came }));
    assert_eq!((play(&desk).title.as_str(), cautions(&play(&desk).about).len()), ("b.pcapng", 0));
    assert_eq!(desk.lab.handshake.receipt.unread, unread);
    tell(&mut desk, handshake::Msg::Again);
    assert_eq!(desk.lab.handshake.receipt.left, left, "the same is still on show");
    let receipt = desk.lab.handshake.receipt.clone();
    for goes_on in [handshake::Msg::Scenario("good".to_owned()), given("a.pcapng", TLS13)] {
        desk.lab.handshake.receipt = receipt.clone();
        tell(&mut desk, goes_on);
        assert_eq!(desk.lab.handshake.receipt, Receipt::default());
    }
}

#[test]
fn a_recording_and_its_key_log_come_in_any_order() {
    let whole = capture::read(TLS13).expect("it is read");
    let at = |port| SocketAddr::from(([192, 0, 2, 1], port));
    let of = |keys: &KeyLog| {
        let sent = capture::Sent {
            client: at(50_000),
            server: at(443),
            flights: &whole.connections[0].flights,
            keys,
        };
        capture::write_sent(&[sent], NOW).expose().to_vec()
    };
    let (closed, log) = (of(&KeyLog::default()), whole.keys.to_text().expose().to_vec());
    let is_open = |desk: &Desk| play(desk).connections[0].iter().any(|sent| sent.name == "Finished");

    let mut alone = desk();
    tell(&mut alone, given("a.pcapng", &closed));
    assert!(!is_open(&alone) && !cautions(&play(&alone).outcome).is_empty());
    tell(&mut alone, given("keys.log", &log));
    assert!(is_open(&alone) && cautions(&play(&alone).outcome).is_empty(), "the key log came after it");
    assert_eq!(play(&alone).title, "a.pcapng");
    assert!(format!("{:?}", play(&alone).about).contains("keys.log"));
    // as Notepad and PowerShell write it
    let text = String::from_utf8(log.clone()).expect("ASCII");
    let wide = |mark: [u8; 2], octets: fn(u16) -> [u8; 2]| -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(octets)).collect()
    };
    let marked = [&[0xef, 0xbb, 0xbf], log.as_slice()].concat();
    for octets in [marked, wide([0xff, 0xfe], u16::to_le_bytes), wide([0xfe, 0xff], u16::to_be_bytes)] {
        let mut marked = desk();
        tell(&mut marked, at_once(&[("keys.log", &octets), ("a.pcapng", &closed)]));
        assert!(is_open(&marked), "{:02x?}", &octets[..4]);
    }
    let mut other = desk();
    tell(&mut other, given("photo.bin", &wide([0xff, 0xfe], u16::to_be_bytes)));
    assert_eq!(other.lab.handshake.keys.len(), 0, "in the wrong order it says nothing");

    let mut before = desk();
    let shown = play(&before);
    tell(&mut before, given("keys.log", &log));
    assert_eq!(before.lab.handshake.receipt.lone_keys, ["keys.log"], "nothing to open yet");
    assert_eq!(before.lab.handshake.play, Some(shown), "what was on show stays");
    tell(&mut before, given("a.pcapng", &closed));
    assert!(is_open(&before), "the key log came before it");
    // what is neither is no key log either
    tell(&mut before, given("a.txt", b"hello"));
    let refused = &before.lab.handshake.refused;
    assert!(refused[0].problem.contains("neither pcapng nor pcap"), "{refused:?}");
    // what is on show stays, and is what a key log is for then
    tell(&mut before, given("other.log", &log));
    assert_eq!(before.lab.handshake.receipt, Receipt::default());
    assert!(format!("{:?}", play(&before).about).contains("other.log") && is_open(&before));
    // and is played again, not what was refused
    tell(&mut before, given("a.txt", b"hello"));
    tell(&mut before, handshake::Msg::Again);
    assert_eq!(play(&before).title, "a.pcapng");

    // secrets in a pcapng of their own, as "editcap --inject-secrets" leaves them where no packet is kept
    let mut blocks = of(&whole.keys);
    let length = |octets: &[u8], at: usize| {
        let length = octets[at + 4..at + 8].try_into().expect("four octets");
        at + usize::try_from(u32::from_le_bytes(length)).expect("short")
    };
    // section, interface, secrets
    let end = (0..3).fold(0, |at, _| length(&blocks, at));
    blocks.truncate(end);
    for secrets_first in [true, false] {
        let mut desk = desk();
        let files = [given("secrets.pcapng", &blocks), given("a.pcapng", &closed)];
        let files = files.into_iter().cycle().skip(usize::from(!secrets_first)).take(2);
        files.for_each(|file| tell(&mut desk, file));
        assert!(is_open(&desk), "{secrets_first}");
        assert_eq!((play(&desk).title.as_str(), desk.lab.handshake.keys.len()), ("a.pcapng", 1));
    }
    // one that is damaged is no key log
    let mut damaged = blocks.clone();
    let interface = length(&damaged, 0);
    damaged[interface + 4] = 0;
    let mut alone = desk();
    tell(&mut alone, given("damaged.pcapng", &damaged));
    let refused = &alone.lab.handshake.refused;
    assert!(refused[0].problem.contains("is damaged"), "{refused:?}");
    assert_eq!(alone.lab.handshake.keys.len(), 0);
    tell(&mut alone, given("secrets.pcapng", &blocks));
    assert_eq!(alone.lab.handshake.receipt.lone_keys, ["secrets.pcapng"]);

    // both at once: nobody has looked at the recording yet when the key log comes
    let mut both = desk();
    for (name, octets) in [("a.pcapng", &closed), ("keys.log", &log)] {
        let effects = lab::update::update(&mut both.lab, Msg::Handshake(given(name, octets)));
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Look(..))), "{name}");
    }
    tell(&mut both, handshake::Msg::Again);
    assert!(is_open(&both));
}

#[test]
fn what_was_on_show_and_what_was_refused_are_both_told_in_another_language() {
    for file in [None, Some(TLS12)] {
        let mut desk = desk();
        if let Some(octets) = file {
            tell(&mut desk, given("a.pcapng", octets));
        }
        tell(&mut desk, given("photo.png", &[0x89, b'P', b'N', b'G']));
        desk.tell(page::Msg::Language(Lang::Ko));
        let room = &desk.lab.handshake;
        let play = room.play.clone().expect("it is on show");
        assert!(room.refused[0].problem.contains("아니에요"), "{:?}", room.refused);
        assert!(play.connections[0][0].note.contains("바이트"), "{}", play.connections[0][0].note);
        assert!(file.is_none() || play.title == "a.pcapng", "{}", play.title);
        // and the same when somebody comes back in the first one
        desk.tell(page::Msg::Entered(Room::Doctor));
        desk.tell(page::Msg::Language(Lang::En));
        desk.tell(page::Msg::Entered(Room::Handshake));
        let room = &desk.lab.handshake;
        let play = room.play.clone().expect("it is on show");
        assert!(room.refused[0].problem.contains("neither"), "{:?}", room.refused);
        assert!(play.connections[0][0].note.contains("octets"), "{}", play.connections[0][0].note);
        // what is asked for next is alone on show
        tell(&mut desk, handshake::Msg::Scenario("good-tls12".to_owned()));
        assert_eq!(desk.lab.handshake.refused, []);
    }
}

#[test]
fn a_key_log_without_a_secret_is_told_as_such() {
    let whole = capture::read(TLS13).expect("it is read");
    let log = whole.keys.to_text().expose().to_vec();
    let lower = log.to_ascii_lowercase();
    let rsa = format!("RSA 0123456789abcdef {}\n", "ab".repeat(48));
    let (empty, unusable) = ("has no line with a secret", "none of its lines is as they are");
    let cases: [(&str, &[u8], &str); 6] = [
        ("empty.log", b"", empty),
        ("comment.log", b"# SSL/TLS secrets log file, generated by OpenSSL\n", empty),
        ("garbage.log", b"CLIENT_RANDOM xyz 123\nfoo\n", unusable),
        ("lower.log", &lower, unusable),
        ("rsa.log", rsa.as_bytes(), unusable),
        ("good.log", &log, ""),
    ];
    for (name, octets, words) in cases {
        let mut desk = desk();
        tell(&mut desk, at_once(&[("a.pcapng", TLS13), (name, octets)]));
        let play = play(&desk);
        let told = cautions(&play.about);
        assert_eq!(told.len(), usize::from(!words.is_empty()), "{told:?}");
        assert!(told.iter().all(|told| told.contains(words) && told.contains(name)), "{told:?}");
        let about = format!("{:?}", play.about);
        assert_eq!(about.contains("Key logs that were looked into"), words.is_empty(), "{about}");
        assert!(!about.contains("one by one"), "{about}");
    }
    // alone, and what is an empty recording by its name
    let mut desk = desk();
    for (name, octets, words) in
        [("empty.log", &b""[..], empty), ("empty.pcap", b"", "neither pcapng nor pcap")]
    {
        tell(&mut desk, given(name, octets));
        let refused = &desk.lab.handshake.refused;
        assert!(refused[0].problem.contains(words) && refused[0].problem.contains(name), "{refused:?}");
    }
}
