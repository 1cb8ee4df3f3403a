//! The root component: holds the one state, passes messages to the workbench and effects to the shell.

use std::rc::Rc;

use gloo_events::EventListener;
use workbench::msg::Msg;
use workbench::room::Room;
use workbench::state::{Loss, State};
use workbench::worker::Worker;
use yew::{Callback, Component, Context, Html};

use crate::effects;
use crate::frame::{frame, title};
use crate::shared::{ROOM_TITLE_ID, Shared};
use crate::shell::leave::LeaveGuard;
use crate::shell::worker::WorkerLine;
use crate::shell::{clock, document, lab, route, storage};

/// The whole page.
pub struct App {
    state: Rc<State>,
    dispatch: Callback<Msg>,
    worker: WorkerLine<Msg>,
    /// Started when it is first wanted.
    examiner: WorkerLine<Msg>,
    guard: LeaveGuard,
    /// The room whose heading had the focus last.
    focused: Room,
    _route: Option<EventListener>,
}

/// Mounts the page on the element with the id `app`.
pub fn mount() {
    let document = web_sys::window().and_then(|window| window.document());
    let root = document.and_then(|document| document.get_element_by_id("app"));
    let root = root.expect("index.html has the element");
    root.set_text_content(None);
    yew::Renderer::<App>::with_root(root).render();
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<App>) -> App {
        let dispatch = ctx.link().callback(|msg| msg);
        lab::listen_to_lab(dispatch.clone());
        let mut state = State::new(clock::now(), storage::load());
        state.offset = clock::offset();
        state.room = route::current();
        document::dress(state.settings, &title(&state));
        if state.room.is_lab() {
            dispatch.emit(Msg::Entered(state.room));
        }
        App {
            focused: state.room,
            state: Rc::new(state),
            worker: WorkerLine::worker(dispatch.clone()),
            examiner: WorkerLine::viewer(dispatch.clone()),
            guard: LeaveGuard::new(),
            _route: route::listen(dispatch.clone()),
            dispatch,
        }
    }

    fn update(&mut self, _ctx: &Context<App>, msg: Msg) -> bool {
        let state = Rc::make_mut(&mut self.state);
        let mut todo = workbench::update::update(state, Msg::Tick(clock::now()));
        todo.extend(workbench::update::update(state, msg));
        document::dress(state.settings, &title(state));
        document::mark_ready(state.worker == Worker::Ready);
        self.guard.arm(state.loss() != Loss::Nothing);
        for effect in todo {
            effects::run(effect, &self.worker, &self.examiner, &self.dispatch);
        }
        true
    }

    fn view(&self, _ctx: &Context<App>) -> Html {
        let shared = Shared { state: Rc::clone(&self.state), dispatch: self.dispatch.clone() };
        frame(&shared)
    }

    fn rendered(&mut self, _ctx: &Context<App>, _first: bool) {
        if self.focused != self.state.room {
            self.focused = self.state.room;
            // in a room of the lab its program says where one starts: a link may lead further
            if !self.state.room.is_lab() {
                document::focus(ROOM_TITLE_ID);
            }
        }
    }
}
