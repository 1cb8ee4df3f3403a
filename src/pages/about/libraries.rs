//! Whose work is inside. The list is kept by the test `libraries`, which compares it with what Cargo links.

use text::Lang;
use yew::{Html, html};

use crate::widgets::fold::Fold;

/// One licence a line, as SPDX writes it, then the libraries under it: `MIT: one, two`.
const LIBRARIES: &str = include_str!("libraries.txt");

/// Our own licence, and those of the libraries inside.
pub(super) fn licences(lang: Lang) -> Html {
    let rows: Vec<(&str, &str)> = LIBRARIES.lines().filter_map(|line| line.split_once(':')).collect();
    let count = rows.iter().map(|(_, names)| names.split(',').count()).sum();
    let table = html! {
        <table class="table">
            <thead><tr><th scope="col">{ text::about::licence(lang) }</th><th scope="col">{ text::about::library(lang) }</th></tr></thead>
            <tbody>
                { for rows.iter().map(|(licence, names)| html! {<tr><td>{ *licence }</td><td class="mono">{ *names }</td></tr>}) }
            </tbody>
        </table>
    };
    html! {
        <section class="panel" aria-labelledby="licences">
            <div class="panel__head"><h2 id="licences">{ text::about::licences(lang) }</h2></div>
            <p class="prose">{ text::about::licences_own(lang) }</p>
            { Fold::new(text::about::licences_others(lang, count), "libraries").quiet().draw(table) }
        </section>
    }
}
