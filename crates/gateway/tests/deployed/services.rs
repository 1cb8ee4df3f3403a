//! `install.sh` as root would run it, services and all, on a machine that is a folder: the machine's own folders are moved below it
//! wherever the files of the bundle name them, and a stand-in for systemd starts what the units say and hands over what they load, at a
//! start and at no other time, as systemd does.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;

use deploy::choices::ChoiceField;
use testkit::tool;
use testkit::tool::Said;
use text::Lang;
use text::deploy as say;

use crate::machine::{Machine, PROGRAM, SERVICE, gateway, list, tree};

/// The folders of a machine that the files of the bundle name.
const FOLDERS: [&str; 6] = [
    "/etc/handfast-gateway",
    "/etc/systemd/system",
    "/opt/mtls",
    "/run/systemd/system",
    "/usr/local/bin/handfast-gateway",
    "$root/var/lib",
];

/// As much of `systemctl` as the script asks for.
const SYSTEMCTL: &str = r#"#!/bin/sh
echo "$*" >>"$SYSTEMD/asked"
deed=$1
shift
for unit in "$@"; do :; done
file=$MACHINE/etc/systemd/system/$unit
# who has ended may be there until somebody asks how it ended
lives() { kill -0 "$1" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }
runs() { process=$(cat "$SYSTEMD/$unit.pid" 2>/dev/null) && [ -n "$process" ] && lives "$process"; }
start() {
    [ ! -e "$SYSTEMD/$unit.fails" ] || exit 1
    CREDENTIALS_DIRECTORY=$SYSTEMD/$unit.credentials
    export CREDENTIALS_DIRECTORY
    rm -rf "$CREDENTIALS_DIRECTORY"
    mkdir "$CREDENTIALS_DIRECTORY"
    for loaded in $(sed -n 's/^LoadCredential=//p' "$file"); do
        cp "${loaded#*:}" "$CREDENTIALS_DIRECTORY/${loaded%%:*}" || exit 1
    done
    # what goes on running must not keep the pipes of who asked
    $(sed -n 's/^ExecStart=//p' "$file") >"$SYSTEMD/$unit.log" 2>&1 &
    echo $! >"$SYSTEMD/$unit.pid"
    case $unit in *-backend.service) return 0 ;; esac
    # it tells when it is ready, and that it answers tells the same
    until curl --silent --insecure --output /dev/null "https://localhost:$PORT/"; do lives $! || exit 1; done
}
stop() {
    runs || return 0
    kill "$process"
    while lives "$process"; do :; done
}
case $deed in
is-active) runs ;;
daemon-reload) ;;
enable) : >"$SYSTEMD/$unit.enabled" ;;
start) runs || start ;;
restart) stop && start ;;
reload-or-restart)
    [ ! -e "$SYSTEMD/$unit.fails" ] || exit 1
    if runs; then kill -HUP "$process"; else start; fi
    ;;
disable)
    rm -f "$SYSTEMD/$unit.enabled"
    stop
    ;;
*) exit 64 ;;
esac
"#;

/// Who runs the test is root, as far as the script can see.
const STAT: &str = "#!/bin/sh\nPATH=${PATH#*:}\nif [ \"$2\" = %u ]; then echo 0; else exec stat \"$@\"; fi\n";
const ID: &str = "#!/bin/sh\necho 0\n";

/// A machine that is a folder.
struct Serving(Machine);

impl Serving {
    fn new(lang: Lang) -> Serving {
        let machine = Machine::made(gateway().with(ChoiceField::Revocation, "on"), lang);
        for (name, script) in [("systemctl", SYSTEMCTL), ("stat", STAT), ("id", ID)] {
            let path = machine.folder.write(format!("tools/{name}"), script);
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        for there in ["run/systemd/system", "var/lib", "etc/systemd/system", "opt", "usr/local/bin"] {
            fs::create_dir_all(machine.folder.join("machine").join(there)).unwrap();
        }
        fs::create_dir(machine.folder.join("systemd")).unwrap();
        let below = machine.folder.join("machine").display().to_string();
        for name in ["install.sh", "gateway.service", "backend.service"] {
            let path = machine.folder.join("server").join(name);
            let text = fs::read_to_string(&path).unwrap();
            let moved = |text: String, folder: &&str| {
                text.replace(*folder, &format!("{below}{}", folder.trim_start_matches("$root")))
            };
            fs::write(path, FOLDERS.iter().fold(text, moved)).unwrap();
        }
        Serving(machine)
    }

    fn install(&self, more: &[&str]) -> Said {
        let folder = &self.0.folder;
        let path = format!("PATH={}:{}", folder.join("tools").display(), std::env::var("PATH").unwrap());
        tool("env")
            .arg(path)
            .arg(format!("SYSTEMD={}", folder.join("systemd").display()))
            .arg(format!("MACHINE={}", folder.join("machine").display()))
            .arg(format!("PORT={}", self.0.plan.choices().listen_port))
            .args(["sh", "install.sh"])
            .args(more)
            .in_folder(folder.join("server"))
            .run()
    }

    fn installs(&self, says: &str) -> Vec<String> {
        drop(fs::remove_file(self.0.folder.join("systemd/asked")));
        let said = self.install(&["--binary", PROGRAM]);
        assert!(said.code == Some(0) && said.text().contains(says), "{says:?}: {}", said.all());
        self.asked()
    }

    /// What systemd was asked for but whether something runs.
    fn asked(&self) -> Vec<String> {
        let asked = fs::read_to_string(self.0.folder.join("systemd/asked")).unwrap_or_default();
        asked.lines().filter(|line| !line.starts_with("is-active")).map(str::to_owned).collect()
    }

    fn process(&self) -> String {
        fs::read_to_string(self.0.folder.join(format!("systemd/{}.pid", self.0.plan.server_unit()))).unwrap()
    }

    /// Calls until the answer has these words.
    fn answers(&self, words: &str) {
        let url = self.0.plan.url();
        let client = self.0.folder.join("client");
        let call = || {
            let arguments = ["--silent", "--cacert", "ca.crt", "--cert", "client.crt", "--key", "client.key"];
            tool("curl").args(arguments).arg(&url).in_folder(&client).run().text()
        };
        let begun = std::time::Instant::now();
        loop {
            let said = call();
            if said.contains(words) {
                return;
            }
            assert!(begun.elapsed() < std::time::Duration::from_secs(60), "{words:?}: {said}");
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // also after a failure nothing goes on running
        for unit in [self.0.plan.server_unit(), self.0.plan.backend_unit().unwrap()] {
            if let Ok(process) = fs::read_to_string(self.0.folder.join(format!("systemd/{unit}.pid"))) {
                drop(tool("kill").arg(process.trim()).run());
            }
        }
    }
}

const HELLO: &str = "Hello from localhost backend!";

#[test]
fn services_are_started_reloaded_and_restarted_as_what_changed_needs() {
    for lang in Lang::ALL {
        let serving = Serving::new(lang);
        let machine = &serving.0;
        let (unit, backend) = (machine.plan.server_unit(), machine.plan.backend_unit().unwrap());
        let done = say::install_done(lang, &SERVICE);
        let asked = serving.installs(&done);
        let started = [
            "daemon-reload".to_owned(),
            format!("enable --quiet {backend}"),
            format!("restart {backend}"),
            format!("enable --quiet {unit}"),
            format!("restart {unit}"),
        ];
        assert_eq!(asked, started);
        serving.answers(HELLO);
        let found = machine.found();
        assert!(found.failed.is_empty(), "{found:#?}");
        let first = serving.process();

        // the port is its own, and nothing is touched
        assert_eq!(serving.installs(say::install_nothing(lang)), [""; 0]);

        // a list is read while it runs
        let revoked = machine.issue_client(1, 60);
        serving.answers(HELLO);
        machine.folder.write("server/client-ca.crl", list(&machine.authority, &[&revoked], 0));
        let asked = serving.installs(&done);
        assert!(
            asked.contains(&format!("reload-or-restart {unit}"))
                && asked.contains(&format!("start {backend}")),
            "{asked:?}"
        );
        serving.answers("was revoked");
        assert_eq!(serving.process(), first, "no connection was broken for a list");
        machine.issue_client(0, 60);
        serving.answers(HELLO);

        // a key is handed over at the start alone
        machine.issue_server("server", 1, 60);
        let asked = serving.installs(&done);
        assert!(asked.contains(&format!("restart {unit}")), "{asked:?}");
        assert_ne!(serving.process(), first);
        serving.answers(HELLO);
        let found = machine.found();
        assert!(found.failed.is_empty(), "{found:#?}");

        // a unit that does not start puts everything back, and what ran goes on
        let before = tree(&machine.folder.join("machine"));
        machine.issue_server("server", 2, 60);
        let fails = machine.folder.write(format!("systemd/{unit}.fails"), "");
        let said = serving.install(&[]);
        assert_eq!(said.code, Some(1), "{}", said.all());
        assert!(
            said.err.contains(&say::install_unit_failed(lang, &unit, &unit).to_string()),
            "{}",
            said.all()
        );
        assert_eq!(tree(&machine.folder.join("machine")), before, "{}", said.all());
        fs::remove_file(fails).unwrap();
        // the stand-in had ended it before it failed: the old files start again
        machine.folder.write(
            "server/server.key",
            fs::read(machine.folder.join(format!("machine{}", machine.plan.server_key()))).unwrap(),
        );
        machine.folder.write(
            "server/server.crt",
            fs::read(machine.folder.join(format!("machine{}", machine.plan.server_certificate()))).unwrap(),
        );
        assert!(serving.installs(&done.clone()).contains(&format!("reload-or-restart {unit}")));
        serving.answers(HELLO);

        let said = serving.install(&["--uninstall"]);
        assert_eq!(said.code, Some(0), "{}", said.all());
        let left = tree(&machine.folder.join("machine"));
        let left: Vec<&String> = left
            .iter()
            .filter(|(_, (_, octets))| octets.is_some())
            .map(|(path, _)| path)
            .filter(|path| !path.ends_with(".pyc"))
            .collect();
        assert_eq!(left, ["usr/local/bin/handfast-gateway"]);
        assert!(!machine.folder.join(format!("systemd/{unit}.enabled")).exists());
    }
}

#[test]
fn a_port_that_another_program_has_is_refused_before_anything_is_touched() {
    let serving = Serving::new(Lang::En);
    let port = serving.0.plan.choices().listen_port;
    let held = TcpListener::bind(("127.0.0.1", port.number())).unwrap();
    let before = tree(&serving.0.folder.join("machine"));
    let said = serving.install(&["--binary", PROGRAM]);
    assert_eq!(said.code, Some(1), "{}", said.all());
    assert!(said.err.contains(&format!("Port {port} is in use already")), "{}", said.all());
    assert_eq!(tree(&serving.0.folder.join("machine")), before);
    drop(held);
    serving.installs("are in place");
    serving.answers(HELLO);
}
