//! From an error message on the standard input to its remedy, for people or as JSON. What is known is `diagnose::doctor`'s; here the
//! message and the files are read, and the words are put in lines.

use std::path::PathBuf;

use diagnose::doctor::{Diagnosis, Loaded, Recognised, Says, doctor};
use pki::chain::Pool;
use pki::inspect::{Input, inspect};
use pki::moment::Moment;
use serde_json::{Value, json};
use text::{Lang, Message};

/// What is asked.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Certificates and revocation lists that may explain the message
    pub files: Vec<PathBuf>,
    /// The day, or day and second in UTC, at which dates are judged; now when left out
    #[arg(long, value_parser = crate::moment::read)]
    pub at: Option<Moment>,
    /// Print JSON for programs
    #[arg(long)]
    pub json: bool,
}

/// A file that cannot be read.
#[derive(Debug)]
pub struct Unreadable {
    file: String,
    reason: std::io::Error,
}

impl Unreadable {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        text::gateway::file_unreadable(lang, &self.file, &self.reason)
    }
}

/// What is known of the message on the standard input.
///
/// # Errors
/// [`Unreadable`] names the first file that cannot be read.
pub fn report(arguments: &Arguments, now: Moment, lang: Lang) -> Result<String, Unreadable> {
    let at = arguments.at.unwrap_or(now);
    let unreadable = |file: &str, reason| Unreadable { file: file.to_owned(), reason };
    let mut read = Vec::new();
    for file in &arguments.files {
        let name = file.display().to_string();
        let bytes = std::fs::read(file).map_err(|reason| unreadable(&name, reason))?;
        read.push((name, bytes));
    }
    let inputs: Vec<Input<'_>> = read.iter().map(|(name, bytes)| Input { name, bytes }).collect();
    let loaded = Loaded::of(&Pool::of(&inspect(&inputs, at)), at);
    let message = crate::inspect::contents("-".as_ref()).map_err(|reason| unreadable("-", reason))?;
    let found = doctor(&String::from_utf8_lossy(&message), &loaded);
    Ok(if arguments.json { as_json(&found, lang) } else { as_lines(&found, lang) })
}

fn as_json(found: &Diagnosis, lang: Lang) -> String {
    let recognised = |one: &Recognised| {
        let facts: Vec<String> =
            one.facts.iter().map(|fact| fact.message(lang).problem.into_owned()).collect();
        json!({
            "id": one.entry.id,
            "line": one.line,
            "says": one.says,
            "means": one.entry.means(lang),
            "if_server_means": one.of_server.map(|entry| entry.means(lang)),
            "if_server_remedy": one.of_server.map(|entry| entry.remedy(lang)),
            "loaded": facts,
            "causes": one.entry.causes(lang),
            "tell_apart": one.entry.tell(lang),
            "remedy": one.entry.remedy(lang),
        })
    };
    let all: Vec<Value> = found.recognised.iter().map(recognised).collect();
    let questions: &[&str] = if all.is_empty() { &Diagnosis::questions(lang) } else { &[] };
    let mut text =
        serde_json::to_string_pretty(&json!({ "recognised": all, "questions": questions, "cut": found.cut }))
            .expect("words");
    text.push('\n');
    text
}

fn as_lines(found: &Diagnosis, lang: Lang) -> String {
    use text::diagnose as say;
    let mut lines: Vec<String> = Vec::new();
    if found.cut {
        let cut = Diagnosis::cut_short(lang);
        lines.push(format!("{} {}", cut.problem, cut.remedy));
    }
    if found.recognised.is_empty() {
        let unknown = Diagnosis::unknown(lang);
        lines.push(format!("{} {}", unknown.problem, unknown.remedy));
        lines.extend(Diagnosis::questions(lang).iter().map(|question| format!("- {question}")));
    }
    for one in &found.recognised {
        match one.of_server {
            Some(entry) => {
                lines.push(say::says_either(lang).to_owned());
                lines.push(say::if_client(lang, &one.entry.means(lang)));
                lines.push(say::if_server(lang, &entry.means(lang), &entry.remedy(lang)));
            }
            None => {
                let who = match one.says {
                    Says::Server => say::says_server(lang),
                    Says::Client => say::says_client(lang),
                    Says::Tool => say::says_tool(lang),
                };
                lines.push(format!("{who} {}", one.entry.means(lang)));
            }
        }
        for fact in &one.facts {
            let message = fact.message(lang);
            lines.push(format!("! {} {}", message.problem, message.remedy));
        }
        let causes = if one.of_server.is_some() { say::row_causes_client } else { say::row_causes };
        lines.push(causes(lang).to_owned());
        let causes = one.entry.causes(lang).iter().enumerate();
        lines.extend(causes.map(|(number, cause)| format!("  {}. {cause}", number + 1)));
        lines.push(say::row_tell(lang, &one.entry.tell(lang)));
        lines.push(say::row_remedy(lang, &one.entry.remedy(lang)));
        lines.push(String::new());
    }
    lines.join("\n").trim_end().to_owned() + "\n"
}
