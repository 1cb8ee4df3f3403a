//! The Doctor room: what is pasted is recognised, explained by what is loaded, and asked on where it is not known.

mod desk;

use std::rc::Rc;

use desk::Desk;
use pki::secret::Secret;
use text::Lang;
use workbench::document::{Block, Section, Verdict};
use workbench::form::{Edit, Field, Which};
use workbench::lab::Msg;
use workbench::msg as page;
use workbench::room::Room;
use workbench::rooms::{create, doctor, inspect};
use workbench::sight::symptom::Diagnosed;
use workbench::task::Task;

const ISSUER: &str = "2026/11/29 06:26:48 [info] 21106#21106: *2 client SSL certificate verify error: (21:unable to verify the first certificate) while reading client request headers";

fn tell(desk: &mut Desk, msg: doctor::Msg) {
    desk.tell_lab(Msg::Doctor(msg));
}

fn paste(desk: &mut Desk, text: &str) {
    tell(desk, doctor::Msg::Message(Secret::new(text.as_bytes().to_vec())));
}

/// A desk in the room, with nothing made.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.tell(page::Msg::Entered(Room::Doctor));
    desk
}

fn said(desk: &Desk) -> Rc<Diagnosed> {
    assert_eq!(desk.lab.doctor.looking, Task::Idle);
    Rc::clone(desk.lab.doctor.diagnosed.as_ref().expect("it was looked at"))
}

fn findings(section: &Section) -> Vec<(Verdict, &str)> {
    let finding = |block| match block {
        &Block::Finding(verdict, ref message) => Some((verdict, &*message.problem)),
        _ => None,
    };
    section.blocks.iter().filter_map(finding).collect()
}

/// Everything of an answer, as one text.
fn words(diagnosed: &Diagnosed) -> String {
    format!("{diagnosed:?}")
}

#[test]
fn what_is_pasted_is_recognised_the_most_telling_first() {
    let mut desk = desk();
    assert_eq!(desk.lab.doctor.diagnosed, None);
    paste(
        &mut desk,
        &format!(
            "HTTP/1.1 400 Bad Request\n\n<title>400 The SSL certificate error</title>\n{ISSUER}\nsome other failure"
        ),
    );
    let answer = said(&desk);
    let titles: Vec<&str> = answer.document.0.iter().filter_map(|section| section.title.as_deref()).collect();
    assert_eq!(titles, ["Line 4: the server says", "Line 3: the server says", "Not known here"]);
    // each says who, what it means, causes in their order, how to tell them apart, a remedy, and where it was seen
    for section in &answer.document.0[..2] {
        assert!(
            section.blocks.iter().any(|block| matches!(block, Block::Steps(causes) if !causes.is_empty()))
        );
        let terms = section.blocks.iter().find_map(|block| match block {
            Block::Terms(terms) => Some(terms),
            _ => None,
        });
        let terms = terms.expect("how to tell apart, what to do, where it was seen");
        assert!(terms.len() == 3 && terms.iter().all(|(name, what)| !name.is_empty() && !what.is_empty()));
    }
    assert!(words(&answer).contains("some other failure"), "what is not known is named: {answer:?}");
    assert!(words(&answer).contains("nginx 1.22.1"), "with its source: {answer:?}");
}

#[test]
fn what_either_side_may_have_printed_is_told_of_as_both() {
    let mut desk = desk();
    let alert = "SSL_read: error:0A000418:SSL routines::tlsv1 alert unknown ca";
    for (before, title, both) in
        [("", "Line 1: a client or a server says", true), ("curl: (56) ", "Line 1: the client says", false)]
    {
        paste(&mut desk, &format!("{before}{alert}"));
        let said = said(&desk);
        assert!(said.document.0[0].title.as_deref().is_some_and(|told| told.starts_with(title)), "{said:?}");
        assert_eq!(words(&said).contains("If a server printed it: The server received alert 48"), both);
    }
}

#[test]
fn what_is_not_known_says_so_and_asks_on() {
    let mut desk = desk();
    paste(&mut desk, "it does not work since yesterday");
    let answer = said(&desk);
    assert_eq!(findings(&answer.document.0[0]).len(), 1);
    assert!(
        answer.document.0[0]
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Steps(asked) if asked.len() == 5))
    );
    // and nothing is said of nothing
    for nothing in ["", "  \n "] {
        paste(&mut desk, nothing);
        assert_eq!(desk.lab.doctor.diagnosed, None, "{nothing:?}");
    }
}

#[test]
fn what_is_loaded_explains_it() {
    let mut desk = desk();
    paste(&mut desk, ISSUER);
    let answer = said(&desk);
    assert_eq!(findings(&answer.document.0[0]), []);
    assert!(
        answer.document.0.iter().any(|section| matches!(&section.blocks[..], [_, Block::Link(..)])),
        "{answer:?}"
    );
    // the authority is made twice under one name, the first of them as it was saved
    let name = Edit::Text(Field::AuthorityName, "Partner CA".to_owned());
    desk.tell(page::Msg::Create(create::Msg::Edit(Which::Set, name)));
    desk.tell(page::Msg::Create(create::Msg::Make));
    let first = desk.state.set.as_ref().expect("made").authority.certificate.to_pem();
    desk.tell(page::Msg::Create(create::Msg::StartOver));
    desk.tell(page::Msg::Confirm);
    desk.tell(page::Msg::Create(create::Msg::Make));
    desk.tell(page::Msg::Entered(Room::Doctor));
    let answer = said(&desk);
    assert_eq!(findings(&answer.document.0[0]), [], "one authority of a name explains nothing");
    assert!(
        !answer.document.0.iter().any(|section| section.title.is_none()),
        "something is loaded: {answer:?}"
    );
    desk.tell(page::Msg::Entered(Room::Inspect));
    desk.tell_lab(Msg::Inspect(inspect::Msg::Pasted(Secret::new(first.into_bytes()))));
    desk.tell(page::Msg::Entered(Room::Doctor));
    let answer = said(&desk);
    let found = findings(&answer.document.0[0]);
    assert!(
        matches!(found[..], [(Verdict::Refused, _)]) && found[0].1.contains("different keys"),
        "{found:?}"
    );
}

#[test]
fn what_was_pasted_stays_and_is_said_in_the_readers_language() {
    let mut desk = desk();
    paste(&mut desk, ISSUER);
    let english = said(&desk);
    desk.tell(page::Msg::Entered(Room::About));
    desk.tell(page::Msg::Language(Lang::Ko));
    desk.tell(page::Msg::Entered(Room::Doctor));
    assert_eq!(desk.lab.doctor.message.expose(), ISSUER.as_bytes());
    let korean = said(&desk);
    assert!(english != korean && words(&korean).contains("서버가 한 말"), "{korean:?}");
    tell(&mut desk, doctor::Msg::Forget);
    assert_eq!((desk.lab.doctor.message.expose(), &desk.lab.doctor.diagnosed), (&b""[..], &None));
    tell(&mut desk, doctor::Msg::Example);
    assert_eq!(said(&desk).document.0.iter().filter(|section| section.title.is_some()).count(), 2);
}

#[test]
fn any_text_is_looked_through() {
    let mut desk = desk();
    let long = "x".repeat(3 * 1024 * 1024);
    for text in
        ["\u{0}\u{1}\u{fffd}", "curl: (60) SSL 인증서 문제: 자체 서명된 인증서\r\n오류", &long, "’“”<b>&amp;"]
    {
        paste(&mut desk, text);
        assert!(!said(&desk).document.0.is_empty());
    }
}

#[test]
fn whoever_types_fast_is_answered_once_for_many_letters() {
    use workbench::lab::update::update;
    use workbench::lab::{Effect, State};
    let mut state = State::new(testkit::NOW);
    update(&mut state, Msg::ExaminerReady);
    let type_in = |state: &mut State, text: &str| {
        update(state, Msg::Doctor(doctor::Msg::Message(Secret::new(text.as_bytes().to_vec()))))
    };
    assert_eq!(type_in(&mut state, "a").len(), 1);
    assert!(type_in(&mut state, "al").is_empty() && type_in(&mut state, "alert").is_empty());
    let answer = Diagnosed { summary: String::new(), document: workbench::document::Document::default() };
    let Task::Running(id, _) = state.doctor.looking else { panic!("{:?}", state.doctor.looking) };
    let seen = |id| Msg::Seen(id, Box::new(workbench::sight::Seen::Symptom(Box::new(answer.clone()))));
    assert!(matches!(update(&mut state, seen(id))[..], [Effect::Look(..)]), "the last of them is looked at");
    let Task::Running(id, _) = state.doctor.looking else { panic!("{:?}", state.doctor.looking) };
    assert!(update(&mut state, seen(id)).is_empty());
    assert_eq!(state.doctor.looking, Task::Idle);
}
