//! `demo`: mutual TLS to look at, in one command: a throw-away set, a backend that shows who called, and the proxy in front of it, all
//! on this machine. The folder with the keys is its owner's alone and gone at the end.

mod backend;
mod set;

use core::net::SocketAddr;
use std::path::{Path, PathBuf};

use text::gateway_demo as say;
use text::{Lang, Message};

use crate::clock::Clock;
use crate::proxy::{self, StartError};

/// Why there is no demonstration.
#[derive(Debug)]
pub enum DemoError {
    /// The folder cannot be made or written.
    Folder(PathBuf, std::io::Error),
    /// The set cannot be made; the words of who makes it.
    Set(Message),
    /// The backend cannot be started.
    Backend(std::io::Error),
    /// The proxy cannot be started.
    Start(StartError),
}

impl DemoError {
    /// A line for each thing that is wrong.
    #[must_use]
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        match self {
            Self::Folder(folder, error) => vec![say::folder(lang, &folder.display(), error).to_string()],
            Self::Set(message) => vec![message.to_string()],
            Self::Backend(error) => vec![say::backend(lang, error).to_string()],
            Self::Start(error) => error.lines(lang),
        }
    }
}

/// Shows it until the process is asked to stop. `ready` is told what to try.
///
/// # Errors
/// [`DemoError`]; nothing is left behind then.
pub fn run(
    listen: SocketAddr,
    folder: Option<PathBuf>,
    clock: Clock,
    lang: Lang,
    ready: impl Fn(&str),
) -> Result<(), DemoError> {
    let folder = Folder::make(folder)?;
    set::write(&folder.0, clock(), lang)?;
    let backend = backend::start().map_err(DemoError::Backend)?;
    let config = folder.write("gateway.toml", configuration(listen, backend).as_bytes())?;
    let tell = |address: &str| ready(&instructions(address, &folder.0, lang));
    proxy::run(&config, clock, tell).map_err(DemoError::Start)
}

/// A folder of its owner's alone, which is gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn make(wanted: Option<PathBuf>) -> Result<Folder, DemoError> {
        let path = wanted
            .unwrap_or_else(|| std::env::temp_dir().join(format!("handfast-demo-{}", std::process::id())));
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        // one that is there already belongs to somebody
        builder.create(&path).map_err(|error| DemoError::Folder(path.clone(), error))?;
        Ok(Folder(path))
    }

    fn write(&self, name: &str, contents: &[u8]) -> Result<PathBuf, DemoError> {
        write(&self.0, name, contents)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(folder = %self.0.display(), %error, "the demonstration's folder could not be removed");
        }
    }
}

fn write(folder: &Path, name: &str, contents: &[u8]) -> Result<PathBuf, DemoError> {
    use std::io::Write as _;
    let path = folder.join(name);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&path).and_then(|mut file| file.write_all(contents));
    written.map_err(|error| DemoError::Folder(path.clone(), error))?;
    Ok(path)
}

fn configuration(listen: SocketAddr, backend: SocketAddr) -> String {
    format!(
        r#"listen = ["{listen}"]

[[server]]
certificate = "server.pem"
key = "server.key"

[clients]
authorities = ["ca.pem"]
lists = ["ca.crl"]

[identity]
headers = ["rfc9440", "nginx"]

[[allow]]
who = "any-verified"

[backend]
address = "http://{backend}"

[log]
access = "text"
"#
    )
}

/// What to try, and what comes of it. The address is that of the listener; the certificate is for localhost.
fn instructions(address: &str, folder: &Path, lang: Lang) -> String {
    let port = address.trim_end_matches('/').rsplit(':').next().unwrap_or_default();
    let file = |name: &str| quoted(&folder.join(name).display().to_string());
    let curl = |who: &str| {
        let identity = match who {
            "" => String::new(),
            who => format!(" --cert {} --key {}", file(&format!("{who}.pem")), file(&format!("{who}.key"))),
        };
        format!("    curl --cacert {}{identity} https://localhost:{port}/", file("ca.pem"))
    };
    [
        say::begun(lang, &address, &folder.display()),
        String::new(),
        say::with_alice(lang).to_owned(),
        curl("alice"),
        say::with_none(lang).to_owned(),
        curl(""),
        say::with_stranger(lang).to_owned(),
        curl("stranger"),
        String::new(),
        say::end(lang).to_owned(),
    ]
    .join("\n")
}

/// A word of a shell's command line.
fn quoted(text: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+".contains(letter);
    if text.chars().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_are_quoted_where_a_shell_would_read_more() {
        assert_eq!(quoted("/tmp/handfast-demo-1/ca.pem"), "/tmp/handfast-demo-1/ca.pem");
        assert_eq!(quoted("/a b/it's"), r"'/a b/it'\''s'");
    }
}
