//! What closing the page would lose, and what may not be lost: keys, passphrases that nobody has seen, changes since saving.

mod desk;

use desk::Desk;
use pki::secret::Secret;
use workbench::data::ChoiceField;
use workbench::form::Which;
use workbench::form::{Edit, Field, MoreKind};
use workbench::msg::Msg;
use workbench::problem::Problem;
use workbench::rooms::create;
use workbench::rooms::deploy;
use workbench::rooms::export::{self, Msg as Export, OnDisk};
use workbench::sealed::BundleId;
use workbench::set::ItemId;
use workbench::state::{Loss, Question};
use workbench::task::Task;

fn tell(desk: &mut Desk, msg: export::Msg) {
    desk.tell(Msg::Export(msg));
}

/// A set whose bundles are all saved.
fn saved() -> Desk {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    tell(&mut desk, Export::SealAll);
    tell(&mut desk, Export::SaveAll);
    desk
}

/// Has every passphrase copied.
fn take_all(desk: &mut Desk) {
    for id in desk.state.export.bundles.keys().copied().collect::<Vec<_>>() {
        tell(desk, Export::CopyPassphrase(id));
    }
}

fn issue(desk: &mut Desk, name: &str) {
    desk.tell(Msg::Create(create::Msg::OpenMore(MoreKind::Clients)));
    let named = Edit::Text(Field::ClientName(0), name.into());
    desk.tell(Msg::Create(create::Msg::Edit(Which::More, named)));
    desk.tell(Msg::Create(create::Msg::IssueMore));
}

#[test]
fn a_saved_bundle_without_its_passphrase_is_a_loss() {
    let mut desk = Desk::new();
    assert_eq!(desk.state.loss(), Loss::Nothing);
    desk.tell(Msg::Create(create::Msg::Make));
    assert_eq!(desk.state.loss(), Loss::AuthorityKey);
    tell(&mut desk, Export::SealAll);
    tell(&mut desk, Export::Save(BundleId::Authority));
    assert_eq!(desk.state.loss(), Loss::Keys(2));
    tell(&mut desk, Export::SaveAll);
    assert_eq!(desk.state.loss(), Loss::Passphrases(3));
    tell(&mut desk, Export::CopyPassphrase(BundleId::Authority));
    tell(&mut desk, Export::Shown(BundleId::Server(ItemId(1))));
    assert_eq!(desk.state.loss(), Loss::Passphrases(1));
    tell(&mut desk, Export::Shown(BundleId::Client(ItemId(2))));
    assert_eq!(desk.state.loss(), Loss::Nothing);
    // the user's own passphrase is known to the user
    let own = Secret::new(b"correct-horse-7-battery-staple-x9".to_vec());
    tell(&mut desk, Export::Type(BundleId::Authority, own));
    tell(&mut desk, Export::Seal(BundleId::Authority));
    tell(&mut desk, Export::Save(BundleId::Authority));
    assert_eq!(desk.state.loss(), Loss::Nothing);
}

/// Files that the browser did not take are no files: whoever closes the tab is asked as before.
#[test]
fn what_the_browser_did_not_take_is_not_saved() {
    fn refuse(desk: &mut Desk) {
        let name = desk.downloads.pop().expect("a file was handed over").name;
        desk.tell(Msg::Refused(Problem::DownloadRefused(name)));
    }
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    tell(&mut desk, Export::SealAll);
    let (authority, client) = (BundleId::Authority, BundleId::Client(ItemId(2)));
    tell(&mut desk, Export::Save(authority));
    assert_eq!(desk.state.loss(), Loss::Keys(2));
    refuse(&mut desk);
    assert_eq!(desk.state.loss(), Loss::AuthorityKey);
    assert_eq!(desk.state.export.bundles[&authority].on_disk, OnDisk::Nothing);
    tell(&mut desk, Export::Save(authority));
    tell(&mut desk, Export::Save(client));
    assert_eq!(desk.state.loss(), Loss::Keys(1));
    refuse(&mut desk);
    assert_eq!(desk.state.loss(), Loss::Keys(2));

    // a bare key of a leaf
    desk.tell(Msg::Create(create::Msg::SaveKey(ItemId(1))));
    desk.tell(Msg::Confirm);
    assert_eq!(desk.state.loss(), Loss::Keys(1));
    refuse(&mut desk);
    assert_eq!(desk.state.loss(), Loss::Keys(2));

    // unless its bundle is on disk already
    tell(&mut desk, Export::SaveAll);
    desk.tell(Msg::Create(create::Msg::SaveKey(ItemId(1))));
    desk.tell(Msg::Confirm);
    refuse(&mut desk);
    assert_eq!(desk.state.loss(), Loss::Passphrases(3));

    // an earlier file stays where it is, and so does its passphrase
    take_all(&mut desk);
    let before = desk.state.export.bundles[&authority].passphrase.expose().to_owned();
    tell(&mut desk, Export::Generate(authority));
    tell(&mut desk, Export::Seal(authority));
    tell(&mut desk, Export::Save(authority));
    refuse(&mut desk);
    let bundle = &desk.state.export.bundles[&authority];
    assert_eq!(bundle.on_disk, OnDisk::Outdated);
    assert_eq!(bundle.former.as_ref().map(Secret::expose), Some(before.as_bytes()));
    assert_eq!(desk.state.loss(), Loss::Changes(1));
}

/// An authority is certificate, record and key: the bare key brings nobody back to it. A leaf's bare key is all there is to lose.
#[test]
fn bare_keys_save_the_leaves_and_never_the_authority() {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    for id in [2, 1, 0].map(ItemId) {
        desk.tell(Msg::Create(create::Msg::SaveKey(id)));
        desk.tell(Msg::Confirm);
        assert_eq!(desk.state.loss(), Loss::AuthorityKey);
    }
    assert_eq!((desk.downloads.len(), desk.state.unsaved_keys()), (3, 1));
    desk.tell(Msg::Create(create::Msg::Make));
    assert_eq!(desk.state.question, Some(Question::MakeAgain));
    desk.tell(Msg::Dismiss);

    tell(&mut desk, Export::Seal(BundleId::Authority));
    tell(&mut desk, Export::CopyPassphrase(BundleId::Authority));
    assert_eq!(desk.state.loss(), Loss::AuthorityKey);
    tell(&mut desk, Export::Save(BundleId::Authority));
    assert_eq!(desk.state.loss(), Loss::Nothing);
    desk.tell(Msg::Create(create::Msg::SaveKey(ItemId(0))));
    desk.tell(Msg::Confirm);
    assert_eq!(desk.state.loss(), Loss::Nothing, "a bundle on disk stays there");
}

#[test]
fn a_set_is_not_replaced_while_something_would_be_lost() {
    let mut desk = saved();
    desk.tell(Msg::Create(create::Msg::Make));
    assert_eq!(desk.state.question, Some(Question::MakeAgain), "nobody has seen the passphrases");
    desk.tell(Msg::Dismiss);
    take_all(&mut desk);
    desk.tell(Msg::Create(create::Msg::Make));
    assert_eq!(desk.state.question, None);
}

/// What cannot be made replaces nothing, so the mistake is told instead of a question about what would be lost.
#[test]
fn a_form_with_mistakes_is_mended_before_anybody_is_asked() {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    let country =
        |text: &str| Msg::Create(create::Msg::Edit(Which::Set, Edit::Text(Field::Country, text.into())));
    desk.tell(country("KOR"));
    desk.tell(Msg::Create(create::Msg::Make));
    assert_eq!((&desk.state.question, &desk.mended), (&None, &vec![Which::Set]));
    assert!(matches!(desk.state.create.making, Task::Failed(Problem::FormHasProblems(1))));
    desk.tell(country("KR"));
    desk.tell(Msg::Create(create::Msg::Make));
    assert_eq!(desk.state.question, Some(Question::MakeAgain));
}

#[test]
fn a_new_passphrase_keeps_that_of_the_saved_file() {
    let mut desk = saved();
    take_all(&mut desk);
    let id = BundleId::Authority;
    let before = desk.state.export.bundles[&id].passphrase.expose().to_owned();
    let former = |desk: &Desk| {
        let former = desk.state.export.bundles[&id].former.as_ref();
        former.map(|secret| String::from_utf8(secret.expose().to_vec()).expect("typed"))
    };
    assert_eq!(former(&desk), None);
    for _ in 0..2 {
        tell(&mut desk, Export::Generate(id));
        assert_ne!(desk.state.export.bundles[&id].passphrase.expose(), before);
        assert_eq!(former(&desk), Some(before.clone()));
        assert_eq!(desk.state.loss(), Loss::Changes(1));
    }
    tell(&mut desk, Export::Seal(id));
    tell(&mut desk, Export::Save(id));
    assert_eq!(former(&desk), None);
    assert_eq!(desk.state.loss(), Loss::Passphrases(1), "the new one has not been seen");
}

#[test]
fn what_changes_after_saving_is_called_a_loss_until_it_is_saved_again() {
    let mut desk = saved();
    take_all(&mut desk);
    issue(&mut desk, "second");
    tell(&mut desk, Export::SealAll);
    tell(&mut desk, Export::Save(BundleId::Client(ItemId(3))));
    tell(&mut desk, Export::CopyPassphrase(BundleId::Client(ItemId(3))));
    assert_eq!(desk.state.loss(), Loss::Changes(1), "the saved record does not name the new client");
    tell(&mut desk, Export::Save(BundleId::Authority));
    assert_eq!(desk.state.loss(), Loss::Nothing);

    desk.tell(Msg::Deploy(deploy::Msg::Edit(ChoiceField::ListenPort, "8443".into())));
    assert_eq!(desk.state.loss(), Loss::Changes(4), "every bundle follows from the choices");
    assert!(desk.state.export.bundles.values().all(|bundle| bundle.on_disk == OnDisk::Outdated));
}

#[test]
fn issuing_from_a_reopened_authority_outdates_its_bundle() {
    let desk = saved();
    let bundle = &desk.state.export.bundles[&BundleId::Authority];
    let (file, passphrase) =
        (bundle.sealed.clone().expect("made").bytes.clone(), bundle.passphrase.expose().to_owned());
    let mut later = Desk::new();
    later.open("authority.zip", file, &passphrase);
    assert_eq!(later.state.loss(), Loss::Nothing);
    issue(&mut later, "second");
    assert_eq!(later.state.loss(), Loss::Keys(1));
    tell(&mut later, Export::Seal(BundleId::Client(ItemId(3))));
    tell(&mut later, Export::Save(BundleId::Client(ItemId(3))));
    tell(&mut later, Export::CopyPassphrase(BundleId::Client(ItemId(3))));
    assert_eq!(later.state.loss(), Loss::Changes(1));
}

#[test]
fn a_wrong_choice_for_the_machine_never_keeps_the_authority_from_being_saved() {
    let mut desk = Desk::new();
    for (field, text) in [(ChoiceField::Backend, "own"), (ChoiceField::OwnBackend, "http://127.0.0.1:99999")]
    {
        desk.tell(Msg::Deploy(deploy::Msg::Edit(field, text.into())));
    }
    desk.tell(Msg::Create(create::Msg::Make));
    tell(&mut desk, Export::SealAll);
    assert!(desk.state.export.bundles[&BundleId::Authority].sealed.is_some());
    let server = &desk.state.export.bundles[&BundleId::Server(ItemId(1))];
    let Some(fault @ Problem::InDeploy(_)) = server.sealing.fault() else { panic!("{:?}", server.sealing) };
    for (lang, room) in [(text::Lang::En, "Deploy"), (text::Lang::Ko, "배포")] {
        let message = fault.message(lang);
        assert!(message.problem.contains(room) && message.problem.contains("127.0.0.1:99999"), "{message}");
        assert!(message.remedy.contains("http://127.0.0.1:8080"), "{message}");
    }
}

#[test]
fn names_of_certificates_are_different_and_can_be_written() {
    let mut desk = saved();
    issue(&mut desk, "second");
    let client = ItemId(2);
    let label =
        |desk: &Desk| desk.state.set.as_ref().and_then(|set| set.item(client).map(|item| item.label.clone()));
    for (typed, taken) in [
        ("x".repeat(64), true),
        ("x".repeat(65), false),
        ("파트너 가".to_owned(), true),
        ("x\u{202e}y".to_owned(), false),
        ("x\ny".to_owned(), false),
        ("Second".to_owned(), false),
        ("api.example.com".to_owned(), true),
    ] {
        let before = label(&desk);
        desk.tell(Msg::Create(create::Msg::Rename(client, typed.clone())));
        assert_eq!(desk.state.create.renaming.is_none(), taken, "{typed:?}");
        assert_eq!(label(&desk), if taken { Some(typed) } else { before });
    }
    // as it is called already
    desk.tell(Msg::Create(create::Msg::Rename(client, "API.example.com".into())));
    assert_eq!(label(&desk).as_deref(), Some("API.example.com"));
}

#[test]
fn starting_over_ends_what_is_being_made() {
    let mut desk = saved();
    take_all(&mut desk);
    desk.held = Some(Vec::new());
    desk.tell(Msg::Create(create::Msg::Make));
    assert!(desk.state.create.making.is_running());
    // whatever else the worker was asked for ends with it
    desk.open("authority.zip", std::rc::Rc::new(vec![0; 8]), "");
    assert!(desk.state.export.opening.is_running());
    let starts = desk.worker_starts;
    desk.tell(Msg::Create(create::Msg::StartOver));
    desk.tell(Msg::Confirm);
    assert_eq!((&desk.state.create.making, desk.worker_starts), (&Task::Idle, starts + 1));
    assert_eq!(desk.state.export.opening.task(), Some(&Task::Idle));
    desk.release();
    assert!(desk.state.set.is_none(), "a late answer changes nothing");
}
