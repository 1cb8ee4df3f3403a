//! Names and values beside each other, and long numbers in groups of four that copy whole.

use workbench::hexadecimal;
use yew::{AttrValue, Html, html};

/// A list of facts: what it is, and the value.
pub fn facts(rows: Vec<(AttrValue, Html)>) -> Html {
    html! {
        <dl class="facts">
            { for rows.into_iter().map(|(name, value)| html! {<><dt>{ name }</dt><dd>{ value }</dd></>}) }
        </dl>
    }
}

/// Hexadecimal digits in groups of four. The gaps are drawn, not written: what is copied has none.
pub fn grouped(bytes: &[u8]) -> Html {
    html! {
        <code class="groups">
            { for bytes.chunks(2).map(|pair| html! {<><span>{ hexadecimal::digits(pair) }</span><wbr /></>}) }
        </code>
    }
}
