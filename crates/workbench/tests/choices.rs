//! The fields that most people leave alone come from the worker: in the reader's language, each with what is wrong or should be
//! known, and what is typed never waits for them.

mod desk;

use desk::Desk;
use text::Lang;
use workbench::fields::{Described, FormField, Place};
use workbench::form::{Edit, Field, MoreKind, Report, Which};
use workbench::job::Output;
use workbench::msg::Msg;
use workbench::problem::Problem;
use workbench::role::Role;
use workbench::rooms::create;

fn field<'a>(choices: &'a Described, id: &str) -> &'a FormField {
    let mut fields = choices.groups.iter().flat_map(|group| &group.fields);
    fields.find(|field| field.id == id).unwrap_or_else(|| panic!("{id}: {choices:?}"))
}

fn typed(desk: &mut Desk, which: Which, field: Field, text: &str) {
    desk.tell(Msg::Typed(Place::Create(which, field), text.into()));
}

#[test]
fn what_is_wrong_stands_at_its_field_and_the_neighbour_stays_good() {
    let mut desk = Desk::new();
    for (at, id, wrong, good) in [
        (Field::Country, "country", "KOR", "KR"),
        (Field::Organization, "organization", "a\u{202E}b", "a b"),
        (Field::Lifetime(Role::Server), "lifetime-server", "0", "1"),
        (Field::Lifetime(Role::Client), "lifetime-client", "2020-02-30", "2027-02-28"),
        (Field::AuthorityName, "authority-name", "a\u{200F}b", "Payments CA"),
    ] {
        typed(&mut desk, Which::Set, at, wrong);
        assert!(field(&desk.state.create.choices, id).error.is_some(), "{id}");
        assert!(desk.state.create.choices.is_wrong());
        assert_eq!(desk.state.typed(Place::Create(Which::Set, at)), Some(wrong), "what was typed stays");
        typed(&mut desk, Which::Set, at, good);
        assert_eq!(field(&desk.state.create.choices, id).error, None, "{id}");
        assert!(!desk.state.create.choices.is_wrong());
    }
}

/// A leaf that outlives its authority is told while another of the authority's fields is still to be mended.
#[test]
fn one_mistake_hides_no_other() {
    let mut desk = Desk::new();
    typed(&mut desk, Which::Set, Field::Country, "KOR");
    typed(&mut desk, Which::Set, Field::Lifetime(Role::Server), "3651");
    assert!(field(&desk.state.create.choices, "lifetime-server").error.is_some());
    typed(&mut desk, Which::Set, Field::Lifetime(Role::Server), "3650");
    assert_eq!(field(&desk.state.create.choices, "lifetime-server").error, None);
    assert!(field(&desk.state.create.choices, "country").error.is_some());
}

/// What cannot be issued from this authority is told while it is typed, each beside its nearest that can.
#[test]
fn names_for_more_are_held_against_the_set() {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    let set = desk.state.set.clone().expect("made");
    let authority = set.authority.certificate.facts().common_name.clone().expect("named");
    desk.tell(Msg::Create(create::Msg::OpenMore(MoreKind::Clients)));
    let at = Field::ClientName(0);
    for (name, says) in [
        ("partner-1", Some("already")),
        ("PARTNER-1", Some("already")),
        ("partner-2", None),
        (&*authority, Some("authority")),
        (&*authority.to_lowercase(), Some("authority")),
        (&format!("{authority} 2"), None),
        // a server's name is no client's
        ("api.example.com", None),
    ] {
        typed(&mut desk, Which::More, at, name);
        let more = desk.state.create.more.as_ref().expect("open");
        let told = more.report.problem(at).map(|problem| problem.message(Lang::En).to_string());
        let fits = match says {
            Some(words) => told.as_ref().is_some_and(|told| told.contains(words)),
            None => told.is_none(),
        };
        assert!(fits, "{name}: {told:?}");
    }
}

#[test]
fn a_lifetime_says_what_follows_from_it_and_an_algorithm_what_should_be_known() {
    let mut desk = Desk::new();
    let at = Field::Lifetime(Role::Client);
    typed(&mut desk, Which::Set, at, "365");
    let hint = field(&desk.state.create.choices, "lifetime-client").hint.clone();
    assert_eq!(hint, "Until 22 Nov 2027.");
    typed(&mut desk, Which::Set, at, "2027-11-23");
    let hint = field(&desk.state.create.choices, "lifetime-client").hint.clone();
    assert_eq!(hint, "366 days from now.");

    typed(&mut desk, Which::Set, Field::Lifetime(Role::Authority), "3650");
    let hint = field(&desk.state.create.choices, "lifetime-authority").hint.clone();
    assert!(hint.starts_with("Until 19 Nov 2036.") && hint.contains("60 minutes before"), "{hint}");
    typed(&mut desk, Which::Set, Field::Lifetime(Role::Authority), "soon");
    assert_eq!(field(&desk.state.create.choices, "lifetime-authority").hint, "");
    typed(&mut desk, Which::Set, Field::Lifetime(Role::Authority), "3650");

    let at = Field::Algorithm(Role::Server);
    assert_eq!(field(&desk.state.create.choices, "algorithm-server").cautions, []);
    typed(&mut desk, Which::Set, at, "ed25519");
    assert_eq!(field(&desk.state.create.choices, "algorithm-server").cautions.len(), 1);
    typed(&mut desk, Which::Set, Field::Country, "KOR");
    assert_eq!(
        field(&desk.state.create.choices, "algorithm-server").cautions.len(),
        1,
        "whatever else is wrong"
    );
    typed(&mut desk, Which::Set, Field::Country, "");
    assert_eq!(desk.state.create.choices.summary, "ECDSA P-256 / Ed25519 / ECDSA P-256");
    typed(&mut desk, Which::Set, at, "rsa1024");
    assert_eq!(desk.state.typed(Place::Create(Which::Set, at)), Some("ed25519"), "no such algorithm");
    typed(&mut desk, Which::Set, at, "p256");
    assert_eq!(desk.state.create.choices.summary, "ECDSA P-256");
}

#[test]
fn the_form_for_more_has_its_own_fields_and_blames_nobody_before_anything_is_typed() {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    desk.tell(Msg::Create(create::Msg::OpenMore(MoreKind::Clients)));
    let more = desk.state.create.more.clone().expect("open");
    assert_eq!(more.report.problems, []);
    assert_eq!(more.choices.groups.len(), 2, "key and lifetime, subject");
    typed(&mut desk, Which::More, Field::Lifetime(Role::Client), "never");
    let more = desk.state.create.more.clone().expect("open");
    assert!(field(&more.choices, "more-lifetime-client").error.is_some());
    assert!(more.report.problem(Field::ClientName(0)).is_some(), "now the empty name is told as well");
    assert_eq!(field(&desk.state.create.choices, "lifetime-client").error, None, "the other form stays");
}

#[test]
fn the_fields_follow_the_language() {
    let mut desk = Desk::new();
    desk.tell(Msg::Typed(Place::Create(Which::Set, Field::Unit), "Ops".into()));
    assert_eq!(field(&desk.state.create.choices, "country").label, "Country (C)");
    desk.tell(Msg::Language(Lang::Ko));
    assert_eq!(field(&desk.state.create.choices, "country").label, "국가(C)");
    assert_eq!(desk.state.typed(Place::Create(Which::Set, Field::Unit)), Some("Ops"));
}

/// A key that cannot be made is found while the set is made: RSA where the page has no WebCrypto.
#[test]
fn what_is_found_while_making_stands_at_its_field_until_that_is_changed() {
    let mut desk = Desk::new();
    let at = Field::Algorithm(Role::Server);
    typed(&mut desk, Which::Set, at, "rsa2048");
    desk.held = Some(Vec::new());
    desk.tell(Msg::Create(create::Msg::Make));
    let Some((task, _)) = desk.held.take().and_then(|held| held.into_iter().next_back()) else {
        panic!("a job")
    };
    let problem = Problem::from(pki::key::KeyError::NoWebCrypto);
    let report = Report { problems: vec![(at, problem)], warnings: Vec::new() };
    desk.tell(Msg::Done(task, Box::new(Output::Made(Err(report)))));
    let error = field(&desk.state.create.choices, "algorithm-server").error.clone().expect("at its field");
    assert!(error.to_string().contains("https"), "{error}");
    assert_eq!(field(&desk.state.create.choices, "algorithm-client").error, None);
    typed(&mut desk, Which::Set, at, "p256");
    assert!(!desk.state.create.choices.is_wrong());
}

#[test]
fn commands_of_openssl_never_stand_beside_another_form() {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::ShowOpenssl));
    assert!(desk.state.create.openssl.is_some());
    typed(&mut desk, Which::Set, Field::Organization, "NewOrg");
    assert_eq!(desk.state.create.openssl, None);
    // once there is a set, the commands are the set's, whatever the form says
    desk.tell(Msg::Create(create::Msg::Make));
    desk.tell(Msg::Create(create::Msg::ShowOpenssl));
    typed(&mut desk, Which::Set, Field::Organization, "Other");
    assert!(desk.state.create.openssl.is_some());
}

/// Nobody reads more at once, and each costs its words in two languages on the way from the worker.
#[test]
fn a_long_list_of_mistakes_is_told_in_part() {
    let mut desk = Desk::new();
    let names: Vec<String> = (0..600).map(|number| format!("a{number}$")).collect();
    desk.tell(Msg::Create(create::Msg::Edit(Which::Set, Edit::PasteClients(0, names.join("\n")))));
    assert!(desk.state.create.form.clients.len() >= 600);
    assert_eq!(desk.state.create.report.problems.len(), 500);
    // the nearest that is told whole
    desk.tell(Msg::Create(create::Msg::Edit(Which::Set, Edit::ClearClients)));
    desk.tell(Msg::Create(create::Msg::Edit(Which::Set, Edit::PasteClients(0, names[..499].join("\n")))));
    let told = desk.state.create.report.problems.len();
    assert_eq!(told, 499, "{:?}", desk.state.create.report.problems.first());
}
