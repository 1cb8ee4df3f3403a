//! The page's side of the worker: starting it from memory, sending jobs, starting it anew.
//! Its source and its compiled module were loaded once by `static/boot.js`; no network is needed for a new start.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, ErrorEvent, MessageEvent, Url, Worker};
use workbench::job::Job;
use workbench::msg::Msg;
use workbench::problem::Problem;
use workbench::task::TaskId;
use yew::Callback;

use crate::wire::{self, Reply, Request};

/// From this length on, reading an answer and drawing what came of it are two tasks, so that the page can answer the user
/// between them.
const LONG_OCTETS: usize = 256 * 1024;

/// The one worker of the page.
#[derive(Clone)]
pub struct WorkerLine {
    inner: Rc<RefCell<Inner>>,
    dispatch: Callback<Msg>,
}

#[derive(Default)]
struct Inner {
    /// The worker's source and module, once loaded.
    parts: Option<(String, JsValue)>,
    running: Option<Running>,
    /// Whether the worker has said that it takes jobs.
    ready: bool,
    /// Jobs that came before it did.
    waiting: Vec<(TaskId, Job)>,
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

impl WorkerLine {
    /// Starts the worker as soon as its parts are loaded; messages tell how that goes.
    #[must_use]
    pub fn open(dispatch: Callback<Msg>) -> WorkerLine {
        let line = WorkerLine { inner: Rc::default(), dispatch };
        line.restart();
        line
    }

    /// Sends a job, as soon as the worker takes jobs.
    pub fn run(&self, task: TaskId, job: Job) {
        if !self.inner.borrow().ready {
            self.inner.borrow_mut().waiting.push((task, job));
            return;
        }
        let bytes = wire::write(&Request { task, job });
        let array = Uint8Array::from(bytes.as_slice());
        drop(pki::secret::Secret::new(bytes));
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

    /// Ends the worker with whatever it is doing and starts a new one.
    pub fn restart(&self) {
        let parts = self.inner.borrow_mut().parts.take();
        *self.inner.borrow_mut() = Inner { parts, ..Inner::default() };
        let line = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            if let Err(reason) = line.start().await {
                line.dispatch.emit(Msg::WorkerFailed(Problem::WorkerNotLoaded(words(&reason))));
            }
        });
    }

    async fn start(&self) -> Result<(), JsValue> {
        let known = self.inner.borrow().parts.clone();
        let (source, module) = match known {
            Some(parts) => parts,
            None => {
                let parts = loaded_parts().await?;
                self.inner.borrow_mut().parts = Some(parts.clone());
                parts
            }
        };
        let worker = spawn(&source)?;
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
        self.inner.borrow_mut().running = Some(Running { worker, _listeners: listeners });
        Ok(())
    }

    fn receive(&self, event: &MessageEvent) {
        let secret = Uint8Array::new(&event.data()).to_vec();
        let long = secret.len() > LONG_OCTETS;
        let reply = wire::read(&secret);
        drop(pki::secret::Secret::new(secret));
        if let Some(Reply::Ready) = reply {
            self.inner.borrow_mut().ready = true;
            let waiting = std::mem::take(&mut self.inner.borrow_mut().waiting);
            for (task, job) in waiting {
                self.run(task, job);
            }
        }
        let msg = match reply {
            Some(Reply::Ready) => Msg::WorkerReady,
            Some(Reply::Progress(task, progress)) => Msg::Progress(task, progress),
            Some(Reply::Done(task, output)) => Msg::Done(task, output),
            None => Msg::WorkerFailed(Problem::WorkerDied(words(&event.data()))),
        };
        if long {
            let dispatch = self.dispatch.clone();
            Timeout::new(0, move || dispatch.emit(msg)).forget();
        } else {
            self.dispatch.emit(msg);
        }
    }

    fn fail(&self, reason: &JsValue) {
        self.dispatch.emit(Msg::WorkerFailed(Problem::WorkerDied(words(reason))));
    }
}

/// What `static/boot.js` loaded behind the first paint.
async fn loaded_parts() -> Result<(String, JsValue), JsValue> {
    let boot = Reflect::get(&js_sys::global(), &"handfast".into())?;
    let promise: Promise = Reflect::get(&boot, &"worker".into())?.dyn_into()?;
    let parts = JsFuture::from(promise).await?;
    let source = Reflect::get(&parts, &"source".into())?.as_string().ok_or(JsValue::UNDEFINED)?;
    Ok((source, Reflect::get(&parts, &"module".into())?))
}

fn spawn(source: &str) -> Result<Worker, JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&source.into()), &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let worker = Worker::new(&address);
    Url::revoke_object_url(&address)?;
    worker
}

/// The browser's own words for what went wrong.
fn words(reason: &JsValue) -> String {
    let untold = text::page::untold(text::Lang::En).to_owned();
    if let Some(event) = reason.dyn_ref::<ErrorEvent>() {
        let message = event.message();
        return if message.is_empty() { untold } else { message };
    }
    if let Some(error) = reason.dyn_ref::<js_sys::Error>() {
        return error.message().into();
    }
    reason.as_string().unwrap_or(untold)
}
