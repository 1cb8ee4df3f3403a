//! The files on a real machine: put in place by the commands of the README, served by real nginx and real Flask, called by the
//! commands that people are given. Every outcome that is promised to them is looked at.

mod support;

use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Output;

use deploy::choices::{Backend, ChoiceField, ChoicesDraft};
use deploy::curl::{CheckKind, Reach, checks};
use pki::issue::Authority;
use pki::key::KeyAlgorithm;
use support::machine::{LOOPBACK, Machine, Setup, is_root, material, outcome, place};
use support::{Folder, own_backend, plan, run, run_well};
use text::Lang;

fn every_check_comes_out_as_promised(layout: &str, algorithm: KeyAlgorithm, lang: Lang) {
    let draft = ChoicesDraft::default().with(ChoiceField::Layout, layout);
    let machine = Machine::start_as(Setup { draft, algorithm, lang, ..Setup::default() });
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
    let log = machine.log("error");
    assert!(log.contains("client SSL certificate verify error"), "{log}");
    assert!(log.contains("client sent no required SSL certificate"), "{log}");
}

/// Runs a line as somebody whose system knows the authority in this file, and no other.
fn run_knowing(machine: &Machine, line: &str) -> Output {
    let line = format!("CURL_CA_BUNDLE='{}' {line}", machine.trusted().display());
    run(&machine.client(), "sh", ["-c", &line])
}

/// Callers need no `--cacert`; the authority that issued their own certificates vouches for no server.
#[test]
fn checks_come_out_as_promised_with_a_public_certificate() {
    for layout in ["alone", "system"] {
        let draft = ChoicesDraft::default()
            .with(ChoiceField::Layout, layout)
            .with(ChoiceField::ServerCertificate, "public");
        let machine = Machine::start_as(Setup { draft, ..Setup::default() });
        let all = checks(&machine.plan, Reach::At(LOOPBACK));
        assert_eq!(all.len(), 3);
        for check in &all {
            for command in &check.prepare {
                run_well(&machine.client(), "sh", ["-c", &command.to_posix().expect("a command")]);
            }
            let line = check.command.to_posix().expect("a command");
            assert!(!line.contains("cacert"), "{line}");
            let (exit, status, text) = outcome(&run_knowing(&machine, &line));
            assert_eq!((exit, status), (Some(check.expect.exit), check.expect.status), "{line}\n{text}");
            let promised = check.expect.text.as_deref().expect("our backend's words are known");
            assert!(text.contains(promised), "{line}\n{text}");
        }
        let line = all[0].command.clone().args(["--cacert", "ca.crt"]).to_posix().expect("a command");
        assert_eq!(outcome(&run(&machine.client(), "sh", ["-c", &line])).0, Some(60), "{line}");
        let bare = all[0].command.to_posix().expect("a command");
        assert_eq!(outcome(&run(&machine.client(), "sh", ["-c", &bare])).0, Some(60), "a stranger's system");
    }
}

/// The public authority's question on port 80 is answered from certbot's folder, and all else is sent on.
#[test]
fn the_challenge_is_answered_without_tls_and_all_else_is_sent_on() {
    let draft = ChoicesDraft::default()
        .with(ChoiceField::ServerCertificate, "public")
        .with(ChoiceField::PlainPort, "redirect");
    let plain = testkit::free_port();
    let change = |plan: &deploy::plan::Plan, _: &Authority| {
        let conf = std::fs::read_to_string(plan.configuration()).expect("put in place");
        let base = plan.configuration().replace("/nginx/nginx.conf", "");
        let conf = conf.replace("listen 80", &format!("listen {plain}"));
        let conf = conf.replace("root /var/www/html;", &format!("root {base}/html;"));
        std::fs::write(plan.configuration(), conf).expect("ours");
    };
    let machine = Machine::start_as(Setup { draft, change: &change, ..Setup::default() });
    machine.folder.write("base/html/.well-known/acme-challenge/token", "token.thumbprint");
    machine.folder.write("base/html/secret", "secret");
    for (path, status, words) in [
        ("/.well-known/acme-challenge/token", 200, "token.thumbprint"),
        ("/.well-known/acme-challenge/none", 404, ""),
        ("/.well-known/acme-challenge/../../secret", 308, ""),
        ("/secret", 308, "Location: https://api.example.test:"),
    ] {
        let to = format!("api.example.test:{plain}:127.0.0.1");
        let url = format!("http://api.example.test:{plain}{path}");
        let output =
            run(Path::new("/"), "curl", ["--silent", "--include", "--path-as-is", "--resolve", &to, &url]);
        let (_, found, text) = outcome(&output);
        assert_eq!(found, Some(status), "{path}: {text}");
        assert!(text.contains(words), "{path}: {text}");
    }
}

/// nginx opens the key with the password beside it, and not with another.
#[test]
fn an_encrypted_key_opens_with_its_password_alone() {
    for layout in ["alone", "system"] {
        let draft = ChoicesDraft::default()
            .with(ChoiceField::ServerKey, "encrypted")
            .with(ChoiceField::Layout, layout);
        let machine = Machine::start_as(Setup { draft, ..Setup::default() });
        let (_, _, text) = outcome(&machine.call("api.example.test", &[], "/"));
        assert!(text.contains("You are CN=partner-a"), "{text}");
        let key = std::fs::read_to_string(machine.at(&machine.plan.server_key())).expect("put in place");
        assert!(key.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"), "{key}");
        let password = machine.at(&machine.plan.certificate("server.key.password"));
        std::fs::write(password, "another\n").expect("ours");
        let conf = machine.folder.path().join("root/nginx.conf");
        let conf = if layout == "alone" { machine.plan.configuration() } else { conf.display().to_string() };
        let root = format!("{}/root", machine.folder.text());
        let test = run(machine.folder.path(), "nginx", ["-t", "-p", &root, "-c", &conf]);
        let said = String::from_utf8_lossy(&test.stderr);
        assert!(!test.status.success() && said.contains("cannot load certificate key"), "{said}");
    }
}

/// Which names a caller is told in the handshake. The nginx of Debian 12 does not take `ssl_trusted_certificate` alone, except
/// where it does not verify; what it sends is the same.
#[test]
fn names_of_authorities_are_sent_or_kept() {
    let sent = Machine::start(&["api.example.test"], KeyAlgorithm::EcdsaP256, Lang::En);
    let draft = ChoicesDraft::default()
        .with(ChoiceField::Release, "nginx.org-mainline")
        .with(ChoiceField::AuthorityNames, "kept");
    let conf = deploy::nginx_conf::render(&plan(&draft, &["api.example.test"]), Lang::En).expect("rendered");
    let kept: Vec<&str> = conf.lines().filter(|line| line.contains("client-ca.crt;")).collect();
    let [kept] = kept[..] else { panic!("{conf}") };
    assert!(kept.trim().starts_with("ssl_trusted_certificate "), "{kept}");
    let keep = |plan: &deploy::plan::Plan, _: &Authority| {
        let conf = std::fs::read_to_string(plan.configuration()).expect("put in place");
        let conf = conf.replace("ssl_client_certificate", "ssl_trusted_certificate");
        let conf = conf.replace("ssl_verify_client on", "ssl_verify_client optional_no_ca");
        std::fs::write(plan.configuration(), conf).expect("ours");
    };
    let kept = Machine::start_as(Setup { change: &keep, ..Setup::default() });
    for (machine, words) in
        [(&sent, "Acceptable client certificate CA names"), (&kept, "No client certificate CA names sent")]
    {
        let at = format!("127.0.0.1:{}", machine.port());
        let arguments = ["s_client", "-connect", &at, "-servername", "api.example.test"];
        let said = run(Path::new("/"), "openssl", arguments);
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn checks_come_out_as_promised_with_p256() {
    every_check_comes_out_as_promised("alone", KeyAlgorithm::EcdsaP256, Lang::Ko);
}

#[test]
fn checks_come_out_as_promised_with_p384() {
    every_check_comes_out_as_promised("system", KeyAlgorithm::EcdsaP384, Lang::En);
}

#[test]
fn checks_come_out_as_promised_with_ed25519() {
    every_check_comes_out_as_promised("system", KeyAlgorithm::Ed25519, Lang::Ko);
}

#[test]
fn checks_come_out_as_promised_with_rsa() {
    every_check_comes_out_as_promised("alone", KeyAlgorithm::Rsa2048, Lang::En);
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

/// The README's own commands, without systemd: the backend listens where nginx looks for it, and as the account that nginx's workers
/// have. Whoever is not root here can give nothing to that account, so there all is one account's.
#[test]
fn the_backend_starts_by_hand() {
    for (layout, at) in [("alone", "port"), ("alone", "socket"), ("system", "socket")] {
        let draft = ChoicesDraft::default().with(ChoiceField::Layout, layout).with(ChoiceField::FlaskAt, at);
        let mut machine = Machine::start_as(Setup { draft, backend: false, ..Setup::default() });
        let Backend::Flask(listen) = machine.plan.choices().backend else { panic!("the default") };
        let commands = deploy::readme_server::start_backend(&machine.plan, listen);
        let lines = commands.iter().map(|command| {
            let line = machine.at(&command.to_posix().expect("a command"));
            match is_root() {
                true => line
                    .replace("sudo -u www-data", "setpriv --reuid www-data --regid www-data --clear-groups"),
                false => line.replace("sudo -u www-data ", "").replace(" -o www-data -g www-data", ""),
            }
        });
        let lines: Vec<String> = lines.map(|line| line.replacen("sudo ", "", 1)).collect();
        let [prepare @ .., start] = &lines[..] else { panic!("no command") };
        for line in prepare {
            run_well(machine.folder.path(), "sh", ["-c", line]);
        }
        let client = machine.client();
        let url = format!("https://api.example.test:{}/", machine.port());
        let call = format!(
            "curl --silent --cacert ca.crt --cert client.crt --key client.key --resolve api.example.test:{}:127.0.0.1 {url}",
            machine.port()
        );
        // it listens before it answers, and until then nginx says 502
        let answers = || {
            let said = run(&client, "sh", ["-c", &call]);
            String::from_utf8_lossy(&said.stdout).contains("You are CN=partner-a")
        };
        assert!(!answers(), "{layout} {at}: somebody answers already");
        machine.run_until(std::process::Command::new("sh").args(["-c", &format!("exec {start}")]), answers);
        if at == "socket" {
            let socket = machine.at(&machine.plan.backend_socket());
            let mode = std::fs::metadata(socket).expect("a socket").permissions().mode();
            assert_eq!(mode & 0o007, 0, "{mode:o}: everybody may open it");
        }
    }
}

/// Another site of the same nginx, on the same port and without mutual TLS, is no way in; and ours stays out of its way.
#[test]
fn a_neighbour_without_mutual_tls_is_no_way_in() {
    for strangers in ["refuse", "others"] {
        let draft = ChoicesDraft::default()
            .with(ChoiceField::Layout, "system")
            .with(ChoiceField::Strangers, strangers);
        let default = if strangers == "others" { " default_server" } else { "" };
        let neighbour = format!(
            "server {{ listen PORT ssl http2{default}; server_name open.example.test;
            ssl_certificate ../mtls/api.example.test/server.crt;
            ssl_certificate_key ../mtls/api.example.test/server.key;
            location / {{ return 200 neighbour; }} }}"
        );
        let names = &["api.example.test", "open.example.test"];
        let machine =
            Machine::start_as(Setup { draft, neighbour: &neighbour, issued_for: names, ..Setup::default() });
        let none = ["--cert", "", "--key", ""];
        for (host, arguments, words) in [
            ("api.example.test", &[] as &[&str], "Hello from api.example.test backend!"),
            ("api.example.test", &none, "No required SSL certificate was sent"),
            ("open.example.test", &none, "neighbour"),
            ("open.example.test", &["--header", "Host: api.example.test"], "421 Misdirected Request"),
        ] {
            let (_, _, text) = outcome(&machine.call(host, arguments, "/"));
            assert!(text.contains(words), "{strangers} {host} {arguments:?}: {text}");
        }
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
    let port = machine.plan.backend().port().expect("a port").number();
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
        ["-c", read_log, &machine.at(&machine.plan.log("access"))],
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
    let listen = |address: &str| ChoicesDraft::default().with(ChoiceField::ListenAddress, address.to_owned());
    let system = ChoicesDraft::default().with(ChoiceField::Layout, "system");
    let redirect = ChoicesDraft::default().with(ChoiceField::PlainPort, "redirect");
    let subjects: Vec<String> = (0..500)
        .map(|index| format!("CN=partner {index},OU={},O=\\ED\\95\\9C\\, \"Inc.\"", "x".repeat(200)))
        .collect();
    let long_list = ChoicesDraft::default()
        .with(ChoiceField::Allow, "subject")
        .with(ChoiceField::Allowed, subjects.join("\n"))
        .with(ChoiceField::Refusals, "json");
    let websocket = long_list.clone().with(ChoiceField::Websocket, "on");
    // nginx would take the second for the first again
    let alike = ChoicesDraft::default()
        .with(ChoiceField::Allow, "subject")
        .with(ChoiceField::Allowed, "CN=partner-a\nCN=Partner-A");
    let called = format!("{}.example.test", "n".repeat(19));
    let oldest = ChoicesDraft::default().with(ChoiceField::Release, "debian-11");
    let modern = ChoicesDraft::default().with(ChoiceField::Policy, "modern");
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
        (system.clone(), &["api.example.test"]),
        (system.clone(), many.as_slice()),
        (system.clone().with(ChoiceField::Strangers, "others"), &["api.example.test", "127.0.0.1"]),
        (system.clone().with(ChoiceField::Release, "debian-11"), &["api.example.test"]),
        (redirect.clone(), &["api.example.test", "127.0.0.1"]),
        (redirect.with(ChoiceField::Layout, "system"), &["api.example.test"]),
        // names of nginx's variables grow with the service's name
        (websocket.clone(), &[called.as_str()]),
        (websocket.with(ChoiceField::Layout, "system"), &[called.as_str()]),
        (alike, &["api.example.test"]),
        (long_list.clone(), &["api.example.test"]),
        (long_list.with(ChoiceField::Layout, "system"), &["api.example.test"]),
    ] {
        let folder = Folder::new("nginx-t");
        let draft = draft
            .with(ChoiceField::BaseFolder, format!("{}/결제-base", folder.text()))
            .with(ChoiceField::ListenPort, testkit::free_port().to_string());
        let plan = plan(&draft, names);
        material(&folder, &["api.example.test"], KeyAlgorithm::EcdsaP256, 2);
        let (root, conf) = place(&plan, &folder, Lang::Ko);
        std::fs::create_dir_all(&root).expect("a folder");
        let test = run(folder.path(), "nginx", ["-t", "-p", &root, "-c", &conf]);
        let said = String::from_utf8_lossy(&test.stderr);
        let right = test.status.success() && !said.contains("[warn]");
        assert!(right, "{:.2000}: {said}", format!("{names:?} {draft:?}"));
    }
}
