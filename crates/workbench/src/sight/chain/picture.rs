//! The drawing as a picture of its own (SVG 1.1), in light colours, with nothing from outside: for documents and tickets.

use std::fmt::Write as _;

pub use crate::sight::svg::Kind;

use super::{Drawing, Edge, Node};
use crate::document::Verdict;
use crate::role::Role;
use crate::sight::svg::{CAUTION, GROUND, INK, LINE, MUTED, REFUSED, colour, escaped, picture};

/// The picture.
pub(crate) fn svg(drawing: &Drawing) -> String {
    let Drawing { width, height, nodes, edges, order, .. } = drawing;
    let mut out = String::new();
    for drawn in edges {
        edge(&mut out, drawn);
    }
    for place in order {
        if let Some(drawn) = nodes.get(*place) {
            node(&mut out, drawn, drawing.node);
        }
    }
    picture(*width, *height, &out)
}

fn edge(out: &mut String, edge: &Edge) {
    let (colour, dashes) = match edge.verdict {
        Verdict::Fine => (LINE, ""),
        Verdict::Caution => (CAUTION, " stroke-dasharray=\"2 4\""),
        Verdict::Refused => (REFUSED, " stroke-dasharray=\"6 4\""),
    };
    let points: Vec<String> = edge.points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let width = if edge.main { "2" } else { "1" };
    let _ = writeln!(
        out,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes}><title>{}</title></polyline>",
        points.join(" "),
        escaped(&edge.words)
    );
}

fn node(out: &mut String, node: &Node, (width, height): (i32, i32)) {
    let (x, y) = node.at;
    let colour = node.role.map_or(INK, colour);
    let thick = if node.trusted { "3" } else { "1.5" };
    let _ = writeln!(out, "<g transform=\"translate({x} {y})\"><title>{}</title>", escaped(&title(node)));
    let _ = writeln!(
        out,
        "<rect width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"{GROUND}\" stroke=\"{colour}\" stroke-width=\"{thick}\"/>"
    );
    let letter = match node.role {
        Some(Role::Authority) => "A",
        Some(Role::Server) => "S",
        Some(Role::Client) => "C",
        None => "",
    };
    let tag = node.tag.as_deref().unwrap_or_default();
    let end = width - 12;
    // where, how and in which colour: the name and who it is for, then the lines, and what tells twins apart
    let texts = [
        (12, 22, "font-size=\"13\" font-weight=\"600\"", INK, node.short.as_str()),
        (end, 22, "font-size=\"13\" font-weight=\"600\" text-anchor=\"end\"", colour, letter),
        (12, 42, "font-size=\"11\"", MUTED, &node.lines[0]),
        (12, 60, "font-size=\"11\"", MUTED, &node.lines[1]),
        (end, 60, "font-size=\"11\" font-family=\"monospace\" text-anchor=\"end\"", REFUSED, tag),
    ];
    for (x, y, how, fill, text) in texts.into_iter().filter(|(.., text)| !text.is_empty()) {
        let _ = writeln!(out, "<text x=\"{x}\" y=\"{y}\" {how} fill=\"{fill}\">{}</text>", escaped(text));
    }
    out.push_str("</g>\n");
}

/// All that is said of a node.
fn title(node: &Node) -> String {
    let lines = [&node.title].into_iter().chain(&node.lines).chain(&node.marks);
    lines.map(String::as_str).collect::<Vec<_>>().join(" · ")
}
