//! A handshake of the user's own, played by rustls on both sides, or one that was recorded: every message with its fields, its
//! octets, why it is there, what both sides can compute after it, and how it ended for each. All in the reader's language, so that
//! the page only draws.

mod deployed;
pub(super) mod example;
mod file;
mod found;
mod key_logs;
pub mod kit;
mod ours;
mod outcome;
mod picture;
pub(super) mod prediction;
mod raw;
mod recorded;
pub mod round;
mod sent;

use std::rc::Rc;

use handshake::capture;
use handshake::catalogue::workshop::{MakeError, Set, Workshop};
use handshake::catalogue::{ENTRIES, Entry, Expected, Play as Staging, Theme};
use handshake::dissect::dissect_connections;
use handshake::key_log::KeyLog;
use handshake::lab;
use handshake::scenario::{Scenario, Session, Speaks, Version};
use handshake::transcript::{Connection, Transcript};
use pki::key::{KeyAlgorithm, KeySource as _, PrivateKey};
use pki::moment::Moment;
use serde::{Deserialize, Serialize};
use text::handshake_room as say;
use text::{Lang, Message};

use file::Kept;
pub use file::{Contents, File, Unwritten};
pub use raw::Raw;
pub use sent::{Behind, Sent};

use crate::deployed::Packed;
use crate::document::{Block, Verdict};
use crate::opened::Given;
use crate::work::Powers;
use recorded::recorded;

/// What the sequence is saved as.
pub const PICTURE: &str = "handshake.svg";

/// What to play, or to take apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// What was made on the page, with its keys; without it an example is made.
    pub ours: Option<Box<Ours>>,
    /// What is wanted.
    pub wanted: Wanted,
    /// What is shown where nothing comes of that: what was on show, if it is to be written anew.
    pub instead: Option<Wanted>,
    /// Whether a scenario is played twice, over TLS 1.3 and over 1.2.
    pub versions: Versions,
    /// What a link named, if one led here.
    pub link: Link,
    /// Key logs beside a recording.
    pub keys: Vec<Given>,
    /// What was chosen in Deploy.
    pub deployed: Option<Packed>,
    /// The certificates and lists that were made on the page.
    pub made: Vec<Given>,
    /// When what Deploy leads to would be exported.
    pub now: Moment,
    /// The moment at which both sides judge.
    pub at: Moment,
    /// The reader's language.
    pub lang: Lang,
}

/// Over which versions of TLS a scenario is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Versions {
    /// Over the one that both sides agree on.
    #[default]
    Agreed,
    /// Over 1.3, and beside it over 1.2.
    Both,
}

/// What a link named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Link {
    /// Nobody came by a link.
    #[default]
    Nothing,
    /// This message of this connection.
    Message(usize, usize),
    /// A message of a recording that is not open.
    Recording,
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Wanted {
    /// A scenario of the catalogue, by its name.
    Scenario(String),
    /// Recordings.
    Recordings(Recordings),
}

/// Recordings that were given at once, pcapng or pcap: the first that can be read is taken apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recordings(pub Vec<Given>);

impl Wanted {
    /// Whether it is what was chosen in Deploy.
    #[must_use]
    pub fn is_deployed(&self) -> bool {
        matches!(self, Wanted::Scenario(name) if deployed::Call::find(name).is_some())
    }
}

impl Default for Wanted {
    fn default() -> Wanted {
        Wanted::Scenario("good".to_owned())
    }
}

/// A set with its keys, as the handshake needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ours {
    /// The authority's certificate, DER.
    pub authority: Vec<u8>,
    /// Its key, if it is at hand.
    pub authority_key: Option<PrivateKey>,
    /// A server's certificate, DER, with its key, if one is at hand.
    pub server: Option<(Vec<u8>, PrivateKey)>,
    /// A client's.
    pub client: Option<(Vec<u8>, PrivateKey)>,
    /// The names of the service, as the server's certificate has them or as they were typed.
    pub names: Vec<String>,
    /// What the authority's next revocation list has to say.
    pub revocations: kit::Revocations,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Play {
    /// Everything on offer, by theme: name, and words.
    pub offer: Vec<(String, Vec<(String, String)>)>,
    /// The name of the scenario that it is of; empty for a recording that was opened.
    pub scenario: String,
    /// What it is called.
    pub title: String,
    /// What a link named and is not here.
    pub missed: Option<Message>,
    /// Why nothing came of what is wanted, where this is shown instead.
    pub refused: Vec<Message>,
    /// What is to be seen in it, and whose certificates are shown.
    pub about: Vec<Block>,
    /// How it ended for each side.
    pub outcome: Vec<Block>,
    /// What the real programs do with the same; empty for a recording that was opened, which has no files.
    pub prediction: Vec<Block>,
    /// What each connection is called.
    pub titles: Vec<String>,
    /// Whether the connections are the same over two versions.
    pub versions: Versions,
    /// Whether the same over both versions says something, so that it can be asked for.
    pub has_versions: bool,
    /// The connections, each with its messages in the order in which they were whole.
    pub connections: Vec<Vec<Sent>>,
    /// The records that carry their messages ([`Sent::raw`]).
    pub raws: Vec<Raw>,
    /// What can be saved.
    pub files: Vec<File>,
}

impl Look {
    /// Plays or takes apart.
    ///
    /// # Errors
    /// What is wrong and what to try, for each of several recordings.
    pub(crate) async fn run(self, powers: &impl Powers) -> Result<Play, Vec<Message>> {
        match (self.of(&self.wanted, powers).await, &self.instead) {
            (Err(refused), Some(instead)) => Ok(Play { refused, ..self.of(instead, powers).await? }),
            (play, _) => play,
        }
    }

    async fn of(&self, wanted: &Wanted, powers: &impl Powers) -> Result<Play, Vec<Message>> {
        let lang = self.lang;
        let (mut play, unknown) = match wanted {
            Wanted::Recordings(recordings) => (self.opened(recordings)?, false),
            Wanted::Scenario(name) => match deployed::Call::find(name) {
                Some(call) => (deployed::play(self, call, powers).map_err(|error| vec![error])?, false),
                None => {
                    let entry = Entry::find(name);
                    let play = self.scenario(entry.unwrap_or(&ENTRIES[0]), powers).await;
                    (play.map_err(|error| vec![error])?, entry.is_none())
                }
            },
        };
        let title = play.title.as_str();
        play.missed = match self.link {
            _ if unknown => Some(say::link_scenario(lang, &title)),
            Link::Recording => Some(say::link_recording(lang, &title)),
            Link::Message(connection, message)
                if play.connections.get(connection).is_none_or(|messages| message >= messages.len()) =>
            {
                Some(say::link_message(lang, &title))
            }
            _ => None,
        };
        Ok(play)
    }

    /// The first recording that can be read, with the key logs that were given beside it. Of the others it is said why they cannot be
    /// read, or that nobody looked.
    fn opened(&self, Recordings(files): &Recordings) -> Result<Play, Vec<Message>> {
        let lang = self.lang;
        let log =
            |file: &Given| capture::secrets(&file.bytes).unwrap_or_else(|| KeyLog::parse_octets(&file.bytes));
        let mut unread = Vec::new();
        for (place, file) in files.iter().enumerate() {
            // what looks like a key log and has no secrets is neither opened nor looked into
            if let Some(message) = key_logs::void(file, lang) {
                unread.push(message);
                continue;
            }
            let keys = KeyLog { entries: self.keys.iter().flat_map(|file| log(file).entries).collect() };
            let mut play = match recorded(&file.bytes, keys, &file.name, say::recorded(lang), None, lang) {
                Ok(play) => play,
                Err(message) => {
                    unread.push(message);
                    continue;
                }
            };
            let (left, mut void) = key_logs::sorted(&files[place + 1..], lang);
            let left = names(left);
            if !left.is_empty() {
                let told = say::not_taken(lang, &file.name, &left);
                play.about.insert(0, Block::Finding(Verdict::Caution, told));
            }
            let unread = unread.into_iter().map(|message| Block::Finding(Verdict::Refused, message));
            play.about.splice(0..0, unread);
            let (keys, void_keys) = key_logs::sorted(&self.keys, lang);
            void.extend(void_keys);
            let void = void.into_iter().map(|message| Block::Finding(Verdict::Caution, message));
            play.about.splice(0..0, void);
            if !keys.is_empty() {
                play.about.push(Block::Aside(say::with_key_logs(lang, &names(keys)).into()));
            }
            return Ok(play);
        }
        Err(unread)
    }

    async fn scenario(&self, entry: &Entry, powers: &impl Powers) -> Result<Play, Message> {
        let lang = self.lang;
        let mut set = set(self.ours.as_deref(), self.at, powers, lang)?;
        let mut play = match staged(entry, &mut set, powers, lang).await? {
            Staging::Recording(recording) => {
                let whence = say::recorded_from_openssl(lang);
                let refusal = recording.refusal.as_ref();
                let (keys, title) = (KeyLog::default(), entry.title(lang));
                let mut play = recorded(recording.file, keys, title, whence, refusal, lang)?;
                let refused = recording
                    .refusal
                    .iter()
                    .flat_map(|refusal| outcome::refused(refusal, refusal.rule(), lang));
                play.outcome.splice(0..0, refused);
                play.prediction = prediction::of(&recording.alike, None, lang);
                play.files.insert(0, File::pcapng(recording.file));
                play
            }
            Staging::Lab(staged) => {
                let transcript = run(&staged.scenario, powers, lang)?;
                let has_versions = is_the_same_over_both(&staged.scenario);
                // links of earlier versions of the page do not say that the second of two versions is meant
                let versions = match self.link {
                    Link::Message(1, _) if transcript.connections.len() == 1 => Versions::Both,
                    _ => self.versions,
                };
                let shown = match versions {
                    Versions::Both if !has_versions => played(&transcript, self.at, lang),
                    Versions::Agreed => played(&transcript, self.at, lang),
                    Versions::Both => over_each(&staged.scenario, self.at, powers, lang)?,
                };
                let whose = match &self.ours {
                    Some(ours) if ours.server.is_some() && ours.client.is_some() => say::of_yours(lang),
                    Some(_) => say::of_your_authority(lang),
                    None => say::of_an_example(lang),
                };
                let mut about = vec![Block::Aside(whose.into())];
                if Expected::of(transcript.last()) != Some(entry.expected) {
                    about.insert(0, Block::Finding(Verdict::Caution, say::ends_otherwise(lang)));
                }
                Play {
                    has_versions,
                    about,
                    prediction: prediction::of(&staged, Some(&transcript), lang),
                    ..shown
                }
            }
        };
        entry.title(lang).clone_into(&mut play.title);
        entry.id.clone_into(&mut play.scenario);
        if play.files.iter().all(|file| file.name != PICTURE) {
            draw(&mut play, lang);
        }
        play.about.insert(0, Block::Paragraph(entry.lesson(lang).into()));
        Ok(play)
    }
}

fn names(files: Vec<&Given>) -> String {
    files.into_iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// What scenarios are made from: the user's own set, or an example.
fn set(ours: Option<&Ours>, at: Moment, powers: &impl Powers, lang: Lang) -> Result<Set, Message> {
    let set = match ours {
        Some(ours) => ours.set(at, powers),
        None => example::set(at, &mut powers.entropy(), powers.idna()),
    };
    set.map_err(|error| error.message(lang))
}

/// Stages a scenario; the first that needs RSA has keys made, which stay in the set.
async fn staged(entry: &Entry, set: &mut Set, powers: &impl Powers, lang: Lang) -> Result<Staging, Message> {
    let mut staging = stage(entry, set, powers);
    if staging == Err(MakeError::NoRsaKey) {
        add_rsa(set, powers, lang).await?;
        staging = stage(entry, set, powers);
    }
    staging.map_err(|error| error.message(lang))
}

/// Gives the set the RSA keys that it needs at most.
async fn add_rsa(set: &mut Set, powers: &impl Powers, lang: Lang) -> Result<(), Message> {
    for _ in 0..2 {
        let key = powers.keys().generate(KeyAlgorithm::Rsa2048).await;
        set.rsa.push(key.map_err(|error| error.message(lang))?);
    }
    Ok(())
}

fn stage(entry: &Entry, set: &Set, powers: &impl Powers) -> Result<Staging, MakeError> {
    let mut entropy = powers.entropy();
    entry.stage(&mut Workshop::new(set, &mut entropy)?)
}

/// Whether what a scenario shows can be seen over either version: not where it is about the versions themselves, or about a second
/// connection.
fn is_the_same_over_both(scenario: &Scenario) -> bool {
    let Scenario { client, server, .. } = scenario;
    let agree = client.offer.versions.iter().any(|version| server.offer.versions.contains(version));
    agree && scenario.session == Session::Full && client.speaks == Speaks::Tls
}

/// Both sides' connections.
fn run(scenario: &Scenario, powers: &impl Powers, lang: Lang) -> Result<Transcript, Message> {
    lab::run(scenario, &mut powers.entropy()).map_err(|error| error.message(lang))
}

/// The same over each version of TLS, beside each other.
fn over_each(scenario: &Scenario, at: Moment, powers: &impl Powers, lang: Lang) -> Result<Play, Message> {
    let connections: Result<Vec<Connection>, Message> = Version::ALL
        .into_iter()
        .map(|version| Ok(run(&over(scenario, version), powers, lang)?.last().clone()))
        .collect();
    Ok(beside(connections?, at, lang))
}

/// The scenario with this version of TLS alone, and no second connection.
fn over(scenario: &Scenario, version: Version) -> Scenario {
    let mut scenario = Scenario { session: Session::Full, ..scenario.clone() };
    scenario.client.offer.versions = vec![version];
    scenario
}

/// The same over each version, how each ended below its name.
fn beside(connections: Vec<Connection>, at: Moment, lang: Lang) -> Play {
    let titles: Vec<String> = Version::ALL.iter().map(|version| version.label().to_owned()).collect();
    let transcript = Transcript { connections };
    let mut outcome = Vec::new();
    for (title, connection) in titles.iter().zip(&transcript.connections) {
        outcome.push(Block::Paragraph(title.clone().into()));
        outcome.extend(outcome::of(connection, lang));
    }
    Play { outcome, titles, versions: Versions::Both, ..played(&transcript, at, lang) }
}

/// Adds the sequence as a picture to what can be saved.
fn draw(play: &mut Play, lang: Lang) {
    let titled = play.titles.iter().cloned().zip(play.connections.iter().map(Vec::as_slice));
    let svg = picture::svg(&play.title, &titled.collect::<Vec<_>>(), lang);
    play.files.push(File {
        name: PICTURE.into(),
        media: "image/svg+xml".into(),
        contents: Contents::Written(Rc::new(svg.into_bytes())),
    });
}

/// Everything on offer.
fn offer(lang: Lang) -> Vec<(String, Vec<(String, String)>)> {
    let entries = |theme: Theme| {
        let of_theme = ENTRIES.iter().filter(move |entry| entry.theme == theme);
        of_theme.map(|entry| (entry.id.to_owned(), entry.title(lang).to_owned())).collect()
    };
    let themes = Theme::ALL.into_iter().map(|theme| (theme.label(lang).to_owned(), entries(theme)));
    core::iter::once(deployed::theme(lang)).chain(themes).collect()
}

fn played(transcript: &Transcript, at: Moment, lang: Lang) -> Play {
    let mut raws = Vec::new();
    let connections = transcript
        .connections
        .iter()
        .zip(dissect_connections(&transcript.connections))
        .map(|(connection, dissection)| {
            sent::all(&dissection, sent::Known::Played(connection), &mut raws, lang)
        })
        .collect();
    Play {
        offer: offer(lang),
        scenario: String::new(),
        title: String::new(),
        missed: None,
        refused: Vec::new(),
        about: Vec::new(),
        outcome: outcome::of(transcript.last(), lang),
        prediction: Vec::new(),
        titles: titles(transcript.connections.len(), lang),
        versions: Versions::Agreed,
        has_versions: false,
        connections,
        raws,
        files: vec![
            File::pcapng(capture::write(transcript, at).expose()),
            File::json(&Kept::Played(transcript.clone())),
        ],
    }
}

/// What connections that follow each other are called.
fn titles(count: usize, lang: Lang) -> Vec<String> {
    (0..count)
        .map(|place| match (count, place) {
            (1, _) => say::sequence(lang),
            (_, 0) => say::first_connection(lang),
            _ => say::second_connection(lang),
        })
        .map(str::to_owned)
        .collect()
}
