//! One match: what the application asks of the browser, and the power that does it.

use workbench::effect::Effect;
use workbench::form::Which;
use workbench::msg::Msg;
use workbench::problem::Problem;
use yew::Callback;

use crate::shell::worker::WorkerLine;
use crate::shell::{clipboard, document, download, lab, route, storage};

/// Carries one effect out.
pub fn run(effect: Effect, worker: &WorkerLine<Msg>, examiner: &WorkerLine<Msg>, dispatch: &Callback<Msg>) {
    match effect {
        Effect::Run(task, job) => worker.run(task, *job),
        Effect::RestartWorker => worker.restart(),
        Effect::Examine(task, errand) => examiner.bring(task, &errand),
        Effect::Lab(told) => lab::show(*told, dispatch.clone()),
        Effect::Copy(clip) => clipboard::write(
            clip.0,
            dispatch
                .reform(|written: Result<(), Problem>| written.map_or_else(Msg::Refused, |()| Msg::Copied)),
        ),
        Effect::Download(file) => {
            if download::save(&file).is_err() {
                dispatch.emit(Msg::Refused(Problem::DownloadRefused(file.name)));
            }
        }
        Effect::Store(settings) => {
            if !storage::store(settings) {
                dispatch.emit(Msg::Refused(Problem::StorageRefused));
            }
        }
        Effect::Go(room) => route::go(room),
        Effect::Mend(Which::Set) => document::focus_wrong("room__choices"),
        Effect::Mend(Which::More) => document::focus_wrong("more"),
    }
}
