//! The scenarios that are worth seeing, as data in one place: what each is called, how it is staged from the user's own set, and
//! what comes of it in the lab. Certificates that no profile allows are made by `pki::faulty` in the [`workshop`]. What nginx and
//! curl make of a scenario is not known here.

mod entries;
mod stage;
pub mod trial;
pub mod workshop;

pub use entries::ENTRIES;

use serde::{Deserialize, Serialize};
use text::{Lang, handshake_catalogue as say};

use crate::alert::Alert;
use crate::refusal::Refusal;
use crate::scenario::Scenario;
use crate::transcript::{Connection, End, Side, Step};
use workshop::{MakeError, Workshop};

/// One scenario of the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Its name for ever: links and kits are kept under it.
    pub id: &'static str,
    /// What it is about.
    pub theme: Theme,
    /// What comes of it when rustls plays both sides.
    pub expected: Expected,
    stage: fn(&mut Workshop<'_>) -> Result<Play, MakeError>,
    title: fn(Lang) -> &'static str,
    lesson: fn(Lang) -> &'static str,
}

impl Entry {
    /// The entry of this name.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Entry> {
        ENTRIES.iter().find(|entry| entry.id == id)
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &'static str {
        (self.title)(lang)
    }

    /// What is to be seen in it, in a sentence or two.
    #[must_use]
    pub fn lesson(&self, lang: Lang) -> &'static str {
        (self.lesson)(lang)
    }

    /// Stages it with what the workshop has.
    ///
    /// # Errors
    /// [`MakeError`] when a certificate or key cannot be made.
    pub fn stage(&self, workshop: &mut Workshop<'_>) -> Result<Play, MakeError> {
        (self.stage)(workshop)
    }
}

/// What a scenario is about; lists are divided by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names are those of their texts")]
pub enum Theme {
    Good,
    Client,
    Revocation,
    Chain,
    Server,
    Keys,
    Versions,
    Policy,
}

impl Theme {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Theme; 8] = [
        Theme::Good,
        Theme::Client,
        Theme::Revocation,
        Theme::Chain,
        Theme::Server,
        Theme::Keys,
        Theme::Versions,
        Theme::Policy,
    ];

    /// What it is called.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Theme::Good => say::theme_good(lang),
            Theme::Client => say::theme_client(lang),
            Theme::Revocation => say::theme_revocation(lang),
            Theme::Chain => say::theme_chain(lang),
            Theme::Server => say::theme_server(lang),
            Theme::Keys => say::theme_keys(lang),
            Theme::Versions => say::theme_versions(lang),
            Theme::Policy => say::theme_policy(lang),
        }
    }
}

/// What comes of a scenario in the lab, or came of it where it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The handshake is completed, and the request answered.
    Through,
    /// One side ends it.
    Stopped {
        /// Who.
        by: Side,
        /// What of the other it was reading.
        at: Step,
        /// The alert that it sends.
        alert: Alert,
    },
}

impl Expected {
    /// What really came of a connection; `None` where a side ended it without an alert, or did not come to its end.
    #[must_use]
    pub fn of(connection: &Connection) -> Option<Expected> {
        let Some(by) = connection.stopped_by() else {
            let through = Side::ALL.into_iter().all(|side| connection.outcome(side).end == End::Completed);
            return through.then_some(Expected::Through);
        };
        match connection.outcome(by).end {
            End::Stopped { step: at, alert: Some(alert), .. } => Some(Expected::Stopped { by, at, alert }),
            _ => None,
        }
    }
}

/// How a scenario is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Play {
    /// The lab plays it.
    Lab(Box<Staged>),
    /// It was recorded from real programs, because the lab's own cannot play it.
    Recording(Box<Recorded>),
}

impl Play {
    /// What programs are given to do the same.
    #[must_use]
    pub fn staged(&self) -> &Staged {
        match self {
            Play::Lab(staged) => staged,
            Play::Recording(recorded) => &recorded.alike,
        }
    }
}

/// A scenario as real programs played it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// pcapng with its secrets, made by `recordings/make.sh`.
    pub file: &'static [u8],
    /// Why it was refused, if it was.
    pub refusal: Option<Refusal>,
    /// The same with the set at hand, for programs that can play it. The lab cannot.
    pub alike: Staged,
}

/// A scenario ready to be played, and what it has beside what rustls looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staged {
    /// What is played.
    pub scenario: Scenario,
    /// How many authorities in between the server follows: nginx's `ssl_verify_depth`, whose default is 1. rustls has no such
    /// setting.
    pub depth: u8,
    /// The certificates that were made for it, DER. Each lives for a day at most and says in its name that it is a trial's.
    pub made: Vec<Vec<u8>>,
    /// Which versions the client is held to. rustls has none of before 1.2.
    pub held_to: HeldTo,
}

/// Which versions of TLS a client is held to beside what it offers in the lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum HeldTo {
    /// Those that it offers in the lab.
    #[default]
    ItsOffer,
    /// TLS 1.1 and older (RFC 8996 forbids them), for programs alone.
    Tls11,
}
