//! Foreign programs that judge what was made. A program that is not there is a failure, never a silent pass.

use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A foreign program to be run: `tool("openssl").args(["x509", "-noout"]).input(pem).succeeds()`.
pub fn tool(program: &str) -> Tool {
    Tool { program: program.to_owned(), arguments: Vec::new(), input: Vec::new(), folder: None }
}

/// See [`tool`].
#[derive(Debug, Clone)]
#[must_use]
pub struct Tool {
    program: String,
    arguments: Vec<OsString>,
    input: Vec<u8>,
    folder: Option<PathBuf>,
}

/// What a program said.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its standard output.
    pub out: Vec<u8>,
    /// Its standard error, as text.
    pub err: String,
    /// Its exit code; `None` when a signal ended it.
    pub code: Option<i32>,
}

impl Said {
    /// Its standard output as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    /// Both outputs as text.
    #[must_use]
    pub fn all(&self) -> String {
        format!("{}{}", self.text(), self.err)
    }
}

impl Tool {
    /// One more argument.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Tool {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    /// More arguments.
    pub fn args<I: IntoIterator<Item: AsRef<OsStr>>>(mut self, arguments: I) -> Tool {
        self.arguments.extend(arguments.into_iter().map(|argument| argument.as_ref().to_owned()));
        self
    }

    /// What it reads from its standard input.
    pub fn input(mut self, input: impl AsRef<[u8]>) -> Tool {
        input.as_ref().clone_into(&mut self.input);
        self
    }

    /// The folder in which it runs.
    pub fn in_folder(mut self, folder: impl Into<PathBuf>) -> Tool {
        self.folder = Some(folder.into());
        self
    }

    /// Runs it; panics with its words unless it exits with 0.
    pub fn succeeds(self) -> Said {
        let said = self.run();
        assert!(said.code == Some(0), "{}\nexit {:?}\n{}", self.line(), said.code, said.all());
        said
    }

    /// Runs it; panics with its words when it exits with 0.
    pub fn fails(self) -> Said {
        let said = self.run();
        assert!(said.code != Some(0), "{}\nsucceeded, and should not\n{}", self.line(), said.all());
        said
    }

    /// Runs it, however it ends.
    #[must_use]
    pub fn run(&self) -> Said {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // Messages are compared: they come in one language whatever the machine speaks.
        command.env("LC_ALL", "C.UTF-8");
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        let mut child = command.spawn().unwrap_or_else(|error| {
            panic!("`{}` is needed for this test and cannot be run: {error}", self.program)
        });
        let mut stdin = child.stdin.take().unwrap();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                // A program that does not read its input has closed the pipe; its exit code tells the rest.
                drop(stdin.write_all(&self.input));
            });
            let output = child.wait_with_output().unwrap();
            Said {
                out: output.stdout,
                err: String::from_utf8_lossy(&output.stderr).into_owned(),
                code: output.status.code(),
            }
        })
    }

    fn line(&self) -> String {
        let mut line = self.program.clone();
        for argument in &self.arguments {
            line.push(' ');
            line.push_str(&argument.to_string_lossy());
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::tool;

    #[test]
    fn words_input_and_exit_codes_come_through() {
        let said = tool("sh").args(["-c", "cat; echo no >&2; exit 3"]).input("yes").fails();
        assert_eq!((said.text().as_str(), said.err.as_str(), said.code), ("yes", "no\n", Some(3)));
        assert_eq!(tool("sh").args(["-c", "exit 0"]).input(vec![0; 1_000_000]).succeeds().all(), "");
    }

    #[test]
    #[should_panic(expected = "`no-such-program` is needed for this test")]
    fn a_missing_program_is_a_failure() {
        tool("no-such-program").fails();
    }

    #[test]
    #[should_panic(expected = "exit Some(3)")]
    fn a_refusal_is_a_failure_with_its_words() {
        tool("sh").args(["-c", "exit 3"]).succeeds();
    }
}
