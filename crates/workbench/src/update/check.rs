//! The worker looks at the forms of the Create room.

use crate::effect::Effect;
use crate::form::Which;
use crate::job::{Job, check};
use crate::state::State;
use crate::task::TaskId;
use crate::worker::Worker;

/// Has the worker look at the forms.
pub(super) fn check(state: &mut State) -> Vec<Effect> {
    let mut effects = check_one(state, Which::Set);
    if state.create.more.is_some() {
        effects.extend(check_one(state, Which::More));
    }
    effects
}

/// Has it look at one of them.
pub(super) fn check_one(state: &mut State, which: Which) -> Vec<Effect> {
    if state.worker != Worker::Ready {
        return Vec::new();
    }
    let id = state.next_task();
    let now = state.now;
    let lang = state.settings.lang;
    let set = state.set.clone();
    let job = match (which, &mut state.create.more) {
        (Which::Set, _) => {
            state.create.checking = Some(id);
            let form = state.create.form.clone();
            check::Check { form, scope: check::Scope::Set, touched: true, lang, now }
        }
        (Which::More, Some(more)) => {
            more.checking = Some(id);
            let Some(set) = set else { return Vec::new() };
            let issuer = Box::new(set.authority.certificate.clone());
            let scope = check::Scope::More { kind: more.kind, issuer, taken: set.labels() };
            check::Check { form: more.form.clone(), scope, touched: more.touched, lang, now }
        }
        (Which::More, None) => return Vec::new(),
    };
    vec![Effect::Run(id, Box::new(Job::Check(job)))]
}

/// Takes a report over if it answers the last check of a form.
pub(super) fn checked(state: &mut State, id: TaskId, checked: check::Checked) -> Vec<Effect> {
    let check::Checked { report, choices } = checked;
    if state.create.checking == Some(id) {
        state.create.checking = None;
        state.create.report = report;
        state.create.choices = choices;
    } else if let Some(more) = state.create.more.as_mut().filter(|more| more.checking == Some(id)) {
        more.checking = None;
        more.report = report;
        more.choices = choices;
    }
    Vec::new()
}
