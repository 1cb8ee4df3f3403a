//! Each writer against a reader of its syntax that is not ours (for nginx, ours and nginx itself): what was put in comes out,
//! and no value becomes syntax.

mod support;

use std::process::Stdio;

use deploy::choices::{ChoiceField, Choices, ChoicesDraft};
use deploy::markdown::{self, Block};
use deploy::nginx::{self, Argument, Directive, Node};
use deploy::nginx_conf;
use deploy::openssl_config::{self, Part};
use deploy::plan::Plan;
use deploy::python;
use deploy::shell;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use support::{Folder, run_well};
use text::Lang;

/// Characters that some syntax treats specially, with ordinary ones between.
fn nasty() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        3 => proptest::sample::select(" \"'`\\;{}()[]<>$#*_~!&|=+-./:,?@%^\u{b6}".chars().collect::<Vec<_>>()),
        2 => proptest::sample::select("abnrtuxXZ019가é".chars().collect::<Vec<_>>()),
        1 => any::<char>().prop_filter("written at all", |c| shell::Command::new(&c.to_string()).to_posix().is_ok()),
    ];
    proptest::collection::vec(character, 0..12).prop_map(|characters| characters.into_iter().collect())
}

fn directive_name() -> impl Strategy<Value = String> {
    "[a-z_]{1,12}"
}

fn argument() -> impl Strategy<Value = Argument> {
    nasty().prop_map(|text| match text.contains('$') {
        true => Argument::Variables(text),
        false => Argument::Literal(text),
    })
}

fn node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        1 => Just(Node::Blank),
        2 => nasty().prop_map(Node::Comment),
        4 => (directive_name(), proptest::collection::vec(argument(), 0..4))
            .prop_map(|(name, arguments)| Node::Directive(Directive::new(&name, arguments, None))),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        (
            directive_name(),
            proptest::collection::vec(argument(), 0..3),
            proptest::collection::vec(inner, 0..5),
        )
            .prop_map(|(name, arguments, block)| {
                Node::Directive(Directive::new(&name, arguments, Some(block)))
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn an_nginx_tree_is_read_back_as_it_was(tree in proptest::collection::vec(node(), 0..6)) {
        let written = nginx::write(&tree).expect("nothing treacherous in it");
        prop_assert_eq!(nginx::read(&written), Ok(tree), "{}", written);
    }

    #[test]
    fn no_text_makes_the_nginx_reader_panic(text in "[ -~\n\u{b6}]{0,60}") {
        if let Ok(tree) = nginx::read(&text)
            && let Ok(written) = nginx::write(&tree)
        {
            prop_assert_eq!(nginx::read(&written), Ok(tree));
        }
    }

    #[test]
    fn markdown_text_stays_text(text in nasty(), language in prop_oneof![Just("sh"), Just("")]) {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let blocks = [
            Block::Heading(2, text.clone()),
            Block::Paragraph(text.clone()),
            Block::Bullets(vec![text.clone(), "x".to_owned()]),
            Block::Steps(vec![text.clone(), "x".to_owned()]),
            Block::Code(language, text.clone()),
            Block::Boxes(vec![text.clone(), "x".to_owned()]),
            Block::Table(vec!["a".to_owned(), "b".to_owned()], vec![vec![text.clone(), "x".to_owned()]]),
        ];
        let written = markdown::write(&blocks).expect("nothing treacherous in it");
        let read = plain_text(&written);
        let expected = vec![
            format!("heading:{words}"),
            format!("paragraph:{words}"),
            format!("item:{words}"), "item:x".to_owned(),
            format!("item:{words}"), "item:x".to_owned(),
            format!("code:{}", text),
            format!("item:[ ] {words}").trim_end().to_owned(), "item:[ ] x".to_owned(),
            "cell:a".to_owned(), "cell:b".to_owned(), format!("cell:{words}"), "cell:x".to_owned(),
        ];
        let without_empty = |list: Vec<String>| list.into_iter().filter(|text| !text.ends_with(':') || text.len() > 10).collect::<Vec<_>>();
        prop_assert_eq!(without_empty(read), without_empty(expected), "{}", written);
    }
}

/// Folders as people might type them, many of them refused.
fn folder() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "(/[a-zA-Z0-9가-힣._+@-]{1,12}){1,4}/?",
        1 => (nasty(), nasty()).prop_map(|(one, other)| format!("/{one}/{other}")),
    ]
}

/// Backends as people might type them, some of them refused.
fn backend() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "https?://([a-z]{1,8}\\.internal|10\\.0\\.0\\.[1-9]|\\[2001:db8::[1-9]\\])(:[1-9][0-9]{0,4})?/?",
        1 => nasty().prop_map(|host| format!("http://{host}:8080")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever is taken at the fields is written, is read back as the same tree, and stands in it as whole words.
    #[test]
    fn what_was_chosen_never_becomes_syntax(folder in folder(), own in backend(), kind in any::<bool>()) {
        let draft = ChoicesDraft::default()
            .with(ChoiceField::BaseFolder, folder.clone())
            .with(ChoiceField::Backend, if kind { "own" } else { "flask" })
            .with(ChoiceField::OwnBackend, own);
        let Ok(choices) = Choices::parse(&draft) else { return Ok(()) };
        let plan = Plan::new(choices, support::names(&["api.example.com", "192.0.2.7"])).expect("nobody else on 443");
        for lang in Lang::ALL {
            let tree = nginx_conf::tree(&plan, lang);
            let written = nginx_conf::render(&plan, lang).expect("what the fields take can be written");
            prop_assert_eq!(nginx::read(&written), Ok(tree.clone()), "{}", written);
            // the same directives in the same order as with the plainest choices of that kind
            let plain = draft.clone().with(ChoiceField::BaseFolder, "/a");
            prop_assert_eq!(names_of(&tree), names_of(&nginx_conf::tree(&support::plan(&plain, &["api.example.com", "192.0.2.7"]), lang)));
        }
        let path = format!("{}/certs/server.key", folder.trim_matches(' ').trim_end_matches('/'));
        let words = words_of(&nginx_conf::tree(&plan, Lang::En));
        prop_assert!(words.contains(&path), "{:?}", words);
    }
}

/// The names of all directives, depth first.
fn names_of(tree: &[Node]) -> Vec<String> {
    directives(tree).into_iter().map(|directive| directive.name.clone()).collect()
}

/// The words of all directives.
fn words_of(tree: &[Node]) -> Vec<String> {
    let arguments = directives(tree).into_iter().flat_map(|directive| &directive.arguments);
    arguments.map(|argument| argument.text().to_owned()).collect()
}

fn directives(tree: &[Node]) -> Vec<&Directive> {
    let mut found = Vec::new();
    for node in tree {
        if let Node::Directive(directive) = node {
            found.push(directive);
            found.extend(directives(directive.block.as_deref().unwrap_or_default()));
        }
    }
    found
}

/// What a CommonMark reader makes of a document, block by block; markup inside a block is an error.
fn plain_text(source: &str) -> Vec<String> {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let mut blocks: Vec<String> = Vec::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(source, options) {
        let kind = match &event {
            Event::Start(Tag::Heading { .. }) => Some("heading:"),
            Event::Start(Tag::Paragraph) => Some("paragraph:"),
            Event::Start(Tag::Item) => Some("item:"),
            Event::Start(Tag::CodeBlock(_)) => Some("code:"),
            Event::Start(Tag::TableCell) => Some("cell:"),
            _ => None,
        };
        if let Some(kind) = kind {
            blocks.push(kind.to_owned());
        }
        match event {
            Event::Text(text) => blocks.last_mut().expect("text stands in a block").push_str(&text),
            Event::Start(Tag::List(_) | Tag::Table(_) | Tag::TableHead | Tag::TableRow) | Event::End(_) => {}
            Event::Start(_) if kind.is_some() => {}
            other => blocks.push(format!("markup:{other:?}")),
        }
    }
    // a reader ends each line of code with a line feed
    blocks.iter().map(|block| block.strip_suffix('\n').unwrap_or(block).to_owned()).collect()
}

/// Many texts at once: one process for each foreign program, not one for each text.
fn samples() -> Vec<String> {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = proptest::collection::vec(nasty(), 300);
    strategy.new_tree(&mut runner).expect("samples").current()
}

#[test]
fn shells_see_every_word_as_it_was() {
    let folder = Folder::new("shell");
    let words = samples();
    let script: String = words
        .iter()
        .map(|word| {
            let command = shell::Command::new("printf").args([r"%s\0", word.as_str()]);
            command.to_posix().expect("nothing treacherous in it") + "\n"
        })
        .collect();
    let assigned: String = words
        .iter()
        .map(|word| {
            let line = shell::Line::Assign("word", word.clone());
            shell::write(&[line]).expect("nothing treacherous in it") + "printf '%s\\0' \"$word\"\n"
        })
        .collect();
    let script = folder.write("words.sh", script + &assigned);
    let words = [words.as_slice(), words.as_slice()].concat();
    for program in ["dash", "bash"] {
        let seen = run_well(folder.path(), program, [&script]);
        let seen: Vec<&str> = seen.split_terminator('\0').collect();
        assert_eq!(seen, words, "{program}");
    }
    run_well(folder.path(), "sh", ["-n".as_ref(), script.as_os_str()]);
}

#[test]
fn python_sees_every_string_as_it_was() {
    let folder = Folder::new("python");
    let mut words = samples();
    words.extend(["\0\u{1}\n\r\u{202e}\u{2028}".to_owned(), "\u{10ffff}".to_owned()]);
    let list: String = words.iter().map(|word| format!("    {},\n", python::string(word))).collect();
    let program = format!(
        "import sys\nwords = [\n{list}]\nsys.stdout.buffer.write('\\x00\\x00'.join(words).encode())\n"
    );
    let program = folder.write("words.py", program);
    let seen = run_well(folder.path(), "/usr/bin/python3", [program]);
    assert_eq!(seen.split("\0\0").collect::<Vec<_>>(), words);
}

#[test]
fn openssl_sees_every_value_as_it_was() {
    let folder = Folder::new("openssl-values");
    // values that openssl's oid section would show: a subject of organization units, at most 64 characters each
    let words: Vec<String> =
        samples().into_iter().filter(|word| !word.is_empty() && word.trim() == word).take(60).collect();
    let mut parts = vec![
        Part::Section("req".to_owned()),
        Part::Value("distinguished_name".to_owned(), "name".to_owned()),
        Part::Value("prompt".to_owned(), "no".to_owned()),
        Part::Value("string_mask".to_owned(), "utf8only".to_owned()),
        Part::Value("utf8".to_owned(), "yes".to_owned()),
        Part::Section("name".to_owned()),
    ];
    for (index, word) in words.iter().enumerate() {
        parts.push(Part::Value(format!("{index}.OU"), word.clone()));
    }
    folder.write("words.cnf", openssl_config::write(&parts).expect("nothing treacherous in it"));
    run_well(folder.path(), "openssl", ["genpkey", "-algorithm", "ED25519", "-out", "key"]);
    let shown = run_well(
        folder.path(),
        "openssl",
        [
            "req",
            "-new",
            "-config",
            "words.cnf",
            "-key",
            "key",
            "-noout",
            "-subject",
            "-nameopt",
            "utf8,sep_multiline,sname",
        ],
    );
    let seen: Vec<&str> = shown.lines().filter_map(|line| line.trim_start().strip_prefix("OU=")).collect();
    assert_eq!(seen, words);
}

/// nginx itself answers with the literals that it read.
#[test]
fn nginx_sees_every_literal_as_it_was() {
    let folder = Folder::new("nginx-literals");
    let words: Vec<String> = samples().into_iter().map(|word| word.replace('$', "")).collect();
    let mut server = nginx::Block::new();
    server.line("listen", [format!("unix:{}/socket", folder.text())]);
    for (index, word) in words.iter().enumerate() {
        let mut location = nginx::Block::new();
        location.line("return", ["200", word.as_str()]);
        server.block("location", ["=", format!("/{index}").as_str()], location);
    }
    let mut http = nginx::Block::new();
    http.line("access_log", ["off"]);
    for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        http.line(&format!("{kind}_temp_path"), [format!("{}/{kind}", folder.text())]);
    }
    http.block("server", [] as [Argument; 0], server);
    let mut main = nginx::Block::new();
    main.line("pid", [format!("{}/pid", folder.text())]);
    main.line("error_log", ["stderr"]);
    main.line("daemon", ["off"]).line("master_process", ["off"]);
    main.block("events", [] as [Argument; 0], nginx::Block::new());
    main.block("http", [] as [Argument; 0], http);
    let conf =
        folder.write("nginx.conf", nginx::write(&main.into_nodes()).expect("nothing treacherous in it"));

    let mut child = std::process::Command::new("nginx")
        .arg("-c")
        .arg(&conf)
        .stderr(Stdio::null())
        .spawn()
        .expect("nginx is installed");
    let socket = folder.path().join("socket");
    while !socket.exists() {
        assert!(child.try_wait().expect("a child").is_none(), "nginx refused its configuration");
        std::thread::yield_now();
    }
    // one curl for all, an answer after the other with a mark between them
    let mut arguments = vec!["--silent".to_owned(), "--unix-socket".to_owned(), socket.display().to_string()];
    arguments.extend(["--write-out".to_owned(), "\u{1e}".to_owned()]);
    arguments.extend((0..words.len()).map(|index| format!("http://localhost/{index}")));
    let seen = run_well(folder.path(), "curl", arguments);
    child.kill().expect("our own nginx");
    child.wait().expect("our own nginx");
    assert_eq!(seen.split_terminator('\u{1e}').collect::<Vec<_>>(), words);
}

/// `as_text` of `app.py`, as Python runs it: what nginx writes for a subject, and what is shown.
#[test]
fn subjects_are_shown_as_text_and_stay_different() {
    let folder = Folder::new("subjects");
    let plan = support::plan(&ChoicesDraft::default(), &["api.example.com"]);
    let files = support::server_files(&plan, Lang::Ko);
    folder.write("app.py", &files.find(deploy::plan::FileKind::FlaskApp).expect("a program").contents);
    let program =
        "import app, sys\nsys.stdout.buffer.write('\\n'.join(map(app.as_text, sys.argv[1:])).encode())";
    let cases = [
        ("CN=partner-a,O=Example Inc.", "CN=partner-a,O=Example Inc."),
        (r"CN=\ED\99\8D\EA\B8\B8\EB\8F\99 & Co,C=KR", "CN=홍길동 & Co,C=KR"),
        // escapes of one character each are left
        (r"CN=\ED\99\8D\, A\+B \#1\;", r"CN=홍\, A\+B \#1\;"),
        // a backslash in the name itself begins no escape
        (r"CN=\\ED\\99\\8D", r"CN=\\ED\\99\\8D"),
        (r"CN=\\\ED\99\8D", r"CN=\\홍"),
        // neither a control character nor half a character comes of it
        (r"CN=a\0A\1B[31mb\7F", r"CN=a\0A\1B[31mb\7F"),
        (r"CN=\ED\99", r"CN=\xed\x99"),
        (r"CN=\ED\9", r"CN=\xed\9"),
        ("", ""),
    ];
    let arguments = ["-c", program].into_iter().chain(cases.iter().map(|(subject, _)| *subject));
    let seen = run_well(folder.path(), "/usr/bin/python3", arguments);
    let expected: Vec<&str> = cases.iter().map(|(_, text)| *text).collect();
    assert_eq!(seen.split('\n').collect::<Vec<_>>(), expected);
}

/// The two programs that the READMEs name leave the same behind.
#[test]
fn an_archive_is_unpacked_into_the_same_folder_by_both_programs() {
    use deploy::opening::{System, bsdtar};
    let seven_zip = System::Debian.commands("our files.zip").pop().expect("after the package is installed");
    for commands in [vec![seven_zip], bsdtar("our files.zip").to_vec()] {
        let folder = Folder::new("opening");
        folder.write("in/a.txt", "a");
        folder.write("in/below/b.txt", "b");
        run_well(folder.path(), "7z", ["a", "-tzip", "our files.zip", "./in/*"]);
        for command in commands {
            run_well(folder.path(), "sh", ["-c", &command.to_posix().expect("a command")]);
        }
        for (file, contents) in [("a.txt", "a"), ("below/b.txt", "b")] {
            let path = folder.path().join("our files").join(file);
            assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), Some(contents), "{}", path.display());
            assert!(!folder.path().join(file).exists(), "{file} lies about");
        }
    }
}

#[test]
fn what_cannot_be_written_is_refused() {
    let directive = |name: &str, argument: Argument| {
        nginx::write(&[Node::Directive(Directive::new(name, vec![argument], None))])
    };
    for (name, argument, allowed) in [
        ("server_name", Argument::from("a;b{c}\"'\\# d"), true),
        ("server_name", Argument::from("$host"), false),
        ("server_name", nginx::variables("$host"), true),
        ("server_name", Argument::from("a\nb"), false),
        ("server_name", Argument::from("a\0b"), false),
        ("server_name", Argument::from("a\u{202e}b"), false),
        ("server_name", Argument::from("x".repeat(4_001)), false),
        ("server_name", Argument::from("x".repeat(4_000)), true),
        // in a map the value to be found stands where a name does
        ("a b", Argument::from("x"), true),
        ("a;b", Argument::from("x"), true),
        ("", Argument::from("x"), true),
        ("a$b", Argument::from("x"), false),
        ("a\nb", Argument::from("x"), false),
    ] {
        assert_eq!(directive(name, argument.clone()).is_ok(), allowed, "{name} {argument:?}");
    }
    assert!(nginx::write(&[Node::Comment("a\nreturn 200;".to_owned())]).is_err());
}
