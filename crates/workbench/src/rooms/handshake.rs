//! The Handshake room: a handshake of the user's own, played by the examiner, or a recording. What was sent and why is the
//! examiner's to say; here is what is wanted, which message is on show, and what was pointed at in it.

pub mod round;

use std::rc::Rc;

use pki::inspect::tree::Node;
use text::Message;

use crate::opened::Given;
use crate::problem::Problem;
use crate::room::Room;
use crate::rooms::inspect::{BOTH, RECORDING};
use crate::rooms::tree::{self, Pointing};
use crate::sight::handshake::kit::Kit;
use crate::sight::handshake::{Link, Play, Raw, Recordings, Sent, Versions, Wanted};
use crate::task::{Task, TaskId};

/// The largest recording that is read, in MiB.
pub const LIMIT_MIB: usize = 64;

/// What the Handshake room knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HandshakeRoom {
    /// What is wanted.
    pub wanted: Wanted,
    /// Whether it is played over two versions of TLS.
    pub versions: Versions,
    /// Key logs that were given: they stay for recordings that come.
    pub keys: Vec<Given>,
    /// The recordings that were on show last, for whoever comes back to their address.
    pub(crate) recordings: Option<Recordings>,
    /// What is to be said of the files that were given last.
    pub receipt: Receipt,
    /// What a link named, until that is on show.
    pub(crate) link: Link,
    /// What a link named and is not here, until something else is chosen.
    pub missed: Option<Message>,
    /// Playing it.
    pub playing: Task<Problem>,
    /// What was seen last; it stays while the next is under way.
    pub play: Option<Rc<Play>>,
    /// What that is of.
    pub(crate) shown: Wanted,
    /// It is in another language, or of another set.
    pub(crate) is_outdated: bool,
    /// Why the last one could not be played; of several recordings each has its reason.
    pub refused: Vec<Message>,
    /// The whole catalogue.
    pub round: round::RoundRoom,
    /// A file that is being written to be saved, by its name.
    pub(crate) writing: Option<(TaskId, String)>,
    /// Making a test kit.
    pub packing: Task<Problem>,
    /// The test kit that was made last.
    pub kit: Option<Rc<Kit>>,
    /// Why none could be made.
    pub unpacked: Option<Message>,
    /// The connection and the message on show.
    pub chosen: (usize, usize),
    /// Whether somebody chose that message, or a link did: until then the address names the play alone.
    pub(crate) is_named: bool,
    /// What the reader does with its fields.
    pub pointing: Pointing,
    /// What the reader does with the records that carry it.
    pub pointing_raw: Pointing,
    /// How much of the messages is open.
    pub open: Open,
    /// The number of the run through the messages that goes on, if one does.
    pub running: Option<u32>,
    /// The number of the last run.
    pub(crate) runs: u32,
}

/// How much of the messages is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Open {
    /// The one that is chosen.
    #[default]
    One,
    /// All of all connections, one below the other, to be read and printed.
    All,
}

/// Files that were given at once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Files {
    /// Those that were read, in their order.
    pub read: Vec<Given>,
    /// Why others could not be read.
    pub unread: Vec<Problem>,
    /// The names of those beyond so many as are read at once.
    pub left: Vec<String>,
}

/// What is to be said of the files that were given last.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Receipt {
    /// Why some could not be read.
    pub unread: Vec<Problem>,
    /// The names of those beyond so many as are read at once.
    pub left: Vec<String>,
    /// The names of key logs that came alone, and no recording is here that they could open.
    pub lone_keys: Vec<String>,
}

/// What can happen in the Handshake room.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// This scenario shall be played.
    Scenario(String),
    /// Of these files a recording shall be taken apart, or with these key logs the one that is there or comes.
    Files(Files),
    /// The whole catalogue shall be played, or what came of it be shown again.
    Round(round::Msg),
    /// The same again: other keys, other octets.
    Again,
    /// This message of this connection shall be shown.
    Choose(usize, usize),
    /// The next message, or the one before.
    Step(bool),
    /// Message after message shall be shown from here on, or no more.
    Run,
    /// It is time for the next message of this run.
    Advance(u32),
    /// All messages shall be open, or one alone.
    Open(Open),
    /// The scenario shall be played over these versions.
    Versions(Versions),
    /// The reader did something with its fields.
    Tree(tree::Msg),
    /// The octets of the field that is pointed at shall go to the clipboard.
    CopyHex,
    /// The reader did something with the records that carry the message.
    Raw(tree::Msg),
    /// The octets that are pointed at among those as sent shall go to the clipboard.
    CopyRaw,
    /// A file of the play shall be saved, by its place.
    Save(usize),
    /// The sequence shall be saved as PNG.
    SavePng,
    /// A test kit shall be made.
    Pack,
    /// The kit's passphrase shall go to the clipboard.
    CopyPassphrase,
}

/// A message of a play.
pub(crate) fn sent(play: &Play, (connection, message): (usize, usize)) -> Option<&Sent> {
    play.connections.get(connection)?.get(message)
}

impl HandshakeRoom {
    /// What is on show is in another language, or of another set.
    pub(crate) fn outdate(&mut self) {
        self.play = None;
        self.is_outdated = true;
        self.round = round::RoundRoom::default();
    }

    /// The kit was of another set, or of one that is gone.
    pub(crate) fn forget_kit(&mut self) {
        (self.kit, self.unpacked) = (None, None);
    }

    /// Ends what waits for the examiner.
    pub(crate) fn abandon(&mut self, fault: Option<&Problem>) {
        self.playing.abandon(fault);
        self.packing.abandon(fault);
        self.writing = None;
        self.round.abandon(fault);
    }

    /// Shows this message, which somebody named.
    pub(crate) fn choose(&mut self, connection: usize, message: usize) {
        self.show(connection, message);
        self.is_named = true;
    }

    /// Shows the play from its first message, which nobody named.
    pub(crate) fn show_whole(&mut self) {
        self.show(0, 0);
        self.is_named = false;
    }

    /// Shows this message; whether somebody named it stays as it is.
    pub(crate) fn show(&mut self, connection: usize, message: usize) {
        self.chosen = (connection, message);
        // whoever chooses by hand looks for longer
        self.running = None;
        self.link = Link::Nothing;
        self.missed = None;
        self.pointing = Pointing::default();
        self.pointing_raw = Pointing::default();
    }

    /// Takes files that were given at once; whether there is something to take apart with them.
    pub(crate) fn give(&mut self, files: Files) -> bool {
        let (logs, others): (Vec<Given>, Vec<Given>) =
            files.read.into_iter().partition(|file| is_key_log(&file.bytes));
        let names: Vec<String> = logs.iter().map(|log| log.name.clone()).collect();
        self.receipt = Receipt { unread: files.unread, left: files.left, lone_keys: Vec::new() };
        for log in logs {
            self.keys.retain(|known| known.name != log.name);
            self.keys.push(log);
        }
        if !others.is_empty() {
            // what begins as a recording comes before what does not
            let (mut first, mut rest): (Vec<Given>, Vec<Given>) =
                others.into_iter().partition(|file| is_recording(&file.bytes));
            first.append(&mut rest);
            self.wanted = Wanted::Recordings(Recordings(first));
            self.refused.clear();
            return true;
        }
        if names.is_empty() {
            return false;
        }
        // the recording that is there, or is being taken apart, is what key logs are for
        self.return_to_shown();
        if matches!(self.wanted, Wanted::Recordings(_)) {
            return true;
        }
        self.receipt.lone_keys = names;
        false
    }

    /// Where nothing came of what is wanted, what is on show is wanted again.
    pub(crate) fn return_to_shown(&mut self) {
        if !self.playing.is_running() && !self.refused.is_empty() {
            self.wanted = self.shown.clone();
            self.refused.clear();
        }
    }

    /// The address of the message on show, or of the play alone where nobody named a message.
    pub(crate) fn address(&self) -> String {
        let (connection, message) = self.chosen;
        let mut parts = vec![Room::Handshake.address()];
        if self.is_named {
            parts.extend([connection + 1, message + 1].map(|place| place.to_string()));
        }
        match &self.wanted {
            Wanted::Scenario(name) => {
                parts.push(name.clone());
                parts.extend((self.versions == Versions::Both).then(|| BOTH.to_owned()));
            }
            Wanted::Recordings(_) if !self.is_named => parts.push(RECORDING.to_owned()),
            Wanted::Recordings(_) => {}
        }
        parts.join("/")
    }

    /// The messages of a connection.
    #[must_use]
    pub fn messages(&self, connection: usize) -> &[Sent] {
        let connections = self.play.as_ref().map_or(&[][..], |play| &play.connections);
        connections.get(connection).map_or(&[], Vec::as_slice)
    }

    /// The message behind the one on show, or before it; at the end of a connection one of the connection beside it, if there is one.
    #[must_use]
    pub fn neighbour(&self, forward: bool) -> (usize, usize) {
        let (connection, message) = self.chosen;
        let last = |connection: usize| self.messages(connection).len().checked_sub(1);
        let within = if forward { message + 1 } else { message.wrapping_sub(1) };
        if last(connection).is_some_and(|last| within <= last) {
            return (connection, within);
        }
        let other = if forward { connection + 1 } else { connection.wrapping_sub(1) };
        last(other).map_or(self.chosen, |last| (other, if forward { 0 } else { last }))
    }

    /// The message on show.
    #[must_use]
    pub fn sent(&self) -> Option<&Sent> {
        sent(self.play.as_ref()?, self.chosen)
    }

    /// The fields of the message on show.
    #[must_use]
    pub fn tree(&self) -> &[Node] {
        self.sent().map_or(&[], |sent| &sent.tree)
    }

    /// The records that carry the message on show.
    #[must_use]
    pub fn raw(&self) -> Option<&Raw> {
        self.play.as_ref()?.raws.get(self.sent()?.raw)
    }
}

/// The name of a message's element.
#[must_use]
pub fn element((connection, message): (usize, usize)) -> String {
    ["message-", &connection.to_string(), "-", &message.to_string()].concat()
}

/// Whether these octets begin as pcapng or pcap do, in either order of octets.
fn is_recording(octets: &[u8]) -> bool {
    matches!(
        octets,
        [0x0a, 0x0d, ..] | [0xa1, 0xb2, ..] | [0xd4, 0xc3, ..] | [0x4d, 0x3c, ..] | [0x34, 0xcd, ..]
    )
}

/// Whether these octets begin as text and name secrets as key logs do (draft-ietf-tls-keylogfile section 2). What is neither that nor
/// a recording is the examiner's to refuse.
pub(crate) fn is_key_log(octets: &[u8]) -> bool {
    // pcap begins with octets beyond ASCII, pcapng with a line end and then a length, which has zeros
    let is_text = |octet: &u8| octet.is_ascii_graphic() || octet.is_ascii_whitespace();
    let names_secrets = |text: &[u8]| {
        text.iter().take(8).all(is_text)
            && text.windows(7).any(|label| label == b"CLIENT_" || label == b"SERVER_")
    };
    // labels and numbers are ASCII, whichever half of UTF-16 they stand in; no recording begins with such a mark
    let half = |text: &[u8], at: usize| text.iter().skip(at).step_by(2).copied().collect::<Vec<u8>>();
    match octets {
        [0xff, 0xfe, text @ ..] => names_secrets(&half(text, 0)),
        [0xfe, 0xff, text @ ..] => names_secrets(&half(text, 1)),
        [0xef, 0xbb, 0xbf, text @ ..] => names_secrets(text),
        _ => names_secrets(octets) || has_secrets_alone(octets),
    }
}

/// Whether it is pcapng that holds secrets and no packet (draft-ietf-opsawg-pcapng section 4).
fn has_secrets_alone(octets: &[u8]) -> bool {
    const SECTION: [u8; 4] = [0x0a, 0x0d, 0x0d, 0x0a];
    const SECRETS: u32 = 10;
    let mut left = octets;
    let (mut is_big, mut has_secrets) = (false, false);
    while let (true, Some(head)) = (octets.starts_with(&SECTION), left.first_chunk::<12>()) {
        if head.starts_with(&SECTION) {
            is_big = head[8] == 0x1a;
        }
        let number = |at: usize| {
            let octets = [head[at], head[at + 1], head[at + 2], head[at + 3]];
            if is_big { u32::from_be_bytes(octets) } else { u32::from_le_bytes(octets) }
        };
        match number(0) {
            2 | 3 | 6 => return false,
            SECRETS => has_secrets = true,
            _ => {}
        }
        // what is damaged is the examiner's to refuse
        let length = usize::try_from(number(4)).ok().filter(|length| *length >= head.len());
        let Some(rest) = length.and_then(|length| left.get(length..)) else { return false };
        left = rest;
    }
    has_secrets
}
