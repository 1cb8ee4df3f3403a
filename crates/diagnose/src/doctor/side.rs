//! Who printed a message that both sides print alike: a server that judges a client's certificate says what a client says of a server's.
//! What stands before it tells, where anything does.

use core::ops::Range;

use super::seen::Seen;

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
const MARKS: [(&str, Reach); 7] = [
    // net/http of Go
    ("http:tlshandshakeerrorfrom", Reach::Line),
    // HAProxy, with what OpenSSL says
    ("sslhandshakefailure(error:", Reach::Line),
    // socketserver of Python, and a listener of its ssl module
    ("exceptionoccurredduringprocessingofrequestfrom", Reach::Trace(6_000)),
    (",inaccept", Reach::Trace(1_500)),
    // openssl s_server -Verify, gnutls-serv
    ("mustreturnacertificate", Reach::All),
    ("*acceptedconnectionfromipv", Reach::All),
    ("errorinhandshake:", Reach::Line),
];

/// Whether it is a server that says what stands there.
pub(super) fn by_server(seen: &Seen, place: &Range<usize>) -> bool {
    let before = &seen.text()[..place.start];
    MARKS.iter().any(|(mark, reach)| match reach {
        Reach::All => before.contains(mark),
        Reach::Trace(far) => before.rfind(mark).is_some_and(|at| place.start - at <= *far),
        Reach::Line => before.rfind(mark).is_some_and(|at| seen.one_line(at, place.start)),
    })
}
