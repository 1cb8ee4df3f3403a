//! The Doctor room: what somebody saw, and what it means; and what will happen before anything is deployed. Messages are recognised and
//! calls foreseen by the examiner; here is what was given, and what was said of it.

use std::rc::Rc;

use pki::secret::Secret;

use crate::opened::Given;
use crate::problem::Problem;
use crate::sight::dry_run::{Foreseen, Source};
use crate::sight::symptom::Diagnosed;
use crate::task::Task;

/// The largest file that is read, in MiB.
pub const LIMIT_MIB: usize = 8;

/// What the Doctor room knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DoctorRoom {
    /// What was pasted or typed. What curl prints may hold a password, so it is kept as if it did.
    pub message: Secret,
    /// Looking for what is known of it.
    pub looking: Task<Problem>,
    /// What was said last; it stays while the next look is under way.
    pub diagnosed: Option<Rc<Diagnosed>>,
    /// Whether more was typed since the look that is under way began.
    pub(crate) outrun: bool,
    /// The dry run.
    pub trial: Trial,
}

/// What the dry run knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// nginx's configuration as typed or pasted.
    pub configuration: Secret,
    /// The files that were given.
    pub files: Vec<Given>,
    /// Commands as typed or pasted; they may hold a password.
    pub commands: Secret,
    /// Where files come from that were not given.
    pub source: Source,
    /// Whether keys that were not given are taken to be the right ones.
    pub keep_keys: bool,
    /// Whether nothing answers behind nginx.
    pub backend_down: bool,
    /// Foreseeing what comes of it.
    pub running: Task<Problem>,
    /// What was foreseen last; it stays while the next look is under way.
    pub foreseen: Option<Rc<Foreseen>>,
    /// Whether something was changed since the look that is under way began.
    pub(crate) outrun: bool,
}

impl Default for Trial {
    fn default() -> Trial {
        Trial {
            configuration: Secret::default(),
            files: Vec::new(),
            commands: Secret::default(),
            source: Source::Given,
            keep_keys: true,
            backend_down: false,
            running: Task::Idle,
            foreseen: None,
            outrun: false,
        }
    }
}

/// What can happen in the Doctor room.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A message was pasted or typed.
    Message(Secret),
    /// An example shall be shown.
    Example,
    /// The message shall be forgotten.
    Forget,
    /// In the dry run.
    Trial(Trying),
}

/// What can happen in the dry run.
#[derive(Debug, Clone, PartialEq)]
pub enum Trying {
    /// nginx's configuration was pasted or typed.
    Configuration(Secret),
    /// A file was read.
    File(Given),
    /// A file could not be read.
    Refused(Problem),
    /// The file of this name shall be forgotten.
    Remove(String),
    /// Commands were pasted or typed.
    Commands(Secret),
    /// Keys that are not given shall be taken to be the right ones, or no longer.
    KeepKeys,
    /// Nothing shall answer behind nginx, or something again.
    BackendDown,
    /// What was chosen in Deploy shall be tried out.
    Deployed,
    /// The guide's own configuration and commands shall be tried out.
    Guide,
    /// Everything shall be forgotten.
    Forget,
}

impl DoctorRoom {
    /// Ends what waits for the examiner.
    pub(crate) fn abandon(&mut self, fault: Option<&Problem>) {
        (self.outrun, self.trial.outrun) = (false, false);
        self.looking.abandon(fault);
        self.trial.running.abandon(fault);
    }
}
