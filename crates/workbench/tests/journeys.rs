//! Journeys through the application, as a user makes them, without a browser: make, issue more, export, reopen, go on.

mod desk;

use std::rc::Rc;

use desk::Desk;
use pki::key::KeyAlgorithm;
use pki::secret::Secret;
use workbench::data::ChoiceField;
use workbench::fields::{FormField, Place};
use workbench::form::Which;
use workbench::form::{Edit, Field, MoreKind};
use workbench::job::Job;
use workbench::msg::Msg;
use workbench::notice::Said;
use workbench::problem::{Problem, Source};
use workbench::role::Role;
use workbench::room::Room;
use workbench::rooms::create;
use workbench::rooms::deploy;
use workbench::rooms::export::{self, opening};
use workbench::sealed::BundleId;
use workbench::set::ItemId;
use workbench::state::Question;
use workbench::task::Task;

fn edit(desk: &mut Desk, edit: Edit) {
    desk.tell(Msg::Create(create::Msg::Edit(Which::Set, edit)));
}

fn edit_more(desk: &mut Desk, edit: Edit) {
    desk.tell(Msg::Create(create::Msg::Edit(Which::More, edit)));
}

fn make(desk: &mut Desk) {
    desk.tell(Msg::Create(create::Msg::Make));
}

fn secret(text: &str) -> Secret {
    Secret::new(text.as_bytes().to_vec())
}

#[test]
fn one_press_of_the_button_makes_a_working_set() {
    let mut desk = Desk::new();
    assert_eq!(desk.state.create.report.problems, []);
    make(&mut desk);
    let set = desk.state.set.clone().expect("made");
    assert_eq!(set.authority.role, Role::Authority);
    assert_eq!(set.leaves.iter().map(|item| item.role).collect::<Vec<_>>(), [Role::Server, Role::Client]);
    assert!(
        set.leaves
            .iter()
            .all(|leaf| leaf.certificate.facts().issuer == set.authority.certificate.facts().subject)
    );
    assert_eq!(desk.state.unsaved_keys(), 3);
    assert!(matches!(desk.state.notice.as_ref().map(|notice| &notice.what), Some(Said::SetMade(2))));
}

#[test]
fn make_issue_export_reopen_and_issue_again() {
    let mut desk = Desk::new();
    edit(&mut desk, Edit::RemoveService(0));
    edit(&mut desk, Edit::AddServices("pay.example.com, 10.1.2.3".into()));
    make(&mut desk);
    desk.tell(Msg::Create(create::Msg::OpenMore(MoreKind::Clients)));
    edit_more(&mut desk, Edit::PasteClients(0, "partner-2\npartner-3".into()));
    desk.tell(Msg::Create(create::Msg::IssueMore));
    assert_eq!(desk.state.set.as_ref().map(|set| set.leaves.len()), Some(4));
    let (file, passphrase) = desk.save_all();
    assert_eq!(desk.state.unsaved_keys(), 0);
    assert_eq!(desk.downloads.len(), 5, "authority, server, three clients");

    let mut later = Desk::new();
    later.open("authority.zip", file, &passphrase);
    let reopened = later.state.set.clone().unwrap_or_else(|| panic!("{:?}", later.open_fault()));
    let first = desk.state.set.clone().expect("made");
    assert_eq!(reopened.authority.certificate, first.authority.certificate);
    assert_eq!(
        reopened.leaves.iter().map(|item| &item.certificate).collect::<Vec<_>>(),
        first.leaves.iter().map(|item| &item.certificate).collect::<Vec<_>>()
    );
    assert!(
        reopened.leaves.iter().all(|item| item.key.is_none()),
        "leaf keys are not in an authority bundle"
    );
    assert_eq!(later.state.create.form, desk.state.create.form);
    assert_eq!(later.state.room, Room::Create);
    assert_eq!(later.state.export.bundles.keys().collect::<Vec<_>>(), [&BundleId::Authority]);

    later.tell(Msg::Create(create::Msg::OpenMore(MoreKind::Clients)));
    let repeated = |desk: &Desk| {
        desk.state
            .create
            .more
            .as_ref()
            .is_some_and(|more| more.report.problem(Field::ClientName(0)).is_some())
    };
    edit_more(&mut later, Edit::Text(Field::ClientName(0), "Partner-3".into()));
    assert!(repeated(&later), "a name in use is refused while it is typed");
    edit_more(&mut later, Edit::Text(Field::ClientName(0), "partner-4".into()));
    assert!(!repeated(&later));
    later.tell(Msg::Create(create::Msg::IssueMore));
    let set = later.state.set.clone().expect("reopened");
    let new = set.leaves.last().expect("issued");
    assert_eq!(new.label, "partner-4");
    assert_eq!(new.certificate.facts().issuer, first.authority.certificate.facts().subject);
    assert_eq!(later.state.unsaved_keys(), 1);
}

#[test]
fn only_the_authority_bundle_holds_the_authority_key() {
    let mut desk = Desk::new();
    make(&mut desk);
    desk.save_all();
    let set = desk.state.set.clone().expect("made");
    let key = set.authority.key.clone().expect("here");
    for (id, bundle) in desk.state.export.bundles.iter() {
        let sealed = bundle.sealed.as_ref().expect("sealed");
        let entries = bundle::zip::open(&sealed.bytes, bundle.passphrase.expose()).expect("opens");
        let holds = |needle: &[u8]| {
            entries
                .iter()
                .any(|entry| entry.contents.expose().windows(needle.len()).any(|window| window == needle))
        };
        let names: Vec<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
        assert_eq!(names.contains(&"ca.key"), *id == BundleId::Authority, "{id:?}: {names:?}");
        let pem = key.to_pem();
        assert!(!holds(pem.expose()), "{id:?} holds the authority's key in clear");
        assert_eq!(sealed.contents.iter().map(|inside| inside.path.as_str()).collect::<Vec<_>>(), names);
    }
    let passphrases: std::collections::HashSet<_> =
        desk.state.export.bundles.values().map(|bundle| bundle.passphrase.expose().to_owned()).collect();
    assert_eq!(passphrases.len(), 3, "each bundle has its own passphrase");
}

#[test]
fn what_is_wrong_is_shown_at_its_field_and_nothing_typed_is_lost() {
    for (field, typed, also_ok) in [
        (Field::Organization, "a\u{202e}b", "주식회사 예시"),
        (Field::Country, "KOR", "KR"),
        (Field::ClientEmail(0), "nobody", "ops@example.com"),
        (Field::ClientUri(0), "spiffe://Example.COM/x", "spiffe://example.com/x"),
        (Field::Lifetime(Role::Client), "99999", "30"),
        (Field::Lifetime(Role::Server), "soon", "2027-01-31"),
        (Field::ClientName(0), "", "partner"),
        (Field::ClientName(0), "a\nb", "a b"),
        (Field::AuthorityName, &"x".repeat(65), "Example CA"),
    ] {
        let mut desk = Desk::new();
        edit(&mut desk, Edit::Text(field, typed.into()));
        let report = desk.state.create.report.clone();
        assert!(report.problem(field).is_some(), "{field:?} {typed:?}: {report:?}");
        for lang in text::Lang::ALL {
            let message = report.problem(field).expect("checked above").message(lang);
            assert!(!message.problem.is_empty() && !message.remedy.is_empty(), "{field:?}");
        }
        let before = desk.state.create.form.clone();
        make(&mut desk);
        assert!(desk.state.set.is_none(), "{field:?} {typed:?}");
        assert!(matches!(desk.state.create.making, Task::Failed(Problem::FormHasProblems(_))));
        assert_eq!(desk.state.create.form, before);
        assert_eq!(desk.mended, [Which::Set], "the press of the button leads to what is wrong");
        edit(&mut desk, Edit::Text(field, also_ok.into()));
        assert_eq!(desk.state.create.report.problem(field), None, "{field:?} {also_ok:?}");
    }
}

#[test]
fn a_set_with_unsaved_keys_is_not_replaced_without_a_question() {
    let mut desk = Desk::new();
    make(&mut desk);
    let first = desk.state.set.clone();
    make(&mut desk);
    assert_eq!(desk.state.question, Some(Question::MakeAgain));
    desk.tell(Msg::Dismiss);
    assert_eq!(desk.state.set, first);
    make(&mut desk);
    desk.tell(Msg::Confirm);
    assert_ne!(desk.state.set, first);
    assert_ne!(desk.state.set.as_ref().map(|set| set.authority.certificate.facts().subject.clone()), None,);
}

#[test]
fn a_wrong_passphrase_changes_nothing_and_can_be_typed_again() {
    let mut desk = Desk::new();
    make(&mut desk);
    let (file, passphrase) = desk.save_all();
    let before = desk.state.set.clone();
    desk.open("authority.zip", file, "not this one at all");
    assert!(desk.open_fault().is_some_and(|fault| fault.is_from(Source::Open)));
    assert_eq!(desk.state.set, before);
    assert_eq!(desk.state.export.opening.files.len(), 1, "the file need not be chosen again");
    // spaces and a line end came along when it was copied
    desk.opening(opening::Msg::Passphrase(secret(&format!(" {passphrase} \n"))));
    desk.opening(opening::Msg::Open);
    assert_ne!(desk.state.set, before);
}

#[test]
fn bundles_of_servers_and_clients_are_not_taken_for_an_authority() {
    let mut desk = Desk::new();
    make(&mut desk);
    desk.save_all();
    let client = &desk.state.export.bundles[&BundleId::Client(ItemId(2))];
    let (file, passphrase) =
        (Rc::clone(&client.sealed.as_ref().expect("sealed").bytes), client.passphrase.expose().to_owned());
    let before = desk.state.set.clone();
    desk.open("client.zip", file, &passphrase);
    assert!(desk.state.export.opening.unpacked().is_some_and(|unpacked| unpacked.authority.is_none()));
    desk.opening(opening::Msg::Adopt);
    assert_eq!((&desk.state.set, desk.state.question), (&before, None));
}

#[test]
fn weak_own_passphrases_are_refused_and_strong_ones_open_the_bundle() {
    let mut desk = Desk::new();
    make(&mut desk);
    let id = BundleId::Authority;
    for weak in ["password1", "qlalfqjsgh", "api.example.com1", "한글암호는 안돼요"] {
        desk.tell(Msg::Export(export::Msg::Type(id, secret(weak))));
        desk.tell(Msg::Export(export::Msg::Seal(id)));
        let bundle = &desk.state.export.bundles[&id];
        assert!(
            bundle.sealing.fault().is_some_and(|fault| fault.is_from(Source::Passphrase)),
            "{weak}: {:?}",
            bundle.sealing
        );
        assert_eq!(bundle.passphrase.expose(), weak, "what was typed stays");
    }
    let strong = "v9#Lq2!zrT7 mk_Wd4xPe";
    desk.tell(Msg::Export(export::Msg::Type(id, secret(strong))));
    desk.tell(Msg::Export(export::Msg::Seal(id)));
    let sealed = desk.state.export.bundles[&id].sealed.clone().expect("sealed");
    assert!(bundle::authority::open(&sealed.bytes, strong).is_ok());
}

/// The button is quicker than the worker: what it has not judged yet is judged where it is used, with the same words in mind.
#[test]
fn a_passphrase_that_was_not_judged_yet_is_judged_when_it_is_used() {
    // as good as one that is made, were it not the client's name
    let name = "kq7wv-r2xkl-9mzt4-hd3ub";
    for (own, refused) in [(name, true), ("t8npz-v4jqc-6wyk2-m3sge", false)] {
        let mut desk = Desk::new();
        edit(&mut desk, Edit::Text(Field::ClientName(0), name.into()));
        make(&mut desk);
        let id = BundleId::Client(ItemId(2));
        desk.held = Some(Vec::new());
        desk.tell(Msg::Export(export::Msg::Type(id, secret(own))));
        desk.tell(Msg::Export(export::Msg::Seal(id)));
        desk.release();
        let bundle = &desk.state.export.bundles[&id];
        assert_eq!(bundle.sealed.is_none(), refused, "{own}: {:?}", bundle.sealing);
        let fault = bundle.sealing.fault();
        assert_eq!(fault.is_some_and(|fault| fault.is_from(Source::Passphrase)), refused, "{own}: {fault:?}");
    }
}

#[test]
fn a_key_leaves_unencrypted_only_after_the_question() {
    let mut desk = Desk::new();
    make(&mut desk);
    desk.tell(Msg::Create(create::Msg::SaveKey(ItemId(1))));
    assert_eq!(desk.state.question, Some(Question::SaveKeyUnencrypted(ItemId(1))));
    assert!(desk.downloads.is_empty());
    desk.tell(Msg::Confirm);
    assert_eq!(desk.downloads.len(), 1);
    assert!(desk.downloads[0].contents.starts_with(b"-----BEGIN PRIVATE KEY-----"));
    assert_eq!(desk.state.unsaved_keys(), 2);
}

#[test]
fn rename_and_remove_make_the_authoritys_bundle_old() {
    let mut desk = Desk::new();
    make(&mut desk);
    desk.save_all();
    desk.tell(Msg::Create(create::Msg::Rename(ItemId(2), "bank".into())));
    assert!(desk.state.export.bundles[&BundleId::Authority].sealed.is_none());
    assert!(desk.state.export.bundles[&BundleId::Client(ItemId(2))].sealed.is_none());
    assert!(desk.state.export.bundles[&BundleId::Server(ItemId(1))].sealed.is_some());
    desk.tell(Msg::Create(create::Msg::Remove(ItemId(2))));
    assert_eq!(desk.state.question, Some(Question::Remove(ItemId(2))));
    desk.tell(Msg::Confirm);
    assert!(desk.state.export.bundles.get(&BundleId::Client(ItemId(2))).is_none());
    let set = desk.state.set.as_ref().expect("made");
    assert!(set.removed.len() == 1 && set.removed[0].key.is_none(), "its key is gone");
}

#[test]
fn what_was_removed_stays_in_the_authoritys_record() {
    let record = |desk: &mut Desk| {
        let (file, passphrase) = desk.save_all();
        let opened = bundle::authority::open(&file, &passphrase).expect("opens");
        (opened.workspace.issued, file, passphrase)
    };
    let mut desk = Desk::new();
    edit(&mut desk, Edit::PasteClients(0, "partner-2".into()));
    make(&mut desk);
    let (before, ..) = record(&mut desk);
    assert!(before.iter().all(|issued| issued.removed_at.is_none()), "{before:?}");
    let later = testkit::NOW.plus_days(7);
    desk.tell(Msg::Tick(later));
    desk.tell(Msg::Create(create::Msg::Remove(ItemId(2))));
    desk.tell(Msg::Confirm);
    let (removed, file, passphrase) = record(&mut desk);
    let mut expected = before;
    expected[2].removed_at = Some(later);
    assert_eq!(removed, expected, "in its place, with the day of its removal");

    let mut reopened = Desk::new();
    reopened.open("authority.zip", file, &passphrase);
    let set = reopened.state.set.clone().expect("reopened");
    let labels: Vec<&str> = set.items().map(|item| item.label.as_str()).collect();
    assert_eq!(labels[1..], ["api.example.com", "partner-2"], "it is not on the list");
    reopened.tell(Msg::Create(create::Msg::OpenMore(MoreKind::Clients)));
    edit_more(&mut reopened, Edit::Text(Field::ClientName(0), "partner-3".into()));
    reopened.tell(Msg::Create(create::Msg::IssueMore));
    let (again, ..) = record(&mut reopened);
    assert_eq!(again[..expected.len()], expected);
    assert_eq!(again.last().map(|issued| issued.label.as_str()), Some("partner-3"));
}

#[test]
fn a_thousand_clients_are_issued_with_progress() {
    let mut desk = Desk::new();
    let names: Vec<String> = (0..1000).map(|number| format!("client-{number}")).collect();
    edit(&mut desk, Edit::RemoveClient(0));
    edit(&mut desk, Edit::PasteClients(0, names.join("\n")));
    make(&mut desk);
    assert_eq!(desk.state.set.as_ref().map(|set| set.leaves.len()), Some(1001));
    let progress = desk.progress.borrow();
    assert_eq!(progress.last().map(|last| (last.done, last.total)), Some((1002, 1002)));
    assert!(progress.windows(2).all(|pair| pair[0].done < pair[1].done));
}

#[test]
fn every_algorithm_makes_a_set() {
    for algorithm in KeyAlgorithm::ALL {
        let mut desk = Desk::new();
        for role in Role::ALL {
            edit(&mut desk, Edit::Text(Field::Algorithm(role), algorithm.id().into()));
        }
        make(&mut desk);
        let set = desk.state.set.clone().unwrap_or_else(|| panic!("{algorithm:?}: {:?}", desk.state.create));
        assert!(set.items().all(|item| item.certificate.facts().key == algorithm.label()), "{algorithm:?}");
    }
}

#[test]
fn the_deploy_room_follows_the_set_and_keeps_the_last_good_files() {
    let mut desk = Desk::new();
    desk.tell(Msg::Entered(Room::Deploy));
    let conf = |desk: &Desk| {
        let file = desk.deployed().into_iter().find(|file| file.save.as_deref() == Some("nginx.conf"));
        file.map(|file| file.text.clone()).unwrap_or_default()
    };
    assert!(conf(&desk).contains("api.example.com"), "before anything is made, the form's names are shown");
    let port = |desk: &mut Desk, text: &str| {
        desk.tell(Msg::Deploy(deploy::Msg::Edit(ChoiceField::ListenPort, text.into())));
    };
    port(&mut desk, "8443");
    let good = conf(&desk);
    assert!(good.contains("8443") && !desk.state.deploy.outdated);
    port(&mut desk, "84443");
    let wrong: Vec<_> = fields(&desk).into_iter().filter(|field| field.error.is_some()).collect();
    assert_eq!(
        wrong.iter().map(|field| field.place).collect::<Vec<_>>(),
        [Place::Deploy(ChoiceField::ListenPort)]
    );
    assert!(desk.state.deploy.outdated);
    assert_eq!(conf(&desk), good);
    assert_eq!(desk.state.deploy.draft.text(ChoiceField::ListenPort), "84443", "what was typed stays");
}

fn fields(desk: &Desk) -> Vec<FormField> {
    desk.state.deploy.form.iter().flat_map(|group| group.fields.clone()).collect()
}

#[test]
fn the_form_asks_for_what_the_choices_need_and_keeps_the_rest() {
    let mut desk = Desk::new();
    desk.tell(Msg::Entered(Room::Deploy));
    let mut edit = |field, text: &str| {
        desk.tell(Msg::Deploy(deploy::Msg::Edit(field, text.into())));
        fields(&desk)
            .iter()
            .filter_map(|field| match field.place {
                Place::Deploy(field) => Some(field),
                Place::Create(..) => None,
            })
            .collect::<Vec<_>>()
    };
    let flask = edit(ChoiceField::FlaskPort, "9000");
    assert!(flask.contains(&ChoiceField::FlaskPort) && !flask.contains(&ChoiceField::OwnBackend));
    let own = edit(ChoiceField::Backend, "own");
    assert!(!own.contains(&ChoiceField::FlaskPort) && own.contains(&ChoiceField::OwnBackend));
    edit(ChoiceField::Backend, "flask");
    assert_eq!(desk.state.deploy.draft.text(ChoiceField::FlaskPort), "9000");
}

#[test]
fn typing_in_create_has_the_form_checked_and_nothing_rendered() {
    let mut desk = Desk::new();
    desk.held = Some(Vec::new());
    for typed in ["partner-1", "partner-12", "partner-123"] {
        edit(&mut desk, Edit::Text(Field::ClientName(0), typed.into()));
    }
    let jobs = desk.held.as_deref().unwrap_or_default();
    assert_eq!(jobs.len(), 3, "one look at the form for each change: {jobs:?}");
    assert!(jobs.iter().all(|(_, job)| matches!(job, Job::Check(_))), "{jobs:?}");
    desk.tell(Msg::Entered(Room::Deploy));
    let last = desk.held.as_deref().unwrap_or_default().last();
    assert!(matches!(last, Some((_, Job::Render(_)))), "{last:?}");
}

#[test]
fn deploy_shows_fresh_files_whenever_it_is_entered() {
    let mut desk = Desk::new();
    let shown = |desk: &mut Desk| {
        desk.tell(Msg::Entered(Room::Deploy));
        let files = desk.deployed().into_iter().filter(|code| code.save.is_some());
        let files = files.map(|file| file.text.clone()).collect::<String>();
        desk.tell(Msg::Entered(Room::Create));
        files
    };
    edit(&mut desk, Edit::RemoveService(0));
    edit(&mut desk, Edit::AddServices("typed.example.com".into()));
    assert!(shown(&mut desk).contains("typed.example.com"));
    make(&mut desk);
    edit(&mut desk, Edit::AddServices("later.example.com".into()));
    let made = shown(&mut desk);
    assert!(made.contains("typed.example.com") && !made.contains("later.example.com"), "{made}");
    assert!(made.contains("partner-1"), "the README names the client: {made}");
    desk.tell(Msg::Create(create::Msg::Remove(ItemId(2))));
    desk.tell(Msg::Confirm);
    assert!(!shown(&mut desk).contains("partner-1"));
    desk.tell(Msg::Create(create::Msg::StartOver));
    desk.tell(Msg::Confirm);
    let english = shown(&mut desk);
    assert!(english.contains("later.example.com"), "the form's names again");
    desk.tell(Msg::Language(text::Lang::Ko));
    let korean = |text: &str| text.contains(|character| ('가'..='힣').contains(&character));
    assert!(!korean(&english) && korean(&shown(&mut desk)), "in the language that is chosen now");
}

#[test]
fn nobody_is_led_back_to_a_form_that_is_no_longer_on_show() {
    let mut desk = Desk::new();
    make(&mut desk);
    desk.tell(Msg::Create(create::Msg::OpenMore(MoreKind::Clients)));
    desk.tell(Msg::Create(create::Msg::IssueMore));
    assert_eq!(desk.mended, [Which::More], "a client without a name");
    desk.held = Some(Vec::new());
    desk.tell(Msg::Create(create::Msg::IssueMore));
    desk.tell(Msg::Entered(Room::Export));
    desk.release();
    assert_eq!(desk.mended, [Which::More]);
}

#[test]
fn bundles_are_made_without_a_look_at_deploy() {
    let mut desk = Desk::new();
    make(&mut desk);
    assert!(desk.deployed().is_empty(), "nothing was rendered for the room");
    desk.save_all();
    let server = &desk.state.export.bundles[&BundleId::Server(ItemId(1))];
    let sealed = server.sealed.as_ref().expect("sealed");
    assert!(sealed.contents.iter().any(|inside| inside.path == "nginx.conf"), "{:?}", sealed.contents);
}
