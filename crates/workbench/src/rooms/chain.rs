//! The Chain room: what was given in the Inspect room, as a chain that is drawn and judged. What hangs together and what is said
//! of it is the examiner's; here is what is asked, at which moment, and what is on show. The time slider moves without the
//! examiner: what is said in each stretch of time came with the drawing.

use std::rc::Rc;

use pki::moment::Moment;

use super::inspect;
use crate::effect::Effect;
use crate::problem::Problem;
use crate::sight::Sight;
use crate::sight::chain::{Aim, Asked, Chain, Look, Node, Stretch};
use crate::state::State;
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
    /// Back to now.
    Now,
    /// A node was pointed at.
    Choose(usize),
}

/// What follows from a message of this room.
pub(crate) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let room = &mut state.chain;
    match msg {
        Msg::Look | Msg::Settle => {}
        Msg::Aim(aim) => room.asked.aim = aim,
        Msg::Judge(node) => room.asked.leaf = Some(node),
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
        Msg::Now => room.asked.at = None,
        Msg::Choose(node) => {
            let count = room.chain.as_ref().map_or(0, |chain| chain.drawing.nodes.len());
            room.chosen = (node < count).then_some(node);
            return Vec::new();
        }
    }
    look(state)
}

fn look(state: &mut State) -> Vec<Effect> {
    if state.inspect.files.is_empty() && state.inspect.pasted.expose().is_empty() {
        return Vec::new();
    }
    let look = Look { given: inspect::everything(state), asked: state.chain.asked.clone() };
    let id = state.next_task();
    state.chain.looking = Task::Running(id, Progress::default());
    vec![Effect::Look(id, Box::new(Sight::Chain(Box::new(look))))]
}

/// Looks again at what is on show, in another language for instance.
pub(crate) fn look_again(state: &mut State) -> Vec<Effect> {
    if state.chain.chain.is_none() { Vec::new() } else { look(state) }
}

/// Something else was given: places in the old drawing mean nothing any more.
pub(crate) fn outdate(state: &mut State) {
    let Asked { aim, with_lists, depth, .. } = state.chain.asked.clone();
    state.chain =
        ChainRoom { asked: Asked { aim, with_lists, depth, ..Asked::default() }, ..ChainRoom::default() };
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
    let looking = &mut state.chain.looking;
    if looking.is_running() {
        *looking = fault.map_or(Task::Idle, |fault| Task::Failed(fault.clone()));
    }
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
