//! The drawing as a picture of its own (SVG 1.1), in light colours, with nothing from outside: for documents and tickets.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::{Drawing, Edge, Node};
use crate::document::Verdict;
use crate::role::Role;

/// What a picture is saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Network Graphics; the browser draws it from the SVG.
    Png,
}

/// Ink, and that of what is said beside; the ground.
const INK: &str = "#14171c";
const MUTED: &str = "#566072";
const GROUND: &str = "#ffffff";
const LINE: &str = "#788292";

/// The picture.
pub(crate) fn svg(drawing: &Drawing) -> String {
    let Drawing { width, height, nodes, edges, order, .. } = drawing;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"{GROUND}\"/>\n"
    );
    for drawn in edges {
        edge(&mut out, drawn);
    }
    for place in order {
        if let Some(drawn) = nodes.get(*place) {
            node(&mut out, drawn, drawing.node);
        }
    }
    out.push_str("</svg>\n");
    out
}

fn edge(out: &mut String, edge: &Edge) {
    let (colour, dashes) = match edge.verdict {
        Verdict::Fine => (LINE, ""),
        Verdict::Caution => ("#8a5a00", " stroke-dasharray=\"2 4\""),
        Verdict::Refused => ("#b91c1c", " stroke-dasharray=\"6 4\""),
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
    let colour = match node.role {
        Some(Role::Authority) => "#6d28d9",
        Some(Role::Server) => "#1d4ed8",
        Some(Role::Client) => "#0f766e",
        None => INK,
    };
    let thick = if node.trusted { "3" } else { "1.5" };
    let _ = writeln!(out, "<g transform=\"translate({x} {y})\"><title>{}</title>", escaped(&title(node)));
    let _ = writeln!(
        out,
        "<rect width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"{GROUND}\" stroke=\"{colour}\" stroke-width=\"{thick}\"/>"
    );
    let tag = node.tag.as_ref().map(|tag| format!(" · {tag}")).unwrap_or_default();
    let lines = [
        (22, "600", INK, node.short.clone()),
        (41, "400", MUTED, node.lines[0].clone()),
        (59, "400", MUTED, format!("{}{tag}", node.lines[1])),
    ];
    for (at, weight, fill, text) in lines {
        let _ = writeln!(
            out,
            "<text x=\"12\" y=\"{at}\" font-weight=\"{weight}\" fill=\"{fill}\">{}</text>",
            escaped(&text)
        );
    }
    out.push_str("</g>\n");
}

/// All that is said of a node.
fn title(node: &Node) -> String {
    let lines = [&node.title].into_iter().chain(&node.lines).chain(&node.marks);
    lines.map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// A text as character data (XML 1.0 section 2.4); what XML cannot hold at all is left out (section 2.2).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_a_certificate_says_never_becomes_markup() {
        assert_eq!(
            escaped("</text><script>\"a\" & b\u{0}"),
            "&lt;/text&gt;&lt;script&gt;&quot;a&quot; &amp; b"
        );
        assert_eq!(escaped("가나 b"), "가나 b");
    }
}
