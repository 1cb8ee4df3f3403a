//! What the tests of the predictions share: certificates with and without faults, a folder as files, a real nginx, a real curl.
#![allow(dead_code, reason = "each test program uses its part of it")]

pub(crate) mod case;
pub(crate) mod ground;
pub(crate) mod kit;

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use diagnose::files::{Files, Missing};
use pki::moment::Moment;
use testkit::{TempDir, tool};

/// The files of a folder; absolute paths are the machine's.
pub(crate) struct Disk(pub(crate) PathBuf);

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, Missing> {
        // what is relative is below nginx's prefix, which `-p` sets to the folder
        let path = self.0.join(path.strip_prefix("/usr/share/nginx/").unwrap_or(path));
        if path.is_dir() {
            return Err(Missing::Folder);
        }
        std::fs::read(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::PermissionDenied => Missing::Forbidden,
            _ => Missing::NotFound,
        })
    }

    fn is_machine(&self) -> bool {
        true
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.join(folder)).into_iter().flatten();
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
    }
}

/// nginx and curl ask the clock.
#[allow(clippy::disallowed_methods, reason = "the programs that are compared with ask the clock themselves")]
pub(crate) fn now() -> Moment {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs();
    Moment::from_unix_seconds(i64::try_from(seconds).expect("a time of this age"))
}

/// A process that is ended with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// What the programs really did.
#[derive(Debug, Default)]
pub(crate) struct Real {
    /// What `nginx -t` says behind `[emerg]`.
    pub(crate) nginx_test: Option<String>,
    pub(crate) curl_exit: u8,
    /// All that curl writes to its standard error.
    pub(crate) curl_error: String,
    pub(crate) http_status: Option<u16>,
    pub(crate) body_title: Option<String>,
    /// The whole error log.
    pub(crate) log: String,
}

const PATIENCE: Duration = Duration::from_secs(2);

/// Runs both in a folder that has `nginx.conf`; `line` is the command behind `curl`, as a shell reads it. Where a line of the log is
/// `expected` there is time for it: curl may have gone before nginx comes to it.
pub(crate) fn really(folder: &TempDir, line: &str, port: u16, expected: bool) -> Real {
    match start(folder, port) {
        Ok(mut child) => {
            let real = ask(folder, line);
            let until = Instant::now() + PATIENCE;
            while expected && !log(folder.path()).contains(": *") && Instant::now() < until {
                std::thread::yield_now();
            }
            // asked to end in good order, it writes what it has to say first
            drop(tool("kill").args(["-QUIT", &child.0.id().to_string()]).run());
            drop(child.0.wait());
            Real { log: log(folder.path()), ..real }
        }
        Err(words) => Real { nginx_test: Some(words), ..ask(folder, line) },
    }
}

/// The same, one line after the other, of one nginx: for what it has said by the time that it answers.
pub(crate) fn really_each(folder: &TempDir, lines: &[String], port: u16) -> Vec<Real> {
    let child = start(folder, port);
    let one = |line: &String| {
        let before = log(folder.path()).len();
        let real = ask(folder, line);
        let nginx_test = child.as_ref().err().cloned();
        Real { nginx_test, log: log(folder.path()).split_off(before), ..real }
    };
    lines.iter().map(one).collect()
}

/// Starts nginx; or says why it does not.
fn start(folder: &TempDir, port: u16) -> Result<Ended, String> {
    let conf = folder.join("nginx.conf");
    let nginx = |arguments: &[&str]| {
        let mut command = Command::new("nginx");
        command.arg("-p").arg(folder.path()).arg("-c").arg(&conf).args(["-e", "error.log"]).args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command
    };
    folder.write("error.log", "");
    let mut child = Ended(nginx(&[]).stderr(Stdio::null()).spawn().expect("nginx is needed for this test"));
    loop {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            // while one address is taken, nginx tries it again and again before it gives up on all
            let said = |words: &str| log(folder.path()).contains(words);
            while !said("event method") && child.0.try_wait().expect("a child").is_none() {
                std::thread::yield_now();
            }
            if said("event method") || said("still could not bind()") {
                return Ok(child);
            }
        }
        if child.0.try_wait().expect("a child").is_some() {
            // a key under a password asks the terminal: without one it is refused
            let test = nginx(&["-t"]).stderr(Stdio::piped()).output().expect("nginx is needed for this test");
            let said = String::from_utf8_lossy(&test.stderr).into_owned();
            assert!(!test.status.success(), "nginx takes it and does not start: {}", log(folder.path()));
            let words =
                said.lines().find_map(|line| line.split_once("[emerg] ").map(|(_, words)| words.to_owned()));
            return Err(words.unwrap_or(said));
        }
        std::thread::yield_now();
    }
}

/// What is set for a command, and what stands behind `curl`.
pub(crate) fn environment(line: &str) -> (&str, &str) {
    line.split_once(" curl ").unwrap_or(("", line))
}

/// Calls by curl.
fn ask(folder: &TempDir, line: &str) -> Real {
    let (set, line) = environment(line);
    // whoever says where the answer is put, has it put there
    let places = line.split(' ').any(|word| ["-o", "-O", "-OJ", "--output", "--remote-name"].contains(&word));
    let body = if places { "" } else { "--output body " };
    let own = format!("--silent --show-error --max-time 20 {body}--write-out '%{{http_code}}'");
    let script = format!("unset SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE; {set} curl {own} {line}");
    drop(std::fs::remove_file(folder.join("body")));
    let said = tool("sh").args(["-c", &script]).in_folder(folder.path()).run();
    let body = std::fs::read(folder.join("body")).unwrap_or_default();
    let body = String::from_utf8_lossy(&body).into_owned();
    Real {
        curl_exit: said.code.and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX),
        curl_error: said.err.clone(),
        http_status: said.text().trim().parse().ok().filter(|status| *status != 0),
        body_title: body
            .split_once("<title>")
            .and_then(|(_, rest)| rest.split_once("</title>"))
            .map(|(title, _)| title.to_owned()),
        ..Real::default()
    }
}

fn log(folder: &Path) -> String {
    let bytes = std::fs::read(folder.join("error.log")).unwrap_or_default();
    // the first connection was made to see whether nginx listens
    let lines = bytes.split_inclusive(|octet| *octet == b'\n').map(String::from_utf8_lossy);
    lines.filter(|line| !line.contains(": *1 ")).collect()
}
