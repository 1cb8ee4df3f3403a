//! The Handshake room: what is played at the left; at the right how it ended, and every message in its order with client and server
//! beside each other. What one message says stands beside them, its fields and octets below.

mod open;
mod round;

use text::{Lang, Message, handshake_room as say};
use web_sys::{File, FileList};
use workbench::document::Block;
use workbench::lab::Msg;
use workbench::problem::Problem;
use workbench::role::Role;
use workbench::rooms::handshake::round::{PLAY_TITLE, Shown};
use workbench::rooms::handshake::{Files, HandshakeRoom, LIMIT_MIB, Msg as Shaking, Open, Receipt, element};
use workbench::sight::handshake::{Behind, Play, Sent, Versions, Wanted};
use yew::{
    Callback, Html, KeyboardEvent, MouseEvent, classes, component, html, use_effect_with, use_mut_ref,
};

use crate::looking::{Looking, RoomProps};
use crate::pages::chain::elsewhere;
use crate::pages::titled;
use crate::pages::words::mark;
use crate::shared::LAB_TITLE_ID;
use crate::shell::{document, files};
use crate::widgets::button::{Button, Weight};
use crate::widgets::document::blocks;
use crate::widgets::file_drop::files_drop;
use crate::widgets::finding::finding;
use crate::widgets::fold::Fold;
use crate::widgets::glyph::{self, Mark, bare};
use crate::widgets::progress::busy;
use crate::widgets::tree::Tree;

/// A recording and its key logs: so many files are taken at once.
const FILES: usize = 8;

/// Fewer messages than these end above the choices.
const SHORT: usize = 8;

/// The passphrase of a test kit, once there is one.
const KIT: &str = "kit";
/// What one message says.
const MESSAGE: &str = "message";

/// The Handshake room.
#[component]
pub fn Handshake(props: &RoomProps) -> Html {
    let shared = &props.shared;
    let lang = shared.state.lang;
    let play = shared.state.handshake.play.as_deref();
    let on_show = play.filter(|_| matches!(shared.state.handshake.round.shown, Shown::Play));
    let room = &shared.state.handshake;
    let short = on_show.is_some_and(is_short);
    use_effect_with((room.chosen, room.running.is_some()), move |(chosen, runs)| {
        if *runs {
            follow(*chosen, short);
        }
    });
    let recordings = on_show.filter(|play| play.scenario.is_empty()).map(|play| play.title.clone());
    let before = use_mut_ref(|| recordings.clone());
    use_effect_with(recordings, move |now| {
        if before.replace(now.clone()) != *now && now.is_some() {
            begin();
        }
    });
    let before = use_mut_ref(|| room.kit.is_some());
    use_effect_with(room.kit.is_some(), move |there| {
        if !before.replace(*there) && *there {
            document::show_drawn(KIT);
        }
    });
    html! {
        <div class="room">
            { titled(LAB_TITLE_ID, say::name(lang), say::purpose(lang)) }
            <div>{ elsewhere(shared) }</div>
            <div class={classes!("room__columns", "handshake", short.then_some("handshake--short"))}>
                <section class="room__choices" aria-label={say::scenarios(lang)}>
                    { wanted(shared) }
                    { round::all(shared) }
                    <div>{ play.map(|play| offer(shared, play)) }</div>
                    { kit(shared) }
                </section>
                <section class="room__results" aria-label={say::sequence(lang)}>
                    {
                        match shared.state.handshake.round.shown {
                            Shown::Play => html! {<>{ play.map(|play| seen(shared, play)) }</>},
                            Shown::Round => round::round(shared),
                        }
                    }
                </section>
                // one place whether it is there or not: what stands before it would be drawn anew, with its folds and its focus
                <>{ on_show.map(|play| read(shared, play)) }</>
            </div>
        </div>
    }
}

/// Whether a sequence ends above the choices beside it: what its messages say stands below it then.
fn is_short(play: &Play) -> bool {
    let messages: usize = play.connections.iter().map(Vec::len).sum();
    play.prediction.is_empty() && messages < SHORT
}

/// The title of what is on show now comes into sight: on a telephone it begins the window.
fn begin() {
    if document::is_wide() {
        document::show_drawn(PLAY_TITLE);
    } else {
        document::begin_with_drawn(PLAY_TITLE);
    }
}

/// The window begins with what a message says, so that the button for the next one stays below the pointer. Where that stands beside the
/// sequence, the message's line is brought into sight too; below a short one nothing needs to move.
fn follow(chosen: (usize, usize), short: bool) {
    let wide = document::is_wide();
    if !(wide && short) {
        document::begin_with_drawn(MESSAGE);
    }
    if wide {
        document::show_drawn(&element(chosen));
    }
}

/// A callback that tells this room something.
fn send(shared: &Looking, msg: Shaking) -> Callback<()> {
    shared.dispatch.reform(move |()| Msg::Handshake(msg.clone()))
}

fn wanted(shared: &Looking) -> Html {
    let lang = shared.state.lang;
    let room = &shared.state.handshake;
    let dispatch = shared.dispatch.clone();
    let onfiles = Callback::from(move |given: FileList| {
        let dispatch = dispatch.clone();
        let mut given = files::listed(&given, usize::MAX);
        let left = given.split_off(given.len().min(FILES)).iter().map(File::name).collect();
        files::read_all(given, LIMIT_MIB, move |(read, unread)| {
            dispatch.emit(Msg::Handshake(Shaking::Files(Files { read, unread, left })));
        });
    });
    let what = say::record_what(lang);
    let cancel = shared.dispatch.reform(|()| Msg::Cancel);
    html! {
        <div class="form">
            { files_drop("handshake-file", say::record(lang).into(), html! { what }, onfiles) }
            // one element whatever comes and goes
            <div>
                { room.playing.progress().map(|progress| busy(say::playing(lang), progress, lang, cancel)) }
                { for told(room, lang).into_iter().map(|(mark, told)| finding(mark, &told, Html::default(), lang)) }
            </div>
        </div>
    }
}

/// What is to be said of the files that were given last, and why nothing came of what is wanted.
fn told(room: &HandshakeRoom, lang: Lang) -> Vec<(Mark, Message)> {
    let Receipt { unread, left, lone_keys } = &room.receipt;
    let unread = unread.iter().map(|problem| match problem {
        Problem::FileTooLarge(name, mib, limit) => say::too_large(lang, name, *mib, *limit),
        problem => problem.message(lang),
    });
    let refused =
        room.playing.fault().map_or_else(|| room.refused.clone(), |fault| vec![fault.message(lang)]);
    let mut told: Vec<(Mark, Message)> =
        unread.chain(refused).map(|message| (Mark::Refused, message)).collect();
    if !left.is_empty() {
        told.push((Mark::Caution, say::too_many_files(lang, &left.join(", "))));
    }
    if !lone_keys.is_empty() {
        told.push((Mark::Caution, say::key_log_alone(lang, &lone_keys.join(", "))));
    }
    told
}

/// The scenarios by theme; the theme of the one on show is open.
fn offer(shared: &Looking, play: &Play) -> Html {
    let wanted = match &shared.state.handshake.wanted {
        Wanted::Scenario(name) => name.as_str(),
        Wanted::Recordings(_) => "",
    };
    play.offer
        .iter()
        .enumerate()
        .map(|(place, (theme, entries))| {
            let on_show = entries.iter().find(|(name, _)| name == wanted).map(|(_, words)| words.clone().into());
            let buttons = entries.iter().map(|(name, words)| {
                let tell = send(shared, Shaking::Scenario(name.clone()));
                let onclick = Callback::from(move |_: MouseEvent| {
                    tell.emit(());
                    begin();
                });
                let pressed = if name == wanted { "true" } else { "false" };
                html! {
                    <li key={name.clone()}>
                        <button type="button" class="thing" {onclick} aria-pressed={pressed} data-test={["scenario-", name].concat()}>{ words }</button>
                    </li>
                }
            });
            let list = html! {<ul class="things things--dense">{ for buttons }</ul>};
            Fold::new(theme.clone(), format!("theme-{place}")).summary(on_show).group("themes").draw(list)
        })
        .collect()
}

/// The test kit: what it is for, and once it is made its passphrase and what to do with it.
fn kit(shared: &Looking) -> Html {
    let lang = shared.state.lang;
    let room = &shared.state.handshake;
    let cancel = shared.dispatch.reform(|()| Msg::Cancel);
    let fault = room.packing.fault().map(|fault| fault.message(lang)).or_else(|| room.unpacked.clone());
    html! {
        <section class="panel" data-test="kit">
            <h2>{ say::kit(lang) }</h2>
            <p>{ say::kit_purpose(lang) }</p>
            <div>
                if shared.state.ours.is_some() {
                    { Button::new(say::make_kit(lang), "make-kit").draw(send(shared, Shaking::Pack)) }
                } else {
                    <p class="small muted">{ say::kit_no_set(lang) }</p>
                }
            </div>
            <div>
                { room.packing.progress().map(|progress| busy(say::making_kit(lang), progress, lang, cancel)) }
                { fault.map(|told| finding(Mark::Refused, &told, Html::default(), lang)) }
            </div>
            <div aria-live="polite">
                if let Some(kit) = &room.kit {
                    <p class="marked">{ bare(Mark::Secret) }<span>{ say::kit_passphrase(lang) }</span></p>
                    <p id={KIT}><code data-test="kit-passphrase">{ kit.passphrase() }</code></p>
                    <div class="actions">{ Button::new(say::copy_passphrase(lang), "copy-kit-passphrase").small().draw(send(shared, Shaking::CopyPassphrase)) }</div>
                    { blocks(kit.blocks(lang), &shared.reader()) }
                }
            </div>
        </section>
    }
}

fn seen(shared: &Looking, play: &Play) -> Html {
    let lang = shared.state.lang;
    let save = play.files.iter().enumerate().map(|(place, file)| {
        let label = text::frame::save_of(lang, &file.name);
        Button::new(label, ["save-", &file.name].concat()).small().draw(send(shared, Shaking::Save(place)))
    });
    html! {<>
        <section class="panel" data-test="outcome">
            <div class="panel__head">
                <h2 id={PLAY_TITLE} tabindex="-1">{ &play.title }</h2>
                <div class="actions actions--tight">
                    { round::back(shared) }
                    { Button::new(say::again(lang), "again").small().draw(send(shared, Shaking::Again)) }
                    { for save }
                    { Button::new(say::save_png(lang), "save-png").small().draw(send(shared, Shaking::SavePng)) }
                    { beside(shared, play) }
                </div>
            </div>
            <div>{ shared.state.handshake.missed.as_ref().map(|told| finding(Mark::Caution, told, Html::default(), lang)) }</div>
            { blocks(&play.about, &shared.reader()) }
            { blocks(&play.outcome, &shared.reader()) }
        </section>
        // one element whatever comes and goes
        <div>
            if !play.prediction.is_empty() {
                <section class="panel" data-test="prediction">
                    <div class="panel__head"><h2>{ say::prediction(lang) }</h2></div>
                    { blocks(&play.prediction, &shared.reader()) }
                </section>
            }
        </div>
        <div class={classes!("sequences", (play.versions == Versions::Both).then_some("sequences--beside"))}>
            { for play.connections.iter().enumerate().map(|(place, messages)| sequence(shared, play, place, messages)) }
        </div>
        <div class="actions">{ open_all(shared) }</div>
    </>}
}

/// What is read of the messages: one of them, or all.
fn read(shared: &Looking, play: &Play) -> Html {
    match shared.state.handshake.open {
        Open::One => message(shared),
        Open::All => {
            html! {<section class="room__results handshake__fields">{ open::all(shared, play) }</section>}
        }
    }
}

/// TLS 1.2 beside 1.3, or one version alone, where that says something.
fn beside(shared: &Looking, play: &Play) -> Html {
    let lang = shared.state.lang;
    let room = &shared.state.handshake;
    if !play.has_versions {
        return Html::default();
    }
    let (label, to) = match room.versions {
        Versions::Agreed => (say::beside(lang), Versions::Both),
        Versions::Both => (say::one_version(lang), Versions::Agreed),
    };
    Button::new(label, "versions").small().draw(send(shared, Shaking::Versions(to)))
}

fn open_all(shared: &Looking) -> Html {
    let lang = shared.state.lang;
    let (label, to) = match shared.state.handshake.open {
        Open::One => (say::open_all(lang), Open::All),
        Open::All => (say::open_one(lang), Open::One),
    };
    Button::new(label, "open").small().draw(send(shared, Shaking::Open(to)))
}

/// The messages of a connection: client at the left, server at the right.
fn sequence(shared: &Looking, play: &Play, connection: usize, messages: &[Sent]) -> Html {
    let lang = shared.state.lang;
    let title = play.titles.get(connection).cloned().unwrap_or_default();
    let has_backend = messages.iter().any(|sent| sent.behind.is_some());
    let ends =
        [mark(Role::Client), mark(Role::Server)].into_iter().chain(has_backend.then_some(Mark::Backend));
    let ends = ends.map(|role| {
        html! {<span class={classes!("sequence__end", role.class())}>{ bare(role) }{ role.word(lang) }</span>}
    });
    let rows = messages.iter().enumerate().flat_map(|(place, sent)| {
        let message = line(shared, connection, place, sent);
        match &sent.behind {
            Some(it) if it.asks => vec![message, behind(place, it)],
            Some(it) => vec![behind(place, it), message],
            None => vec![message],
        }
    });
    html! {
        <section class="panel">
            <div class="panel__head"><h2>{ title }</h2></div>
            <div class={classes!("lanes", has_backend.then_some("lanes--behind"))}>
                <div class="sequence__ends">{ for ends }</div>
                <ol class="sequence" onkeydown={keys(shared, connection)}>{ for rows }</ol>
            </div>
        </section>
    }
}

/// What passes between the server and its backend: in clear, and not the handshake's.
fn behind(place: usize, behind: &Behind) -> Html {
    let class = classes!(
        "sequence__behind",
        (!behind.asks).then_some("sequence__behind--back"),
        Mark::Backend.class()
    );
    html! {<li key={format!("behind-{place}")} {class} data-test="behind">{ &behind.words }</li>}
}

fn line(shared: &Looking, connection: usize, place: usize, sent: &Sent) -> Html {
    let lang = shared.state.lang;
    let chosen = shared.state.handshake.chosen == (connection, place);
    let open = shared.state.handshake.open;
    let choose = send(shared, Shaking::Choose(connection, place));
    let onclick = Callback::from(move |_: MouseEvent| {
        choose.emit(());
        match open {
            Open::One => document::show_drawn(MESSAGE),
            Open::All => document::begin_with_drawn(&open::name((connection, place))),
        }
    });
    let role = mark(sent.side);
    let class = classes!(
        "sequence__message",
        role.class(),
        (sent.side == Role::Server).then_some("sequence__message--back")
    );
    let name = element((connection, place));
    let shows = match open {
        Open::One => MESSAGE.to_owned(),
        Open::All => open::name((connection, place)),
    };
    // what is wrong with octets nobody refused
    let marked = sent.why.iter().find_map(|block| match block {
        Block::Finding(..) => Some(Mark::Refused),
        Block::Caution(_) => Some(Mark::Caution),
        _ => None,
    });
    html! {
        <li key={place}>
            <button type="button" id={name.clone()} {class} {onclick} aria-pressed={if chosen { "true" } else { "false" }}
                aria-controls={shows} tabindex={if chosen || (place == 0 && shared.state.handshake.chosen.0 != connection) { "0" } else { "-1" }} data-test={name}>
                <span class="sequence__name">
                    { glyph::mark(role, lang) }
                    <strong>{ &sent.name }</strong>
                    if sent.encrypted { { bare(Mark::Secret) } }
                    { for marked.map(bare) }
                </span>
                <span class="small muted">{ &sent.note }</span>
            </button>
        </li>
    }
}

/// Walks with the arrows from message to message.
fn keys(shared: &Looking, connection: usize) -> Callback<KeyboardEvent> {
    let last = shared.state.handshake.messages(connection).len().saturating_sub(1);
    let (of, at) = shared.state.handshake.chosen;
    let at = if of == connection { at } else { 0 };
    let dispatch = shared.dispatch.clone();
    Callback::from(move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowDown" | "ArrowRight" => (at + 1).min(last),
            "ArrowUp" | "ArrowLeft" => at.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        dispatch.emit(Msg::Handshake(Shaking::Choose(connection, to)));
        document::focus_drawn(&element((connection, to)));
    })
}

/// The message on show: what it says, and its fields and octets.
fn message(shared: &Looking) -> Html {
    let room = &shared.state.handshake;
    let lang = shared.state.lang;
    let Some(sent) = room.sent() else { return Html::default() };
    let short = room.play.as_deref().is_some_and(is_short);
    let step = |label, test: &'static str, forward| {
        let (tell, to) = (send(shared, Shaking::Step(forward)), room.neighbour(forward));
        let onclick = Callback::from(move |()| {
            tell.emit(());
            follow(to, short);
        });
        Button::new(label, test).small().weight(Weight::Quiet).draw(onclick)
    };
    let role = mark(sent.side);
    let tree = Tree {
        prefix: "",
        title: say::fields(lang),
        values: &sent.tree,
        octets: &sent.octets,
        reasons: &sent.reasons,
        pointing: &room.pointing,
        lang,
    };
    let raw = room.raw().map(|raw| {
        let tree = Tree { prefix: "raw-", values: &raw.tree, octets: &raw.octets, reasons: &raw.reasons, pointing: &room.pointing_raw, ..tree };
        Fold::new(say::raw(lang), "raw").draw(html! {<>
            <p class="small">{ &raw.note }</p>
            { tree.draw(&shared.dispatch.reform(|msg| Msg::Handshake(Shaking::Raw(msg))), send(shared, Shaking::CopyRaw)) }
        </>})
    });
    html! {<>
        <section class="panel handshake__message" id={MESSAGE} data-test="message" aria-live="polite">
            <div class="panel__head">
                <h2 class="marked">{ bare(role) }<span>{ &sent.name }</span></h2>
                <div class="actions actions--tight">
                    { Button::new(if room.running.is_some() { say::run_stop(lang) } else { say::run(lang) }, "run").small().draw(send(shared, Shaking::Run)) }
                    { step(say::before(lang), "step-before", false) }
                    { step(say::next(lang), "step-next", true) }
                </div>
            </div>
            <p class="small muted">{ role.word(lang) }{ " · " }{ &sent.note }</p>
            { blocks(&sent.why, &shared.reader()) }
        </section>
        <section class="room__results handshake__fields" aria-label={say::fields(lang)}>
            { tree.draw(&shared.dispatch.reform(|msg| Msg::Handshake(Shaking::Tree(msg))), send(shared, Shaking::CopyHex)) }
            { raw }
            <section class="panel">{ blocks(&sent.after, &shared.reader()) }</section>
        </section>
    </>}
}
