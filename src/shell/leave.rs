//! Asking before the tab is closed while keys are unsaved.

use std::cell::Cell;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::BeforeUnloadEvent;

use crate::shell::download;

/// Asks on leaving while it is armed. It listens as long as it lives.
pub struct LeaveGuard {
    armed: Rc<Cell<bool>>,
    _listener: Option<EventListener>,
}

impl LeaveGuard {
    /// A guard that is not armed.
    #[must_use]
    pub fn new() -> LeaveGuard {
        let armed = Rc::new(Cell::new(false));
        let shared = Rc::clone(&armed);
        let listener = web_sys::window().map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "beforeunload", options, move |event| {
                if shared.get() || download::is_under_way() {
                    event.prevent_default();
                    // Older browsers ask only when a value is returned.
                    event.unchecked_ref::<BeforeUnloadEvent>().set_return_value("unsaved");
                }
            })
        });
        LeaveGuard { armed, _listener: listener }
    }

    /// Whether leaving would lose something.
    pub fn arm(&self, armed: bool) {
        self.armed.set(armed);
    }
}

impl Default for LeaveGuard {
    fn default() -> LeaveGuard {
        LeaveGuard::new()
    }
}
