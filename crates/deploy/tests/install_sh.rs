//! `install.sh` below another root: it puts everything in place, changes nothing the second time, takes everything away
//! again, and when a step fails leaves the tree as it was, octet for octet.

mod support;

use std::os::unix::fs::PermissionsExt as _;

use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::plan::FileKind;
use deploy::readme_server;
use pki::issue;
use pki::key::KeyAlgorithm;
use pki::profile::authority::AuthorityProfile;
use pki::validity::Lifetime;
use support::machine::{list, public_certificate};
use support::rehearsal::{Rehearsal, tree, words};
use support::{Folder, now, own_backend, plan, run, run_well, server_files};
use testkit::entropy::SeededEntropy;
use testkit::family::subject;
use testkit::keys::TestKeys;
use text::Lang;

const NAME: &str = "api.example.test";

fn drafts() -> [ChoicesDraft; 8] {
    let public = ChoicesDraft::default().with(ChoiceField::ServerCertificate, "public");
    [
        ChoicesDraft::default().with(ChoiceField::ServerKey, "encrypted"),
        public.clone().with(ChoiceField::PlainPort, "closed"),
        public.with(ChoiceField::Layout, "system"),
        ChoicesDraft::default(),
        ChoicesDraft::default().with(ChoiceField::BaseFolder, "/srv/결제.v1+a@b/mtls"),
        own_backend("http://127.0.0.1:3000"),
        ChoicesDraft::default().with(ChoiceField::Layout, "system"),
        own_backend("http://127.0.0.1:3000")
            .with(ChoiceField::Layout, "system")
            .with(ChoiceField::Strangers, "others"),
    ]
}

#[test]
fn everything_is_put_in_place_once_and_taken_away_again() {
    for (draft, lang) in drafts().into_iter().zip(Lang::ALL.into_iter().cycle()) {
        let rehearsal = Rehearsal::new(draft, lang);
        let [done, nothing, removed, absent] = match lang {
            Lang::En => {
                ["are in place", "nothing was changed", "is taken away", "there was nothing to take away"]
            }
            Lang::Ko => {
                ["제자리에 있어요", "아무것도 바꾸지 않았어요", "모두 치웠어요", "치울 것이 없었어요"]
            }
        };
        let root = rehearsal.root();
        // whoever rehearses leaves a key behind, and is told how it goes again
        let again = format!("sh install.sh --root {} --uninstall", root.display());
        rehearsal.succeeds(&[], &again);
        rehearsal.succeeds(&["--uninstall"], removed);
        rehearsal.succeeds(&[], done);
        let first = tree(&root);
        for file in rehearsal.files.0.iter().filter(|file| file.path.is_some()) {
            let path = file.path.as_deref().unwrap_or_default().trim_start_matches('/');
            let bundled =
                std::fs::read(rehearsal.folder.path().join("bundle").join(&file.name)).expect("bundled");
            assert_eq!(first.get(path), Some(&(file.mode, Some(bundled))), "{path}");
        }
        let ours = rehearsal.files.0.iter().filter(|file| file.path.is_some()).count();
        assert_eq!(first.values().filter(|(_, octets)| octets.is_some()).count(), ours, "{:?}", first.keys());

        rehearsal.succeeds(&[], nothing);
        assert_eq!(tree(&root), first);

        // what someone changed is put right, and the mode counts as much as the contents
        let key = root.join(rehearsal.plan.certificate("client-ca.crt").trim_start_matches('/'));
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o666)).expect("ours");
        rehearsal.succeeds(&[], done);
        assert_eq!(tree(&root), first);

        let rotated = format!("new/root{}", rehearsal.plan.log("access") + ".2.gz");
        rehearsal.folder.write(&rotated, "old");
        rehearsal.succeeds(&["--uninstall"], removed);
        let left = tree(&root);
        assert!(left.values().all(|(_, octets)| octets.is_none()), "{:?}", left.keys());
        let output = rehearsal.run(&["--uninstall"]);
        let again = words(&output);
        assert!(output.status.success() && again.contains(absent) && again.lines().count() == 1, "{again}");
        for folder in rehearsal.plan.folders() {
            assert!(!root.join(folder.trim_start_matches('/')).exists(), "{:?}", left.keys());
        }
    }
}

#[test]
fn files_of_others_stay() {
    let rehearsal = Rehearsal::new(ChoicesDraft::default(), Lang::En);
    rehearsal.succeeds(&[], "are in place");
    rehearsal.folder.write("new/root/mtls-demo/certs/other.crt", "somebody else's");
    rehearsal.succeeds(&["--uninstall"], "because other files are in it");
    assert_eq!(
        tree(&rehearsal.root())
            .into_iter()
            .filter_map(|(name, (_, octets))| octets.map(|_| name))
            .collect::<Vec<_>>(),
        ["mtls-demo/certs/other.crt"]
    );
}

/// A new configuration that nginx refuses, over an older installation and over nothing.
#[test]
fn a_failure_puts_everything_back() {
    for installed in [false, true] {
        let rehearsal = Rehearsal::new(ChoicesDraft::default(), Lang::En);
        if installed {
            rehearsal.succeeds(&[], "are in place");
            let old = rehearsal.folder.path().join("new/root/mtls-demo/certs/server.key");
            std::fs::set_permissions(&old, std::fs::Permissions::from_mode(0o640)).expect("ours");
            // a mode that the script's own umask would not give
            let conf = rehearsal.folder.path().join("new/root/mtls-demo/nginx/nginx.conf");
            std::fs::set_permissions(&conf, std::fs::Permissions::from_mode(0o666)).expect("ours");
            rehearsal.folder.write("new/root/mtls-demo/nginx/error.log", "kept\n");
            rehearsal.folder.write("bundle/app.py", "# newer\n");
        }
        let conf = rehearsal.folder.path().join("bundle/nginx.conf");
        let text = std::fs::read_to_string(&conf).expect("rendered");
        rehearsal.folder.write("bundle/nginx.conf", text.replace("worker_processes", "worker_proceses"));
        let before = rehearsal.tree();
        assert_eq!(before.is_empty(), !installed, "no root is there yet");
        let output = rehearsal.run(&[]);
        let said = words(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        for says in ["worker_proceses", "nginx.conf is refused", "Everything is as it was before"] {
            assert!(said.contains(says), "{says:?} is not in:\n{said}");
        }
        let mut after = rehearsal.tree();
        // nginx logs its refusal in a log that was there already
        if installed {
            let log = "new/root/mtls-demo/nginx/error.log";
            let kept = after.get(log).and_then(|(_, octets)| octets.clone()).expect("kept");
            assert!(kept.starts_with(b"kept\n"));
            after.insert(log.to_owned(), before[log].clone());
        }
        assert_eq!(after, before, "{said}");
    }
}

/// Each refusal comes before anything is touched, with its reason.
#[test]
fn what_would_not_work_is_refused_before_anything_is_touched() {
    let fresh = || Rehearsal::new(ChoicesDraft::default(), Lang::En);

    let rehearsal = fresh();
    std::fs::remove_file(rehearsal.folder.path().join("bundle/client-ca.crt")).expect("there");
    rehearsal.fails("The file “client-ca.crt” is missing");

    let rehearsal = fresh();
    let other = TestKeys::new().make(KeyAlgorithm::EcdsaP384);
    rehearsal.folder.write("bundle/server.key", other.to_pem().expose());
    rehearsal.fails("does not belong to the certificate");

    Rehearsal::at(ChoicesDraft::default(), Lang::En, now().plus_seconds(-40 * 86_400))
        .fails("certificate ended at");
    Rehearsal::at(ChoicesDraft::default(), Lang::En, now().plus_seconds(9 * 86_400)).fails("clock says");

    let draft = ChoicesDraft::default().with(ChoiceField::Revocation, "on");
    let eight_days_ago = now().plus_seconds(-8 * 86_400);
    Rehearsal::at(draft.clone(), Lang::En, eight_days_ago).fails("revocation list in client-ca.crl ended at");
    Rehearsal::new(draft.clone(), Lang::Ko).succeeds(&[], "제자리에 있어요");

    // an authority made anew under the same name, one under another, and an authority without a list beside the one with
    let revokes = || Rehearsal::new(draft.clone(), Lang::En);
    let mut entropy = SeededEntropy::new(12);
    let mut other = |name| {
        let profile = AuthorityProfile::new(subject(name), Lifetime::Days(30)).expect("a subject");
        let key = TestKeys::new().make(KeyAlgorithm::EcdsaP384);
        issue::authority(&profile, key, eight_days_ago, &mut entropy).expect("an authority")
    };
    for name in ["Install CA", "Other CA"] {
        let rehearsal = revokes();
        rehearsal.folder.write("bundle/client-ca.crl", list(&other(name), &[], now()));
        rehearsal.fails("not those of the authorities in client-ca.crt");
    }
    let rehearsal = revokes();
    let partner = other("Partner CA");
    let bundled = |name: &str| {
        std::fs::read_to_string(rehearsal.folder.path().join("bundle").join(name)).expect("there")
    };
    let authorities = bundled("client-ca.crt") + &partner.certificate().to_pem();
    rehearsal.folder.write("bundle/client-ca.crt", authorities);
    rehearsal.fails("not those of the authorities in client-ca.crt");
    let ours = bundled("client-ca.crl");
    rehearsal.folder.write("bundle/client-ca.crl", ours.clone() + &list(&partner, &[], eight_days_ago));
    rehearsal.fails("revocation list in client-ca.crl ended at");
    rehearsal.folder.write("bundle/client-ca.crl", ours + &list(&partner, &[], now()));
    rehearsal.succeeds(&[], "are in place");

    let rehearsal = fresh();
    let path = rehearsal.folder.write("tools/nginx", "#!/bin/sh\necho nginx version: nginx/1.18.0 >&2\n");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("ours");
    let before = rehearsal.tree();
    let tools = path.parent().expect("a folder").display().to_string();
    let line =
        format!("PATH={tools}:$PATH exec sh bundle/install.sh --root {}/new/root", rehearsal.folder.text());
    let said = words(&run(rehearsal.folder.path(), "sh", ["-c", &line]));
    assert!(said.contains("nginx 1.18.0, and the configuration needs 1.19.4"), "{said}");
    assert_eq!(rehearsal.tree(), before);
}

/// What certbot has is looked at before anything is touched; a rehearsal where it is missing has one made on the spot.
#[test]
fn a_public_certificate_is_looked_for_where_certbot_keeps_it() {
    for layout in ["alone", "system"] {
        let draft = ChoicesDraft::default()
            .with(ChoiceField::ServerCertificate, "public")
            .with(ChoiceField::Layout, layout);
        let rehearsal = Rehearsal::new(draft.clone(), Lang::En);
        let names: Vec<&str> = rehearsal.files.0.iter().map(|file| file.name.as_str()).collect();
        assert!(!names.contains(&"server.key") && !names.contains(&"server.crt"), "{names:?}");
        rehearsal.succeeds(&[], "one that is made on the spot stands in for it");
        let left = tree(&rehearsal.root());
        assert!(left.keys().all(|name| !name.ends_with(".pem")), "{:?}", left.keys());

        let fetched = |names: &[&str]| {
            let rehearsal = Rehearsal::new(draft.clone(), Lang::En);
            let lineage = rehearsal.plan.lineage().expect("a public one");
            let root = rehearsal.root().display().to_string();
            public_certificate(&plan(&draft, names), &rehearsal.folder, &format!("{root}{lineage}"));
            (rehearsal, format!("new/root{lineage}"))
        };
        let (rehearsal, lineage) = fetched(&[NAME, "other.example.test"]);
        rehearsal.succeeds(&[], "are in place");
        let before = rehearsal.tree();
        rehearsal.succeeds(&["--uninstall"], "is taken away");
        let after = rehearsal.tree();
        for file in ["fullchain.pem", "privkey.pem"] {
            let file = format!("{lineage}/{file}");
            assert_eq!(after.get(&file), before.get(&file), "certbot's stay: {:?}", after.keys());
        }

        fetched(&["other.example.test"]).0.fails("is not for api.example.test");
        let (rehearsal, lineage) = fetched(&[NAME]);
        let other = TestKeys::new().make(KeyAlgorithm::EcdsaP384);
        rehearsal.folder.write(&format!("{lineage}/privkey.pem"), other.to_pem().expose());
        rehearsal.fails("privkey.pem does not belong to the certificate in fullchain.pem");
    }
}

/// A key that does not open with the password beside it, or of another certificate, is refused before anything is touched.
#[test]
fn an_encrypted_key_must_open_with_its_password() {
    let draft = || ChoicesDraft::default().with(ChoiceField::ServerKey, "encrypted");
    let rehearsal = Rehearsal::new(draft(), Lang::En);
    rehearsal.succeeds(&[], "are in place");
    let placed = tree(&rehearsal.root());
    for file in ["server.key", "server.key.password"] {
        let path = rehearsal.plan.certificate(file);
        assert_eq!(placed[path.trim_start_matches('/')].0, 0o600, "{file}");
    }
    let rehearsal = Rehearsal::new(draft(), Lang::En);
    let password = std::fs::read(rehearsal.folder.path().join("bundle/server.key.password")).expect("there");
    rehearsal.folder.write("bundle/server.key.password", "another\n");
    rehearsal.fails("The password in server.key.password does not open server.key. Unpack");
    // the right password of another certificate's key
    rehearsal.folder.write("bundle/server.key.password", password);
    let line = "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 \
                -pass file:bundle/server.key.password -out bundle/server.key";
    run_well(rehearsal.folder.path(), "sh", ["-c", line]);
    rehearsal.fails("does not belong to the certificate");
}

/// The hook checks and reloads nginx for its own certificate, and for no other; a faulty configuration is not loaded.
#[test]
fn the_hook_reloads_nginx_for_its_own_certificate() {
    let folder = Folder::new("hook");
    for (layout, test) in
        [("alone", "nginx -t -q -c /mtls-demo/nginx/nginx.conf\n"), ("system", "nginx -t -q\n")]
    {
        let draft = ChoicesDraft::default()
            .with(ChoiceField::ServerCertificate, "public")
            .with(ChoiceField::Layout, layout);
        let plan = plan(&draft, &[NAME]);
        let files = server_files(&plan, Lang::Ko);
        let hook = files.find(FileKind::RenewalHook).expect("a hook");
        assert_eq!(hook.mode, 0o755, "certbot runs no other");
        folder.write("hook.sh", &hook.contents);
        run_well(folder.path(), "shellcheck", ["-s", "sh", "hook.sh"]);
        let lineage = plan.lineage().expect("a public one");
        let reload = format!("systemctl reload {}\n", plan.server_unit());
        for (renewed, nginx, expected) in [
            (Some(lineage.as_str()), 0, format!("{test}{reload}")),
            (None, 0, format!("{test}{reload}")),
            (Some(lineage.as_str()), 1, test.to_owned()),
            (Some("/etc/letsencrypt/live/other.example.test"), 0, String::new()),
        ] {
            for (tool, exit) in [("nginx", nginx), ("systemctl", 0)] {
                let script = format!("#!/bin/sh\necho {tool} \"$@\"\nexit {exit}\n");
                let path = folder.write(&format!("tools/{tool}"), script);
                std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("ours");
            }
            let renewed = renewed.map(|lineage| format!("RENEWED_LINEAGE={lineage} ")).unwrap_or_default();
            let line = format!("{renewed}PATH=tools:$PATH sh hook.sh");
            let output = run(folder.path(), "sh", ["-c", &line]);
            assert_eq!(words(&output), expected, "{line}");
            assert_eq!(output.status.success(), nginx == 0, "{line}");
        }
    }
}

#[test]
fn wrong_words_are_answered_with_the_right_ones() {
    let rehearsal = Rehearsal::new(ChoicesDraft::default(), Lang::En);
    for (arguments, says) in [
        (&["--frobnicate"][..], "“--frobnicate” is no option of this script. “sh install.sh --help” lists"),
        (&["--frob%snicate"], "“--frob%snicate” is no option"),
        (&["--root"], "“--root” stands without a folder. Write the whole path"),
        (&["--root", ""], "“--root” stands without a folder. Write the whole path"),
        (&["--root", "/"], "“--root /” is this machine itself"),
        (&["--root", "//", "--uninstall"], "“--root /” is this machine itself"),
        (&["--root", "/tmp/.."], "“--root /tmp/..” is this machine itself"),
        (&["--root", "relative"], "The folder “relative” cannot stand"),
        (&["--root", "/a b"], "The folder “/a b” cannot stand"),
        (&["--root", "/a;b"], "The folder “/a;b” cannot stand"),
    ] {
        let output = run(rehearsal.folder.path(), "sh", [&["bundle/install.sh"], arguments].concat());
        let said = words(&output);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.starts_with(says) && said.trim_end().ends_with('.'), "{arguments:?}: {said}");
    }
    assert!(rehearsal.tree().is_empty());
    rehearsal.succeeds(&["--help"], "--uninstall");
}

/// The README's own judge: the certificate beside its authority, and beside one that did not issue it.
#[test]
fn openssl_verifies_the_certificate_as_the_readme_says() {
    let rehearsal = Rehearsal::new(ChoicesDraft::default(), Lang::En);
    let readme = rehearsal.files.find(FileKind::Readme).expect("rendered");
    let line = readme_server::verify();
    let line = line.to_posix().expect("a command");
    let line = line.as_str();
    assert!(readme.contents.contains(line), "{line}");
    let bundle = rehearsal.folder.path().join("bundle");
    let said = run_well(&bundle, "sh", ["-c", line]);
    assert!(said.contains("server.crt: OK"), "{said}");
    let server = std::fs::read(bundle.join("server.crt")).expect("there");
    rehearsal.folder.write("bundle/client-ca.crt", server);
    assert!(!run(&bundle, "sh", ["-c", line]).status.success());
}

#[test]
fn shells_and_shellcheck_find_nothing() {
    for draft in drafts() {
        for lang in Lang::ALL {
            let rehearsal = Rehearsal::new(draft.clone(), lang);
            run_well(rehearsal.folder.path(), "dash", ["-n", "bundle/install.sh"]);
            run_well(rehearsal.folder.path(), "shellcheck", ["-s", "sh", "bundle/install.sh"]);
        }
    }
}
