//! A set as it is handed over: real bundles from the page's own jobs, taken apart by 7-Zip, put below a root by their own
//! `install.sh`, served on the loopback interface by real nginx and by what the backend's unit starts, and looked at by their
//! own `check.sh`.
#![allow(dead_code, reason = "each test program uses its part of it")]

pub(crate) mod snapshot;

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use deploy::choices::{Choices, ListenAddress};
use deploy::plan::{Plan, TEMPORARY};
use pki::issue::{self, Authority};
use pki::key::KeyAlgorithm;
use pki::moment::Moment;
use pki::name::host::{HostName, HostNames};
use pki::validity::Lifetime;
use serde_json::Value;
use testkit::family::{client_profile, server_profile};
use testkit::tool::Said;
use testkit::{SeededEntropy, TempDir, TestKeys, tool};
use text::Lang;
use workbench::data::ChoiceField;
use workbench::form::{Edit, Field, Which};
use workbench::msg::Msg;
use workbench::role::Role;
use workbench::rooms::create;
use workbench::rooms::{deploy as room, export};
use workbench::sealed::BundleId;

use crate::desk::Desk;

/// What the service is called: a name that every machine finds at its loopback address.
pub(crate) const SERVICE: &str = "localhost";

/// How a set is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    pub(crate) layout: &'static str,
    pub(crate) algorithm: KeyAlgorithm,
    pub(crate) lang: Lang,
    /// Where nginx listens.
    pub(crate) address: &'static str,
}

/// The two ways in which everything is broken: between them each layout, each kind of key and each language.
pub(crate) const WAYS: [Way; 2] = [
    Way { layout: "alone", algorithm: KeyAlgorithm::EcdsaP256, lang: Lang::En, address: "127.0.0.1" },
    Way { layout: "system", algorithm: KeyAlgorithm::Rsa2048, lang: Lang::Ko, address: "127.0.0.1" },
];

/// Bundles that were taken apart, a root that the server's files go below, and what runs.
pub(crate) struct Handed {
    pub(crate) desk: Desk,
    pub(crate) folder: TempDir,
    pub(crate) plan: Plan,
    pub(crate) lang: Lang,
    /// What stands in front of `PATH` for `check.sh`.
    pub(crate) tools: Option<PathBuf>,
    nginx: Option<Child>,
    backend: Option<Child>,
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

impl Handed {
    /// Makes a set now, and takes its bundles apart.
    pub(crate) fn made(way: Way) -> Handed {
        Handed::made_at(way, now(), &[])
    }

    /// Makes a set at this time, with these lifetimes in days.
    pub(crate) fn made_at(way: Way, time: Moment, lifetimes: &[(Role, &str)]) -> Handed {
        Handed::made_at_desk(Desk::new(), way, time, lifetimes)
    }

    /// As [`Handed::made_at`], at a desk where something was chosen already.
    pub(crate) fn made_at_desk(mut desk: Desk, way: Way, time: Moment, lifetimes: &[(Role, &str)]) -> Handed {
        desk.tell(Msg::Tick(time));
        desk.tell(Msg::Language(way.lang));
        let edit = |desk: &mut Desk, edit| desk.tell(Msg::Create(create::Msg::Edit(Which::Set, edit)));
        edit(&mut desk, Edit::ClearServices);
        edit(&mut desk, Edit::AddServices(SERVICE.to_owned()));
        for role in [Role::Authority, Role::Server, Role::Client] {
            edit(&mut desk, Edit::Text(Field::Algorithm(role), way.algorithm.id().into()));
        }
        for (role, days) in lifetimes {
            edit(&mut desk, Edit::Text(Field::Lifetime(*role), (*days).to_owned()));
        }
        desk.tell(Msg::Create(create::Msg::Make));
        Handed::of(desk, way)
    }

    /// Takes the bundles of this desk's set apart. Folder and ports are chosen for it.
    pub(crate) fn of(mut desk: Desk, way: Way) -> Handed {
        let folder = TempDir::new();
        let ports = [testkit::free_port(), testkit::free_port()].map(|port| port.to_string());
        for (field, text) in [
            (ChoiceField::Layout, way.layout),
            (ChoiceField::ListenAddress, way.address),
            (ChoiceField::ListenPort, &ports[0]),
            (ChoiceField::FlaskPort, &ports[1]),
        ] {
            desk.tell(Msg::Deploy(room::Msg::Edit(field, text.to_owned())));
        }
        desk.tell(Msg::Export(export::Msg::SealAll));
        for (id, bundle) in desk.state.export.bundles.iter() {
            let sealed = bundle.sealed.as_ref().unwrap_or_else(|| panic!("{id:?}: {:?}", bundle.sealing));
            let name = match id {
                BundleId::Authority => "authority",
                BundleId::Server(_) => "server",
                BundleId::Client(_) => "client",
            };
            folder.write(&sealed.name, &*sealed.bytes);
            let passphrase = format!("-p{}", bundle.passphrase.expose());
            tool("7z")
                .args(["x", "-y", &passphrase, &format!("-o{name}"), &sealed.name])
                .in_folder(folder.path())
                .succeeds();
        }
        let choices = Choices::parse(&desk.state.deploy.draft).unwrap_or_else(|errors| panic!("{errors:?}"));
        let name = HostName::parse_with(SERVICE, &testkit::Tables).expect("a name");
        let names = HostNames::new(vec![name]).expect("one name");
        let plan = Plan::new(choices, names).unwrap_or_else(|errors| panic!("{errors:?}"));
        Handed { desk, folder, plan, lang: way.lang, tools: None, nginx: None, backend: None }
    }

    /// The root that the files go below. It is not there before the first installation.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.join("root")
    }

    /// Where a path of the plan is staged.
    pub(crate) fn staged(&self, path: &str) -> PathBuf {
        self.root().join(path.trim_start_matches('/'))
    }

    /// The unit of the backend, which is part of both layouts.
    pub(crate) fn backend_unit(&self) -> PathBuf {
        let unit = self.plan.backend_unit().expect("a backend of ours");
        self.staged(&format!("/etc/systemd/system/{unit}"))
    }

    /// The staged tree, and the root itself.
    pub(crate) fn tree(&self) -> snapshot::Tree {
        snapshot::tree(&self.root())
    }

    /// A rehearsal.
    pub(crate) fn install(&self, more: &[&str]) -> Said {
        let root = self.root();
        tool("sh")
            .args(["install.sh", "--root"])
            .arg(root)
            .args(more)
            .in_folder(self.folder.join("server"))
            .run()
    }

    /// A rehearsal that succeeds with these words.
    pub(crate) fn installs(&self, says: &str) {
        let said = self.install(&["--no-service"]);
        assert_eq!(said.code, Some(0), "{}", said.all());
        assert!(said.all().contains(says), "{says:?} is not in:\n{}", said.all());
    }

    /// Changes a staged file, in which the text must be.
    pub(crate) fn replace(&self, path: &Path, from: &str, to: &str) {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(text.contains(from), "{from:?} is not in:\n{text}");
        fs::write(path, text.replace(from, to)).expect("ours");
    }

    /// Changes what nginx reads.
    pub(crate) fn replace_in_conf(&self, from: &str, to: &str) {
        self.replace(&self.staged(&self.plan.configuration()), from, to);
    }

    /// The set's authority, which can issue what the page would not.
    pub(crate) fn authority(&self) -> Authority {
        let set = self.desk.state.set.as_ref().expect("made");
        let key = set.authority.key.clone().expect("here");
        Authority::new(set.authority.certificate.clone(), key).expect("an authority")
    }

    /// Puts another certificate of the same authority in place of the server's or the client's, with a key of its own.
    pub(crate) fn issue(&self, role: Role, from: Moment, days: u32) {
        let (authority, mut entropy) = (self.authority(), SeededEntropy::new(21));
        let key = TestKeys::new().make(KeyAlgorithm::EcdsaP256);
        let lifetime = Lifetime::Days(days);
        let certificate = if role == Role::Server {
            issue::server(&server_profile(&[SERVICE], lifetime), &key, &authority, from, &mut entropy)
        } else {
            issue::client(&client_profile("partner-1", &[], lifetime), &key, &authority, from, &mut entropy)
        };
        let places = if role == Role::Server {
            ["server.crt", "server.key"].map(|name| self.staged(&self.plan.certificate(name)))
        } else {
            ["client.crt", "client.key"].map(|name| self.folder.join("client").join(name))
        };
        fs::write(&places[0], certificate.expect("issued").to_pem()).expect("ours");
        fs::write(&places[1], key.to_pem().expose()).expect("ours");
    }

    /// Starts nginx with the staged configuration, and the backend as its unit says unless it runs.
    ///
    /// Below a root the paths in the configuration begin with that root; a copy says so, as in the rehearsal of `install.sh`.
    /// A site of the distribution's nginx stands inside the least of a configuration that nginx takes.
    pub(crate) fn serve(&mut self) {
        let root = self.root().display().to_string();
        let conf = fs::read_to_string(self.staged(&self.plan.configuration())).expect("staged");
        let moved =
            |text: String, folder: &String| text.replace(&format!("{folder}/"), &format!("{root}{folder}/"));
        let mut conf = self.plan.relocated().iter().fold(conf, moved);
        if !self.plan.is_alone() {
            let temporary = TEMPORARY.map(|kind| format!("{kind}_temp_path {kind};")).concat();
            conf = format!("pid nginx.pid;\nevents {{ }}\nhttp {{\n{temporary}\n{conf}}}\n");
            fs::create_dir_all(self.staged("/var/log/nginx")).expect("ours");
        }
        let conf = self.folder.write("run/nginx.conf", conf);
        let mut nginx = Command::new("nginx");
        nginx.args(["-g", "daemon off;", "-p"]).arg(self.folder.join("run")).arg("-c").arg(conf);
        let ListenAddress::One(address) = self.plan.choices().listen_address else { panic!("one address") };
        let port = self.plan.choices().listen_port.number();
        self.nginx = Some(self.start(nginx, &address.to_string(), port));
        if self.backend.is_some() {
            return;
        }

        let unit = fs::read_to_string(self.backend_unit()).expect("staged");
        let line =
            unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).expect("it starts something");
        let folder = self.plan.backend_folder();
        let line = line.replace(&folder, &format!("{root}{folder}"));
        let words: Vec<&str> = line.split(' ').collect();
        let mut backend = Command::new(words[0]);
        backend.args(&words[1..]);
        let port = self.plan.backend().port().expect("a port").number();
        self.backend = Some(self.start(backend, "127.0.0.1", port));
    }

    /// Starts a server and waits until it listens.
    fn start(&self, mut command: Command, address: &str, port: u16) -> Child {
        let log = fs::File::create(self.folder.join("start.log")).expect("ours");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let begun = Instant::now();
        while TcpStream::connect((address, port)).is_err() {
            let said = || String::from_utf8_lossy(&self.folder.read("start.log")).into_owned();
            let ended = child.try_wait().expect("a child");
            assert!(ended.is_none(), "{command:?} ended at once: {}", said());
            if begun.elapsed() > Duration::from_secs(60) {
                end(child);
                panic!("{command:?} does not listen: {}", said());
            }
            std::thread::yield_now();
        }
        child
    }

    /// Ends what runs.
    pub(crate) fn stop(&mut self) {
        self.nginx.take().into_iter().chain(self.backend.take()).for_each(end);
    }

    /// `check.sh` in the client's folder.
    fn run_check(&self, arguments: &[&str]) -> Said {
        let path = std::env::var("PATH").expect("a PATH");
        let path = match &self.tools {
            Some(tools) => format!("PATH={}:{path}", tools.display()),
            None => format!("PATH={path}"),
        };
        tool("env")
            .arg(path)
            .args(["sh", "check.sh"])
            .args(arguments)
            .in_folder(self.folder.join("client"))
            .run()
    }

    /// Serves what is staged, has `check.sh` look at it, and ends nginx again; the backend goes on for the next time.
    pub(crate) fn checked(&mut self) -> Found {
        self.serve();
        let found = self.found();
        self.nginx.take().into_iter().for_each(end);
        found
    }

    /// The address that is called, as `check.sh` takes it.
    fn connect(&self) -> [String; 2] {
        let ListenAddress::One(address) = self.plan.choices().listen_address else { panic!("one address") };
        ["--connect".to_owned(), address.to_string()]
    }

    /// Whether `check.sh` finds nothing that fails.
    pub(crate) fn is_in_order(&self) -> bool {
        self.run_check(&self.connect().each_ref().map(String::as_str)).code == Some(0)
    }

    /// What `check.sh` finds: the report as JSON, and where something fails, the advice of the same checks for people.
    pub(crate) fn found(&self) -> Found {
        let connect = self.connect();
        let connect = connect.each_ref().map(String::as_str);
        let json = self.run_check(&[&connect[..], &["--json"]].concat());
        let report: Value =
            serde_json::from_str(&json.text()).unwrap_or_else(|error| panic!("{error}: {}", json.all()));
        let checks = report["checks"].as_array().expect("a list");
        assert!(checks.len() >= 11, "{report:#}");
        // the address that is called stands in the call, so DNS is not asked
        assert_eq!((&checks[0]["name"], &checks[0]["ok"]), (&Value::from("dns"), &Value::Null), "{report:#}");
        let checks = &checks[1..];
        let named = |ok: &Value| {
            let names = checks.iter().filter(|check| check["ok"] == *ok).map(|check| check["name"].as_str());
            names.map(|name| name.expect("a text").to_owned()).collect::<Vec<_>>()
        };
        let failed = named(&Value::Bool(false));
        assert_eq!(report["ok"], Value::Bool(failed.is_empty()), "{report:#}");
        assert_eq!(json.code, Some(i32::from(!failed.is_empty())), "{report:#}");
        if failed.is_empty() {
            return Found { failed: Vec::new(), skipped: named(&Value::Null), said: format!("{report:#}") };
        }
        let plain = self.run_check(&connect);
        let said = plain.all();
        assert_eq!(plain.code, Some(1), "{said}");
        // below each line that failed stands what to try
        let lines: Vec<&str> = said.lines().collect();
        let told: Vec<&str> = lines
            .windows(2)
            .filter(|pair| pair[0].starts_with("FAILED  "))
            .map(|pair| pair[1].strip_prefix("        ").unwrap_or_else(|| panic!("no advice:\n{said}")))
            .collect();
        assert_eq!(told.len(), failed.len(), "{said}");
        let failed = failed.into_iter().zip(told.into_iter().map(str::to_owned)).collect();
        Found { failed, skipped: named(&Value::Null), said }
    }
}

fn end(mut process: Child) {
    // a master must hear of it, or its workers would stay
    drop(Command::new("kill").arg(process.id().to_string()).status());
    drop(process.wait());
}

impl Drop for Handed {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The machine's time: nginx, curl and openssl go by it.
pub(crate) fn now() -> Moment {
    let seconds = tool("date").arg("+%s").succeeds().text();
    Moment::from_unix_seconds(seconds.trim().parse().expect("seconds"))
}

/// This many days before the machine's time.
pub(crate) fn days_ago(days: i64) -> Moment {
    Moment::from_unix_seconds(now().unix_seconds() - days * 86_400)
}
