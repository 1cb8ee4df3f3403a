//! How a recipient opens a bundle on each system. The programs and commands are `deploy`'s knowledge.

use text::Lang;
use workbench::data::{Command, System, bsdtar};
use yew::{Html, html};

/// What the file is and what does not open it, then the programs and the commands.
pub(super) fn opening(archive: &str, lang: Lang) -> Html {
    html! {<>
        <p class="prose">{ text::deploy::open_what(lang) }</p>
        <dl class="systems">
            { for System::ALL.into_iter().map(|system| {
                html! {<>
                    <dt>{ system.label() }</dt>
                    <dd>{ way(system.advice(lang), &system.commands(archive)) }</dd>
                </>}
            }) }
        </dl>
        <div class="systems">{ way(text::deploy::open_bsdtar(lang), &bsdtar(archive)) }</div>
    </>}
}

fn way(advice: &str, commands: &[Command]) -> Html {
    let commands =
        commands.iter().filter_map(|command| command.to_posix().ok()).collect::<Vec<_>>().join("\n");
    html! {<>
        <p>{ advice }</p>
        if !commands.is_empty() { <pre><code>{ commands }</code></pre> }
    </>}
}
