//! What connections leave to later ones that take up their sessions: tickets of TLS 1.3, and sessions of TLS 1.2 with their secrets.

use pki::secret::Secret;

use super::message::Kind;
use super::ticket::{Ticket, inside};
use super::{Dissection, Keys, Message, take_apart};
use crate::transcript::Flight;

/// Where the session's name stands in both hellos: behind the header, the version and the random (RFC 5246 sections 7.4.1.2 and 7.4.1.3).
const SESSION_ID: usize = 4 + 2 + 32;

/// What is remembered of the connections so far.
#[derive(Default)]
pub struct Memory {
    pub(super) tickets: Vec<Ticket>,
    pub(super) sessions: Vec<Session>,
}

impl Memory {
    /// Takes apart what two sides sent each other, with what earlier connections have left, and remembers what this one leaves.
    #[must_use]
    pub fn dissect(&mut self, flights: &[Flight], keys: Keys<'_>) -> Dissection {
        let dissection = take_apart(flights, keys, self);
        self.tickets.append(&mut Ticket::all(&dissection));
        self.sessions.append(&mut Session::all(&dissection));
        dissection
    }

    /// The master secret of the session that a ClientHello names and a ServerHello takes up.
    pub(super) fn taken_up(&self, hello: &Message, answer: &Message) -> Option<&Secret> {
        let session = self.sessions.iter().rfind(|session| session.is_taken_up(hello, answer));
        session.map(|session| &session.master)
    }
}

/// A session of TLS 1.2.
pub(super) struct Session {
    /// Its name, where the server gave it one.
    name: Vec<u8>,
    /// The tickets that stand for it (RFC 5077 section 3.3).
    tickets: Vec<Vec<u8>>,
    master: Secret,
}

impl Session {
    /// Those of a connection, where their secrets are known: each handshake in it has one of its own.
    fn all(dissection: &Dissection) -> Vec<Session> {
        let is_hello = |message: &Message| message.kind == Kind::ServerHello;
        let of = |value: &super::Value| {
            let begins = dissection.messages.iter().take(value.after + 1).rposition(is_hello)?;
            let (hello, behind) = dissection.messages[begins..].split_first()?;
            if hello.field("selected_version").is_some() {
                return None;
            }
            let behind = behind.iter().take_while(|message| !is_hello(message));
            let handed_out = behind.filter(|message| message.kind == Kind::NewSessionTicket);
            let tickets = handed_out.map(|message| inside(message, message.field("ticket")));
            Some(Session {
                name: session_id(hello).unwrap_or_default().to_vec(),
                tickets: tickets.filter(|ticket| !ticket.is_empty()).collect(),
                master: value.octets.clone(),
            })
        };
        dissection.schedule.iter().filter(|value| value.name == "master_secret").filter_map(of).collect()
    }

    /// A server that takes up a session says its name again (RFC 5246 section 7.4.1.3); a ticket is one's own.
    fn is_taken_up(&self, hello: &Message, answer: &Message) -> bool {
        let is_named = !self.name.is_empty()
            && session_id(hello) == Some(&*self.name)
            && session_id(answer) == Some(&*self.name);
        let ticket = hello.field("session_ticket").and_then(|extension| extension.find("ticket"));
        let ticket = ticket.and_then(|ticket| hello.octets.get(ticket.range.clone()));
        is_named || ticket.is_some_and(|shown| self.tickets.iter().any(|ticket| ticket == shown))
    }
}

/// The session's name in a hello.
fn session_id(hello: &Message) -> Option<&[u8]> {
    let length = hello.octets.get(SESSION_ID)?;
    hello.octets.get(SESSION_ID + 1..)?.get(..usize::from(*length))
}
