//! Revoking: asked before, marked in the set, told to strangers by a list whose number grows from one opening to the next.

mod desk;

use std::rc::Rc;

use desk::Desk;
use pki::crl::{CrlLifetime, CrlNumber, Reason, Revocation, RevocationList, Revoked};
use pki::moment::Moment;
use testkit::{NOW, TempDir, tool};
use workbench::data::ChoiceField;
use workbench::download::Download;
use workbench::form::Which;
use workbench::form::{Edit, Field, MoreKind};
use workbench::job::render::Subject;
use workbench::job::revoke::Order;
use workbench::msg::Msg;
use workbench::notice::Said;
use workbench::problem::{Problem, Source};
use workbench::rooms::create::{self, Msg as Create};
use workbench::rooms::deploy;
use workbench::rooms::export::OnDisk;
use workbench::sealed::BundleId;
use workbench::set::{CertificateSet, Item, ItemId, LIST_FILE};
use workbench::state::{Loss, Question};
use workbench::task::Task;

const AUTHORITY: ItemId = ItemId(0);
const SERVER: ItemId = ItemId(1);
const ALICE: ItemId = ItemId(2);
const BOB: ItemId = ItemId(3);

fn tell(desk: &mut Desk, msg: create::Msg) {
    desk.tell(Msg::Create(msg));
}

/// A set of a server and the clients `partner-1`, here called Alice, and `bob`.
fn made() -> Desk {
    let mut desk = Desk::new();
    tell(&mut desk, Create::Edit(Which::Set, Edit::PasteClients(1, "bob".into())));
    tell(&mut desk, Create::Make);
    assert_eq!(set(&desk).leaves.len(), 3);
    desk
}

fn sign(days: u32) -> create::Msg {
    Create::SignList(CrlLifetime::days(days).expect("some days"))
}

fn revoke(desk: &mut Desk, id: ItemId, reason: Reason) {
    tell(desk, Create::Revoke(id, reason));
    desk.tell(Msg::Confirm);
}

fn set(desk: &Desk) -> Rc<CertificateSet> {
    desk.state.set.clone().expect("made")
}

fn item(desk: &Desk, id: ItemId) -> Rc<Item> {
    Rc::clone(set(desk).item(id).expect("on the list"))
}

/// The list that the page offers, read again.
fn list(desk: &mut Desk) -> RevocationList {
    tell(desk, Create::SaveList);
    let Download { name, contents, .. } = desk.downloads.last().cloned().expect("saved");
    assert_eq!(name, LIST_FILE);
    let text = String::from_utf8(contents.to_vec()).expect("PEM");
    tell(desk, Create::CopyList);
    assert_eq!(desk.clipboard.last(), Some(&text));
    RevocationList::from_pem(&text).expect("a list")
}

/// Serial numbers and reasons of a list.
fn entries(list: &RevocationList) -> Vec<(Vec<u8>, Reason)> {
    list.facts().entries.iter().map(|entry| (entry.serial().to_vec(), entry.revocation().reason)).collect()
}

fn serial(desk: &Desk, id: ItemId) -> Vec<u8> {
    let set = set(desk);
    let found = set.items().chain(&set.removed).find(|item| item.id == id).expect("issued");
    found.certificate.facts().serial.clone()
}

fn reopened(file: Rc<Vec<u8>>, passphrase: String, at: Moment) -> Desk {
    let mut desk = Desk::new();
    desk.tell(Msg::Tick(at));
    desk.open("authority.zip", file, &passphrase);
    assert!(desk.state.set.is_some(), "{:?}", desk.open_fault());
    desk
}

#[test]
fn revoking_asks_marks_and_signs() {
    let mut desk = made();
    desk.tell(Msg::Tick(NOW.plus_days(1)));
    assert_eq!(set(&desk).list, None, "nobody asked for a list");
    tell(&mut desk, Create::Revoke(ALICE, Reason::Unspecified));
    // another reason is chosen while the question stands
    tell(&mut desk, Create::Revoke(ALICE, Reason::KeyCompromise));
    assert_eq!(desk.state.question, Some(Question::Revoke(ALICE, Reason::KeyCompromise)));
    assert_eq!(item(&desk, ALICE).revoked, None, "not before the answer");
    desk.tell(Msg::Confirm);
    let revocation = Revocation { at: NOW.plus_days(1), reason: Reason::KeyCompromise };
    assert_eq!((item(&desk, ALICE).revoked, &item(&desk, ALICE).key), (Some(revocation), &None));
    assert_eq!(desk.state.create.listing, Task::Idle);
    assert_eq!(desk.state.notice.as_ref().map(|notice| &notice.what), Some(&Said::ListSigned(1)));
    let signed = list(&mut desk);
    assert_eq!(signed.facts().number, CrlNumber(1));
    assert_eq!(entries(&signed), [(serial(&desk, ALICE), Reason::KeyCompromise)]);
    assert_eq!(signed.facts().next_update, NOW.plus_days(31));
    let shown = set(&desk).list.clone().expect("signed");
    assert_eq!((shown.number, shown.entries), (CrlNumber(1), 1));
    assert_eq!((&shown.pem, shown.next_update), (&signed.to_pem(), NOW.plus_days(31)));

    // what the others have stays as it is; the revoked one has nothing left to hand out
    let bundles: Vec<BundleId> = desk.state.export.bundles.keys().copied().collect();
    assert_eq!(bundles, [BundleId::Server(SERVER), BundleId::Client(BOB), BundleId::Authority]);
    assert_eq!(item(&desk, BOB).revoked, None);
    assert_eq!(Subject::of_set(&set(&desk)).client, "bob", "examples are of a client that gets in");
}

#[test]
fn openssl_takes_the_saved_list() {
    let mut desk = made();
    revoke(&mut desk, ALICE, Reason::Unspecified);
    let folder = TempDir::new();
    let authority = folder.write("client-ca.crt", &set(&desk).authority.pem);
    let list = folder.write(LIST_FILE, list(&mut desk).to_pem());
    for (id, words) in [(ALICE, "error 23 "), (BOB, ": OK"), (SERVER, ": OK")] {
        let said = tool("openssl")
            .args(["verify", "-crl_check", "-attime", &NOW.unix_seconds().to_string(), "-CAfile"])
            .arg(&authority)
            .arg("-CRLfile")
            .arg(&list)
            .arg(folder.write("leaf.crt", &item(&desk, id).pem))
            .run();
        assert!(said.all().contains(words), "{id:?}: {}", said.all());
    }
}

#[test]
fn what_is_not_to_be_revoked_is_not() {
    let mut desk = made();
    tell(&mut desk, Create::Revoke(ALICE, Reason::Superseded));
    desk.tell(Msg::Dismiss);
    assert_eq!((item(&desk, ALICE).revoked, &set(&desk).list), (None, &None));
    assert!(item(&desk, ALICE).key.is_some());
    for id in [AUTHORITY, ItemId(99)] {
        tell(&mut desk, Create::Revoke(id, Reason::Superseded));
        assert_eq!(desk.state.question, None, "{id:?}");
    }
    revoke(&mut desk, ALICE, Reason::Superseded);
    let first = item(&desk, ALICE).revoked;
    desk.tell(Msg::Tick(NOW.plus_days(9)));
    tell(&mut desk, Create::Revoke(ALICE, Reason::KeyCompromise));
    assert_eq!(desk.state.question, None, "once is for ever");
    assert_eq!(item(&desk, ALICE).revoked, first);
    // without a set, or without a list
    let mut empty = Desk::new();
    for msg in [Create::Revoke(ALICE, Reason::Superseded), sign(30), Create::SaveList, Create::CopyList] {
        tell(&mut empty, msg);
    }
    assert_eq!((empty.state.question, &empty.state.create.listing), (None, &Task::Idle));
    assert!(empty.downloads.is_empty() && empty.clipboard.is_empty());
}

#[test]
fn numbers_go_on_after_reopening() {
    let mut desk = made();
    revoke(&mut desk, ALICE, Reason::KeyCompromise);
    tell(&mut desk, sign(7));
    let first = list(&mut desk);
    let (file, passphrase) = desk.save_all();

    let mut later = reopened(file, passphrase, NOW.plus_days(3));
    assert_eq!(later.state.loss(), Loss::Nothing);
    assert_eq!(item(&later, ALICE).revoked, item(&desk, ALICE).revoked);
    assert_eq!(item(&later, BOB).revoked, None);
    assert_eq!(list(&mut later), first, "the list itself is in the record");
    revoke(&mut later, BOB, Reason::CessationOfOperation);
    let second = list(&mut later);
    assert_eq!((second.facts().number, first.facts().number), (CrlNumber(3), CrlNumber(2)));
    let both =
        [(serial(&desk, ALICE), Reason::KeyCompromise), (serial(&desk, BOB), Reason::CessationOfOperation)];
    assert_eq!(entries(&second), both);
    assert_eq!(second.facts().next_update, NOW.plus_days(10), "the days are kept");

    // off the list of cards, and still revoked
    tell(&mut later, Create::Remove(ALICE));
    later.tell(Msg::Confirm);
    assert!(set(&later).item(ALICE).is_none());
    tell(&mut later, sign(30));
    let third = list(&mut later);
    assert_eq!(third.facts().number, CrlNumber(4));
    assert_eq!(entries(&third), both);

    let (file, passphrase) = later.save_all();
    let opened = bundle::authority::open(&file, &passphrase).expect("opens");
    let alice = &opened.workspace.issued[2];
    assert_eq!(alice.removed_at, Some(NOW.plus_days(3)));
    assert_eq!(alice.revoked, Some(Revocation { at: NOW, reason: Reason::KeyCompromise }));
    let mut last = reopened(file, passphrase, NOW.plus_days(4));
    tell(&mut last, sign(30));
    let fourth = list(&mut last);
    assert_eq!((fourth.facts().number, fourth.facts().entries.len()), (CrlNumber(5), 2));
}

#[test]
fn a_list_is_signed_at_any_time_and_lives_as_long_as_chosen() {
    let mut desk = made();
    tell(&mut desk, sign(30));
    let empty = list(&mut desk);
    assert_eq!((empty.facts().number, empty.facts().entries.len()), (CrlNumber(1), 0));
    let end = NOW.plus_days(30);
    assert!(set(&desk).current_list(end.plus_seconds(-1)).is_some());
    assert!(set(&desk).current_list(end).is_none(), "over");
    desk.tell(Msg::Tick(end));
    assert_eq!(list(&mut desk), empty, "until it is signed again");
    tell(&mut desk, sign(90));
    let again = list(&mut desk);
    assert_eq!((again.facts().number, again.facts().next_update), (CrlNumber(2), end.plus_days(90)));
    assert!(set(&desk).current_list(end).is_some());
}

/// A list that was signed is in the server's bundle, and the README tells how it is renewed, only where the server looks at it.
#[test]
fn a_list_goes_to_the_server_where_it_is_looked_at() {
    for (choice, expected) in [("off", false), ("on", true)] {
        let mut desk = made();
        tell(&mut desk, sign(30));
        desk.tell(Msg::Deploy(deploy::Msg::Edit(ChoiceField::Revocation, choice.into())));
        desk.save_all();
        let server = &desk.state.export.bundles[&BundleId::Server(SERVER)];
        let sealed = server.sealed.as_ref().expect("sealed");
        let entries = bundle::zip::open(&sealed.bytes, server.passphrase.expose()).expect("opens");
        let entry = |name: &str| entries.iter().find(|entry| entry.path == name);
        assert_eq!(entry("client-ca.crl").is_some(), expected, "{choice}");
        let readme = entry("README.md").expect("a README").contents.expose();
        let readme = String::from_utf8_lossy(readme);
        assert_eq!(readme.contains("client-ca.crl"), expected, "{choice}: {readme}");
    }
}

#[test]
fn revoking_outdates_the_saved_authority_and_nothing_else() {
    for (case, messages) in [
        ("revoked", vec![Msg::Create(Create::Revoke(ALICE, Reason::Unspecified)), Msg::Confirm]),
        ("signed", vec![Msg::Create(sign(30))]),
    ] {
        let mut desk = made();
        desk.save_all();
        assert_eq!(desk.state.loss(), Loss::Nothing);
        messages.into_iter().for_each(|msg| desk.tell(msg));
        assert_eq!(desk.state.loss(), Loss::Changes(1), "{case}");
        for (id, bundle) in desk.state.export.bundles.iter() {
            assert_eq!(bundle.on_disk == OnDisk::Current, *id != BundleId::Authority, "{case}: {id:?}");
        }
        desk.save_all();
        assert_eq!(desk.state.loss(), Loss::Nothing, "{case}");
        // to save or to copy a list changes nothing
        tell(&mut desk, Create::SaveList);
        tell(&mut desk, Create::CopyList);
        assert_eq!(desk.state.loss(), Loss::Nothing, "{case}");
    }
}

#[test]
fn a_revoked_name_is_free_for_its_successor() {
    let mut desk = made();
    let issue_bob = |desk: &mut Desk| {
        tell(desk, Create::OpenMore(MoreKind::Clients));
        tell(desk, Create::Edit(Which::More, Edit::Text(Field::ClientName(0), "bob".into())));
        tell(desk, Create::IssueMore);
    };
    issue_bob(&mut desk);
    assert_eq!(set(&desk).leaves.len(), 3, "while bob is good");
    revoke(&mut desk, BOB, Reason::Superseded);
    issue_bob(&mut desk);
    let successor = ItemId(4);
    assert_eq!(item(&desk, successor).label, "bob");
    assert!(desk.state.export.bundles.get(&BundleId::Client(successor)).is_some());
    assert_eq!(entries(&list(&mut desk)), [(serial(&desk, BOB), Reason::Superseded)]);
    // the revoked one may be told apart by another name, the good ones must be
    tell(&mut desk, Create::Rename(BOB, "bob of old".into()));
    assert_eq!(item(&desk, BOB).label, "bob of old");
    tell(&mut desk, Create::Rename(BOB, "bob".into()));
    assert_eq!(desk.state.create.renaming, None);
    tell(&mut desk, Create::Rename(ALICE, "bob".into()));
    assert!(matches!(&desk.state.create.renaming, Some((ALICE, _, Problem::LabelTaken(_)))));
}

#[test]
fn a_list_that_is_not_signed_is_missed_and_no_number_is_lost() {
    let mut desk = made();
    desk.held = Some(Vec::new());
    revoke(&mut desk, ALICE, Reason::Unspecified);
    revoke(&mut desk, BOB, Reason::Unspecified);
    assert!(desk.state.create.listing.is_running());
    assert_eq!(set(&desk).list, None);
    // both lists come; the first one does not count
    desk.release();
    let signed = list(&mut desk);
    assert_eq!((signed.facts().number, signed.facts().entries.len()), (CrlNumber(1), 2));

    desk.held = Some(Vec::new());
    revoke(&mut desk, SERVER, Reason::Unspecified);
    desk.tell(Msg::Cancel);
    desk.release();
    assert_eq!(desk.state.create.listing, Task::Idle);
    assert!(item(&desk, SERVER).revoked.is_some());
    assert!(set(&desk).current_list(NOW).is_none(), "the list lacks the server");
    tell(&mut desk, sign(30));
    assert_eq!(set(&desk).current_list(NOW).map(|list| (list.number, list.entries)), Some((CrlNumber(2), 3)));

    desk.held = Some(Vec::new());
    tell(&mut desk, sign(30));
    desk.tell(Msg::WorkerFailed(Problem::WorkerDied("out of memory".into())));
    assert_eq!(desk.state.create.listing, Task::Failed(Problem::WorkerDied("out of memory".into())));
    assert!(set(&desk).current_list(NOW).is_some(), "the one before is still there");

    // what another set waited for does not come into this one
    let mut desk = made();
    desk.held = Some(Vec::new());
    tell(&mut desk, sign(30));
    let late = desk.held.replace(Vec::new()).expect("held");
    tell(&mut desk, Create::StartOver);
    desk.tell(Msg::Confirm);
    desk.held = None;
    tell(&mut desk, Create::Make);
    desk.held = Some(late);
    desk.release();
    assert_eq!((&set(&desk).list, &desk.state.create.listing), (&None, &Task::Idle));
}

#[test]
fn an_authority_that_is_over_signs_nothing_and_says_so() {
    let mut desk = made();
    desk.tell(Msg::Tick(NOW.plus_days(36_500)));
    revoke(&mut desk, ALICE, Reason::Unspecified);
    let Task::Failed(problem) = &desk.state.create.listing else { panic!("{:?}", desk.state.create.listing) };
    assert!(problem.is_from(Source::RevocationList), "{problem:?}");
    assert!(item(&desk, ALICE).revoked.is_some());
    assert!(desk.state.set.as_ref().is_some_and(|set| set.list.is_none()));
}

#[test]
fn an_order_is_of_an_authority_whose_key_is_here() {
    let desk = made();
    let mut set = (*set(&desk)).clone();
    let signed = Order::of(&set, NOW).expect("the key is here").sign().expect("signed");
    let read = RevocationList::from_pem(&signed.pem).expect("a list");
    assert_eq!(read.facts().entries, Vec::<Revoked>::new());
    assert_eq!(read.facts().issuer, set.authority.certificate.facts().subject);
    Rc::make_mut(&mut set.authority).key = None;
    assert_eq!(Order::of(&set, NOW), None);
}
