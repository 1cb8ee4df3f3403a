//! How a recipient opens a bundle on each system. The programs and commands are `deploy`'s knowledge.

use text::Lang;
use workbench::data::System;
use yew::{Html, html};

/// The programs and the commands.
pub(super) fn opening(archive: &str, lang: Lang) -> Html {
    html! {
        <dl class="systems">
            { for System::ALL.into_iter().map(|system| {
                let commands = system.commands(archive);
                let commands = commands.iter().filter_map(|command| command.to_posix().ok()).collect::<Vec<_>>().join("\n");
                html! {<>
                    <dt>{ system.label() }</dt>
                    <dd>
                        <p>{ system.advice(lang) }</p>
                        if !commands.is_empty() { <pre><code>{ commands }</code></pre> }
                    </dd>
                </>}
            }) }
        </dl>
    }
}
