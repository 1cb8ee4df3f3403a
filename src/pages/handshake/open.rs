//! All messages open, one below the other.

use pki::inspect::tree::Node;
use text::{Lang, handshake_room as say};
use workbench::hexadecimal;
use workbench::rooms::handshake::element;
use workbench::sight::handshake::{Play, Sent};
use yew::{Html, html};

use crate::looking::Looking;
use crate::pages::words::mark;
use crate::widgets::document::blocks;
use crate::widgets::glyph::bare;

/// Octets of a message or record that are drawn where all are open: longer than the messages of a handshake are. Each row of a large
/// download would keep the window standing still.
const OPEN_OCTETS: usize = 4096;

/// All messages of all connections, one below the other, to be read and printed. A record that several share stands at the first.
pub(super) fn all(shared: &Looking, play: &Play) -> Html {
    let lang = shared.state.lang;
    let mut last = usize::MAX;
    let mut one = |connection: usize, place: usize, sent: &Sent| {
        let role = mark(sent.side);
        let raw = play.raws.get(sent.raw).map(|raw| {
            let first = std::mem::replace(&mut last, sent.raw) != sent.raw;
            html! {<>
                <h3>{ say::raw(lang) }</h3>
                <p class="small muted">{ &raw.note }</p>
                if first { { open_fields(&raw.tree, &raw.reasons, &raw.octets, say::raw(lang), lang) } }
            </>}
        });
        html! {
            <section class="panel" key={place} id={name((connection, place))} data-test="open-message">
                <h2 class="marked">{ bare(role) }<span>{ &sent.name }</span></h2>
                <p class="small muted">{ role.word(lang) }{ " · " }{ &sent.note }</p>
                { blocks(&sent.why, &shared.reader()) }
                { open_fields(&sent.tree, &sent.reasons, &sent.octets, say::fields(lang), lang) }
                { raw }
                { blocks(&sent.after, &shared.reader()) }
            </section>
        }
    };
    let several = play.connections.len() > 1;
    let of_one = |(connection, messages): (usize, &Vec<Sent>)| {
        html! {<>
            if several { <h2>{ &play.titles[connection] }</h2> }
            { for messages.iter().enumerate().map(|(place, sent)| one(connection, place, sent)) }
        </>}
    };
    play.connections.iter().enumerate().map(of_one).collect()
}

/// The name of what a message says where all are open.
pub(super) fn name(message: (usize, usize)) -> String {
    ["open-", &element(message)].concat()
}

/// Fields one below the other, with their reasons, and their first octets.
fn open_fields(
    tree: &[Node],
    reasons: &[Option<String>],
    octets: &[u8],
    label: &'static str,
    lang: Lang,
) -> Html {
    let (first, further) = octets.split_at(octets.len().min(OPEN_OCTETS));
    let fields = tree.iter().zip(reasons).map(|(node, why)| {
        // a step to the right for each field that it stands in
        let name = ["\u{2003}".repeat(node.depth).as_str(), &node.name].concat();
        html! {<tr><th scope="row">{ name }</th><td>{ &node.value }</td><td class="small muted">{ why.as_deref().unwrap_or_default() }</td></tr>}
    });
    html! {
        <div class="open-scroll" tabindex="0" role="group" aria-label={label}>
            <table class="open-fields"><tbody>{ for fields }</tbody></table>
            <pre>{ hex(first) }</pre>
            if !further.is_empty() { <p class="small muted">{ say::further_octets(lang, further.len()) }</p> }
        </div>
    }
}

/// Sixteen octets in a row.
fn hex(octets: &[u8]) -> String {
    let row = |row: &[u8]| row.iter().map(|octet| hexadecimal::pair(*octet)).collect::<Vec<_>>().join(" ");
    octets.chunks(16).map(row).collect::<Vec<_>>().join("\n")
}
