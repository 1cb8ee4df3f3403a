//! The model of OpenSSL against nginx and curl themselves: the same chains, shown to a real nginx as a client's and to a real
//! curl as a server's. nginx goes on after every error and tells the last; curl stops at the first, and looks at names by
//! rules of its own.

mod support;

use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use pki::moment::Moment;
use pki::verify::openssl::{Code, Settings, verify};
use pki::verify::{Purpose, Question, Target};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use support::family_tree::any::any_case;
use support::family_tree::{Case, Fault, Lists, Made, Names, Sent, Trust};
use testkit::{TempDir, tool};

/// A process that is ended with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn pem(label: &str, ders: &[Vec<u8>]) -> String {
    let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    ders.iter().map(|der| pem::encode_config(&pem::Pem::new(label, der.as_slice()), config)).collect()
}

/// nginx and curl ask the clock: the chains are made for a minute ago, so that no second of theirs falls on a boundary.
#[allow(clippy::disallowed_methods, reason = "the programs that are compared with ask the clock themselves")]
fn now() -> Moment {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs();
    Moment::from_unix_seconds(i64::try_from(seconds).expect("a time of this age"))
}

/// Cases that a TLS handshake can be made with: the key belongs to the leaf.
fn can_be_shown(case: &Case) -> bool {
    !case.faults.iter().any(|fault| matches!(fault, Fault::WeakLeafKey | Fault::Edwards(0)))
}

fn cases(seed: u8, count: usize) -> Vec<Case> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let made = std::iter::repeat_with(|| any_case().new_tree(&mut runner).expect("a case").current());
    made.filter(can_be_shown).take(count).collect()
}

fn question(made: &Made, purpose: &Purpose, at: Moment) -> (pki::chain::Pool, Question) {
    let (pool, question) = made.question(purpose).expect("ours reads what is made here");
    (pool, Question { at, ..question })
}

fn wait_for(socket: &Path) {
    let began = Instant::now();
    while UnixStream::connect(socket).is_err() {
        assert!(began.elapsed() < Duration::from_secs(20), "{} does not answer", socket.display());
        std::thread::yield_now();
    }
}

#[test]
fn nginx_says_of_clients_what_the_model_says() {
    let moment = now();
    support::family_tree::made_at(moment.plus_seconds(-60));
    let folder = TempDir::new();
    let key = folder.write("leaf.key", support::family_tree::leaf_key().to_pem().expose());
    let server = Case {
        between: 0,
        faults: vec![],
        trust: Trust::Root,
        sent: Sent::All,
        lists: Lists::None,
        purpose: Purpose::Client,
    };
    folder.write("server.pem", pem("CERTIFICATE", &[server.make().leaf]));
    let cases: Vec<(Case, usize)> = cases(3, 120).into_iter().zip((0..4).cycle()).collect();
    let mut configuration = "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log error.log info;\nevents {}\nhttp {\naccess_log off;\nssl_certificate server.pem;\nssl_certificate_key leaf.key;\nssl_verify_client on;\n".to_owned();
    for name in ["body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        let directive =
            if name == "body" { "client_body_temp_path".to_owned() } else { format!("{name}_temp_path") };
        configuration.push_str(&format!("{directive} {name};\n"));
    }
    let mut expected = Vec::new();
    for (number, (case, depth)) in cases.iter().enumerate() {
        let made = case.make();
        let file = |kind: &str, label: &str, ders: &[Vec<u8>]| {
            folder.write(format!("{number}.{kind}"), pem(label, ders))
        };
        file("trusted", "CERTIFICATE", &made.trusted);
        let shown: Vec<Vec<u8>> = core::iter::once(made.leaf.clone()).chain(made.sent.clone()).collect();
        file("shown", "CERTIFICATE", &shown);
        configuration.push_str(&format!(
            "server {{\nlisten unix:{number}.socket ssl;\nssl_client_certificate {number}.trusted;\nssl_verify_depth {depth};\n"
        ));
        if !made.lists.is_empty() {
            file("lists", "X509 CRL", &made.lists);
            configuration.push_str(&format!("ssl_crl {number}.lists;\n"));
        }
        configuration.push_str("error_page 495 = @told;\nlocation @told { return 200 $ssl_client_verify; }\nlocation / { return 200 $ssl_client_verify; }\n}\n");
        let (pool, question) = question(&made, &Purpose::Client, moment);
        // what the client sends has its leaf in front
        expected.push(verify(&pool, &question, &Settings::nginx(*depth)).client_verify());
    }
    configuration.push('}');
    folder.write("nginx.conf", &configuration);
    let nginx = Command::new("nginx")
        .args(["-p", ".", "-e", "error.log", "-c", "nginx.conf"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .spawn()
        .expect("nginx is needed for this test");
    let _nginx = Ended(nginx);
    wait_for(&folder.join(format!("{}.socket", cases.len() - 1)));
    for (number, expected) in expected.iter().enumerate() {
        let said = tool("curl")
            .args(["--silent", "--show-error", "--insecure", "--max-time", "20", "--unix-socket"])
            .arg(folder.join(format!("{number}.socket")))
            .arg("--cert")
            .arg(folder.join(format!("{number}.shown")))
            .arg("--key")
            .arg(&key)
            .arg("https://localhost/")
            .run();
        assert_eq!(&said.text(), expected, "{number}: {:?} {}", cases[number], said.err);
    }
    let accepted = expected.iter().filter(|said| *said == "SUCCESS").count();
    assert!((5..115).contains(&accepted), "{accepted}");
}

/// `openssl s_server` with this chain on a port of its choosing.
fn server(folder: &TempDir, chain: &Path, key: &Path) -> (Ended, u16) {
    let mut child = Command::new("openssl")
        .args(["s_server", "-accept", "127.0.0.1:0", "-www", "-cert"])
        .arg(chain)
        .arg("-cert_chain")
        .arg(chain)
        .arg("-key")
        .arg(key)
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("openssl is needed for this test");
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().expect("it is piped"));
    while !line.starts_with("ACCEPT") {
        line.clear();
        if out.read_line(&mut line).unwrap_or(0) == 0 {
            let mut words = String::new();
            drop(child.stderr.take().expect("it is piped").read_to_string(&mut words));
            panic!("openssl s_server does not start: {words}");
        }
    }
    let port = line.trim().rsplit(':').next().and_then(|port| port.parse().ok()).expect("it says its port");
    // it goes on writing to it
    child.stdout = Some(out.into_inner());
    (Ended(child), port)
}

#[test]
fn curl_says_of_servers_what_the_model_says() {
    let moment = now();
    support::family_tree::made_at(moment.plus_seconds(-60));
    let base = |faults: Vec<Fault>| Case {
        between: 1,
        faults,
        trust: Trust::Root,
        sent: Sent::All,
        lists: Lists::None,
        purpose: Purpose::Server(Some(Target::of("api.example.test"))),
    };
    let table = [
        base(vec![]),
        base(vec![Fault::Names(Names::CommonNameAlone)]),
        base(vec![Fault::Names(Names::CommonNameWithoutDot)]),
        base(vec![Fault::Names(Names::Other)]),
        base(vec![Fault::Names(Names::Wildcard)]),
        base(vec![Fault::Names(Names::Mailbox)]),
        base(vec![Fault::Names(Names::AddressAlone)]),
        base(vec![Fault::Ended(0)]),
        base(vec![Fault::Ended(2)]),
        base(vec![Fault::OtherSigner(0)]),
        // the authority between is trusted alone: enough for curl, unless it has a list
        Case { trust: Trust::Between(1), ..base(vec![]) },
        Case { trust: Trust::Between(1), lists: Lists::All, ..base(vec![]) },
        Case { trust: Trust::Leaf, ..base(vec![]) },
        Case { trust: Trust::Stranger, ..base(vec![]) },
        Case { sent: Sent::Nothing, ..base(vec![]) },
        Case { lists: Lists::All, ..base(vec![Fault::Revoked(0)]) },
        Case { lists: Lists::All, ..base(vec![]) },
        Case { lists: Lists::All, ..base(vec![Fault::ListEnded(0)]) },
    ];
    let folder = TempDir::new();
    let key = folder.write("leaf.key", support::family_tree::leaf_key().to_pem().expose());
    for case in table {
        let made = case.make();
        let shown: Vec<Vec<u8>> = core::iter::once(made.leaf.clone()).chain(made.sent.clone()).collect();
        let chain = folder.write("shown.pem", pem("CERTIFICATE", &shown));
        let (_server, port) = server(&folder, &chain, &key);
        let mut curl = tool("curl")
            .args([
                "--silent",
                "--show-error",
                "--output",
                "/dev/null",
                "--max-time",
                "20",
                "--capath",
                "/dev/null",
                "--cacert",
            ])
            .arg(folder.write("trusted.pem", pem("CERTIFICATE", &made.trusted)))
            .args(["--resolve".to_owned(), format!("api.example.test:{port}:127.0.0.1")]);
        if !made.lists.is_empty() {
            curl = curl.arg("--crlfile").arg(folder.write("lists.pem", pem("X509 CRL", &made.lists)));
        }
        let said = curl.arg(format!("https://api.example.test:{port}/")).run();
        let (pool, question) = question(&made, &case.purpose, moment);
        let verdict = verify(&pool, &question, &Settings::curl(!made.lists.is_empty()));
        assert_eq!(said.code == Some(0), verdict.is_accepted(), "{case:?} {verdict:?} {}", said.err);
        let names_it = said.err.contains("does not match target host name")
            || said.err.contains("no alternative certificate subject name");
        // of a wrong signature curl prints what stands first in OpenSSL's queue of errors, with exit code 35
        let by_queue = verdict.code == Code::SIGNATURE && said.err.contains("asn1 encoding routines");
        let same = verdict.is_accepted() || names_it || by_queue || said.err.contains(verdict.code.text());
        assert!(same, "{case:?} {verdict:?} {}", said.err);
    }
}
