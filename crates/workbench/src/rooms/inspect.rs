//! The Inspect room: whatever people have is dropped or pasted, and the examiner says what it is, what belongs together and what
//! is wrong. What was found in it is the examiner's to say; here is what was given, what is on show, and what was pointed at.

use std::rc::Rc;

use pki::secret::Secret;

use crate::effect::{Clip, Download};
use crate::hexadecimal;
use crate::lab::{self, Effect, State};
use crate::opened::Given;
use crate::problem::Problem;
use crate::rooms::Room;
use crate::rooms::tree::{self, Pointing};
use crate::sight::closer::{self, Closer};
use crate::sight::overview::{self, Overview};
use crate::sight::{Seen, Sight};
use crate::task::{Progress, Task, TaskId};

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

/// What the address says behind the room: `#/inspect/<thing>/<value of its tree>`, or `#/handshake/<connection>/<message>/<scenario>`,
/// counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Way {
    /// The place of the thing.
    pub thing: Option<usize>,
    /// The place of the value in its tree.
    pub value: Option<usize>,
    /// The scenario's name.
    pub scenario: Option<String>,
}

impl Way {
    /// Reads it; what is no number, or no name, is left out.
    #[must_use]
    pub fn parse(rest: &str) -> Way {
        let mut parts = rest.split('/');
        let mut place = || parts.next()?.parse::<usize>().ok()?.checked_sub(1);
        let (thing, value) = (place(), place());
        let is_name = |part: &&str| {
            !part.is_empty() && part.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
        };
        Way { thing, value, scenario: parts.next().filter(is_name).map(str::to_owned) }
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

/// What follows from a message of this room.
pub(crate) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let room = &mut state.inspect;
    match msg {
        Msg::File(file) => {
            room.files.retain(|known| known.name != file.name);
            room.files.push(file);
            look(state)
        }
        Msg::WithMade => {
            room.with_made = !room.with_made;
            look(state)
        }
        Msg::Refused(problem) => {
            room.looking = Task::Failed(problem);
            Vec::new()
        }
        Msg::Pasted(text) => {
            room.pasted = text;
            look(state)
        }
        Msg::Passphrase(typed) => {
            room.passphrase = typed;
            Vec::new()
        }
        Msg::Look => look(state),
        Msg::Forget => {
            let mut effects = lab::restart(state, None);
            state.inspect = Inspect { with_made: state.inspect.with_made, ..Inspect::default() };
            effects.extend(look(state));
            effects
        }
        Msg::Choose(place) => {
            room.choose(place);
            let mut effects = closer(state);
            effects.push(state.inspect.address());
            effects
        }
        Msg::Reveal => {
            room.revealed = true;
            closer(state)
        }
        Msg::Tree(msg) => {
            room.pointing.note(&room.closer.tree, msg);
            vec![room.address()]
        }
        Msg::CopyHex => {
            let octets = room.pointing.octets(&room.closer.tree, room.octets());
            octets.map(|octets| vec![Effect::Copy(Clip(hexadecimal::digits(octets)))]).unwrap_or_default()
        }
        Msg::SaveReport => {
            let sight = Sight::Report(Box::new(everything(state)));
            vec![Effect::Look(state.next_task(), Box::new(sight))]
        }
    }
}

/// Looks again at what was given, in another language for instance.
pub(crate) fn look_again(state: &mut State) -> Vec<Effect> {
    if state.inspect.overview.is_none() { Vec::new() } else { see(state) }
}

/// Looks at what is given now, which was not looked at yet.
pub(crate) fn look(state: &mut State) -> Vec<Effect> {
    super::chain::outdate(state);
    see(state)
}

fn see(state: &mut State) -> Vec<Effect> {
    let room = &mut state.inspect;
    if room.is_empty(&state.made) {
        let (with_made, passphrase, wanted) = (room.with_made, room.passphrase.clone(), room.wanted);
        *room = Inspect { with_made, passphrase, wanted, ..Inspect::default() };
        return Vec::new();
    }
    let sight = Sight::Overview(Box::new(everything(state)));
    let id = state.next_task();
    state.inspect.looking = Task::Running(id, Progress::default());
    vec![Effect::Look(id, Box::new(sight))]
}

/// What was given here, for whoever looks at it.
pub(super) fn everything(state: &State) -> overview::Look {
    let Inspect { with_made, files, pasted, passphrase, .. } = &state.inspect;
    let made = if *with_made { &*state.made } else { &[] };
    overview::Look {
        files: made.iter().chain(files).cloned().collect(),
        pasted: pasted.clone(),
        passphrase: passphrase.clone(),
        now: state.moment(),
        lang: state.lang,
    }
}

/// Has the thing on show looked at closer.
fn closer(state: &mut State) -> Vec<Effect> {
    let id = state.next_task();
    let (now, lang) = (state.moment(), state.lang);
    let room = &mut state.inspect;
    let Some(head) = room.overview.as_ref().and_then(|overview| overview.heads.get(room.chosen)) else {
        return Vec::new();
    };
    room.awaited = Some(id);
    let look = closer::Look {
        name: head.name.clone(),
        octets: head.octets.clone(),
        reveal: room.revealed,
        now,
        lang,
    };
    vec![Effect::Look(id, Box::new(Sight::Closer(Box::new(look))))]
}

/// Takes over what the examiner saw, if somebody waits for it.
pub(crate) fn seen(state: &mut State, id: TaskId, seen: Seen) -> Vec<Effect> {
    let room = &mut state.inspect;
    match seen {
        Seen::Overview(overview) if room.looking.awaits(id) => {
            room.looking = Task::Idle;
            room.overview = Some(Rc::new(*overview));
            // what was on show stays so, unless it is gone
            let place = room.chosen;
            room.choose(place);
            closer(state)
        }
        Seen::Closer(closer) if room.awaited == Some(id) => {
            room.awaited = None;
            room.closer = Rc::new(*closer);
            match room.wanted.take() {
                Some(value) => {
                    room.pointing.note(&room.closer.tree, tree::Msg::Point(value));
                    vec![Effect::Focus(tree::name(value))]
                }
                None => Vec::new(),
            }
        }
        Seen::Overview(_)
        | Seen::Closer(_)
        | Seen::Handshake(_)
        | Seen::Catalogue(_)
        | Seen::Transcript(_)
        | Seen::Symptom(_)
        | Seen::DryRun(_)
        | Seen::Kit(_)
        | Seen::Picture(..)
        | Seen::About(..) => Vec::new(),
        Seen::Chain(chain) => super::chain::seen(state, id, *chain),
        Seen::Report(json) => {
            vec![Effect::Download(Download::text("inspect.json", &json))]
        }
    }
}

/// Goes to the thing and the value that the address names, as soon as they are there.
pub(crate) fn go(state: &mut State, way: &Way) -> Vec<Effect> {
    let room = &mut state.inspect;
    let Some(thing) = way.thing else { return Vec::new() };
    room.wanted = way.value;
    if room.chosen != thing || room.overview.is_none() {
        room.choose(thing);
        room.chosen = thing;
    }
    closer(state)
}

/// Ends what waits for the examiner.
pub(crate) fn abandon(state: &mut State, fault: Option<&Problem>) {
    let room = &mut state.inspect;
    room.awaited = None;
    room.looking.abandon(fault);
}

impl Inspect {
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
    fn address(&self) -> Effect {
        let mut address = [Room::Inspect.address(), (self.chosen + 1).to_string()].join("/");
        if let Some(value) = self.pointing.pointed {
            address = [address, (value + 1).to_string()].join("/");
        }
        Effect::Address(address)
    }

    fn choose(&mut self, place: usize) {
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
