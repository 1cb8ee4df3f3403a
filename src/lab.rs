//! The lab's root component: holds its state, passes messages to `workbench::lab` and effects to the shell. A program of its own,
//! mounted inside the page when one of its rooms is first entered; the page tells it what is to be on show.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use text::Lang;
use workbench::lab::told::Coming;
use workbench::lab::update::update;
use workbench::lab::{Effect, Msg, State};
use workbench::notice::Said;
use workbench::problem::Problem;
use workbench::room::Room;
use workbench::rooms::inspect::Way;
use workbench::sight::Examine;
use yew::{Callback, Component, Context, Html, component, html};

use crate::frame::notice::notice;
use crate::pages::about::about;
use crate::pages::chain::Chain;
use crate::pages::doctor::Doctor;
use crate::pages::handshake::Handshake;
use crate::pages::inspect::Inspect;
use crate::shared::{LAB_TITLE_ID, Shared};
use crate::shell::worker::WorkerLine;
use crate::shell::{clipboard, clock, document, download, lab, picture, route};
use crate::widgets::glyph::Mark;

/// How long a message is on show before the next one, while somebody goes through them: time to read its first sentence.
const LOOKED_MILLISECONDS: u32 = 2_500;

/// The whole lab.
pub struct Lab {
    state: Rc<State>,
    dispatch: Callback<Msg>,
    examiner: WorkerLine<Msg>,
    /// The room whose heading had the focus last.
    focused: Option<Room>,
    /// The element that shall have the focus when it is drawn.
    focus: Option<String>,
}

/// Mounts the lab where the page wants it.
pub fn mount() {
    let host = lab::host().expect("the page has drawn the element");
    keep_events_apart();
    let handle = yew::Renderer::<Lab>::with_root(host.clone()).render();
    lab::listen(&host, move |told| {
        handle.send_message(Msg::Told(Box::new(told), Way::parse(&route::rest())));
    });
}

/// Yew tells whose an event is by a number that each root has, counted in each program from 1; the page's root has that one.
/// The lab's must have another, or the page would take the lab's events for its own.
fn keep_events_apart() {
    #[component]
    fn Nothing() -> Html {
        Html::default()
    }
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(Ok(aside)) = document.map(|document| document.create_element("div")) {
        yew::Renderer::<Nothing>::with_root(aside).render();
    }
}

impl Component for Lab {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Lab>) -> Lab {
        let dispatch = ctx.link().callback(|msg| msg);
        Lab {
            state: Rc::new(State::new(clock::now())),
            examiner: WorkerLine::examiner(dispatch.clone()),
            dispatch,
            focused: None,
            focus: None,
        }
    }

    fn update(&mut self, _ctx: &Context<Lab>, msg: Msg) -> bool {
        // whoever comes into a room starts at its heading
        if let Msg::Told(told, _) = &msg
            && (told.coming == Coming::FromElsewhere || self.focused != Some(told.room))
        {
            self.focused = Some(told.room);
            self.focus = Some(LAB_TITLE_ID.to_owned());
        }
        let state = Rc::make_mut(&mut self.state);
        let mut todo = update(state, Msg::Tick(clock::now()));
        todo.extend(update(state, msg));
        for effect in todo {
            self.run(effect);
        }
        true
    }

    fn view(&self, _ctx: &Context<Lab>) -> Html {
        let shared = Shared { state: Rc::clone(&self.state), dispatch: self.dispatch.clone() };
        html! {<>
            { match self.state.room {
                Room::Chain => html! { <Chain {shared} /> },
                Room::Handshake => html! { <Handshake {shared} /> },
                Room::Doctor => html! { <Doctor {shared} /> },
                Room::About => about(&shared),
                _ => html! { <Inspect {shared} /> },
            } }
            { notice(self.state.notice.as_ref(), |said| words(said, self.state.lang)) }
        </>}
    }

    fn rendered(&mut self, _ctx: &Context<Lab>, _first: bool) {
        if let Some(id) = self.focus.take() {
            document::focus_led(&id);
        }
    }
}

impl Lab {
    /// Carries one effect out.
    fn run(&mut self, effect: Effect) {
        let refused = |problem: Problem| self.dispatch.emit(Msg::Refused(problem));
        match effect {
            Effect::Look(task, sight) => self.examiner.run(task, Examine::<_, ()>::Look(*sight)),
            Effect::RestartExaminer => self.examiner.restart(),
            Effect::Copy(clip) => {
                let written =
                    |written: Result<(), Problem>| written.map_or_else(Msg::Refused, |()| Msg::Copied);
                clipboard::write(clip.0, self.dispatch.reform(written));
            }
            Effect::Download(file) => {
                if download::save(&file).is_err() {
                    refused(Problem::DownloadRefused(file.name));
                }
            }
            Effect::Picture(name, svg) => picture::save_png(name, svg, self.dispatch.reform(Msg::Refused)),
            Effect::Record(issued) => lab::record(&issued),
            Effect::Address(address) => route::tell(&address),
            Effect::Visit(address) => route::visit(&address),
            Effect::Focus(name) => self.focus = Some(name),
            Effect::Later(msg) => {
                let dispatch = self.dispatch.clone();
                Timeout::new(LOOKED_MILLISECONDS, move || dispatch.emit(msg)).forget();
            }
        }
    }
}

/// What was just done in the lab: nothing else is said there, and it holds its words itself.
fn words(said: &Said, lang: Lang) -> (Mark, String) {
    let words = match said {
        Said::Saved(name) => text::examine::saved(lang, name),
        Said::Cancelled => text::examine::stopped(lang).to_owned(),
        Said::Trouble(problem) => return (Mark::Refused, problem.message(lang).to_string()),
        _ => text::examine::copied(lang).to_owned(),
    };
    (Mark::Fine, words)
}
