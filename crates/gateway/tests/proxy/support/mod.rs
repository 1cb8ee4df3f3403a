//! A scene: an authority, a server, a client, a backend, and a gateway between them; every scenario changes one thing of it.

pub(crate) mod authority;
pub(crate) mod backend;
pub(crate) mod caller;
pub(crate) mod gateway;
pub(crate) mod open;

use std::sync::atomic::{AtomicU16, Ordering};

use testkit::tool::Said;
use testkit::{TempDir, tool};

use authority::{Party, Wish, root};
use backend::Backend;
use gateway::Gateway;

/// The name of the server.
pub(crate) const HOST: &str = "api.example.test";

/// A port of loopback at which nobody listens. The system gives none below 32768 to those who ask for any, so that no other test gets it.
pub(crate) fn quiet_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let begin = 20_000 + u16::try_from(std::process::id() % 10_000).unwrap();
    let free = |port: &u16| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok();
    std::iter::repeat_with(|| begin + NEXT.fetch_add(1, Ordering::Relaxed)).find(free).unwrap()
}

/// Files, a backend, and who is who.
pub(crate) struct Scene {
    pub(crate) folder: TempDir,
    pub(crate) backend: Backend,
    pub(crate) authority: Party,
    pub(crate) server: Party,
    pub(crate) alice: Party,
}

impl Scene {
    /// Everything is in order.
    pub(crate) fn new() -> Scene {
        Scene::with_backend(Backend::start())
    }

    pub(crate) fn with_backend(backend: Backend) -> Scene {
        let folder = TempDir::new();
        let authority = root("Scene Authority");
        let server = authority.issue(2, Wish::server(&[HOST, "other.example.test", "127.0.0.1"]));
        let alice = authority.issue(3, Wish::client("alice"));
        let scene = Scene { folder, backend, authority, server, alice };
        scene.folder.write("ca.pem", scene.authority.pem());
        // for callers, while the gateway's own copy is tampered with
        scene.folder.write("good.pem", scene.authority.pem());
        scene.put("server", &scene.server, &[]);
        scene.put("alice", &scene.alice, &[]);
        scene
    }

    /// Writes `NAME.pem`, with further certificates behind it, and `NAME.key`.
    pub(crate) fn put(&self, name: &str, party: &Party, others: &[&Party]) {
        let chain: String = std::iter::once(party).chain(others.iter().copied()).map(Party::pem).collect();
        self.folder.write(format!("{name}.pem"), chain);
        self.folder.write(format!("{name}.key"), party.key_pem());
    }

    /// Writes a configuration: of `[clients]` these lines more, and these tables more.
    pub(crate) fn configure(&self, clients: &str, tables: &str) -> std::path::PathBuf {
        let text = format!(
            "listen = [\"127.0.0.1:0\"]\nworkers = 2\ndrain_seconds = 10\n\n\
             [[server]]\ncertificate = \"server.pem\"\nkey = \"server.key\"\n\n\
             [clients]\nauthorities = [\"ca.pem\"]\n{clients}\n\n\
             [backend]\naddress = \"{}\"\n\n{tables}\n",
            self.backend.address()
        );
        self.folder.write("gateway.toml", text)
    }

    /// A gateway whose `[backend]` has these lines, and nothing else.
    pub(crate) fn start_before(&self, backend: &str) -> Gateway {
        let path = self.configure("", ANY_VERIFIED);
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.replace(&format!("address = \"{}\"", self.backend.address()), backend);
        std::fs::write(&path, text).unwrap();
        Gateway::start(&path)
    }

    /// A gateway with these lines of `[clients]` and these tables.
    pub(crate) fn start_with(&self, clients: &str, tables: &str) -> Gateway {
        Gateway::start(&self.configure(clients, tables))
    }

    /// A gateway that lets in everybody whose certificate holds.
    pub(crate) fn start(&self) -> Gateway {
        self.start_with("", ANY_VERIFIED)
    }

    /// Asks with curl: `who` is the name of the files of a client, empty for none.
    pub(crate) fn ask(&self, gateway: &Gateway, who: &str, arguments: &[&str]) -> Said {
        self.ask_for(gateway, HOST, "/", who, arguments)
    }

    /// Asks a host for a path.
    pub(crate) fn ask_for(
        &self,
        gateway: &Gateway,
        host: &str,
        path: &str,
        who: &str,
        arguments: &[&str],
    ) -> Said {
        let port = gateway.port;
        let mut curl = tool("curl")
            .args(["-sS", "-i", "--path-as-is", "--max-time", "30", "--cacert", "ca.pem"])
            .args(["--resolve", &format!("{host}:{port}:127.0.0.1")])
            .in_folder(self.folder.path());
        if !who.is_empty() {
            curl = curl.args(["--cert", &format!("{who}.pem"), "--key", &format!("{who}.key")]);
        }
        curl.args(arguments).arg(format!("https://{host}:{port}{path}")).run()
    }

    /// Sends octets over TLS as they are, with openssl, and gives what comes back.
    pub(crate) fn send(&self, gateway: &Gateway, who: &str, octets: &str, arguments: &[&str]) -> String {
        let mut openssl = tool("openssl")
            .args(["s_client", "-quiet", "-no_ign_eof", "-ign_eof", "-CAfile", "ca.pem", "-servername", HOST])
            .args(["-connect", &format!("127.0.0.1:{}", gateway.port)])
            .in_folder(self.folder.path());
        if !who.is_empty() {
            openssl = openssl.args(["-cert", &format!("{who}.pem"), "-key", &format!("{who}.key")]);
        }
        openssl.args(arguments).input(octets).run().text()
    }
}

/// The policy that lets in everybody whose certificate holds.
pub(crate) const ANY_VERIFIED: &str = "[[allow]]\nwho = \"any-verified\"\n";

/// The status of an answer that curl shows with its head; the last one where several stand.
#[track_caller]
pub(crate) fn status(said: &Said) -> u16 {
    let text = said.text();
    let line = text.lines().rfind(|line| line.starts_with("HTTP/"));
    let status = line.and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    status.unwrap_or_else(|| panic!("no status in:\n{}", said.all()))
}

/// Whether an answer is the backend's.
#[track_caller]
pub(crate) fn passed(said: &Said) {
    assert_eq!(status(said), 200, "{}", said.all());
    assert!(said.text().contains("the backend saw "), "{}", said.all());
}

/// Whether an answer is this refusal.
#[track_caller]
pub(crate) fn refused(said: &Said, expected: u16, words: &str) {
    assert_eq!(status(said), expected, "{}", said.all());
    assert!(said.text().contains(words), "{words:?} is not in:\n{}", said.all());
    assert!(!said.text().contains("the backend saw "), "{}", said.all());
}
