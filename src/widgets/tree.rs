//! Values as a tree beside their octets: pointing at either marks the other and brings it into sight (the tree pattern of ARIA's
//! practices: arrows walk, right and left open and fold; among the octets right and left go from value to value).

use core::ops::Range;

use pki::inspect::tree::Node;
use text::Lang;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event};
use workbench::hexadecimal::pair;
use workbench::rooms::tree::{Msg, Pointing, name, parent};
use yew::{Callback, Html, KeyboardEvent, MouseEvent, html};

use crate::shell::document;
use crate::widgets::button::Button;

/// Octets in a row where there is room, and where there is not.
const ROW: usize = 16;
const SHORT_ROW: usize = 8;
/// Octets that are drawn at once: of most certificates all.
const DRAWN: usize = 2048;
/// Values that are drawn at once.
const NODES: usize = 400;

/// A tree that is being described.
pub struct Tree<'a> {
    /// What its elements' names begin with: two that are on show together have different ones.
    pub prefix: &'static str,
    /// What it shows.
    pub title: &'static str,
    /// The values, each behind the one that it stands in.
    pub values: &'a [Node],
    /// Their octets; none while they may not be shown.
    pub octets: &'a [u8],
    /// For each value why it is there; none for a tree without reasons.
    pub reasons: &'a [Option<String>],
    /// What the reader did with it.
    pub pointing: &'a Pointing,
    /// The reader's language.
    pub lang: Lang,
}

impl Tree<'_> {
    /// Tree and octets; what the reader does is told, and that the octets pointed at shall be copied.
    pub fn draw(&self, tell: &Callback<Msg>, oncopy: Callback<()>) -> Html {
        if self.values.is_empty() {
            return Html::default();
        }
        let in_sight = self.pointing.in_sight(self.values);
        let onkeydown = self.keys(tell, in_sight.clone());
        let onstep = self.steps(tell);
        let tell_of = tell.clone();
        let onnode = Callback::from(move |event: MouseEvent| {
            let msg = match (marked(&event, "data-fold"), marked(&event, "data-node")) {
                (Some(node), _) => Msg::Fold(node),
                (None, node) => Msg::Point(node.unwrap_or(usize::MAX)),
            };
            point(&tell_of, msg, &event);
        });
        let tell_of = tell.clone();
        let onoctet = Callback::from(move |event: MouseEvent| {
            point(&tell_of, Msg::PointAt(marked(&event, "data-octet").unwrap_or(usize::MAX)), &event);
        });
        let pointed = self.pointing.pointed;
        let reason = pointed.and_then(|place| self.reasons.get(place)?.as_ref());
        html! {
            <section class="panel asn1">
                <div class="panel__head">
                    <h2>{ self.title }</h2>
                    <span class="small muted mono">{ self.path() }</span>
                    { Button::new(text::examine::copy_hex(self.lang), [self.prefix, "copy-hex"].concat()).small().draw(oncopy) }
                </div>
                if !self.reasons.is_empty() { <p class="small asn1__reason" role="status">{ reason }</p> }
                <div class="asn1__panes">
                    <ul role="tree" aria-label={self.title} class="mono" {onkeydown} onclick={onnode}>
                        { for in_sight.iter().take(NODES).map(|place| self.value(*place, in_sight[0])) }
                    </ul>
                    <div class="mono" aria-label={text::examine::octets(self.lang)} role="group" tabindex="0" data-test={[self.prefix, "octets"].concat()} onclick={onoctet} onkeydown={onstep}>
                        { self.rows() }
                    </div>
                </div>
            </section>
        }
    }

    fn value(&self, place: usize, first: usize) -> Html {
        let node = &self.values[place];
        let folded = self.pointing.folded.contains(&place);
        let pointed = self.pointing.pointed == Some(place);
        let named = [self.prefix, &name(place)].concat();
        let expanded = node.constructed.then_some(if folded { "false" } else { "true" });
        let reached = pointed || (self.pointing.pointed.is_none() && place == first);
        html! {
            <li key={place} id={named.clone()} role="treeitem" aria-level={(node.depth + 1).to_string()} aria-expanded={expanded}
                aria-selected={if pointed { "true" } else { "false" }} tabindex={if reached { "0" } else { "-1" }}
                data-node={place.to_string()} data-test={named}>
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

    /// What the value that is pointed at stands in, from outside in.
    fn path(&self) -> String {
        let Some(mut place) = self.pointing.pointed.filter(|place| *place < self.values.len()) else {
            return String::new();
        };
        let mut names = Vec::new();
        loop {
            let node = &self.values[place];
            names.insert(0, if node.name.is_empty() { node.kind.as_str() } else { node.name.as_str() });
            match parent(self.values, place) {
                Some(above) => place = above,
                None => return names.join(" › "),
            }
        }
    }

    fn rows(&self) -> Html {
        let octets = self.octets;
        let in_row = if document::is_wide() { ROW } else { SHORT_ROW };
        let pointed = self.pointing.pointed.and_then(|place| self.values.get(place));
        let (header, content) = pointed.map_or((0..0, 0..0), |node| (node.header(), node.content()));
        let first = if octets.len() <= DRAWN { 0 } else { header.start.saturating_sub(ROW * 4) / ROW * ROW };
        let drawn: Range<usize> = first..octets.len().min(first + DRAWN);
        html! {<>
            { for drawn.clone().step_by(in_row).map(|row| html! {
                <div key={row}>
                    <span class="muted">{ for [16, 8, 0].map(|bits| pair((row >> bits) as u8)) }{ "  " }</span>
                    { for (row..drawn.end.min(row + in_row)).map(|at| {
                        let class = if header.contains(&at) { "is-header" } else if content.contains(&at) { "is-content" } else { "" };
                        html! {<span data-octet={at.to_string()} {class}>{ pair(octets[at]) }{ " " }</span>}
                    }) }
                </div>
            }) }
        </>}
    }

    /// Walks with the arrows among the values in sight.
    fn keys(&self, tell: &Callback<Msg>, in_sight: Vec<usize>) -> Callback<KeyboardEvent> {
        let at = self.pointing.pointed.unwrap_or(0);
        let place = in_sight.iter().position(|place| *place == at).unwrap_or(0);
        let folded = self.pointing.folded.contains(&at);
        let open = self.values.get(at).is_some_and(|node| node.constructed) && !folded;
        let above = parent(self.values, at);
        let (tell, prefix) = (tell.clone(), self.prefix);
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowDown" => in_sight.get(place + 1).copied(),
                "ArrowUp" => place.checked_sub(1).map(|before| in_sight[before]),
                "Home" => in_sight.first().copied(),
                "End" => in_sight.last().copied(),
                "ArrowLeft" if !open => above,
                "ArrowRight" if open => in_sight.get(place + 1).copied(),
                "ArrowLeft" => None,
                "ArrowRight" if folded => None,
                _ => return,
            };
            event.prevent_default();
            match to {
                Some(to) => {
                    point(&tell, Msg::Point(to), &event);
                    document::focus(&[prefix, &name(to)].concat());
                }
                None if event.key() == "ArrowLeft" || folded => tell.emit(Msg::Fold(at)),
                None => {}
            }
        })
    }

    /// Goes with the arrows to the value that follows, or stands before, whether it is folded or not.
    fn steps(&self, tell: &Callback<Msg>) -> Callback<KeyboardEvent> {
        let last = self.values.len() - 1;
        let (before, behind) = match self.pointing.pointed {
            Some(place) => (place.saturating_sub(1), last.min(place + 1)),
            None => (0, 0),
        };
        let tell = tell.clone();
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowLeft" => before,
                "ArrowRight" => behind,
                _ => return,
            };
            event.prevent_default();
            point(&tell, Msg::Point(to), &event);
        })
    }
}

/// Tells what is pointed at; then each of the two boxes around what the event came from scrolls to what is marked in it. The page stays
/// where it is, but where the boxes stand below each other: there it goes as far as is needed for both to be seen.
fn point(tell: &Callback<Msg>, msg: Msg, event: &Event) {
    tell.emit(msg);
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    if let Some(panes) = target.and_then(|target| target.closest(".asn1__panes").ok()?) {
        if !document::is_wide() {
            document::show(&panes);
        }
        document::show_in_each_drawn(panes, "[aria-selected=true], .is-header, .is-content");
    }
}

/// The number that the nearest element bears under this name.
fn marked(event: &MouseEvent, name: &str) -> Option<usize> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(&["[", name, "]"].concat()).ok()??.get_attribute(name)?.parse().ok()
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth.min(24))
}
