//! The Inspect room: whatever people have is dropped or pasted, and the examiner says what it is, what belongs together and what
//! is wrong. What was found in it is the examiner's to say; here is what was given, what is on show, and what was pointed at.

use std::rc::Rc;

use pki::secret::Secret;

use crate::opened::Given;
use crate::problem::Problem;
use crate::room::Room;
use crate::rooms::tree::{self, Pointing};
use crate::sight::closer::Closer;
use crate::sight::overview::Overview;
use crate::task::{Task, TaskId};

/// The largest file that is read, in MiB.
pub const LIMIT_MIB: usize = 64;

/// What the Inspect room knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Inspect {
    /// Whether what was made on this page is looked at too.
    pub with_made: bool,
    /// The files that were given.
    pub files: Vec<Given>,
    /// What was pasted.
    pub pasted: Secret,
    /// For what is closed, as typed.
    pub passphrase: Secret,
    /// Looking at all of it.
    pub looking: Task<Problem>,
    /// What was seen last; it stays while the next look is under way.
    pub overview: Option<Rc<Overview>>,
    /// The place of the thing on show.
    pub chosen: usize,
    /// What was seen of it; empty until it was.
    pub closer: Rc<Closer>,
    /// Whether secrets of the thing on show are shown.
    pub revealed: bool,
    /// What the reader does with its tree.
    pub pointing: Pointing,
    /// The value that the address named, until the tree that holds it is there.
    pub(crate) wanted: Option<usize>,
    /// The number of the closer look that is awaited.
    pub(crate) awaited: Option<TaskId>,
}

impl Default for Inspect {
    fn default() -> Inspect {
        Inspect {
            with_made: true,
            files: Vec::new(),
            pasted: Secret::default(),
            passphrase: Secret::default(),
            looking: Task::Idle,
            overview: None,
            chosen: 0,
            closer: Rc::default(),
            revealed: false,
            pointing: Pointing::default(),
            awaited: None,
            wanted: None,
        }
    }
}

/// What the address says behind the room: `#/inspect/<thing>/<value of its tree>`, or `#/handshake/<connection>/<message>`, counted
/// from 1, of a recording; of a scenario `/<its name>` follows, and `/both` when TLS 1.2 stands beside 1.3.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Way {
    /// The place of the thing.
    pub thing: Option<usize>,
    /// The place of the value in its tree.
    pub value: Option<usize>,
    /// The scenario's name, as it stands there; none of a recording.
    pub scenario: Option<String>,
    /// Whether TLS 1.2 stands beside 1.3.
    pub both: bool,
    /// Whether it says anything at all.
    pub is_named: bool,
    /// Whether it begins with what is played, and names no place.
    pub is_whole: bool,
}

/// What the address says in a scenario's place of a recording as a whole.
pub(crate) const RECORDING: &str = "recording";
/// What the address says when TLS 1.2 stands beside 1.3.
pub(crate) const BOTH: &str = "both";

impl Way {
    /// Reads it; what is no number is left out.
    #[must_use]
    pub fn parse(rest: &str) -> Way {
        let is_named = !rest.is_empty();
        let is_whole = rest.starts_with(|first: char| !first.is_ascii_digit());
        let mut parts = rest.split('/');
        let mut place = || parts.next()?.parse::<usize>().ok()?.checked_sub(1);
        let (thing, value) = if is_whole { (None, None) } else { (place(), place()) };
        let scenario = parts.next().filter(|name| *name != RECORDING).map(str::to_owned);
        Way { thing, value, scenario, both: parts.next() == Some(BOTH), is_named, is_whole }
    }
}

/// What can happen in the Inspect room.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A file was read.
    File(Given),
    /// What was made on this page shall be looked at too, or no longer.
    WithMade,
    /// A file could not be read.
    Refused(Problem),
    /// Something was pasted or typed.
    Pasted(Secret),
    /// A passphrase was typed.
    Passphrase(Secret),
    /// What is closed shall be opened with it.
    Look,
    /// Everything shall be forgotten.
    Forget,
    /// The thing in this place shall be shown.
    Choose(usize),
    /// Its secrets shall be shown.
    Reveal,
    /// The reader did something with its tree.
    Tree(tree::Msg),
    /// The octets of the value that is pointed at shall go to the clipboard.
    CopyHex,
    /// The whole report shall be saved as JSON.
    SaveReport,
}

impl Inspect {
    /// Ends what waits for the examiner.
    pub(crate) fn abandon(&mut self, fault: Option<&Problem>) {
        self.awaited = None;
        self.looking.abandon(fault);
    }

    /// Whether there is nothing to look at.
    #[must_use]
    pub(crate) fn is_empty(&self, made: &[Given]) -> bool {
        let made = self.with_made && !made.is_empty();
        !made && self.files.is_empty() && self.pasted.expose().is_empty()
    }

    /// The place of the thing with these octets.
    pub(crate) fn place_of(&self, sha256: &[u8; 32]) -> Option<usize> {
        self.overview.as_ref()?.heads.iter().position(|head| head.sha256.as_ref() == Some(sha256))
    }

    /// What the address says of what is on show.
    pub(crate) fn address(&self) -> String {
        let mut address = [Room::Inspect.address(), (self.chosen + 1).to_string()].join("/");
        if let Some(value) = self.pointing.pointed {
            address = [address, (value + 1).to_string()].join("/");
        }
        address
    }

    pub(crate) fn choose(&mut self, place: usize) {
        let last = self.overview.as_ref().map_or(0, |overview| overview.heads.len().saturating_sub(1));
        let place = place.min(last);
        if place != self.chosen {
            self.revealed = false;
        }
        self.chosen = place;
        self.pointing = Pointing::default();
    }

    /// The octets of the thing on show, if they may be shown.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        let head = self.overview.as_ref().and_then(|overview| overview.heads.get(self.chosen));
        head.filter(|_| self.closer.open).map_or(&[], |head| head.octets.expose())
    }
}
