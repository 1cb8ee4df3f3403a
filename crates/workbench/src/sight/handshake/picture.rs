//! The sequence as a picture of its own: client at the left, server at the right and the backend behind it, each message as an
//! arrow as thick as it has octets, with a lock where nobody on the way can read it, and in red what ends the handshake.

use std::fmt::Write as _;

use text::Lang;
use text::handshake_room as say;

use super::{Behind, Sent};
use crate::document::Block;
use crate::role::Role;
use crate::sight::svg::{BEHIND, INK, LINE, MUTED, REFUSED, colour, escaped, picture};

const WIDTH: i32 = 860;
/// Where the two life lines are.
const CLIENT: i32 = 120;
const SERVER: i32 = WIDTH - CLIENT;
/// Where the backend's is, if anything is asked of one.
const BACKEND: i32 = SERVER + 190;
/// From one message to the next, and what is added between flights.
const ROW: i32 = 44;
const BETWEEN_FLIGHTS: i32 = 12;

/// The picture: a heading, and each connection below its own title.
pub(super) fn svg(heading: &str, connections: &[(String, &[Sent])], lang: Lang) -> String {
    let mut out = String::new();
    let mut y = 34;
    let mut width = WIDTH;
    text(&mut out, (20, y), "start", "600", INK, heading);
    for (title, messages) in connections {
        y += 34;
        text(&mut out, (WIDTH / 2, y), "middle", "600", MUTED, title);
        let head = y;
        y += 20;
        let mut flight = messages.first().map_or(0, |sent| sent.flight);
        for sent in *messages {
            if sent.flight != flight {
                flight = sent.flight;
                y += BETWEEN_FLIGHTS;
            }
            for passed in sent.behind.iter().filter(|passed| !passed.asks) {
                y += ROW;
                behind(&mut out, passed, y);
            }
            y += ROW;
            message(&mut out, sent, y);
            for passed in sent.behind.iter().filter(|passed| passed.asks) {
                y += ROW;
                behind(&mut out, passed, y);
            }
        }
        y += 24;
        let mut lines = vec![
            (CLIENT, colour(Role::Client), say::side_client(lang)),
            (SERVER, colour(Role::Server), say::side_server(lang)),
        ];
        if messages.iter().any(|sent| sent.behind.is_some()) {
            lines.push((BACKEND, BEHIND, text::frame::backend(lang)));
            width = BACKEND + CLIENT;
        }
        for (x, ink, word) in lines {
            text(&mut out, (x, head), "middle", "600", ink, word);
            let _ = writeln!(
                out,
                "<line x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{y}\" stroke=\"{LINE}\"/>",
                head + 8
            );
        }
    }
    picture(width, y + 20, &out)
}

/// What passes between the server and its backend.
fn behind(out: &mut String, passed: &Behind, y: i32) {
    let ends = if passed.asks { (SERVER, BACKEND) } else { (BACKEND, SERVER) };
    let _ = writeln!(out, "<g><title>{}</title>", escaped(&passed.words));
    arrow(out, ends, y, BEHIND, 1);
    text(out, (i32::midpoint(SERVER, BACKEND), y - 9), "middle", "400", INK, &passed.line);
    out.push_str("</g>\n");
}

/// A line from one side to the other, with its head.
fn arrow(out: &mut String, (from, to): (i32, i32), y: i32, ink: &str, width: u32) {
    let back = if from < to { -9 } else { 9 };
    let _ = writeln!(
        out,
        "<line x1=\"{from}\" y1=\"{y}\" x2=\"{}\" y2=\"{y}\" stroke=\"{ink}\" stroke-width=\"{width}\"/>",
        to + back
    );
    let _ = writeln!(
        out,
        "<polygon points=\"{to},{y} {tail},{} {tail},{}\" fill=\"{ink}\"/>",
        y - 6,
        y + 6,
        tail = to + back - back / 9
    );
}

fn message(out: &mut String, sent: &Sent, y: i32) {
    let refused = sent.why.iter().any(|block| matches!(block, Block::Finding(..)));
    let ink = if refused { REFUSED } else { colour(sent.side) };
    let ends = match sent.side {
        Role::Client => (CLIENT, SERVER),
        _ => (SERVER, CLIENT),
    };
    let _ = writeln!(out, "<g><title>{}</title>", escaped(&format!("{} · {}", sent.name, sent.note)));
    arrow(out, ends, y, ink, thickness(sent.octets.len()));
    let middle = WIDTH / 2;
    if sent.encrypted {
        lock(out, (SERVER + 22, y - 5));
    }
    text(out, (middle, y - 9), "middle", "600", if refused { REFUSED } else { INK }, &sent.name);
    text(out, (middle, y + 16), "middle", "400", MUTED, &sent.note);
    out.push_str("</g>\n");
}

/// From one to six: each is for eight times the octets.
fn thickness(octets: usize) -> u32 {
    (1 + octets.max(1).ilog2() / 3).min(6)
}

fn lock(out: &mut String, (x, y): (i32, i32)) {
    let _ = writeln!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"12\" height=\"9\" rx=\"1\" fill=\"{MUTED}\"/><path d=\"M{} {y}v-3a3 3 0 0 1 6 0v3\" fill=\"none\" stroke=\"{MUTED}\" stroke-width=\"1.5\"/>",
        x + 3
    );
}

fn text(out: &mut String, (x, y): (i32, i32), anchor: &str, weight: &str, fill: &str, words: &str) {
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" font-weight=\"{weight}\" fill=\"{fill}\">{}</text>",
        escaped(words)
    );
}
