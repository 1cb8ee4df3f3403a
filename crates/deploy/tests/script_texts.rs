//! What the scripts say in both languages: each place that a script fills in stands in every language, as often and in the same
//! order, for printf(1) fills them in as they come.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use deploy::check_sh;
use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::explain;
use deploy::plan::FileKind;
use support::{plan, server_files};
use text::{Lang, matrix};

/// A message or its attribute by its name, with the arguments of its text in their order.
fn arguments(lang: Lang) -> BTreeMap<String, Vec<String>> {
    let path = format!("../text/locales/{}/deploy.ftl", lang.tag());
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the texts");
    let mut found = BTreeMap::new();
    let mut message = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, words)) = line.split_once(" = ") else { continue };
        if !name.starts_with(' ') {
            name.clone_into(&mut message);
        }
        let key = if name.starts_with(' ') { format!("{message}{}", name.trim()) } else { name.to_owned() };
        let places = words.split("{ $").skip(1).map(|rest| rest.split(" }").next().unwrap_or_default());
        found.insert(key, places.map(str::to_owned).collect());
    }
    found
}

#[test]
fn places_that_a_script_fills_in_stand_in_the_same_order_in_both_languages() {
    let [english, korean] = [Lang::En, Lang::Ko].map(arguments);
    let of_scripts = |name: &&String| name.starts_with("install-") || name.starts_with("proof-");
    let mut with_places = 0;
    for name in english.keys().filter(of_scripts) {
        assert_eq!(english[name], korean[name], "{name}");
        with_places += usize::from(!english[name].is_empty());
    }
    assert!(with_places > 20, "{with_places}");
    assert_eq!(english.keys().filter(of_scripts).count(), korean.keys().filter(of_scripts).count());
}

/// The test kit is not told which server it tries, so each of its remedies that names a setting names nginx's and the gateway's.
#[test]
fn the_test_kits_remedies_fit_nginx_and_the_gateway() {
    for lang in Lang::ALL {
        for (told, directive, table, key) in [
            (matrix::kept_out(lang), "ssl_client_certificate", "clients", "authorities"),
            (matrix::let_in(lang), "ssl_verify_client", "clients", "authorities"),
            (matrix::nobody_asked(lang), "ssl_verify_client", "allow", "who"),
            (matrix::revoked_let_in(lang), "ssl_crl", "clients", "lists"),
            (matrix::list_wrong(lang), "ssl_crl", "clients", "lists"),
            (matrix::not_trusted(lang), "ssl_client_certificate", "clients", "authorities"),
        ] {
            let remedy = told.remedy;
            assert!(explain::by_line(directive, lang).is_some() && remedy.contains(directive), "{remedy}");
            assert!(explain::gateway::key(table, key, lang).is_some() && remedy.contains(key), "{remedy}");
            assert!(remedy.contains(&format!("[{table}]")), "{remedy}");
        }
    }
}

/// The texts that stand at the head of a script, without their quotes.
fn assigned<'a>(script: &'a str, prefix: &str) -> BTreeMap<&'a str, &'a str> {
    let lines = script.lines().filter(|line| line.starts_with(prefix));
    lines
        .filter_map(|line| line.split_once('='))
        .map(|(name, text)| (name, text.trim_matches('\'')))
        .collect()
}

#[test]
fn each_text_is_given_as_many_values_as_it_has_places() {
    for layout in ["alone", "system", "gateway"] {
        let plan = plan(&ChoicesDraft::default().with(ChoiceField::Layout, layout), &["api.example.test"]);
        for lang in Lang::ALL {
            let files = server_files(&plan, lang);
            let script = &files.find(FileKind::InstallScript).expect("rendered").contents;
            let texts = assigned(script, "TEXT_");
            assert!(texts.len() > 25, "{texts:?}");
            for (name, text) in &texts {
                assert_eq!(text.matches('%').count(), text.matches("%s").count(), "{name}: {text}");
            }
            let mut used = 0;
            for line in script.lines() {
                for verb in ["fail \"$", "tell \"$"] {
                    let Some((_, call)) = line.split_once(verb) else { continue };
                    let (name, rest) = call.split_once('"').expect("a closing quote");
                    let text = texts.get(name).unwrap_or_else(|| panic!("{name} is no text of the script"));
                    assert_eq!(values(rest), text.matches("%s").count(), "{lang:?} {name} in: {line}");
                    used += 1;
                }
            }
            assert!(used > 25, "{used}");
        }
    }
}

/// The words that follow, up to what ends the command; one in quotes is one, whatever is in it.
fn values(rest: &str) -> usize {
    let (mut count, mut depth, mut quoted, mut inside) = (0, 0, false, false);
    for character in rest.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            '"' if depth == 0 => quoted = !quoted,
            ';' | '>' | '|' | '}' if depth == 0 && !quoted => break,
            _ => {}
        }
        let apart = character == ' ' && depth == 0 && !quoted;
        if !apart && !inside {
            count += 1;
        }
        inside = !apart;
    }
    count
}

#[test]
fn values_are_counted_as_the_shell_parts_them() {
    for (rest, count) in [
        ("", 0),
        (" >&2", 0),
        (" \"$1\" \"$here\"", 2),
        (" \"$(date -u)\" \"${start#*=}\"", 2),
        (" \"$port\" \"$(printf '%s\\n' \"$taken\" | head -n 1)\"", 2),
        (" python3-flask", 1),
        (" \"$a b\"; fi", 1),
    ] {
        assert_eq!(values(rest), count, "{rest}");
    }
}

/// `check.sh` puts its number of days in with sed, once in each text.
#[test]
fn the_number_of_days_stands_once_in_each_text_that_has_it() {
    let plan = plan(&ChoicesDraft::default(), &["api.example.test"]);
    for lang in Lang::ALL {
        let script = check_sh::render(&plan, lang).expect("a script");
        let texts = assigned(&script, "say_");
        assert!(texts.len() > 50, "{texts:?}");
        for name in
            ["say_days_expected", "say_days_client_over", "say_days_authority_over", "say_days_server_over"]
        {
            assert_eq!(texts[name].matches("DAYS").count(), 1, "{lang:?} {name}: {}", texts[name]);
        }
        let others = texts.iter().filter(|(name, _)| !name.starts_with("say_days_"));
        for (name, text) in others {
            assert!(
                !text.contains("DAYS") || *name == "say_usage_days" || *name == "say_usage",
                "{name}: {text}"
            );
        }
    }
}
