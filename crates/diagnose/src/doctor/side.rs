//! Who printed a message that both sides print alike: a server that judges a client's certificate says what a client says of a server's.
//! What stands around it tells, where anything does.

use core::ops::Range;

use super::places::Searched;
use super::seen::Seen;

/// Who printed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Side {
    /// A server, of its caller.
    Server,
    /// A client, of the server that it called.
    Client,
    /// Nothing tells.
    Unknown,
}

/// What of a whole message tells the side of each of its places.
#[derive(Debug, Clone)]
pub(super) struct Sides<'a> {
    seen: &'a Seen,
    /// Where the whole output of a server begins.
    served_from: Option<usize>,
    /// Whether a client speaks somewhere.
    client: bool,
}

impl<'a> Sides<'a> {
    pub(super) fn of(message: &Searched<'a>) -> Sides<'a> {
        let Searched { seen, places } = message;
        let from = SERVERS.iter().filter(|(_, reach)| *reach == Reach::All);
        Sides {
            seen,
            // openssl s_server begins with one word
            served_from: from
                .filter_map(|(mark, _)| places.next(mark, 0))
                .chain(seen.whole_line("accept"))
                .min(),
            client: CLIENTS.iter().any(|mark| places.any(mark)),
        }
    }

    /// Whose words stand at a place.
    pub(super) fn at(&self, place: &Range<usize>) -> Side {
        let served = self.served_from.is_some_and(|from| from < place.start);
        if served || by_server(self.seen, place) {
            return Side::Server;
        }
        let client = || self.client.then_some(Side::Client);
        java(self.seen, place).or_else(|| nginx(self.seen, place)).or_else(client).unwrap_or(Side::Unknown)
    }
}

/// How far from its mark what a server says may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// In the same line of a log, which a terminal may have broken.
    Line,
    /// In the same stack trace, in octets of what is compared.
    Trace(usize),
    /// Anywhere behind: the program's whole output.
    All,
}

/// What servers print before what they have to say, as it is compared.
const SERVERS: [(&str, Reach); 15] = [
    // net/http of Go, and its HTTP/2
    ("http:tlshandshakeerrorfrom", Reach::Line),
    ("http2:server:error", Reach::Line),
    // HAProxy, with what OpenSSL says
    ("sslhandshakefailure(error:", Reach::Line),
    // socketserver of Python, a listener of its ssl module, a connection that it wraps, and asyncio
    ("exceptionoccurredduringprocessingofrequestfrom", Reach::Trace(6_000)),
    (",inaccept", Reach::Trace(1_500)),
    ("serverside=true", Reach::Trace(1_500)),
    ("gotanewconnectionfrom(", Reach::Trace(3_000)),
    ("errorontransportcreationforincomingconnection", Reach::Trace(6_000)),
    // Apache, whose next line has what OpenSSL says
    ("inhandshake(server", Reach::Trace(400)),
    // Node.js
    ("tlsclienterror", Reach::Trace(1_000)),
    // functions of OpenSSL, and bindings by the name of one
    ("tlsprocessclientcertificate", Reach::Line),
    ("sslaccept", Reach::Line),
    // openssl s_server -Verify, gnutls-serv
    ("mustreturnacertificate", Reach::All),
    ("*acceptedconnectionfromipv", Reach::All),
    ("errorinhandshake:", Reach::Line),
];

/// What clients alone print around what they have to say.
const CLIENTS: [&str; 42] = [
    "curl:(",
    "opensslsslread",
    "opensslsslconnect",
    "(in),tlsalert",
    "unabletoaccess",
    // Python: urllib, requests, httpx, aiohttp, a connection that was wrapped with the name that it calls
    "urlopenerror",
    "urllib3",
    "httpsconnectionpool",
    "requests.exceptions",
    "httpx.",
    "httpcore.",
    "clientconnector",
    "clientoserror",
    "cannotconnecttohost",
    "serverhostname=",
    ",inconnect",
    // browsers
    "errconnection",
    // Node.js
    "onconnectsecure",
    "fetchfailed",
    "writeeproto",
    "axioserror",
    // Go
    "gethttp",
    "posthttp",
    "dialtcp",
    // Java: what comes with the JDK, and Spring
    "urlconnection",
    "httpsclient",
    "java.net.http",
    "httpclient",
    "okhttp",
    "i/oerroron",
    // Rust, gRPC, Envoy
    "errorsendingrequest",
    "failedtoconnect",
    "noconnectionestablished",
    "upstreamconnecterror",
    // functions of OpenSSL, and bindings by the name of one
    "tlsprocessservercertificate",
    "tlspostprocessservercertificate",
    "sslconnect",
    // openssl s_client, gnutls-cli
    "connected(0000",
    "simpleclientmode",
    "successfullysent",
    "***fatalerror:",
    "connectingto",
];

/// What of these is looked for in whole messages.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    let anywhere = SERVERS.iter().filter(|(_, reach)| *reach == Reach::All);
    anywhere.map(|(mark, _)| *mark).chain(CLIENTS)
}

fn by_server(seen: &Seen, place: &Range<usize>) -> bool {
    SERVERS.iter().any(|(mark, reach)| {
        let far = match reach {
            Reach::All => return false,
            Reach::Trace(far) => *far,
            Reach::Line => LOGGED,
        };
        let start = nearer(seen, place.start.saturating_sub(far + mark.len()));
        let at = seen.text()[start..place.end].rfind(mark).map(|at| start + at);
        let one_line = |at: usize| seen.one_line(at.min(place.start), at.max(place.start));
        at.is_some_and(|at| *reach != Reach::Line || one_line(at))
    })
}

/// What frames of Java's traces tell, which stand behind the words.
const FRAMES: [(&str, Side); 4] = [
    ("checkclient", Side::Server),
    ("clienthelloconsumer", Side::Server),
    ("checkserver", Side::Client),
    ("serverhelloconsumer", Side::Client),
];

/// The side of a trace of Java, by the first frame behind that tells it.
fn java(seen: &Seen, place: &Range<usize>) -> Option<Side> {
    const TRACE: usize = 6_000;
    let behind = &seen.text()[place.start..nearer(seen, place.start + TRACE)];
    let frames = FRAMES.iter().filter_map(|(frame, side)| Some((behind.find(frame)?, *side)));
    frames.min_by_key(|(at, _)| *at).map(|(_, side)| side)
}

/// How far from its head what stands in a line of a log may stand, in octets of what is compared.
const LOGGED: usize = 1_000;

/// The next place at which a letter begins.
pub(super) fn nearer(seen: &Seen, mut place: usize) -> usize {
    let text = seen.text();
    while place < text.len() && !text.is_char_boundary(place) {
        place += 1;
    }
    place.min(text.len())
}

/// On which side nginx is, where a line of its log stands there: towards a server behind it, it is the client.
fn nginx(seen: &Seen, place: &Range<usize>) -> Option<Side> {
    let text = seen.text();
    let first = nearer(seen, place.start.saturating_sub(LOGGED));
    let before = &text[first..place.start];
    let head = before.rfind(":*").or_else(|| before.rfind('#'));
    let head = head.filter(|head| begins_a_line(&before[..*head])).map(|head| first + head);
    let head = head.filter(|head| seen.one_line(*head, place.start));
    let last = nearer(seen, place.start + LOGGED);
    let find = |from: usize, mark: &str| text[from..last].find(mark).map(|at| from + at);
    let caller = find(place.start, ",client:").filter(|at| {
        let server = find(*at, ",server:");
        server.is_some_and(|server| seen.one_line(*at, server)) && seen.one_line(place.start, *at)
    });
    head.or(caller)?;
    let of_line = seen.of_line(seen.line(place.start));
    let said = &text[head.unwrap_or(of_line.start)..caller.unwrap_or(of_line.end)];
    Some(if said.contains("upstream") { Side::Client } else { Side::Server })
}

/// Whether something ends as the head of a line of nginx's log does: `[info] 7#7`, with a number of a connection behind it or not.
fn begins_a_line(head: &str) -> bool {
    const LEVELS: [&str; 7] = ["[debug]", "[info]", "[notice]", "[warn]", "[error]", "[crit]", "[alert]"];
    let digits = |text: &'_ str| text.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    let process = &head[..digits(head)];
    let process = process.strip_suffix('#').map_or(process, |head| &head[..digits(head)]);
    LEVELS.iter().any(|level| process.ends_with(level))
}
