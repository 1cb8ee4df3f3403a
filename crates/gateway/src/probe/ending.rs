//! How a connection ended, read out of what was sent, and whether that means that somebody was let in. Pure.

use handshake::alert::Alert;
use handshake::dissect::message::Kind;
use handshake::dissect::{Dissection, Keys, dissect};
use handshake::transcript::Side;

use super::shake::{Contact, End};

/// How a connection ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ending {
    /// With an answer.
    Answered {
        /// The status.
        status: u16,
        /// What the page is called, or its first line.
        words: String,
        /// The page, as far as it was looked at.
        body: String,
    },
    /// With the handshake, as was meant.
    Shaken,
    /// The server said why it ends it.
    Alert {
        /// What it said.
        alert: Alert,
        /// When.
        when: When,
    },
    /// The server ended it without a word.
    Closed {
        /// When.
        when: When,
    },
    /// The server said nothing more.
    Silent {
        /// Since when.
        when: When,
    },
    /// What came is not TLS.
    NotTls {
        /// Its first line.
        said: String,
    },
    /// We ended it: the server spoke something that is not understood here.
    Stopped {
        /// rustls's words.
        words: String,
    },
}

/// When a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// Before the server had chosen anything (RFC 8446 section 4.1.3).
    BeforeHello,
    /// In the handshake.
    During,
    /// After the handshake, as far as the client could see: in TLS 1.3 a server looks at the certificate only then (section 4.4.4).
    After,
}

impl Ending {
    /// Whether the server speaks the version that was offered.
    #[must_use]
    pub fn speaks(&self) -> bool {
        match self {
            Ending::Answered { .. } | Ending::Shaken => true,
            Ending::Alert { when, .. } | Ending::Closed { when } | Ending::Silent { when } => {
                *when != When::BeforeHello
            }
            Ending::NotTls { .. } | Ending::Stopped { .. } => false,
        }
    }

    /// Whether the server speaks TLS at all, as far as was seen.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        !matches!(self, Ending::NotTls { .. })
    }
}

/// How a connection ended, read out of what was sent.
#[must_use]
pub fn ending(contact: &Contact) -> Ending {
    match &contact.end {
        End::Answered { status, body } => {
            Ending::Answered { status: *status, words: title(body), body: body.clone() }
        }
        End::Shaken => Ending::Shaken,
        End::Broken { .. } | End::Silent => broken(contact, &taken_apart(contact)),
    }
}

fn broken(contact: &Contact, dissection: &Dissection) -> Ending {
    let of_server = |kind: Kind| {
        dissection.messages.iter().find(move |message| message.side == Side::Server && message.kind == kind)
    };
    let when = if contact.agreed.is_some() {
        When::After
    } else if of_server(Kind::ServerHello).is_some() {
        When::During
    } else {
        When::BeforeHello
    };
    if let Some(message) = of_server(Kind::NotTls) {
        return Ending::NotTls { said: first_line(&String::from_utf8_lossy(&message.octets)) };
    }
    let said = dissection.messages.iter().filter(|message| message.kind == Kind::Alert).find_map(|message| {
        let alert = Alert(*message.octets.get(1)?);
        // a farewell says nothing of why (RFC 8446 section 6.1)
        (![Alert::CLOSE_NOTIFY, USER_CANCELED].contains(&alert)).then_some((message.side, alert))
    });
    match (said, &contact.end) {
        (Some((Side::Server, alert)), _) => Ending::Alert { alert, when },
        (Some((Side::Client, _)), End::Broken { words }) => Ending::Stopped { words: words.clone() },
        (_, End::Silent) => Ending::Silent { when },
        _ => Ending::Closed { when },
    }
}

/// RFC 8446 section 6.1.
const USER_CANCELED: Alert = Alert(90);

/// The messages of a connection.
pub(super) fn taken_apart(contact: &Contact) -> Dissection {
    dissect(&contact.flights, Keys { log: &contact.keys, shared_secret: None })
}

/// What a page is called, or what a refusal in JSON names as the problem; all else by its first line.
fn title(body: &str) -> String {
    let named = serde_json::from_str::<serde_json::Value>(body).ok();
    if let Some(problem) = named.as_ref().and_then(|named| named.get("problem")?.as_str()) {
        return first_line(problem);
    }
    let lower = body.to_ascii_lowercase();
    let between = lower.find("<title>").and_then(|at| {
        let start = at + "<title>".len();
        Some(start..start + lower.get(start..)?.find("</title>")?)
    });
    first_line(between.and_then(|range| body.get(range)).unwrap_or(body))
}

/// The first line that is not empty, as far as it fits on a screen.
fn first_line(text: &str) -> String {
    const MOST: usize = 160;
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().filter(|letter| !letter.is_control()).take(MOST).collect()
}

/// Whether somebody was let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Admission {
    /// An answer came that is no refusal.
    Admitted,
    /// The server refused, for the sake of the certificate or for want of one.
    Refused,
    /// Something else went wrong.
    Undecided,
}

/// Whether a connection to a server that asks, or does not ask, for certificates was let in.
pub(super) fn admission(ending: &Ending, asks: bool) -> Admission {
    match ending {
        // 421 is about the name alone
        Ending::Answered { status, .. } if asks && refuses(*status) => Admission::Refused,
        Ending::Answered { status: 421, .. } => Admission::Undecided,
        Ending::Answered { .. } => Admission::Admitted,
        Ending::Alert { when: When::During | When::After, .. }
        | Ending::Closed { when: When::During | When::After }
            if asks =>
        {
            Admission::Refused
        }
        _ => Admission::Undecided,
    }
}

/// Whether a server that asks for certificates refuses with this status: nginx answers 400 whatever the page is (495 and 496 are its own),
/// others 401 or 403.
#[must_use]
pub fn refuses(status: u16) -> bool {
    matches!(status, 400 | 401 | 403 | 495 | 496)
}

#[cfg(test)]
mod tests {
    use super::{Admission, Ending, When, admission, title};
    use handshake::alert::Alert;

    #[test]
    fn a_refusal_is_told_from_an_answer_and_from_another_failure() {
        let answered = |status| Ending::Answered { status, words: String::new(), body: String::new() };
        let alert = |when| Ending::Alert { alert: Alert::HANDSHAKE_FAILURE, when };
        for (ending, asks, expected) in [
            (answered(200), true, Admission::Admitted),
            (answered(400), true, Admission::Refused),
            (answered(400), false, Admission::Admitted),
            (answered(403), true, Admission::Refused),
            (answered(404), true, Admission::Admitted),
            (answered(421), true, Admission::Undecided),
            (answered(502), true, Admission::Admitted),
            (alert(When::BeforeHello), true, Admission::Undecided),
            (alert(When::During), true, Admission::Refused),
            (alert(When::During), false, Admission::Undecided),
            (alert(When::After), true, Admission::Refused),
            (Ending::Closed { when: When::After }, true, Admission::Refused),
            (Ending::Closed { when: When::After }, false, Admission::Undecided),
            (Ending::Silent { when: When::After }, true, Admission::Undecided),
            (Ending::NotTls { said: String::new() }, true, Admission::Undecided),
        ] {
            assert_eq!(admission(&ending, asks), expected, "{ending:?} {asks}");
        }
    }

    #[test]
    fn pages_are_called_by_their_titles_and_texts_by_their_first_lines() {
        for (body, expected) in [
            ("<html><head><TITLE>400 Bad\u{1b}[31m</title>", "400 Bad[31m"),
            ("\n  A certificate is needed. \nMore", "A certificate is needed."),
            ("<title>no end", "<title>no end"),
            ("İ<title>x</title>", "x"),
            ("{\"error\":\"a_name\",\"problem\":\"It is over.\"}\n", "It is over."),
            ("{\"error\":\"a_name\"}", "{\"error\":\"a_name\"}"),
            ("", ""),
        ] {
            assert_eq!(title(body), expected);
        }
    }
}
