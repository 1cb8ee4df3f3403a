//! Names and values beside each other, and long numbers in groups of four that copy whole.

use std::fmt::Write as _;

use yew::{AttrValue, Html, html};

/// A list of facts: what it is, and the value.
pub fn facts(rows: Vec<(AttrValue, Html)>) -> Html {
    html! {
        <dl class="facts">
            { for rows.into_iter().map(|(name, value)| html! {<><dt>{ name }</dt><dd>{ value }</dd></>}) }
        </dl>
    }
}

/// Bytes as lower-case hexadecimal digits without separators.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        write!(out, "{byte:02x}").expect("writing to a String cannot fail");
    }
    out
}

/// Hexadecimal digits in groups of four. The gaps are drawn, not written: what is copied has none.
pub fn grouped(bytes: &[u8]) -> Html {
    html! {
        <code class="groups">
            { for bytes.chunks(2).map(|pair| html! {<><span>{ hexadecimal(pair) }</span><wbr /></>}) }
        </code>
    }
}
