//! `install.sh` of the gateway below a root: everything in place once, nothing changed the second time, everything as it was when a step
//! fails, and what would not work refused before anything is touched.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::file_set::FileSet;
use testkit::{TestKeys, tool};
use text::Lang;
use text::deploy as say;

use crate::machine::{Machine, PROGRAM, SERVICE, authority, gateway, list, server_files, tree};

/// Where the program is staged.
const STAGED: &str = "usr/local/bin/handfast-gateway";

fn drafts() -> [ChoicesDraft; 4] {
    let own = gateway().with(ChoiceField::Backend, "own");
    [
        gateway(),
        gateway().with(ChoiceField::Revocation, "on").with(ChoiceField::FlaskAt, "socket"),
        own.clone(),
        // certbot has fetched nothing yet: another certificate stands in
        own.with(ChoiceField::ServerCertificate, "public"),
    ]
}

#[test]
fn everything_is_put_in_place_once_and_taken_away_again() {
    for (draft, lang) in drafts().into_iter().zip(Lang::ALL.into_iter().cycle()) {
        let machine = Machine::made(draft, lang);
        machine.installs(&say::install_done(lang, &SERVICE));
        let first = tree(&machine.root());
        let files: FileSet = server_files(&machine.plan, lang);
        for file in files.0.iter().filter(|file| file.path.is_some()) {
            let path = file.path.as_deref().unwrap().trim_start_matches('/');
            let bundled = machine.folder.read(format!("server/{}", file.name));
            assert_eq!(first.get(path), Some(&(file.mode, Some(bundled))), "{path}");
        }
        assert_eq!(first.get(STAGED), Some(&(0o755, Some(fs::read(PROGRAM).unwrap()))), "the program");
        let ours = files.0.iter().filter(|file| file.path.is_some()).count();
        let staged = first.values().filter(|(_, octets)| octets.is_some()).count();
        assert_eq!(staged, ours + 1, "{:?}", first.keys());

        // once more: as before, and by the program that is there already
        machine.installs(say::install_nothing(lang));
        let said = machine.install(&[]);
        assert!(said.code == Some(0) && said.text().contains(say::install_nothing(lang)), "{}", said.all());
        assert_eq!(tree(&machine.root()), first);

        let said = machine.install(&["--uninstall"]);
        assert_eq!(said.code, Some(0), "{}", said.all());
        assert!(said.text().contains(&say::install_removed(lang, &SERVICE)), "{}", said.all());
        let kept = say::install_program_kept(lang, &machine.root().join(STAGED).display());
        assert!(said.text().contains(&kept), "{}", said.all());
        let left = tree(&machine.root());
        let left: Vec<&String> =
            left.iter().filter(|(_, (_, octets))| octets.is_some()).map(|(path, _)| path).collect();
        assert_eq!(left, [STAGED]);
        for folder in machine.plan.folders() {
            assert!(!machine.staged(&folder).exists(), "{folder}");
        }
    }
}

/// The program may lie beside the script too.
#[test]
fn the_program_is_found_where_it_lies() {
    let machine = Machine::made(gateway(), Lang::En);
    let beside = machine.folder.join("server/handfast-gateway");
    fs::copy(PROGRAM, &beside).unwrap();
    let said = machine.install(&[]);
    assert_eq!(said.code, Some(0), "{}", said.all());
    assert!(machine.root().join(STAGED).exists());
    // and a path from the folder at hand
    fs::remove_dir_all(machine.root()).unwrap();
    fs::rename(beside, machine.folder.join("server/other-name")).unwrap();
    let said = machine.install(&["--binary", "./other-name"]);
    assert_eq!(said.code, Some(0), "{}", said.all());
    assert!(machine.root().join(STAGED).exists());
}

/// A configuration that the gateway refuses, over nothing and over an older installation.
#[test]
fn a_failure_puts_everything_back() {
    for (installed, lang) in [(false, Lang::En), (true, Lang::Ko)] {
        let machine = Machine::made(gateway(), lang);
        if installed {
            machine.installs(&say::install_done(lang, &SERVICE));
            fs::set_permissions(
                machine.staged(&machine.plan.server_key()),
                fs::Permissions::from_mode(0o640),
            )
            .unwrap();
            machine.folder.write("server/app.py", "# newer\n");
        }
        let conf = machine.folder.join("server/gateway.toml");
        let text = fs::read_to_string(&conf).unwrap();
        for (from, to, words) in [
            ("versions = ", "vesrions = ", "versions"),
            ("\"required\"", "\"none\"", "optional"),
            ("[[allow]]", "[[allow]]\npath = \"x\"", "gateway.toml"),
        ] {
            fs::write(&conf, text.replace(from, to)).unwrap();
            let before = tree(&machine.root());
            assert_eq!(before.is_empty(), !installed);
            let said = machine.install(&["--binary", PROGRAM]);
            assert_eq!(said.code, Some(1), "{}", said.all());
            let place = machine.staged(&machine.plan.configuration());
            for says in [
                words,
                &say::install_server_refuses(lang, &place.display()).to_string(),
                say::install_rolled_back(lang),
            ] {
                assert!(said.all().contains(says), "{says:?} is not in:\n{}", said.all());
            }
            assert_eq!(tree(&machine.root()), before, "{}", said.all());
        }
        fs::write(&conf, text).unwrap();
        machine.installs(&say::install_done(lang, &SERVICE));
    }
}

/// Each refusal comes before anything is touched, with its reason.
#[test]
fn what_would_not_work_is_refused_before_anything_is_touched() {
    let fails = |machine: &Machine, arguments: &[&str], words: &str| {
        let said = machine.install(arguments);
        assert_eq!(said.code, Some(1), "{}", said.all());
        assert!(said.err.contains(words), "{words:?} is not in:\n{}", said.all());
        assert!(tree(&machine.root()).is_empty());
    };
    let with = |machine: &Machine, words: &str| fails(machine, &["--binary", PROGRAM], words);
    let fresh = || Machine::made(gateway(), Lang::En);
    let machine = fresh();
    let program = |text: &str| {
        let path = machine.folder.write("program", text);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path.display().to_string()
    };
    fails(&machine, &["--binary"], "“--binary” stands without a file");
    fails(&machine, &["--binary", "/nowhere/handfast-gateway"], "“--binary” stands without a file");
    fails(
        &machine,
        &["--binary", &program("#!/bin/sh\necho nginx version: nginx/1.22.1\n")],
        "does not tell its version",
    );
    fails(
        &machine,
        &["--binary", &program("#!/bin/sh\necho handfast-gateway 0.0.1\n")],
        "handfast-gateway 0.0.1, and the configuration needs",
    );
    // one for another kind of machine
    fails(&machine, &["--binary", &program("\u{7f}ELF")], "does not tell its version");
    if !std::path::Path::new("/usr/local/bin/handfast-gateway").exists() {
        fails(&machine, &[], "none lies beside this script");
    }

    let machine = fresh();
    fs::remove_file(machine.folder.join("server/client-ca.crt")).unwrap();
    with(&machine, "The file “client-ca.crt” is missing");
    let machine = fresh();
    let other = TestKeys::new().make(pki::key::KeyAlgorithm::EcdsaP384);
    machine.folder.write("server/server.key", other.to_pem().expose());
    with(&machine, "does not belong to the certificate");
    let machine = fresh();
    machine.issue_server("server", 40, 39);
    with(&machine, "certificate ended at");
    let revokes = || Machine::made(gateway().with(ChoiceField::Revocation, "on"), Lang::En);
    let machine = revokes();
    machine.folder.write("server/client-ca.crl", list(&machine.authority, &[], 8));
    with(&machine, "the server would refuse everybody");
    let machine = revokes();
    machine.folder.write("server/client-ca.crl", list(&authority("Other CA"), &[], 0));
    with(&machine, "not those of the authorities in client-ca.crt");
}

/// Names and key of a public certificate are looked at where certbot keeps them.
#[test]
fn a_public_certificate_is_taken_from_where_certbot_keeps_it() {
    let draft = gateway()
        .with(ChoiceField::Backend, "own")
        .with(ChoiceField::ServerCertificate, "public")
        .with(ChoiceField::CertbotFolder, "/etc/letsencrypt/live/elsewhere");
    let machine = Machine::made(draft, Lang::En);
    let live = "root/etc/letsencrypt/live/elsewhere";
    machine.issue_server(live, 0, 60);
    let moved = |from: &str, to: &str| {
        fs::rename(machine.folder.join(live).join(from), machine.folder.join(live).join(to)).unwrap();
    };
    moved("server.crt", "fullchain.pem");
    moved("server.key", "privkey.pem");
    machine.installs(&say::install_done(Lang::En, &SERVICE));
    let unit =
        fs::read_to_string(machine.staged(&format!("/etc/systemd/system/{}", machine.plan.server_unit())))
            .unwrap();
    for name in ["fullchain.pem", "privkey.pem"] {
        assert!(
            unit.contains(&format!("LoadCredential={name}:/etc/letsencrypt/live/elsewhere/{name}\n")),
            "{unit}"
        );
    }
}

#[test]
fn shells_and_shellcheck_find_nothing() {
    for draft in drafts() {
        for lang in Lang::ALL {
            let machine = Machine::made(draft.clone(), lang);
            for script in ["server/install.sh", "client/check.sh"] {
                tool("dash").arg("-n").arg(machine.folder.join(script)).succeeds();
                tool("shellcheck").args(["-s", "sh"]).arg(machine.folder.join(script)).succeeds();
            }
        }
    }
}
