//! The catalogue of handshakes, given to nginx and curl themselves: each scenario's files and command come to what is predicted of
//! them.

mod support;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use diagnose::predict::{Backends, predict};
use diagnose::staging::{CONFIGURATION, Ground, Stage};
use handshake::catalogue::ENTRIES;
use handshake::catalogue::workshop::{Set, Workshop};
use handshake::scenario::Credential;
use pki::key::KeyAlgorithm;
use support::case::differences;
use support::kit::{Made, Wish, issue};
use support::{free_port, now, really};
use testkit::{SeededEntropy, TempDir, TestKeys};

const HOST: &str = "api.example.test";

fn set(with_key: bool) -> Set {
    let credential = |made: &Made| Credential { chain: vec![made.der.clone()], key: made.key.clone() };
    let ca = issue(&Wish::authority("Test CA"), None);
    let keys = TestKeys::new();
    Set {
        authority: ca.der.clone(),
        authority_key: with_key.then(|| ca.key.clone()),
        server: credential(&issue(&Wish::server(HOST, &[HOST]), Some(&ca))),
        client: credential(&issue(&Wish::client("partner-a"), Some(&ca))),
        host: HOST.to_owned(),
        rsa: vec![keys.make(KeyAlgorithm::Rsa2048), keys.make(KeyAlgorithm::Rsa2048)],
        at: now(),
    }
}

/// Answers every request, until the test is over.
fn backend() -> u16 {
    let socket = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let port = socket.local_addr().expect("bound").port();
    std::thread::spawn(move || {
        for stream in socket.incoming() {
            drop(stream.and_then(|stream| answer(&stream)));
        }
    });
    port
}

fn answer(mut stream: &TcpStream) -> std::io::Result<()> {
    let mut read = Vec::new();
    while !read.ends_with(b"\r\n\r\n") {
        let mut octet = [0];
        stream.read_exact(&mut octet)?;
        read.extend(octet);
    }
    stream.write_all(b"HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nhello\n")
}

/// What a test's nginx needs beside, so that it stays in its folder and in the foreground.
fn of_a_test(configuration: &str) -> String {
    let mut http = "http {\naccess_log off;\n".to_owned();
    for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        http.push_str(&format!("{name}_temp_path {name};\n"));
    }
    let head = "daemon off;\nmaster_process off;\npid nginx.pid;\n";
    format!("{head}{}", configuration.replacen("http {\n", &http, 1))
}

#[test]
fn nginx_and_curl_do_what_is_predicted_of_every_scenario() {
    let answering = backend();
    let mut wrong = Vec::new();
    let (mut count, mut through) = (0, 0);
    // without its key the lab's own authority takes the set's place: the same again, where there is time for it
    let sweeps = if std::env::var_os("STAGING_SWEEP").is_some() { &[true, false][..] } else { &[true][..] };
    for with_key in sweeps {
        let set = set(*with_key);
        let mut entropy = SeededEntropy::new(5);
        let mut workshop = Workshop::new(&set, &mut entropy).expect("a workshop");
        for entry in ENTRIES {
            let play = entry.stage(&mut workshop).expect(entry.id);
            let staged = play.staged();
            let port = free_port();
            let mut ground = Ground { port, backend: answering, log: "error.log" };
            let mut stage = Stage::of(staged, ground).expect(entry.id);
            if stage.backends == Backends::Down {
                ground.backend = free_port();
                stage = Stage::of(staged, ground).expect(entry.id);
            }
            let folder = TempDir::new();
            folder.write(CONFIGURATION, of_a_test(&stage.configuration));
            stage.public().for_each(|(name, contents)| drop(folder.write(name, contents)));
            stage.secret().for_each(|(name, key)| drop(folder.write(name, key.expose())));
            let line = stage.command.strip_prefix("curl ").expect("curl's");
            let real = really(&folder, line, port);
            let mut model = predict(&stage.question()).expect(entry.id);
            // the model reads the files under their bare names, nginx those of the folder
            model.nginx_test = model.nginx_test.map_err(|words| in_folder(&words, &folder));
            let found = differences(&model, &real);
            if !found.is_empty() {
                wrong.push(format!("{} (key: {with_key})\n  {}", entry.id, found.join("\n  ")));
            }
            count += 1;
            through += usize::from(model.http_status == Some(200));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(count, ENTRIES.len() * sweeps.len());
    assert!(through > 10 && count - through > 25, "{through} of {count} came through");
}

fn in_folder(words: &str, folder: &TempDir) -> String {
    let path = folder.path().display();
    words
        .replace("\"server.", &format!("\"{path}/server."))
        .replace("in nginx.conf", &format!("in {path}/nginx.conf"))
}

#[test]
fn a_host_that_cannot_stand_in_a_command_is_refused() {
    let set = Set { host: "a\nb".to_owned(), ..set(true) };
    let mut entropy = SeededEntropy::new(5);
    let mut workshop = Workshop::new(&set, &mut entropy).expect("a workshop");
    let good = handshake::catalogue::Entry::find("good").expect("it is there");
    let play = good.stage(&mut workshop).expect("staged");
    assert!(Stage::of(play.staged(), Ground::USUAL).is_err());
    assert!(set.host.contains('\n'));
}
