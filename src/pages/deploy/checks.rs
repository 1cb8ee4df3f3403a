//! What is to be run, as lists of commands, each with what must come of it.

use workbench::job::render::{Check, List};
use workbench::msg::Msg;
use yew::{Html, html};

use crate::shared::Shared;
use crate::widgets::code::Code;
use crate::widgets::glyph::{Mark, bare};

/// The lists as numbered steps.
pub(super) fn checks(shared: &Shared) -> Html {
    html! {<>{ for shared.state.deploy.plan.lists.iter().map(|described| list(described, shared)) }</>}
}

fn list(list: &List, shared: &Shared) -> Html {
    let title = format!("{}-title", list.id);
    html! {
        <section class="panel" aria-labelledby={title.clone()}>
            <div class="panel__head"><h2 id={title}>{ &list.title }</h2></div>
            <p class="prose muted">{ &list.why }</p>
            <ol class="steps">
                { for list.steps.iter().enumerate().map(|(place, described)| {
                    step(described, format!("{}-{place}", list.id), shared)
                }) }
            </ol>
        </section>
    }
}

fn step(step: &Check, test: String, shared: &Shared) -> Html {
    let command = step.command.clone();
    let oncopy = shared.dispatch.reform(move |()| Msg::Copy(command.clone()));
    let code = Code {
        title: step.title.clone().into(),
        text: step.command.clone().into(),
        command: true,
        test: test.into(),
        lang: shared.state.settings.lang,
        ..Code::default()
    };
    html! {
        <li>
            <h3>{ &step.title }</h3>
            if !step.command.is_empty() { { code.draw(oncopy, None) } }
            if !step.outcome.is_empty() {
                <p class="verdict is-fine">{ bare(Mark::Fine) }<strong>{ &step.outcome }</strong></p>
            }
            <p class="small muted prose">{ &step.meaning }</p>
        </li>
    }
}
