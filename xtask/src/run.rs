//! Runs a command as a named step: says what runs, how long it took, and when it fails its last lines and what to try.

use std::collections::VecDeque;
use std::fmt;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Read, Write as _, stdout};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;

/// How many of a command's last lines are kept for the report of a failure.
const TAIL_LINES: usize = 30;

/// How often a silent step says that it is still running when nobody sits at a terminal.
const HEARTBEAT: Duration = Duration::from_secs(60);

/// What is shown of a command while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Show {
    /// Every line, as it comes.
    Lines,
    /// One line that changes, or a heartbeat when the output is not a terminal.
    Progress,
}

/// A step that did not succeed.
#[derive(Debug)]
pub(crate) struct StepFailed {
    title: String,
    command: String,
    status: String,
    tail: Vec<String>,
    advice: String,
}

impl fmt::Display for StepFailed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "FAILED: {} ({})", self.title, self.status)?;
        writeln!(out, "  command: {}", self.command)?;
        if !self.tail.is_empty() {
            writeln!(out, "  its last lines:")?;
            for line in &self.tail {
                writeln!(out, "    {line}")?;
            }
        }
        write!(out, "  what to try: {}", self.advice)
    }
}

impl std::error::Error for StepFailed {}

/// Runs `command` and waits for it. `advice` is what to try when it fails.
pub(crate) fn step(title: &str, show: Show, command: &mut Command, advice: &str) -> anyhow::Result<Duration> {
    let spelled = spell(command);
    println!("▸ {title}\n    $ {spelled}");
    let began = Instant::now();
    let failed = |status: String, tail: VecDeque<String>| StepFailed {
        title: title.to_owned(),
        command: spelled.clone(),
        status,
        tail: tail.into(),
        advice: advice.to_owned(),
    };
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return Err(failed(format!("it could not be started: {error}"), VecDeque::new()).into()),
    };
    let (sender, lines) = channel();
    let readers = [
        child.stdout.take().map(|pipe| forward(pipe, sender.clone())),
        child.stderr.take().map(|pipe| forward(pipe, sender)),
    ];
    let tail = follow(&lines, show, began);
    for reader in readers.into_iter().flatten() {
        // a reader only forwards lines: it ends with its pipe
        drop(reader.join());
    }
    let status = child.wait()?;
    let took = began.elapsed();
    if status.success() {
        println!("  ✓ {title}: {}", seconds(took));
        return Ok(took);
    }
    let tail = if show == Show::Lines { VecDeque::new() } else { tail };
    Err(failed(format!("{status} after {}", seconds(took)), tail).into())
}

/// Does something that runs no command, as a step with its time.
pub(crate) fn own<T>(title: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    println!("▸ {title}");
    let began = Instant::now();
    let done = work().with_context(|| format!("FAILED: {title}"))?;
    println!("  ✓ {title}: {}", seconds(began.elapsed()));
    Ok(done)
}

/// The command as one would type it.
pub(crate) fn spell(command: &Command) -> String {
    let variables = command.get_envs().filter_map(|(name, value)| {
        let value = value?.to_string_lossy();
        // of a PATH only what was put before it is of interest
        let value = if name == "PATH" {
            let first = value.split(':').next()?;
            let here = std::env::var("PATH").is_ok_and(|path| path.split(':').next() == Some(first));
            (!here).then(|| format!("{first}:$PATH"))?
        } else {
            quoted(&value)
        };
        Some(format!("{}={value}", name.to_string_lossy()))
    });
    let words = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| quoted(&word.to_string_lossy()));
    variables.chain(words).collect::<Vec<_>>().join(" ")
}

/// A duration for people.
pub(crate) fn seconds(duration: Duration) -> String {
    if duration.as_secs() < 120 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {} s", duration.as_secs() / 60, duration.as_secs() % 60)
    }
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,@+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn forward(pipe: impl Read + Send + 'static, sender: Sender<String>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut line = Vec::new();
        while let Ok(1..) = reader.read_until(b'\n', &mut line) {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            line.clear();
            if sender.send(text).is_err() {
                return;
            }
        }
    })
}

/// Shows the lines as they come and keeps the last ones.
fn follow(lines: &Receiver<String>, show: Show, began: Instant) -> VecDeque<String> {
    let terminal = stdout().is_terminal();
    let mut tail = VecDeque::new();
    let mut told = Instant::now();
    loop {
        if show == Show::Progress && !terminal && told.elapsed() >= HEARTBEAT {
            let last = tail.back().map(String::as_str).unwrap_or_default();
            println!("    … {}: {last}", seconds(began.elapsed()));
            told = Instant::now();
        }
        match lines.recv_timeout(HEARTBEAT.saturating_sub(told.elapsed()).max(Duration::from_secs(1))) {
            Ok(line) => {
                match show {
                    Show::Lines => println!("{line}"),
                    Show::Progress if terminal => repaint(&line, began),
                    Show::Progress => {}
                }
                if tail.len() == TAIL_LINES {
                    tail.pop_front();
                }
                if !line.is_empty() {
                    tail.push_back(line);
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    if terminal && show == Show::Progress {
        print!("\r\x1b[K");
    }
    tail
}

fn repaint(line: &str, began: Instant) {
    let short: String = line.chars().filter(|c| !c.is_control()).take(90).collect();
    print!("\r\x1b[K    {:>4} s {short}", began.elapsed().as_secs());
    // progress is a courtesy: a closed terminal is noticed elsewhere
    drop(stdout().flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_succeeds_returns_its_time() {
        step("true", Show::Progress, &mut Command::new("true"), "nothing").expect("true succeeds");
    }

    #[test]
    fn a_failure_names_the_command_its_last_lines_and_what_to_try() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo first; echo second 1>&2; exit 3"]);
        let text = step("a test", Show::Progress, &mut command, "Try this.").expect_err("exit 3").to_string();
        for part in ["a test", "exit status: 3", "sh -c 'echo first;", "first", "second", "Try this."] {
            assert!(text.contains(part), "{part:?} is not in:\n{text}");
        }
    }

    #[test]
    fn a_command_that_does_not_exist_is_a_failed_step() {
        let mut command = Command::new("no-such-program-of-handfast");
        let text = step("a test", Show::Lines, &mut command, "Install it.").expect_err("absent").to_string();
        assert!(text.contains("could not be started") && text.contains("Install it."), "{text}");
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(seconds(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 5 s");
    }
}
