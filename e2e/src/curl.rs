//! Real curl, with the files of a client bundle or without them, and what came of each call.

use std::path::Path;

use anyhow::{Context as _, ensure};

use crate::tool;

/// What a call brings along.
#[derive(Debug, Clone, Copy, Default)]
pub struct Call<'a> {
    /// The authority that the server's certificate is checked against (`--cacert`).
    pub authority: Option<&'a Path>,
    /// Certificate and key of the caller (`--cert`, `--key`).
    pub identity: Option<(&'a Path, &'a Path)>,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// curl's exit code.
    pub exit: i32,
    /// The HTTP status; 0 when there was no answer.
    pub status: u16,
    /// The answer's body.
    pub body: String,
    /// What curl said.
    pub said: String,
}

impl Call<'_> {
    /// Calls `https://name:port/` at 127.0.0.1, whatever the name.
    ///
    /// # Errors
    /// That curl is missing; a refused call is an outcome.
    pub fn make(&self, name: &str, port: u16) -> anyhow::Result<Outcome> {
        let mut command = tool::command("curl")?;
        command.args(["--silent", "--show-error", "--noproxy", "*", "--max-time", "20"]);
        command.args(["--resolve", &format!("{name}:{port}:127.0.0.1"), "--write-out", "\n%{http_code}"]);
        if let Some(authority) = self.authority {
            command.arg("--cacert").arg(authority);
        }
        if let Some((certificate, key)) = self.identity {
            command.arg("--cert").arg(certificate).arg("--key").arg(key);
        }
        let output = tool::output(command.arg(format!("https://{name}:{port}/")))?;
        let written = String::from_utf8_lossy(&output.stdout).into_owned();
        let (body, status) = written.rsplit_once('\n').with_context(|| tool::told(&command, &output))?;
        Ok(Outcome {
            exit: output.status.code().context("curl ended by itself")?,
            status: status.parse()?,
            body: body.to_owned(),
            said: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }
}

impl Outcome {
    /// Makes sure of exit code, status and a text in the answer.
    ///
    /// # Errors
    /// With everything that came.
    pub fn expect(&self, exit: i32, status: u16, text: &str) -> anyhow::Result<()> {
        let fits = self.exit == exit
            && self.status == status
            && (self.body.contains(text) || self.said.contains(text));
        ensure!(fits, "expected exit {exit}, status {status} and {text:?}, and got {self:#?}");
        Ok(())
    }
}
