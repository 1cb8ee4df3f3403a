//! A configuration of thousands of servers and locations: no file is read for each of them.

mod support;

use std::cell::RefCell;
use std::collections::HashMap;

use diagnose::files::{Files, Memory, Missing};
use diagnose::finding::of_configuration;
use diagnose::predict::{Backends, Question, predict};
use support::kit::{Wish, issue, pem};
use support::now;

/// Files that count how often each is read.
struct Counted {
    files: Memory,
    reads: RefCell<HashMap<String, usize>>,
}

impl Files for Counted {
    fn read(&self, path: &str) -> Result<Vec<u8>, Missing> {
        *self.reads.borrow_mut().entry(path.to_owned()).or_default() += 1;
        self.files.read(path)
    }

    fn names(&self, folder: &str) -> Vec<String> {
        self.files.names(folder)
    }
}

#[test]
fn what_thousands_of_servers_name_is_read_once() {
    const SERVERS: usize = 1_000;
    let made = issue(&Wish::server("api.example.test", &["api.example.test"]), None);
    let server = |number: usize| {
        format!(
            "server {{ listen 443 ssl; server_name s{number}.example.test; ssl_certificate s.crt; ssl_certificate_key s.key; ssl_client_certificate s.crt; ssl_verify_client on; location /{number} {{ return 204; }} }}\n"
        )
    };
    let servers: String = (0..SERVERS).map(server).collect();
    let files = Memory::new()
        .with("/nginx/nginx.conf", format!("events {{}} http {{\n{servers}}}"))
        .with("/nginx/s.crt", pem("CERTIFICATE", &[&made.der]))
        .with("/nginx/s.key", made.key.to_pem().expose().to_vec());
    let files = Counted { files, reads: RefCell::default() };
    let question = Question {
        configuration: "/nginx/nginx.conf",
        command: "curl -k --resolve s7.example.test:443:127.0.0.1 https://s7.example.test/7",
        files: &files,
        caller: &Memory::new(),
        at: now(),
        backends: Backends::Answer,
    };
    let outcome = predict(&question).expect("a command of curl");
    assert_eq!((outcome.nginx_test, outcome.http_status), (Ok(()), Some(400)));
    let _ = of_configuration(question.configuration, &files, question.at);
    let reads = files.reads.borrow();
    assert!(reads.values().all(|count| *count <= 8), "{reads:?}");
}
