//! What is said of calls whose addresses and values curl takes in ways of its own.

use diagnose::curl::ReadError;
use diagnose::files::Memory;
use diagnose::predict::{Assumption, Backends, Question, Reason, predict};
use text::Lang;

mod support;
use support::now;

const CONFIGURATION: &str = "events {} http { server { listen 80; location / { return 204; } } }";

fn question<'a>(command: &'a str, files: &'a Memory, caller: &'a Memory) -> Question<'a> {
    let configuration = "/nginx.conf";
    Question { configuration, command, files, caller, at: now(), backends: Backends::Answer }
}

/// Each that is taken beside the nearest that is not.
#[test]
fn addresses_and_files_are_taken_as_curl_takes_them() {
    let files = Memory::new().with("/nginx.conf", CONFIGURATION);
    let caller = Memory::new().with("a.json", "{}");
    for (arguments, exit) in [
        ("'http://127.0.0.1/a?expand[]=data&y=2'", 0),
        ("'http://127.0.0.1/a[]?x=[]'", 0),
        ("'http://127.0.0.1/a?x\\[1\\]=1'", 0),
        ("'http://127.0.0.1/a?x[1]=1'", 3),
        ("-g 'http://127.0.0.1/a?x[1]=1'", 0),
        ("'http://127.0.0.1/a?x={}'", 3),
        ("'http://127.0.0.1/a?x={b}'", 0),
        ("-F 'a=<a.json' http://127.0.0.1/", 0),
        ("-F 'a=<none.json' http://127.0.0.1/", 26),
        ("-F 'a=@none.json;type=text/plain' http://127.0.0.1/", 26),
        ("--form-string 'a=<none.json' http://127.0.0.1/", 0),
        ("-F 'a=b=<none.json' http://127.0.0.1/", 0),
        ("ftp://127.0.0.1/", 7),
        ("ftpx://127.0.0.1/", 1),
    ] {
        let command = format!("curl {arguments}");
        let outcome = predict(&question(&command, &files, &caller)).expect("a command of curl");
        assert_eq!(outcome.curl_exit, exit, "{command} {:?}", outcome.reasons);
        let spoken = outcome.reasons.contains(&Reason::OtherProtocol("ftp".to_owned()));
        assert_eq!(spoken, arguments.starts_with("ftp:"), "{command}");
        assert!(!outcome.assumptions.contains(&Assumption::FirstAddressAlone), "{command}");
        for lang in Lang::ALL {
            for message in outcome.reasons.iter().map(|reason| reason.message(lang)) {
                assert!(message.problem.ends_with('.') && message.remedy.ends_with('.'), "{message}");
            }
        }
    }
}

/// What the shell alone knows decides nothing here, beside what changes neither whom is called nor with what.
#[test]
fn what_the_shell_alone_knows_is_not_foretold() {
    let files = Memory::new().with("/nginx.conf", CONFIGURATION);
    let caller = Memory::new();
    let open = |text: &str| Some(ReadError::Open(text.to_owned()));
    let printed = |text: &str| Some(ReadError::Printed(text.to_owned()));
    for (arguments, error) in [
        ("\"http://$HOST:$PORT/\"", open("$HOST")),
        ("\"http://127.0.0.1:$PORT/a\"", open("$PORT")),
        ("\"$URL\"", open("$URL")),
        ("\"$BASE/a\"", open("$BASE")),
        ("\"$SCHEME://127.0.0.1/\"", open("$SCHEME")),
        ("\"$@\"", open("$@")),
        ("~/a", open("~")),
        ("-d ~/a http://127.0.0.1/", None),
        ("\"http://$USER:$PASS@127.0.0.1/\"", None),
        ("\"http://127.0.0.1/$x\"", None),
        ("\"http://127.0.0.1/${x}/b\"", None),
        ("'http://127.0.0.1/${x}/b'", None),
        ("\"http://127.0.0.1/${x:-a}\"", open("${x:-a}")),
        ("\"http://127.0.0.1/?q=${x:-a}\"", None),
        ("\"http://127.0.0.1/$(date +%s)\"", printed("$(date +%s)")),
        ("\"http://127.0.0.1/`date +%s`\"", printed("`date +%s`")),
        ("\"http://127.0.0.1/?t=$(date +%s)\"", None),
        ("-H \"X-A: $(date +%s)\" http://127.0.0.1/", None),
        ("-H X-A:{p,q} http://127.0.0.1/", open("X-A:{p,q}")),
        ("-H 'X-A:{p,q}' http://127.0.0.1/", None),
        ("--cacert c*.crt http://127.0.0.1/", open("c*.crt")),
        ("-H Accept:*/* http://127.0.0.1/", None),
    ] {
        let command = format!("curl {arguments}");
        match predict(&question(&command, &files, &caller)) {
            Ok(outcome) => {
                assert_eq!(None, error, "{command}");
                assert_eq!(outcome.curl_exit, 0, "{command} {:?}", outcome.reasons);
                assert!(!outcome.assumptions.contains(&Assumption::FirstAddressAlone), "{command}");
            }
            Err(told) => {
                for lang in Lang::ALL {
                    let message = told.message(lang);
                    assert!(message.problem.ends_with('.') && message.remedy.ends_with('.'), "{message}");
                }
                assert_eq!(Some(told), error, "{command}");
            }
        }
    }
}
