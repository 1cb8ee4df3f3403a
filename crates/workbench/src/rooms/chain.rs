//! The Chain room: what was given in the Inspect room, as a chain that is drawn and judged. What hangs together and what is said
//! of it is the examiner's; here is what is asked, at which moment, and what is on show. The time slider moves without the
//! examiner: what is said in each stretch of time came with the drawing.

use std::rc::Rc;

use pki::moment::Moment;

use super::inspect;
use crate::effect::Download;
use crate::lab::{Effect, State};
use crate::problem::Problem;
use crate::rooms::Room;
use crate::sight::Sight;
use crate::sight::chain::picture::Kind;
use crate::sight::chain::{Aim, Asked, Chain, Look, Node, Stretch};
use crate::task::{Progress, Task, TaskId};

/// What the Chain room knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChainRoom {
    /// What is asked.
    pub asked: Asked,
    /// Looking at it.
    pub looking: Task<Problem>,
    /// What was seen last; it stays while the next look is under way.
    pub chain: Option<Rc<Chain>>,
    /// The node that is pointed at.
    pub chosen: Option<usize>,
    /// How large it is drawn.
    pub zoom: Zoom,
}

/// How large a drawing is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zoom(usize);

impl Zoom {
    const PERCENT: [i32; 7] = [25, 50, 75, 100, 125, 150, 200];

    /// In hundredths of its own size.
    #[must_use]
    pub fn percent(self) -> i32 {
        Zoom::PERCENT[self.0]
    }

    fn step(&mut self, closer: bool) {
        let next = if closer { self.0 + 1 } else { self.0.saturating_sub(1) };
        self.0 = next.min(Zoom::PERCENT.len() - 1);
    }
}

impl Default for Zoom {
    fn default() -> Zoom {
        Zoom(3)
    }
}

/// What can happen in the Chain room.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// What was given shall be looked at: somebody came in.
    Look,
    /// The certificate is to be good for something else.
    Aim(Aim),
    /// Another certificate is to be judged, by its place in the drawing.
    Judge(usize),
    /// A certificate is trusted from now on, or no longer.
    Trust(usize),
    /// The lists are asked, or no longer.
    Lists,
    /// Another `ssl_verify_depth`.
    Depth(usize),
    /// The slider stands at this moment.
    At(Moment),
    /// The slider was let go: the steps are judged at its moment.
    Settle,
    /// The slider goes to this moment, and everything is judged there.
    Go(Moment),
    /// The same for a day as it was typed; what is no day is left alone.
    Day(String),
    /// A certificate shall be looked at down to its octets, in the Inspect room.
    Closer(usize),
    /// Back to now.
    Now,
    /// The drawing shall be larger, or smaller.
    Zoom(bool),
    /// The drawing shall be saved.
    Save(Kind),
    /// A node was pointed at.
    Choose(usize),
}

/// What follows from a message of this room.
pub(crate) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let room = &mut state.chain;
    match msg {
        Msg::Look => {}
        Msg::Settle => return settle(state),
        Msg::Zoom(closer) => {
            room.zoom.step(closer);
            return Vec::new();
        }
        Msg::Save(kind) => {
            let Some(chain) = &room.chain else { return Vec::new() };
            let sight = Sight::Picture(Box::new(chain.drawing.clone()), kind);
            return vec![Effect::Look(state.next_task(), Box::new(sight))];
        }
        Msg::Aim(aim) => room.asked.aim = Some(aim),
        Msg::Judge(node) => (room.asked.leaf, room.asked.aim) = (Some(node), None),
        Msg::Trust(node) => {
            let mut trusted = room.chain.as_ref().map(|chain| chain.trusted.clone()).unwrap_or_default();
            match trusted.iter().position(|known| *known == node) {
                Some(place) => drop(trusted.remove(place)),
                None => trusted.push(node),
            }
            room.asked.trusted = Some(trusted);
        }
        Msg::Lists => room.asked.with_lists = !room.asked.with_lists,
        Msg::Depth(depth) => room.asked.depth = depth,
        Msg::At(moment) => {
            room.asked.at = Some(moment);
            return Vec::new();
        }
        Msg::Go(moment) => {
            room.asked.at = Some(moment);
            return settle(state);
        }
        Msg::Day(day) => match Moment::parse_day(&day) {
            Some(day) => {
                room.asked.at = Some(day);
                return settle(state);
            }
            None => return Vec::new(),
        },
        Msg::Closer(node) => return closer(state, node),
        Msg::Now => {
            room.asked.at = None;
            return settle(state);
        }
        Msg::Choose(node) => {
            let count = room.chain.as_ref().map_or(0, |chain| chain.drawing.nodes.len());
            room.chosen = (node < count).then_some(node);
            return Vec::new();
        }
    }
    look(state)
}

pub(crate) fn look(state: &mut State) -> Vec<Effect> {
    if state.inspect.is_empty(&state.made) {
        return Vec::new();
    }
    let look = Look { given: inspect::everything(state), asked: state.chain.asked.clone() };
    let id = state.next_task();
    state.chain.looking = Task::Running(id, Progress::default());
    vec![Effect::Look(id, Box::new(Sight::Chain(Box::new(look))))]
}

/// Goes to the Inspect room and shows a certificate there.
fn closer(state: &mut State, node: usize) -> Vec<Effect> {
    let digest = state.chain.chain.as_ref().and_then(|chain| Some(chain.drawing.nodes.get(node)?.sha256));
    let place = digest.and_then(|digest| state.inspect.place_of(&digest)).unwrap_or(0);
    vec![Effect::Visit([Room::Inspect.address(), (place + 1).to_string()].join("/"))]
}

/// Judges everything at the moment of the slider: here, and what is on show in the Inspect room.
fn settle(state: &mut State) -> Vec<Effect> {
    let mut effects = look(state);
    effects.extend(inspect::look_again(state));
    effects
}

/// What becomes of a drawing that shall be saved.
pub(crate) fn drawn(kind: Kind, svg: String) -> Vec<Effect> {
    vec![match kind {
        Kind::Svg => {
            let contents = Rc::new(svg.into_bytes());
            Effect::Download(Download::new("chain.svg".to_owned(), "image/svg+xml", contents))
        }
        Kind::Png => Effect::Picture("chain.png".to_owned(), svg),
    }]
}

/// Something else was given: places in the old drawing mean nothing any more.
pub(crate) fn outdate(state: &mut State) {
    let ChainRoom { asked: Asked { aim, with_lists, depth, at, .. }, zoom, .. } = state.chain.clone();
    state.chain = ChainRoom {
        asked: Asked { aim, with_lists, depth, at, ..Asked::default() },
        zoom,
        ..ChainRoom::default()
    };
}

/// Takes over what the examiner saw, if somebody waits for it.
pub(crate) fn seen(state: &mut State, id: TaskId, chain: Chain) -> Vec<Effect> {
    let room = &mut state.chain;
    if room.looking.awaits(id) {
        room.looking = Task::Idle;
        room.chosen = room.chosen.filter(|node| *node < chain.drawing.nodes.len());
        room.chain = Some(Rc::new(chain));
    }
    Vec::new()
}

/// Ends what waits for the examiner.
pub(crate) fn abandon(state: &mut State, fault: Option<&Problem>) {
    state.chain.looking.abandon(fault);
}

impl ChainRoom {
    /// The moment that is judged.
    #[must_use]
    pub fn moment(&self, now: Moment) -> Moment {
        self.asked.at.unwrap_or(now)
    }

    /// What is said at that moment.
    #[must_use]
    pub fn stretch(&self, now: Moment) -> Option<&Stretch> {
        let moment = self.moment(now);
        let stretches = &self.chain.as_ref()?.stretches;
        stretches.iter().rfind(|stretch| stretch.from.is_none_or(|from| from <= moment))
    }

    /// Whether a certificate is valid at that moment.
    #[must_use]
    pub fn is_valid(&self, node: &Node, now: Moment) -> bool {
        let moment = self.moment(now);
        node.not_before <= moment && moment <= node.not_after
    }

    /// From when until when the time line goes: a month beyond everything that begins and ends, and now.
    #[must_use]
    pub fn range(&self, now: Moment) -> (Moment, Moment) {
        const MARGIN_DAYS: i64 = 30;
        let bars = self.chain.as_ref().map_or(&[][..], |chain| &chain.bars);
        let first = bars.iter().map(|bar| bar.from).fold(now, Moment::min);
        let last = bars.iter().filter_map(|bar| bar.to).fold(now, Moment::max);
        (first.plus_days(-MARGIN_DAYS), last.plus_days(MARGIN_DAYS))
    }
}
