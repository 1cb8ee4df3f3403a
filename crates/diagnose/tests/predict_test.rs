//! What `nginx -t` says of a line, and what is predicted of it: the lines of `data/nginx_test.txt`, each asked of nginx itself, its
//! words, file and line compared. How requests are answered is `predict_nginx.rs`'s.

mod support;

use std::process::Stdio;

use diagnose::nginx::module::Taken;
use diagnose::predict::{Assumption, Outcome};
use support::{Disk, case, kit};
use testkit::{TempDir, tool};

const LINES: &str = include_str!("data/nginx_test.txt");

/// The configuration in which a line stands.
fn configuration(line: &str, folder: &str) -> String {
    let (kind, text) = line.split_once(' ').expect("a place and a text");
    let of = |wanted: &str| if kind == wanted { text } else { "" };
    let listen = if kind == "listen" { text } else { "127.0.0.1:PORT ssl" };
    let tls =
        if kind == "tls" { text } else { "ssl_certificate server.crt; ssl_certificate_key server.key;" };
    let mut temporary = String::new();
    for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        temporary.push_str(&format!("{name}_temp_path {name};\n"));
    }
    let whole = format!(
        "daemon off;\npid nginx.pid;\nerror_log error.log info;\n{}\nevents {{ {} }}\nhttp {{\naccess_log off;\n{temporary}{}\nserver {{\nlisten {listen};\nserver_name api.example.test;\n{tls}\n{}\n}}\n}}\n",
        of("main"),
        of("events"),
        of("http"),
        of("server"),
    );
    whole
        .replace("PORT", "18443")
        .replace("NEXT", "18444")
        .replace("AFTER", "18445")
        .replace("FOLDER", folder)
        .replace("CERTIFICATE", &written(folder, "server.crt"))
        .replace("KEY", &written(folder, "server.key"))
}

/// A file of the kit, to stand in the configuration itself.
fn written(folder: &str, name: &str) -> String {
    std::fs::read_to_string(format!("{folder}/{name}")).expect("of the kit").trim_end().to_owned()
}

/// What nginx says behind `[emerg]`; nothing when it takes the configuration.
fn said(folder: &TempDir) -> Option<String> {
    let mut command = std::process::Command::new("nginx");
    command.arg("-p").arg(folder.path()).arg("-c").arg(folder.join("nginx.conf")).args([
        "-e",
        "error.log",
        "-t",
    ]);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let output = command.output().expect("nginx is needed for this test");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    // words that it repeats may have lines of their own
    let words = said.split_once("[emerg] ").or_else(|| said.split_once("[crit] ")).map(|(_, rest)| {
        let end = rest.find("\nnginx: ").unwrap_or(rest.len());
        rest[..end].to_owned()
    });
    // of a few mistakes it says that there is one
    let silently = || said.trim_start_matches("nginx: ").trim_end().to_owned();
    (!output.status.success()).then(|| words.unwrap_or_else(silently))
}

fn predicted(folder: &TempDir) -> Option<String> {
    outcome(folder).nginx_test.err()
}

fn outcome(folder: &TempDir) -> Outcome {
    let disk = Disk(folder.path().to_owned());
    case::predicted(
        &folder.join("nginx.conf").display().to_string(),
        "curl -k --resolve api.example.test:18443:127.0.0.1 https://api.example.test:18443/",
        &disk,
        &disk,
    )
}

/// Files that are nearly right: as other systems and programs save them.
fn nearly_right(folder: &TempDir) {
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).expect("of the kit");
    for (name, of) in [("", "server.crt"), ("-ca", "ca.crt")] {
        let good = text(of);
        let lines: Vec<&str> = good.lines().collect();
        let mut torn: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        torn[2].replace_range(4..5, "!");
        folder.write(format!("crlf{name}.crt"), good.replace('\n', "\r\n"));
        folder.write(format!("bom{name}.crt"), format!("\u{feff}{good}"));
        folder.write(
            format!("indented{name}.crt"),
            lines.iter().map(|line| format!("  {line}\n")).collect::<String>(),
        );
        folder.write(format!("badb64{name}.crt"), torn.join("\n"));
    }
    let good = text("server.crt");
    let lines: Vec<&str> = good.lines().collect();
    folder.write("truncated.crt", &good[..300]);
    folder.write("noend.crt", lines[..lines.len() - 1].join("\n"));
    folder.write("oneline.crt", lines.concat());
    folder.write("chain-bad.crt", format!("{good}{}", text("badb64-ca.crt")));
    folder.write("bom.key", format!("\u{feff}{}", text("server.key")));
    folder.write("ca.crl", text("current.crl"));
    folder.write("wrong.txt", "another\n");
    folder.write("blank.txt", "\n\n");
    for kind in ["server", "server-rsa"] {
        let (key, old) = (folder.join(format!("{kind}.key")), folder.join(format!("{kind}-old.key")));
        let (key, old) = (key.display().to_string(), old.display().to_string());
        let made = ["pkey", "-in", &key, "-traditional", "-aes128", "-passout", "pass:right", "-out", &old];
        assert!(tool("openssl").args(made).run().code == Some(0), "{kind}");
    }
    kit::sign_weakly(folder);
    for (name, curve) in [
        ("p192", "prime192v1"),
        ("p224", "secp224r1"),
        ("server-p521", "secp521r1"),
        ("brainpool", "brainpoolP256r1"),
    ] {
        self_signed(folder, name, &["-newkey", "ec", "-pkeyopt", &format!("ec_paramgen_curve:{curve}")]);
    }
    self_signed(folder, "short", &["-newkey", "rsa:1024"]);
    folder.write("chain-short.crt", format!("{good}{}", text("short.crt")));
    let made: [(&str, &[&str]); 3] = [
        ("dh1024.pem", &["dhparam", "-dsaparam", "1024"]),
        ("dh2048.pem", &["genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048"]),
        ("dhx2048.pem", &["genpkey", "-genparam", "-algorithm", "DHX", "-pkeyopt", "group:dh_2048_256"]),
    ];
    for (name, arguments) in made {
        folder.write(name, tool("openssl").args(arguments).succeeds().text());
    }
    folder.write("right.txt", "right\n");
    folder.write("empty", "");
    folder.write("folder/file", "");
    folder.write(
        "dh512.pem",
        "-----BEGIN DH PARAMETERS-----\nMEYCQQDaWDwW2YUiidDkr3VvTMqS3UvlM7gE+w/tlO+cikQD7VdGUNNpmdsp13Yn\na6LT1BLiGPTdHghM9tgAPnxHdOgzAgEC\n-----END DH PARAMETERS-----\n",
    );
}

/// A certificate that signs itself, and its key.
fn self_signed(folder: &TempDir, name: &str, kind: &[&str]) {
    let [key, certificate] =
        ["key", "crt"].map(|end| folder.join(format!("{name}.{end}")).display().to_string());
    let made = ["req", "-x509", "-nodes", "-subj", "/CN=a", "-keyout", &key, "-out", &certificate];
    assert!(tool("openssl").args(made).args(kind).run().code == Some(0), "{name}");
}

#[test]
fn nginx_says_of_each_line_what_is_predicted() {
    let folder = TempDir::new();
    kit::fill(&folder);
    nearly_right(&folder);
    let own = folder.path().display().to_string();
    let mut wrong = Vec::new();
    let (mut taken, mut refused) = (0, 0);
    for line in LINES.lines().filter(|line| !line.starts_with('#')) {
        folder.write("nginx.conf", configuration(line, &own));
        let (said, predicted) = (said(&folder), predicted(&folder));
        *(if said.is_some() { &mut refused } else { &mut taken }) += 1;
        if said != predicted {
            wrong.push(format!("{line}\n  predicted {predicted:?}\n  was       {said:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(taken > 40 && refused > 300, "{taken} taken, {refused} refused");
}

/// A key in OpenSSL's older form is not opened here, which is said where one counts on it.
#[test]
fn a_key_that_is_not_read_is_told() {
    let folder = TempDir::new();
    kit::fill(&folder);
    nearly_right(&folder);
    let own = folder.path().display().to_string();
    for (key, passwords, told) in [
        ("server-old.key", "right.txt", true),
        ("server-old.key", "wrong.txt", true),
        ("server.key", "right.txt", false),
    ] {
        let line = format!(
            "tls ssl_certificate server.crt; ssl_certificate_key {key}; ssl_password_file {passwords};"
        );
        folder.write("nginx.conf", configuration(&line, &own));
        let outcome = outcome(&folder);
        assert_eq!(outcome.nginx_test, Ok(()), "{line}");
        let said = outcome.assumptions.iter().any(|taken| matches!(taken, Assumption::KeyTakenForRight(_)));
        assert_eq!(said, told, "{line}: {:?}", outcome.assumptions);
    }
}

/// Expressions that go beyond what is read of them here: nginx takes some and refuses some, and it is said that it was not followed.
#[test]
fn expressions_that_are_not_read_are_told() {
    let folder = TempDir::new();
    kit::fill(&folder);
    let own = folder.path().display().to_string();
    let mut refused = 0;
    for (pattern, told) in [
        (r"(?<=a*)b", true),
        (r"(?<=a)b", true),
        (r"\1(a)\2", true),
        (r"\1(a)", false),
        (r"(?P=a)", true),
        (r"(?<a>b)", false),
        (r"\px", true),
        (r"\pL", true),
        (r"\d", false),
        (r"[\N]", true),
        (r"[\n]", false),
        (r"\x{zz}", true),
        (r"\x41", false),
        (r"(*a)", true),
        (r"(a*)", false),
        (r"\Q(\E", true),
        (r"(?1)", true),
        (r"(?i)", false),
        (r"(?x)(", true),
    ] {
        folder.write("nginx.conf", configuration(&format!("server rewrite \"{pattern}\" /a;"), &own));
        let word = pattern.replace("\\\\", "\\");
        let outcome = outcome(&folder);
        let open = outcome.assumptions.iter().any(|taken| *taken == Assumption::NotFollowed(word.clone()));
        assert_eq!(open, told, "{pattern}: {:?}", outcome.assumptions);
        let said = said(&folder);
        refused += usize::from(said.is_some());
        assert!(told || said == outcome.nginx_test.err(), "{pattern}: {said:?}");
    }
    assert!(refused > 4, "{refused}");
}

/// Which of nginx's own variables may be made anew is asked of nginx for each.
#[test]
fn variables_of_nginx_are_made_anew_where_nginx_lets_them() {
    let folder = TempDir::new();
    kit::fill(&folder);
    let own = folder.path().display().to_string();
    for name in diagnose::nginx::variables::VARIABLES.split(' ') {
        folder.write("nginx.conf", configuration(&format!("server set ${name} a;"), &own));
        assert_eq!(predicted(&folder), said(&folder), "{name}");
    }
}

/// What an editor put before the first word nobody sees: the reason names it.
#[test]
fn marks_that_nobody_sees_are_named() {
    let utf16 = |text: &str| -> Vec<u8> {
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let quic = "events {} http { server { listen 81 quic; } }";
    for (contents, named) in [
        ("\u{feff}events {}\n".as_bytes().to_vec(), Some("BOM")),
        (utf16("events {}\n"), Some("UTF-16")),
        (quic.as_bytes().to_vec(), Some("1.25")),
        (b"evens {}\n".to_vec(), None),
        (b"events {} http { server { listen 81 quick; } }".to_vec(), None),
    ] {
        let files = diagnose::files::Memory::new().with("/nginx.conf", contents);
        let outcome = case::predicted("/nginx.conf", "curl http://127.0.0.1:81/", &files, &files);
        let told = outcome.reasons[0].message(text::Lang::En).problem.to_string();
        for mark in ["BOM", "UTF-16", "1.25"] {
            assert_eq!(told.contains(mark), named == Some(mark), "{told}");
        }
    }
}

/// What another's module brings is not known, so that a name that nginx does not know is asked about; with none but nginx's own it is refused.
#[test]
fn what_a_module_may_bring_is_asked_about() {
    let configuration = |module: &str, line: &str| {
        format!("{module} events {{}} http {{ server {{ listen 127.0.0.1:81; {line} return 200; }} }}")
    };
    let echo = "load_module modules/ngx_http_echo_module.so;";
    let stream = "load_module modules/ngx_stream_module.so;";
    let geoip = "load_module modules/ngx_http_geoip_module.so;";
    let taken = |name: &str, near: &str| {
        let near = (!near.is_empty()).then(|| near.to_owned());
        vec![Taken { name: name.to_owned(), module: "ngx_http_echo_module".to_owned(), near }]
    };
    for (module, line, refused, expected) in [
        (echo, "ssl_verfy_client on;", None, taken("ssl_verfy_client", "ssl_verify_client")),
        (echo, "ssl_verify_client off;", None, Vec::new()),
        (echo, "add_header a $ssl_clent_verify;", None, taken("$ssl_clent_verify", "$ssl_client_verify")),
        (echo, "add_header a $ssl_client_verify;", None, Vec::new()),
        (echo, "add_header a $echo_it;", None, taken("$echo_it", "")),
        (echo, "set_sha1 $digest $uri; add_header a $digest;", None, taken("set_sha1", "")),
        (echo, "http2 on;", Some("unknown directive \"http2\""), Vec::new()),
        (stream, "ssl_verfy_client on;", Some("unknown directive \"ssl_verfy_client\""), Vec::new()),
        (stream, "add_header a $no_such;", Some("unknown \"no_such\" variable"), Vec::new()),
        (geoip, "add_header a $geoip_city;", None, Vec::new()),
        (geoip, "add_header a $geoip_town;", Some("unknown \"geoip_town\" variable"), Vec::new()),
    ] {
        let files = diagnose::files::Memory::new().with("/nginx.conf", configuration(module, line));
        let outcome = case::predicted("/nginx.conf", "curl http://127.0.0.1:81/", &files, &files);
        let said =
            outcome.nginx_test.as_ref().err().map(|words| words.split(" in /").next().unwrap_or_default());
        assert_eq!(said, refused, "{line}");
        let of_module = outcome.assumptions.into_iter().filter_map(|found| match found {
            Assumption::OfModule(taken) => Some(taken),
            _ => None,
        });
        assert_eq!(of_module.collect::<Vec<_>>(), expected, "{line}");
    }
}

/// What is shown to backends is named beside what is shown to callers; keys and what stands behind a variable are not.
#[test]
fn files_for_backends_are_named() {
    let text = "events {} http { server { listen 81; location / { proxy_pass https://10.0.0.1; proxy_ssl_certificate a.crt; proxy_ssl_certificate_key a.key; proxy_ssl_trusted_certificate b.crt; proxy_ssl_crl b.crl; } location /b { grpc_pass grpcs://10.0.0.1; grpc_ssl_certificate $x.crt; } } }";
    let files = diagnose::files::Memory::new().with("/nginx.conf", text);
    let named = diagnose::predict::named_files(&diagnose::predict::Question {
        configuration: "/nginx.conf",
        command: "curl http://127.0.0.1:81/",
        files: &files,
        caller: &files,
        at: support::now(),
        backends: diagnose::predict::Backends::Answer,
    });
    let paths: Vec<&str> = named.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["/a.crt", "/b.crt", "/b.crl"]);
}

/// Which addresses a machine has no file tells: of others than its own loopback it is said.
#[test]
fn addresses_that_are_listened_on_are_taken_for_the_machines() {
    for (listen, told) in [
        ("192.0.2.1:81", vec!["192.0.2.1"]),
        ("[2001:db8::1]:81", vec!["2001:db8::1"]),
        ("127.0.0.2:81", Vec::new()),
        ("[::]:81", Vec::new()),
        ("81", Vec::new()),
    ] {
        let text = format!("events {{}} http {{ server {{ listen {listen}; return 200; }} }}");
        let files = diagnose::files::Memory::new().with("/nginx.conf", text);
        let outcome = case::predicted("/nginx.conf", "curl http://127.0.0.1:81/", &files, &files);
        let addresses = outcome.assumptions.iter().filter_map(|found| match found {
            Assumption::AddressIsHere(address) => Some(address.as_str()),
            _ => None,
        });
        assert_eq!(addresses.collect::<Vec<_>>(), told, "{listen}");
    }
}
