//! The commands that show whether mutual TLS works, each with what must come of it.

use workbench::msg::Msg;
use yew::{Html, html};

use crate::shared::Shared;
use crate::widgets::code::Code;
use crate::widgets::glyph::{Mark, bare};

/// The checks as numbered steps.
pub(super) fn checks(shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    let checks = &shared.state.deploy.plan.checks;
    if checks.is_empty() {
        return Html::default();
    }
    html! {
        <section class="panel" aria-labelledby="checks-title">
            <div class="panel__head"><h2 id="checks-title">{ text::deploy_room::checks(lang) }</h2></div>
            <p class="prose muted">{ text::deploy_room::checks_why(lang) }</p>
            <ol class="steps">
                { for checks.iter().enumerate().map(|(index, check)| {
                    let command = check.command.clone();
                    let oncopy = {
                        let command = command.clone();
                        shared.dispatch.reform(move |()| Msg::Copy(command.clone()))
                    };
                    let code = Code {
                        title: check.spoken.clone().into(),
                        text: command.into(),
                        command: true,
                        test: format!("check-{index}").into(),
                        lang,
                        ..Code::default()
                    };
                    html! {
                        <li>
                            <h3>{ &check.title }</h3>
                            { code.draw(oncopy, None) }
                            <p class="verdict is-fine">{ bare(Mark::Fine) }<strong>{ &check.outcome }</strong></p>
                            <p class="small muted prose">{ &check.meaning }</p>
                        </li>
                    }
                }) }
            </ol>
        </section>
    }
}
