//! The Handshake room with sets of every kind: the host is the one that Deploy's commands call, and an authority alone is enough.

mod desk;

use std::rc::Rc;

use desk::Desk;
use pki::crl::Reason;
use testkit::{NOW, TempDir, tool};
use text::Lang;
use text::handshake_room as say;
use workbench::document::{Block, Verdict};
use workbench::fields::Place;
use workbench::form::{Edit, Field, Which};
use workbench::lab::Msg as Lab;
use workbench::msg::Msg;
use workbench::role::Role;
use workbench::room::Room;
use workbench::rooms::{create, handshake};
use workbench::set::ItemId;
use workbench::sight::handshake::Play;
use workbench::sight::handshake::kit::Kit;
use workbench::task::Task;

fn edit(desk: &mut Desk, edit: Edit) {
    desk.tell(Msg::Create(create::Msg::Edit(Which::Set, edit)));
}

/// Enters the room, and what is played there.
fn played(desk: &mut Desk) -> Rc<Play> {
    desk.tell(Msg::Entered(Room::Handshake));
    let room = &desk.lab.handshake;
    assert_eq!((&room.playing, &room.refused), (&Task::Idle, &Vec::new()));
    Rc::clone(room.play.as_ref().expect("it was played"))
}

fn is_good(play: &Play) -> bool {
    let refused = |block: &Block| matches!(block, Block::Finding(Verdict::Refused, _));
    !play.outcome.iter().chain(&play.prediction).any(refused)
}

fn says(play: &Play, words: &str) -> bool {
    play.about.contains(&Block::Aside(words.to_owned().into()))
}

fn kit(desk: &mut Desk) -> Rc<Kit> {
    desk.tell_lab(Lab::Tick(NOW));
    desk.tell_lab(Lab::Handshake(handshake::Msg::Pack));
    let room = &desk.lab.handshake;
    room.kit.clone().unwrap_or_else(|| panic!("{:?} {:?}", room.packing, room.unpacked))
}

/// The files of the kit that was saved last.
fn unpacked(desk: &Desk, kit: &Kit) -> TempDir {
    let folder = TempDir::new();
    folder.write("kit.zip", &*desk.downloads.last().expect("saved").contents);
    let arguments = ["x", "-y", &format!("-p{}", kit.passphrase()), "kit.zip"];
    tool("7z").args(arguments).in_folder(folder.path()).succeeds();
    folder
}

#[test]
fn the_host_is_the_one_that_deploy_calls() {
    for (services, host) in [
        ("*.shop.internal", "www.shop.internal"),
        ("*.shop.internal, api.shop.internal", "api.shop.internal"),
        ("shop.internal, *.shop.internal", "shop.internal"),
        ("10.20.30.40, shop.internal", "10.20.30.40"),
        ("2001:db8::7", "2001:db8::7"),
    ] {
        let mut desk = Desk::new();
        edit(&mut desk, Edit::ClearServices);
        edit(&mut desk, Edit::AddServices(services.to_owned()));
        desk.tell(Msg::Create(create::Msg::Make));
        let play = played(&mut desk);
        assert!(is_good(&play) && says(&play, say::of_yours(Lang::En)), "{services}: {:?}", play.outcome);
        let in_url =
            if host.contains(':') { format!("https://[{host}]/") } else { format!("https://{host}/") };
        let command = play.prediction.iter().find_map(|block| match block {
            Block::Code(code) if code.id == "prediction-command" => Some(code.text.clone()),
            _ => None,
        });
        assert!(command.is_some_and(|command| command.contains(&in_url)), "{services}");
        desk.tell(Msg::Entered(Room::Deploy));
        let deployed = desk.deployed();
        assert!(deployed.iter().any(|code| code.text.contains(&in_url)), "Deploy calls another: {services}");
        let kit = kit(&mut desk);
        let script = String::from_utf8(unpacked(&desk, &kit).read("matrix.sh")).expect("text");
        assert!(
            script.contains(&format!("host='{host}'")) || script.contains(&format!("host={host}\n")),
            "{services}"
        );
    }
}

#[test]
fn an_opened_authority_is_enough_for_the_lab_and_the_kit() {
    let mut first = Desk::new();
    first.tell(Msg::Create(create::Msg::Make));
    let (file, passphrase) = first.save_all();
    let mut desk = Desk::new();
    desk.open("authority.zip", file, &passphrase);
    assert_eq!(desk.open_fault(), None);
    let play = played(&mut desk);
    assert!(is_good(&play) && says(&play, say::of_your_authority(Lang::En)), "{:?}", play.outcome);
    let kit = kit(&mut desk);
    let folder = unpacked(&desk, &kit);
    assert_eq!(folder.read("ca.crt"), {
        let set = desk.state.set.clone().expect("opened");
        set.authority.certificate.to_pem().into_bytes()
    });
    // nobody else's authority is taken where none is there
    let mut empty = Desk::new();
    let play = played(&mut empty);
    assert!(says(&play, say::of_an_example(Lang::En)) && empty.lab.ours.is_none());
}

#[test]
fn a_set_without_clients_is_still_played_under_its_authority() {
    for revoked in [true, false] {
        let mut desk = Desk::new();
        desk.tell(Msg::Create(create::Msg::Make));
        let client = ItemId(2);
        let msg = if revoked {
            create::Msg::Revoke(client, Reason::Superseded)
        } else {
            create::Msg::Remove(client)
        };
        desk.tell(Msg::Create(msg));
        desk.tell(Msg::Confirm);
        let set = desk.state.set.clone().expect("made");
        assert_eq!(set.leaves_of(Role::Client).count(), 0);
        let play = played(&mut desk);
        assert!(
            is_good(&play) && says(&play, say::of_your_authority(Lang::En)),
            "{revoked}: {:?}",
            play.outcome
        );
        kit(&mut desk);
        // without the authority's key nothing can be made in its name
        let mut set = (*set).clone();
        Rc::make_mut(&mut set.authority).key = None;
        assert!(workbench::lab::told::made(&set).ours.is_none());
    }
}

#[test]
fn the_kit_s_twin_has_a_key_of_the_authority_s_kind() {
    for (name, algorithm) in [("rsa2048", "sha256WithRSAEncryption"), ("ed25519", "ED25519")] {
        let mut desk = Desk::new();
        let at = Field::Algorithm(Role::Authority);
        desk.tell(Msg::Typed(Place::Create(Which::Set, at), name.to_owned()));
        desk.tell(Msg::Create(create::Msg::Make));
        desk.tell(Msg::Entered(Room::Handshake));
        let kit = kit(&mut desk);
        let folder = unpacked(&desk, &kit);
        let certificate = ["x509", "-noout", "-text", "-in", "client-twin-authority.crt"];
        let said = tool("openssl").args(certificate).in_folder(folder.path()).succeeds();
        assert!(said.text().contains(algorithm), "{}", said.text());
    }
}

#[test]
fn the_kit_speaks_the_reader_s_language_and_goes_with_its_set() {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    played(&mut desk);
    let first = kit(&mut desk);
    desk.tell(Msg::Language(Lang::Ko));
    let kept = desk.lab.handshake.kit.clone().expect("it was made");
    assert_eq!(kept.passphrase(), first.passphrase());
    let written = |lang| format!("{:?}", kept.blocks(lang));
    for lang in Lang::ALL {
        assert!(written(lang).contains(say::kit_run(lang)));
        assert!(written(lang).contains(text::matrix::word_let_in(lang)));
        assert!(
            Lang::ALL.into_iter().all(|other| lang == other || !written(lang).contains(say::kit_run(other)))
        );
    }
    // more of the same set changes nothing
    desk.tell(Msg::Create(create::Msg::Revoke(ItemId(2), Reason::Superseded)));
    desk.tell(Msg::Confirm);
    played(&mut desk);
    assert!(desk.lab.handshake.kit.is_some());
    desk.tell(Msg::Create(create::Msg::StartOver));
    desk.tell(Msg::Confirm);
    played(&mut desk);
    assert!(desk.lab.handshake.kit.is_none(), "nobody wants the passphrase of a set that is gone");
}

/// A desk on which a set was made and the room is entered.
fn made() -> Desk {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    desk.tell(Msg::Entered(Room::Handshake));
    desk
}

fn scenario(desk: &mut Desk, name: &str) {
    desk.tell_lab(Lab::Handshake(handshake::Msg::Scenario(name.to_owned())));
}

/// What is on show.
fn shown(desk: &Desk) -> Rc<Play> {
    Rc::clone(desk.lab.handshake.play.as_ref().expect("it was played"))
}

fn refusals(blocks: &[Block]) -> usize {
    blocks.iter().filter(|block| matches!(block, Block::Finding(Verdict::Refused, _))).count()
}

/// What a row of the prediction's first table says.
fn row(play: &Play, of: &str) -> Option<String> {
    let mut tables = play.prediction.iter().filter_map(|block| match block {
        Block::Table(table) => Some(&table.rows),
        _ => None,
    });
    tables.next()?.iter().find(|[title, _]| title == of).map(|[_, words]| words.clone())
}

#[test]
fn each_refusal_names_its_rule_and_what_to_change_also_where_it_was_recorded() {
    let mut desk = made();
    desk.tell(Msg::Language(Lang::En));
    for (name, rule) in [
        ("client-expired", "RFC 5280, 6.1"),
        ("crl-expired", "RFC 5280, 6.3"),
        ("client-revoked", "RFC 5280, 6.3"),
        ("server-wrong-name", "RFC 9525, 6"),
        ("weak-rsa", "OpenSSL SECLEVEL 2"),
        ("tls11", "RFC 8446, 4.2.1"),
    ] {
        scenario(&mut desk, name);
        let play = shown(&desk);
        assert_eq!(refusals(&play.outcome), 1, "{name}");
        let said = Block::Aside(say::rule_of(Lang::En, &rule).into());
        assert!(play.outcome.contains(&said), "{name}: {:?}", play.outcome);
    }
    for name in ["good", "version-1"] {
        scenario(&mut desk, name);
        let play = shown(&desk);
        assert!(!format!("{:?}", play.outcome).contains("Rule: "), "{name}: {:?}", play.outcome);
    }
}

#[test]
fn what_is_said_of_a_scenario_is_true_of_the_set_at_hand() {
    let told = |play: &Play, words: &str| {
        let caution = Block::Caution(vec![words.to_owned()]);
        play.prediction.contains(&caution)
    };
    // curl's offer is another one there, and only there
    let mut desk = made();
    for (name, other) in [("no-shared-protocol", true), ("server-common-name-only", false), ("good", false)] {
        scenario(&mut desk, name);
        let play = shown(&desk);
        assert_eq!(told(&play, say::other_offer(Lang::En)), other, "{name}");
        assert_eq!(told(&play, say::laxer(Lang::En)), name == "server-common-name-only", "{name}");
    }
    // nginx does not start with another certificate's key, whatever its kind
    for algorithm in ["ecdsa-p256", "rsa2048", "ed25519"] {
        let mut desk = Desk::new();
        let at = Field::Algorithm(Role::Server);
        desk.tell(Msg::Typed(Place::Create(Which::Set, at), algorithm.to_owned()));
        desk.tell(Msg::Create(create::Msg::Make));
        desk.tell(Msg::Entered(Room::Handshake));
        scenario(&mut desk, "server-wrong-key");
        let test = row(&shown(&desk), "nginx -t");
        assert!(
            test.as_ref().is_some_and(|test| test.contains("key values mismatch")),
            "{algorithm}: {test:?}"
        );
    }
}
