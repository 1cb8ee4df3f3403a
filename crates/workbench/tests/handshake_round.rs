//! The whole catalogue by one button: a table of how each scenario ends, beside what nginx and curl come to, from which each is opened.

mod desk;

use ::handshake::catalogue::{Entry, Expected};
use desk::Desk;
use desk::shaking::{desk, tell};
use text::Lang;
use workbench::document::Verdict;
use workbench::lab::{self, Effect, Msg};
use workbench::msg as page;
use workbench::rooms::handshake;
use workbench::rooms::handshake::round::{self, Shown};
use workbench::sight::handshake::round::Line;
use workbench::task::Task;

fn lines(desk: &Desk) -> Vec<Line> {
    let round = desk.lab.handshake.round.round.as_ref().expect("it was played");
    round.themes.iter().flat_map(|(_, lines)| lines.clone()).collect()
}

#[test]
fn the_whole_catalogue_comes_to_what_stands_beside_its_names() {
    let mut desk = desk();
    for (lang, through) in [(Lang::Ko, "통과"), (Lang::En, "comes through")] {
        desk.tell(page::Msg::Language(lang));
        tell(&mut desk, handshake::Msg::Round(round::Msg::Play));
        let offer = desk.lab.handshake.play.as_ref().expect("it was played").offer.clone();
        let lines = lines(&desk);
        // what was chosen in Deploy stands before the catalogue
        let offered: Vec<String> =
            offer.into_iter().skip(1).flat_map(|(_, entries)| entries).map(|(id, _)| id).collect();
        assert_eq!(lines.iter().map(|line| line.id.clone()).collect::<Vec<_>>(), offered);
        for line in &lines {
            let entry = Entry::find(&line.id).expect("it is in the catalogue");
            match entry.expected {
                Expected::Through => {
                    assert!(line.end.starts_with(through) && line.rule.is_empty(), "{line:?}");
                }
                Expected::Stopped { at, alert, .. } => {
                    assert!(line.end.contains(at.label()) && !line.rule.is_empty(), "{line:?}");
                    assert!(line.seen.starts_with(&alert.to_string()), "{line:?}");
                }
            }
        }
    }
    let progress = desk.progress.borrow();
    assert!(progress.windows(2).any(|pair| pair[0].done + 1 == pair[1].done), "{progress:?}");
}

#[test]
fn the_table_tells_where_nginx_and_curl_come_to_something_else() {
    let mut desk = desk();
    tell(&mut desk, handshake::Msg::Round(round::Msg::Play));
    let lines = lines(&desk);
    for (id, verdict, seen) in [
        ("good", Verdict::Fine, "HTTP 200"),
        ("client-expired", Verdict::Refused, "certificate_expired (45) · HTTP 400"),
        ("server-expired", Verdict::Refused, "certificate_expired (45) · curl (60)"),
        ("too-deep", Verdict::Caution, "HTTP 400"),
        ("no-shared-protocol", Verdict::Caution, "no_application_protocol (120) · HTTP 200"),
        ("server-wrong-key", Verdict::Refused, "decrypt_error (51) · nginx -t"),
        ("backend-down", Verdict::Caution, "HTTP 502"),
        ("server-not-checked", Verdict::Caution, "HTTP 200"),
        ("verify-optional", Verdict::Caution, "HTTP 200"),
        ("version-1", Verdict::Fine, "HTTP 200"),
        ("weak-rsa", Verdict::Refused, "bad_certificate (42) · curl (58)"),
    ] {
        let line = lines.iter().find(|line| line.id == id).expect(id);
        assert_eq!((line.verdict, line.seen.as_str()), (verdict, seen), "{id}");
    }
}

#[test]
fn from_the_table_to_a_scenario_and_back() {
    let mut desk = desk();
    let update = |desk: &mut Desk, msg| lab::update::update(&mut desk.lab, Msg::Handshake(msg));
    tell(&mut desk, handshake::Msg::Round(round::Msg::Play));
    assert_eq!(desk.lab.handshake.round.shown, Shown::Round);
    let went = update(&mut desk, handshake::Msg::Scenario("client-expired".to_owned()));
    assert_eq!(desk.lab.handshake.round.shown, Shown::Play);
    assert!(went.contains(&Effect::Focus(round::PLAY_TITLE.to_owned())), "{went:?}");
    let back = update(&mut desk, handshake::Msg::Round(round::Msg::Return));
    assert_eq!(back, [Effect::Focus("round-client-expired".to_owned())]);
    // whoever was not at the table keeps the focus
    update(&mut desk, handshake::Msg::Scenario("good".to_owned()));
    let other = update(&mut desk, handshake::Msg::Scenario("good-tls12".to_owned()));
    assert!(!other.iter().any(|effect| matches!(effect, Effect::Focus(_))), "{other:?}");
}

#[test]
fn playing_the_catalogue_can_be_cancelled() {
    let mut desk = desk();
    lab::update::update(&mut desk.lab, Msg::Handshake(handshake::Msg::Round(round::Msg::Play)));
    assert!(desk.lab.handshake.round.playing.is_running());
    let effects = lab::update::update(&mut desk.lab, Msg::Cancel);
    // the button that was pressed is gone, and the focus goes to what is there
    assert_eq!(effects, [Effect::RestartExaminer, Effect::Focus(round::PLAY_TITLE.to_owned())]);
    let room = &desk.lab.handshake.round;
    assert_eq!((&room.playing, room.shown), (&Task::Idle, Shown::Play));
    // a table that is there stays
    tell(&mut desk, handshake::Msg::Again);
    desk.tell_lab(Msg::ExaminerReady);
    tell(&mut desk, handshake::Msg::Round(round::Msg::Play));
    lab::update::update(&mut desk.lab, Msg::Handshake(handshake::Msg::Round(round::Msg::Play)));
    let effects = lab::update::update(&mut desk.lab, Msg::Cancel);
    assert!(effects.contains(&Effect::Focus(round::TITLE.to_owned())), "{effects:?}");
    assert_eq!(desk.lab.handshake.round.shown, Shown::Round);
    assert!(lines(&desk).len() >= 50);
}

#[test]
fn a_table_of_another_set_is_forgotten() {
    let mut desk = desk();
    desk.tell(page::Msg::Language(Lang::Ko));
    tell(&mut desk, handshake::Msg::Round(round::Msg::Play));
    let before = lines(&desk);
    // on show, it is written anew in the other language
    desk.tell(page::Msg::Language(Lang::En));
    assert!(!lines(&desk).is_empty() && lines(&desk) != before);
    // behind a scenario it is forgotten, as nothing leads to it in the other language
    tell(&mut desk, handshake::Msg::Scenario("good".to_owned()));
    desk.tell(page::Msg::Language(Lang::Ko));
    assert_eq!(desk.lab.handshake.round.round, None);
}
