//! Compiles `locales/{en,ko}/*.ftl` (Fluent syntax) to one Rust function per message.
//!
//! A message that one language lacks, an argument that only one language uses, or a syntax that is not supported
//! here stops the build with the file and the message named.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[allow(dead_code, reason = "what fills a template in is the library's")]
#[path = "src/particle.rs"]
mod particle;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser::parse;

const LANGUAGES: [(&str, &str); 2] = [("en", "En"), ("ko", "Ko")];

fn main() {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=sent.txt");
    println!("cargo::rerun-if-changed=src/particle.rs");
    let locales = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("locales");
    let mut generated = String::new();
    let mut sent = Sent::read(&locales.with_file_name("sent.txt"));
    for file in files(&locales.join("en")) {
        assert!(locales.join("ko").join(&file).exists(), "locales/ko/{file} is missing");
        let texts: Vec<_> =
            LANGUAGES.iter().map(|(folder, _)| read(&locales.join(folder).join(&file))).collect();
        compile(&file, &texts, &mut sent, &mut generated);
    }
    for file in files(&locales.join("ko")) {
        assert!(locales.join("en").join(&file).exists(), "locales/en/{file} is missing");
    }
    assert!(sent.listed.is_empty(), "sent.txt: {:?} are no messages", sent.listed);
    writeln!(
        generated,
        "/// Templates of what is listed in `sent.txt`.\nconst SENT: &[&str] = &{:?};",
        sent.templates
    )
    .expect("a String");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("generated.rs");
    fs::write(out, generated).expect("OUT_DIR can be written");
}

/// Messages whose templates are not held by the program that says them, but sent to it.
struct Sent {
    /// File and message, as listed; each is taken out when it is met.
    listed: std::collections::BTreeSet<(String, String)>,
    templates: Vec<String>,
}

impl Sent {
    fn read(path: &Path) -> Sent {
        let list = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut listed = std::collections::BTreeSet::new();
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let file = words.next().unwrap_or_default();
            for message in words {
                let new = listed.insert((format!("{file}.ftl"), message.to_owned()));
                assert!(new, "sent.txt: {file} {message} stands twice");
            }
        }
        Sent { listed, templates: Vec::new() }
    }
}

/// Names of the Fluent files of one language, sorted.
fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a readable folder").file_name().into_string().expect("ASCII file names"))
        .filter(|name| name.ends_with(".ftl"))
        .collect();
    names.sort();
    names
}

/// One piece of a text.
#[derive(Debug, Clone)]
enum Part {
    Text(String),
    Argument(String),
    Number(String),
    /// Variants of a number: (`0` | `one` | `other`, text).
    Plural(String, Vec<(String, Vec<Part>)>),
}

/// Which text: a message, or one of its attributes.
type Key = (String, Option<String>);

/// One language's texts of a file, in file order.
type Texts = Vec<(Key, Vec<Part>)>;

fn read(path: &Path) -> Texts {
    let source = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let resource =
        parse(source).unwrap_or_else(|(_, errors)| panic!("{}: not Fluent: {errors:?}", path.display()));
    let mut texts = Texts::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let id = message.id.name;
                if let Some(pattern) = message.value {
                    texts.push(((id.clone(), None), parts(path, &id, pattern)));
                }
                for attribute in message.attributes {
                    texts.push(((id.clone(), Some(attribute.id.name)), parts(path, &id, attribute.value)));
                }
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Term(term) => panic!("{}: terms are not supported: -{}", path.display(), term.id.name),
            Entry::Junk { content } => panic!("{}: not Fluent: {content}", path.display()),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for (key, _) in &texts {
        assert!(seen.insert(key.clone()), "{}: {key:?} stands twice", path.display());
    }
    texts
}

fn parts(path: &Path, id: &str, pattern: Pattern<String>) -> Vec<Part> {
    let unsupported = |what: &str| -> ! { panic!("{}: {id}: {what} is not supported", path.display()) };
    let mut parts = Vec::new();
    for element in pattern.elements {
        match element {
            PatternElement::TextElement { value } => parts.push(Part::Text(value)),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::VariableReference { id }) => {
                    parts.push(Part::Argument(id.name));
                }
                Expression::Inline(InlineExpression::StringLiteral { value }) => {
                    parts.push(Part::Text(value));
                }
                Expression::Inline(InlineExpression::FunctionReference { id: function, arguments })
                    if function.name == "NUMBER" =>
                {
                    match arguments.positional.into_iter().next() {
                        Some(InlineExpression::VariableReference { id }) => parts.push(Part::Number(id.name)),
                        _ => unsupported("NUMBER of anything but a variable"),
                    }
                }
                Expression::Select {
                    selector: InlineExpression::VariableReference { id: argument },
                    variants,
                } => {
                    let variants = variants
                        .into_iter()
                        .map(|variant| {
                            let key = match variant.key {
                                VariantKey::Identifier { name } => name,
                                VariantKey::NumberLiteral { value } => value,
                            };
                            (key, self::parts(path, id, variant.value))
                        })
                        .collect();
                    parts.push(Part::Plural(argument.name, variants));
                }
                _ => unsupported("this placeable"),
            },
        }
    }
    parts
}

/// Argument name -> whether it is a number, in order of first use.
fn arguments(parts: &[Part], found: &mut Vec<(String, bool)>) {
    let mut note = |name: &str, number: bool| match found.iter_mut().find(|(known, _)| known == name) {
        Some((_, is_number)) => *is_number |= number,
        None => found.push((name.to_owned(), number)),
    };
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Argument(name) => note(name, false),
            Part::Number(name) => note(name, true),
            Part::Plural(name, _) => note(name, true),
        }
    }
    for part in parts {
        if let Part::Plural(_, variants) = part {
            for (_, inner) in variants {
                arguments(inner, found);
            }
        }
    }
}

fn compile(file: &str, languages: &[Texts], sent: &mut Sent, out: &mut String) {
    let module = file.trim_end_matches(".ftl").replace('-', "_");
    let maps: Vec<BTreeMap<_, _>> = languages.iter().map(|texts| texts.iter().cloned().collect()).collect();
    for (key, _) in &languages[1] {
        assert!(maps[0].contains_key(key), "locales/en/{file} lacks {key:?}");
    }
    writeln!(out, "/// Texts of `locales/*/{file}`.\npub mod {module} {{\n    #[allow(unused_imports, reason = \"not every file has each kind of text\")]\n    use crate::{{Grouped, Lang, Message, fill, fill_agreeing, sent}};").expect("a String");
    for ((id, attribute), english) in &languages[0] {
        if attribute.as_deref() == Some("try") {
            continue;
        }
        let key = (id.clone(), attribute.clone());
        let versions = versions(file, &maps, &key);
        let name = match attribute {
            None => identifier(id),
            Some(attribute) => identifier(&format!("{id}_{attribute}")),
        };
        let remedies = (attribute.is_none() && maps[0].contains_key(&(id.clone(), Some("try".to_owned()))))
            .then(|| self::versions(file, &maps, &(id.clone(), Some("try".to_owned()))));
        let mut found = Vec::new();
        arguments(english, &mut found);
        if let Some(remedies) = &remedies {
            arguments(remedies[0], &mut found);
        }
        for (index, (folder, _)) in LANGUAGES.iter().enumerate() {
            let mut others = Vec::new();
            arguments(versions[index], &mut others);
            if let Some(remedies) = &remedies {
                arguments(remedies[index], &mut others);
            }
            let sorted = |list: &[(String, bool)]| {
                let mut names: Vec<_> = list.iter().map(|(name, _)| name.clone()).collect();
                names.sort();
                names
            };
            assert_eq!(
                sorted(&found),
                sorted(&others),
                "locales/{folder}/{file}: {id}: arguments differ from English"
            );
            for (name, number) in others {
                let known = found.iter_mut().find(|(known, _)| *known == name).expect("compared above");
                known.1 |= number;
            }
        }
        let mut templates = sent.listed.remove(&(file.to_owned(), id.clone())).then_some(&mut sent.templates);
        function(&name, &found, &versions, remedies.as_deref(), &mut templates, out);
    }
    out.push_str("}\n");
}

fn versions<'a>(file: &str, maps: &'a [BTreeMap<Key, Vec<Part>>], key: &Key) -> Vec<&'a Vec<Part>> {
    LANGUAGES
        .iter()
        .zip(maps)
        .map(|((folder, _), map)| {
            map.get(key).unwrap_or_else(|| panic!("locales/{folder}/{file} lacks {key:?}"))
        })
        .collect()
}

fn function(
    name: &str,
    arguments: &[(String, bool)],
    versions: &[&Vec<Part>],
    remedies: Option<&[&Vec<Part>]>,
    sent: &mut Option<&mut Vec<String>>,
    out: &mut String,
) {
    let english = versions[0].iter().map(plain).collect::<String>().replace('\n', " ");
    let parameters: String = arguments
        .iter()
        .map(|(name, number)| {
            let kind = if *number { "usize" } else { "&dyn core::fmt::Display" };
            format!(", {}: {kind}", identifier(name))
        })
        .collect();
    let fixed = arguments.is_empty();
    let (kind, body) = match (remedies, fixed) {
        (None, true) => ("&'static str", block(versions, arguments, sent)),
        (None, false) => ("String", block(versions, arguments, sent)),
        (Some(remedies), _) => (
            "Message",
            format!(
                "Message {{ problem: {{ {} }}.into(), remedy: {{ {} }}.into() }}",
                block(versions, arguments, sent),
                block(remedies, arguments, sent)
            ),
        ),
    };
    writeln!(
        out,
        "    /// {english}\n    #[must_use]\n    pub fn {name}(lang: Lang{parameters}) -> {kind} {{ {body} }}"
    )
    .expect("a String");
}

/// A Fluent name as a Rust name.
fn identifier(name: &str) -> String {
    const KEYWORDS: [&str; 9] = ["where", "type", "use", "in", "for", "move", "ref", "match", "loop"];
    let name = name.replace('-', "_");
    if KEYWORDS.contains(&name.as_str()) { format!("r#{name}") } else { name }
}

/// The text with its placeholders, for the generated documentation.
fn plain(part: &Part) -> String {
    match part {
        Part::Text(text) => text.replace('[', "(").replace(']', ")").replace('<', "‹").replace('>', "›"),
        Part::Argument(name) | Part::Number(name) => format!("{{{name}}}"),
        Part::Plural(_, variants) => {
            variants.last().map(|(_, parts)| parts.iter().map(plain).collect()).unwrap_or_default()
        }
    }
}

/// An expression for the text in the language asked for. A text with arguments is data that one function fills in: code
/// that pushed each piece would weigh several times as much, in every program that has texts.
fn block(
    versions: &[&Vec<Part>],
    arguments: &[(String, bool)],
    sent: &mut Option<&mut Vec<String>>,
) -> String {
    let arms: String = LANGUAGES
        .iter()
        .zip(versions)
        .map(|((_, variant), parts)| {
            format!("Lang::{variant} => {}, ", template(parts, String::new(), arguments, sent))
        })
        .collect();
    let chosen = format!("match lang {{ {arms} }}");
    if arguments.is_empty() {
        return chosen;
    }
    let values: String = arguments
        .iter()
        .map(|(name, number)| match number {
            true => format!("&Grouped({}), ", identifier(name)),
            false => format!("{}, ", identifier(name)),
        })
        .collect();
    let agrees = versions.iter().any(|parts| parts.iter().any(has_particle));
    let fill = if agrees { "fill_agreeing" } else { "fill" };
    format!("{fill}({chosen}, &[{values}])")
}

/// Whether a text has a Korean particle that depends on what stands before it.
fn has_particle(part: &Part) -> bool {
    match part {
        Part::Text(text) => particle::PARTICLES.iter().any(|(written, ..)| text.contains(written)),
        Part::Argument(_) | Part::Number(_) => false,
        Part::Plural(_, variants) => variants.iter().any(|(_, parts)| parts.iter().any(has_particle)),
    }
}

/// An expression for the template of some parts, after what was written already: text in which each argument is the
/// character with its place, counted from 1. A plural becomes a choice between whole templates.
fn template(
    parts: &[Part],
    mut written: String,
    arguments: &[(String, bool)],
    sent: &mut Option<&mut Vec<String>>,
) -> String {
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Text(text) => written.push_str(text),
            Part::Argument(name) | Part::Number(name) => {
                let place = arguments
                    .iter()
                    .position(|(known, _)| known == name)
                    .expect("collected from these parts");
                // the characters from the ninth on are tabulator and line feed
                assert!(place < 8, "{name}: more than eight arguments");
                written.push(char::from_u32(place as u32 + 1).expect("a control character"));
            }
            Part::Plural(name, variants) => {
                let rest = &parts[index + 1..];
                let mut whole = |inner: &[Part]| {
                    let parts: Vec<Part> = inner.iter().chain(rest).cloned().collect();
                    template(&parts, written.clone(), arguments, sent)
                };
                // a language without grammatical number has but one variant
                if let [(_, only)] = variants.as_slice() {
                    return whole(only);
                }
                let arms: String = variants
                    .iter()
                    .map(|(key, parts)| {
                        let pattern = match key.as_str() {
                            "one" => "1",
                            "other" => "_",
                            number if number.parse::<usize>().is_ok() => number,
                            unknown => panic!("{unknown}: neither `one`, `other` nor a number"),
                        };
                        format!("{pattern} => {}, ", whole(parts))
                    })
                    .collect();
                return format!("match {} {{ {arms} }}", identifier(name));
            }
        }
    }
    match sent {
        None => format!("{written:?}"),
        Some(templates) => {
            templates.push(written);
            format!("sent({})", templates.len() - 1)
        }
    }
}
