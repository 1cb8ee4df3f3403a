//! `install.sh` as root would run it, services and all: on a machine that is a folder, with real nginx, the real backend, and a
//! stand-in for systemd that starts what the units say. What it is asked, and in which order, is looked at too.
//!
//! The machine's own folders (`/etc/nginx`, `/etc/systemd/system` and so on) are moved below the folder wherever the files of the
//! bundle name them, so nothing of the system that the test runs on is touched.

mod desk;
mod handed;

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use deploy::choices::ChoiceField;
use deploy::plan::TEMPORARY;
use handed::snapshot::Tree;
use handed::{Handed, SERVICE, WAYS, Way};
use testkit::tool;
use testkit::tool::Said;
use text::deploy as say;
use workbench::msg::Msg;
use workbench::rooms::deploy as room;

/// The folders of a machine that the files of a bundle name.
const FOLDERS: [&str; 9] = [
    "/etc/nginx/",
    "/etc/systemd/system",
    "/etc/logrotate.d",
    "/mtls-demo",
    "/opt/mtls",
    "/var/log/nginx/",
    "/run/systemd/system",
    "/run/mtls-",
    "$root/var/lib",
];

/// As much of `systemctl` as the script asks for: units run, are enabled, and may fail to start. A unit of ours is started as its
/// file says; the distribution's nginx has none here.
const SYSTEMCTL: &str = r#"#!/bin/sh
echo "$*" >>"$SYSTEMD/asked"
deed=$1
shift
for unit in "$@"; do :; done
file=$MACHINE/etc/systemd/system/$unit
pid() {
    case $unit in
    *-backend.service) cat "$SYSTEMD/$unit.pid" 2>/dev/null ;;
    nginx.service) cat "$MACHINE/etc/nginx/nginx.pid" 2>/dev/null ;;
    *) cat "$(sed -n 's/^PIDFile=//p' "$file" 2>/dev/null)" 2>/dev/null ;;
    esac
}
# who has ended may be there until somebody asks how it ended
lives() { kill -0 "$1" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }
runs() { process=$(pid) && [ -n "$process" ] && lives "$process"; }
start() {
    [ ! -e "$SYSTEMD/$unit.fails" ] || exit 1
    case $unit in
    # what goes on running must not keep the pipes of who asked
    nginx.service) nginx >/dev/null 2>&1 ;;
    *-backend.service)
        $(sed -n 's/^ExecStart=//p' "$file") >/dev/null 2>&1 &
        echo $! >"$SYSTEMD/$unit.pid"
        ;;
    *) $(sed -n 's/^ExecStart=//p' "$file") >/dev/null 2>&1 ;;
    esac
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
reload-or-restart | reload)
    [ ! -e "$SYSTEMD/$unit.fails" ] || exit 1
    # a unit without ExecReload is restarted
    case $unit in *-backend.service) stop ;; esac
    if runs; then kill -HUP "$process"; else start; fi
    ;;
stop) stop ;;
disable)
    rm -f "$SYSTEMD/$unit.enabled"
    stop
    ;;
*) exit 64 ;;
esac
"#;

/// The distribution's nginx reads its own configuration unless it is told otherwise.
const NGINX: &str = r#"#!/bin/sh
PATH=${PATH#*:}
case " $* " in
*" -c "*) exec nginx "$@" ;;
*) exec nginx -p "$MACHINE/etc/nginx" -c "$MACHINE/etc/nginx/nginx.conf" "$@" ;;
esac
"#;

/// Who runs the test is root, as far as the script can see.
const STAT: &str = "#!/bin/sh\nPATH=${PATH#*:}\nif [ \"$2\" = %u ]; then echo 0; else exec stat \"$@\"; fi\n";
const ID: &str = "#!/bin/sh\necho 0\n";

/// A machine that is a folder.
struct Machine {
    handed: Handed,
}

impl Machine {
    fn new(way: Way) -> Machine {
        Machine::with(way, &[])
    }

    /// With further choices.
    fn with(way: Way, choices: &[(ChoiceField, &str)]) -> Machine {
        let mut desk = desk::Desk::new();
        for (field, text) in choices {
            desk.tell(Msg::Deploy(room::Msg::Edit(*field, (*text).to_owned())));
        }
        let machine = Machine { handed: Handed::made_at_desk(desk, way, handed::now(), &[]) };
        let folder = &machine.handed.folder;
        for (name, script) in [("systemctl", SYSTEMCTL), ("nginx", NGINX), ("stat", STAT), ("id", ID)] {
            let path = folder.write(format!("tools/{name}"), script);
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("ours");
        }
        for there in
            ["run/systemd/system", "var/lib", "var/log/nginx", "etc/systemd/system", "etc/logrotate.d", "opt"]
        {
            fs::create_dir_all(folder.join("machine").join(there)).expect("ours");
        }
        fs::create_dir(folder.join("systemd")).expect("ours");
        machine.move_folders();
        if !machine.handed.plan.is_alone() {
            let temporary = TEMPORARY.map(|kind| format!("{kind}_temp_path temp/{kind};\n")).concat();
            let main =
                format!("pid nginx.pid;\nevents {{ }}\nhttp {{\n{temporary}include conf.d/*.conf;\n}}\n");
            folder.write("machine/etc/nginx/nginx.conf", main);
            for there in ["conf.d", "temp"] {
                fs::create_dir_all(folder.join(format!("machine/etc/nginx/{there}"))).expect("ours");
            }
            machine.systemctl(&["start", "nginx.service"]);
        }
        drop(fs::remove_file(folder.join("systemd/asked")));
        machine
    }

    /// Moves the machine's folders below ours wherever a file of the bundle names them.
    fn move_folders(&self) {
        let here = self.place("");
        for entry in fs::read_dir(self.handed.folder.join("server")).expect("unpacked") {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("text");
            let moved = FOLDERS.iter().fold(text, |text, folder| {
                let bare = folder.trim_start_matches("$root");
                text.replace(folder, &format!("{}{bare}", here.display()))
            });
            let mode = fs::metadata(&path).expect("there").permissions();
            fs::write(&path, moved).expect("ours");
            fs::set_permissions(&path, mode).expect("ours");
        }
    }

    /// Where a path of the machine really is.
    fn place(&self, path: &str) -> PathBuf {
        let machine = self.handed.folder.join("machine");
        if path.is_empty() { machine } else { machine.join(path.trim_start_matches('/')) }
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Said {
        let folder = &self.handed.folder;
        let path = std::env::var("PATH").expect("a PATH");
        tool("env")
            .arg(format!("PATH={}:{path}", folder.join("tools").display()))
            .arg(format!("MACHINE={}", self.place("").display()))
            .arg(format!("SYSTEMD={}", folder.join("systemd").display()))
            .arg(program)
            .args(arguments)
            .in_folder(folder.join("server"))
            .run()
    }

    fn systemctl(&self, arguments: &[&str]) {
        let said = self.run("systemctl", arguments);
        assert_eq!(said.code, Some(0), "systemctl {arguments:?}: {}", said.all());
    }

    /// Installs, and gives what systemd was asked to do; not what it was asked about.
    fn install(&self, more: &[&str]) -> (Said, Vec<String>) {
        let asked = self.handed.folder.join("systemd/asked");
        drop(fs::remove_file(&asked));
        let said = self.run("sh", &[&["install.sh"], more].concat());
        let asked = fs::read_to_string(asked).unwrap_or_default();
        let deeds = asked.lines().filter(|line| !line.starts_with("is-active"));
        let unit = |word: &str| word.strip_prefix("mtls-").map_or(word.to_owned(), str::to_owned);
        let short = |line: &str| line.split(' ').map(unit).collect::<Vec<_>>().join(" ");
        let deeds = deeds.map(short).collect();
        (said, deeds)
    }

    fn runs(&self, unit: &str) -> bool {
        self.run("systemctl", &["is-active", "--quiet", unit]).code == Some(0)
    }

    /// The units that run and those that start with the machine.
    fn units(&self) -> (Vec<String>, Vec<String>) {
        let plan = &self.handed.plan;
        let units: Vec<String> = plan.backend_unit().into_iter().chain([plan.server_unit()]).collect();
        let enabled = |unit: &&String| self.handed.folder.join(format!("systemd/{unit}.enabled")).exists();
        let running = units.iter().filter(|unit| self.runs(unit)).cloned().collect();
        (running, units.iter().filter(enabled).cloned().collect())
    }

    /// What stands on the machine, but for what its nginx keeps while it runs.
    fn tree(&self) -> Tree {
        let mut tree = handed::snapshot::tree(&self.place(""));
        let kept = |path: &String| !path.starts_with("etc/nginx/temp/") && path != "etc/nginx/nginx.pid";
        tree.retain(|path, _| kept(path) && !path.ends_with(".log"));
        tree
    }

    fn port(&self) -> u16 {
        self.handed.plan.choices().listen_port.number()
    }

    /// Waits until nginx and the backend answer: what was started answers soon, and is not waited for by who started it.
    fn answers(&self) {
        let begun = Instant::now();
        for port in [self.port(), self.handed.plan.backend().port().expect("a port").number()] {
            while TcpStream::connect(("127.0.0.1", port)).is_err() {
                assert!(begun.elapsed() < Duration::from_secs(60), "nobody answers on {port}");
                std::thread::yield_now();
            }
        }
    }

    /// `check.sh` finds everything in order, soon: who tells a server to read its files anew does not wait until it has.
    fn passes(&self) {
        self.answers();
        let begun = Instant::now();
        while !self.handed.is_in_order() && begun.elapsed() < Duration::from_secs(20) {
            std::thread::yield_now();
        }
        let found = self.handed.found();
        assert!(found.failed.is_empty() && found.skipped == ["backend-port"], "{}", found.said);
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let plan = &self.handed.plan;
        for unit in plan.backend_unit().into_iter().chain([plan.server_unit()]) {
            let _ = self.run("systemctl", &["stop", &unit]);
        }
    }
}

#[test]
fn services_are_started_and_reloaded_and_taken_away_again() {
    for way in WAYS {
        let machine = Machine::new(way);
        let before = machine.tree();
        let (said, deeds) = machine.install(&[]);
        assert_eq!(said.code, Some(0), "{way:?}: {}", said.all());
        assert!(said.text().contains(&say::install_done(way.lang, &SERVICE)), "{}", said.all());
        let alone = machine.handed.plan.is_alone();
        let nginx = if alone { "localhost.service" } else { "nginx.service" };
        let backend = [
            "daemon-reload",
            "enable --quiet localhost-backend.service",
            "restart localhost-backend.service",
        ];
        let mut expected: Vec<String> = backend.map(str::to_owned).to_vec();
        expected.extend(alone.then(|| format!("enable --quiet {nginx}")));
        expected.push(format!("reload-or-restart {nginx}"));
        assert_eq!(deeds, expected, "{way:?}");
        machine.passes();
        let plan = &machine.handed.plan;
        let both = vec![plan.backend_unit().expect("ours"), plan.server_unit()];
        let enabled = if alone { both.clone() } else { both[..1].to_vec() };
        assert_eq!(machine.units(), (both.clone(), enabled), "{way:?}");

        // the second time nothing is asked for, and nothing changes
        let whole = machine.tree();
        let (said, deeds) = machine.install(&[]);
        assert!(said.text().contains(say::install_nothing(way.lang)), "{way:?}: {}", said.all());
        assert_eq!((deeds, machine.tree()), (Vec::new(), whole), "{way:?}");

        // something else than the backend changed: the backend goes on
        let site = if alone { "server/nginx.conf" } else { "server/site.conf" };
        let conf = machine.handed.folder.join(site);
        machine.handed.replace(&conf, "ssl_verify_client on;", "ssl_verify_client  on;");
        let (said, deeds) = machine.install(&[]);
        assert_eq!(said.code, Some(0), "{way:?}: {}", said.all());
        let start = "start localhost-backend.service".to_owned();
        assert!(deeds.contains(&start) && !deeds.iter().any(|deed| deed.starts_with("restart")), "{deeds:?}");
        machine.passes();

        // a service that was stopped is started, although no file differs
        machine.systemctl(&["stop", &both[0]]);
        let (said, _) = machine.install(&[]);
        assert_eq!(said.code, Some(0), "{way:?}: {}", said.all());
        machine.passes();

        let (said, deeds) = machine.install(&["--uninstall"]);
        assert_eq!(said.code, Some(0), "{way:?}: {}", said.all());
        assert!(said.text().contains(&say::install_removed(way.lang, &SERVICE)), "{}", said.all());
        let left = machine.tree();
        let more: Vec<_> = left.keys().filter(|path| !before.contains_key(*path)).collect();
        assert!(more.is_empty(), "{way:?}: {more:?}");
        let running = if alone { Vec::new() } else { both[1..].to_vec() };
        assert_eq!(machine.units(), (running, Vec::new()), "{way:?}: {deeds:?}");
        assert!(deeds.contains(&"disable --now localhost-backend.service".to_owned()), "{deeds:?}");
        assert_eq!(deeds.contains(&"reload nginx.service".to_owned()), !alone, "others are served on");
    }
}

/// Who has the port is told before anything is touched, whether nginx runs already or not; a port beside it does not matter.
#[test]
fn a_port_that_is_taken_is_told_with_its_holder() {
    for way in WAYS {
        let machine = Machine::new(way);
        let before = machine.tree();
        let holder = TcpListener::bind(("127.0.0.1", machine.port())).expect("it was free");
        let (said, deeds) = machine.install(&[]);
        assert_eq!((said.code, deeds), (Some(1), Vec::new()), "{way:?}: {}", said.all());
        let message = say::install_port_taken(way.lang, &machine.port(), &"\0").to_string();
        let (begins, ends) = message.split_once('\0').expect("the holder");
        let told = said.err.trim_end();
        assert!(told.starts_with(begins) && told.ends_with(ends), "{told}");
        assert!(told.contains(&format!("pid={}", std::process::id())), "it is told who: {told}");
        assert_eq!(machine.tree(), before, "{way:?}");

        drop(holder);
        let beside = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        assert_ne!(beside.local_addr().expect("bound").port(), machine.port());
        let (said, _) = machine.install(&[]);
        assert_eq!(said.code, Some(0), "{way:?}: {}", said.all());
        machine.passes();
    }
}

/// A unit that does not start: files, units and what runs are as before, over nothing and over an installation that serves.
#[test]
fn a_unit_that_fails_leaves_everything_as_it_was() {
    for way in WAYS {
        for installed in [false, true] {
            let machine = Machine::new(way);
            let plan = &machine.handed.plan;
            if installed {
                let (said, _) = machine.install(&[]);
                assert_eq!(said.code, Some(0), "{way:?}: {}", said.all());
                machine.answers();
                // a newer backend and a newer configuration
                for name in ["app.py", if plan.is_alone() { "nginx.conf" } else { "site.conf" }] {
                    let path = machine.handed.folder.join(format!("server/{name}"));
                    let text = fs::read_to_string(&path).expect("text");
                    fs::write(&path, format!("{text}# newer\n")).expect("ours");
                }
            }
            let (before, units) = (machine.tree(), machine.units());
            let fails = machine.handed.folder.join(format!("systemd/{}.fails", plan.server_unit()));
            fs::write(&fails, "").expect("ours");
            let (said, _) = machine.install(&[]);
            assert_eq!(said.code, Some(1), "{way:?}: {}", said.all());
            let unit = plan.server_unit();
            let told = say::install_unit_failed(way.lang, &unit, &unit).to_string();
            assert!(said.err.contains(&told), "{way:?}: {}", said.err);
            assert!(said.err.ends_with(&format!("{}\n", say::install_rolled_back(way.lang))), "{}", said.err);
            assert_eq!(machine.tree(), before, "{way:?} {installed}");
            assert_eq!(machine.units(), units, "{way:?} {installed}");
            fs::remove_file(fails).expect("ours");
            if installed {
                machine.passes();
            }
            let (said, _) = machine.install(&[]);
            assert_eq!(said.code, Some(0), "mended, it installs: {}", said.all());
            machine.passes();
        }
    }
}

/// nginx that does not read the folder of sites would go on without ours, and say nothing.
#[test]
fn a_site_that_nginx_does_not_read_is_told() {
    let way = WAYS[1];
    for (include, read) in [("include conf.d/*.conf;", true), ("include sites/*.conf;", false)] {
        let machine = Machine::new(way);
        let main = machine.place("/etc/nginx/nginx.conf");
        machine.handed.replace(&main, "include conf.d/*.conf;", include);
        let before = machine.tree();
        let (said, _) = machine.install(&[]);
        assert_eq!(said.code, Some(i32::from(!read)), "{}", said.all());
        if !read {
            let site = machine.handed.plan.configuration();
            let told = say::install_not_included(way.lang, &site).to_string();
            // nginx's own folder is elsewhere here, in the advice too
            let told = told.replace("/etc/nginx/", &format!("{}/etc/nginx/", machine.place("").display()));
            assert!(said.err.contains(&told), "{told}\n{}", said.err);
            assert_eq!(machine.tree(), before);
        }
    }
}

/// Nobody but root, and no machine without systemd: told before anything else.
#[test]
fn who_cannot_install_is_told_what_to_do() {
    let way = WAYS[0];
    let machine = Machine::new(way);
    let before = machine.tree();
    let (said, deeds) = machine.install(&["--frobnicate"]);
    assert_eq!((said.code, deeds), (Some(1), Vec::new()));
    assert_eq!(said.err.trim_end(), say::install_bad_option(way.lang, &"--frobnicate").to_string());
    let id = machine.handed.folder.join("tools/id");
    fs::write(&id, "#!/bin/sh\necho 1000\n").expect("ours");
    let (said, _) = machine.install(&[]);
    assert_eq!(said.err.trim_end(), say::install_not_root(way.lang).to_string());
    fs::write(&id, ID).expect("ours");
    fs::remove_dir(machine.place("/run/systemd/system")).expect("ours");
    let (said, _) = machine.install(&[]);
    assert_eq!(said.err.trim_end(), say::install_no_systemd(way.lang).to_string());
    fs::create_dir(machine.place("/run/systemd/system")).expect("ours");
    assert_eq!(machine.tree(), before);
}
