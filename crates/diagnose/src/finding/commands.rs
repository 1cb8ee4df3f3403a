//! What is remarkable about the commands of a guide, with which certificates are made, files are moved and servers are started, and
//! about what it says and draws beside them.
//! Commands are read and not run; nginx's configuration is `finding`'s.

mod facts;
mod keys;
mod markdown;
mod prose;

use text::{Lang, Message};

use crate::curl;
use facts::Facts;
use markdown::{FENCE, Stretch, stretches};

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
    KeysReadableOnMac,
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
    SketchedHandshake,
    SketchedRefusal,
    UnnamedCipher,
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
            Habit::KeysReadableOnMac => say::keys_readable_on_mac(lang),
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
            Habit::SketchedHandshake => say::sketched_handshake(lang),
            Habit::SketchedRefusal => say::sketched_refusal(lang),
            Habit::UnnamedCipher => say::unnamed_cipher(lang),
        }
    }
}

/// What is remarkable about the commands of a text: a script, or Markdown with its blocks of code. `served` are the names that the
/// reader's own servers have, as far as a configuration tells them.
#[must_use]
pub fn of_commands(text: &str, served: &[String]) -> Vec<Advice> {
    let blocks = blocks(text);
    let mut found: Vec<Advice> = Vec::new();
    let mut seen = Facts::new(text, served);
    for (first, block) in &blocks {
        for (offset, line) in block.lines().enumerate() {
            if line.contains("0.0.0.0")
                && (line.contains(".run(") || line.contains("--host") || line.contains("--bind"))
            {
                found.push(Advice { habit: Habit::ListensEverywhere, line: first + offset });
                seen.listens_everywhere(first + offset);
            }
        }
        let mut from = 0;
        for (words, source) in curl::commands(block) {
            let at = block[from..].find(&source).map_or(from, |at| from + at);
            from = at;
            let line = first + block[..at].matches('\n').count();
            let plain: Vec<&str> = words.iter().map(String::as_str).collect();
            seen.command(&plain, &source, line, &mut found);
        }
    }
    seen.together(&mut found);
    if let Some(line) = text.lines().position(|line| line.contains("Ubuntu 24.10")) {
        found.push(Advice { habit: Habit::OldRelease, line: line + 1 });
    }
    found.extend(prose::remarks(text));
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
    if !text.contains(FENCE) {
        return vec![(1, text.to_owned())];
    }
    let wanted = |stretch: &Stretch<'_>| {
        stretch.is_closed && stretch.code.is_some_and(|kind| !["nginx", "mermaid"].contains(&kind))
    };
    let code = stretches(text).into_iter().filter(wanted);
    code.map(|stretch| (stretch.first, stretch.lines.iter().flat_map(|line| [line, "\n"]).collect()))
        .collect()
}
