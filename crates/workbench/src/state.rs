//! Everything that the page knows at one moment. Cheap to clone: what is large is shared.

use std::rc::Rc;

use pki::crl::Reason;
use pki::moment::{Moment, Offset};

use crate::effect::Effect;
use crate::fields::Place;
use crate::form::Which;
use crate::notice::{Notice, Said};
use crate::problem::Problem;
use crate::reading::Reading;
use crate::room::Room;
use crate::rooms::create::Create;
use crate::rooms::deploy::Deploy;
use crate::rooms::export::{Export, OnDisk};
use crate::set::{CertificateSet, Item, ItemId};
use crate::settings::Settings;
use crate::task::TaskId;
use crate::worker::Worker;

/// Everything that the page knows.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The time as the shell last told it.
    pub now: Moment,
    /// The reader's local time, as the shell told it when the page was opened.
    pub offset: Offset,
    /// Language and theme.
    pub settings: Settings,
    /// The room on show.
    pub room: Room,
    /// What the worker is doing, as far as the page must know.
    pub worker: Worker,
    /// What was made or reopened.
    pub set: Option<Rc<CertificateSet>>,
    /// The Create room.
    pub create: Create,
    /// The Deploy room.
    pub deploy: Deploy,
    /// The Export room.
    pub export: Export,
    /// What the reader did with the documents on show.
    pub reading: Reading,
    /// The lab's program.
    pub lab: Lab,
    /// A question that waits for an answer before anything else happens.
    pub question: Option<Question>,
    /// What was just done, for the status line and screen readers.
    pub notice: Option<Notice>,
    /// The number of the last job sent.
    pub(crate) last_task: TaskId,
    /// Counts notices, so that the same one said twice is announced twice.
    pub(crate) notices: u32,
}

impl State {
    /// The state of a page that has just been opened.
    #[must_use]
    pub fn new(now: Moment, settings: Settings) -> State {
        State {
            now,
            offset: Offset::default(),
            settings,
            room: Room::default(),
            worker: Worker::Starting,
            set: None,
            create: Create::default(),
            deploy: Deploy::default(),
            export: Export::default(),
            reading: Reading::default(),
            lab: Lab::default(),
            question: None,
            notice: None,
            last_task: TaskId::default(),
            notices: 0,
        }
    }

    /// Keys that would be lost if the page were closed now.
    #[must_use]
    pub fn unsaved_keys(&self) -> usize {
        self.set.as_ref().map_or(0, |set| set.unsaved_keys()) + self.create.many.ready.unsaved()
    }

    /// Whether the authority's key is here and its bundle was not saved: the loss that cannot be made good.
    #[must_use]
    pub fn authority_key_unsaved(&self) -> bool {
        self.set.as_ref().is_some_and(|set| set.authority.key.is_some() && !set.authority.saved)
    }

    /// What would be lost if the page were closed now; the worst of it.
    #[must_use]
    pub fn loss(&self) -> Loss {
        let bundles = || self.export.bundles.values();
        let keys = self.unsaved_keys();
        let passphrases = bundles().filter(|bundle| bundle.passphrase_is_at_risk()).count()
            + self.create.many.ready.passphrases_at_risk();
        let outdated = bundles().filter(|bundle| bundle.on_disk == OnDisk::Outdated).count();
        if self.authority_key_unsaved() {
            Loss::AuthorityKey
        } else if keys > 0 {
            Loss::Keys(keys)
        } else if passphrases > 0 {
            Loss::Passphrases(passphrases)
        } else if outdated > 0 {
            Loss::Changes(outdated)
        } else {
            Loss::Nothing
        }
    }

    /// What is typed in a field that the worker described; `None` when the user changed nothing there.
    #[must_use]
    pub fn typed(&self, place: Place) -> Option<&str> {
        match place {
            Place::Create(Which::Set, field) => Some(self.create.form.choice(field)),
            Place::Create(Which::More, field) => {
                self.create.more.as_ref().map(|more| more.form.choice(field))
            }
            Place::Deploy(field) => self.deploy.draft.changed(field),
        }
    }

    /// A certificate of the set.
    pub(crate) fn item(&self, id: ItemId) -> Option<&Rc<Item>> {
        self.set.as_ref().and_then(|set| set.item(id))
    }

    /// Changes the set, if there is one.
    pub(crate) fn change_set(&mut self, change: impl FnOnce(&mut CertificateSet)) {
        if let Some(set) = &mut self.set {
            change(Rc::make_mut(set));
        }
    }

    /// Ends every task that waits for the worker: with a fault, or quietly when the user asked for it.
    pub(crate) fn abandon(&mut self, fault: Option<&Problem>) {
        self.create.abandon(fault);
        self.export.abandon(fault);
    }

    /// Gives up all that the worker was doing, and has it started anew.
    pub(crate) fn restart_worker(&mut self, fault: Option<&Problem>) -> Effect {
        self.abandon(fault);
        self.worker = Worker::Starting;
        Effect::RestartWorker
    }

    pub(crate) fn next_task(&mut self) -> TaskId {
        self.last_task = TaskId(self.last_task.0 + 1);
        self.last_task
    }

    pub(crate) fn say(&mut self, what: Said) {
        self.notices += 1;
        self.notice = Some(Notice { number: self.notices, what });
    }
}

/// What the page knows of the lab, whose rooms are another program's.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lab {
    /// Why it could not be loaded.
    pub fault: Option<Problem>,
    /// The set that it was told of last.
    pub(crate) knows: Option<Rc<CertificateSet>>,
}

/// What closing the page would lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// Nothing.
    Nothing,
    /// The authority's key, which cannot be made again.
    AuthorityKey,
    /// This many private keys.
    Keys(usize),
    /// The passphrases of this many saved bundles: nobody has seen them.
    Passphrases(usize),
    /// What has changed since this many bundles were saved.
    Changes(usize),
}

/// A question that is asked before something that cannot be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Take a certificate out of the set; its key is lost unless saved.
    Remove(ItemId),
    /// Revoke a certificate for this reason.
    Revoke(ItemId, Reason),
    /// Forget the whole set and begin again with the form as it is.
    StartOver,
    /// Save this certificate's private key as an unencrypted file.
    SaveKeyUnencrypted(ItemId),
    /// Save the opened file in this place, whose key is unencrypted.
    SaveOpenedUnencrypted(usize),
    /// Put the opened authority in the place of a set with unsaved keys.
    ReplaceSet,
    /// Make a new set although the present one has unsaved keys.
    MakeAgain,
}
