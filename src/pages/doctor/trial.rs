//! The dry run: at the left what is tried out, with its files; at the right what will happen, call after call, and what is remarkable.

use pki::secret::Secret;
use text::doctor_room as say;
use web_sys::FileList;
use workbench::lab::Msg;
use workbench::rooms::doctor::{LIMIT_MIB, Msg as Asking, Trying};
use workbench::sight::dry_run::Foreseen;
use yew::{Callback, Event, Html, SubmitEvent, html};

use crate::looking::Looking;
use crate::shell::files;
use crate::widgets::button::{Button, Weight};
use crate::widgets::document::{blocks, document};
use crate::widgets::field::Field;
use crate::widgets::file_drop::files_drop;
use crate::widgets::finding::finding;
use crate::widgets::glyph::{Icon, Mark};
use crate::widgets::progress::busy;

/// More files at once than a configuration names.
const MOST_FILES: usize = 200;

/// The instrument.
pub(super) fn trial(shared: &Looking) -> Html {
    let lang = shared.state.lang;
    let trial = &shared.state.doctor.trial;
    let foreseen = trial.foreseen.as_deref();
    let running = shared.state.doctor.trial.running.is_running();
    html! {
        <section class="instrument" aria-labelledby="trial-title">
            <h2 id="trial-title">{ say::dry_run(lang) }</h2>
            <p class="prose">{ say::dry_run_what(lang) }</p>
            <div class="room__columns">
                <section class="room__choices" aria-label={say::inputs(lang)}>
                    { given(shared) }
                    // one element whatever comes and goes
                    <div>{ foreseen.map(|foreseen| named(shared, foreseen)) }</div>
                </section>
                // what is on show is of what was given before, until the next answer is there
                <section class="room__results" aria-label={say::outcome(lang)} aria-busy={running.then_some("true")}>
                    { foreseen.map(|foreseen| outcome(shared, foreseen)) }
                </section>
            </div>
        </section>
    }
}

/// A callback that tells the dry run something.
fn send(shared: &Looking, msg: Trying) -> Callback<()> {
    shared.dispatch.reform(move |()| Msg::Doctor(Asking::Trial(msg.clone())))
}

fn given(shared: &Looking) -> Html {
    let lang = shared.state.lang;
    let trial = &shared.state.doctor.trial;
    let dispatch = shared.dispatch.clone();
    let onfiles = Callback::from(move |given: FileList| {
        let dispatch = dispatch.clone();
        files::read(files::listed(&given, MOST_FILES), LIMIT_MIB, move |read| {
            let told = read.map_or_else(Trying::Refused, Trying::File);
            dispatch.emit(Msg::Doctor(Asking::Trial(told)));
        });
    });
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    let typing = |msg: fn(Secret) -> Trying| {
        shared
            .dispatch
            .reform(move |typed: String| Msg::Doctor(Asking::Trial(msg(Secret::new(typed.into_bytes())))))
    };
    let text = |secret: &Secret| String::from_utf8_lossy(secret.expose()).into_owned();
    let configuration = Field::new("trial-configuration", say::configuration(lang), lang);
    let configuration = configuration.lines(true).hint(say::configuration_hint(lang));
    let commands = Field::new("trial-commands", say::commands(lang), lang);
    let commands = commands.lines(true).hint(say::commands_hint(lang));
    let check = |name: &'static str, words: &'static str, checked: bool, msg: Trying| {
        let onchange = send(shared, msg).reform(|_: Event| ());
        html! {
            <label class="check">
                <input type="checkbox" {checked} {onchange} data-test={name} />
                <span>{ words }</span>
            </label>
        }
    };
    let drop = say::trial_files_what(lang);
    let cancel = shared.dispatch.reform(|()| Msg::Cancel);
    let remove = |name: &String| {
        let label = say::remove(lang, name);
        html! {
            <li key={name.clone()}>{ Button::new(label, ["trial-remove-", name].concat()).small().icon(Icon::Close).draw(send(shared, Trying::Remove(name.clone()))) }</li>
        }
    };
    html! {
        <form class="form" {onsubmit} novalidate=true>
            <div class="actions">
                if shared.state.deployed.is_some() {
                    { Button::new(say::deployed(lang), "trial-deployed").draw(send(shared, Trying::Deployed)) }
                }
                { Button::new(say::guide(lang), "trial-guide").draw(send(shared, Trying::Guide)) }
                { Button::new(say::forget(lang), "trial-forget").weight(Weight::Quiet).draw(send(shared, Trying::Forget)) }
            </div>
            { configuration.draw(&text(&trial.configuration), &typing(Trying::Configuration)) }
            { files_drop("trial-file", say::trial_files(lang).into(), html! { drop }, onfiles) }
            <ul class="actions actions--tight">{ for trial.files.iter().map(|file| remove(&file.name)) }</ul>
            { commands.draw(&text(&trial.commands), &typing(Trying::Commands)) }
            { check("trial-keys", say::keep_keys(lang), trial.keep_keys, Trying::KeepKeys) }
            { check("trial-down", say::backend_down(lang), trial.backend_down, Trying::BackendDown) }
            // one element whatever comes and goes: without it the fields before would change places while people type
            <div>
                { trial.running.progress().map(|progress| busy(say::running(lang), progress, lang, cancel)) }
                { trial.running.fault().map(|fault| finding(Mark::Refused, &fault.message(lang), Html::default(), lang)) }
            </div>
        </form>
    }
}

/// Every file that something names, and whether it is there.
fn named(shared: &Looking, foreseen: &Foreseen) -> Html {
    if foreseen.files.is_empty() {
        return Html::default();
    }
    html! {
        <section class="panel" data-test="trial-named">
            <div class="panel__head"><h3>{ say::files(shared.state.lang) }</h3></div>
            { blocks(&foreseen.files, &shared.reader()) }
        </section>
    }
}

fn outcome(shared: &Looking, foreseen: &Foreseen) -> Html {
    let reader = shared.reader();
    html! {<>
        <p class="small muted" role="status">{ &foreseen.summary }</p>
        { for foreseen.calls.iter().enumerate().map(|(place, (title, told))| html! {
            <section key={place} class="panel" data-test={format!("call-{place}")}>
                <div class="panel__head"><h2>{ title }</h2></div>
                { blocks(told, &reader) }
            </section>
        }) }
        <div class="answer" data-test="trial-remarks">{ document(&foreseen.remarks, &reader) }</div>
    </>}
}
