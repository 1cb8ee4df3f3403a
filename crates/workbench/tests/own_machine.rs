//! Really installed: into this machine's own `/etc/nginx` and beside it, with its systemd where it runs one, and uninstalled without a
//! trace. It changes the machine for a moment, so it is run by hand, as root:
//! `cargo test --package workbench --test own_machine -- --ignored`.

mod desk;
mod handed;

use std::collections::BTreeSet;
use std::path::Path;

use handed::snapshot::{self, Entry, Tree};
use handed::{Handed, SERVICE, WAYS};
use testkit::tool;
use text::deploy as say;

/// The folders of the machine that an installation may write to.
const FOLDERS: [&str; 5] =
    ["/etc/nginx", "/etc/systemd/system", "/etc/logrotate.d", "/opt/mtls", "/mtls-demo"];

/// What stands in them, and what of ours stands among the logs and where keys wait.
fn machine() -> Tree {
    let mut all = Tree::new();
    for (folder, begins) in [("/var/log/nginx", "mtls-"), ("/var/lib", ".handfast-"), ("/run", "mtls-")] {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
            if name.starts_with(begins) {
                all.insert(format!("{folder}/{name}"), Entry::Link(String::new()));
            }
        }
    }
    for folder in FOLDERS {
        let tree = snapshot::tree(Path::new(folder));
        all.extend(tree.into_iter().map(|(path, entry)| (format!("{folder}/{path}"), entry)));
    }
    all
}

#[test]
#[ignore = "writes to the machine's own /etc for a moment: by hand, as root"]
fn this_machine_is_as_it_was() {
    let systemd = Path::new("/run/systemd/system").is_dir();
    for way in WAYS {
        let handed = Handed::made(way);
        let conf = handed.plan.configuration();
        assert!(!Path::new(&conf).exists(), "{conf} is there already, and is not this test's to replace");
        let before = machine();
        let install = |more: &[&str]| {
            let alone: &[&str] = if systemd { &[] } else { &["--no-service"] };
            tool("sh").arg("install.sh").args(alone).args(more).in_folder(handed.folder.join("server")).run()
        };
        let said = install(&[]);
        assert_eq!(said.code, Some(0), "{way:?}: {}", said.all());
        assert!(said.text().contains(&say::install_done(way.lang, &SERVICE)), "{}", said.all());
        let key = std::fs::metadata(handed.plan.certificate("server.key")).expect("installed");
        let mode = std::os::unix::fs::PermissionsExt::mode(&key.permissions());
        assert_eq!(mode & 0o777, 0o600, "{way:?}");

        // the machine's own nginx reads it, beside all that it has
        let own: &[&str] = if handed.plan.is_alone() { &["-c", &conf] } else { &[] };
        let read = tool("nginx").arg("-T").args(own).succeeds().all();
        assert!(read.contains(&format!("# configuration file {conf}:")), "{way:?}: {read}");
        if systemd {
            let found = handed.found();
            assert!(found.failed.is_empty(), "{way:?}: {}", found.said);
        }
        let said = install(&[]);
        assert!(said.text().contains(say::install_nothing(way.lang)), "{way:?}: {}", said.all());

        let said = install(&["--uninstall"]);
        assert_eq!(said.code, Some(0), "{way:?}: {}", said.all());
        let after = machine();
        let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let differ: Vec<_> = paths.iter().filter(|path| before.get(**path) != after.get(**path)).collect();
        assert!(differ.is_empty(), "{way:?}: {differ:?}");
    }
}
