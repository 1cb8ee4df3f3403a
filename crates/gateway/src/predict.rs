//! Says what nginx or the gateway and curl will do with a configuration, a command and files, and prints it: for people or as JSON. The
//! prediction is `diagnose`'s; here files are read, and the words are put in lines.

mod gateway;

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use diagnose::curl::{self, ReadError};
use diagnose::files::{Files, Missing};
use diagnose::finding::commands::of_commands;
use diagnose::finding::{Rank, of_configuration, served_names};
use diagnose::predict::{Backends, OPENSSL, Outcome, Question, named_files, predict};
use pki::inspect::Input;
use pki::moment::Moment;
use serde_json::{Value, json};
use text::{Lang, Message};

/// What is asked.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// nginx's main configuration file; without it only the commands of --commands are looked at
    #[arg(long, value_name = "FILE", required_unless_present_any = ["commands", "gateway_config"], conflicts_with = "gateway_config")]
    pub nginx_conf: Option<PathBuf>,
    /// The gateway's configuration (gateway.toml), in place of nginx's
    #[arg(long, value_name = "FILE")]
    pub gateway_config: Option<PathBuf>,
    /// A folder that stands for the root of the server's machine: /etc/nginx/ca.crt is looked for in DIR/etc/nginx/ca.crt
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The day, or day and second in UTC, at which it happens (2026-11-23, 2026-11-23T14:05:00Z); now when left out
    #[arg(long, value_parser = crate::moment::read)]
    pub at: Option<Moment>,
    /// The command of curl, as you would type it
    #[arg(long, value_name = "COMMAND")]
    pub curl: Option<String>,
    /// Nothing answers behind nginx or the gateway
    #[arg(long)]
    pub backend_down: bool,
    /// A script, or a guide in Markdown, whose commands are to be looked at; - is the standard input
    #[arg(long, value_name = "FILE")]
    pub commands: Option<PathBuf>,
    /// Print JSON for programs
    #[arg(long)]
    pub json: bool,
}

/// Why there is no prediction.
#[derive(Debug)]
pub enum Failure {
    /// A file cannot be read.
    Unreadable {
        /// Which.
        file: String,
        /// Why.
        reason: std::io::Error,
    },
    /// The command is none of curl's.
    Command(ReadError),
}

impl Failure {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            Failure::Unreadable { file, reason } => text::gateway::file_unreadable(lang, file, reason),
            Failure::Command(error) => error.message(lang),
        }
    }
}

/// The prediction in words.
///
/// # Errors
/// [`Failure`]: the configuration cannot be read, or the command is none of curl's.
pub fn report(arguments: &Arguments, now: Moment, lang: Lang) -> Result<String, Failure> {
    let at = arguments.at.unwrap_or(now);
    let mut page = Page { json: serde_json::Map::new(), lines: Vec::new(), lang };
    if let Some(configuration) = &arguments.nginx_conf {
        page.configuration(arguments, configuration, at)?;
    }
    if let Some(configuration) = &arguments.gateway_config {
        page.gateway(arguments, configuration, at)?;
    }
    if let Some(command) = &arguments.curl {
        page.notes(command);
    }
    if let Some(file) = &arguments.commands {
        let bytes = crate::inspect::contents(file)
            .map_err(|reason| Failure::Unreadable { file: file.display().to_string(), reason })?;
        let served = arguments.nginx_conf.as_ref().map_or_else(Vec::new, |file| {
            let disk = Disk { root: arguments.root.clone() };
            served_names(&disk.inside(file), &disk)
        });
        page.commands(file, &String::from_utf8_lossy(&bytes), &served);
    }
    Ok(if arguments.json {
        let mut text = serde_json::to_string_pretty(&Value::Object(page.json)).expect("names and words");
        text.push('\n');
        text
    } else {
        page.lines.join("\n") + "\n"
    })
}

struct Page {
    json: serde_json::Map<String, Value>,
    lines: Vec<String>,
    lang: Lang,
}

impl Page {
    fn configuration(&mut self, arguments: &Arguments, file: &Path, at: Moment) -> Result<(), Failure> {
        let asked = Asked::of(arguments, file)?;
        let question = asked.question(at);
        let outcome = predict(&question).map_err(Failure::Command)?;
        self.outcome(&outcome, arguments.curl.is_some());
        self.findings(&question);
        self.json.insert(
            "models".to_owned(),
            json!({ "nginx": diagnose::nginx::VERSION, "curl": curl::VERSION, "openssl": OPENSSL }),
        );
        Ok(())
    }

    fn outcome(&mut self, outcome: &Outcome, called: bool) {
        use text::diagnose as say;
        let lang = self.lang;
        let test = outcome.nginx_test.as_ref().map_or_else(String::as_str, |()| "ok");
        self.json.insert("nginx_test".to_owned(), json!(test));
        self.lines.push(say::row_nginx_test(lang, &test));
        let messages: Vec<Message> = outcome
            .reasons
            .iter()
            .filter(|reason| called || matches!(reason, diagnose::predict::Reason::NginxRefuses(_)))
            .map(|reason| reason.message(lang))
            .collect();
        let assumptions: Vec<String> =
            outcome.assumptions.iter().filter(|_| called).map(|found| found.sentence(lang)).collect();
        if called {
            let log = outcome.nginx_log.as_ref();
            for (name, value) in [
                ("curl_exit", json!(outcome.curl_exit)),
                ("curl_error", json!(outcome.curl_error)),
                ("http_status", json!(outcome.http_status)),
                ("body_title", json!(outcome.body_title)),
                ("nginx_log", json!(log.map(|line| &line.words))),
                ("nginx_log_level", json!(log.map(|line| &line.level))),
                ("nginx_log_written", json!(log.map(|line| line.written))),
                ("alert", json!(outcome.alert)),
                ("client_verify", json!(outcome.client_verify)),
            ] {
                self.json.insert(name.to_owned(), value);
            }
            self.curl(outcome.curl_exit, outcome.curl_error.as_deref());
            if let Some(status) = outcome.http_status {
                self.lines.push(say::row_status(lang, &status));
            }
            if let Some(title) = &outcome.body_title {
                self.lines.push(format!("  {title}"));
            }
            if let Some(line) = log {
                self.lines.push(say::row_log(lang, &line.level, &line.words));
                if !line.written {
                    self.lines.push(format!("  {}", say::row_log_hidden(lang)));
                }
            }
            if let Some(alert) = &outcome.alert {
                self.lines.push(say::row_alert(lang, &alert.number));
            }
        }
        self.why(&messages, &assumptions);
    }

    /// What curl ends with, and says.
    fn curl(&mut self, exit: u8, words: Option<&str>) {
        self.lines.push(text::diagnose::row_curl(self.lang, &exit));
        self.lines.extend(words.map(|words| format!("  curl: ({exit}) {words}")));
    }

    /// Why it ends so, and what was taken for granted.
    fn why(&mut self, messages: &[Message], assumptions: &[String]) {
        let of = |part: fn(&Message) -> &str| messages.iter().map(part).collect::<Vec<_>>();
        self.json.insert("reasons".to_owned(), json!(of(|message| &message.problem)));
        self.json.insert("remedies".to_owned(), json!(of(|message| &message.remedy)));
        self.json.insert("assumptions".to_owned(), json!(assumptions));
        for message in messages {
            self.lines.push(String::new());
            self.lines.push(message.problem.to_string());
            self.lines.push(format!("  {}", message.remedy));
        }
        if !assumptions.is_empty() {
            self.lines.push(String::new());
            self.lines.extend(assumptions.iter().map(|sentence| format!("({sentence})")));
        }
    }

    fn findings(&mut self, question: &Question<'_>) {
        let lang = self.lang;
        let mut rows = Vec::new();
        for finding in of_configuration(question.configuration, question.files, question.at) {
            let place = finding.place.as_ref().map(|(file, line)| format!("{file}:{line}"));
            rows.push((finding.fault.rank(), place, finding.fault.message(lang)));
        }
        // what is wrong with the certificates that both name
        let read: Vec<(String, Vec<u8>)> = named_files(question)
            .into_iter()
            .filter_map(|(path, of_caller)| {
                let files = if of_caller { question.caller } else { question.files };
                Some((path.clone(), files.read(&path).ok()?))
            })
            .collect();
        // both sides may have the same file under two names
        let mut seen = std::collections::HashSet::new();
        let read: Vec<(String, Vec<u8>)> =
            read.into_iter().filter(|(_, bytes)| seen.insert(bytes.clone())).collect();
        let inputs: Vec<Input<'_>> = read.iter().map(|(name, bytes)| Input { name, bytes }).collect();
        let report = pki::inspect::inspect(&inputs, question.at);
        for finding in &report.findings {
            let told = finding.fault.told(lang);
            let rank = match told.rank {
                pki::finding::Rank::Refused | pki::finding::Rank::Danger => Rank::Warning,
                _ => Rank::Note,
            };
            rows.push((rank, Some(report.place(&finding.place)), told.message));
        }
        rows.sort_by_key(|(rank, ..)| *rank);
        let rows = rows.into_iter().map(|(rank, place, message)| (json!(rank), place, message)).collect();
        self.rows("findings", text::diagnose::title_findings(lang), rows);
    }

    /// What is remarkable about the command itself: variables that only a shell knows, further commands behind it.
    fn notes(&mut self, command: &str) {
        let lang = self.lang;
        let rows =
            curl::notes(command, lang).into_iter().map(|message| (json!("warning"), None, message)).collect();
        self.rows("notes", text::diagnose::title_commands(lang), rows);
    }

    fn commands(&mut self, file: &Path, text: &str, served: &[String]) {
        let lang = self.lang;
        let rows = of_commands(text, served)
            .into_iter()
            .map(|advice| {
                let place = format!("{}:{}", file.display(), advice.line);
                (json!("warning"), Some(place), advice.habit.message(lang))
            })
            .collect();
        self.rows("commands", text::diagnose::title_commands(lang), rows);
    }

    fn rows(&mut self, name: &str, title: &str, rows: Vec<(Value, Option<String>, Message)>) {
        if !rows.is_empty() {
            self.lines.push(String::new());
            self.lines.push(title.to_owned());
        }
        let mut all = Vec::new();
        for (rank, place, message) in rows {
            let at = place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
            self.lines.push(format!("- {at}{}", message.problem));
            self.lines.push(format!("  {}", message.remedy));
            all.push(
                json!({ "rank": rank, "place": place, "problem": message.problem, "remedy": message.remedy }),
            );
        }
        self.json.insert(name.to_owned(), Value::Array(all));
    }
}

/// What is asked of a configuration, with whatever was left out.
struct Asked {
    disk: Disk,
    /// The configuration, as its machine knows it.
    configuration: String,
    command: String,
    backends: Backends,
}

impl Asked {
    fn of(arguments: &Arguments, file: &Path) -> Result<Asked, Failure> {
        std::fs::read(file)
            .map_err(|reason| Failure::Unreadable { file: file.display().to_string(), reason })?;
        let disk = Disk { root: arguments.root.clone() };
        Ok(Asked {
            configuration: disk.inside(file),
            // without a command only the configuration is looked at
            command: arguments.curl.clone().unwrap_or_else(|| "curl https://localhost/".to_owned()),
            backends: if arguments.backend_down { Backends::Down } else { Backends::Answer },
            disk,
        })
    }

    fn question(&self, at: Moment) -> Question<'_> {
        Question {
            configuration: &self.configuration,
            command: &self.command,
            files: &self.disk,
            caller: &self.disk,
            at,
            backends: self.backends,
        }
    }
}

/// The files of this machine, and where a root is given those of another one beneath it.
struct Disk {
    root: Option<PathBuf>,
}

impl Disk {
    /// A path as the other machine knows it.
    fn inside(&self, file: &Path) -> String {
        let stripped = self.root.as_ref().and_then(|root| {
            let (root, file) = (root.canonicalize().ok()?, file.canonicalize().ok()?);
            file.strip_prefix(root).ok().map(|rest| format!("/{}", rest.display()))
        });
        stripped.unwrap_or_else(|| file.display().to_string())
    }

    /// Where a path leads here: beneath the root what is absolute, if it is there.
    fn here(&self, path: &str) -> PathBuf {
        match &self.root {
            Some(root) if path.starts_with('/') => {
                beneath(root, path).filter(|found| found.exists()).unwrap_or_else(|| PathBuf::from(path))
            }
            _ => named_on_windows(path).unwrap_or_else(|| PathBuf::from(path)),
        }
    }
}

/// What a path of a command that was written on Windows names here: `certs\client.crt` in the folder at hand, or its last part.
fn named_on_windows(path: &str) -> Option<PathBuf> {
    // what begins with a slash nobody wrote there
    if path.starts_with('/') || !path.contains('\\') || Path::new(path).exists() {
        return None;
    }
    let path = path.replace('\\', "/");
    let name = path.rsplit('/').next().unwrap_or_default();
    [path.as_str(), name].into_iter().map(PathBuf::from).find(|found| found.is_file())
}

/// As many links lead on from one another at most, as on Linux (path_resolution(7)).
const MOST_LINKS: usize = 40;

/// An absolute path beneath a root, with links that lead where they lead on the machine whose root it is (chroot(2)); `None` where they
/// lead in a circle.
fn beneath(root: &Path, path: &str) -> Option<PathBuf> {
    let mut to_go: Vec<OsString> = parts(Path::new(path));
    let (mut gone, mut links) = (PathBuf::new(), 0);
    while let Some(part) = to_go.pop() {
        if part == ".." {
            gone.pop();
            continue;
        }
        match std::fs::read_link(root.join(&gone).join(&part)) {
            Ok(target) => {
                links += 1;
                if links > MOST_LINKS {
                    return None;
                }
                if target.is_absolute() {
                    gone = PathBuf::new();
                }
                to_go.extend(parts(&target));
            }
            Err(_) => gone.push(part),
        }
    }
    Some(root.join(gone))
}

/// The parts of a path, the last one first.
fn parts(path: &Path) -> Vec<OsString> {
    let named = path.components().rev();
    named
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_owned()),
            Component::ParentDir => Some("..".into()),
            _ => None,
        })
        .collect()
}

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, Missing> {
        let path = self.here(path);
        if path.is_dir() {
            return Err(Missing::Folder);
        }
        // a device may have no end, and a pipe waits for somebody
        if std::fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Ok(Vec::new());
        }
        std::fs::read(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::PermissionDenied => Missing::Forbidden,
            _ => Missing::NotFound,
        })
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.here(folder)).into_iter().flatten();
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
    }

    fn is_machine(&self) -> bool {
        self.root.is_none()
    }

    #[cfg(unix)]
    fn mode(&self, path: &str) -> Option<u32> {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::metadata(self.here(path)).ok().map(|found| found.permissions().mode())
    }
}
