//! The data of the doctor: blocks of lines become entries. A block that is not whole is a fault of ours, and a test finds it.

use text::Lang;

use super::alert::Alert;
use super::loaded::Asks;
use super::number::Numbers;
use super::seen::Pattern;

const ENTRIES: &str = include_str!("../../doctor/entries.txt");

/// Which side says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// The server, in its log or its answer.
    Server,
    /// The client.
    Client,
    /// A program before anything is sent: `nginx -t`, openssl, a library that loads files.
    Tool,
}

/// What is known of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name, which stays.
    pub id: &'static str,
    /// Which side says it.
    pub says: Says,
    pub(super) patterns: Vec<Pattern>,
    /// What stands between the parts of no pattern of its.
    pub(super) without: Option<Pattern>,
    /// What both sides print alike.
    pub(super) either: Vec<Pattern>,
    /// What tells of it where nothing else is said, as it is compared.
    pub(super) alone: Vec<Pattern>,
    /// What is told in its place where a server printed it.
    pub(super) mirror: Option<&'static str>,
    /// Whether it is told of a line of which nothing else is known.
    pub(super) general: bool,
    /// What printed it, as far as it was seen: a program with its version, or an address where somebody shows it.
    pub sources: Vec<&'static str>,
    pub(super) asks: Vec<Asks>,
    /// Whether it comes of something else that stands in the same message.
    pub(super) follows: bool,
    /// The alerts that it tells of.
    pub(super) alerts: Vec<Alert>,
    /// The causes that it tells of by OpenSSL's number.
    pub(super) numbers: Numbers,
    means: [&'static str; 2],
    causes: [Vec<&'static str>; 2],
    tell: [&'static str; 2],
    remedy: [&'static str; 2],
}

impl Entry {
    /// All that it is recognised by, as it is compared.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let patterns = self.patterns.iter().chain(&self.without).chain(&self.either);
        let alerts = self.alerts.iter().flat_map(Alert::words);
        patterns.flat_map(Pattern::words).chain(alerts).chain(self.numbers.words())
    }

    /// What it means.
    #[must_use]
    pub fn means(&self, lang: Lang) -> &'static str {
        self.means[place(lang)]
    }

    /// Likely causes, the likeliest first.
    #[must_use]
    pub fn causes(&self, lang: Lang) -> &[&'static str] {
        &self.causes[place(lang)]
    }

    /// How to tell the causes apart.
    #[must_use]
    pub fn tell(&self, lang: Lang) -> &'static str {
        self.tell[place(lang)]
    }

    /// What to do.
    #[must_use]
    pub fn remedy(&self, lang: Lang) -> &'static str {
        self.remedy[place(lang)]
    }
}

fn place(lang: Lang) -> usize {
    usize::from(lang == Lang::Ko)
}

/// All entries, in their order.
#[must_use]
pub fn entries() -> &'static [Entry] {
    static ALL: std::sync::OnceLock<Vec<Entry>> = std::sync::OnceLock::new();
    ALL.get_or_init(read)
}

fn read() -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    for line in ENTRIES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(id) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            all.push(Entry {
                id,
                says: Says::Tool,
                patterns: Vec::new(),
                without: None,
                either: Vec::new(),
                alone: Vec::new(),
                mirror: None,
                general: false,
                sources: Vec::new(),
                asks: Vec::new(),
                follows: false,
                alerts: Vec::new(),
                numbers: Numbers::default(),
                means: [""; 2],
                causes: [Vec::new(), Vec::new()],
                tell: [""; 2],
                remedy: [""; 2],
            });
            continue;
        }
        let (Some(entry), Some((key, value))) = (all.last_mut(), line.split_once(": ")) else { continue };
        let (name, lang) =
            key.split_once('.').map_or((key, 0), |(name, lang)| (name, usize::from(lang == "ko")));
        match name {
            "says" => {
                entry.says = match value {
                    "server" => Says::Server,
                    "client" => Says::Client,
                    _ => Says::Tool,
                };
            }
            "pattern" => entry.patterns.push(Pattern::of(value)),
            "without" => entry.without = Some(Pattern::of(value)),
            "either" => entry.either.push(Pattern::of(value)),
            "alone" => entry.alone.push(Pattern::of(value)),
            "mirror" => entry.mirror = Some(value),
            "general" => entry.general = value == "yes",
            "alert" => entry.alerts.extend(Alert::of(value)),
            "verify" => entry.numbers.add_all(value),
            "peer" => entry.numbers.add_of_connections(value),
            "caller" => entry.numbers.add_of_callers(value),
            "follows" => entry.follows = value == "yes",
            "source" => entry.sources.push(value),
            "loaded" => entry.asks.extend(value.split(' ').filter_map(Asks::of)),
            "means" => entry.means[lang] = value,
            "cause" => entry.causes[lang].push(value),
            "tell" => entry.tell[lang] = value,
            "remedy" => entry.remedy[lang] = value,
            _ => {}
        }
    }
    all
}
