//! The Content-Security-Policy in words. The policy itself comes with the page, as a header or inside the single file.

use text::Lang;
use yew::{Html, html};

/// Each directive of the policy and what it means.
pub(super) fn policy(lang: Lang) -> Html {
    use text::about as say;
    let rules = [
        ("default-src 'none'", say::policy_default(lang)),
        ("script-src 'self' 'wasm-unsafe-eval'", say::policy_script(lang)),
        ("worker-src blob:", say::policy_worker(lang)),
        ("style-src 'self'", say::policy_style(lang)),
        ("img-src data:", say::policy_image(lang)),
        ("connect-src 'self'", say::policy_connect(lang)),
        ("object-src 'none'", say::policy_object(lang)),
        ("base-uri 'none'", say::policy_base(lang)),
        ("form-action 'none'", say::policy_form(lang)),
        ("frame-ancestors 'none'", say::policy_frame(lang)),
    ];
    html! {
        <section class="panel" aria-labelledby="policy">
            <div class="panel__head"><h2 id="policy">{ say::policy(lang) }</h2></div>
            <p class="prose">{ say::policy_why(lang) }</p>
            <table class="table table--rules">
                <thead><tr><th scope="col">{ say::policy_rule(lang) }</th><th scope="col">{ say::policy_meaning(lang) }</th></tr></thead>
                <tbody>
                    { for rules.into_iter().map(|(rule, meaning)| html! {<tr><td><code>{ rule }</code></td><td>{ meaning }</td></tr>}) }
                </tbody>
            </table>
            <p class="prose">{ say::policy_barred(lang) }</p>
            <p class="prose small muted">{ say::policy_file(lang) }</p>
        </section>
    }
}
