//! What is said of calls whose addresses and values curl takes in ways of its own.

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
