//! What follows in the Chain room.

use std::rc::Rc;

use pki::moment::Moment;

use super::inspect;
use crate::download::Download;
use crate::lab::{Effect, State};
use crate::room::Room;
use crate::rooms::chain::Msg;
use crate::sight::Sight;
use crate::sight::chain::picture::Kind;
use crate::sight::chain::{Chain, Look};
use crate::task::{Progress, Task, TaskId};

/// What follows from a message of this room.
pub(super) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
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

pub(super) fn look(state: &mut State) -> Vec<Effect> {
    if state.inspect.is_empty(&state.made) {
        return Vec::new();
    }
    let look = Look { given: state.everything(), asked: state.chain.asked.clone() };
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
pub(super) fn drawn(kind: Kind, svg: String) -> Vec<Effect> {
    vec![match kind {
        Kind::Svg => {
            let contents = Rc::new(svg.into_bytes());
            Effect::Download(Download::new("chain.svg".to_owned(), "image/svg+xml", contents))
        }
        Kind::Png => Effect::Picture("chain.png".to_owned(), svg),
    }]
}

/// Takes over what the examiner saw, if somebody waits for it.
pub(super) fn seen(state: &mut State, id: TaskId, chain: Chain) -> Vec<Effect> {
    let room = &mut state.chain;
    if room.looking.awaits(id) {
        room.looking = Task::Idle;
        room.chosen = room.chosen.filter(|node| *node < chain.drawing.nodes.len());
        room.chain = Some(Rc::new(chain));
    }
    Vec::new()
}
