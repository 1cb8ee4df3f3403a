//! The page's side of a worker: starting it from memory, sending work, starting it anew.
//! Its source and its compiled module were loaded once by `static/boot/boot.js`; no network is needed for a new start.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Promise, Reflect, Uint8Array};
use pki::secret::Secret;
use serde::Serialize;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, ErrorEvent, MessageEvent, Url, Worker};
use workbench::document::{Block, Errand};
use workbench::job::Output;
use workbench::lab;
use workbench::msg as page;
use workbench::problem::Problem;
use workbench::sight::Seen;
use workbench::task::TaskId;
use yew::Callback;

use crate::wire::{self, Reply, Request};

/// From this length on, reading an answer and drawing what came of it are two tasks, so that the page can answer the user
/// between them.
const LONG_OCTETS: usize = 256 * 1024;

/// One worker of a program of the page, whose messages are `M`.
pub struct WorkerLine<M: 'static> {
    inner: Rc<RefCell<Inner>>,
    name: &'static str,
    /// What is told of what is heard, if anything.
    hear: fn(Heard<'_>) -> Option<M>,
    dispatch: Callback<M>,
}

impl<M> Clone for WorkerLine<M> {
    fn clone(&self) -> WorkerLine<M> {
        let WorkerLine { inner, name, hear, dispatch } = self;
        WorkerLine { inner: Rc::clone(inner), name, hear: *hear, dispatch: dispatch.clone() }
    }
}

/// What is heard of a worker.
pub enum Heard<'a> {
    /// It takes work.
    Ready,
    /// An answer.
    Octets(&'a [u8]),
    /// That it cannot be had, or is no more.
    Failed(Problem),
}

#[derive(Default)]
struct Inner {
    /// Whether it was started, and nothing went wrong with it since.
    begun: bool,
    /// The worker's source and module, once loaded.
    parts: Option<(String, JsValue)>,
    running: Option<Running>,
    /// Whether the worker has said that it takes work.
    ready: bool,
    /// What came before it did.
    waiting: Vec<Secret>,
}

struct Running {
    worker: Worker,
    _listeners: Vec<EventListener>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl WorkerLine<page::Msg> {
    /// The worker that makes.
    #[must_use]
    pub fn worker(dispatch: Callback<page::Msg>) -> WorkerLine<page::Msg> {
        use page::Msg;
        let line = WorkerLine::new("worker", dispatch, |heard| {
            Some(match heard {
                Heard::Ready => Msg::WorkerReady,
                Heard::Failed(problem) => Msg::WorkerFailed(problem),
                Heard::Octets(octets) => match wire::read::<Reply<Output>>(octets) {
                    Some(Reply::Progress(task, progress)) => Msg::Progress(task, progress),
                    Some(Reply::Done(task, output)) => Msg::Done(task, output),
                    None => Msg::WorkerFailed(unheard()),
                },
            })
        });
        line.restart();
        line
    }

    /// The one that looks, for documents of the page. It is started when it is first brought something.
    #[must_use]
    pub fn viewer(dispatch: Callback<page::Msg>) -> WorkerLine<page::Msg> {
        use page::Msg;
        WorkerLine::new("examiner", dispatch, |heard| match heard {
            Heard::Ready => None,
            Heard::Failed(problem) => Some(Msg::ExaminerFailed(problem)),
            Heard::Octets(octets) => match wire::read::<Reply<Vec<Block>>>(octets) {
                Some(Reply::Progress(..)) => None,
                Some(Reply::Done(task, blocks)) => Some(Msg::Viewed(task, *blocks)),
                None => Some(Msg::ExaminerFailed(unheard())),
            },
        })
    }

    /// Brings it work that another has written. One that was lost is started anew for it.
    pub fn bring(&self, task: TaskId, errand: &Errand) {
        if !self.inner.borrow().begun {
            self.restart();
        }
        self.send(Secret::new(wire::enclose(task, &errand.octets)));
    }
}

impl WorkerLine<lab::Msg> {
    /// The one that looks, for the lab.
    #[must_use]
    pub fn examiner(dispatch: Callback<lab::Msg>) -> WorkerLine<lab::Msg> {
        use lab::Msg;
        let line = WorkerLine::new("examiner", dispatch, |heard| {
            Some(match heard {
                Heard::Ready => Msg::ExaminerReady,
                Heard::Failed(problem) => Msg::ExaminerFailed(problem),
                Heard::Octets(octets) => match wire::read::<Reply<Seen>>(octets) {
                    Some(Reply::Progress(task, progress)) => Msg::Progress(task, progress),
                    Some(Reply::Done(task, seen)) => Msg::Seen(task, seen),
                    None => Msg::ExaminerFailed(unheard()),
                },
            })
        });
        line.restart();
        line
    }
}

impl<M> WorkerLine<M> {
    fn new(name: &'static str, dispatch: Callback<M>, hear: fn(Heard<'_>) -> Option<M>) -> WorkerLine<M> {
        WorkerLine { inner: Rc::default(), name, hear, dispatch }
    }

    /// Sends work, as soon as the worker takes it.
    pub fn run<W: Serialize>(&self, task: TaskId, work: W) {
        self.send(Secret::new(wire::write(&Request { task, work })));
    }

    fn send(&self, bytes: Secret) {
        if !self.inner.borrow().ready {
            self.inner.borrow_mut().waiting.push(bytes);
            return;
        }
        let array = Uint8Array::from(bytes.expose());
        let inner = self.inner.borrow();
        let sent = inner
            .running
            .as_ref()
            .map(|running| running.worker.post_message_with_transfer(&array, &Array::of1(&array.buffer())));
        if !matches!(sent, Some(Ok(()))) {
            drop(inner);
            self.fail(&JsValue::UNDEFINED);
        }
    }

    /// Ends the worker with whatever it is doing and starts a new one as soon as its parts are loaded; messages tell how that goes.
    pub fn restart(&self) {
        let parts = self.inner.borrow_mut().parts.take();
        *self.inner.borrow_mut() = Inner { begun: true, parts, ..Inner::default() };
        let line = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            if let Err(reason) = line.start().await {
                line.tell(Heard::Failed(Problem::WorkerNotLoaded(words(&reason))));
            }
        });
    }

    async fn start(&self) -> Result<(), JsValue> {
        let known = self.inner.borrow().parts.clone();
        let (source, module) = match known {
            Some(parts) => parts,
            None => {
                let parts = loaded_parts(self.name).await?;
                self.inner.borrow_mut().parts = Some(parts.clone());
                parts
            }
        };
        let (worker, address) = spawn(&source)?;
        let on_message = self.clone();
        let on_error = self.clone();
        let listeners = vec![
            EventListener::new(&worker, "message", move |event| on_message.receive(event.unchecked_ref())),
            EventListener::new(&worker, "error", move |event| on_error.fail(event)),
            EventListener::new(&worker, "messageerror", {
                let line = self.clone();
                move |event| line.fail(event)
            }),
        ];
        worker.post_message(&module)?;
        let (line, watched) = (self.clone(), worker.clone());
        let gone = Closure::once_into_js(move || {
            // one that the page has ended itself has a successor, or none yet
            if line.inner.borrow().running.as_ref().is_some_and(|running| running.worker == watched) {
                line.fail(&JsValue::UNDEFINED);
            }
        });
        when_gone(&worker, &address, &gone);
        self.inner.borrow_mut().running = Some(Running { worker, _listeners: listeners });
        Ok(())
    }

    fn receive(&self, event: &MessageEvent) {
        let octets = Secret::new(Uint8Array::new(&event.data()).to_vec());
        if !self.inner.borrow().ready {
            let Some(texts) = wire::read(octets.expose()) else { return self.fail(&event.data()) };
            text::receive(texts);
            self.inner.borrow_mut().ready = true;
            let waiting = std::mem::take(&mut self.inner.borrow_mut().waiting);
            waiting.into_iter().for_each(|bytes| self.send(bytes));
            self.tell(Heard::Ready);
            return;
        }
        let Some(msg) = (self.hear)(Heard::Octets(octets.expose())) else { return };
        if octets.expose().len() > LONG_OCTETS {
            let dispatch = self.dispatch.clone();
            Timeout::new(0, move || dispatch.emit(msg)).forget();
        } else {
            self.dispatch.emit(msg);
        }
    }

    fn fail(&self, reason: &JsValue) {
        self.tell(Heard::Failed(Problem::WorkerDied(words(reason))));
    }

    fn tell(&self, heard: Heard<'_>) {
        if let Heard::Failed(_) = heard {
            self.inner.borrow_mut().begun = false;
        }
        if let Some(msg) = (self.hear)(heard) {
            self.dispatch.emit(msg);
        }
    }
}

/// An answer that is none: only a worker that is broken sends one.
fn unheard() -> Problem {
    Problem::WorkerDied(String::new())
}

#[wasm_bindgen]
extern "C" {
    /// Of `static/boot/boot.js`.
    #[wasm_bindgen(js_namespace = handfast)]
    fn program(name: &str) -> Promise;

    /// Of the same.
    #[wasm_bindgen(js_namespace = handfast, js_name = whenGone)]
    fn when_gone(worker: &Worker, address: &str, gone: &JsValue);
}

/// What `static/boot/boot.js` fetched behind the first paint, compiled.
async fn loaded_parts(name: &str) -> Result<(String, JsValue), JsValue> {
    let parts = JsFuture::from(program(name)).await?;
    let source = Reflect::get(&parts, &"source".into())?.as_string().ok_or(JsValue::UNDEFINED)?;
    Ok((source, Reflect::get(&parts, &"module".into())?))
}

/// Starts a worker, and gives its address with it.
fn spawn(source: &str) -> Result<(Worker, String), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&source.into()), &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let worker = Worker::new(&address);
    Url::revoke_object_url(&address)?;
    Ok((worker?, address))
}

/// The browser's own words for what went wrong; empty when it has none.
pub(super) fn words(reason: &JsValue) -> String {
    if let Some(event) = reason.dyn_ref::<ErrorEvent>() {
        return event.message();
    }
    if let Some(error) = reason.dyn_ref::<js_sys::Error>() {
        return error.message().into();
    }
    reason.as_string().unwrap_or_default()
}
