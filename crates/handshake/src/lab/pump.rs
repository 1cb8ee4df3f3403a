//! Two connections, each fed what the other writes until neither has anything more to say. An error ends nothing here: what the
//! side writes afterwards is its alert, and the other side has to hear it.

use std::io::{Read as _, Write as _};
use std::sync::Arc;

use rustls::{ClientConnection, ConnectionCommon, Error, ServerConnection, SideData};

use super::SetUpError;
use super::config::{Client, Server};
use super::outcome::{self, Ended};
use super::power::Power;
use crate::key_log::KeyLog;
use crate::scenario::Talk;
use crate::transcript::{Connection, End, Flight, Outcome, Side};

/// One of rustls's connections and what happened to it.
pub(super) struct Party<T> {
    pub(super) side: Side,
    pub(super) connection: T,
    pub(super) error: Option<Error>,
    /// What it heard inside.
    pub(super) heard: Vec<u8>,
    /// Whether the other said goodbye.
    pub(super) farewell: bool,
    said: Said,
}

/// How far a side is with what it has to say inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    All,
}

/// Plays one connection.
pub(super) fn play(
    client: &Client,
    server: &Server,
    talk: &Talk,
    power: &Power,
) -> Result<Connection, SetUpError> {
    let caller = ClientConnection::new(Arc::clone(&client.config), client.host.clone())
        .map_err(SetUpError::nothing_to_offer(Side::Client))?;
    let called = ServerConnection::new(Arc::clone(&server.config))
        .map_err(SetUpError::nothing_to_offer(Side::Server))?;
    let (mut caller, mut called) = (Party::new(Side::Client, caller), Party::new(Side::Server, called));
    let mut flights = Vec::new();
    loop {
        let from_client = caller.write();
        called.read(&from_client);
        called.answer(talk);
        let from_server = called.write();
        caller.read(&from_server);
        caller.ask(talk);
        let idle = from_client.is_empty() && from_server.is_empty();
        note(&mut flights, Side::Client, from_client);
        note(&mut flights, Side::Server, from_server);
        // what has just been put into words goes out in the next round
        if idle && !caller.connection.wants_write() && !called.connection.wants_write() {
            break;
        }
    }
    let (caller_end, called_end) = (Ended::of(&caller), Ended::of(&called));
    let alert = |from: Side, heard: &Ended| heard.alert.or_else(|| outcome::plain_alert(&flights, from));
    let (from_client, from_server) = (alert(Side::Client, &called_end), alert(Side::Server, &caller_end));
    let client_outcome = caller_end.outcome(&caller, client.notes.take(), from_client);
    let server_outcome = called_end.outcome(&called, server.notes.take(), from_server);
    Ok(Connection {
        flights,
        keys: client.keys.take(),
        shared_secret: power.take_shared_secret(),
        client: client_outcome,
        server: server_outcome,
    })
}

/// Plays a connection whose caller speaks no TLS.
pub(super) fn play_plain(server: &Server, talk: &Talk) -> Result<Connection, SetUpError> {
    let called = ServerConnection::new(Arc::clone(&server.config))
        .map_err(SetUpError::nothing_to_offer(Side::Server))?;
    let mut called = Party::new(Side::Server, called);
    called.read(talk.request.as_bytes());
    let answer = called.write();
    let mut flights = Vec::new();
    note(&mut flights, Side::Client, talk.request.clone().into_bytes());
    note(&mut flights, Side::Server, answer.clone());
    let alert = outcome::plain_alert(&flights, Side::Server);
    let server_outcome = Ended::of(&called).outcome(&called, server.notes.take(), alert);
    Ok(Connection {
        flights,
        keys: KeyLog::default(),
        shared_secret: None,
        client: Outcome { end: End::NotTls, agreed: None, judgements: Vec::new(), heard: answer },
        server: server_outcome,
    })
}

fn note(flights: &mut Vec<Flight>, side: Side, octets: Vec<u8>) {
    if !octets.is_empty() {
        flights.push(Flight { side, octets });
    }
}

impl<T, D> Party<T>
where
    T: std::ops::DerefMut<Target = ConnectionCommon<D>>,
    D: SideData,
{
    fn new(side: Side, connection: T) -> Party<T> {
        Party { side, connection, error: None, heard: Vec::new(), farewell: false, said: Said::Nothing }
    }

    /// What it has to send now.
    fn write(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        while self.connection.wants_write() {
            let written = self.connection.write_tls(&mut out).expect("a Vec takes everything");
            if written == 0 {
                break;
            }
        }
        out
    }

    /// Takes what the other sent. Whoever has stopped listens no more.
    fn read(&mut self, mut octets: &[u8]) {
        while self.error.is_none() && !octets.is_empty() {
            let taken = self.connection.read_tls(&mut octets).expect("memory can be read");
            match self.connection.process_new_packets() {
                Ok(state) => {
                    self.farewell |= state.peer_has_closed();
                    let mut heard = vec![0; state.plaintext_bytes_to_read()];
                    self.connection.reader().read_exact(&mut heard).expect("rustls told how much there is");
                    self.heard.append(&mut heard);
                }
                Err(error) => self.error = Some(error),
            }
            if taken == 0 {
                break;
            }
        }
    }

    fn may_speak(&self) -> bool {
        let plain = matches!(self.connection.alpn_protocol(), None | Some(b"http/1.1"));
        self.error.is_none() && !self.connection.is_handshaking() && plain
    }

    /// The client's part of the talk: the request as soon as it may, and goodbye when all is answered.
    fn ask(&mut self, talk: &Talk) {
        if self.said == Said::Nothing && self.may_speak() && !self.connection.wants_write() {
            self.say(&talk.request);
        }
        if self.farewell && self.error.is_none() {
            self.connection.send_close_notify();
        }
    }

    /// The server's part: the answer when the request is there, and goodbye. Where no HTTP/1.1 was agreed, goodbye alone.
    fn answer(&mut self, talk: &Talk) {
        if self.said == Said::All || self.error.is_some() || self.connection.is_handshaking() {
            return;
        }
        if !self.may_speak() {
            self.said = Said::All;
            self.connection.send_close_notify();
        } else if self.heard.ends_with(b"\r\n\r\n") {
            self.say(&talk.answer);
            self.connection.send_close_notify();
        }
    }

    fn say(&mut self, words: &str) {
        self.said = Said::All;
        self.connection.writer().write_all(words.as_bytes()).expect("rustls buffers what is short");
    }
}
