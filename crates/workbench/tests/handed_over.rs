//! End to end without a browser: what the page hands over is installed below a root, served, checked, broken in one thing at a
//! time, and taken away again.
//!
//! What is proven where:
//!
//! | | layouts, keys, languages | by |
//! |---|---|---|
//! | bundle from a real browser, installed, served, called | stand-alone; P-256, P-384, Ed25519, RSA-2048; both languages | `e2e/tests/journey.rs` |
//! | bundle, 7z, `install.sh` twice, nginx, `check.sh`, away again | both x P-256, RSA-2048 x both languages | here |
//! | one thing broken, and its nearest neighbour that is not | stand-alone P-256 English, system RSA-2048 Korean | here |
//! | what `install.sh` refuses before it touches anything | the same two | here; more reasons in `deploy/tests/install_sh.rs` |
//! | a step of `install.sh` fails or is stopped: the tree is as it was | both, over nothing and over an older one | `put_back.rs`; a configuration that nginx refuses in `deploy/tests/install_sh.rs` |
//! | services: what is started, port taken, a unit that fails | both, with a stand-in for systemd | `installed.rs` |
//! | every choice, every nginx | generated | `deploy/tests/{combinations,live}.rs` |
//! | optional verification, old TLS, no backend, ends soon, wrong use | stand-alone | `deploy/tests/check_sh.rs` |
//! | an authority of others: adopted, issued from, served | both | here |

mod desk;
mod handed;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use deploy::flask_app;
use handed::snapshot::Entry;
use handed::{Found, Handed, WAYS, Way, days_ago};
use pki::key::KeyAlgorithm;
use testkit::{Family, tool};
use text::deploy as say;
use text::{Lang, Message};
use workbench::role::Role;

/// What on this machine cannot be looked at: the backend may answer where it is.
const NOT_HERE: &str = "backend-port";

fn passes(found: &Found, way: Way, skipped: &[&str]) {
    assert!(found.failed.is_empty() && found.skipped == skipped, "{way:?}: {found:#?}");
}

fn every_way(layout: &'static str) {
    for algorithm in [KeyAlgorithm::EcdsaP256, KeyAlgorithm::Rsa2048] {
        for lang in Lang::ALL {
            let way = Way { layout, algorithm, lang, address: "127.0.0.1" };
            let mut handed = Handed::made(way);
            for key in ["server/server.key", "client/client.key"] {
                let mode = fs::metadata(handed.folder.join(key)).expect("unpacked").permissions().mode();
                assert_eq!(mode & 0o777, 0o600, "7z keeps the mode of {key}");
            }
            handed.installs(&say::install_done(lang, &handed::SERVICE));
            let staged = handed.tree();
            handed.installs(say::install_nothing(lang));
            assert_eq!(handed.tree(), staged, "{way:?}: the second time something changed");

            handed.serve();
            passes(&handed.found(), way, &[NOT_HERE]);
            let call = tool("sh").arg("./curl.sh").in_folder(handed.folder.join("client")).succeeds();
            assert!(call.text().contains(&flask_app::greeting(handed::SERVICE)), "{way:?}: {}", call.all());
            handed.stop();
            // what served it wrote logs, and nothing else
            let served = handed.tree();
            for (path, entry) in &staged {
                assert_eq!(served.get(path), Some(entry), "{way:?}: {path}");
            }

            let said = handed.install(&["--uninstall"]);
            assert_eq!(said.code, Some(0), "{}", said.all());
            assert!(said.all().contains(&say::install_removed(lang, &handed::SERVICE)), "{}", said.all());
            let left = handed.tree();
            // the site's logs are the service's own; those that the distribution's nginx keeps elsewhere are not below the root
            let files: Vec<_> =
                left.iter().filter(|(_, entry)| !entry.is_folder()).map(|(path, _)| path).collect();
            assert!(files.iter().all(|path| path.ends_with(".pyc")), "{way:?}: {files:?}");
        }
    }
}

#[test]
fn a_set_alone_on_its_machine_passes_in_every_way() {
    every_way("alone");
}

#[test]
fn a_set_beside_other_sites_passes_in_every_way() {
    every_way("system");
}

/// A check that fails, and what it must advise.
type Failing = (&'static str, fn(&Handed) -> Message);

/// One thing that is broken in what is staged, what must be found, and its nearest neighbour, with which everything passes.
struct Break {
    what: &'static str,
    broken: fn(&Handed),
    failed: &'static [Failing],
    skipped: &'static [&'static str],
    neighbour: fn(&Handed),
}

/// With no answer to the first call, these say nothing.
const AFTER_REFUSAL: &[&str] = &["identity-headers", NOT_HERE];

const BREAKS: &[Break] = &[
    Break {
        what: "another authority lets clients in",
        broken: |handed| client_authorities(handed, &[&other().authority.certificate().to_pem()]),
        failed: &[("with-certificate", |handed| say::proof_refused(handed.lang))],
        skipped: AFTER_REFUSAL,
        neighbour: |handed| {
            let ours = handed.authority().certificate().to_pem();
            client_authorities(handed, &[&other().authority.certificate().to_pem(), &ours]);
        },
    },
    Break {
        what: "an authority of the same name lets clients in",
        broken: |handed| client_authorities(handed, &[&twin(handed)]),
        failed: &[("with-certificate", |handed| say::proof_refused(handed.lang))],
        skipped: AFTER_REFUSAL,
        // openssl goes on to the next of the same name when the signature of the first does not fit
        neighbour: |handed| {
            client_authorities(handed, &[&handed.authority().certificate().to_pem(), &twin(handed)]);
        },
    },
    Break {
        what: "no certificate is asked for",
        broken: |handed| handed.replace_in_conf("ssl_verify_client on;", "ssl_verify_client off;"),
        failed: &[
            // our backend refuses what nginx does not vouch for
            ("with-certificate", |handed| say::proof_not_vouched(handed.lang, &"on")),
            ("without-certificate", |handed| say::proof_off(handed.lang, &"on")),
            ("stranger", |handed| say::proof_anybody(handed.lang, &"on")),
        ],
        skipped: AFTER_REFUSAL,
        neighbour: |handed| handed.replace_in_conf("ssl_verify_client on;", "ssl_verify_client \"on\";"),
    },
    Break {
        what: "certificates of anybody are let in",
        broken: |handed| handed.replace_in_conf("ssl_verify_client on;", "ssl_verify_client optional_no_ca;"),
        failed: &[
            ("without-certificate", |handed| say::proof_off(handed.lang, &"on")),
            ("stranger", |handed| say::proof_anybody(handed.lang, &"on")),
        ],
        skipped: &[NOT_HERE],
        neighbour: |handed| {
            // the same answers, given by hand
            handed.replace_in_conf("ssl_verify_client on;", "ssl_verify_client optional_no_ca;");
            let by_hand = "location / { if ($ssl_client_verify = NONE) { return 496; } \
                           if ($ssl_client_verify != SUCCESS) { return 495; }";
            handed.replace_in_conf("location / {", by_hand);
        },
    },
    Break {
        what: "the server's certificate has expired",
        broken: |handed| handed.issue(Role::Server, days_ago(40), 39),
        failed: &[
            ("with-certificate", |handed| say::proof_untrusted(handed.lang, &handed::SERVICE)),
            ("days-server", |handed| say::proof_days_server_over(handed.lang, &14)),
        ],
        skipped: &["without-certificate", "stranger", "identity-headers", NOT_HERE],
        neighbour: |handed| handed.issue(Role::Server, days_ago(40), 56),
    },
    Break {
        what: "the client's certificate has expired",
        broken: |handed| handed.issue(Role::Client, days_ago(40), 39),
        failed: &[
            ("with-certificate", |handed| say::proof_refused(handed.lang)),
            ("days-client", |handed| say::proof_days_client_over(handed.lang, &14)),
        ],
        skipped: AFTER_REFUSAL,
        neighbour: |handed| handed.issue(Role::Client, days_ago(40), 56),
    },
    Break {
        what: "the caller's own subject goes through",
        broken: |handed| handed.replace_in_conf("proxy_set_header X-SSL-Client-S-DN $ssl_client_s_dn;", ""),
        failed: &[("identity-headers", |handed| say::proof_believed(handed.lang))],
        skipped: &[NOT_HERE],
        // set twice, the last one counts
        neighbour: |handed| {
            let line = "proxy_set_header X-SSL-Client-S-DN $ssl_client_s_dn;";
            handed.replace_in_conf(line, &format!("proxy_set_header X-Other $http_x_ssl_client_s_dn;{line}"));
        },
    },
    Break {
        what: "the caller's own subject is set",
        broken: |handed| {
            handed.replace_in_conf(
                "X-SSL-Client-S-DN $ssl_client_s_dn;",
                "X-SSL-Client-S-DN $http_x_ssl_client_s_dn;",
            );
        },
        failed: &[("identity-headers", |handed| say::proof_believed(handed.lang))],
        skipped: &[NOT_HERE],
        neighbour: |handed| {
            handed.replace_in_conf(
                "X-SSL-Client-S-DN $ssl_client_s_dn;",
                "X-SSL-Client-S-DN \"$ssl_client_s_dn\";",
            );
        },
    },
];

/// Another authority, as a neighbour's service has one.
fn other() -> Family {
    Family::new(KeyAlgorithm::EcdsaP256)
}

/// What somebody has who made an authority of the same name once more.
fn twin(handed: &Handed) -> String {
    let subject = handed.authority().certificate().facts().common_name.clone().expect("a name");
    let folder = testkit::TempDir::new();
    tool("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-utf8"])
        .args([
            "-config",
            "/dev/null",
            "-keyout",
            "key",
            "-out",
            "twin.crt",
            "-subj",
            &format!("/CN={subject}"),
        ])
        .args(["-addext", "basicConstraints=critical,CA:TRUE"])
        .in_folder(folder.path())
        .succeeds();
    String::from_utf8(folder.read("twin.crt")).expect("PEM")
}

fn client_authorities(handed: &Handed, authorities: &[&str]) {
    fs::write(handed.staged(&handed.plan.certificate("client-ca.crt")), authorities.concat()).expect("ours");
}

/// Breaks one thing after the other, and what is nearest to it and not broken. Each begins with what was staged.
fn each_break_is_found(way: Way) {
    // long enough ago for the authority to have issued what is over now
    let mut handed = Handed::made_at(way, days_ago(45), &[]);
    handed.installs(&say::install_done(way.lang, &handed::SERVICE));
    let whole = handed.tree();
    let client = handed::snapshot::tree(&handed.folder.join("client"));
    for Break { what, broken, failed, skipped, neighbour } in BREAKS {
        for (change, failed, skipped) in [(broken, *failed, *skipped), (neighbour, &[], &[NOT_HERE])] {
            change(&handed);
            let found = handed.checked();
            let expected: Vec<(String, String)> = failed
                .iter()
                .map(|(check, advice)| ((*check).to_owned(), advice(&handed).to_string()))
                .collect();
            assert_eq!(found.failed, expected, "{way:?}, {what}: {}", found.said);
            assert_eq!(found.skipped, skipped, "{way:?}, {what}: {}", found.said);
            restore(&handed.root(), &whole);
            restore(&handed.folder.join("client"), &client);
        }
    }
    passes(&handed.checked(), way, &[NOT_HERE]);
}

/// Writes back what a file held.
fn restore(root: &std::path::Path, tree: &handed::snapshot::Tree) {
    for (path, entry) in tree {
        if let Entry::File { contents, .. } = entry {
            fs::write(root.join(path), contents).expect("ours");
        }
    }
}

#[test]
fn whatever_is_broken_alone_is_found_with_the_right_advice() {
    each_break_is_found(WAYS[0]);
}

#[test]
fn whatever_is_broken_beside_other_sites_is_found_with_the_right_advice() {
    each_break_is_found(WAYS[1]);
}

/// The way around nginx cannot be tried where the backend may answer, on the loopback interface: curl is made to say that it
/// came from elsewhere, and a further loopback address stands for those that 0.0.0.0 would open.
#[test]
fn a_backend_that_is_open_to_others_is_found_and_one_that_is_not_passes() {
    let script = "#!/bin/sh\nreal=$(PATH=${PATH#*:} command -v curl)\nsaid=$(\"$real\" \"$@\")\ncode=$?\n\
                  printf '%s' \"$said\" | sed 's/127\\.0\\.0\\.2$/192.0.2.1/'\nexit $code\n";
    for way in WAYS.map(|way| Way { address: "127.0.0.2", ..way }) {
        let mut handed = Handed::made(way);
        handed.tools = Some(tools(&handed, &[("curl", script)]));
        handed.installs(&say::install_done(way.lang, &handed::SERVICE));
        passes(&handed.checked(), way, &[]);

        handed.stop();
        let port = handed.plan.backend().port().expect("a port");
        let (own, open) = (format!("127.0.0.1:{port}"), format!("127.0.0.1:{port} --bind 127.0.0.2:{port}"));
        handed.replace(&handed.backend_unit(), &own, &open);
        let found = handed.checked();
        let advice = say::proof_port_open(way.lang).to_string();
        assert_eq!(found.failed, [(NOT_HERE.to_owned(), advice)], "{way:?}: {}", found.said);
    }
}

/// A folder of programs that stand in front of the machine's own.
fn tools(handed: &Handed, programs: &[(&str, &str)]) -> PathBuf {
    for (name, script) in programs {
        let path = handed.folder.write(format!("tools/{name}"), script);
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("ours");
    }
    handed.folder.join("tools")
}

/// A key that others could read is put right, and its owner is told what that means; one that nobody could is not mentioned.
#[test]
fn a_key_that_others_could_read_is_told() {
    for way in WAYS {
        let handed = Handed::made(way);
        handed.installs(&say::install_done(way.lang, &handed::SERVICE));
        let staged = handed.tree();
        let key = handed.staged(&handed.plan.certificate("server.key"));
        for (mode, told) in [(0o644, true), (0o640, true), (0o604, true), (0o400, false), (0o600, false)] {
            fs::set_permissions(&key, fs::Permissions::from_mode(mode)).expect("ours");
            let said = handed.install(&[]);
            assert_eq!(said.code, Some(0), "{}", said.all());
            let path = key.display().to_string();
            let word =
                if mode == 0o600 { say::install_same(way.lang) } else { say::install_changed(way.lang) };
            let line = format!("  {word}  0600  {path}\n");
            let advice = say::install_key_open(way.lang, &path, &format!("{mode:o}")).to_string();
            let text = said.all();
            assert!(text.contains(&line), "{mode:o}: {text}");
            assert_eq!(text.contains(&format!("{line}{advice}\n")), told, "{mode:o}: {text}");
            let changed = text.matches(&format!("  {}  ", say::install_changed(way.lang))).count();
            assert_eq!(changed, usize::from(mode != 0o600), "nothing else is said to differ: {text}");
            let same = |entry: &Entry| match entry {
                Entry::File { mode, owner, contents, .. } => (*mode, *owner, contents.clone()),
                Entry::Folder { mode, owner } => (*mode, *owner, Vec::new()),
                Entry::Link(_) => (0, (0, 0), Vec::new()),
            };
            let now: Vec<_> = handed.tree().iter().map(|(path, entry)| (path.clone(), same(entry))).collect();
            let before: Vec<_> = staged.iter().map(|(path, entry)| (path.clone(), same(entry))).collect();
            assert_eq!(now, before, "{mode:o}");
        }
    }
}

/// Bundles whose server's certificate is over, or not good yet, are refused before a root is made; those that are just good are
/// not.
#[test]
fn a_bundle_that_nobody_could_use_is_not_installed() {
    for way in WAYS {
        for (made_days_ago, server_days, good) in [(40, "41", true), (40, "39", false)] {
            let handed = Handed::made_at(way, days_ago(made_days_ago), &[(Role::Server, server_days)]);
            let said = handed.install(&["--no-service"]);
            if good {
                assert_eq!(said.code, Some(0), "{}", said.all());
                continue;
            }
            assert_eq!((said.code, said.text().as_str()), (Some(1), ""), "{}", said.all());
            let words = say::install_expired(way.lang, &"\0", &"\0");
            fits(&said.err, &words);
            assert!(handed.tree().is_empty());
        }
        let handed = Handed::made_at(way, days_ago(-9), &[]);
        let said = handed.install(&["--no-service"]);
        assert_eq!(said.code, Some(1), "{}", said.all());
        fits(&said.err, &say::install_clock_behind(way.lang, &"\0", &"\0"));
        assert!(handed.tree().is_empty());

        // the key of a set that was made in between
        let (handed, later) =
            (Handed::made(way), Handed::made(Way { algorithm: KeyAlgorithm::EcdsaP384, ..way }));
        handed.folder.write("server/server.key", later.folder.read("server/server.key"));
        let said = handed.install(&["--no-service"]);
        assert_eq!(said.code, Some(1), "{}", said.all());
        assert_eq!(said.err.trim_end(), say::install_key_differs(way.lang).to_string());
        assert!(handed.tree().is_empty());
    }
}

/// The sentences are these, whatever stands where a zero octet does.
fn fits(said: &str, message: &Message) {
    let mut rest = said.trim_end();
    let whole = message.to_string();
    for (number, part) in whole.split('\0').enumerate() {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part:?} of {whole:?} is not in {said:?}"));
        assert!(number > 0 || at == 0, "{said:?} does not begin with {part:?}");
        rest = &rest[at + part.len()..];
    }
    assert_eq!(rest, "", "{said:?}");
}
