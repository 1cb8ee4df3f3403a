//! A service as it is handed over: bundles of files with their certificates, a root that the server's go below, and what runs.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use deploy::choices::{ChoiceField, Choices, ChoicesDraft, Switch};
use deploy::expiry::Expiries;
use deploy::file_set::FileSet;
use deploy::plan::Plan;
use deploy::{readme_client, readme_server};
use handfast_gateway::clock;
use pki::certificate::Certificate;
use pki::crl::{self, CrlLifetime, CrlNumber, Reason, Revocation, Revoked};
use pki::issue::{self, Authority};
use pki::key::{KeyAlgorithm, PrivateKey};
use pki::moment::Moment;
use pki::name::host::{HostName, HostNames};
use pki::profile::authority::AuthorityProfile;
use pki::validity::Lifetime;
use serde_json::Value;
use testkit::family::{client_profile, server_profile, subject};
use testkit::tool::Said;
use testkit::{SeededEntropy, TempDir, TestKeys, tool};
use text::Lang;

/// The gateway that was built.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_handfast-gateway");

/// What the service is called: a name that every machine finds at its loopback address.
pub(crate) const SERVICE: &str = "localhost";

/// A path in a tree, and its mode with its octets; a folder has none.
pub(crate) type Tree = BTreeMap<String, (u32, Option<Vec<u8>>)>;

/// What is made and runs.
pub(crate) struct Machine {
    pub(crate) folder: TempDir,
    pub(crate) plan: Plan,
    pub(crate) lang: Lang,
    pub(crate) authority: Authority,
    running: Vec<Child>,
}

/// What `check.sh` found.
#[derive(Debug)]
pub(crate) struct Found {
    /// The checks that failed, each with the advice that is given for people.
    pub(crate) failed: Vec<(String, String)>,
    /// Those that could not be made.
    pub(crate) skipped: Vec<String>,
    /// All that was said to people.
    pub(crate) said: String,
}

/// The target, listening on the loopback interface alone.
pub(crate) fn gateway() -> ChoicesDraft {
    ChoicesDraft::default().with(ChoiceField::Layout, "gateway").with(ChoiceField::ListenAddress, "127.0.0.1")
}

pub(crate) fn plan(draft: &ChoicesDraft, names: &[&str]) -> Plan {
    let choices = Choices::parse(draft).unwrap_or_else(|errors| panic!("{draft:?}: {errors:?}"));
    let name = |name: &&str| HostName::parse_with(name, &testkit::Tables).unwrap();
    let names = HostNames::new(names.iter().map(name).collect()).unwrap();
    Plan::new(choices, names).unwrap_or_else(|errors| panic!("{draft:?}: {errors:?}"))
}

/// Everything of the server's bundle but certificates and keys.
pub(crate) fn server_files(plan: &Plan, lang: Lang) -> FileSet {
    let facts = readme_server::Facts {
        archive: "server.zip".to_owned(),
        server_until: Moment::LAST,
        authority_until: Moment::LAST,
        list_until: None,
        expiries: Expiries::default(),
    };
    plan.server_files(&facts, lang).unwrap()
}

/// An authority that has been there for a while.
pub(crate) fn authority(name: &str) -> Authority {
    let profile = AuthorityProfile::new(subject(name), Lifetime::Days(400)).unwrap();
    let key = TestKeys::new().make(KeyAlgorithm::EcdsaP256);
    issue::authority(&profile, key, clock::now().plus_days(-60), &mut SeededEntropy::new(7)).unwrap()
}

/// The authority's revocation list, signed so many days ago and good for a week.
pub(crate) fn list(authority: &Authority, revoked: &[&Certificate], days_ago: i64) -> String {
    let at = clock::now().plus_days(-days_ago);
    let entry = |certificate: &&Certificate| {
        Revoked::new(certificate, Revocation { at, reason: Reason::Unspecified })
    };
    let revoked: Vec<Revoked> = revoked.iter().map(entry).collect();
    crl::sign(&revoked, CrlNumber(1), CrlLifetime::days(7).unwrap(), authority, at).unwrap().to_pem()
}

impl Machine {
    /// Bundles in `server` and `client`, with certificates that are good for two months. Ports are chosen for them.
    pub(crate) fn made(draft: ChoicesDraft, lang: Lang) -> Machine {
        let draft = draft
            .with(ChoiceField::ListenPort, testkit::free_port().to_string())
            .with(ChoiceField::FlaskPort, testkit::free_port().to_string());
        let plan = plan(&draft, &[SERVICE]);
        let machine = Machine {
            folder: TempDir::new(),
            plan,
            lang,
            authority: authority("Deployed CA"),
            running: Vec::new(),
        };
        let write = |folder: &str, files: &FileSet| {
            for file in files.0.iter().filter(|file| !file.kind.is_material()) {
                machine.folder.write(format!("{folder}/{}", file.name), &file.contents);
            }
        };
        write("server", &server_files(&machine.plan, lang));
        let facts = readme_client::Facts {
            client: "partner-a".to_owned(),
            client_until: Moment::LAST,
            authority_until: Moment::LAST,
        };
        write("client", &machine.plan.client_files(&facts, lang).unwrap());
        let ca = machine.authority.certificate().to_pem();
        machine.folder.write("server/client-ca.crt", &ca);
        machine.folder.write("client/ca.crt", &ca);
        if machine.plan.choices().revocation == Switch::On {
            machine.folder.write("server/client-ca.crl", list(&machine.authority, &[], 0));
        }
        machine.issue_server("server", 0, 60);
        machine.issue_client(0, 60);
        machine
    }

    /// Puts another certificate of the server's, and its key, into a folder below ours; it begins so many days ago.
    pub(crate) fn issue_server(&self, folder: &str, days_ago: i64, days: u32) {
        let (key, from, mut entropy) = begin(days_ago);
        let profile = server_profile(&[SERVICE], Lifetime::Days(days));
        let server = issue::server(&profile, &key, &self.authority, from, &mut entropy).unwrap();
        self.folder.write(format!("{folder}/server.crt"), server.to_pem());
        self.folder.write(format!("{folder}/server.key"), key.to_pem().expose());
    }

    /// Puts another certificate into the client's folder, and gives it.
    pub(crate) fn issue_client(&self, days_ago: i64, days: u32) -> Certificate {
        let (key, from, mut entropy) = begin(days_ago);
        let profile = client_profile("partner-a", &[], Lifetime::Days(days));
        let client = issue::client(&profile, &key, &self.authority, from, &mut entropy).unwrap();
        self.folder.write("client/client.crt", client.to_pem());
        self.folder.write("client/client.key", key.to_pem().expose());
        client
    }

    /// The root that the files go below. It is not there before the first installation.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.join("root")
    }

    /// Where a path of the plan is staged.
    pub(crate) fn staged(&self, path: &str) -> PathBuf {
        self.root().join(path.trim_start_matches('/'))
    }

    /// Changes a staged file, in which the text must be.
    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) {
        let path = self.staged(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from:?} is not in:\n{text}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// A rehearsal with these arguments more.
    pub(crate) fn install(&self, more: &[&str]) -> Said {
        tool("sh")
            .args(["install.sh", "--root"])
            .arg(self.root())
            .args(more)
            .in_folder(self.folder.join("server"))
            .run()
    }

    /// A rehearsal with the gateway that was built, which succeeds with these words.
    pub(crate) fn installs(&self, says: &str) {
        let said = self.install(&["--binary", PROGRAM]);
        assert_eq!(said.code, Some(0), "{}", said.all());
        assert!(said.all().contains(says), "{says:?} is not in:\n{}", said.all());
    }

    /// Starts the staged gateway with what systemd would hand over to it, and the backend.
    pub(crate) fn serve(&mut self) {
        let conf = self.staged(&self.plan.configuration());
        let mut gateway = Command::new(self.staged("/usr/local/bin/handfast-gateway"));
        gateway.args(["proxy", "--config"]).arg(conf);
        gateway.env("CREDENTIALS_DIRECTORY", self.staged(&self.plan.credentials_folder()));
        self.start(gateway, self.plan.choices().listen_port.number());
        let mut backend = Command::new("/usr/bin/python3");
        backend.arg(self.staged(&format!("{}/app.py", self.plan.backend_folder())));
        let port = self.plan.backend().port().unwrap().number();
        self.start(backend, port);
    }

    /// Starts a server and waits until it listens.
    fn start(&mut self, mut command: Command, port: u16) {
        let log = fs::File::create(self.folder.join("start.log")).unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        self.running.push(command.spawn().unwrap());
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let said = String::from_utf8_lossy(&self.folder.read("start.log")).into_owned();
            let child = self.running.last_mut().unwrap();
            assert!(child.try_wait().unwrap().is_none(), "{command:?} ended at once: {said}");
            assert!(begun.elapsed() < Duration::from_secs(60), "{command:?} does not listen: {said}");
            std::thread::yield_now();
        }
    }

    /// Ends what runs.
    pub(crate) fn stop(&mut self) {
        for mut process in self.running.drain(..) {
            drop(process.kill());
            drop(process.wait());
        }
    }

    fn run_check(&self, arguments: &[&str]) -> Said {
        tool("sh").arg("check.sh").args(arguments).in_folder(self.folder.join("client")).run()
    }

    /// Serves what is staged, has `check.sh` look at it, and ends everything again.
    pub(crate) fn checked(&mut self) -> Found {
        self.serve();
        let found = self.found();
        self.stop();
        found
    }

    /// What `check.sh` finds: the report as JSON, and where something fails, the advice of the same checks for people.
    pub(crate) fn found(&self) -> Found {
        let json = self.run_check(&["--connect", "127.0.0.1", "--json"]);
        let report: Value =
            serde_json::from_str(&json.text()).unwrap_or_else(|error| panic!("{error}: {}", json.all()));
        let checks = report["checks"].as_array().unwrap();
        assert!(checks.len() >= 11, "{report:#}");
        let named = |ok: &Value| {
            let names = checks.iter().filter(|check| check["ok"] == *ok);
            names.map(|check| check["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let failed = named(&Value::Bool(false));
        assert_eq!(json.code, Some(i32::from(!failed.is_empty())), "{report:#}");
        let plain = self.run_check(&["--connect", "127.0.0.1"]);
        assert_eq!(plain.code, json.code, "{}", plain.all());
        // below each line that failed stands what to try
        let said = plain.all();
        let lines: Vec<&str> = said.lines().collect();
        let told = lines.windows(2).filter(|pair| pair[0].starts_with("FAILED  "));
        let told: Vec<String> = told.map(|pair| pair[1].trim_start().to_owned()).collect();
        assert_eq!(told.len(), failed.len(), "{said}");
        Found { failed: failed.into_iter().zip(told).collect(), skipped: named(&Value::Null), said }
    }
}

fn begin(days_ago: i64) -> (PrivateKey, Moment, SeededEntropy) {
    let key = TestKeys::new().make(KeyAlgorithm::EcdsaP256);
    // each certificate has a serial number of its own
    static SEED: AtomicU64 = AtomicU64::new(21);
    (key, clock::now().plus_days(-days_ago), SeededEntropy::new(SEED.fetch_add(1, Ordering::Relaxed)))
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.stop();
    }
}

/// All files and folders below a folder; none when it is not there.
pub(crate) fn tree(root: &Path) -> Tree {
    fn walk(root: &Path, folder: &Path, found: &mut Tree) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries {
            let path = entry.unwrap().path();
            let mode = fs::symlink_metadata(&path).unwrap().permissions().mode() & 0o7777;
            let name = path.strip_prefix(root).unwrap().display().to_string();
            if path.is_dir() {
                found.insert(name, (mode, None));
                walk(root, &path, found);
            } else {
                found.insert(name, (mode, Some(fs::read(&path).unwrap())));
            }
        }
    }
    let mut found = Tree::new();
    walk(root, root, &mut found);
    found
}
