//! The worker as the page sees it: it dies, it never comes, it is stopped; nobody waits for what will not come.

mod desk;

use std::rc::Rc;

use desk::Desk;
use text::Lang;
use workbench::effect::Effect;
use workbench::form::Edit;
use workbench::form::Which;
use workbench::msg::Msg;
use workbench::opened::Given;
use workbench::problem::Problem;
use workbench::rooms::create;
use workbench::rooms::export::{self, opening};
use workbench::settings::Settings;
use workbench::state::State;
use workbench::task::Task;
use workbench::update::update;
use workbench::worker::Worker;

fn make(desk: &mut Desk) {
    desk.tell(Msg::Create(create::Msg::Make));
}

#[test]
fn a_worker_that_dies_costs_nothing_but_the_work() {
    let mut desk = Desk::new();
    desk.held = Some(Vec::new());
    make(&mut desk);
    assert!(desk.state.create.making.is_running());
    desk.tell(Msg::WorkerFailed(Problem::WorkerDied("out of memory".into())));
    assert!(matches!(desk.state.create.making, Task::Failed(Problem::WorkerDied(_))));
    assert_eq!(desk.state.worker, Worker::Ready, "a new one was started");
    assert_eq!(desk.worker_starts, 2);
    desk.held = None;
    make(&mut desk);
    assert!(desk.state.set.is_some());
}

/// A reason that nobody gave is said to be missing, in the reader's language.
#[test]
fn a_death_without_a_reason_is_told_in_both_languages() {
    let died = |reason: &str| Problem::WorkerDied(reason.into());
    for (lang, words) in [(Lang::En, "the browser gave no reason"), (Lang::Ko, "브라우저가 이유를")] {
        assert!(died("").message(lang).problem.contains(words), "{}", died("").message(lang));
        let told = died("out of memory").message(lang).problem;
        assert!(told.contains("out of memory") && !told.contains(words), "{told}");
    }
}

/// What is pressed when the worker could not be loaded says so at once, and nothing is sent to it.
#[test]
fn a_worker_that_never_came_leaves_nobody_waiting() {
    let mut state = State::new(testkit::NOW, Settings::default());
    let problem = Problem::WorkerNotLoaded("barred".into());
    let opening = |msg| Msg::Export(export::Msg::Opening(msg));
    // while it is being loaded, a press waits for it
    assert!(matches!(*update(&mut state, Msg::Create(create::Msg::Make)), [Effect::Run(..)]));
    assert!(state.create.making.is_running());
    update(&mut state, Msg::WorkerFailed(problem.clone()));
    assert_eq!(state.create.making, Task::Failed(problem.clone()));
    for msg in [
        Msg::Create(create::Msg::Make),
        Msg::Create(create::Msg::ShowOpenssl),
        opening(opening::Msg::File(Given { name: "authority.zip".into(), bytes: Rc::default() })),
        opening(opening::Msg::Open),
    ] {
        assert_eq!(update(&mut state, msg), []);
    }
    assert_eq!(state.create.making, Task::Failed(problem.clone()));
    assert_eq!(state.create.openssl, Some(create::openssl::Openssl::Failed(problem.clone())));
    assert_eq!(state.export.opening.task(), Some(&Task::Failed(problem)));
}

#[test]
fn cancelled_work_answers_nobody() {
    let mut desk = Desk::new();
    desk.held = Some(Vec::new());
    make(&mut desk);
    let late = desk.held.clone().unwrap_or_default();
    desk.tell(Msg::Cancel);
    assert_eq!(desk.state.create.making, Task::Idle);
    desk.held = Some(late);
    desk.release();
    assert!(desk.state.set.is_none(), "the late answer is dropped");
}

#[test]
fn nothing_is_asked_of_the_worker_before_it_is_ready() {
    let mut state = State::new(testkit::NOW, Settings::default());
    let effects =
        update(&mut state, Msg::Create(create::Msg::Edit(Which::Set, Edit::AddServices("b.test".into()))));
    assert_eq!(effects, []);
}
