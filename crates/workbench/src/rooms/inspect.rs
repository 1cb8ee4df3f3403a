//! The Inspect room: whatever people have is dropped or pasted, and the examiner says what it is, what belongs together and what
//! is wrong. What was found in it is the examiner's to say; here is what was given, what is on show, and what was pointed at.

use std::rc::Rc;

use pki::inspect::tree::Node;
use pki::secret::Secret;

use crate::effect::{Clip, Download, Effect};
use crate::opened::Given;
use crate::problem::Problem;
use crate::sight::closer::{self, Closer};
use crate::sight::overview::{self, Overview};
use crate::sight::{Seen, Sight};
use crate::state::State;
use crate::task::{Progress, Task, TaskId};

/// The largest file that is read, in MiB.
pub const LIMIT_MIB: usize = 64;

/// What the Inspect room knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inspect {
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
    /// The value of its tree that is pointed at.
    pub pointed: Option<usize>,
    /// The values of its tree that are folded.
    pub folded: Vec<usize>,
    /// The number of the closer look that is awaited.
    pub(crate) awaited: Option<TaskId>,
}

/// What can happen in the Inspect room.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A file was read.
    File(Given),
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
    /// A value of its tree is pointed at.
    Point(usize),
    /// The octet in this place is pointed at: the innermost value that covers it.
    PointAt(usize),
    /// A value of its tree shall be folded or opened.
    Fold(usize),
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
            let restart = room.looking.is_running() || state.chain.looking.is_running();
            *room = Inspect::default();
            super::chain::outdate(state);
            if restart { vec![Effect::RestartExaminer] } else { Vec::new() }
        }
        Msg::Choose(place) => {
            room.choose(place);
            closer(state)
        }
        Msg::Reveal => {
            room.revealed = true;
            closer(state)
        }
        Msg::Point(node) => {
            room.pointed = (node < room.closer.tree.len()).then_some(node);
            Vec::new()
        }
        Msg::PointAt(offset) => {
            room.pointed = room.at(offset);
            Vec::new()
        }
        Msg::Fold(node) => {
            match room.folded.iter().position(|folded| *folded == node) {
                Some(place) => drop(room.folded.swap_remove(place)),
                None => room.folded.push(node),
            }
            Vec::new()
        }
        Msg::CopyHex => {
            let octets =
                room.octets_pointed_at().map(|octets| octets.iter().map(|octet| hex(*octet)).collect());
            octets.map(|text: String| vec![Effect::Copy(Clip(text))]).unwrap_or_default()
        }
        Msg::SaveReport => {
            let sight = Sight::Report(Box::new(everything(state)));
            vec![Effect::Look(state.next_task(), Box::new(sight))]
        }
    }
}

/// Two digits.
#[must_use]
pub fn hex(octet: u8) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    [octet >> 4, octet & 15].map(|digit| char::from(DIGITS[usize::from(digit)])).iter().collect()
}

/// Looks again at what was given, in another language for instance.
pub(crate) fn look_again(state: &mut State) -> Vec<Effect> {
    if state.inspect.overview.is_none() { Vec::new() } else { look(state) }
}

fn look(state: &mut State) -> Vec<Effect> {
    super::chain::outdate(state);
    let room = &mut state.inspect;
    if room.files.is_empty() && room.pasted.expose().is_empty() {
        *room = Inspect { passphrase: room.passphrase.clone(), ..Inspect::default() };
        return Vec::new();
    }
    let sight = Sight::Overview(Box::new(everything(state)));
    let id = state.next_task();
    state.inspect.looking = Task::Running(id, Progress::default());
    vec![Effect::Look(id, Box::new(sight))]
}

/// What was given here, for whoever looks at it.
pub(super) fn everything(state: &State) -> overview::Look {
    let Inspect { files, pasted, passphrase, .. } = &state.inspect;
    overview::Look {
        files: files.clone(),
        pasted: pasted.clone(),
        passphrase: passphrase.clone(),
        now: state.now,
        lang: state.settings.lang,
    }
}

/// Has the thing on show looked at closer.
fn closer(state: &mut State) -> Vec<Effect> {
    let id = state.next_task();
    let (now, lang) = (state.now, state.settings.lang);
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
            Vec::new()
        }
        Seen::Overview(_) | Seen::Closer(_) => Vec::new(),
        Seen::Chain(chain) => super::chain::seen(state, id, *chain),
        Seen::Report(json) => {
            vec![Effect::Download(Download::text("inspect.json", &json))]
        }
    }
}

/// Ends what waits for the examiner.
pub(crate) fn abandon(state: &mut State, fault: Option<&Problem>) {
    let room = &mut state.inspect;
    room.awaited = None;
    if room.looking.is_running() {
        room.looking = fault.map_or(Task::Idle, |fault| Task::Failed(fault.clone()));
    }
}

impl Inspect {
    fn choose(&mut self, place: usize) {
        let last = self.overview.as_ref().map_or(0, |overview| overview.heads.len().saturating_sub(1));
        let place = place.min(last);
        if place != self.chosen {
            self.revealed = false;
        }
        self.chosen = place;
        self.pointed = None;
        self.folded.clear();
    }

    /// The octets of the thing on show, if they may be shown.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        let head = self.overview.as_ref().and_then(|overview| overview.heads.get(self.chosen));
        head.filter(|_| self.closer.open).map_or(&[], |head| head.octets.expose())
    }

    fn octets_pointed_at(&self) -> Option<&[u8]> {
        let node = self.closer.tree.get(self.pointed?)?;
        self.octets().get(node.offset..node.content().end)
    }

    /// The values of the tree that are to be seen: those in nothing that is folded.
    #[must_use]
    pub fn in_sight(&self) -> Vec<usize> {
        let mut seen = Vec::new();
        let mut folded_at: Option<usize> = None;
        for (place, Node { depth, .. }) in self.closer.tree.iter().enumerate() {
            if folded_at.is_some_and(|above| *depth > above) {
                continue;
            }
            folded_at = self.folded.contains(&place).then_some(*depth);
            seen.push(place);
        }
        seen
    }

    /// The innermost value that covers an octet.
    #[must_use]
    pub fn at(&self, offset: usize) -> Option<usize> {
        let covers = |node: &Node| node.offset <= offset && offset < node.content().end;
        // an inner value follows the one that it stands in
        self.closer.tree.iter().rposition(covers)
    }
}
