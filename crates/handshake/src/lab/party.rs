//! One side of a connection: what it writes, hears and says. An error ends nothing here: what it writes afterwards is its alert, and the
//! other side has to hear it.

use std::io::{Read as _, Write as _};

use rustls::{ConnectionCommon, Error, SideData};

use crate::scenario::Talk;
use crate::transcript::Side;

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

impl<T, D> Party<T>
where
    T: std::ops::DerefMut<Target = ConnectionCommon<D>>,
    D: SideData,
{
    pub(super) fn new(side: Side, connection: T) -> Party<T> {
        Party { side, connection, error: None, heard: Vec::new(), farewell: false, said: Said::Nothing }
    }

    /// What it has to send now.
    pub(super) fn write(&mut self) -> Vec<u8> {
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
    pub(super) fn read(&mut self, mut octets: &[u8]) {
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
    pub(super) fn ask(&mut self, talk: &Talk) {
        if self.said == Said::Nothing && self.may_speak() && !self.connection.wants_write() {
            self.say(&talk.request);
        }
        if self.farewell && self.error.is_none() {
            self.connection.send_close_notify();
        }
    }

    /// The server's part: the answer when the request is there, and goodbye. Where no HTTP/1.1 was agreed, goodbye alone.
    pub(super) fn answer(&mut self, talk: &Talk) {
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
