//! What the commands of a text do, one after the other, and what is remarkable only once several of them were read.

use super::keys::{Keys, files_of};
use super::{Advice, Habit};
use crate::curl::Url;

/// The days for which OpenSSL issues where nobody says otherwise (openssl-req(1), openssl-x509(1), `-days`).
const DEFAULT_DAYS: u32 = 30;

/// What is known only once several commands were read.
#[derive(Debug, Default)]
pub(super) struct Facts {
    keys: Keys,
    /// A request or a certificate by its path: the subject that it was given.
    subjects: Vec<(String, String)>,
    /// Certificates that sign themselves: their path, for how many days, and where they are made.
    authorities: Vec<(String, u32, usize)>,
    /// By which authority's file something is issued, and for how many days.
    issued: Vec<(String, u32)>,
    same_subject: Option<usize>,
    /// Hosts that are the reader's own: named in certificates, called with one, or served by the configuration.
    own: Vec<String>,
    /// Calls that neither know an authority nor do without, and their hosts.
    blind: Vec<(String, usize)>,
    /// Where something begins to listen on all addresses.
    everywhere: Option<usize>,
    firewall: bool,
}

impl Facts {
    pub(super) fn new(text: &str, served: &[String]) -> Facts {
        Facts { keys: Keys::of(text), own: served.to_vec(), ..Facts::default() }
    }

    /// Something listens on all addresses.
    pub(super) fn listens_everywhere(&mut self, line: usize) {
        self.everywhere = self.everywhere.or(Some(line));
    }

    pub(super) fn command(&mut self, words: &[&str], source: &str, line: usize, found: &mut Vec<Advice>) {
        let root = words.first() == Some(&"sudo");
        let words = if root { &words[1..] } else { words };
        let Some(program) = words.first() else { return };
        let has = |word: &str| words.contains(&word);
        self.keys.command(words, source, line);
        if self.keys.goes_through_temporary(words) {
            found.push(Advice { habit: Habit::ThroughTemporary, line });
        }
        let mut tell = |habit| found.push(Advice { habit, line });
        match *program {
            "openssl" => self.openssl(words, line, &mut tell),
            "scp" if root => tell(Habit::CopiesAsRoot),
            "gcloud" if root && has("scp") => tell(Habit::CopiesAsRoot),
            "pkill" | "killall" if has("nginx") => tell(Habit::KillsAll),
            "nohup" => tell(Habit::NotAService),
            "apt-get" | "apt" if has("upgrade") || has("dist-upgrade") || has("full-upgrade") => {
                tell(Habit::UpgradesAll);
            }
            "zip" if has("-e") || has("--encrypt") || words.iter().any(|word| word.starts_with("-P")) => {
                tell(Habit::WeakArchive);
            }
            "curl" => self.call(words, line),
            "ufw" | "firewall-cmd" | "iptables" | "nft" => self.firewall = true,
            _ => {}
        }
    }

    fn call(&mut self, words: &[&str], line: usize) {
        let any = |options: &[&str]| {
            words.iter().any(|word| {
                let name = word.split('=').next().unwrap_or(word);
                options.contains(&name)
            })
        };
        // letters that stand together: `-sSk`
        let short = |letter: char| {
            let bundled = |word: &&&str| word.starts_with('-') && !word.starts_with("--");
            words.iter().filter(bundled).any(|word| word.contains(letter))
        };
        let hosts: Vec<String> =
            words.iter().filter(|word| word.starts_with("https://")).filter_map(|url| host(url)).collect();
        if any(&["--cert", "-E"]) || any(&["--cacert"]) {
            self.own.extend(hosts);
        } else if !any(&["--capath", "--insecure", "--ca-native", "--proxy-cacert"]) && !short('k') {
            self.blind.extend(hosts.into_iter().map(|host| (host, line)));
        }
    }

    fn openssl(&mut self, words: &[&str], line: usize, tell: &mut dyn FnMut(Habit)) {
        let has = |word: &str| words.contains(&word);
        let after = |word: &str| {
            words.iter().position(|found| *found == word).and_then(|at| words.get(at + 1).copied())
        };
        let path = |option: &str| after(option).map(|path| self.keys.path(path));
        let extended =
            ["-extfile", "-copy_extensions", "-addext", "-extensions"].iter().any(|option| has(option));
        let signs_itself = words.get(1) == Some(&"req") && has("-x509") && !has("-CA");
        match words.get(1).copied() {
            Some("x509") if has("-req") && !extended => tell(Habit::VersionOne),
            Some("req") if signs_itself && !extended && !has("-config") => tell(Habit::DefaultAuthority),
            _ => {}
        }
        if !["req", "x509"].contains(&words.get(1).copied().unwrap_or_default()) {
            return;
        }
        let asked = path("-in").and_then(|request| self.subject(&request));
        let subject = after("-subj").map(canonical).or(asked);
        let authority = path("-CA");
        let out = path("-out");
        let days = after("-days").and_then(|days| days.parse().ok()).unwrap_or(DEFAULT_DAYS);
        self.own.extend(words.iter().flat_map(|word| names_in(word)));
        if let Some(authority) = authority {
            if subject.is_some() && subject == self.subject(&authority) {
                self.same_subject = self.same_subject.or(Some(line));
            }
            self.issued.push((authority, days));
        } else if let (true, Some(out)) = (signs_itself || has("-signkey"), &out) {
            self.authorities.push((out.clone(), days, line));
        }
        if let (Some(out), Some(subject)) = (out, subject) {
            self.subjects.push((out, subject));
        }
    }

    fn subject(&self, path: &str) -> Option<String> {
        self.subjects.iter().rev().find(|(known, _)| known == path).map(|(_, subject)| subject.clone())
    }

    pub(super) fn together(&self, found: &mut Vec<Advice>) {
        self.keys.together(found);
        let mut tell = |habit, line| found.push(Advice { habit, line });
        for (authority, days, line) in &self.authorities {
            let mut issued = self.issued.iter().filter(|(by, _)| by == authority).peekable();
            if issued.peek().is_some() && issued.all(|(_, own)| own == days) {
                tell(Habit::SameDays(*days), *line);
            }
        }
        if let (Some(line), false) = (self.everywhere, self.firewall) {
            tell(Habit::NoFirewall, line);
        }
        if let Some(line) = self.same_subject {
            tell(Habit::SameSubject, line);
        }
        let own = |host: &str| {
            host == "localhost"
                || host.trim_matches(['[', ']']).parse::<core::net::IpAddr>().is_ok()
                || self.own.iter().any(|name| covers(name, host))
        };
        if let Some((_, line)) = self.blind.iter().find(|(host, _)| own(host)) {
            tell(Habit::FalseProof, *line);
        }
    }
}

/// The host that is called.
fn host(url: &str) -> Option<String> {
    Url::parse(url).ok().map(|url| url.host.to_ascii_lowercase())
}

/// Whether a name, `*.` at its beginning included, is that of a host.
fn covers(name: &str, host: &str) -> bool {
    match name.strip_prefix('*').or_else(|| name.starts_with('.').then_some(name)) {
        Some(tail) if tail.len() > 1 => host.len() > tail.len() && host.ends_with(tail),
        _ => name.eq_ignore_ascii_case(host),
    }
}

/// The hosts that a word of a command of OpenSSL names: in a subject, or among alternative names.
fn names_in(word: &str) -> Vec<String> {
    let parts = word.split(['/', ',', '=']).zip(word.split(['/', ',', '=']).skip(1));
    let common = parts.filter(|(kind, _)| kind.trim() == "CN").map(|(_, name)| name);
    let alternative = word
        .split([',', '='])
        .filter_map(|part| part.trim().strip_prefix("DNS:").or_else(|| part.trim().strip_prefix("IP:")));
    common.chain(alternative).map(|name| name.trim().to_ascii_lowercase()).collect()
}

/// A subject as OpenSSL compares it: letters without their size, blanks once.
fn canonical(subject: &str) -> String {
    subject.to_ascii_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether one of the files that a word names is that of a key, by its name alone.
pub(super) fn names_a_key(word: &str) -> bool {
    files_of(word).iter().any(|file| {
        let name = file.rsplit('/').next().unwrap_or(file).to_ascii_lowercase();
        let stem = name.strip_suffix(".pem").unwrap_or_default();
        [".key", ".p12", ".pfx"].iter().any(|end| name.ends_with(end))
            || ["key", "privkey"].contains(&stem)
            || ["-key", "_key", ".key"].iter().any(|end| stem.ends_with(end))
    })
}
