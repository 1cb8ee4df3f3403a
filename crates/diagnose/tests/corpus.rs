//! The corpus of the fuzz targets, replayed: whatever once was interesting is read again by every ordinary run of the tests.

use std::path::Path;

use diagnose::doctor::{Loaded, doctor};
use diagnose::files::Memory;
use diagnose::finding::commands::of_commands;
use diagnose::finding::of_configuration;
use diagnose::predict::{Backends, Question, predict};
use testkit::NOW;
use text::Lang;

fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let entries = std::fs::read_dir(&folder).expect("the corpus is there");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .map(|path| (path.display().to_string(), std::fs::read(&path).expect("a readable file")))
        .collect();
    files.sort();
    files
}

#[test]
fn every_configuration_ends_in_an_outcome() {
    let files = corpus("nginx");
    assert!(files.len() >= 15, "{}", files.len());
    let mut taken = 0;
    for (name, bytes) in files {
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(tree) = deploy::nginx::read(&text)
            && let Ok(written) = deploy::nginx::write(&tree)
        {
            assert_eq!(deploy::nginx::read(&written), Ok(tree), "{name}");
        }
        let memory = Memory::new().with("/nginx.conf", bytes.as_slice());
        let question = Question {
            configuration: "/nginx.conf",
            command: "curl https://127.0.0.1/",
            files: &memory,
            caller: &memory,
            at: NOW,
            backends: Backends::Answer,
        };
        let outcome = predict(&question).expect("a command of curl");
        taken += usize::from(outcome.nginx_test.is_ok());
        for lang in Lang::ALL {
            for reason in &outcome.reasons {
                let message = reason.message(lang);
                assert!(message.problem.ends_with('.') && message.remedy.ends_with('.'), "{name}: {message}");
                assert!(!message.problem.contains('\u{202e}'), "{name}: a name turns text");
            }
            for finding in of_configuration("/nginx.conf", &memory, NOW) {
                assert!(
                    !finding.fault.message(lang).problem.contains('\u{202e}'),
                    "{name}: a name turns text"
                );
            }
        }
    }
    assert!(taken > 0, "nothing of the corpus is a configuration");
}

#[test]
fn every_message_is_looked_through() {
    let files = corpus("doctor");
    assert!(files.len() >= 9, "{}", files.len());
    let mut recognised = 0;
    for (name, bytes) in files {
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.lines().count().max(1);
        let found = doctor(&text, &Loaded::nothing()).recognised;
        assert!(found.iter().all(|one| one.line <= lines), "{name}");
        recognised += found.len();
    }
    assert!(recognised >= 7, "{recognised}");
}

#[test]
fn every_command_is_read_or_refused() {
    let files = corpus("curl");
    assert!(files.len() >= 14, "{}", files.len());
    let mut read = 0;
    for (name, bytes) in files {
        let text = String::from_utf8_lossy(&bytes);
        match diagnose::curl::read(&text) {
            Ok(command) => {
                assert!(!command.urls.is_empty(), "{name}");
                read += 1;
            }
            Err(error) => {
                for lang in Lang::ALL {
                    let message = error.message(lang);
                    assert!(
                        message.problem.ends_with('.') && message.remedy.ends_with('.'),
                        "{name}: {message}"
                    );
                }
            }
        }
        let lines = text.lines().count().max(1);
        assert!(of_commands(&text, &[]).iter().all(|advice| advice.line <= lines), "{name}");
    }
    assert!(read >= 6, "{read}");
}
