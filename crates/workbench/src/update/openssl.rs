//! What follows for "the same with openssl".

use std::rc::Rc;

use crate::document::Block;
use crate::effect::Effect;
use crate::form::Report;
use crate::job::Job;
use crate::job::openssl::Wanted;
use crate::problem::Problem;
use crate::rooms::create::openssl::Openssl;
use crate::state::State;
use crate::task::TaskId;

/// Has the worker render them: of the set, or of the form before there is one.
pub(super) fn render(state: &mut State) -> Vec<Effect> {
    let id = state.next_task();
    let wanted = match &state.set {
        Some(set) => {
            let leaves = set.good().map(|item| (item.role, item.certificate.clone()));
            Wanted::Set(Box::new(set.authority.certificate.clone()), leaves.collect())
        }
        None => Wanted::Form(state.create.form.clone()),
    };
    state.create.openssl = Some(Openssl::Rendering(id));
    let job = Job::Openssl { wanted, lang: state.settings.lang, now: state.now };
    vec![Effect::Run(id, Box::new(job))]
}

/// Renders the openssl commands anew where they are on show, in another language for instance.
pub(super) fn again(state: &mut State) -> Vec<Effect> {
    if state.create.openssl.is_some() { render(state) } else { Vec::new() }
}

/// Takes the rendered openssl commands over.
pub(super) fn rendered(state: &mut State, id: TaskId, result: Result<Vec<Block>, Report>) {
    if state.create.openssl == Some(Openssl::Rendering(id)) {
        state.create.openssl = Some(match result {
            Ok(files) => Openssl::Ready(Rc::new(files)),
            Err(report) => Openssl::Failed(Problem::FormHasProblems(report.problems.len())),
        });
    }
}
