//! What follows from what happened in the lab. Pure: the same state and message give the same state and effects.

use super::told::{Coming, Told};
use super::{Effect, Msg, State, about, chain, doctor, handshake, inspect, round};
use crate::clip::Clip;
use crate::download::Download;
use crate::notice::Said;
use crate::reading::{self};
use crate::room::Room;
use crate::rooms::inspect::Way;
use crate::sight::Seen;
use crate::sight::handshake::Ours;
use crate::worker::Worker;

/// Applies one message to the state and tells what the browser shall do next.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let mut effects = answer(state, msg);
    // no examiner will ever take these: whoever would wait for them learns why at once
    if let Worker::Failed(problem) = &state.examiner {
        let problem = problem.clone();
        effects.retain(|effect| !matches!(effect, Effect::Look(..)));
        state.abandon(Some(&problem));
    }
    for effect in &effects {
        if let Effect::Download(Download { name, .. }) | Effect::Picture(name, _) = effect {
            state.say(Said::Saved(name.clone()));
        }
    }
    effects
}

fn answer(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Tick(now) => {
            state.now = now;
            Vec::new()
        }
        Msg::Told(told, way) => self::told(state, *told, &way),
        Msg::Inspect(msg) => inspect::update(state, msg),
        Msg::Chain(msg) => chain::update(state, msg),
        Msg::Handshake(msg) => handshake::update(state, msg),
        Msg::Doctor(msg) => doctor::update(state, msg),
        Msg::Reading(reading::Msg::Copy(text)) => vec![Effect::Copy(Clip(text))],
        Msg::Reading(reading::Msg::Save(name, text)) => vec![Effect::Download(Download::text(&name, &text))],
        Msg::Reading(msg) => {
            state.reading.note(msg);
            Vec::new()
        }
        Msg::Cancel => {
            state.say(Said::Cancelled);
            let of_round = state.handshake.round.playing.is_running();
            let mut effects = state.restart(None);
            // the button that was pressed goes
            effects.extend(of_round.then(|| round::cancelled(state)));
            effects
        }
        Msg::ExaminerReady => {
            state.examiner = Worker::Ready;
            Vec::new()
        }
        // one that never came up is not started anew, or this would go on for ever
        Msg::ExaminerFailed(problem) if state.examiner != Worker::Ready => {
            state.examiner = Worker::Failed(problem);
            Vec::new()
        }
        Msg::ExaminerFailed(problem) => state.restart(Some(&problem)),
        Msg::Progress(id, progress) => {
            state.inspect.looking.note(id, progress);
            state.chain.looking.note(id, progress);
            state.handshake.playing.note(id, progress);
            state.doctor.looking.note(id, progress);
            state.doctor.trial.running.note(id, progress);
            state.handshake.packing.note(id, progress);
            state.handshake.round.playing.note(id, progress);
            Vec::new()
        }
        Msg::Seen(id, seen) => match *seen {
            Seen::Chain(chain) => chain::seen(state, id, *chain),
            Seen::Handshake(play) => handshake::seen(state, id, play),
            Seen::Catalogue(round) => round::seen(state, id, round),
            Seen::Transcript(json) => handshake::written(state, id, json),
            Seen::Symptom(diagnosed) => doctor::diagnosed(state, id, *diagnosed),
            Seen::DryRun(foreseen) => doctor::foreseen(state, id, *foreseen),
            Seen::Kit(kit) => handshake::packed(state, id, kit),
            Seen::Picture(kind, svg) => chain::drawn(kind, svg),
            Seen::About(lang, text) => about::written(state, lang, text),
            seen => inspect::seen(state, id, seen),
        },
        Msg::Copied => {
            state.say(Said::Copied);
            Vec::new()
        }
        Msg::Refused(problem) => {
            state.say(Said::Trouble(problem));
            Vec::new()
        }
    }
}

fn told(state: &mut State, told: Told, way: &Way) -> Vec<Effect> {
    let Told { room, coming, lang, offset, made, deployed } = told;
    let mut chosen_anew = false;
    if deployed.is_some() && deployed != state.deployed {
        let before = std::mem::replace(&mut state.deployed, deployed);
        doctor::follow(state, before.as_ref());
        chosen_anew = state.handshake.wanted.is_deployed();
        if chosen_anew {
            // it is played anew when somebody comes there
            state.handshake.play = None;
        }
    }
    let translated = lang != state.lang;
    let arrived = coming == Coming::FromElsewhere || room != state.room;
    let nowhere = Way::default();
    let way = if arrived || coming == Coming::Within { way } else { &nowhere };
    (state.room, state.lang, state.offset) = (room, lang, offset);
    let renewed = made.is_some_and(|made| {
        let differs = made.files != state.made || made.ours != state.ours;
        let authority = |ours: &Option<Box<Ours>>| ours.as_ref().map(|ours| ours.authority.clone());
        if authority(&made.ours) != authority(&state.ours) {
            state.handshake.forget_kit();
        }
        (state.made, state.ours) = (made.files, made.ours);
        differs
    });
    if translated && room != Room::Chain {
        // it is written anew when somebody comes there
        state.chain.chain = None;
    }
    if (translated || renewed) && room != Room::Handshake {
        state.handshake.outdate();
    }
    let mut effects = if renewed {
        inspect::look(state)
    } else if translated {
        inspect::look_again(state)
    } else {
        Vec::new()
    };
    match room {
        Room::Chain if renewed || translated || state.chain.chain.is_none() => {
            effects.extend(chain::look(state));
        }
        Room::Chain => {}
        Room::Handshake => {
            effects.extend(handshake::enter(state, arrived, renewed || translated, chosen_anew, way));
        }
        Room::Doctor => effects.extend(doctor::enter(state)),
        Room::About => effects.extend(about::write(state)),
        _ => effects.extend(inspect::go(state, way)),
    }
    effects
}
