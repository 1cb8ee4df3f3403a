//! What follows in the Inspect room.

use std::rc::Rc;

use crate::clip::Clip;
use crate::download::Download;
use crate::hexadecimal;
use crate::lab::{Effect, State};
use crate::rooms::inspect::{Inspect, Msg, Way};
use crate::rooms::tree::{self};
use crate::sight::closer::{self};
use crate::sight::{Seen, Sight};
use crate::task::{Progress, Task, TaskId};

/// What follows from a message of this room.
pub(super) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
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
            let mut effects = state.restart(None);
            state.inspect = Inspect { with_made: state.inspect.with_made, ..Inspect::default() };
            effects.extend(look(state));
            effects
        }
        Msg::Choose(place) => {
            room.choose(place);
            let mut effects = closer(state);
            effects.push(Effect::Address(state.inspect.address()));
            effects
        }
        Msg::Reveal => {
            room.revealed = true;
            closer(state)
        }
        Msg::Tree(msg) => {
            room.pointing.note(&room.closer.tree, msg);
            vec![Effect::Address(room.address())]
        }
        Msg::CopyHex => {
            let octets = room.pointing.octets(&room.closer.tree, room.octets());
            octets.map(|octets| vec![Effect::Copy(Clip(hexadecimal::digits(octets)))]).unwrap_or_default()
        }
        Msg::SaveReport => {
            let sight = Sight::Report(Box::new(state.everything()));
            vec![Effect::Look(state.next_task(), Box::new(sight))]
        }
    }
}

/// Looks again at what was given, in another language for instance.
pub(super) fn look_again(state: &mut State) -> Vec<Effect> {
    if state.inspect.overview.is_none() { Vec::new() } else { see(state) }
}

/// Looks at what is given now, which was not looked at yet.
pub(super) fn look(state: &mut State) -> Vec<Effect> {
    state.chain.outdate();
    see(state)
}

fn see(state: &mut State) -> Vec<Effect> {
    let room = &mut state.inspect;
    if room.is_empty(&state.made) {
        let (with_made, passphrase, wanted) = (room.with_made, room.passphrase.clone(), room.wanted);
        *room = Inspect { with_made, passphrase, wanted, ..Inspect::default() };
        return Vec::new();
    }
    let sight = Sight::Overview(Box::new(state.everything()));
    let id = state.next_task();
    state.inspect.looking = Task::Running(id, Progress::default());
    vec![Effect::Look(id, Box::new(sight))]
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
pub(super) fn seen(state: &mut State, id: TaskId, seen: Seen) -> Vec<Effect> {
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
        | Seen::Chain(_)
        | Seen::Handshake(_)
        | Seen::Catalogue(_)
        | Seen::Transcript(_)
        | Seen::Symptom(_)
        | Seen::DryRun(_)
        | Seen::Kit(_)
        | Seen::Picture(..)
        | Seen::About(..) => Vec::new(),
        Seen::Report(json) => {
            vec![Effect::Download(Download::text("inspect.json", &json))]
        }
    }
}

/// Goes to the thing and the value that the address names, as soon as they are there.
pub(super) fn go(state: &mut State, way: &Way) -> Vec<Effect> {
    let room = &mut state.inspect;
    let Some(thing) = way.thing else { return Vec::new() };
    room.wanted = way.value;
    if room.chosen != thing || room.overview.is_none() {
        room.choose(thing);
        room.chosen = thing;
    }
    closer(state)
}
