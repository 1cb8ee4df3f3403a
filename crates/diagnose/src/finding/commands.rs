//! What is remarkable about the commands of a guide, with which certificates are made, files are moved and servers are started.
//! Commands are read and not run; nginx's configuration is `finding`'s.

use text::{Lang, Message};

use crate::curl;

/// What is remarkable, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What.
    pub habit: Habit,
    /// The line, counted from 1.
    pub line: usize,
}

/// A habit of guides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words of each stand in `message`")]
pub enum Habit {
    VersionOne,
    DefaultAuthority,
    SameSubject,
    RsaEverywhere,
    SameDays(u32),
    KeysReadable,
    OneFolder,
    ThroughTemporary,
    CopiesAsRoot,
    ListensEverywhere,
    KillsAll,
    NotAService,
    UpgradesAll,
    FalseProof,
    WeakArchive,
    OldRelease,
    NoFirewall,
}

impl Habit {
    /// What is remarkable, and what to do instead.
    #[must_use]
    pub fn message(self, lang: Lang) -> Message {
        use text::diagnose as say;
        match self {
            Habit::VersionOne => say::version_one(lang),
            Habit::DefaultAuthority => say::default_authority(lang),
            Habit::SameSubject => say::same_subject(lang),
            Habit::RsaEverywhere => say::rsa_everywhere(lang),
            Habit::SameDays(days) => say::same_days(lang, days as usize),
            Habit::KeysReadable => say::keys_readable(lang),
            Habit::OneFolder => say::one_folder(lang),
            Habit::ThroughTemporary => say::through_temporary(lang),
            Habit::CopiesAsRoot => say::copies_as_root(lang),
            Habit::ListensEverywhere => say::listens_everywhere(lang),
            Habit::KillsAll => say::kills_all(lang),
            Habit::NotAService => say::not_a_service(lang),
            Habit::UpgradesAll => say::upgrades_all(lang),
            Habit::FalseProof => say::false_proof(lang),
            Habit::WeakArchive => say::weak_archive(lang),
            Habit::OldRelease => say::old_release(lang),
            Habit::NoFirewall => say::no_firewall(lang),
        }
    }
}

/// What is remarkable about the commands of a text: a script, or Markdown with its blocks of code.
#[must_use]
pub fn of_commands(text: &str) -> Vec<Advice> {
    let blocks = blocks(text);
    let mut found: Vec<Advice> = Vec::new();
    let mut seen = Facts::default();
    for (first, block) in &blocks {
        for (offset, line) in block.lines().enumerate() {
            if line.contains("0.0.0.0")
                && (line.contains(".run(") || line.contains("--host") || line.contains("--bind"))
            {
                found.push(Advice { habit: Habit::ListensEverywhere, line: first + offset });
                seen.everywhere = seen.everywhere.or(Some(first + offset));
            }
        }
        let mut from = 0;
        for (words, source) in curl::commands(block) {
            let at = block[from..].find(&source).map_or(from, |at| from + at);
            from = at;
            let line = first + block[..at].matches('\n').count();
            let plain: Vec<&str> = words.iter().map(String::as_str).collect();
            seen.command(&plain, line, &mut found);
        }
    }
    seen.together(&mut found);
    if let Some(line) = text.lines().position(|line| line.contains("Ubuntu 24.10")) {
        found.push(Advice { habit: Habit::OldRelease, line: line + 1 });
    }
    found.sort_by_key(|advice| advice.line);
    let mut unique: Vec<Advice> = Vec::new();
    for advice in found {
        if unique.iter().all(|known| known.habit != advice.habit) {
            unique.push(advice);
        }
    }
    unique
}

/// The blocks of code of Markdown with the line on which each begins, without nginx's; the whole text when it has none.
fn blocks(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, String, bool)> = None;
    for (number, line) in text.lines().enumerate() {
        let bare = line.trim_start();
        match (&mut open, bare.strip_prefix("```")) {
            (None, Some(kind)) => {
                let wanted = !["nginx", "mermaid"].contains(&kind.trim());
                open = Some((number + 2, String::new(), wanted));
            }
            (Some(_), Some(_)) => {
                if let Some((first, block, true)) = open.take() {
                    found.push((first, block));
                }
            }
            (Some((_, block, _)), None) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, None) => {}
        }
    }
    if found.is_empty() && !text.contains("```") { vec![(1, text.to_owned())] } else { found }
}

/// What is known only once several commands were read.
#[derive(Debug, Default)]
struct Facts {
    days: Vec<(u32, usize)>,
    rsa: Vec<usize>,
    keys: Vec<usize>,
    folders: Vec<(String, usize)>,
    subjects: Vec<(String, usize)>,
    guarded: bool,
    /// Where something begins to listen on all addresses.
    everywhere: Option<usize>,
    firewall: bool,
}

impl Facts {
    fn command(&mut self, words: &[&str], line: usize, found: &mut Vec<Advice>) {
        let mut tell = |habit| found.push(Advice { habit, line });
        let root = words.first() == Some(&"sudo");
        let words = if root { &words[1..] } else { words };
        let Some(program) = words.first() else { return };
        let has = |word: &str| words.contains(&word);
        match *program {
            "openssl" => self.openssl(words, line, &mut tell),
            "cd" => self.folders.extend(words.get(1).map(|folder| ((*folder).to_owned(), line))),
            "umask" | "chmod" => self.guarded = true,
            "scp" => {
                if root {
                    tell(Habit::CopiesAsRoot);
                }
                if words.last().is_some_and(|to| to.contains(":/tmp")) {
                    tell(Habit::ThroughTemporary);
                }
            }
            "gcloud" if has("scp") => {
                if root {
                    tell(Habit::CopiesAsRoot);
                }
                if words.iter().any(|word| word.contains(":/tmp")) {
                    tell(Habit::ThroughTemporary);
                }
            }
            "mv" | "cp" if words.iter().any(|word| word.starts_with("/tmp/")) => {
                tell(Habit::ThroughTemporary);
            }
            "pkill" | "killall" if has("nginx") => tell(Habit::KillsAll),
            "nohup" => tell(Habit::NotAService),
            "apt-get" | "apt" if has("upgrade") || has("dist-upgrade") || has("full-upgrade") => {
                tell(Habit::UpgradesAll);
            }
            "zip" if has("-e") || has("--encrypt") || words.iter().any(|word| word.starts_with("-P")) => {
                tell(Habit::WeakArchive);
            }
            "curl" => {
                let https = words.iter().any(|word| word.starts_with("https://"));
                let knows = ["--cacert", "--capath", "-k", "--insecure", "--cert", "-E"]
                    .iter()
                    .any(|option| has(option));
                if https && !knows {
                    tell(Habit::FalseProof);
                }
            }
            "ufw" | "firewall-cmd" | "iptables" | "nft" => self.firewall = true,
            _ => {}
        }
    }

    fn openssl(&mut self, words: &[&str], line: usize, tell: &mut dyn FnMut(Habit)) {
        let has = |word: &str| words.contains(&word);
        let after = |word: &str| {
            words.iter().position(|found| *found == word).and_then(|at| words.get(at + 1).copied())
        };
        let extended =
            ["-extfile", "-copy_extensions", "-addext", "-extensions"].iter().any(|option| has(option));
        match words.get(1).copied() {
            Some("x509") if has("-req") && !extended => tell(Habit::VersionOne),
            Some("req") if has("-x509") && !extended && !has("-config") => tell(Habit::DefaultAuthority),
            Some("genpkey" | "genrsa") => {
                self.keys.push(line);
                if words.get(1) == Some(&"genrsa") || after("-algorithm") == Some("RSA") {
                    self.rsa.push(line);
                }
            }
            _ => {}
        }
        if let Some(days) = after("-days").and_then(|days| days.parse().ok()) {
            self.days.push((days, line));
        }
        if let Some(subject) = after("-subj") {
            self.subjects.push((subject.to_owned(), line));
        }
    }

    fn together(&self, found: &mut Vec<Advice>) {
        let mut tell = |habit, line| found.push(Advice { habit, line });
        if let [(first, line), rest @ ..] = &self.days[..]
            && rest.len() >= 2
            && rest.iter().all(|(days, _)| days == first)
        {
            tell(Habit::SameDays(*first), *line);
        }
        if let [line, _, _, ..] = self.rsa[..] {
            tell(Habit::RsaEverywhere, line);
        }
        if let (Some(line), false) = (self.keys.first(), self.guarded) {
            tell(Habit::KeysReadable, *line);
        }
        if let [(first, line), rest @ ..] = &self.folders[..]
            && rest.len() >= 2
            && rest.iter().all(|(folder, _)| folder == first)
            && !self.keys.is_empty()
        {
            tell(Habit::OneFolder, *line);
        }
        if let (Some(line), false) = (self.everywhere, self.firewall) {
            tell(Habit::NoFirewall, line);
        }
        let mut subjects = self.subjects.iter();
        while let Some((subject, _)) = subjects.next() {
            if let Some((_, line)) = subjects.as_slice().iter().find(|(other, _)| other == subject) {
                tell(Habit::SameSubject, *line);
            }
        }
    }
}
