//! The ASN.1 of a thing as a tree beside its octets: pointing at either marks the other (the tree pattern of ARIA's practices:
//! arrows walk, right and left open and fold).

use core::ops::Range;

use wasm_bindgen::JsCast as _;
use web_sys::Element;
use workbench::lab::Msg;
use workbench::rooms::inspect::{Inspect, Msg as Inspecting, hex};
use yew::{Callback, Html, KeyboardEvent, MouseEvent, html};

use crate::lab::Looking;
use crate::pages::inspect::send;
use crate::shell::document;
use crate::widgets::button::Button;

/// Octets in a row.
const ROW: usize = 16;
/// Octets that are drawn at once: of most certificates all.
const DRAWN: usize = 2048;
/// Values that are drawn at once.
const NODES: usize = 400;

/// Tree and octets.
pub(super) fn tree(shared: &Looking) -> Html {
    let room = &shared.state.inspect;
    if room.closer.tree.is_empty() {
        return Html::default();
    }
    let lang = shared.state.lang;
    let in_sight = room.in_sight();
    let onkeydown = keys(shared, in_sight.clone());
    let marked = |event: &MouseEvent, name: &str| -> Option<usize> {
        let target: Element = event.target()?.dyn_into().ok()?;
        target.closest(&["[", name, "]"].concat()).ok()??.get_attribute(name)?.parse().ok()
    };
    let onnode = shared.dispatch.reform(move |event: MouseEvent| {
        Msg::Inspect(match (marked(&event, "data-fold"), marked(&event, "data-node")) {
            (Some(node), _) => Inspecting::Fold(node),
            (None, node) => Inspecting::Point(node.unwrap_or(usize::MAX)),
        })
    });
    let onoctet = shared.dispatch.reform(move |event: MouseEvent| {
        Msg::Inspect(Inspecting::PointAt(marked(&event, "data-octet").unwrap_or(usize::MAX)))
    });
    html! {
        <section class="panel asn1">
            <div class="panel__head">
                <h2>{ text::examine::tree(lang) }</h2>
                <span class="small muted mono">{ path(room) }</span>
                { Button::new(text::examine::copy_hex(lang), "copy-hex").small().draw(send(shared, Inspecting::CopyHex)) }
            </div>
            <div class="asn1__panes">
                <ul role="tree" aria-label={text::examine::tree(lang)} class="mono" {onkeydown} onclick={onnode}>
                    { for in_sight.iter().take(NODES).map(|place| node(room, *place, in_sight[0])) }
                </ul>
                <div class="mono" aria-label={text::examine::octets(lang)} role="group" tabindex="0" data-test="octets" onclick={onoctet}>{ octets(room) }</div>
            </div>
        </section>
    }
}

fn node(room: &Inspect, place: usize, first: usize) -> Html {
    let node = &room.closer.tree[place];
    let folded = room.folded.contains(&place);
    let pointed = room.pointed == Some(place);
    let expanded = node.constructed.then_some(if folded { "false" } else { "true" });
    let reached = pointed || (room.pointed.is_none() && place == first);
    html! {
        <li key={place} id={Inspect::name(place)} role="treeitem" aria-level={(node.depth + 1).to_string()} aria-expanded={expanded}
            aria-selected={if pointed { "true" } else { "false" }} tabindex={if reached { "0" } else { "-1" }}
            data-node={place.to_string()} data-test={Inspect::name(place)}>
            <span aria-hidden="true" data-fold={node.constructed.then(|| place.to_string())}>
                { indent(node.depth) }{ if !node.constructed { "  " } else if folded { "▸ " } else { "▾ " } }
            </span>
            <span>
                <span class="muted">{ &node.kind }</span>{ " " }<strong>{ &node.name }</strong>{ " " }{ &node.value }
                if node.broken { { " ✗" } }
            </span>
        </li>
    }
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth.min(24))
}

/// What the value that is pointed at stands in, from outside in.
fn path(room: &Inspect) -> String {
    let Some(mut place) = room.pointed.filter(|place| *place < room.closer.tree.len()) else {
        return String::new();
    };
    let tree = &room.closer.tree;
    let mut names = Vec::new();
    loop {
        let node = &tree[place];
        names.insert(0, if node.name.is_empty() { node.kind.as_str() } else { node.name.as_str() });
        match room.parent(place) {
            Some(above) => place = above,
            None => return names.join(" › "),
        }
    }
}

fn octets(room: &Inspect) -> Html {
    let octets = room.octets();
    let pointed = room.pointed.and_then(|place| room.closer.tree.get(place));
    let (header, content) = pointed.map_or((0..0, 0..0), |node| (node.header(), node.content()));
    let first = if octets.len() <= DRAWN { 0 } else { header.start.saturating_sub(ROW * 4) / ROW * ROW };
    let drawn: Range<usize> = first..octets.len().min(first + DRAWN);
    html! {<>
        { for drawn.clone().step_by(ROW).map(|row| html! {
            <div key={row}>
                <span class="muted">{ for [16, 8, 0].map(|bits| hex((row >> bits) as u8)) }{ "  " }</span>
                { for (row..drawn.end.min(row + ROW)).map(|at| {
                    let class = if header.contains(&at) { "is-header" } else if content.contains(&at) { "is-content" } else { "" };
                    html! {<span data-octet={at.to_string()} {class}>{ hex(octets[at]) }{ " " }</span>}
                }) }
            </div>
        }) }
    </>}
}

/// Walks with the arrows among the values in sight.
fn keys(shared: &Looking, in_sight: Vec<usize>) -> Callback<KeyboardEvent> {
    let state = shared.state.clone();
    let dispatch = shared.dispatch.clone();
    Callback::from(move |event: KeyboardEvent| {
        let room = &state.inspect;
        let at = room.pointed.unwrap_or(0);
        let place = in_sight.iter().position(|place| *place == at).unwrap_or(0);
        let open =
            room.closer.tree.get(at).is_some_and(|node| node.constructed) && !room.folded.contains(&at);
        let folded = room.folded.contains(&at);
        let to = match event.key().as_str() {
            "ArrowDown" => in_sight.get(place + 1).copied(),
            "ArrowUp" => place.checked_sub(1).map(|before| in_sight[before]),
            "Home" => in_sight.first().copied(),
            "End" => in_sight.last().copied(),
            "ArrowLeft" if !open => room.parent(at),
            "ArrowRight" if open => in_sight.get(place + 1).copied(),
            "ArrowLeft" => None,
            "ArrowRight" if folded => None,
            _ => return,
        };
        event.prevent_default();
        match to {
            Some(to) => {
                dispatch.emit(Msg::Inspect(Inspecting::Point(to)));
                document::focus(&Inspect::name(to));
            }
            None if event.key().starts_with("ArrowL") || folded => {
                dispatch.emit(Msg::Inspect(Inspecting::Fold(at)));
            }
            None => {}
        }
    })
}
