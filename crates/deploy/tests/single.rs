//! The checks one by one: those for a POSIX shell are run as they stand against a real machine, and fail where it is broken;
//! those for PowerShell, which cannot be had here, are looked at.

mod support;

use std::collections::BTreeMap;
use std::net::TcpListener;

use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::plan::Plan;
use deploy::single::{self, Single};
use pki::issue::Authority;
use support::machine::{Machine, Setup};
use support::{plan, run};
use text::Lang;

/// nginx listens on all addresses, the backend on 127.0.0.1 alone: a call to this one is a call from elsewhere.
const NAME: &str = "127.0.0.2";

/// What became of every check: the exit code of its last command, and all that was said.
fn made(machine: &Machine) -> BTreeMap<&'static str, (Option<i32>, String)> {
    let made = |check: Single| {
        let mut said = String::new();
        let mut exit = None;
        for command in &check.posix {
            let line = command.to_posix().expect("a command");
            let output = run(&machine.client(), "sh", ["-c", &line]);
            said += &format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
            exit = output.status.code();
        }
        (check.id, (exit, said))
    };
    single::checks(&machine.plan, Lang::En).expect("checks").into_iter().map(made).collect()
}

#[test]
fn every_check_comes_out_as_promised() {
    let machine = Machine::start_as(Setup { names: &[NAME], days: 20, ..Setup::default() });
    let made = made(&machine);
    for (id, exit, words) in [
        ("check-with", 0, &["HTTP/2 200", "You are CN=partner-a"] as &[&str]),
        ("check-without", 0, &["HTTP/2 400", "No required SSL certificate was sent"]),
        ("check-stranger", 0, &["HTTP/2 400", "The SSL certificate error"]),
        ("check-no-authority", 60, &["SSL certificate problem"]),
        ("check-old-tls", 35, &["alert protocol version"]),
        ("check-forged", 0, &["HTTP/2 200", "You are CN=partner-a"]),
        ("check-port", 7, &["Failed to connect"]),
        ("check-days", 0, &["CN = partner-a", "CN = Live CA", "notAfter="]),
    ] {
        let (found, said) = &made[id];
        assert_eq!(*found, Some(exit), "{id}: {said}");
        for words in words {
            assert!(said.to_lowercase().contains(&words.to_lowercase()), "{id}: {words}: {said}");
        }
    }
    assert!(!made["check-forged"].1.contains("CN=forged"), "{}", made["check-forged"].1);
    assert_eq!(made["check-days"].1.matches("notAfter=").count(), 3, "{}", made["check-days"].1);
    assert_eq!(made.len(), 8, "no name to look up: {:?}", made.keys());

    let port = machine.plan.backend().port().expect("a port").number();
    let listener = TcpListener::bind((NAME, port)).expect("a port that the backend has on 127.0.0.1 alone");
    std::thread::spawn(move || listener.incoming().for_each(drop));
    let (exit, said) = &self::made(&machine)["check-port"];
    assert!(!matches!(exit, Some(7 | 28)), "somebody is there: {said}");
}

/// One thing is broken on the machine, and the check for it comes out otherwise.
#[test]
fn each_check_sees_what_it_is_for() {
    type Seen = fn(&(Option<i32>, String)) -> bool;
    let cases: [(&str, &str, &str, Seen); 3] = [
        (
            "check-old-tls",
            "ssl_protocols TLSv1.2",
            "ssl_ciphers DEFAULT:@SECLEVEL=0; ssl_protocols TLSv1.1 TLSv1.2",
            |(exit, _)| *exit == Some(0),
        ),
        ("check-forged", "proxy_set_header X-SSL-Client-S-DN $ssl_client_s_dn;", "", |(_, said)| {
            said.contains("CN=forged")
        }),
        ("check-without", "ssl_verify_client on", "ssl_verify_client optional", |(_, said)| {
            !said.contains("No required SSL certificate was sent")
        }),
    ];
    for (id, from, to, seen) in cases {
        let change = |plan: &Plan, _: &Authority| {
            let conf = std::fs::read_to_string(plan.configuration()).expect("put in place");
            assert!(conf.contains(from), "{from}");
            let ciphers =
                |line: &&str| !(to.contains("ssl_ciphers") && line.trim().starts_with("ssl_ciphers"));
            let conf: Vec<&str> = conf.lines().filter(ciphers).collect();
            std::fs::write(plan.configuration(), conf.join("\n").replace(from, to)).expect("ours");
        };
        let machine = Machine::start_as(Setup { names: &[NAME], change: &change, ..Setup::default() });
        let made = made(&machine);
        assert!(seen(&made[id]), "{id}: {:?}", made[id]);
    }
}

#[test]
fn what_is_looked_at_follows_the_choices() {
    let ids = |draft: ChoicesDraft, name: &str| {
        let checks = single::checks(&plan(&draft, &[name]), Lang::Ko).expect("checks");
        checks.into_iter().map(|check| check.id).collect::<Vec<_>>()
    };
    let base = ChoicesDraft::default;
    for (draft, name, id, there) in [
        (base(), "api.example.test", "check-dns", true),
        (base(), NAME, "check-dns", false),
        (base(), NAME, "check-port", true),
        (base().with(ChoiceField::FlaskAt, "socket"), NAME, "check-port", false),
        (support::own_backend("http://127.0.0.1:3000"), NAME, "check-port", false),
        (base(), "api.example.test", "check-no-authority", true),
        (
            base().with(ChoiceField::ServerCertificate, "public"),
            "api.example.test",
            "check-no-authority",
            false,
        ),
    ] {
        assert_eq!(ids(draft.clone(), name).contains(&id), there, "{draft:?} {name} {id}");
    }
}

/// Schannel takes no PEM: the lines for Windows name no such file of the client, and nothing secret among arguments.
#[test]
fn the_lines_for_windows_use_what_schannel_takes() {
    for (certificate, name) in [("ours", NAME), ("ours", "api.example.test"), ("public", "api.example.test")]
    {
        let draft = ChoicesDraft::default().with(ChoiceField::ServerCertificate, certificate);
        let plan = plan(&draft, &[name]);
        let first = single::on_windows(&plan).expect("lines");
        assert!(first.contains(&format!("$url = '{}'", plan.url())), "{first}");
        let all = single::checks(&plan, Lang::En).expect("checks");
        let text = first + &all.iter().map(|check| check.windows.as_str()).collect::<String>();
        for pem in ["client.crt", "client.key", "--pass ", "--key"] {
            assert!(!text.contains(pem), "{pem}: {text}");
        }
        assert_eq!(text.contains("ca.crt"), certificate == "ours", "{text}");
        // PowerShell's own curl is another program
        let called = text.matches("curl").count();
        assert_eq!(called, text.matches("curl.exe").count(), "{text}");
        let variables = ["$url", "$pass", "$mine", "$trust", "$typed"];
        for variable in variables {
            let splat = variable.replace('$', "@");
            assert!(text.contains(&format!("{variable} = ")), "{variable}");
            assert!(text.matches(variable).count() > 1 || text.contains(&splat), "{variable} is used");
        }
        for check in &all {
            assert!(check.windows.ends_with('\n') && !check.posix.is_empty(), "{}", check.id);
        }
    }
}
