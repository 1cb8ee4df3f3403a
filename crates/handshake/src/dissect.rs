//! Takes recorded TLS apart: records, opened with the secrets of a key log; the messages that they carry, put together over
//! records; and each message down to its fields, each with its octets, its meaning, where it is defined and why it is there. It
//! needs octets and keys alone, wherever they come from, and says of what it cannot read what is wrong. Nothing is judged here.

mod cipher;
mod engine;
mod extension;
pub mod field;
pub mod finding;
mod memory;
pub mod message;
mod names;
pub mod schedule;
pub mod signature;
mod suite;
mod taken;
mod ticket;
mod transcript_hash;
pub mod why;

use core::ops::Range;

use pki::secret::Secret;
use serde::{Deserialize, Serialize};

use crate::key_log::KeyLog;
use crate::transcript::{Connection, Flight, Side};
use field::Field;
use finding::Found;
pub use memory::Memory;
use message::Kind;
use schedule::Value;
use signature::Unchecked;
use why::Why;

/// What opens a recording.
#[derive(Debug, Clone, Copy)]
pub struct Keys<'a> {
    /// The secrets.
    pub log: &'a KeyLog,
    /// What the key exchange came to, where that is known: then the key schedule is shown from its start.
    pub shared_secret: Option<&'a Secret>,
}

/// Takes apart what two sides sent each other, in the order in which it was sent.
#[must_use]
pub fn dissect(flights: &[Flight], keys: Keys<'_>) -> Dissection {
    take_apart(flights, keys, &Memory::default())
}

fn take_apart(flights: &[Flight], keys: Keys<'_>, memory: &Memory) -> Dissection {
    let mut engine = engine::Engine::new(keys, memory);
    let last = Side::ALL.map(|side| flights.iter().rposition(|flight| flight.side == side));
    for (number, flight) in flights.iter().enumerate() {
        engine.gap(flight.side, flight.lost);
        engine.take(number, flight);
        if last.contains(&Some(number)) {
            engine.end(flight.side);
        }
    }
    engine.finish()
}

/// Takes apart a connection of the lab.
#[must_use]
pub fn dissect_connection(connection: &Connection) -> Dissection {
    dissect(&connection.flights, keys_of(connection))
}

/// Takes apart connections of the lab that follow each other: where one takes up the session of another before it, the secret of its
/// ticket is known.
#[must_use]
pub fn dissect_connections(connections: &[Connection]) -> Vec<Dissection> {
    let mut memory = Memory::default();
    connections.iter().map(|connection| memory.dissect(&connection.flights, keys_of(connection))).collect()
}

fn keys_of(connection: &Connection) -> Keys<'_> {
    Keys { log: &connection.keys, shared_secret: connection.shared_secret.as_ref() }
}

/// Whether TLS begins somewhere in what a side sent, whatever was said before it.
#[must_use]
pub(crate) fn has_hello(octets: &[u8]) -> bool {
    engine::stream::hello(octets).is_some()
}

/// Everything that was found in a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissection {
    /// The records of both sides, in the order in which they were whole.
    pub records: Vec<Record>,
    /// The messages, in the order in which they were whole.
    pub messages: Vec<Message>,
    /// The key schedule, as far as it is known, in the order in which it can be computed.
    pub schedule: Vec<Value>,
    /// What is wrong.
    pub findings: Vec<Found>,
}

/// A record (RFC 8446 section 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Who sent it.
    pub side: Side,
    /// The flight that its first octet is in.
    pub flight: usize,
    /// How many octets of this side came before it.
    pub offset: usize,
    /// As it was sent, with its header.
    #[serde(with = "serde_bytes")]
    pub octets: Vec<u8>,
    /// The octets in fields: header, then contents, or nonce, ciphertext and tag.
    pub fields: Vec<Field>,
    /// What was inside, if it was encrypted and could be opened.
    pub opened: Option<Opened>,
    /// Which octets messages are made of: of the inside when it was opened, of the record when not.
    pub contents: Range<usize>,
}

impl Record {
    /// The octets that messages are made of; none of a record that is cut off.
    #[must_use]
    pub fn contents(&self) -> &[u8] {
        let octets = self.opened.as_ref().map_or(&self.octets, |opened| &opened.octets);
        &octets[self.contents.clone()]
    }
}

/// The inside of an encrypted record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The plaintext, with what TLS 1.3 puts behind the contents.
    #[serde(with = "serde_bytes")]
    pub octets: Vec<u8>,
    /// The octets in fields: contents, type, padding.
    pub fields: Vec<Field>,
}

/// A message, or the contents of a record that carries none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Who sent it.
    pub side: Side,
    /// What it is.
    pub kind: Kind,
    /// Why it is there.
    pub why: Why,
    /// Whether nobody on the way could read it.
    pub encrypted: bool,
    /// Its octets, in clear, put together.
    #[serde(with = "serde_bytes")]
    pub octets: Vec<u8>,
    /// Where they came from, in order.
    pub pieces: Vec<Piece>,
    /// The octets in fields.
    pub fields: Vec<Field>,
    /// What can be computed about it.
    pub computed: Option<Computed>,
}

impl Message {
    /// The first field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find_map(|field| field.find(name))
    }

    /// The extensions that it carries, by the names of their types, in order.
    #[must_use]
    pub fn extensions(&self) -> Vec<&Field> {
        let mut types = Vec::new();
        self.fields.iter().for_each(|field| field.find_all("extension_type", &mut types));
        types
    }
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The record, by its place in the dissection.
    pub record: usize,
    /// The octets of the record's contents ([`Record::contents`]).
    pub range: Range<usize>,
}

/// What both sides compute about a message beside reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Computed {
    /// Of a signature.
    Signed {
        /// Exactly what is signed (RFC 8446 section 4.4.3; RFC 5246 sections 7.4.3 and 7.4.8).
        #[serde(with = "serde_bytes")]
        octets: Vec<u8>,
        /// Whether it fits the certificate that was shown, or why that cannot be told.
        fits: Result<bool, Unchecked>,
    },
    /// Of a ClientHello that names a ticket whose secret is known (RFC 8446 section 4.2.11.2).
    Binder {
        /// Which of the secrets that it names.
        place: usize,
        /// What its binder has to be.
        #[serde(with = "serde_bytes")]
        expected: Vec<u8>,
        /// Whether it is.
        fits: bool,
        /// The command with which openssl computes the same.
        command: Secret,
    },
    /// Of any, where it cannot be told what it has to go over.
    Unchecked(Unchecked),
    /// Of a Finished.
    VerifyData {
        /// What it has to be.
        #[serde(with = "serde_bytes")]
        expected: Vec<u8>,
        /// Whether it is.
        fits: bool,
        /// The command with which openssl computes the same.
        command: Secret,
    },
}
