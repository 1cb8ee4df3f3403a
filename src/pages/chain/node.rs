//! One certificate of the drawing: what is said of it, its signatures, and what can be asked of it.

use text::chain_room as say;
use workbench::lab::Msg;
use workbench::rooms::chain::Msg as Chaining;
use workbench::sight::chain::{Chain, Edge};
use yew::{Html, MouseEvent, html};

use super::send;
use crate::looking::Looking;
use crate::pages::words::mark;
use crate::widgets::button::{Button, Weight};
use crate::widgets::document::mark as verdict_mark;
use crate::widgets::glyph::{Mark, bare};

/// The certificate that is pointed at; until one is, the one that is judged.
pub(super) fn node(shared: &Looking, chain: &Chain) -> Html {
    let lang = shared.state.lang;
    let place = shared.state.chain.chosen.or(chain.leaf);
    let Some((place, node)) = place.and_then(|place| Some((place, chain.drawing.nodes.get(place)?))) else {
        return Html::default();
    };
    let trust = if node.trusted { say::distrust(lang) } else { say::trust(lang) };
    let closer = shared.dispatch.reform(move |()| Msg::Chain(Chaining::Closer(place)));
    let edges = chain.drawing.edges.iter().filter(|edge| edge.issuer == place || edge.subject == place);
    html! {
        <section class="panel certificate" aria-live="polite" data-test="certificate">
            <div class="panel__head">
                <h2 class="marked">{ node.role.map(|role| bare(mark(role))) }<span>{ &node.title }</span></h2>
            </div>
            <ul class="points">
                if chain.leaf == Some(place) { <li>{ bare(Mark::Fine) }<p>{ say::judged_one(lang) }</p></li> }
                if node.trusted { <li>{ bare(Mark::Fine) }<p>{ say::trusted(lang) }</p></li> }
                { for node.marks.iter().map(|words| html! {<li>{ bare(Mark::Caution) }<p>{ words }</p></li>}) }
            </ul>
            { for node.lines.iter().map(|line| html! {<p class="small muted">{ line }</p>}) }
            <div class="actions">
                if chain.leaf != Some(place) { { Button::new(say::judge(lang), "judge").small().draw(send(shared, Chaining::Judge(place))) } }
                { Button::new(trust, "trust").small().draw(send(shared, Chaining::Trust(place))) }
                { Button::new(say::closer(lang), "look-closer").small().weight(Weight::Quiet).draw(closer) }
            </div>
            <h3>{ say::links(lang) }</h3>
            <ul class="points">{ for edges.map(|edge| signature(shared, edge, place)) }</ul>
        </section>
    }
}

/// A signature, as the way to the certificate at its other end.
fn signature(shared: &Looking, edge: &Edge, place: usize) -> Html {
    let other = if edge.issuer == place { edge.subject } else { edge.issuer };
    let onclick = send(shared, Chaining::Choose(other)).reform(|_: MouseEvent| ());
    html! {
        <li>
            { bare(verdict_mark(edge.verdict)) }
            <button type="button" class="term" {onclick}>{ &edge.words }</button>
        </li>
    }
}
