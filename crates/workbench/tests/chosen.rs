//! What is chosen in Deploy, tried out before anything is exported: with what the bundles would hold, and nothing while a choice is wrong.

mod desk;

use std::rc::Rc;

use ::deploy::choices::ChoiceField;
use desk::Desk;
use pki::crl::Reason;
use workbench::document::{Block, Verdict};
use workbench::form::{Edit, Which};
use workbench::lab::Msg;
use workbench::msg as page;
use workbench::role::Role;
use workbench::room::Room;
use workbench::rooms::doctor::Trying;
use workbench::rooms::{create, deploy, doctor};
use workbench::sight::dry_run::Foreseen;
use workbench::task::Task;

fn choose(desk: &mut Desk, field: ChoiceField, text: &str) {
    desk.tell(page::Msg::Deploy(deploy::Msg::Edit(field, text.to_owned())));
}

fn trying(desk: &mut Desk, msg: Trying) {
    desk.tell_lab(Msg::Doctor(doctor::Msg::Trial(msg)));
}

/// In the Doctor's room, with what is chosen.
fn tried(desk: &mut Desk) -> Rc<Foreseen> {
    desk.tell(page::Msg::Entered(Room::Doctor));
    trying(desk, Trying::Deployed);
    foreseen(desk)
}

fn foreseen(desk: &Desk) -> Rc<Foreseen> {
    let trial = &desk.lab.doctor.trial;
    assert_eq!(trial.running, Task::Idle);
    Rc::clone(trial.foreseen.as_ref().expect("it was looked at"))
}

/// What stands in a row of a call.
fn row(foreseen: &Foreseen, call: usize, name: &str) -> String {
    let rows = foreseen.calls[call].1.iter().find_map(|block| match block {
        Block::Terms(terms) => Some(terms.clone()),
        Block::Table(table) => {
            Some(table.rows.iter().map(|[name, what]| (name.clone(), what.clone())).collect())
        }
        _ => None,
    });
    let rows = rows.unwrap_or_else(|| panic!("{:?}", foreseen.calls[call]));
    let found = rows.iter().find(|(known, _)| known == name);
    found.unwrap_or_else(|| panic!("{name} in {rows:?}")).1.clone()
}

fn said(foreseen: &Foreseen, words: &str) -> bool {
    format!("{foreseen:?}").contains(words)
}

/// A set of a server and two clients, with a list.
fn desk() -> Desk {
    let mut desk = Desk::new();
    let second = Edit::PasteClients(1, "bob".into());
    desk.tell(page::Msg::Create(create::Msg::Edit(Which::Set, second)));
    desk.tell(page::Msg::Create(create::Msg::Make));
    desk.tell(page::Msg::Entered(Room::Deploy));
    choose(&mut desk, ChoiceField::Revocation, "on");
    desk
}

#[test]
fn the_list_that_export_would_put_in_is_there_before_it() {
    for layout in ["alone", "gateway"] {
        let mut desk = desk();
        choose(&mut desk, ChoiceField::Layout, layout);
        let before = tried(&mut desk);
        let (test, taken) = if layout == "gateway" {
            ("gateway.toml", "can be read")
        } else {
            ("nginx -t", "takes the configuration")
        };
        assert!(row(&before, 0, test).starts_with(taken), "{:?}", before.calls[0]);
        assert!(row(&before, 1, "HTTP").contains("200"), "{:?}", before.calls[1]);
        assert!(
            said(&before, "signed for this prediction alone, with nobody on it"),
            "{:?}",
            before.calls[0]
        );
        assert!(desk.state.set.as_ref().is_some_and(|set| set.list.is_none()), "nothing was signed for that");
        // what the bundle then holds comes to the same
        desk.save_all();
        assert!(desk.state.set.as_ref().is_some_and(|set| set.list.is_some()));
        let after = tried(&mut desk);
        assert!(!said(&after, "signed for this prediction"), "{:?}", after.calls[0]);
        assert_eq!(before.calls[1..], after.calls[1..]);
        // and nothing is said of a list that nobody wants
        desk.tell(page::Msg::Entered(Room::Deploy));
        choose(&mut desk, ChoiceField::Revocation, "off");
        let without = tried(&mut desk);
        assert!(!said(&without, "signed for this prediction"), "{:?}", without.calls[0]);
        assert!(row(&without, 1, "HTTP").contains("200"), "{:?}", without.calls[1]);
    }
}

#[test]
fn of_an_example_too_a_list_is_there() {
    let mut desk = Desk::new();
    desk.tell(page::Msg::Entered(Room::Deploy));
    choose(&mut desk, ChoiceField::Revocation, "on");
    let seen = tried(&mut desk);
    assert_eq!(row(&seen, 0, "nginx -t"), "takes the configuration");
    assert!(row(&seen, 1, "HTTP").contains("200"), "{:?}", seen.calls[1]);
}

#[test]
fn who_is_revoked_stands_on_it() {
    let mut desk = desk();
    let set = Rc::clone(desk.state.set.as_ref().expect("it was made"));
    let first = set.leaves_of(Role::Client).next().expect("a client").id;
    let seen = tried(&mut desk);
    assert!(said(&seen, "with nobody on it"), "{:?}", seen.calls[0]);
    // revoking signs a list, which the bundle takes as it is
    desk.tell(page::Msg::Create(create::Msg::Revoke(first, Reason::Superseded)));
    desk.tell(page::Msg::Confirm);
    let seen = tried(&mut desk);
    assert!(!said(&seen, "signed for this prediction"), "{:?}", seen.calls[0]);
    assert_eq!(row(&seen, 0, "nginx -t"), "takes the configuration");
}

#[test]
fn where_no_list_can_be_signed_it_is_said_as_export_says_it() {
    let mut desk = desk();
    tried(&mut desk);
    desk.lab.ours.as_mut().expect("a set with its keys").authority_key = None;
    trying(&mut desk, Trying::Deployed);
    let seen = foreseen(&desk);
    let told = seen.calls[0].1.iter().any(|block| {
        matches!(block, Block::Finding(Verdict::Refused, message) if message.problem == "There is no revocation list that is good now.")
    });
    assert!(told, "{:?}", seen.calls[0]);
    assert!(row(&seen, 0, "nginx -t").contains("client-ca.crl"), "{:?}", seen.calls[0]);
}

#[test]
fn while_a_choice_is_wrong_it_says_so_and_nothing_is_foreseen() {
    let mut desk = desk();
    let good = tried(&mut desk);
    assert!(good.calls.len() > 1);
    desk.tell(page::Msg::Entered(Room::Deploy));
    choose(&mut desk, ChoiceField::Allow, "fingerprint");
    // what was on show follows, without being asked again
    desk.tell(page::Msg::Entered(Room::Doctor));
    let wrong = foreseen(&desk);
    let [(_, told)] = &wrong.calls[..] else { panic!("{:?}", wrong.calls) };
    let [Block::Finding(Verdict::Refused, message)] = &told[..] else { panic!("{told:?}") };
    assert!(
        message.problem.starts_with("From what is chosen in Deploy nothing can be made now: "),
        "{message:?}"
    );
    assert!(!message.remedy.is_empty());
    assert_eq!((&wrong.remarks.0[..], &wrong.files[..]), (&[][..], &[][..]));
    assert!(desk.lab.doctor.trial.configuration.expose().is_empty(), "nothing of before");
    trying(&mut desk, Trying::Deployed);
    assert_eq!(foreseen(&desk), wrong);
    // one that can be used is tried out again
    desk.tell(page::Msg::Entered(Room::Deploy));
    choose(&mut desk, ChoiceField::Allow, "any");
    desk.tell(page::Msg::Entered(Room::Doctor));
    assert_eq!(foreseen(&desk).calls[1..], good.calls[1..]);
}

#[test]
fn what_was_typed_over_it_stays() {
    let mut desk = desk();
    tried(&mut desk);
    let mine = pki::secret::Secret::new(b"events {}\nhttp {}\n".to_vec());
    trying(&mut desk, Trying::Configuration(mine.clone()));
    desk.tell(page::Msg::Entered(Room::Deploy));
    choose(&mut desk, ChoiceField::ListenPort, "8443");
    desk.tell(page::Msg::Entered(Room::Doctor));
    assert_eq!(desk.lab.doctor.trial.configuration, mine);
}
