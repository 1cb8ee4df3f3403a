//! A worker's side: receives work, does it, answers. It keeps nothing between two pieces of work.

use std::cell::Cell;

use gloo_events::EventListener;
use js_sys::{Array, Uint8Array};
use pki::entropy::Entropy;
use pki::key::KeySource;
use pki::name::idna::Idna;
use pki::secret::Secret;
use wasm_bindgen::JsCast;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use workbench::task::{Progress, TaskId};
use workbench::work::{Powers, Work};

use crate::shell::entropy::BrowserEntropy;
use crate::shell::idna::BrowserIdna;
use crate::shell::keys::BrowserKeys;
use crate::wire::{self, Reply, Request};

/// Not more often than this is progress passed on, so that the page keeps time to paint.
const PROGRESS_MILLISECONDS: f64 = 50.0;

/// Listens for work of this kind from now on and says that it is ready.
pub fn serve<W: Work + 'static>() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    EventListener::new(&scope, "message", |event| {
        let event: &MessageEvent = event.unchecked_ref();
        let array = Uint8Array::new(&event.data());
        let bytes = Secret::new(array.to_vec());
        array.fill(0, 0, array.length());
        if let Some(Request { task, work }) = wire::read::<Request<W>>(bytes.expose()) {
            wasm_bindgen_futures::spawn_local(async move {
                let host = Host { task, last: Cell::new(js_sys::Date::now()) };
                let answer = work.run(&host).await;
                post(wire::write(&Reply::Done(task, Box::new(answer))));
            });
        }
    })
    .forget();
    post(wire::write(&W::texts()));
}

/// What a job may ask of this worker.
struct Host {
    task: TaskId,
    /// When progress was last passed on, in milliseconds; at first, when the job came: short work needs no word of it.
    last: Cell<f64>,
}

impl Powers for Host {
    fn keys(&self) -> &impl KeySource {
        &BrowserKeys
    }

    fn entropy(&self) -> impl Entropy {
        BrowserEntropy
    }

    fn idna(&self) -> &dyn Idna {
        &BrowserIdna
    }

    fn progress(&self, progress: Progress) {
        let now = js_sys::Date::now();
        if now - self.last.get() >= PROGRESS_MILLISECONDS {
            self.last.set(now);
            post(wire::write(&Reply::<()>::Progress(self.task, progress)));
        }
    }
}

fn post(bytes: Vec<u8>) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let bytes = Secret::new(bytes);
    let array = Uint8Array::from(bytes.expose());
    // A page that is gone needs no answer.
    let _ = scope.post_message_with_transfer(&array, &Array::of1(&array.buffer()));
}
