//! A machine for the tests that need a real one: certificates, nginx and a backend on the loopback interface.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use bundle::encrypted_key;
use bundle::passphrase::Passphrase;
use deploy::choices::{ChoiceField, ChoicesDraft, ListenAddress};
use deploy::plan::{FileKind, Plan, TEMPORARY, Upstream};
use deploy::readme_server;
use pki::certificate::Certificate;
use pki::crl::{self, CrlLifetime, CrlNumber, Reason, Revocation, Revoked};
use pki::issue::{self, Authority};
use pki::key::{KeyAlgorithm, PrivateKey};
use pki::moment::Moment;
use pki::profile::authority::AuthorityProfile;
use pki::validity::Lifetime;
use testkit::entropy::SeededEntropy;
use testkit::family::{client_profile, server_profile, subject};
use testkit::keys::TestKeys;
use text::Lang;

use super::{Folder, now, plan, run, run_well, server_files};

pub(crate) const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// nginx and the backend while they run, and the folder of one client.
pub(crate) struct Machine {
    pub(crate) plan: Plan,
    pub(crate) folder: Folder,
    /// Whose clients are let in; made 30 days ago, so that it can have issued what has ended since.
    pub(crate) authority: Authority,
    /// What stands before every path on the machine: nothing, or the folder that a site of the distribution's nginx is moved to.
    root: String,
    processes: Vec<Child>,
}

/// What a machine is made from.
pub(crate) struct Setup<'a> {
    pub(crate) names: &'a [&'a str],
    pub(crate) algorithm: KeyAlgorithm,
    pub(crate) lang: Lang,
    /// Folder and ports are chosen for it.
    pub(crate) draft: ChoicesDraft,
    /// How long the leaves are good.
    pub(crate) days: u32,
    /// Changes files that are in place, before anything starts.
    pub(crate) change: &'a dyn Fn(&Plan, &Authority),
    /// Whether the backend runs.
    pub(crate) backend: bool,
    /// Another site of the same nginx; `PORT` stands for the service's port.
    pub(crate) neighbour: &'a str,
    /// The revocation list instead of an empty one.
    pub(crate) revoked: Option<&'a RevokedBy<'a>>,
    /// The names in the server's certificate, when they are others than the service's.
    pub(crate) issued_for: &'a [&'a str],
}

/// Makes a revocation list from the authority and the folder with the certificates.
type RevokedBy<'a> = dyn Fn(&Authority, &Folder) -> String + 'a;

impl Default for Setup<'_> {
    fn default() -> Self {
        Setup {
            names: &["api.example.test"],
            algorithm: KeyAlgorithm::EcdsaP256,
            lang: Lang::En,
            draft: ChoicesDraft::default(),
            days: 2,
            change: &|_, _| (),
            backend: true,
            neighbour: "",
            revoked: None,
            issued_for: &[],
        }
    }
}

impl Machine {
    /// Makes certificates and files, puts them in place, starts both servers and waits until they listen.
    pub(crate) fn start(names: &[&str], algorithm: KeyAlgorithm, lang: Lang) -> Machine {
        Machine::start_as(Setup { names, algorithm, lang, ..Setup::default() })
    }

    /// As [`Machine::start`], with more that can differ.
    pub(crate) fn start_as(setup: Setup<'_>) -> Machine {
        let folder = Folder::new("live");
        let (nginx_port, backend_port) = (testkit::free_port(), testkit::free_port());
        let draft = setup
            .draft
            .with(ChoiceField::BaseFolder, format!("{}/base", folder.text()))
            .with(ChoiceField::ListenPort, nginx_port.to_string())
            .with(ChoiceField::FlaskPort, backend_port.to_string())
            .with(ChoiceField::OwnBackend, format!("http://127.0.0.1:{backend_port}"));
        let plan = plan(&draft, setup.names);
        let issued_for = if setup.issued_for.is_empty() { setup.names } else { setup.issued_for };
        let authority = material(&folder, issued_for, setup.algorithm, setup.days);
        if let Some(revoked) = setup.revoked {
            folder.write("server/client-ca.crl", revoked(&authority, &folder));
        }
        let (root, conf) = place(&plan, &folder, setup.lang);
        if !setup.neighbour.is_empty() {
            let site = setup.neighbour.replace("PORT", &nginx_port.to_string());
            folder.write(
                "root/etc/nginx/conf.d/neighbour.conf",
                site.replace("../", &format!("{root}/etc/nginx/")),
            );
        }
        (setup.change)(&plan, &authority);
        let prefix = root.clone();
        std::fs::create_dir_all(&prefix).expect("a folder");
        let test = run(folder.path(), "nginx", ["-t", "-p", &prefix, "-c", &conf]);
        let said = String::from_utf8_lossy(&test.stderr).into_owned();
        assert!(test.status.success() && said.contains("test is successful"), "{said}");
        assert!(!said.contains("[warn]"), "{said}");

        let mut machine = Machine { plan, folder, authority, root, processes: Vec::new() };
        let mut nginx = Command::new("nginx");
        nginx.args(["-g", "daemon off;", "-p", &prefix, "-c", &conf]);
        let listens = match machine.plan.choices().listen_address {
            ListenAddress::All => LOOPBACK,
            ListenAddress::One(address) => address,
        };
        machine.run(&mut nginx, SocketAddr::new(listens, nginx_port));
        if setup.backend {
            machine.start_backend();
        }
        machine
    }

    fn start_backend(&mut self) {
        let folder = self.at(&self.plan.backend_folder());
        match self.plan.backend() {
            Upstream::Flask(port) => {
                let mut python = Command::new("/usr/bin/python3");
                self.run(python.arg(folder + "/app.py"), SocketAddr::new(LOOPBACK, port.number()));
            }
            Upstream::Socket(path) => {
                let path = format!("{}{path}", self.root);
                self.folder.write(&format!("root/run/{}/x", self.plan.label()), "");
                let mut gunicorn = Command::new("/usr/bin/gunicorn");
                // nginx's workers are another user here, and no group is shared
                gunicorn.args([
                    "--chdir",
                    &folder,
                    "--bind",
                    &format!("unix:{path}"),
                    "--umask",
                    "0",
                    "app:app",
                ]);
                self.run_until(&mut gunicorn, || UnixStream::connect(&path).is_ok());
            }
            // whatever answers HTTP
            Upstream::Own(address) => {
                let mut server = Command::new("/usr/bin/python3");
                let port = address.port.to_string();
                server.args(["-m", "http.server", "--bind", "127.0.0.1", &port, "--directory"]);
                server.arg(self.folder.path().join("server"));
                self.run(&mut server, SocketAddr::new(LOOPBACK, address.port.number()));
            }
        }
    }

    /// Starts a server, ended with the machine, and waits until it listens.
    fn run(&mut self, command: &mut Command, at: SocketAddr) {
        self.run_until(command, || TcpStream::connect(at).is_ok());
    }

    pub(crate) fn run_until(&mut self, command: &mut Command, listens: impl Fn() -> bool) {
        let started = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        self.processes.push(started.unwrap_or_else(|error| panic!("{command:?}: {error}")));
        let begun = Instant::now();
        while !listens() {
            let process = self.processes.last_mut().expect("just started");
            assert!(process.try_wait().expect("a child").is_none(), "{command:?} ended at once");
            assert!(begun.elapsed() < Duration::from_secs(60), "{command:?} does not listen");
            std::thread::yield_now();
        }
    }

    pub(crate) fn client(&self) -> PathBuf {
        self.folder.path().join("client")
    }

    pub(crate) fn port(&self) -> u16 {
        self.plan.choices().listen_port.number()
    }

    /// A call with the certificate to `host`, which is found on the loopback interface.
    pub(crate) fn call(&self, host: &str, arguments: &[&str], path: &str) -> Output {
        self.call_as("client", host, arguments, path)
    }

    /// As [`Machine::call`], with the certificate and the key in the files of this name.
    pub(crate) fn call_as(&self, who: &str, host: &str, arguments: &[&str], path: &str) -> Output {
        let (certificate, key) = (format!("{who}.crt"), format!("{who}.key"));
        let resolve = format!("{host}:{}:127.0.0.1", self.port());
        let url = format!("https://{host}:{}{path}", self.port());
        let trusted = self.trusted();
        let trusted = trusted.to_str().expect("ASCII");
        let mut all =
            vec!["--silent", "--show-error", "--cacert", trusted, "--cert", &certificate, "--key", &key];
        if !host.starts_with('[') {
            all.extend(["--resolve", &resolve]);
        }
        all.extend(arguments);
        all.push(&url);
        run(&self.client(), "curl", all)
    }

    /// The authority by which callers know the server.
    pub(crate) fn trusted(&self) -> PathBuf {
        let beside = if self.plan.is_public() { "public/ca.crt" } else { "client/ca.crt" };
        self.folder.path().join(beside)
    }

    /// nginx's log of that name.
    pub(crate) fn log(&self, name: &str) -> String {
        std::fs::read_to_string(self.at(&self.plan.log(name))).expect("a log")
    }

    /// Where a path of the plan really is.
    pub(crate) fn at(&self, path: &str) -> String {
        moved(&self.plan, &self.root, path)
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        for process in &mut self.processes {
            // nginx's master must hear of it, or its workers would stay
            let _ = Command::new("kill").arg(process.id().to_string()).status();
            let _ = process.wait();
        }
    }
}

/// An authority, a server, a client and one with a Korean name, good now: nginx and curl ask the clock of the machine.
pub(crate) fn material(folder: &Folder, names: &[&str], algorithm: KeyAlgorithm, days: u32) -> Authority {
    let (now, keys, mut entropy) = (now(), TestKeys::new(), SeededEntropy::new(7));
    let profile = AuthorityProfile::new(subject("Live CA"), Lifetime::Days(30 + days)).expect("a subject");
    let authority = issue::authority(&profile, keys.make(algorithm), days_before(now, 30), &mut entropy)
        .expect("an authority");
    let lifetime = Lifetime::Days(days);
    let server_key = keys.make(algorithm);
    let server = issue::server(&server_profile(names, lifetime), &server_key, &authority, now, &mut entropy)
        .expect("a server");
    let ca = authority.certificate().to_pem();
    folder.write("server/server.crt", server.to_pem());
    folder.write("server/server.key", server_key.to_pem().expose());
    folder.write("server/client-ca.crt", &ca);
    folder.write("client/ca.crt", &ca);
    folder.write("server/client-ca.crl", list(&authority, &[], now));
    for (file, name) in [("client", "partner-a"), ("korean", "홍길동 & Co")] {
        let key = keys.make(algorithm);
        let profile = client_profile(name, &["ops@example.test"], lifetime);
        let client = issue::client(&profile, &key, &authority, now, &mut entropy).expect("a client");
        folder.write(&format!("client/{file}.crt"), client.to_pem());
        folder.write(&format!("client/{file}.key"), key.to_pem().expose());
    }
    authority
}

/// The authority's revocation list, good for a week.
pub(crate) fn list(authority: &Authority, revoked: &[&Certificate], now: Moment) -> String {
    let entry = |certificate: &&Certificate| {
        Revoked::new(certificate, Revocation { at: now, reason: Reason::Unspecified })
    };
    let revoked: Vec<Revoked> = revoked.iter().map(entry).collect();
    let lifetime = CrlLifetime::days(7).expect("days");
    crl::sign(&revoked, CrlNumber(1), lifetime, authority, now).expect("a list").to_pem()
}

/// This many days earlier.
pub(crate) fn days_before(moment: Moment, days: i64) -> Moment {
    Moment::from_unix_seconds(moment.unix_seconds() - days * 86_400)
}

/// Writes the rendered files beside the material and runs the README's commands, without `sudo`. A site of the distribution's
/// nginx is put below a root of its own, beside the least of a configuration that includes it. Gives that root and what nginx is
/// to read.
pub(crate) fn place(plan: &Plan, folder: &Folder, lang: Lang) -> (String, String) {
    let files = server_files(plan, lang);
    if plan.encrypts_key() {
        encrypt_key(folder, "server");
    }
    if let Some(lineage) = plan.lineage() {
        let root = format!("{}/root", folder.text());
        public_certificate(plan, folder, &moved(plan, &root, &lineage));
        // certbot makes it when it is run
        let hook = moved(plan, &root, &plan.renewal_hook().expect("a public certificate has one"));
        std::fs::create_dir_all(Path::new(&hook).parent().expect("a folder")).expect("folders");
    }
    for file in files.0.iter().filter(|file| !file.kind.is_material()) {
        folder.write(&format!("server/{}", file.name), &file.contents);
    }
    let (root, conf) = if plan.is_alone() {
        (format!("{}/root", folder.text()), plan.configuration())
    } else {
        let temporary = TEMPORARY.map(|kind| format!("{kind}_temp_path temp/{kind};")).concat();
        let user = if is_root() { "user www-data;" } else { "" };
        let main = format!("{user}pid pid;events{{}}http{{{temporary}include etc/nginx/conf.d/*.conf;}}");
        let conf = folder.write("root/nginx.conf", main);
        for needed in ["temp/x", "var/log/nginx/x", "etc/nginx/conf.d/x"] {
            folder.write(&format!("root/{needed}"), "");
        }
        (format!("{}/root", folder.text()), conf.to_str().expect("ASCII").to_owned())
    };
    let below = |text: &str| moved(plan, &root, text);
    for command in readme_server::install(plan, &files.0) {
        let line = command.to_posix().expect("a command");
        let line = line.strip_prefix("sudo ").expect("needs root on most machines");
        run_well(&folder.path().join("server"), "sh", ["-c", &below(line)]);
    }
    let by_hand = |file: &&deploy::plan::File| {
        !matches!(file.kind, FileKind::NginxUnit | FileKind::BackendUnit | FileKind::LogRotation)
    };
    for file in files.0.iter().filter(by_hand) {
        if let Some(path) = &file.path {
            use std::os::unix::fs::PermissionsExt as _;
            let found = std::fs::metadata(below(path)).expect("put in place");
            assert_eq!(found.permissions().mode() & 0o7777, file.mode, "{path}");
        }
    }
    let site = below(&plan.configuration());
    let text = std::fs::read_to_string(&site).expect("put in place");
    let mut text = below(&text);
    if !is_root() {
        // who is not root has one account alone, and nginx would warn of the other
        text =
            text.lines().filter(|line| !line.starts_with("user ")).map(|line| format!("{line}\n")).collect();
    }
    std::fs::write(site, text).expect("ours");
    (root, conf)
}

/// What came back: exit code, HTTP status, all that was written.
pub(crate) fn outcome(output: &Output) -> (Option<i32>, Option<u16>, String) {
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let status =
        text.strip_prefix("HTTP/").and_then(|rest| rest.split(' ').nth(1)).and_then(|code| code.parse().ok());
    (output.status.code(), status, text)
}

/// Whether what is started here can be another account's.
pub(crate) fn is_root() -> bool {
    run_well(Path::new("/"), "id", ["-u"]).trim() == "0"
}

/// Encrypts `server.key` in this folder under a password that lies beside it, as a bundle holds both.
pub(crate) fn encrypt_key(folder: &Folder, inside: &str) {
    let path = folder.path().join(inside).join("server.key");
    let key = PrivateKey::from_pem(&std::fs::read_to_string(path).expect("a key")).expect("a key");
    let mut entropy = SeededEntropy::new(12);
    let password = Passphrase::generate(&mut entropy).expect("a seed never runs dry");
    let encrypted = encrypted_key::write(&key, &password, &mut entropy).expect("a key");
    folder.write(&format!("{inside}/server.key"), encrypted);
    folder.write(&format!("{inside}/server.key.password"), format!("{}\n", password.expose()));
}

/// What certbot would have fetched, in the folder where nginx looks for it, and the authority that stands for the public ones in
/// `public/ca.crt`.
pub(crate) fn public_certificate(plan: &Plan, folder: &Folder, lineage: &str) {
    let (now, keys, mut entropy) = (now(), TestKeys::new(), SeededEntropy::new(13));
    let profile = AuthorityProfile::new(subject("Public CA"), Lifetime::Days(60)).expect("a subject");
    let authority = issue::authority(&profile, keys.make(KeyAlgorithm::EcdsaP256), now, &mut entropy);
    let authority = authority.expect("an authority");
    let names: Vec<String> = plan.names().iter().map(deploy::service::in_url).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let key = keys.make(KeyAlgorithm::EcdsaP256);
    let profile = server_profile(&names, Lifetime::Days(30));
    let server = issue::server(&profile, &key, &authority, now, &mut entropy).expect("a server");
    folder.write("public/ca.crt", authority.certificate().to_pem());
    std::fs::create_dir_all(lineage).expect("folders");
    std::fs::write(format!("{lineage}/fullchain.pem"), server.to_pem()).expect("ours");
    std::fs::write(format!("{lineage}/privkey.pem"), key.to_pem().expose()).expect("ours");
}

/// A text with the machine's own folders moved below the root.
fn moved(plan: &Plan, root: &str, text: &str) -> String {
    let site =
        if plan.is_alone() { &[] as &[&str] } else { &["/etc/nginx/", "/opt/mtls", "/var/log/nginx/"] };
    let folders = ["/run/mtls-", "/etc/letsencrypt/"].iter().chain(site);
    folders.fold(text.to_owned(), |text, path| text.replace(path, &format!("{root}{path}")))
}
