//! A desk to sit at: holds a state, carries out what `update` asks for as the browser would, without one.

pub(crate) mod shaking;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use pki::entropy::Entropy;
use pki::key::KeySource;
use pki::name::idna::Idna;
use pki::secret::Secret;
use testkit::entropy::SeededEntropy;
use testkit::keys::TestKeys;
use testkit::ready;
use workbench::document::{Block, Code};
use workbench::download::Download;
use workbench::effect::Effect;
use workbench::form::Which;
use workbench::job::Job;
use workbench::lab;
use workbench::msg::Msg;
use workbench::opened::Given;
use workbench::problem::Problem;
use workbench::rooms::export::{self, opening};
use workbench::rooms::inspect::Way;
use workbench::sealed::BundleId;
use workbench::settings::Settings;
use workbench::sight::{Answer, Examine};
use workbench::state::State;
use workbench::task::{Progress, Task, TaskId};
use workbench::update::update;
use workbench::work::{Powers, Work as _};

/// The application with a native worker, a clipboard and a downloads folder in memory.
pub(crate) struct Desk {
    pub(crate) state: State,
    pub(crate) lab: lab::State,
    /// What the address says.
    pub(crate) address: String,
    pub(crate) downloads: Vec<Download>,
    pub(crate) clipboard: Vec<String>,
    /// Jobs are kept here instead of being run while this is `Some`.
    pub(crate) held: Option<Vec<(TaskId, Job)>>,
    pub(crate) worker_starts: usize,
    /// The forms whose first wrong field was led to.
    pub(crate) mended: Vec<Which>,
    pub(crate) progress: RefCell<Vec<Progress>>,
    /// The elements of the lab to which the focus was led.
    #[allow(dead_code, reason = "not every test asks where the focus is")]
    pub(crate) focused: Vec<String>,
    keys: TestKeys,
    /// Grows, so that no two jobs draw the same.
    seed: Cell<u64>,
}

/// All files and commands among these blocks.
#[allow(dead_code, reason = "each test program uses its part of the desk")]
pub(crate) fn codes(blocks: &[Block]) -> Vec<&Code> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Code(code) => found.push(code),
            Block::Deeds(deeds) => found.extend(deeds.iter().flat_map(|deed| codes(&deed.blocks))),
            Block::Fold(fold) => found.extend(codes(&fold.blocks)),
            Block::Tabs(row) => found.extend(row.tabs.iter().flat_map(|tab| codes(&tab.blocks))),
            _ => {}
        }
    }
    found
}

impl Desk {
    /// A page that has just been opened and whose worker is ready.
    pub(crate) fn new() -> Desk {
        let mut desk = Desk {
            state: State::new(testkit::NOW, Settings::default()),
            lab: lab::State::new(testkit::NOW),
            address: String::new(),
            downloads: Vec::new(),
            clipboard: Vec::new(),
            held: None,
            worker_starts: 1,
            mended: Vec::new(),
            progress: RefCell::default(),
            focused: Vec::new(),
            keys: TestKeys::new(),
            seed: Cell::new(0),
        };
        desk.tell(Msg::WorkerReady);
        desk.tell_lab(lab::Msg::ExaminerReady);
        desk
    }

    /// The files and commands of the Deploy room.
    #[allow(dead_code, reason = "each test program uses its part of the desk")]
    pub(crate) fn deployed(&self) -> Vec<&Code> {
        self.state.deploy.plan.document.0.iter().flat_map(|section| codes(&section.blocks)).collect()
    }

    /// Seals and saves everything and takes the passphrases: the authority's file and its passphrase.
    #[allow(dead_code, reason = "each test program uses its part of the desk")]
    pub(crate) fn save_all(&mut self) -> (Rc<Vec<u8>>, String) {
        self.tell(Msg::Export(export::Msg::SealAll));
        self.tell(Msg::Export(export::Msg::SaveAll));
        for id in self.state.export.bundles.keys().copied().collect::<Vec<_>>() {
            self.tell(Msg::Export(export::Msg::Shown(id)));
        }
        let bundle = &self.state.export.bundles[&BundleId::Authority];
        let sealed = bundle.sealed.clone().unwrap_or_else(|| panic!("sealed: {:?}", bundle.sealing));
        (Rc::clone(&sealed.bytes), bundle.passphrase.expose().to_owned())
    }

    /// Gives a file and its passphrase to be opened.
    #[allow(dead_code, reason = "not every test opens something")]
    pub(crate) fn open(&mut self, name: &str, bytes: Rc<Vec<u8>>, passphrase: &str) {
        self.opening(opening::Msg::File(Given { name: name.to_owned(), bytes }));
        self.opening(opening::Msg::Passphrase(Secret::new(passphrase.as_bytes().to_vec())));
        self.opening(opening::Msg::Open);
    }

    /// Something happens to what is being opened.
    #[allow(dead_code, reason = "not every test opens something")]
    pub(crate) fn opening(&mut self, msg: opening::Msg) {
        self.tell(Msg::Export(export::Msg::Opening(msg)));
    }

    /// Why the last attempt to open something failed.
    #[allow(dead_code, reason = "not every test opens something")]
    pub(crate) fn open_fault(&self) -> Option<&Problem> {
        self.state.export.opening.task().and_then(Task::fault)
    }

    /// Something happens; everything that follows from it is carried out.
    pub(crate) fn tell(&mut self, msg: Msg) {
        let mut waiting = vec![msg];
        while let Some(msg) = waiting.pop() {
            for effect in update(&mut self.state, msg) {
                waiting.extend(self.carry_out(effect));
            }
        }
    }

    /// The same in the lab.
    pub(crate) fn tell_lab(&mut self, msg: lab::Msg) {
        let mut waiting = vec![msg];
        while let Some(msg) = waiting.pop() {
            for effect in lab::update::update(&mut self.lab, msg) {
                waiting.extend(self.carry_out_for_lab(effect));
            }
        }
    }

    fn carry_out_for_lab(&mut self, effect: lab::Effect) -> Option<lab::Msg> {
        match effect {
            lab::Effect::Look(task, sight) => {
                let seen = ready(across(*sight).run(&*self));
                Some(lab::Msg::Seen(task, Box::new(across(seen))))
            }
            lab::Effect::RestartExaminer => Some(lab::Msg::ExaminerReady),
            lab::Effect::Copy(clip) => {
                self.clipboard.push(clip.0);
                Some(lab::Msg::Copied)
            }
            lab::Effect::Download(file) => {
                self.downloads.push(file);
                None
            }
            lab::Effect::Record(issued) => {
                self.tell(Msg::Issued(Box::new(across(*issued))));
                None
            }
            lab::Effect::Address(address) | lab::Effect::Visit(address) => {
                self.address = address;
                None
            }
            lab::Effect::Focus(name) => {
                self.focused.push(name);
                None
            }
            // tests say themselves when it is time
            lab::Effect::Picture(..) | lab::Effect::Later(_) => None,
        }
    }

    /// Runs the jobs that were held back.
    #[allow(dead_code, reason = "not every test holds jobs back")]
    pub(crate) fn release(&mut self) {
        for (task, job) in self.held.take().unwrap_or_default() {
            let output = ready(job.run(&*self));
            self.tell(Msg::Done(task, Box::new(output)));
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Msg> {
        match effect {
            Effect::Run(task, job) => {
                if let Some(held) = &mut self.held {
                    held.push((task, *job));
                    return None;
                }
                let output = ready(across(*job).run(&*self));
                Some(Msg::Done(task, Box::new(across(output))))
            }
            Effect::Examine(task, errand) => {
                let work: Examine = postcard::from_bytes(&errand.octets).expect("written by the worker");
                let Answer::Blocks(blocks) = ready(work.run(&*self)) else { panic!("{}", errand.what) };
                Some(Msg::Viewed(task, across(blocks)))
            }
            Effect::Lab(told) => {
                self.tell_lab(lab::Msg::Told(Box::new(across(*told)), Way::default()));
                None
            }
            Effect::RestartWorker => {
                self.worker_starts += 1;
                self.held = self.held.take().map(|_| Vec::new());
                Some(Msg::WorkerReady)
            }
            Effect::Copy(clip) => {
                self.clipboard.push(clip.0);
                Some(Msg::Copied)
            }
            Effect::Download(file) => {
                self.downloads.push(file);
                None
            }
            Effect::Store(_) => None,
            Effect::Go(room) => Some(Msg::Entered(room)),
            Effect::Mend(which) => {
                self.mended.push(which);
                None
            }
        }
    }
}

impl Powers for Desk {
    fn keys(&self) -> &impl KeySource {
        &self.keys
    }

    fn entropy(&self) -> impl Entropy {
        self.seed.set(self.seed.get() + 1);
        SeededEntropy::new(self.seed.get())
    }

    fn idna(&self) -> &dyn Idna {
        &testkit::Tables
    }

    fn progress(&self, progress: Progress) {
        self.progress.borrow_mut().push(progress);
    }
}

/// What page and worker say to each other crosses as bytes, and must come out as it went in.
fn across<T: serde::Serialize + for<'a> serde::Deserialize<'a> + PartialEq + std::fmt::Debug>(value: T) -> T {
    let bytes = postcard::to_allocvec(&value).expect("written");
    let again: T = postcard::from_bytes(&bytes).expect("read");
    assert_eq!(again, value);
    again
}
