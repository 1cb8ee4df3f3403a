//! `install.sh` that fails: whichever step it is, and whether it fails or is stopped, the tree is afterwards what it was, octet for
//! octet, with modes, owners and times. Where not even that can be, it says so and keeps what was there.

mod desk;
mod handed;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use handed::snapshot::{Entry, Tree};
use handed::{Handed, WAYS, Way};
use testkit::tool;
use testkit::tool::Said;
use text::deploy as say;

/// The programs by which files are put in place and checked.
const PROGRAMS: [&str; 4] = ["install", "mv", "cp", "nginx"];

/// Stands in front of a program: counts its calls, and at one of them, or from it on, does something else or something more.
const STAND_IN: &str = r#"#!/bin/sh
name=${0##*/}
count=$(($(cat "$COUNTED" 2>/dev/null || echo 0) + 1))
echo "$count" >"$COUNTED"
case $DOES in
once) [ "$count" -ne "$AT" ] || { echo "$name fails" >&2; exit 9; } ;;
always) [ "$count" -lt "$AT" ] || { echo "$name fails" >&2; exit 9; } ;;
stops) [ "$count" -ne "$AT" ] || kill -TERM "$PPID" ;;
esac
PATH=${PATH#*:} exec "$name" "$@"
"#;

/// A set that is staged, or not yet.
struct Trial {
    handed: Handed,
    before: Tree,
}

impl Trial {
    /// Over nothing.
    fn fresh(way: Way) -> Trial {
        let handed = Handed::made(way);
        Trial { before: handed.tree(), handed }
    }

    /// Over an older version of everything, with a file of somebody else in between.
    fn over_older(way: Way) -> Trial {
        let handed = Handed::made(way);
        handed.installs(&say::install_done(way.lang, &handed::SERVICE));
        for (path, entry) in handed.tree() {
            if !entry.is_folder() {
                handed.folder.write(format!("root/{path}"), format!("older {path}\n"));
            }
        }
        let key = handed.staged(&handed.plan.certificate("server.key"));
        fs::set_permissions(key, fs::Permissions::from_mode(0o640)).expect("ours");
        fs::write(handed.staged(&handed.plan.certificate("other.crt")), "somebody else's").expect("ours");
        Trial { before: handed.tree(), handed }
    }

    /// Runs `install.sh` while this program does something at its `at`th call; and how often it was called.
    fn install(&self, program: &str, does: &str, at: u32) -> (Said, u32) {
        let (tools, counted) = (self.handed.folder.join("tools"), self.handed.folder.join("counted"));
        for path in [&tools, &counted] {
            drop(fs::remove_dir_all(path));
            drop(fs::remove_file(path));
        }
        let path = self.handed.folder.write(format!("tools/{program}"), STAND_IN);
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("ours");
        let path = std::env::var("PATH").expect("a PATH");
        let said = tool("env")
            .arg(format!("PATH={}:{path}", tools.display()))
            .args([format!("COUNTED={}", counted.display()), format!("DOES={does}"), format!("AT={at}")])
            .args(["sh", "install.sh", "--root"])
            .arg(self.handed.root())
            .in_folder(self.handed.folder.join("server"))
            .run();
        let calls = fs::read_to_string(counted).map_or(0, |text| text.trim().parse().expect("a number"));
        (said, calls)
    }

    /// Makes the tree what it was, times and modes too.
    fn rebuild(&self) {
        if self.handed.root().exists() {
            fs::remove_dir_all(self.handed.root()).expect("ours");
        }
        for (path, entry) in &self.before {
            let place = if path.is_empty() { self.handed.root() } else { self.handed.root().join(path) };
            let mode = match entry {
                Entry::Folder { mode, .. } => {
                    fs::create_dir_all(&place).expect("ours");
                    mode
                }
                Entry::File { mode, contents, changed, .. } => {
                    fs::write(&place, contents).expect("ours");
                    let at = format!("@{}.{:09}", changed.0, changed.1);
                    tool("touch").args(["-d", &at]).arg(&place).succeeds();
                    mode
                }
                Entry::Link(_) => panic!("no links are made"),
            };
            fs::set_permissions(&place, fs::Permissions::from_mode(*mode)).expect("ours");
        }
        assert_eq!(self.handed.tree(), self.before);
    }

    /// No folder in which keys wait is left.
    fn nothing_waits(&self) {
        let left = handed::snapshot::tree(&self.handed.folder.join("server"));
        assert!(left.keys().all(|path| !path.starts_with(".handfast")), "{:?}", left.keys());
    }
}

/// At every call of every program, until it is called no more often.
fn at_every_step(does: &str, way: Way, trial: &Trial) {
    for program in PROGRAMS {
        let mut at = 1;
        loop {
            let (said, calls) = trial.install(program, does, at);
            if calls < at {
                let done = say::install_done(way.lang, &handed::SERVICE);
                assert!(said.code == Some(0) && said.all().contains(&done), "{}", said.all());
                break;
            }
            let what = format!("{way:?} {program} {at}");
            assert_ne!(said.code, Some(0), "{what}: {}", said.all());
            assert_eq!(trial.handed.tree(), trial.before, "{what}: {}", said.all());
            trial.nothing_waits();
            at += 1;
        }
        // nothing is kept of what was not there
        let used = program != "cp" || !trial.before.is_empty();
        assert_eq!(used, at > 1, "{way:?}: {program} is called {} times", at - 1);
        trial.rebuild();
    }
}

#[test]
fn whichever_step_fails_the_tree_is_as_it_was() {
    for way in WAYS {
        at_every_step("once", way, &Trial::fresh(way));
        at_every_step("once", way, &Trial::over_older(way));
    }
}

#[test]
fn whenever_it_is_stopped_the_tree_is_as_it_was() {
    at_every_step("stops", WAYS[0], &Trial::over_older(WAYS[0]));
}

/// Nothing can be moved any more, as on a disk that is full or has become read-only: what was there is kept and named.
#[test]
fn what_cannot_be_put_back_is_kept_and_named() {
    for way in WAYS {
        let trial = Trial::over_older(way);
        let ours = trial.before.values().filter(|entry| !entry.is_folder()).count() - 1;
        // each file is kept and put in its place by two moves; these are the first two files' and the third's first
        let (said, _) = trial.install("mv", "always", 6);
        assert_eq!(said.code, Some(9), "{}", said.all());
        let message = say::install_not_rolled_back(way.lang, &"\0").to_string();
        let (before, after) = message.split_once('\0').expect("a folder");
        let (_, rest) =
            said.err.split_once(before).unwrap_or_else(|| panic!("{before:?} is not in {}", said.err));
        let (state, _) = rest.split_once(after).unwrap_or_else(|| panic!("{after:?} is not in {}", said.err));
        assert!(!said.err.contains(say::install_rolled_back(way.lang)), "{}", said.err);
        let state = std::path::Path::new(state);
        let mode = fs::metadata(state).expect("kept").permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "keys are in it");
        let paths = fs::read_to_string(state.join("paths")).expect("named");
        let kept: Vec<&str> = paths.lines().collect();
        assert!(kept.len() == 3 && kept.len() < ours, "{paths}");
        for (number, path) in kept.iter().enumerate() {
            let contents = fs::read_to_string(state.join(format!("kept/{}", number + 1))).expect("kept");
            let below =
                path.strip_prefix(&format!("{}/", trial.handed.root().display())).expect("below the root");
            assert_eq!(contents, format!("older {below}\n"));
        }
        // no half of a file stands beside a place
        assert!(
            trial.handed.tree().keys().all(|path| !path.ends_with(".handfast-new")),
            "{:?}",
            trial.handed.tree().keys()
        );
    }
}
