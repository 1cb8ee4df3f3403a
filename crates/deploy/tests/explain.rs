//! Every directive that is rendered is explained, and the guide's files are what they were.

mod support;

use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::explain::{self, Line};
use deploy::guide;
use deploy::nginx::{self, Node};
use deploy::nginx_conf;
use deploy::plan::FileKind;
use deploy::recipient::Snippet;
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
