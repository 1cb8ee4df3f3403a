//! Programs that the system must bring: says what is missing and why, and has apt install it after asking.
//! Tools that cargo and npm build or fetch are in `tools.rs`.

use std::env;
use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _, stdin, stdout};
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::run::{Show, step};
use crate::workspace::{WASM, Workspace};

/// A program that a system package brings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Need {
    /// How it is found.
    found: Found,
    /// Debian's and Ubuntu's package.
    pub(crate) apt: &'static str,
    /// What it is called elsewhere: Fedora's package, Homebrew's formula.
    pub(crate) elsewhere: &'static str,
    /// What it is for.
    pub(crate) why: &'static str,
}

/// How something that a package brings is found.
#[derive(Debug, Clone, Copy)]
enum Found {
    /// A program on the PATH.
    Program(&'static str),
    /// A line of shell that succeeds when it is there, and its name.
    Proof(&'static str, &'static str),
}

impl Found {
    fn is_there(self) -> bool {
        match self {
            Self::Program(name) => find(name).is_some(),
            Self::Proof(_, line) => {
                Command::new("sh").args(["-c", line]).output().is_ok_and(|output| output.status.success())
            }
        }
    }

    fn name(self) -> &'static str {
        let (Self::Program(name) | Self::Proof(name, _)) = self;
        name
    }
}

/// What building the page takes.
pub(crate) const TO_BUILD: &[Need] = &[
    need(
        "cc",
        "build-essential",
        "gcc (Fedora), Xcode's command line tools (macOS)",
        "linking, and ring's native part",
    ),
    need("clang", "clang", "clang (Fedora), llvm (Homebrew)", "compiling ring's C part for WebAssembly"),
    need(
        "node",
        "nodejs",
        "nodejs (Fedora), node (Homebrew)",
        "running wasm-opt, which makes the page smaller",
    ),
    need("npm", "npm", "npm (Fedora), node (Homebrew)", "fetching wasm-opt in its pinned version"),
];

/// The foreign programs that judge our output in the tests.
pub(crate) const TO_JUDGE: &[Need] = &[
    need("openssl", "openssl", "openssl", "judging certificates, keys and .p12 files"),
    need("curl", "curl", "curl", "asking real servers with real client certificates"),
    need("nginx", "nginx-light", "nginx", "accepting and refusing what the page made"),
    need("haproxy", "haproxy", "haproxy", "being probed: it refuses in the handshake, where nginx answers"),
    need(
        "pk12util",
        "libnss3-tools",
        "nss-tools (Fedora), nss (Homebrew)",
        "opening .p12 files as Firefox does",
    ),
    need("certtool", "gnutls-bin", "gnutls-utils (Fedora), gnutls (Homebrew)", "opening .p12 files"),
    need(
        "javac",
        "default-jdk-headless",
        "java-latest-openjdk-devel (Fedora), openjdk (Homebrew)",
        "opening .p12 files by its keytool, and running the exported call for Java",
    ),
    need("7z", "p7zip-full", "p7zip (Fedora), sevenzip (Homebrew)", "opening the bundles"),
    need("bsdtar", "libarchive-tools", "bsdtar (Fedora), libarchive (Homebrew)", "opening the bundles"),
    need("certbot", "certbot", "certbot", "reading the commands that fetch and renew a public certificate"),
    need("logrotate", "logrotate", "logrotate", "judging the exported rules for logs"),
    need(
        "systemd-analyze",
        "systemd",
        "systemd (Fedora); no other system has it",
        "judging the exported units",
    ),
    need(
        "shellcheck",
        "shellcheck",
        "ShellCheck (Fedora), shellcheck (Homebrew)",
        "judging the exported scripts",
    ),
    need("dash", "dash", "dash", "reading the exported scripts as a plain POSIX shell"),
    need(
        "tshark",
        "tshark",
        "wireshark-cli (Fedora), wireshark (Homebrew)",
        "reading the handshakes that we recorded",
    ),
    need("kill", "procps", "procps-ng (Fedora)", "sending signals to servers under test"),
    Need {
        found: Found::Proof("Flask", "/usr/bin/python3 -c 'import flask'"),
        apt: "python3-flask",
        elsewhere: "python3-flask (Fedora), for /usr/bin/python3",
        why: "running the exported backend",
    },
    Need {
        found: Found::Proof("pip", "/usr/bin/python3 -m pip --version"),
        apt: "python3-pip",
        elsewhere: "python3-pip (Fedora), for /usr/bin/python3",
        why: "fetching crossplane, which judges nginx's configuration",
    },
    need("mkcert", "mkcert", "mkcert", "making an authority that is taken up"),
    need("wget", "wget", "wget", "running the exported calls"),
    need("go", "golang-go", "golang (Fedora), go (Homebrew)", "running the exported call for Go"),
    Need {
        found: Found::Proof("cryptography", "/usr/bin/python3 -c 'import cryptography'"),
        apt: "python3-cryptography",
        elsewhere: "python3-cryptography (Fedora), for /usr/bin/python3",
        why: "opening .p12 files and encrypted keys",
    },
    Need {
        found: Found::Proof("pycryptodomex", "/usr/bin/python3 -c 'import Cryptodome'"),
        apt: "python3-pycryptodome",
        elsewhere: "python3-pycryptodomex (Fedora), for /usr/bin/python3",
        why: "opening the bundles by pyzipper",
    },
    Need {
        found: Found::Proof("requests", "/usr/bin/python3 -c 'import requests'"),
        apt: "python3-requests",
        elsewhere: "python3-requests (Fedora), for /usr/bin/python3",
        why: "running the exported calls",
    },
    Need {
        found: Found::Proof("httpx", "/usr/bin/python3 -c 'import httpx'"),
        apt: "python3-httpx",
        elsewhere: "python3-httpx (Fedora), for /usr/bin/python3",
        why: "running the exported calls",
    },
    Need {
        found: Found::Proof("hyperframe and hpack", "/usr/bin/python3 -c 'import hyperframe, hpack'"),
        apt: "python3-h2",
        elsewhere: "python3-h2 (Fedora), h2 (pip), for /usr/bin/python3",
        why: "asking the gateway octet by octet what RFC 9113 says of HTTP/2",
    },
    Need {
        found: Found::Proof("vobject", "/usr/bin/python3 -c 'import vobject'"),
        apt: "python3-vobject",
        elsewhere: "vobject (pip), for /usr/bin/python3",
        why: "reading the exported calendar",
    },
    Need {
        found: Found::Proof("undici", "test -e /usr/share/nodejs/undici/package.json"),
        apt: "node-undici",
        elsewhere: "undici (npm), linked to /usr/share/nodejs",
        why: "running the exported calls",
    },
    need(
        "gunicorn",
        "gunicorn",
        "python3-gunicorn (Fedora), gunicorn (pip)",
        "running the exported backend as its unit does",
    ),
];

/// The proxies beside which the gateway is measured.
pub(crate) const TO_COMPARE: &[Need] = &[
    need("nginx", "nginx-light", "nginx", "measuring the gateway beside it"),
    need("haproxy", "haproxy", "haproxy", "measuring the gateway beside it"),
    need("caddy", "caddy", "caddy", "measuring the gateway beside it"),
];

/// The real browser of the tests.
pub(crate) const TO_BROWSE: &[Need] = &[
    need("chromium", "chromium", "chromium", "the browser of the tests"),
    need("chromedriver", "chromium-driver", "chromedriver", "driving the browser"),
    Need {
        found: Found::Proof(
            "a Korean font",
            "test -e /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc || fc-list :lang=ko | grep -q .",
        ),
        apt: "fonts-noto-cjk",
        elsewhere: "google-noto-sans-cjk-fonts (Fedora)",
        why: "Korean text in the browser of the tests",
    },
];

const fn need(program: &'static str, apt: &'static str, elsewhere: &'static str, why: &'static str) -> Need {
    Need { found: Found::Program(program), apt, elsewhere, why }
}

/// Installs what is missing, asking first when a person sits at a terminal.
pub(crate) fn provide(needs: &[&[Need]]) -> anyhow::Result<()> {
    let mut missing: Vec<&Need> = Vec::new();
    for need in needs.iter().copied().flatten() {
        // several stages may need the same
        if !missing.iter().any(|known| known.apt == need.apt) && !need.found.is_there() {
            missing.push(need);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    println!("These programs are missing:");
    for need in &missing {
        println!("  {:18} {}", need.apt, need.why);
    }
    if find("apt-get").is_none() {
        let names: Vec<String> =
            missing.iter().map(|need| format!("  {}: {}", need.found.name(), need.elsewhere)).collect();
        bail!(
            "This system has no apt-get, so the programs named above have to be installed by hand. \
             Install these packages and run the same command again:\n{}",
            names.join("\n")
        );
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.apt).collect();
    let person = stdin().is_terminal() && env::var_os("CI").is_none();
    let root = Root::find(&packages)?;
    if person && !agreed(&packages)? {
        bail!("Nothing was installed. To do it by hand:\n{}", by_hand("sudo ", &packages));
    }
    if person {
        root.ask_password(&packages)?;
    }
    let advice = format!(
        "Run this by hand and read its answer; without network, or with a broken list of sources, nothing can be installed.\n{}",
        by_hand(root.prefix(), &packages)
    );
    let update = &mut root.command("apt-get", person);
    step("Reading the package lists", Show::Progress, update.arg("update"), &advice)?;
    let mut install = root.command("apt-get", person);
    install.args(["install", "--yes", "--no-install-recommends"]).args(&packages);
    let advice = "Run the command by hand; when a package is unknown, the system is not Debian 12. Ubuntu has Chromium as a snap alone: put chromium and chromedriver on the PATH there.";
    step("Installing system packages", Show::Progress, &mut install, advice)?;
    if let Some(need) = missing.iter().find(|need| !need.found.is_there()) {
        bail!(
            "{} was installed, but {} is still not there. Look for it with `dpkg -L {}` and put its folder on the PATH.",
            need.apt,
            need.found.name(),
            need.apt
        );
    }
    Ok(())
}

/// The commands that install `packages`, to be copied.
fn by_hand(prefix: &str, packages: &[&str]) -> String {
    format!(
        "  {prefix}apt-get update\n  {prefix}apt-get install --yes --no-install-recommends {}",
        packages.join(" ")
    )
}

/// Has rustup add the compiler's part for WebAssembly. With rustup it is there already, by rust-toolchain.toml.
pub(crate) fn provide_wasm_target(workspace: &Workspace) -> anyhow::Result<()> {
    let answer = workspace.command("rustc").args(["--print", "target-libdir", "--target", WASM]).output();
    let folder =
        answer.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    if !folder.is_empty() && PathBuf::from(folder).is_dir() {
        return Ok(());
    }
    let mut command = workspace.command("rustup");
    command.args(["target", "add", WASM]);
    let advice = "Install Rust by rustup (https://rustup.rs): a distribution's own Rust lacks this target.";
    step("Adding Rust's WebAssembly target", Show::Progress, &mut command, advice).map(drop)
}

/// Where a program is, by the PATH or by its whole path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    if program.contains('/') {
        let path = PathBuf::from(program);
        return path.exists().then_some(path);
    }
    let path = env::var_os("PATH")?;
    let folders = env::split_paths(&path).chain(SERVERS.map(PathBuf::from));
    folders.map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Where Debian keeps servers such as nginx: only root's PATH looks there.
const SERVERS: [&str; 2] = ["/usr/sbin", "/sbin"];

/// The PATH with `first` before it, if any, and the folders of servers behind it, for the programs that we start.
pub(crate) fn path_with(first: Option<PathBuf>) -> anyhow::Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let servers = SERVERS.map(PathBuf::from);
    let known: Vec<PathBuf> = env::split_paths(&path).collect();
    let missing = servers.into_iter().filter(|folder| !known.contains(folder));
    let folders: Vec<PathBuf> = first.into_iter().chain(known.clone()).chain(missing).collect();
    env::join_paths(folders).context("the PATH holds a folder whose name cannot stand in it")
}

/// Whether this process runs as root.
pub(crate) fn is_root() -> bool {
    let answer = Command::new("id").arg("-u").output();
    answer.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// How commands run as root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Root {
    /// This process does.
    Already,
    /// By sudo.
    Sudo,
}

impl Root {
    fn find(packages: &[&str]) -> anyhow::Result<Self> {
        if is_root() {
            return Ok(Self::Already);
        }
        if find("sudo").is_some() {
            return Ok(Self::Sudo);
        }
        bail!(
            "Installing packages needs root, and there is no sudo. Have this run as root, then run the same command again as yourself:\n{}",
            by_hand("", packages)
        );
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Already => "",
            Self::Sudo => "sudo ",
        }
    }

    /// Has sudo ask for the password on the terminal, while nothing else writes there.
    fn ask_password(self, packages: &[&str]) -> anyhow::Result<()> {
        if self == Self::Already {
            return Ok(());
        }
        let answer = Command::new("sudo").arg("--validate").status().context("sudo could not be started")?;
        if !answer.success() {
            bail!(
                "sudo refused. Have this run as root, then run the same command again as yourself:\n{}",
                by_hand("", packages)
            );
        }
        Ok(())
    }

    /// A command that asks nothing; without a `person` sudo fails instead of waiting for a password.
    fn command(self, program: &str, person: bool) -> Command {
        if self == Self::Already {
            let mut command = Command::new(program);
            command.env("DEBIAN_FRONTEND", "noninteractive");
            return command;
        }
        let mut command = Command::new("sudo");
        if !person {
            command.arg("--non-interactive");
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", program]);
        command
    }
}

fn agreed(packages: &[&str]) -> anyhow::Result<bool> {
    print!("Install them with apt-get ({})? [Y/n] ", packages.join(" "));
    stdout().flush()?;
    let mut answer = String::new();
    // Enter agrees; an input that has ended does not
    let ended = stdin().read_line(&mut answer)? == 0;
    Ok(!ended && matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_there_and_nothing_else() {
        assert!(find("sh").is_some());
        assert!(find("/bin/sh").is_some());
        assert!(find("no-such-program-of-handfast").is_none());
        assert!(Found::Proof("nothing", "true").is_there());
        assert!(!Found::Proof("nothing", "false").is_there());
        assert!(find("/no/such/file").is_none());
    }

    #[test]
    fn the_commands_to_copy_name_every_package() {
        let said = by_hand("sudo ", &["clang", "npm"]);
        assert!(said.contains("sudo apt-get update"), "{said}");
        assert!(said.contains("sudo apt-get install --yes --no-install-recommends clang npm"), "{said}");
    }

    #[test]
    fn sudo_waits_for_a_password_only_when_a_person_is_there() {
        let words = |person| crate::run::spell(&Root::Sudo.command("apt-get", person));
        assert_eq!(words(true), "sudo DEBIAN_FRONTEND=noninteractive apt-get");
        assert_eq!(words(false), "sudo --non-interactive DEBIAN_FRONTEND=noninteractive apt-get");
    }
}
