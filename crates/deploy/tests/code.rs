//! The string literals of every language against a reader of that language that is not ours: what was put in comes out, and
//! no value becomes syntax. Go, C# and PowerShell cannot be had here; their rules are read by a few lines of this file.

mod support;

use std::path::Path;

use deploy::code::{Code, Language};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use support::{Folder, run_well};

/// Characters that some language treats specially, with ordinary ones and all others between.
fn nasty() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        4 => proptest::sample::select("\"'`\\${}()#/*@%!&|;\u{2018}\u{2019}\u{201a}\u{201b}\u{201c}".chars().collect::<Vec<_>>()),
        2 => proptest::sample::select("abnrtuUxXN019{}가é🔑".chars().collect::<Vec<_>>()),
        1 => proptest::sample::select("\0\n\r\t\u{1b}\u{7f}\u{85}\u{2028}\u{2029}\u{202e}\u{feff}\u{e0001}".chars().collect::<Vec<_>>()),
        1 => any::<char>(),
    ];
    proptest::collection::vec(character, 0..12).prop_map(|characters| characters.into_iter().collect())
}

/// Many texts at once: one process for each foreign program, not one for each text.
fn samples() -> Vec<String> {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut all = proptest::collection::vec(nasty(), 300).new_tree(&mut runner).expect("samples").current();
    all.extend(["", "\\", "\\\\u000a", "\\u0022", "${x}", "$(x)", "\u{10ffff}\u{202e}"].map(str::to_owned));
    all
}

fn literals(language: Language, words: &[String]) -> Vec<String> {
    words.iter().map(|word| language.string(word).expect("this language can write every text")).collect()
}

/// The words as the program in `file` wrote them: each as the hexadecimal digits of its UTF-8, one a line.
fn seen(folder: &Folder, program: &str, arguments: &[&str]) -> Vec<String> {
    let line = |line: &str| {
        let octets = (0..line.len()).step_by(2).map(|at| u8::from_str_radix(&line[at..at + 2], 16));
        String::from_utf8(octets.collect::<Result<_, _>>().expect("hexadecimal")).expect("UTF-8")
    };
    run_well(folder.path(), program, arguments).lines().map(line).collect()
}

#[test]
fn python_node_java_and_rust_see_every_string_as_it_was() {
    let words = samples();
    let folder = Folder::new("code");
    let list = |language| literals(language, &words).join(",\n");
    folder.write(
        "words.py",
        format!("for word in [\n{}\n]: print(word.encode().hex())\n", list(Language::Python)),
    );
    assert_eq!(seen(&folder, "/usr/bin/python3", &["words.py"]), words, "Python");

    folder.write(
        "words.mjs",
        format!(
            "for (const word of [\n{}\n]) console.log(Buffer.from(word).toString(\"hex\"));\n",
            list(Language::JavaScript)
        ),
    );
    assert_eq!(seen(&folder, "node", &["words.mjs"]), words, "JavaScript");

    let java = "public class Words {\n    public static void main(String[] arguments) throws Exception {\n        \
                for (String word : WORDS) System.out.println(java.util.HexFormat.of().formatHex(word.getBytes(\"UTF-8\")));\n    }\n";
    folder.write(
        "Words.java",
        format!("{java}    static final String[] WORDS = {{\n{}\n    }};\n}}\n", list(Language::Java)),
    );
    assert_eq!(seen(&folder, "java", &["-Dfile.encoding=UTF-8", "Words.java"]), words, "Java");

    let rust = "fn main() {\n    for word in WORDS {\n        \
                println!(\"{}\", word.bytes().map(|octet| format!(\"{octet:02x}\")).collect::<String>());\n    }\n}\n";
    folder.write(
        "words.rs",
        format!("{rust}const WORDS: [&str; {}] = [\n{}\n];\n", words.len(), list(Language::Rust)),
    );
    run_well(folder.path(), "rustc", ["--edition=2024", "words.rs"]);
    let program = folder.path().join("words");
    assert_eq!(seen(&folder, program.to_str().expect("ASCII"), &[]), words, "Rust");
}

/// A comment of each language with every text in it, between lines that must stay the only code.
#[test]
fn no_comment_becomes_code() {
    let folder = Folder::new("comments");
    let words: Vec<String> = samples()
        .into_iter()
        .filter(|word| !word.chars().any(deploy::unwritable::is_treacherous))
        .chain(["\\u000a System.exit(3);".to_owned(), "*/ x /*".to_owned()])
        .collect();
    let comments = |language| {
        let mut code = Code::new(language);
        for word in &words {
            code.comment(4, word).expect("nothing treacherous in it");
        }
        code.finish()
    };
    folder.write("a.py", format!("if True:\n{}    print(7)\n", comments(Language::Python)));
    folder.write("a.mjs", format!("{}console.log(7);\n", comments(Language::JavaScript)));
    folder.write(
        "A.java",
        format!(
            "public class A {{ public static void main(String[] a) {{\n{}System.out.println(7); }} }}\n",
            comments(Language::Java)
        ),
    );
    folder.write("a.rs", format!("fn main() {{\n{}println!(\"7\"); }}\n", comments(Language::Rust)));
    run_well(folder.path(), "rustc", ["--edition=2024", "a.rs"]);
    let rust = folder.path().join("a");
    for (program, arguments) in [
        ("/usr/bin/python3", &["a.py"][..]),
        ("node", &["a.mjs"]),
        ("java", &["-Dfile.encoding=UTF-8", "A.java"]),
        (rust.to_str().expect("ASCII"), &[]),
    ] {
        assert_eq!(run_well(folder.path(), program, arguments), "7\n", "{program}");
    }
    for language in Language::ALL {
        let text = comments(language);
        assert!(text.lines().all(|line| line.starts_with("    #") || line.starts_with("    //")), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn toml_sees_every_string_as_it_was(word in nasty()) {
        let written = format!("word = {}\n", Language::Toml.string(&word).expect("written"));
        let table: toml::Table = written.parse().expect("TOML");
        prop_assert_eq!(table["word"].as_str(), Some(word.as_str()), "{}", written);
    }

    #[test]
    fn go_and_csharp_see_every_string_as_it_was(word in nasty()) {
        for language in [Language::Go, Language::CSharp] {
            let written = language.string(&word).expect("written");
            prop_assert_eq!(double_quoted(&written), Some(word.clone()), "{}", written);
        }
    }

    #[test]
    fn powershell_sees_every_string_as_it_was(word in nasty()) {
        match Language::PowerShell.string(&word) {
            Ok(written) => prop_assert_eq!(powershell(&written), Some(word), "{}", written),
            Err(_) => prop_assert!(word.chars().any(deploy::unwritable::is_treacherous)),
        }
    }
}

/// An interpreted string literal of Go ("String literals") that is a regular one of C# (6.4.5.6) too: what both take, and
/// nothing that one of them reads otherwise. A raw line end, in Go's sense or C#'s, ends the literal.
fn double_quoted(literal: &str) -> Option<String> {
    let mut characters = literal.strip_prefix('"')?.chars();
    let mut out = String::new();
    loop {
        match characters.next()? {
            '"' => return characters.next().is_none().then_some(out),
            '\\' => match characters.next()? {
                quoted @ ('"' | '\\') => out.push(quoted),
                'U' => {
                    let digits: String = characters.by_ref().take(8).collect();
                    out.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
                }
                _ => return None,
            },
            '\0' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => return None,
            other => out.push(other),
        }
    }
}

/// A verbatim string literal of PowerShell (its specification, 2.3.5.2): any two quotes in a row stand for the second.
fn powershell(literal: &str) -> Option<String> {
    let is_quote = |character: char| "'\u{2018}\u{2019}\u{201a}\u{201b}".contains(character);
    let mut characters = literal.chars();
    is_quote(characters.next()?).then_some(())?;
    let mut out = String::new();
    while let Some(character) = characters.next() {
        if !is_quote(character) {
            out.push(character);
            continue;
        }
        match characters.next() {
            Some(second) if is_quote(second) => out.push(second),
            Some(_) => return None,
            None => return Some(out),
        }
    }
    None
}

/// The calls stand with hostile values too, as far as a name of a service can be one, and hold no passphrase.
#[test]
fn every_call_is_one_of_its_language() {
    use deploy::choices::{ChoiceField, ChoicesDraft};
    use deploy::recipient::Recipient;
    use text::Lang;
    let plan = support::plan(
        &ChoicesDraft::default().with(ChoiceField::ListenPort, "8443"),
        &["결제.example.com", "2001:db8::1"],
    );
    let folder = Folder::new("calls");
    for recipient in Recipient::ALL {
        for snippet in recipient.snippets() {
            for lang in Lang::ALL {
                let text = snippet.render(&plan, lang).expect("written");
                if !matches!(snippet.name(), "Cargo.toml") {
                    assert!(text.contains(&plan.url()), "{snippet:?}");
                }
                let file = folder.write(&format!("{}/{}", recipient.id(), snippet.name()), &text);
                checked(&folder, &file);
            }
        }
    }
}

/// A program that reads the language finds no fault, where there is one here.
fn checked(folder: &Folder, file: &Path) {
    let path = file.to_str().expect("ASCII");
    match file.extension().and_then(|end| end.to_str()) {
        Some("sh") => drop(run_well(folder.path(), "shellcheck", [path])),
        Some("py") => drop(run_well(folder.path(), "/usr/bin/python3", ["-m", "py_compile", path])),
        Some("mjs") => drop(run_well(folder.path(), "node", ["--check", path])),
        Some("java") => {
            // what Java 8 takes, Java 11 takes too; the newer call needs 11
            let release = if path.contains("/java8/") { "8" } else { "11" };
            let arguments =
                ["-encoding", "UTF-8", "-Xlint:-options", "--release", release, "-d", folder.text(), path];
            drop(run_well(folder.path(), "javac", arguments));
        }
        Some("toml") => {
            let text = std::fs::read_to_string(file).expect("just written");
            assert!(text.parse::<toml::Table>().is_ok(), "{text}");
        }
        // run in `snippets.rs`, or nowhere
        _ => {}
    }
}
