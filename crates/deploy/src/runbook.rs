//! The runbook: every step from the machine to a partner's first call, each with its command, what must come of it, and what to
//! do when something else does. One model for two renderings: `RUNBOOK.md` here, and the Deploy room's own.

mod callers;
mod machine;
mod service;

use text::runbook as say;
use text::{Lang, Message};

use crate::expiry::Expiries;
use crate::markdown::{self, Block};
use crate::plan::Plan;
use crate::readme::{code, heading, paragraph, powershell};
use crate::shell::Command;
use crate::unwritable::Unwritable;

/// Steps that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// What they are about.
    pub title: &'static str,
    /// What they are for.
    pub why: String,
    /// The steps in their order.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its name, which no other step has and which stays: ticks are kept under it.
    pub id: &'static str,
    /// What is done.
    pub title: String,
    /// How, from the top.
    pub parts: Vec<Part>,
    /// What must come of it, as a sentence; `None` when that is seen at once.
    pub expect: Option<String>,
    /// What else may come of it.
    pub otherwise: Vec<Remedy>,
}

/// A part of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// What to know.
    Say(String),
    /// What is run, and where.
    Run(Place, Vec<Command>),
    /// The same in PowerShell on Windows.
    Windows(String),
    /// The same by hand in the Google Cloud console, click by click.
    Console(Vec<String>),
    /// What ends, and when.
    Dates(Vec<(String, String)>),
}

/// Where commands are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On the reader's own computer.
    Here,
    /// On the machine that serves.
    Machine,
    /// In a folder with a client's files.
    Client,
}

/// What to do when something else comes of a step than what must.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// What is seen and what it means, then what to try.
    pub message: Message,
    /// The commands for that, on the machine.
    pub commands: Vec<Command>,
}

impl Place {
    /// Where that is.
    #[must_use]
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            Place::Here => say::where_here(lang),
            Place::Machine => say::where_machine(lang),
            Place::Client => say::where_client(lang),
        }
    }
}

impl Step {
    fn new(id: &'static str, title: &str) -> Step {
        Step { id, title: title.to_owned(), parts: Vec::new(), expect: None, otherwise: Vec::new() }
    }

    fn say(mut self, words: &str) -> Step {
        self.parts.push(Part::Say(words.to_owned()));
        self
    }

    fn run(mut self, place: Place, commands: impl Into<Vec<Command>>) -> Step {
        self.parts.push(Part::Run(place, commands.into()));
        self
    }

    fn windows(mut self, lines: String) -> Step {
        self.parts.push(Part::Windows(lines));
        self
    }

    fn console(mut self, clicks: impl Into<Vec<String>>) -> Step {
        self.parts.push(Part::Console(clicks.into()));
        self
    }

    fn expect(self, lang: Lang, what: impl Into<String>) -> Step {
        self.outcome(say::expect(lang, &what.into()))
    }

    fn outcome(self, sentence: String) -> Step {
        Step { expect: Some(sentence), ..self }
    }

    fn or(self, message: Message) -> Step {
        self.or_run(message, [])
    }

    fn or_run(mut self, message: Message, commands: impl Into<Vec<Command>>) -> Step {
        self.otherwise.push(Remedy { message, commands: commands.into() });
        self
    }
}

/// The chapters for the bundle in this file, in the order in which they are gone through.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in a command.
pub fn chapters(
    plan: &Plan,
    archive: &str,
    expiries: &Expiries,
    lang: Lang,
) -> Result<Vec<Chapter>, Unwritable> {
    Ok(vec![
        machine::machine(plan, lang),
        machine::bring(plan, archive, lang),
        service::backend(plan, lang),
        service::server(plan, lang),
        service::checks(plan, lang)?,
        callers::hand(plan, lang),
        callers::keep(plan, expiries, lang),
    ])
}

/// `RUNBOOK.md`, in `lang`.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in Markdown or in a command.
pub fn render(plan: &Plan, archive: &str, expiries: &Expiries, lang: Lang) -> Result<String, Unwritable> {
    let mut blocks = vec![heading(1, &say::title(lang, &plan.called())), paragraph(say::what(lang))];
    for (chapter, number) in chapters(plan, archive, expiries, lang)?.iter().zip(1..) {
        blocks.push(heading(2, &format!("{number}. {}", chapter.title)));
        blocks.push(paragraph(&chapter.why));
        for (step, below) in chapter.steps.iter().zip(1..) {
            blocks.push(heading(3, &format!("{number}.{below}. {}", step.title)));
            write(step, lang, &mut blocks)?;
        }
    }
    markdown::write(&blocks)
}

fn write(step: &Step, lang: Lang, blocks: &mut Vec<Block>) -> Result<(), Unwritable> {
    for part in &step.parts {
        match part {
            Part::Say(words) => blocks.push(paragraph(words)),
            Part::Run(place, commands) => {
                blocks.push(paragraph(&format!("{}:", place.words(lang))));
                blocks.push(code(commands)?);
            }
            Part::Windows(lines) => {
                blocks.push(paragraph(&format!("{}:", say::windows(lang))));
                blocks.push(powershell(lines));
            }
            Part::Console(clicks) => {
                blocks.push(paragraph(&format!("{}:", say::console(lang))));
                blocks.push(Block::Steps(clicks.clone()));
            }
            Part::Dates(dates) => {
                let head = [say::dates_what(lang), say::dates_when(lang)].map(str::to_owned);
                let rows = dates.iter().map(|(what, when)| vec![what.clone(), when.clone()]);
                blocks.push(Block::Table(head.to_vec(), rows.collect()));
            }
        }
    }
    blocks.extend(step.expect.as_deref().map(paragraph));
    if !step.otherwise.is_empty() {
        blocks.push(paragraph(&format!("{}:", say::otherwise(lang))));
    }
    for remedy in &step.otherwise {
        blocks.push(Block::Bullets(vec![remedy.message.to_string()]));
        if !remedy.commands.is_empty() {
            blocks.push(code(&remedy.commands)?);
        }
    }
    blocks.push(Block::Boxes(vec![say::done(lang).to_owned()]));
    Ok(())
}
