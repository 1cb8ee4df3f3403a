//! Every directive that is rendered is explained, and the guide's files are what they were.

mod support;

use std::collections::BTreeSet;

use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::explain::{self, Line};
use deploy::guide;
use deploy::nginx::{self, Node};
use deploy::nginx_conf;
use deploy::plan::FileKind;
use deploy::plan::Snippet;
use support::{golden_files, plan};
use text::Lang;

/// The directives of a tree that nothing explains.
fn unexplained(tree: &[Node]) -> Vec<String> {
    let missing = |line| match line {
        Line::Directive(directive, inside) => {
            let known = Lang::ALL.iter().all(|lang| explain::directive(directive, inside, *lang).is_some());
            (!known).then(|| format!("{inside}/{}", directive.name))
        }
        Line::Quiet | Line::End => None,
    };
    explain::lines(tree).into_iter().filter_map(missing).collect()
}

#[test]
fn every_directive_that_is_rendered_is_explained() {
    let files = golden_files();
    let confs: Vec<_> =
        files.iter().filter(|path| path.ends_with("/nginx.conf") || path.ends_with("/site.conf")).collect();
    assert!(confs.len() > 10, "{confs:?}");
    for path in confs {
        let path = format!("{}/tests/golden/{path}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).expect("a golden file");
        assert_eq!(unexplained(&nginx::read(&text).expect("nginx's syntax")), [""; 0], "{path}");
    }
    let long = format!("CN={}", "x".repeat(60));
    let draft = ChoicesDraft::default().with(ChoiceField::Allow, "subject").with(ChoiceField::Allowed, long);
    let tree = nginx_conf::tree(&plan(&draft, &["api.example.com"]), Lang::En);
    assert!(nginx::write(&tree).expect("written").contains("map_hash_bucket_size"));
    assert_eq!(unexplained(&tree), [""; 0]);
    let unknown = nginx::read("http {\n    gzip on;\n    proxy_set_header X-Other $host;\n}\n")
        .expect("nginx's syntax");
    assert_eq!(unexplained(&unknown), ["http/gzip", "http/proxy_set_header"]);
}

/// The golden files of these names.
fn goldens(names: &[&str]) -> Vec<(String, String)> {
    let files = golden_files();
    let wanted = files.iter().filter(|path| names.iter().any(|name| path.ends_with(&format!("/{name}"))));
    let read = |path: &String| {
        let whole = format!("{}/tests/golden/{path}", env!("CARGO_MANIFEST_DIR"));
        (path.clone(), std::fs::read_to_string(whole).expect("a golden file"))
    };
    wanted.map(read).collect()
}

/// The settings of a unit that nothing explains.
fn unexplained_settings(unit: &str) -> Vec<&str> {
    let has_value = |line: &&str| !line.starts_with(['#', '[']) && !line.is_empty();
    let missing = |line: &&str| Lang::ALL.iter().any(|lang| explain::setting(line, *lang).is_none());
    unit.lines().filter(has_value).filter(missing).collect()
}

#[test]
fn every_setting_of_a_unit_is_explained() {
    let units = goldens(&["nginx.service", "gateway.service", "backend.service"]);
    assert!(units.len() > 20, "{}", units.len());
    for (path, unit) in &units {
        assert_eq!(unexplained_settings(unit), [""; 0], "{path}");
    }
    let socket = ChoicesDraft::default().with(ChoiceField::FlaskAt, "socket");
    let socket = support::server_files(&plan(&socket, &["api.example.com"]), Lang::En);
    let unit = &socket.find(FileKind::BackendUnit).expect("a backend").contents;
    assert!(unit.contains("RuntimeDirectory=") && unexplained_settings(unit).is_empty(), "{unit}");
    assert_eq!(unexplained_settings("[Service]\n# User=a\nType=exec\nNice=3\n"), ["Nice=3"]);
    let known = explain::setting("ProtectSystem=full", Lang::En).expect("known");
    assert_eq!(known.source, "systemd.exec(5), ProtectSystem=");
}

/// The keys of a `gateway.toml` that nothing explains.
fn unexplained_keys(text: &str) -> Vec<(&str, &str)> {
    let missing = |(table, key): &(&str, &str)| {
        Lang::ALL.iter().any(|lang| explain::gateway::key(table, key, *lang).is_none())
    };
    explain::gateway::keys(text).flatten().filter(missing).collect()
}

/// `gateway.toml` as it comes of choices that together have every key written.
fn gateway_tomls() -> Vec<(String, String)> {
    let mut files = goldens(&["gateway.toml"]);
    let draft = ChoicesDraft::default().with(ChoiceField::Layout, "gateway");
    for (what, draft) in [
        (
            "fingerprints",
            draft.clone().with(ChoiceField::Allow, "fingerprint").with(ChoiceField::Allowed, "a".repeat(64)),
        ),
        (
            "a backend over TLS",
            draft.with(ChoiceField::Backend, "own").with(ChoiceField::OwnBackend, "https://127.0.0.1:8443"),
        ),
    ] {
        let made = support::server_files(&plan(&draft, &["api.example.com"]), Lang::En);
        let file = made.find(FileKind::GatewayToml).unwrap_or_else(|| panic!("{what}"));
        files.push((what.to_owned(), file.contents.clone()));
    }
    files
}

#[test]
fn every_key_of_the_gateways_configuration_is_explained() {
    let files = gateway_tomls();
    assert!(files.len() > 6, "{}", files.len());
    let mut seen = BTreeSet::new();
    for (path, text) in &files {
        assert_eq!(unexplained_keys(text), [("", ""); 0], "{path}");
        // a reader of TOML that is not ours finds the same keys in the same tables
        let found: BTreeSet<(String, String)> = explain::gateway::keys(text)
            .flatten()
            .map(|(table, key)| (table.to_owned(), key.to_owned()))
            .collect();
        assert_eq!(found, read_keys(text), "{path}");
        seen.extend(found);
    }
    // what is explained is what is written, and README has each key
    let readme = include_str!("../../../README.md");
    assert_eq!(seen.len(), explain::gateway::known().count(), "{seen:?}");
    for (table, key) in &seen {
        let told = explain::gateway::key(table, key, Lang::En).expect("explained");
        assert!(told.source.ends_with(key.as_str()), "{}", told.source);
        // the heading is written there as it is in the file
        let heading = told.source.split(' ').find(|word| word.starts_with('[')).unwrap_or_default();
        assert!(
            heading.is_empty() || files.iter().any(|(_, text)| text.contains(&format!("\n{heading}\n"))),
            "{heading}"
        );
        assert!(readme.contains(key.as_str()), "README.md does not name {key}");
    }
    assert_eq!(
        unexplained_keys(
            "# a = 1\nlisten = []\n\n[limits]\nlisten = 1\nburst = 2\n\n[[allow]]\nclients = [\n    { dns = \"a\" },\n]\n"
        ),
        [("limits", "listen"), ("limits", "burst"), ("allow", "dns")]
    );
}

/// The keys with their tables; those of tables within a list with the key that holds the list's table.
fn read_keys(text: &str) -> BTreeSet<(String, String)> {
    fn add(table: &str, of: &toml::Table, found: &mut BTreeSet<(String, String)>) {
        for (key, value) in of {
            let tables: Vec<&toml::Table> = match value {
                toml::Value::Table(inner) => vec![inner],
                toml::Value::Array(values) => values.iter().filter_map(toml::Value::as_table).collect(),
                _ => Vec::new(),
            };
            // of the file itself a key with a table is its heading; within one it is a key with its marks
            if tables.is_empty() || !table.is_empty() {
                found.insert((table.to_owned(), key.clone()));
            }
            let name = if table.is_empty() { key } else { table };
            tables.into_iter().for_each(|inner| add(name, inner, found));
        }
    }
    let mut found = BTreeSet::new();
    add("", &text.parse().unwrap_or_else(|error| panic!("{error}: {text}")), &mut found);
    found
}

/// Each part that is explained is there, and each part of the scripts that has a heading or is a step is explained.
#[test]
fn the_parts_of_programs_are_explained() {
    for (kind, name, heads) in [
        (FileKind::FlaskApp, "app.py", &["def "][..]),
        (FileKind::CheckScript, "check.sh", &["# --- "]),
        (
            FileKind::InstallScript,
            "install.sh",
            &["check_c", "check_l", "check_p", "check_s", "check_t", "install_a", "uninstall_a"],
        ),
        (
            FileKind::LogRotation,
            "logrotate.conf",
            &["/", "    w", "    r", "    m", "    n", "    c", "    d", "    p"],
        ),
        (FileKind::RenewalHook, "renewal-hook.sh", &["set -eu", "[ \"", "nginx", "said", "systemctl"]),
        (FileKind::CurlCommand, "client/curl.sh", &["curl"]),
        (FileKind::Snippet(Snippet::Wget), "client/wget.sh", &["wget"]),
    ] {
        let files = goldens(&[name]);
        assert!(files.len() > 3, "{name}: {}", files.len());
        for begins in explain::beginnings(kind) {
            let found =
                |(_, text): &(String, String)| text.lines().filter(|line| line.starts_with(begins)).count();
            assert!(files.iter().any(|file| found(file) > 0), "{name}: {begins}");
            assert!(files.iter().all(|file| found(file) < 2), "{name}: {begins} stands more than once");
        }
        for (path, text) in &files {
            let is_head = |line: &&str| {
                let function = kind != FileKind::InstallScript || line.ends_with("() {");
                function && heads.iter().any(|head| line.starts_with(head))
            };
            for line in text.lines().filter(is_head) {
                let told = Lang::ALL.map(|lang| explain::part(kind, line, lang));
                assert!(told.iter().all(Option::is_some), "{path}: {line}");
            }
        }
    }
    assert!(!explain::has_parts(FileKind::Runbook));
    assert_eq!(explain::part(FileKind::Runbook, "set -eu", Lang::En), None);
}

#[test]
fn lines_of_a_tree_are_the_lines_of_its_file() {
    for names in [&["api.example.com"][..], &["192.0.2.10", "api.example.com"]] {
        let tree = nginx_conf::tree(&plan(&ChoicesDraft::default(), names), Lang::Ko);
        let text = nginx::write(&tree).expect("written");
        let lines = explain::lines(&tree);
        assert_eq!(lines.len(), text.lines().count());
        for (line, written) in lines.iter().zip(text.lines().map(str::trim)) {
            match line {
                Line::Quiet => assert!(written.is_empty() || written.starts_with('#'), "{written}"),
                Line::End => assert_eq!(written, "}"),
                Line::Directive(directive, _) => assert!(written.starts_with(&directive.name), "{written}"),
            }
        }
    }
}

/// SHA-256 of what stands in the guide's code blocks (sections 1, 3.1, 4.1 and 6), so that nobody mends the guide by mistake.
#[test]
fn the_guides_files_are_word_for_word() {
    for (kind, sha256) in [
        (FileKind::NginxConf, "a25546e82850dac4152dca7ab091116cc965ad5aed5e1093e1163021555b36a8"),
        (FileKind::FlaskApp, "e7b153415ff6f91a0d1428210b918e8e75b875f7297b3bbd082390e7ec7205c7"),
        (FileKind::OpensslScript, "db2c89cf5c736de3afb1a1099350ffd186085797fb35e76dde646fad702510d1"),
        (FileKind::CurlCommand, "115cde37389e84c7ec7583266d5f47c1456b893542ab13aa6bbf5209186bdb78"),
    ] {
        let text = guide::file(kind).expect("the guide has one");
        let found =
            testkit::tool::tool("openssl").args(["dgst", "-sha256", "-r"]).input(text.as_bytes()).succeeds();
        assert!(found.text().starts_with(sha256), "{kind:?}: {}", found.text());
        assert!(!guide::reasons(text.lines(), Lang::En).is_empty(), "{kind:?} differs for no reason");
    }
    assert!(nginx::read(guide::file(FileKind::NginxConf).expect("there")).is_ok());
    assert_eq!(guide::file(FileKind::CheckScript), None);
}
