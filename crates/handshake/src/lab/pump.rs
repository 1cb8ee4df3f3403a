//! Two connections, each fed what the other writes until neither has anything more to say.

use std::sync::Arc;

use rustls::{ClientConnection, ServerConnection};

use super::SetUpError;
use super::awaited::awaited;
use super::config::{Client, Server};
use super::outcome::{self, Ended};
use super::party::Party;
use super::power::Power;
use crate::key_log::KeyLog;
use crate::scenario::Talk;
use crate::transcript::{Connection, End, Flight, Outcome, Side};

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
    let keys = client.keys.take();
    let next = |side: Side| awaited(side, &flights, &keys);
    let client_outcome = caller_end.outcome(&caller, client.notes.take(), from_client, next);
    let server_outcome = called_end.outcome(&called, server.notes.take(), from_server, next);
    Ok(Connection {
        flights,
        keys,
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
    let next = |side: Side| awaited(side, &flights, &KeyLog::default());
    let server_outcome = Ended::of(&called).outcome(&called, server.notes.take(), alert, next);
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
        flights.push(Flight { side, lost: 0, octets });
    }
}
