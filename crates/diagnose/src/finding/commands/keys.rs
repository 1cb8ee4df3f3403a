//! Keys that commands make: in which folder, with which rights, and where they are carried.

use super::facts::names_a_key;
use super::{Advice, Habit};

/// So many files at most are made of the braces of one word.
const MOST_FILES: usize = 64;

/// Longer paths no system has (Linux's `PATH_MAX`).
const LONGEST: usize = 4_096;

/// What is known of keys.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// The folder in which the commands run, as far as they tell.
    folder: String,
    before: String,
    /// Keys that are generated, in their order.
    generated: Vec<Made>,
    /// All files that hold a key: copies, files with the certificate, archives.
    holders: Vec<String>,
    /// Keys that sign what others get.
    signing: Vec<String>,
    /// Where a shell makes the file of a key, with the rights that it gives to every file.
    by_shell: Option<usize>,
    guarded: bool,
    /// On macOS `openssl` is LibreSSL, whose keys have the rights of every file.
    on_mac: bool,
}

/// A key that is generated.
#[derive(Debug)]
struct Made {
    path: String,
    line: usize,
    rsa: bool,
    encrypted: bool,
}

impl Keys {
    pub(super) fn of(text: &str) -> Keys {
        let any = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let on_mac = any(&["MacBook", "macOS", "LibreSSL"]) && !any(&["brew "]);
        Keys { on_mac, ..Keys::default() }
    }

    /// A path from the folder in which the commands run.
    pub(super) fn path(&self, path: &str) -> String {
        joined(&self.folder, path)
    }

    pub(super) fn command(&mut self, words: &[&str], source: &str, line: usize) {
        match words {
            ["cd" | "pushd", to, ..] => self.enter(to),
            ["umask", mask, ..] => self.guarded |= masks(mask),
            ["chmod", rest @ ..] => self.guarded |= rest.iter().any(|mode| closes(mode)),
            ["mkdir", rest @ ..] => {
                let mode = |word: &&str| word.strip_prefix("-m").is_some_and(closes);
                let apart = rest.windows(2).any(|pair| pair[0] == "-m" && closes(pair[1]));
                self.guarded |= apart || rest.iter().any(mode);
            }
            ["openssl", kind, rest @ ..] => self.openssl(kind, rest, source, line),
            ["cat", rest @ ..] if rest.iter().any(|word| self.holds(word)) => {
                if let Some(to) = redirected(source) {
                    self.holders.push(self.path(&to));
                    self.by_shell = self.by_shell.or(Some(line));
                }
            }
            ["tar" | "zip" | "7z" | "7zz", rest @ ..] if rest.iter().any(|word| self.holds(word)) => {
                let archive = rest.iter().find(|word| {
                    [".tar", ".tgz", ".gz", ".zip", ".7z"].iter().any(|end| word.ends_with(end))
                });
                self.holders.extend(archive.map(|path| self.path(path)));
            }
            _ => {}
        }
    }

    fn enter(&mut self, to: &str) {
        let target = if to == "-" { self.before.clone() } else { self.path(to) };
        // a guide whose every step begins in the same place says the same `cd certs` again
        let plain = joined("", to);
        let again = !to.starts_with(['/', '~', '$']) && !plain.starts_with("..") && !plain.is_empty();
        let there = again && (self.folder == plain || self.folder.ends_with(&format!("/{plain}")));
        if there || target.len() > LONGEST {
            return;
        }
        self.before = core::mem::replace(&mut self.folder, target);
    }

    fn openssl(&mut self, kind: &str, words: &[&str], source: &str, line: usize) {
        let has = |word: &str| words.contains(&word);
        let after = |word: &str| {
            words.iter().position(|found| *found == word).and_then(|at| words.get(at + 1).copied())
        };
        self.signing.extend(after("-CAkey").map(|path| self.path(path)));
        if kind == "ca" {
            self.signing.extend(after("-keyfile").map(|path| self.path(path)));
        }
        let new = after("-newkey");
        let generates = match kind {
            "genpkey" => !has("-genparam"),
            "genrsa" | "gendsa" => true,
            "ecparam" | "dsaparam" => has("-genkey"),
            "req" => new.is_some() || (has("-new") && !has("-key")),
            _ => false,
        };
        let copies = match kind {
            "pkey" | "rsa" | "ec" | "pkcs8" => !has("-pubout") && !has("-noout") && !has("-check"),
            "pkcs12" => !has("-export") && !has("-nokeys"),
            _ => false,
        };
        if !generates && !copies {
            return;
        }
        let locks = |word: &&str| {
            word.starts_with("-aes") || word.starts_with("-des") || word.starts_with("-camellia")
        };
        let encrypted = match kind {
            "req" | "pkcs12" => !has("-nodes") && !has("-noenc"),
            "pkcs8" => has("-topk8") && !has("-nocrypt"),
            _ => words.iter().any(locks),
        };
        let named = after(if kind == "req" { "-keyout" } else { "-out" });
        let by_shell = if named.is_none() && kind != "req" { redirected(source) } else { None };
        if by_shell.is_some() && !encrypted {
            self.by_shell = self.by_shell.or(Some(line));
        }
        let Some(path) = named.map(str::to_owned).or(by_shell) else {
            // a name of its own, or none: what kind of key it is counts all the same
            if generates {
                let rsa = is_rsa(kind, after("-algorithm"), new);
                self.generated.push(Made { path: String::new(), line, rsa, encrypted: true });
            }
            return;
        };
        let path = self.path(&path);
        self.holders.push(path.clone());
        if generates {
            let rsa = is_rsa(kind, after("-algorithm"), new);
            self.generated.push(Made { path, line, rsa, encrypted });
        }
    }

    /// Whether a command carries a key to the folder of all users, or from there.
    pub(super) fn goes_through_temporary(&self, words: &[&str]) -> bool {
        let plain = || words.iter().skip(1).filter(|word| !word.starts_with('-'));
        match words {
            ["scp" | "rsync", ..] | ["gcloud", ..] => {
                let far = words[0] != "gcloud" || words.contains(&"scp");
                far && plain().any(|word| word.contains(":/tmp")) && plain().any(|word| self.holds(word))
            }
            ["mv" | "cp" | "install", ..] => {
                let there = |word: &&str| **word == *"/tmp" || word.starts_with("/tmp/");
                plain().any(there) && plain().any(|word| self.holds(word))
            }
            ["openssl", ..] => self.holders.last().is_some_and(|path| {
                path.starts_with("/tmp/") && words.iter().any(|word| self.path(word) == *path)
            }),
            _ => false,
        }
    }

    /// Whether a word names a file with a key, a folder in which one was made, or a pattern that one fits.
    fn holds(&self, word: &str) -> bool {
        names_a_key(word)
            || files_of(word).iter().any(|file| {
                let path = self.path(file.rsplit(':').next().unwrap_or(file));
                self.holders.iter().any(|holder| {
                    let inside = holder.strip_prefix(&path).is_some_and(|rest| rest.starts_with('/'));
                    *holder == path || (inside && !path.is_empty()) || fits(&path, holder)
                })
            })
    }

    pub(super) fn together(&self, found: &mut Vec<Advice>) {
        let mut tell = |habit, line| found.push(Advice { habit, line });
        let folder =
            |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        let signs = |made: &&Made| self.signing.contains(&made.path);
        let beside = |authority: &&Made| {
            let mut others = self.generated.iter().filter(|made| !signs(made) && !made.path.is_empty());
            others.any(|other| folder(&other.path) == folder(&authority.path))
        };
        if let Some(authority) = self.generated.iter().filter(signs).find(beside) {
            tell(Habit::OneFolder, authority.line);
        }
        if let ([first, _, _, ..], true) = (&self.generated[..], self.generated.iter().all(|made| made.rsa)) {
            tell(Habit::RsaEverywhere, first.line);
        }
        let open = self.generated.iter().find(|made| !made.encrypted && !made.path.is_empty());
        match (self.by_shell, open) {
            _ if self.guarded => {}
            (Some(line), _) => tell(Habit::KeysReadable, line),
            (None, Some(made)) if self.on_mac => tell(Habit::KeysReadableOnMac, made.line),
            _ => {}
        }
    }
}

fn is_rsa(kind: &str, algorithm: Option<&str>, new: Option<&str>) -> bool {
    match kind {
        "genrsa" => true,
        "genpkey" => algorithm.is_some_and(|name| name.eq_ignore_ascii_case("rsa")),
        // without `-newkey` it is RSA of 2048 bits (openssl-req(1))
        "req" => new.is_none_or(|new| new.starts_with("rsa")),
        _ => false,
    }
}

/// A path from a folder, without `.` and with as few `..` as it can have.
fn joined(folder: &str, path: &str) -> String {
    let whole = match path {
        _ if path.starts_with(['/', '~', '$']) => path.to_owned(),
        _ if folder.is_empty() => path.to_owned(),
        _ => format!("{folder}/{path}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "." => {}
            "" if !parts.is_empty() => {}
            ".." if parts.last().is_some_and(|last| !["..", ""].contains(last)) => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The file into which a shell writes what a command prints.
fn redirected(source: &str) -> Option<String> {
    let at = source.match_indices('>').map(|(at, _)| at);
    let mut files = at.filter(|at| !source[..*at].ends_with(['2', '&', '>'])).filter_map(|at| {
        let rest = source[at + 1..].trim_start_matches(['>', '|']).trim_start();
        let file = rest.split([' ', '\t', '\n', ';', '|', '&']).next().unwrap_or_default();
        let file = file.trim_matches(['"', '\'']);
        (!file.is_empty()).then(|| file.to_owned())
    });
    files.next()
}

/// Whether a mask leaves nothing to others.
fn masks(mask: &str) -> bool {
    match u32::from_str_radix(mask, 8) {
        Ok(mask) => mask & 0o004 != 0,
        Err(_) => mask.contains("o="),
    }
}

/// Whether a mode leaves nothing to others.
fn closes(mode: &str) -> bool {
    match u32::from_str_radix(mode, 8) {
        Ok(mode) => mode & 0o007 == 0,
        Err(_) => ["go-", "go=", "o-", "o="].iter().any(|part| mode.contains(part)) && !mode.contains('/'),
    }
}

/// Whether a pattern with `*` fits a path, each part for itself.
fn fits(pattern: &str, path: &str) -> bool {
    let (folder, name) = pattern.rsplit_once('/').unwrap_or(("", pattern));
    let (own, file) = path.rsplit_once('/').unwrap_or(("", path));
    let Some((head, tail)) = name.split_once('*') else { return false };
    let tail = tail.rsplit('*').next().unwrap_or(tail);
    folder == own && file.len() >= head.len() + tail.len() && file.starts_with(head) && file.ends_with(tail)
}

/// The files that a word names: with bash's braces, one for each of their parts.
pub(super) fn files_of(word: &str) -> Vec<String> {
    let mut found = vec![word.to_owned()];
    while let Some(at) = found.iter().position(|file| braces(file).is_some()) {
        let file = found.remove(at);
        let Some((before, inside, after)) = braces(&file) else { break };
        let parts = inside.split(',').map(|part| format!("{before}{part}{after}"));
        found.extend(parts);
        if found.len() > MOST_FILES {
            break;
        }
    }
    found
}

/// What stands before, in and behind the first braces with a comma.
fn braces(word: &str) -> Option<(&str, &str, &str)> {
    let close = word.find('}')?;
    let open = word[..close].rfind('{')?;
    let inside = &word[open + 1..close];
    inside.contains(',').then(|| (&word[..open], inside, &word[close + 1..]))
}
