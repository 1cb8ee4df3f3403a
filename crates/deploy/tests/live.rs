//! The files on a real machine: put in place by the commands of the README, served by real nginx and real Flask, called by the
//! commands that people are given. Every outcome that is promised to them is looked at.

mod support;

use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use deploy::choices::{ChoicesDraft, Release};
use deploy::curl::{CheckKind, Reach, checks};
use deploy::plan::{FileKind, Plan};
use deploy::policy::PolicyKind;
use deploy::readme_server;
use pki::issue;
use pki::key::KeyAlgorithm;
use pki::moment::Moment;
use pki::profile::authority::AuthorityProfile;
use pki::validity::Lifetime;
use support::{Folder, now, own_backend, plan, run, run_well};
use testkit::entropy::SeededEntropy;
use testkit::family::{client_profile, server_profile, subject};
use testkit::keys::TestKeys;
use text::Lang;

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// nginx and the backend while they run, and the folder of one client.
struct Machine {
    plan: Plan,
    folder: Folder,
    processes: Vec<Child>,
}

impl Machine {
    /// Makes certificates and files, puts them in place, starts both servers and waits until they listen.
    fn start(names: &[&str], algorithm: KeyAlgorithm, lang: Lang) -> Machine {
        let folder = Folder::new("live");
        let (nginx_port, flask_port) = (free_port(), free_port());
        let draft = ChoicesDraft {
            base_folder: format!("{}/base", folder.text()),
            listen_port: nginx_port.to_string(),
            flask_port: flask_port.to_string(),
            ..ChoicesDraft::default()
        };
        let plan = plan(&draft, names);
        material(&folder, names, algorithm);
        place(&plan, &folder, lang);
        let conf = plan.path("nginx/nginx.conf");
        let test = run(folder.path(), "nginx", ["-t", "-c", &conf]);
        let said = String::from_utf8_lossy(&test.stderr).into_owned();
        assert!(test.status.success() && said.contains("test is successful"), "{said}");
        assert!(!said.contains("[warn]"), "{said}");

        let mut machine = Machine { plan, folder, processes: Vec::new() };
        let nginx =
            Command::new("nginx").args(["-g", "daemon off;", "-c", &conf]).stderr(Stdio::null()).spawn();
        machine.processes.push(nginx.expect("nginx is installed"));
        let app = machine.plan.path("backend/app.py");
        let flask =
            Command::new("/usr/bin/python3").arg(app).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        machine.processes.push(flask.expect("python3 is installed"));
        for (process, port) in machine.processes.iter_mut().zip([nginx_port, flask_port]) {
            let begun = Instant::now();
            while TcpStream::connect((LOOPBACK, port)).is_err() {
                assert!(
                    process.try_wait().expect("a child").is_none(),
                    "the server on port {port} ended at once"
                );
                assert!(begun.elapsed() < Duration::from_secs(60), "nobody listens on port {port}");
                std::thread::yield_now();
            }
        }
        machine
    }

    fn client(&self) -> std::path::PathBuf {
        self.folder.path().join("client")
    }

    fn port(&self) -> u16 {
        self.plan.choices().listen_port.number()
    }

    /// A call with the certificate to `host`, which is found on the loopback interface.
    fn call(&self, host: &str, arguments: &[&str], path: &str) -> Output {
        self.call_as("client", host, arguments, path)
    }

    /// As [`Machine::call`], with the certificate and the key in the files of this name.
    fn call_as(&self, who: &str, host: &str, arguments: &[&str], path: &str) -> Output {
        let (certificate, key) = (format!("{who}.crt"), format!("{who}.key"));
        let resolve = format!("{host}:{}:127.0.0.1", self.port());
        let url = format!("https://{host}:{}{path}", self.port());
        let mut all =
            vec!["--silent", "--show-error", "--cacert", "ca.crt", "--cert", &certificate, "--key", &key];
        if !host.starts_with('[') {
            all.extend(["--resolve", &resolve]);
        }
        all.extend(arguments);
        all.push(&url);
        run(&self.client(), "curl", all)
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.plan.path(path)).expect("a log")
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

fn free_port() -> u16 {
    let listener = TcpListener::bind((LOOPBACK, 0)).expect("a free port");
    listener.local_addr().expect("bound").port()
}

/// An authority, a server, a client and one with a Korean name, good now: nginx and curl ask the clock of the machine.
fn material(folder: &Folder, names: &[&str], algorithm: KeyAlgorithm) {
    let (now, keys, mut entropy) = (now(), TestKeys::new(), SeededEntropy::new(7));
    let lifetime = Lifetime::Days(2);
    let profile = AuthorityProfile::new(subject("Live CA"), lifetime).expect("a subject");
    let authority =
        issue::authority(&profile, keys.make(algorithm), now, &mut entropy).expect("an authority");
    let server_key = keys.make(algorithm);
    let server = issue::server(&server_profile(names, lifetime), &server_key, &authority, now, &mut entropy)
        .expect("a server");
    let ca = authority.certificate().to_pem();
    folder.write("server/server.crt", server.to_pem());
    folder.write("server/server.key", server_key.to_pem().expose());
    folder.write("server/client-ca.crt", &ca);
    folder.write("client/ca.crt", &ca);
    for (file, name) in [("client", "partner-a"), ("korean", "홍길동 & Co")] {
        let key = keys.make(algorithm);
        let profile = client_profile(name, &["ops@example.test"], lifetime);
        let client = issue::client(&profile, &key, &authority, now, &mut entropy).expect("a client");
        folder.write(&format!("client/{file}.crt"), client.to_pem());
        folder.write(&format!("client/{file}.key"), key.to_pem().expose());
    }
}

/// Writes the rendered files beside the material and runs the README's commands, without `sudo`.
fn place(plan: &Plan, folder: &Folder, lang: Lang) {
    let facts = readme_server::Facts {
        archive: "server.zip".to_owned(),
        server_until: Moment::LAST,
        authority_until: Moment::LAST,
    };
    let files = plan.server_files(&facts, lang).expect("files");
    for file in files.0.iter().filter(|file| !file.kind.is_material()) {
        folder.write(&format!("server/{}", file.name), &file.contents);
    }
    for command in readme_server::install(plan, &files.0) {
        let line = command.to_posix().expect("a command");
        let line = line.strip_prefix("sudo ").expect("needs root on most machines");
        run_well(&folder.path().join("server"), "sh", ["-c", line]);
    }
    for file in &files.0 {
        if let Some(path) = file.path.as_ref().filter(|path| path.starts_with(&plan.path(""))) {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(path).expect("put in place").permissions().mode() & 0o7777;
            assert_eq!(mode, file.mode, "{path}");
        }
    }
    assert!(files.find(FileKind::ServerKey).is_some_and(|key| key.mode == 0o600));
}

/// What came back: exit code, HTTP status, all that was written.
fn outcome(output: &Output) -> (Option<i32>, Option<u16>, String) {
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let status =
        text.strip_prefix("HTTP/").and_then(|rest| rest.split(' ').nth(1)).and_then(|code| code.parse().ok());
    (output.status.code(), status, text)
}

fn every_check_comes_out_as_promised(algorithm: KeyAlgorithm, lang: Lang) {
    let machine = Machine::start(&["api.example.test"], algorithm, lang);
    for check in checks(&machine.plan, Reach::At(LOOPBACK)) {
        for command in &check.prepare {
            run_well(&machine.client(), "sh", ["-c", &command.to_posix().expect("a command")]);
        }
        let line = check.command.to_posix().expect("a command");
        let (exit, status, text) = outcome(&run(&machine.client(), "sh", ["-c", &line]));
        assert_eq!((exit, status), (Some(check.expect.exit), check.expect.status), "{line}\n{text}");
        let promised = check.expect.text.as_deref().expect("our backend's words are known");
        assert!(text.contains(promised), "{line}\n{text}");
        if check.kind == CheckKind::WithCertificate {
            assert!(text.contains("You are CN=partner-a,O=Example Inc.,C=KR"), "{text}");
        }
    }
    let log = machine.read("nginx/error.log");
    assert!(log.contains("client SSL certificate verify error"), "{log}");
    assert!(log.contains("client sent no required SSL certificate"), "{log}");
}

#[test]
fn checks_come_out_as_promised_with_p256() {
    every_check_comes_out_as_promised(KeyAlgorithm::EcdsaP256, Lang::Ko);
}

#[test]
fn checks_come_out_as_promised_with_p384() {
    every_check_comes_out_as_promised(KeyAlgorithm::EcdsaP384, Lang::En);
}

#[test]
fn checks_come_out_as_promised_with_ed25519() {
    every_check_comes_out_as_promised(KeyAlgorithm::Ed25519, Lang::Ko);
}

#[test]
fn checks_come_out_as_promised_with_rsa() {
    every_check_comes_out_as_promised(KeyAlgorithm::Rsa2048, Lang::En);
}

#[test]
fn names_that_are_listed_work_and_others_are_refused() {
    let machine =
        Machine::start(&["api.example.test", "*.api.example.test"], KeyAlgorithm::EcdsaP256, Lang::En);
    for (host, arguments, exit, words) in [
        ("api.example.test", &[] as &[&str], 0, "Hello from api.example.test backend!"),
        ("a.api.example.test", &[], 0, "Hello from api.example.test backend!"),
        // refused before a certificate is shown: alert unrecognized_name
        ("evil.example.test", &[], 35, "unrecognized name"),
        ("127.0.0.1", &[], 35, "unrecognized name"),
        // the name in the request differs from the one in the handshake
        ("api.example.test", &["--header", "Host: evil.example.test"], 0, "421 Misdirected Request"),
    ] {
        let (found, _, text) = outcome(&machine.call(host, arguments, "/"));
        assert_eq!(found, Some(exit), "{host} {arguments:?}: {text}");
        assert!(text.contains(words), "{host} {arguments:?}: {text}");
    }
}

#[test]
fn addresses_that_are_listed_work_and_others_are_refused() {
    let has_ipv6 = TcpListener::bind("[::1]:0").is_ok();
    let mut names = vec!["api.example.test", "127.0.0.1"];
    // a machine without IPv6 could not listen on it: there the address is left out of the names
    names.extend(has_ipv6.then_some("::1"));
    let machine = Machine::start(&names, KeyAlgorithm::EcdsaP256, Lang::Ko);
    let hello = "Hello from api.example.test backend!";
    let mut cases: Vec<(&str, &[&str], i32, &str)> = vec![
        ("api.example.test", &[], 0, hello),
        ("127.0.0.1", &[], 0, hello),
        ("127.0.0.1", &["--header", "Host: api.example.test"], 0, hello),
        ("evil.example.test", &[], 35, "unrecognized name"),
        // by address and then for somebody else: closed without an answer (over HTTP/2 the stream alone)
        ("127.0.0.1", &["--header", "Host: evil.example.test"], 92, "not closed cleanly"),
        ("127.0.0.1", &["--header", "Host: 192.0.2.1"], 92, "not closed cleanly"),
        // an address that reaches the machine and is not listed: the certificate does not carry it
        ("127.0.0.2", &[], 60, "127.0.0.2"),
    ];
    if has_ipv6 {
        cases.push(("[::1]", &["--globoff"], 0, hello));
    }
    for (host, arguments, exit, words) in cases {
        let (found, _, text) = outcome(&machine.call(host, arguments, "/"));
        assert_eq!(found, Some(exit), "{host} {arguments:?}: {text}");
        assert!(text.contains(words), "{host} {arguments:?}: {text}");
    }
    // without a certificate no name lets anybody in
    for header in ["Host: api.example.test", "Host: evil.example.test", "Host: 127.0.0.1"] {
        let url = format!("https://127.0.0.1:{}/", machine.port());
        let arguments = ["--silent", "--include", "--cacert", "ca.crt", "--header", header, &url];
        let (_, status, text) = outcome(&run(&machine.client(), "curl", arguments));
        assert_eq!(status, Some(400), "{header}: {text}");
    }
}

#[test]
fn a_name_beyond_ascii_is_shown_as_text() {
    let machine = Machine::start(&["api.example.test"], KeyAlgorithm::EcdsaP256, Lang::En);
    let (_, _, text) = outcome(&machine.call_as("korean", "api.example.test", &[], "/"));
    assert!(text.contains("You are CN=홍길동 & Co,O=Example Inc.,C=KR"), "{text}");
}

#[test]
fn a_caller_cannot_forge_an_identity() {
    let machine = Machine::start(&["api.example.test"], KeyAlgorithm::EcdsaP256, Lang::En);
    let mut forged = Vec::new();
    for (name, _) in deploy::nginx_conf::IDENTITY_HEADERS {
        for spelling in [name.to_owned(), name.replace('-', "_"), name.to_lowercase()] {
            forged.extend(["--header".to_owned(), format!("{spelling}: CN=forged")]);
        }
    }
    let forged: Vec<&str> = forged.iter().map(String::as_str).collect();
    let (_, _, text) = outcome(&machine.call("api.example.test", &forged, "/whoami"));
    assert!(text.contains("CN=partner-a") && !text.contains("forged"), "{text}");

    // past nginx: the backend refuses, and is not there for other machines
    let port = match machine.plan.backend() {
        deploy::plan::Upstream::Flask(port) => port.number(),
        deploy::plan::Upstream::Own(_) => unreachable!("the plan has Flask"),
    };
    let direct = run(Path::new("/"), "curl", ["--silent", "--include", &format!("http://127.0.0.1:{port}/")]);
    assert_eq!(outcome(&direct).1, Some(403), "{direct:?}");
    // 127.0.0.2 is this machine too: whoever listens on 0.0.0.0 answers there
    assert!(TcpStream::connect(("127.0.0.2", port)).is_err(), "the backend listens on more than 127.0.0.1");
    assert!(TcpStream::connect(("127.0.0.2", machine.port())).is_ok(), "nginx listens on all addresses");
}

#[test]
fn old_protocols_are_refused_and_logs_cannot_be_forged() {
    let machine = Machine::start(&["api.example.test"], KeyAlgorithm::EcdsaP256, Lang::En);
    for (arguments, exit) in [
        (&["--tls-max", "1.2"] as &[&str], 0),
        (&["--tlsv1.3"], 0),
        (&["--tls-max", "1.1", "--tlsv1.1", "--ciphers", "DEFAULT:@SECLEVEL=0"], 35),
        (&["--tls-max", "1.2", "--ciphers", "ECDHE-ECDSA-AES128-SHA"], 35),
    ] {
        let (found, _, text) = outcome(&machine.call("api.example.test", arguments, "/"));
        assert_eq!(found, Some(exit), "{arguments:?}: {text}");
    }
    let _ = machine.call("api.example.test", &["--path-as-is"], "/%22,%22client%22:%22forged%0a");
    let _ = machine.call("api.example.test", &["--request", "G\"},{\"client\":\"forged\"}"], "/");
    let read_log = "import json,sys\nfor line in open(sys.argv[1]): print(json.loads(line)['client'] or '-')";
    let clients = run_well(
        Path::new("/"),
        "/usr/bin/python3",
        ["-c", read_log, &machine.plan.path("nginx/access.log")],
    );
    assert!(clients.lines().all(|client| client.starts_with("CN=partner-a") || client == "-"), "{clients}");
    assert!(clients.contains("CN=partner-a"), "{clients}");
}

/// Real nginx reads what is written for other choices: own backends, long and many names, every way to listen.
#[test]
fn nginx_takes_every_configuration() {
    let long = format!("{0}.{0}.{0}.{1}", "a".repeat(63), "b".repeat(61));
    let many: Vec<String> = (0..99).map(|index| format!("{index}.{}.example.test", "n".repeat(60))).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).chain([long.as_str()]).collect();
    let listen =
        |address: &str| ChoicesDraft { listen_address: address.to_owned(), ..ChoicesDraft::default() };
    let oldest = ChoicesDraft { release: Release::Debian11, ..ChoicesDraft::default() };
    let modern = ChoicesDraft { policy: PolicyKind::Modern, ..ChoicesDraft::default() };
    for (draft, names) in [
        (ChoicesDraft::default(), many.as_slice()),
        (ChoicesDraft::default(), &["*.example.test"]),
        (listen("127.0.0.1"), &["api.example.test", "127.0.0.1"]),
        (listen("0.0.0.0"), &["api.example.test"]),
        (oldest.clone(), &["api.example.test"]),
        (oldest, &["api.example.test", "127.0.0.1"]),
        (modern, &["api.example.test"]),
        (own_backend("http://127.0.0.1:3000"), &["api.example.test"]),
        (own_backend("http://localhost"), &["api.example.test"]),
        (own_backend("https://127.0.0.1:8443"), &["api.example.test"]),
        (own_backend("http://[2001:db8::1]:8080"), &["결제.example.test"]),
    ] {
        let folder = Folder::new("nginx-t");
        let draft = ChoicesDraft {
            base_folder: format!("{}/결제-base", folder.text()),
            listen_port: free_port().to_string(),
            ..draft
        };
        let plan = plan(&draft, names);
        material(&folder, &["api.example.test"], KeyAlgorithm::EcdsaP256);
        place(&plan, &folder, Lang::Ko);
        let test = run(folder.path(), "nginx", ["-t", "-c", &plan.path("nginx/nginx.conf")]);
        let said = String::from_utf8_lossy(&test.stderr);
        assert!(test.status.success() && !said.contains("[warn]"), "{draft:?}: {said}");
    }
}
