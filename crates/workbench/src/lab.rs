//! The lab: the rooms that look at what is there (Inspect, Chain) and the one that tells of the page (About), as an application of its own beside the one that makes. Its
//! program is mounted when one of its rooms is first entered, so that the page starts as small as without it. What the page knows
//! and these rooms need crosses as [`Told`]; the examiner does the looking.

use std::rc::Rc;

use pki::certificate::AlternativeName;
use pki::crl::Revoked;
use pki::moment::{Moment, Offset};
use serde::{Deserialize, Serialize};
use text::Lang;

use crate::effect::{Clip, Download};
use crate::opened::Given;
use crate::problem::Problem;
use crate::reading::{self, Reading};
use crate::role::Role;
use crate::rooms::Room;
use crate::rooms::about::{self, About};
use crate::rooms::chain::{self, ChainRoom};
use crate::rooms::doctor::{self, DoctorRoom};
use crate::rooms::handshake::{self, HandshakeRoom};
use crate::rooms::inspect::{self, Inspect, Way};
use crate::set::CertificateSet;
use crate::sight::handshake::Ours;
use crate::sight::handshake::kit::{Issued, Revocations};
use crate::sight::{Seen, Sight};
use crate::state::{Notice, Said, Worker};
use crate::task::{Progress, TaskId};

/// Everything that the lab knows.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The time as the shell last told it.
    pub now: Moment,
    /// The reader's local time.
    pub offset: Offset,
    /// The reader's language.
    pub lang: Lang,
    /// The room on show.
    pub room: Room,
    /// The certificates and lists that were made on this page.
    pub made: Vec<Given>,
    /// What the examiner is doing, as far as the lab must know.
    pub examiner: Worker,
    /// The Inspect room.
    pub inspect: Inspect,
    /// The Chain room.
    pub chain: ChainRoom,
    /// The Handshake room.
    pub handshake: HandshakeRoom,
    /// The Doctor room.
    pub doctor: DoctorRoom,
    /// What was made on this page, with its keys, for handshakes.
    pub ours: Option<Box<Ours>>,
    /// What was rendered in Deploy.
    pub deployed: Option<Deployed>,
    /// The About room.
    pub about: About,
    /// What the reader did with the documents on show.
    pub reading: Reading,
    /// What was just done, for the screen and for screen readers.
    pub notice: Option<Notice>,
    /// The number of the last look.
    last_task: TaskId,
    /// Counts notices, so that the same one said twice is announced twice.
    notices: u32,
}

/// What the page tells the lab when one of its rooms is on show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The room.
    pub room: Room,
    /// The reader's language.
    pub lang: Lang,
    /// The reader's local time.
    pub offset: Offset,
    /// What was made on this page; `None` when the lab knows it already.
    pub made: Option<Made>,
    /// What was chosen and rendered in Deploy ([`dry_run::Deployed`], as the worker wrote it); `None` when nothing was yet.
    ///
    /// [`dry_run::Deployed`]: crate::sight::dry_run::Deployed
    pub deployed: Option<Deployed>,
}

/// Octets that the page carries from the worker to the lab and does not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deployed(#[serde(with = "crate::octets")] pub Rc<Vec<u8>>);

/// What was made on the page.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Made {
    /// Certificates and lists.
    pub files: Vec<Given>,
    /// What handshakes need of it, where the keys are at hand.
    pub ours: Option<Box<Ours>>,
}

/// One thing that happened in the lab.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The shell tells the time; it does so before each message of the user.
    Tick(Moment),
    /// The page told something; with it what the address says behind the room.
    Told(Box<Told>, Way),
    /// In the Inspect room.
    Inspect(inspect::Msg),
    /// In the Chain room.
    Chain(chain::Msg),
    /// In the Handshake room.
    Handshake(handshake::Msg),
    /// In the Doctor room.
    Doctor(doctor::Msg),
    /// The reader of a document did something.
    Reading(reading::Msg),
    /// The running look shall stop.
    Cancel,
    /// The examiner is loaded and looks at things.
    ExaminerReady,
    /// The examiner could not be loaded, or died.
    ExaminerFailed(Problem),
    /// How far a look has come.
    Progress(TaskId, Progress),
    /// What the examiner saw.
    Seen(TaskId, Box<Seen>),
    /// The clipboard took the text.
    Copied,
    /// The browser refused something.
    Refused(Problem),
}

/// One thing that the browser shall do for the lab.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Have the examiner look at something.
    Look(TaskId, Box<Sight>),
    /// End the examiner with whatever it is doing, and start a new one.
    RestartExaminer,
    /// Tell the page what was made below its authority.
    Record(Box<Issued>),
    /// Put a text on the clipboard.
    Copy(Clip),
    /// Hand a file to the browser's downloads.
    Download(Download),
    /// Draw this SVG as a PNG and hand it to the browser's downloads under this name.
    Picture(String, String),
    /// Let the address tell what is on show, without going anywhere.
    Address(String),
    /// Go to this address.
    Visit(String),
    /// Move the focus to the element of this name.
    Focus(String),
    /// Come back with this after the time that one needs to look at a message.
    Later(Msg),
}

impl State {
    /// The state of a lab that has just been mounted.
    #[must_use]
    pub fn new(now: Moment) -> State {
        State {
            now,
            offset: Offset::default(),
            lang: Lang::default(),
            room: Room::Inspect,
            made: Vec::new(),
            examiner: Worker::Starting,
            inspect: Inspect::default(),
            chain: ChainRoom::default(),
            handshake: HandshakeRoom::default(),
            doctor: DoctorRoom::default(),
            ours: None,
            deployed: None,
            about: About::default(),
            reading: Reading::default(),
            notice: None,
            last_task: TaskId::default(),
            notices: 0,
        }
    }

    /// The moment at which everything is judged: now, unless the time line's slider stands elsewhere.
    #[must_use]
    pub fn moment(&self) -> Moment {
        self.chain.moment(self.now)
    }

    pub(crate) fn next_task(&mut self) -> TaskId {
        self.last_task = TaskId(self.last_task.0 + 1);
        self.last_task
    }

    fn say(&mut self, what: Said) {
        self.notices += 1;
        self.notice = Some(Notice { number: self.notices, what });
    }

    fn is_busy(&self) -> bool {
        [
            self.inspect.looking.is_running(),
            self.chain.looking.is_running(),
            self.handshake.playing.is_running(),
            self.doctor.looking.is_running(),
            self.doctor.trial.running.is_running(),
            self.handshake.packing.is_running(),
            self.handshake.round.playing.is_running(),
        ]
        .contains(&true)
    }

    fn abandon(&mut self, fault: Option<&Problem>) {
        inspect::abandon(self, fault);
        chain::abandon(self, fault);
        handshake::abandon(self, fault);
        doctor::abandon(self, fault);
    }
}

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
            restart(state, None)
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
        Msg::ExaminerFailed(problem) => restart(state, Some(&problem)),
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
            Seen::Catalogue(round) => handshake::round::seen(state, id, round),
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

/// Gives up what the examiner was doing, and has it started anew if it was doing anything.
pub(crate) fn restart(state: &mut State, fault: Option<&Problem>) -> Vec<Effect> {
    let was_ready = state.examiner == Worker::Ready;
    if fault.is_none() && !state.is_busy() {
        return Vec::new();
    }
    state.abandon(fault);
    if was_ready {
        state.examiner = Worker::Starting;
    }
    vec![Effect::RestartExaminer]
}

fn told(state: &mut State, told: Told, way: &Way) -> Vec<Effect> {
    let Told { room, lang, offset, made, deployed } = told;
    state.deployed = deployed.or(state.deployed.take());
    let translated = lang != state.lang;
    (state.room, state.lang, state.offset) = (room, lang, offset);
    let renewed = made.is_some_and(|made| {
        let differs = made.files != state.made || made.ours != state.ours;
        (state.made, state.ours) = (made.files, made.ours);
        differs
    });
    if translated && room != Room::Chain {
        // it is written anew when somebody comes there
        state.chain.chain = None;
    }
    if (translated || renewed) && room != Room::Handshake {
        handshake::outdate(state);
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
        Room::Handshake => effects.extend(handshake::enter(state, renewed || translated, way)),
        Room::Doctor => effects.extend(doctor::enter(state)),
        Room::About => effects.extend(about::write(state)),
        _ => effects.extend(inspect::go(state, way)),
    }
    effects
}

/// What the page tells of a set: its certificates, the authority's newest list, and what handshakes need.
#[must_use]
pub fn made(set: &CertificateSet) -> Made {
    let file = |name: &str, bytes: &[u8]| Given { name: name.to_owned(), bytes: Rc::new(bytes.to_vec()) };
    let mut files: Vec<Given> = set.items().map(|item| file(&item.label, item.certificate.der())).collect();
    if let Some(list) = &set.list {
        files.push(file(&set.authority.label, list.pem.as_bytes()));
    }
    Made { files, ours: ours(set).map(Box::new) }
}

/// The first server and the first client whose keys are here.
fn ours(set: &CertificateSet) -> Option<Ours> {
    let with_key = |role: Role| {
        set.leaves_of(role)
            .find_map(|item| Some((item, (item.certificate.der().to_vec(), item.key.clone()?))))
    };
    let (item, server) = with_key(Role::Server)?;
    let (_, client) = with_key(Role::Client)?;
    let host = item.certificate.facts().names.iter().find_map(|name| match name {
        AlternativeName::Dns(host) | AlternativeName::Ip(host) => Some(host.clone()),
        _ => None,
    })?;
    let authority = set.authority.certificate.der().to_vec();
    let revocations = Revocations {
        revoked: set
            .revoked()
            .filter_map(|item| Some(Revoked::new(&item.certificate, item.revoked?)))
            .collect(),
        number: set.list.as_ref().map(|list| list.number),
        lifetime: set.list_lifetime,
    };
    Some(Ours { authority, authority_key: set.authority.key.clone(), server, client, host, revocations })
}
