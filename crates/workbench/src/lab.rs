//! The lab: the rooms that look at what is there (Inspect, Chain, Handshake, Doctor) and the one that tells of the page (About), as
//! an application of its own beside the one that makes. Its program is mounted when one of its rooms is first entered, so that the
//! page starts as small as without it. What the page knows and these rooms need crosses as [`told::Told`]; the examiner does the
//! looking. Here is what the lab knows, what can happen and what it asks of the browser; what follows is [`update`]'s, room by room.

mod about;
mod chain;
mod doctor;
mod handshake;
mod inspect;
mod round;
pub mod told;
pub mod update;

use pki::moment::{Moment, Offset};
use text::Lang;

use crate::clip::Clip;
use crate::deployed::Packed;
use crate::download::Download;
use crate::notice::{Notice, Said};
use crate::opened::Given;
use crate::problem::Problem;
use crate::reading::{self, Reading};
use crate::room::Room;
use crate::rooms;
use crate::rooms::about::About;
use crate::rooms::chain::ChainRoom;
use crate::rooms::doctor::DoctorRoom;
use crate::rooms::handshake::HandshakeRoom;
use crate::rooms::inspect::{Inspect, Way};
use crate::sight::handshake::Ours;
use crate::sight::handshake::kit::Issued;
use crate::sight::overview;
use crate::sight::{Seen, Sight};
use crate::task::{Progress, TaskId};
use crate::worker::Worker;
use told::Told;

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
    pub deployed: Option<Packed>,
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

/// One thing that happened in the lab.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The shell tells the time; it does so before each message of the user.
    Tick(Moment),
    /// The page told something; with it what the address says behind the room.
    Told(Box<Told>, Way),
    /// In the Inspect room.
    Inspect(rooms::inspect::Msg),
    /// In the Chain room.
    Chain(rooms::chain::Msg),
    /// In the Handshake room.
    Handshake(rooms::handshake::Msg),
    /// In the Doctor room.
    Doctor(rooms::doctor::Msg),
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

    fn next_task(&mut self) -> TaskId {
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
        self.inspect.abandon(fault);
        self.chain.abandon(fault);
        self.handshake.abandon(fault);
        self.doctor.abandon(fault);
    }

    /// Gives up what the examiner was doing, and has it started anew if it was doing anything.
    fn restart(&mut self, fault: Option<&Problem>) -> Vec<Effect> {
        let was_ready = self.examiner == Worker::Ready;
        if fault.is_none() && !self.is_busy() {
            return Vec::new();
        }
        self.abandon(fault);
        if was_ready {
            self.examiner = Worker::Starting;
        }
        vec![Effect::RestartExaminer]
    }

    /// What was given in the Inspect room, for whoever looks at it.
    fn everything(&self) -> overview::Look {
        let Inspect { with_made, files, pasted, passphrase, .. } = &self.inspect;
        let made = if *with_made { &*self.made } else { &[] };
        overview::Look {
            files: made.iter().chain(files).cloned().collect(),
            pasted: pasted.clone(),
            passphrase: passphrase.clone(),
            now: self.moment(),
            lang: self.lang,
        }
    }
}
