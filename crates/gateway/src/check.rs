//! `check`: reads a configuration as `proxy` would and says what is wrong, and what could be better. Nothing is started.

mod look;
mod reach;
mod remark;

use std::net::TcpListener;
use std::path::Path;

use serde::Serialize;
use text::Lang;
use text::gateway_check as say;

pub use remark::{Remark, Said};

use crate::clock::Clock;
use crate::config::{self, Config, Fault};
use crate::listen::ListenError;

/// What was found.
#[derive(Debug)]
pub enum Report {
    /// It cannot be used.
    Faults(Vec<Fault>),
    /// It can be used, and this is to be said of it.
    Remarks(Vec<Remark>),
}

/// How serious something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// It could be better, or should be known.
    Remark,
    /// The gateway would start, and some or all callers could not use it.
    Wrong,
    /// The gateway would not start.
    Fault,
}

/// Whether the backend is to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A connection is made, with TLS where it is spoken, and closed.
    Asked,
    /// It is left alone.
    LeftAlone,
}

/// Reads and looks.
#[must_use]
pub fn check(path: &Path, clock: Clock, backend: Backend) -> Report {
    let config = match config::read(path, clock) {
        Ok(config) => config,
        Err(faults) => return Report::Faults(faults),
    };
    let mut remarks = look::remarks(&config, clock());
    remarks.extend(ports(&config));
    if backend == Backend::Asked {
        remarks.extend(reach::remarks(&config.backend));
    }
    Report::Remarks(remarks)
}

impl Report {
    /// How serious the most serious is; `None` when there is nothing to say.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        match self {
            Report::Faults(_) => Some(Level::Fault),
            Report::Remarks(remarks) => remarks.iter().map(Remark::level).max(),
        }
    }

    /// The exit code: 2 when it cannot be used, 1 when callers could not use it, 0 otherwise.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.level() {
            Some(Level::Fault) => 2,
            Some(Level::Wrong) => 1,
            Some(Level::Remark) | None => 0,
        }
    }

    /// Everything in words, the most serious first.
    #[must_use]
    pub fn said(&self, lang: Lang) -> Vec<Said> {
        match self {
            Report::Faults(faults) => faults.iter().map(|fault| Said::of_fault(fault, lang)).collect(),
            Report::Remarks(remarks) => {
                let mut said: Vec<Said> = remarks.iter().map(|remark| remark.said(lang)).collect();
                said.sort_by_key(|said| core::cmp::Reverse(said.level));
                said
            }
        }
    }

    /// Lines for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let said = self.said(lang);
        let mut out = String::new();
        for Said { level, place, problem, remedy, .. } in &said {
            let level = match level {
                Level::Remark => say::level_remark(lang),
                Level::Wrong => say::level_wrong(lang),
                Level::Fault => say::level_fault(lang),
            };
            out.push_str(&format!("[{level}] {place}: {problem} {remedy}\n"));
        }
        out.push_str(&match self.level() {
            None => say::all_well(lang).to_owned(),
            Some(Level::Remark) => say::can_be_used(lang).to_owned(),
            Some(Level::Wrong) => say::can_be_started(lang).to_owned(),
            Some(Level::Fault) => text::gateway_config::refused(lang, said.len()),
        });
        out.push('\n');
        out
    }

    /// JSON for programs.
    #[must_use]
    pub fn json(&self, lang: Lang) -> String {
        let value =
            serde_json::json!({ "usable": self.level() != Some(Level::Fault), "findings": self.said(lang) });
        format!("{value}\n")
    }
}

/// Addresses that the system does not give. Only remarked on: where it is this gateway that listens, or this is not yet the machine, or not
/// the user, nothing is wrong.
fn ports(config: &Config) -> Vec<Remark> {
    let wanted = config.listen.iter().chain(&config.admin).filter(|address| address.port() != 0);
    let refused = wanted.filter_map(|address| {
        let error = TcpListener::bind(address).err()?;
        Some(Remark::Address { address: *address, why: ListenError::of(*address, &error) })
    });
    refused.collect()
}
