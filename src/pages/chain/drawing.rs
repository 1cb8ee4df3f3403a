//! The chain as a drawing. One stop for the keyboard: arrows walk from certificate to certificate, and what is walked to is told.

use text::chain_room as say;
use workbench::document::Verdict;
use workbench::lab::Msg;
use workbench::rooms::chain::Msg as Chaining;
use workbench::sight::chain::picture::Kind;
use workbench::sight::chain::{Chain, Drawing, Edge, Node};
use yew::{Callback, Html, KeyboardEvent, NodeRef, classes, html};

use super::send;
use crate::looking::Looking;
use crate::pages::words::mark;
use crate::shell::document;
use crate::widgets::button::Button;
use crate::widgets::document::mark as verdict_mark;

/// The drawing with what can be done with it.
pub(super) fn drawing(shared: &Looking, chain: &Chain, sheet: &NodeRef) -> Html {
    let lang = shared.state.lang;
    let Drawing { width, height, nodes, edges, order, .. } = &chain.drawing;
    let percent = shared.state.chain.zoom.percent();
    let scaled = |length: &i32| (length * percent / 100).to_string();
    let button = |label, name: &'static str, msg| Button::new(label, name).small().draw(send(shared, msg));
    let reached = shared.state.chain.chosen.or(chain.leaf).or_else(|| order.first().copied());
    html! {
        <section class="panel" data-test="chain-drawing">
            <div class="panel__head">
                <h2>{ say::drawing(lang) }</h2>
                <div class="actions actions--tight">
                    { button(say::smaller(lang), "zoom-out", Chaining::Zoom(false)) }
                    { button(say::larger(lang), "zoom-in", Chaining::Zoom(true)) }
                    { button(say::save_svg(lang), "save-svg", Chaining::Save(Kind::Svg)) }
                    { button(say::save_png(lang), "save-png", Chaining::Save(Kind::Png)) }
                </div>
            </div>
            <div ref={sheet.clone()} class="drawing" role="group" aria-label={say::drawing(lang)} aria-describedby="drawing-help" onkeydown={keys(shared, chain)}>
                <svg width={scaled(width)} height={scaled(height)} viewBox={format!("0 0 {width} {height}")}>
                    { for edges.iter().enumerate().map(|(place, described)| edge(place, described, reached)) }
                    { for order.iter().filter_map(|place| Some(node(shared, chain, *place, nodes.get(*place)?, reached))) }
                </svg>
            </div>
            <p class="small muted" id="drawing-help">{ say::drawing_help(lang) }</p>
        </section>
    }
}

/// Where the middle of the certificate is that the keyboard reaches first.
pub(super) fn middle(shared: &Looking, chain: &Chain) -> Option<(i32, i32)> {
    let Drawing { nodes, order, node: (width, height), .. } = &chain.drawing;
    let percent = shared.state.chain.zoom.percent();
    let reached = shared.state.chain.chosen.or(chain.leaf).or_else(|| order.first().copied())?;
    let (x, y) = nodes.get(reached)?.at;
    Some(((x + width / 2) * percent / 100, (y + height / 2) * percent / 100))
}

fn edge(place: usize, edge: &Edge, reached: Option<usize>) -> Html {
    let points: Vec<String> = edge.points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let touches = reached == Some(edge.subject) || reached == Some(edge.issuer);
    let class = classes!(
        "edge",
        verdict_mark(edge.verdict).class(),
        (edge.verdict != Verdict::Fine).then_some("edge--doubtful"),
        edge.main.then_some("edge--main"),
        touches.then_some("edge--near")
    );
    html! {
        <polyline key={format!("edge-{place}")} {class} points={points.join(" ")} role="img" aria-label={edge.words.clone()}>
            <title>{ &edge.words }</title>
        </polyline>
    }
}

fn node(shared: &Looking, chain: &Chain, place: usize, node: &Node, reached: Option<usize>) -> Html {
    let room = &shared.state.chain;
    let (x, y) = node.at;
    let (width, height) = chain.drawing.node;
    let valid = room.is_valid(node, shared.state.now);
    let class = classes!(
        "node",
        node.role.map(|role| mark(role).class()),
        (!valid).then_some("node--over"),
        node.trusted.then_some("node--trusted"),
        (chain.leaf == Some(place)).then_some("node--judged")
    );
    let said: Vec<&str> =
        [&node.title].into_iter().chain(&node.lines).chain(&node.marks).map(String::as_str).collect();
    let onclick = send(shared, Chaining::Choose(place)).reform(|_: yew::MouseEvent| ());
    let letter = node.role.map_or("", |role| match role {
        workbench::role::Role::Authority => "A",
        workbench::role::Role::Server => "S",
        workbench::role::Role::Client => "C",
    });
    html! {
        <g key={place} id={name(place)} {class} transform={format!("translate({x} {y})")} role="button" {onclick}
            tabindex={if reached == Some(place) { "0" } else { "-1" }} aria-pressed={if room.chosen == Some(place) { "true" } else { "false" }}
            aria-description={said.join(", ")} data-test={name(place)}>
                        <rect width={width.to_string()} height={height.to_string()} rx="4" />
            <text class="node__title" x="12" y="22">{ &node.short }</text>
            <text class="node__letter" x={(width - 18).to_string()} y="22">{ letter }</text>
            <text x="12" y="42">{ &node.lines[0] }</text>
            <text x="12" y="60">{ &node.lines[1] }</text>
            { node.tag.as_ref().map(|tag| html! {<text class="node__tag" x={(width - 12).to_string()} y="60">{ tag }</text>}) }
        </g>
    }
}

/// The name of a certificate's element.
pub(super) fn name(place: usize) -> String {
    ["certificate-", &place.to_string()].concat()
}

/// Walks with the arrows: up to the issuer, down to what was issued, aside in the order of reading.
fn keys(shared: &Looking, chain: &Chain) -> Callback<KeyboardEvent> {
    let edges: Vec<(usize, usize, bool)> =
        chain.drawing.edges.iter().map(|edge| (edge.issuer, edge.subject, edge.main)).collect();
    let order = chain.drawing.order.clone();
    let at = shared.state.chain.chosen.or(chain.leaf).or_else(|| order.first().copied());
    let dispatch = shared.dispatch.clone();
    Callback::from(move |event: KeyboardEvent| {
        let Some(at) = at else { return };
        let place = order.iter().position(|known| *known == at).unwrap_or(0);
        let issuers = || edges.iter().filter(|(issuer, subject, _)| *subject == at && *issuer != at);
        let to = match event.key().as_str() {
            "ArrowUp" => issuers().find(|(.., main)| *main).or_else(|| issuers().next()).map(|edge| edge.0),
            "ArrowDown" => {
                edges.iter().find(|(issuer, subject, _)| *issuer == at && *subject != at).map(|edge| edge.1)
            }
            "ArrowLeft" => place.checked_sub(1).map(|before| order[before]),
            "ArrowRight" => order.get(place + 1).copied(),
            "Home" => order.first().copied(),
            "End" => order.last().copied(),
            "Enter" | " " => Some(at),
            _ => return,
        };
        event.prevent_default();
        if let Some(to) = to {
            dispatch.emit(Msg::Chain(Chaining::Choose(to)));
            document::focus_drawn(&name(to));
        }
    })
}
