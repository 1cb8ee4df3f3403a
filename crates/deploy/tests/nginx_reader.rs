//! The reader of nginx's configuration against nginx itself, crossplane, and the writer: what it refuses, in whose words, and
//! that it loses nothing.

mod support;

use std::path::Path;

use deploy::nginx::{self, Argument, Directive, Node, Place, ReadError, ReadFault};
use proptest::prelude::*;
use support::Folder;
use text::Lang;

/// What nginx says to a configuration, without the file and line that end it; `None` when nothing is wrong with its syntax.
fn nginx_says(folder: &Folder, text: &str) -> Option<(String, usize)> {
    let path = folder.write("nginx.conf", text);
    let path = path.to_str().expect("ASCII");
    let global = format!("pid {}/pid;", folder.text());
    let output = support::run(folder.path(), "nginx", ["-t", "-e", "stderr", "-g", &global, "-c", path]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = said
        .lines()
        .find(|line| ["unexpected", "too long parameter"].iter().any(|words| line.contains(words)))?;
    let (_, words) = line.split_once(": ")?;
    let (words, place) = words.rsplit_once(" in ")?;
    let (_, number) = place.rsplit_once(':')?;
    Some((words.to_owned(), number.parse().ok()?))
}

fn at(line: usize, column: usize) -> Place {
    Place { line, column }
}

#[test]
fn what_nginx_refuses_is_refused_in_its_words_and_in_ours() {
    let folder = Folder::new("nginx-reader");
    let unfinished = |name: &str, line, column| {
        Some(ReadFault::UnfinishedDirective { name: name.to_owned(), opened: at(line, column) })
    };
    let unclosed = |name: &str, line, column| {
        Some(ReadFault::UnclosedBlock { name: name.to_owned(), opened: at(line, column) })
    };
    let semicolon = |name: &str, line, column| {
        Some(ReadFault::MissingSemicolon { name: name.to_owned(), opened: at(line, column) })
    };
    let quote = |quote, line, column| Some(ReadFault::UnclosedQuote { quote, opened: at(line, column) });
    let long = "x".repeat(4_096);
    let cases = [
        ("a", at(1, 2), unfinished("a", 1, 1)),
        ("\n  a b # c", at(2, 10), unfinished("a", 2, 3)),
        ("events {", at(1, 9), unclosed("events", 1, 1)),
        ("http {\n  server {\n  }\n", at(4, 1), unclosed("http", 1, 1)),
        ("a \"b", at(1, 5), quote('"', 1, 3)),
        ("events {}\nerror_log 'a;\nb c;\n", at(4, 1), quote('\'', 2, 11)),
        ("\n;", at(2, 1), Some(ReadFault::Unexpected(';'))),
        ("events {} }", at(1, 11), Some(ReadFault::Unexpected('}'))),
        (" {", at(1, 2), Some(ReadFault::Unexpected('{'))),
        ("events {\n\tworker_connections 1 }", at(2, 23), semicolon("worker_connections", 2, 2)),
        ("events { a \"b\"}", at(1, 15), semicolon("a", 1, 10)),
        ("a \"b\"c;", at(1, 6), Some(ReadFault::Glued('c'))),
        ("a 'b'#;", at(1, 6), Some(ReadFault::Glued('#'))),
        ("events{worker_connections 64;}", at(0, 0), None),
        ("# a\nevents { # b\n}", at(0, 0), None),
        ("events # a\n{}", at(0, 0), None),
        ("events {}\n# the last line", at(0, 0), None),
    ];
    let mut cases: Vec<(String, Place, Option<ReadFault>)> =
        cases.into_iter().map(|(text, at, fault)| (text.to_owned(), at, fault)).collect();
    let too_long = |quote, begins: &str| Some(ReadFault::TooLong { quote, begins: begins.to_owned() });
    cases.push((format!("events {{}}\nuser {long};\n"), at(2, 6), too_long(None, "xxxxxxxxxx")));
    cases.push((format!("events {{}}\nuser '{long}';\n"), at(2, 6), too_long(Some('\''), "xxxxxxxxxx")));
    cases.push((format!("events {{}}\n#{long}\n#\n"), at(2, 1), too_long(None, "#xxxxxxxxx")));
    cases.push((format!("events {{}}\n#{}\n#\n", &long[2..]), at(0, 0), None));
    for (text, at, fault) in cases {
        let found = nginx::read(&text);
        let said = nginx_says(&folder, &text);
        let Some(fault) = fault else {
            assert!(found.is_ok(), "{text}: {found:?}");
            assert_eq!(said, None, "{text}");
            continue;
        };
        let error = ReadError { at, fault };
        assert_eq!(found, Err(error.clone()), "{text}");
        let (words, line) = said.unwrap_or_else(|| panic!("nginx takes {text}"));
        assert_eq!(error.in_nginx_words().as_deref(), Some(words.as_str()), "{text}");
        assert_eq!(at.line, line, "{text}: {words}");
        for lang in Lang::ALL {
            let message = error.message(lang);
            let place = match &error.fault {
                ReadFault::UnclosedQuote { opened, .. }
                | ReadFault::UnclosedBlock { opened, .. }
                | ReadFault::UnfinishedDirective { opened, .. }
                | ReadFault::MissingSemicolon { opened, .. } => *opened,
                _ => at,
            };
            let told = message.problem.contains(&place.line.to_string())
                && message.problem.contains(&place.column.to_string());
            // the character stands between its own quotes
            let character = match &error.fault {
                ReadFault::Unexpected(character @ (';' | '{')) | ReadFault::Glued(character) => {
                    message.problem.contains(&format!("“{character}”"))
                }
                _ => true,
            };
            assert!(
                character && told && message.problem.ends_with('.') && message.remedy.ends_with('.'),
                "{message}"
            );
        }
    }
    let deep = "a {".repeat(10_000);
    assert!(matches!(nginx::read(&deep), Err(ReadError { fault: ReadFault::TooDeep, .. })));
}

const EVERYTHING: &str = r#"# a file with everything in it
user www-data;
include /etc/nginx/modules-enabled/*.conf;

http {
    map $ssl_client_s_dn $who { # who it is
        default "";
        ~^CN=(?<name>[^,]+) $name;
        "CN=partner a" 'partner "a"';
        volatile;
    }
    log_format main '$remote_addr "$request" '
                    '$status' # the reason
                    ' $ssl_client_verify';
    server {
        listen 443 ssl
               http2;
        server_name api.example.test *.example.test "";
        if ($ssl_client_verify != SUCCESS) {
            return 403 "no\tcertificate\n";
        }
        location ~ ^/a/(\d+)\.json$ { proxy_pass http://${backend}/x; }
        unheard_of_directive { nested {} }
        content_by_lua_block { ngx.say("}") -- }
        }
        return 200;
    }
}
"#;

#[test]
fn everything_is_kept_with_its_place() {
    let tree = nginx::read(EVERYTHING).expect("nginx's syntax");
    let names: Vec<(String, Place)> =
        all(&tree).iter().map(|found| (found.name.clone(), found.at.start)).collect();
    let named = |name: &str| names.iter().find(|(found, _)| found == name).map(|(_, place)| *place);
    for (name, place) in [
        ("user", at(2, 1)),
        ("include", at(3, 1)),
        ("map", at(6, 5)),
        ("~^CN=(?<name>[^,]+)", at(8, 9)),
        ("CN=partner a", at(9, 9)),
        ("log_format", at(12, 5)),
        ("listen", at(16, 9)),
        ("if", at(19, 9)),
        ("return", at(20, 13)),
        ("nested", at(23, 32)),
        ("content_by_lua_block", at(24, 9)),
    ] {
        assert_eq!(named(name), Some(place), "{name}");
    }
    // what stands behind the block of Lua is read again
    assert_eq!(names.last(), Some(&("return".to_owned(), at(26, 9))));
    let listen = all(&tree).into_iter().find(|found| found.name == "listen").expect("there");
    assert_eq!(listen.words().collect::<Vec<_>>(), ["443", "ssl", "http2"]);
    let format = all(&tree).into_iter().find(|found| found.name == "log_format").expect("there");
    assert_eq!(format.word(2), Some("$status"));
    assert_eq!(comments(&tree), ["a file with everything in it", "who it is", "the reason"]);
    let return_403 = all(&tree).into_iter().find(|found| found.word(0) == Some("403")).expect("there");
    assert_eq!(return_403.word(1), Some("no\tcertificate\n"));
}

fn comments(tree: &[Node]) -> Vec<&str> {
    tree.iter()
        .flat_map(|node| match node {
            Node::Comment(text) => vec![text.as_str()],
            Node::Directive(found) => comments(found.block.as_deref().unwrap_or_default()),
            Node::Blank | Node::Verbatim(_) => vec![],
        })
        .collect()
}

fn all(tree: &[Node]) -> Vec<&Directive> {
    nginx::directives(tree)
        .flat_map(|found| core::iter::once(found).chain(all(found.block.as_deref().unwrap_or_default())))
        .collect()
}

/// The goldens' configurations, the guide's, and those of the nginx of this machine.
fn configurations() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut folders = vec![golden, "/etc/nginx".into()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("a readable folder").path();
            let name = path.display().to_string();
            let of_nginx =
                name.starts_with("/etc/nginx") || name.ends_with(".conf") || name.contains("sites-");
            if path.is_dir() {
                folders.push(path);
            } else if of_nginx && let Ok(text) = std::fs::read_to_string(&path) {
                found.push((name, text));
            }
        }
    }
    let guide = deploy::guide::file(deploy::plan::FileKind::NginxConf).expect("there");
    found.push(("the guide's".to_owned(), guide.to_owned()));
    found
}

#[test]
fn what_was_rendered_is_read_and_written_as_it_was() {
    let mut seen = 0;
    for (name, text) in configurations() {
        if !name.contains("/golden/") || !text.contains("ssl_verify_client") {
            continue;
        }
        let tree = nginx::read(&text).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(nginx::write(&tree).expect("ours"), text, "{name}");
        seen += 1;
    }
    assert!(seen >= 8, "{seen}");
}

/// The tree as crossplane prints it.
fn tree(nodes: &[Node]) -> serde_json::Value {
    nginx::directives(nodes)
        .map(|found| {
            let words: Vec<&str> = found.words().collect();
            serde_json::json!([found.name, words, found.block.as_deref().map(tree)])
        })
        .collect()
}

/// crossplane keeps `\t` and its kin as they stand, gives the condition of an `if` without its brackets, and reads Lua as
/// directives: what it is shown has none of the three.
#[test]
fn crossplane_reads_the_same_tree() {
    let folder = Folder::new("crossplane-tree");
    let sample = EVERYTHING.replace("\\t", " ").replace("\\n", "");
    let lua = sample.find("        content_by_lua").expect("there");
    let sample = format!("{}        return 200;\n    }}\n}}\n", &sample[..lua]);
    let condition = sample.find("        if (").expect("there");
    let sample = sample.replacen(&sample[condition..condition + 44], "        location = /if {", 1);
    let mut files = Vec::new();
    let mut expected = Vec::new();
    for (name, text) in configurations().into_iter().chain([("everything".to_owned(), sample)]) {
        let Ok(read) = nginx::read(&text) else { continue };
        if text.contains("if (") || name.ends_with("mime.types") {
            continue;
        }
        let file = format!("{}.conf", files.len());
        folder.write(&file, &text);
        files.push(file);
        expected.push((name, tree(&read)));
    }
    let output = std::process::Command::new("/usr/bin/python3")
        .current_dir(folder.path())
        .env("PYTHONPATH", support::crossplane())
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/crossplane_tree.py"))
        .args(&files)
        .output()
        .expect("python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).expect("JSON");
    let said: Vec<serde_json::Value> =
        said.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(said.len(), expected.len());
    assert!(said.len() > 12, "{}", said.len());
    for (said, (name, expected)) in said.iter().zip(&expected) {
        assert_eq!(said, expected, "{name}");
    }
}

#[test]
fn lua_is_written_where_it_can_be_read_again() {
    let lua = |name: &str, block: Vec<Node>| {
        nginx::write(&[Node::Directive(Directive::new(name, vec![], Some(block)))])
    };
    let code = |text: &str| vec![Node::Verbatim(text.to_owned())];
    assert_eq!(lua("access_by_lua_block", code(" a() ")).as_deref(), Ok("access_by_lua_block { a() }\n"));
    assert!(lua("access_by_lua_block", code("} a() {")).is_err());
    assert!(lua("access_by_lua_block", code("'")).is_err());
    assert!(lua("access_by_lua_block", vec![]).is_err());
    assert!(lua("location", code(" a() ")).is_err());
    assert!(nginx::write(&code("a;")).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// No text makes it panic; what it takes is written and read back the same, and what it refuses has its place in the text.
    #[test]
    fn any_text_is_read_or_refused_with_its_place(
        words in proptest::collection::vec(
            prop_oneof![
                3 => "[ -~\n\u{b6}]{0,12}",
                2 => proptest::sample::select(vec!["a ", "{", "}", ";", "\"", "'", "\\", "${", "#", "\n", "x_by_lua_block {", "[[", "]]"])
                    .prop_map(str::to_owned),
            ],
            0..30,
        ),
    ) {
        let text = words.concat();
        match nginx::read(&text) {
            Ok(tree) => {
                if let Ok(written) = nginx::write(&tree) {
                    prop_assert_eq!(nginx::read(&written), Ok(tree), "{}", written);
                }
            }
            Err(error) => {
                let lines: Vec<&str> = text.split('\n').collect();
                let line = lines.get(error.at.line - 1).expect("a line of the text");
                prop_assert!(error.at.column <= line.chars().count() + 1, "{:?} {}", error, text);
            }
        }
    }
}

#[test]
fn what_stands_before_a_fault_is_read() {
    let (tree, error) = nginx::read_as_far_as_it_goes("user a;\nhttp {\n server { listen 1; b }\n");
    let names: Vec<&str> = all(&tree).into_iter().map(|found| found.name.as_str()).collect();
    assert_eq!(names, ["user", "http", "server", "listen"]);
    assert!(matches!(error, Some(ReadError { fault: ReadFault::MissingSemicolon { .. }, .. })), "{error:?}");
    let (tree, error) = nginx::read_as_far_as_it_goes("a\n b\n c;");
    assert_eq!((all(&tree)[0].at.start, all(&tree)[0].at.end, error), (at(1, 1), at(3, 3), None));
}

#[test]
fn words_with_variables_are_told_from_others() {
    let tree = nginx::read("a b $c 'd$e' \"f\";").expect("nginx's syntax");
    let found: Vec<bool> =
        all(&tree)[0].arguments.iter().map(|word| matches!(word, Argument::Variables(_))).collect();
    assert_eq!(found, [false, true, true, false]);
}
