//! The reader of curl's command lines against curl and the shells themselves, and lines as people copy them.

use diagnose::curl::{Command, Cut, Note, ReadError, Refusal, Shell, Tls, VERSION, read};
use proptest::prelude::*;
use testkit::tool;
use text::Lang;

fn good(text: &str) -> Command {
    read(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// What a call is made of, as the options say it.
#[test]
fn options_of_one_request_agree_and_numbers_are_numbers() {
    let refused = |line: &str| match read(&format!("curl {line} https://a/")) {
        Err(ReadError::Refused(refusal)) => Some(refusal.in_curl_words()),
        Err(error) => Some(format!("{error:?}")),
        Ok(_) => None,
    };
    for (line, said) in [
        ("-d a -F b=c", Some("")),
        ("-I -d a", Some("")),
        ("-G -I -d a", None),
        ("-d a -d b", None),
        ("-F bad", Some("option -F: is badly used here")),
        ("-m x", Some("option -m: expected a proper numerical parameter")),
        ("-m 0.5", None),
        ("--retry -1", Some("option --retry: expected a positive numerical parameter")),
        ("--retry 3", None),
        ("--max-redirs -1", None),
        ("-", Some("option -: is unknown")),
        ("--CACERT ca.crt", None),
    ] {
        assert_eq!(refused(line).as_deref(), said, "{line}");
    }
    let here = read("curl --cacert $PWD/ca.crt https://a/").expect("a command");
    assert_eq!(here.authorities.as_deref(), Some("ca.crt"));
    assert!(matches!(read("curl $(address)"), Err(ReadError::Printed(_))));
}

#[test]
fn the_table_is_that_of_this_curl() {
    let version = tool("curl").arg("--version").succeeds().text();
    assert!(version.starts_with(&format!("curl {VERSION} ")), "{version}: the model is of another curl");
    let help = tool("curl").args(["--help", "all"]).succeeds().text();
    let mut seen = Vec::new();
    for line in help.lines().skip(1) {
        let line = line.trim_start();
        let (letter, rest) = match line.split_once(", --") {
            Some((letter, rest)) if letter.len() == 2 => (&letter[1..], rest),
            _ => ("-", line.strip_prefix("--").unwrap_or_else(|| panic!("{line}"))),
        };
        let (name, after) = rest.split_once(' ').unwrap_or((rest, ""));
        let value = if after.starts_with(['<', '[']) { " =" } else { "" };
        seen.push(format!("{letter} {name}{value}"));
    }
    let table = include_str!("../data/curl-options.txt");
    assert_eq!(table.lines().skip(1).collect::<Vec<_>>(), seen);
}

#[test]
fn what_curl_refuses_is_refused_in_its_words() {
    let refused = |text: &str| match read(text) {
        Err(ReadError::Refused(refusal)) => refusal,
        other => panic!("{text}: {other:?}"),
    };
    for (arguments, expected) in [
        (vec!["--nonsense", "https://x"], Refusal::Unknown("--nonsense".to_owned())),
        (vec!["--cert=a", "https://x"], Refusal::Unknown("--cert=a".to_owned())),
        (vec!["-k@", "https://x"], Refusal::Unknown("-k@".to_owned())),
        (vec!["--ca", "a", "https://x"], Refusal::Ambiguous("--ca".to_owned())),
        (vec!["https://x", "--cert"], Refusal::NoValue("--cert".to_owned())),
        (vec!["https://x", "-kE"], Refusal::NoValue("-kE".to_owned())),
        (vec!["--no-cert", "https://x"], Refusal::NotBoolean("--no-cert".to_owned())),
        (vec!["-k"], Refusal::NoUrl),
        (
            vec!["--tls-max", "9", "https://x"],
            Refusal::BadValue { option: "--tls-max".to_owned(), value: "9".to_owned() },
        ),
    ] {
        let line = format!("curl {}", arguments.join(" "));
        let refusal = refused(&line);
        assert_eq!(refusal, expected, "{line}");
        let said = tool("curl").args(&arguments).run();
        assert_eq!(said.code, Some(2), "{line}");
        assert!(said.err.contains(&format!("curl: {}\n", refusal.in_curl_words())), "{line}: {}", said.err);
        for lang in Lang::ALL {
            let message = refusal.message(lang);
            assert!(message.problem.ends_with('.') && message.remedy.ends_with('.'), "{message}");
        }
    }
    for (text, expected) in [
        ("", ReadError::Empty),
        (" \n\t", ReadError::Empty),
        ("wget https://x", ReadError::NotCurl("wget".to_owned())),
        ("echo curl", ReadError::NotCurl("echo".to_owned())),
        ("curl 'https://x", ReadError::UnclosedQuote { quote: '\'', line: 1, column: 6 }),
        ("curl \\\n -H \"a https://x", ReadError::UnclosedQuote { quote: '"', line: 2, column: 5 }),
        ("curl.exe ^\n -H \"a", ReadError::UnclosedQuote { quote: '"', line: 2, column: 5 }),
    ] {
        assert_eq!(read(text), Err(expected), "{text}");
    }
}

/// What curl prints of itself, by the program: the option that asks for it is found where it stands, unless something before it is refused.
#[test]
fn curl_asked_about_itself_sends_nothing() {
    let closed = format!("https://127.0.0.1:{}/", testkit::free_port());
    for (arguments, asked) in [
        (vec!["-V", "URL"], Some("-V")),
        (vec!["URL", "--version"], Some("--version")),
        (vec!["--vers", "--nonsense"], Some("--vers")),
        (vec!["-kV", "--cert"], Some("-kV")),
        (vec!["-h"], Some("-h")),
        (vec!["-h", "tls"], Some("-h")),
        (vec!["--help", "all"], Some("--help")),
        (vec!["URL", "-h", "--nonsense"], Some("-h")),
        (vec!["-M"], Some("-M")),
        (vec!["--manual", "URL"], Some("--manual")),
        (vec!["--engine", "list", "URL"], Some("--engine list")),
        (vec!["-d", "a", "-F", "b=c", "-V"], Some("-V")),
        // and neighbours
        (vec!["--nonsense", "-V"], None),
        (vec!["--fail", "--fail-with-body", "-V"], None),
        (vec!["-s", "--no-version", "URL"], None),
        (vec!["-s", "-H", "-V", "URL"], None),
        (vec!["-s", "--", "-V"], None),
    ] {
        let arguments: Vec<&str> =
            arguments.into_iter().map(|word| if word == "URL" { &*closed } else { word }).collect();
        let line = format!("curl {}", arguments.join(" "));
        let found = match read(&line) {
            Err(ReadError::OfItself(option)) => Some(option),
            _ => None,
        };
        assert_eq!(found.as_deref(), asked, "{line}");
        let said = tool("curl").args(&arguments).run();
        assert_eq!(said.code == Some(0), asked.is_some(), "{line}: {}", said.err);
    }
    // what a newer curl may print is not known to this one
    assert_eq!(
        read("curl --ca-native -V"),
        Err(ReadError::Refused(Refusal::Unknown("--ca-native".to_owned())))
    );
    for lang in Lang::ALL {
        let message = ReadError::OfItself("-V".to_owned()).message(lang);
        assert!(message.problem.ends_with('.') && message.remedy.ends_with('.'), "{message}");
    }
}

#[test]
fn options_mean_what_the_manual_says() {
    let command = good(
        "curl -sS --cert client.crt --key=x --key client.key --cacert ca.crt https://api.example.test"
            .replace("--key=x ", "")
            .as_str(),
    );
    assert_eq!(command.certificate.as_deref(), Some("client.crt"));
    assert_eq!(command.key.as_deref(), Some("client.key"));
    assert_eq!(command.authorities.as_deref(), Some("ca.crt"));
    assert_eq!(command.urls, ["https://api.example.test"]);
    assert!(command.silent && command.show_error && !command.insecure);
    let command = good(
        "curl --tlsv1.2 --tls-max 1.2 -k -H 'Host: a' -Hb:c --resolve a:443:127.0.0.1 -fL a:443 -I --http1.1",
    );
    assert_eq!((command.tls_min, command.tls_max), (Some(Tls::V1_2), Some(Tls::V1_2)));
    assert_eq!(command.headers, ["Host: a", "b:c"]);
    assert_eq!(command.resolve, ["a:443:127.0.0.1"]);
    assert!(command.insecure && command.fail && command.follow && command.head);
    assert!(!good("curl -k --no-insecure a").insecure, "the last one counts");
    assert_eq!(good("curl --tls-max default a").tls_max, None);
    assert_eq!(good("curl -- -k").urls, ["-k"]);
    assert_eq!(good("curl -m 5 --retry 3 -o /dev/null a").others.len(), 3);
    assert_eq!(good("curl --ca-native a").notes, [Note::Newer { option: "ca-native", since: "8.2.0" }]);
    assert_eq!(
        good("CURL_CA_BUNDLE=ca.crt curl a").environment,
        [("CURL_CA_BUNDLE".to_owned(), "ca.crt".to_owned())]
    );
}

/// The file and the password of `--cert`, as curl's `parse_cert_parameter` and its manual have it.
#[test]
fn a_password_stands_behind_the_first_colon() {
    for (line, file, password) in [
        ("curl -E client.pem a", "client.pem", None),
        ("curl -E client.p12:secret a", "client.p12", Some("secret")),
        ("curl -E client.p12:se:cr a", "client.p12", Some("se:cr")),
        ("curl -E client.p12: a", "client.p12", None),
        (r"curl -E 'a\:b.p12:x' a", "a:b.p12", Some("x")),
        (r"curl -E 'a\\b:x' a", r"a\b", Some("x")),
        (r"curl -E 'a\b:x' a", r"a\b", Some("x")),
        (r"curl -E 'pkcs11:token=x;object=y' a", "pkcs11:token=x;object=y", None),
        (r"curl.exe -E C:\certs\client.p12:secret a", r"C:\certs\client.p12", Some("secret")),
        (r"curl.exe -E c:/certs/client.p12 a", "c:/certs/client.p12", None),
        ("curl -E client.p12 --pass secret a", "client.p12", Some("secret")),
    ] {
        let command = good(line);
        assert_eq!(command.certificate.as_deref(), Some(file), "{line}");
        let found =
            command.passphrase.as_ref().map(|found| String::from_utf8_lossy(found.expose()).into_owned());
        assert_eq!(found.as_deref(), password, "{line}");
        assert_eq!(command.notes.contains(&Note::PassphraseInSight), password.is_some(), "{line}");
        assert!(!format!("{command:?}").contains("secret"), "a password is shown");
    }
}

#[test]
fn lines_as_people_copy_them() {
    let headers = |text: &str| (good(text).shell, good(text).headers, good(text).urls);
    let expect = |shell, headers: &[&str], url: &str| {
        (shell, headers.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>(), vec![url.to_owned()])
    };
    // a browser's "copy as cURL (bash)", "(cmd)", and lines with the backtick of PowerShell
    for (text, expected) in [
        (
            "curl 'https://a/?q=%22' \\\n  -H 'accept: */*' \\\n  -H $'x: it\\'s \\u00e9' \\\n  --compressed",
            expect(Shell::Posix, &["accept: */*", "x: it's é"], "https://a/?q=%22"),
        ),
        (
            "curl ^\"https://a/?q=^%^22&b^\" ^\r\n  -H ^\"accept: */*^\" ^\r\n  -H ^\"x: ^\\^\"y^\\^\" z^\" ^\r\n  --compressed",
            expect(Shell::Cmd, &["accept: */*", "x: \"y\" z"], "https://a/?q=%22&b"),
        ),
        ("curl.exe -H \"a: \\\"b\\\"\" \"https://a/\"", expect(Shell::Cmd, &["a: \"b\""], "https://a/")),
        (
            "curl.exe `\n  -H 'a: it''s' `\n  -H \"b: `\"c`\"\" `\n  https://a/",
            expect(Shell::PowerShell, &["a: it's", "b: \"c\""], "https://a/"),
        ),
        ("PS C:\\Users\\me> curl.exe https://a/", expect(Shell::PowerShell, &[], "https://a/")),
        ("C:\\Users\\me>curl https://a/", expect(Shell::Cmd, &[], "https://a/")),
        // the program by its path, behind a prompt whose folder may have its name
        ("PS C:\\> .\\curl.exe https://a/", expect(Shell::PowerShell, &[], "https://a/")),
        ("PS C:\\curl> C:\\tools\\curl.exe https://a/", expect(Shell::PowerShell, &[], "https://a/")),
        ("C:\\curl\\bin>C:\\Windows\\System32\\curl.exe https://a/", expect(Shell::Cmd, &[], "https://a/")),
        ("C:\\> \"C:\\Program Files\\curl\\curl.exe\" https://a/", expect(Shell::Cmd, &[], "https://a/")),
        ("me@host:~/certs$ curl https://a/", expect(Shell::Posix, &[], "https://a/")),
        ("$ curl https://a/ # the first try", expect(Shell::Posix, &[], "https://a/")),
        ("# once more\nsudo /usr/bin/curl https://a/", expect(Shell::Posix, &[], "https://a/")),
        ("cd certs && curl https://a/ | jq .", expect(Shell::Posix, &[], "https://a/")),
        ("curl https://a/ >/dev/null 2>&1", expect(Shell::Posix, &[], "https://a/")),
        ("curl -H \"a: $TOKEN\" https://a/", expect(Shell::Posix, &["a: $TOKEN"], "https://a/")),
    ] {
        assert_eq!(headers(text), expected, "{text}");
    }
    let notes = |text: &str| good(text).notes;
    assert_eq!(notes("curl `\n https://a/"), [Note::PowerShellAlias]);
    assert_eq!(notes("cd x; curl https://a/ | jq ."), [Note::RestOfLine("jq .".to_owned())]);
    assert_eq!(
        notes("curl https://$HOST/`id`"),
        [Note::Variable("$HOST".to_owned()), Note::Printed("`id`".to_owned())]
    );
    assert_eq!(notes("curl.exe -H \"a: %TOKEN%\" https://a/"), [Note::Variable("%TOKEN%".to_owned())]);
    assert_eq!(notes("curl -H “a:b” https://a/")[0], Note::TypographicQuote('“'));
    assert_eq!(notes("curl 'https://a/$HOST'"), []);
}

/// What the shell ends too early is said, each beside what it rightly has for itself.
#[test]
fn what_the_shell_cuts_off_is_told() {
    let cut = |by, text: &str| vec![Note::CutOff { by, text: text.to_owned() }];
    let rest = |text: &str| vec![Note::RestOfLine(text.to_owned())];
    for (line, told) in [
        (
            "curl --cacert ca.crt https://a/pay?from=1&to=2 --cert client.crt --key client.key",
            cut(Cut::Ampersand, "to=2 --cert client.crt --key client.key"),
        ),
        ("curl https://a/?x=1&y=2&z=3 -k", cut(Cut::Ampersand, "y=2&z=3 -k")),
        ("curl https://a/?x=1&flag", cut(Cut::Ampersand, "flag")),
        ("curl https://a/& --cert client.crt", cut(Cut::Ampersand, "--cert client.crt")),
        ("C:\\x>curl https://a/?x=1&y=2 -k", cut(Cut::Ampersand, "y=2 -k")),
        ("PS C:\\x> curl.exe https://a/?x=1&y=2 -k", cut(Cut::PowerShellAmpersand, "y=2 -k")),
        ("curl.exe -k `\n https://a/?x=1&y=2&z=3", cut(Cut::PowerShellAmpersand, "y=2&z=3")),
        ("curl.exe -H 'a: b' https://a/?x=1&y=2", cut(Cut::PowerShellAmpersand, "y=2")),
        ("curl.exe -k https://a/?x=1&y=2", cut(Cut::Ampersand, "y=2")),
        ("PS C:\\x> curl.exe \"https://a/?x=1&y=2\" -k", vec![]),
        ("PS C:\\x> curl.exe 'https://a/?x=1&y=2' -k", vec![]),
        ("PS C:\\x> curl.exe https://a/?x=1`&y=2 -k", vec![]),
        ("PS C:\\x> curl.exe https://a/ 2>&1", vec![]),
        ("& curl.exe -H 'a: b' https://a/", vec![]),
        ("curl 'https://a/?x=1&y=2' -k", vec![]),
        ("curl https://a/?x=1\\&y=2 -k", vec![]),
        ("curl https://a/ & wait", rest("wait")),
        ("curl 'https://a/?x=1'&wait", rest("wait")),
        ("curl https://a/ && echo ok", rest("echo ok")),
        ("curl https://a/ & B=2 true", rest("B=2 true")),
        ("curl https://a/ | jq .", rest("jq .")),
        ("curl https://a/ > file", vec![]),
        ("curl https://a/ &> file", vec![]),
        ("curl --cacert ca.crt \\ \n  https://a/", cut(Cut::Blank('\\'), "https://a/")),
        ("curl -k https://a/ \\\t \r\n  --cert client.crt", cut(Cut::Blank('\\'), "--cert client.crt")),
        (
            "PS C:\\x> curl.exe -k https://a/ ` \n  --cert client.crt",
            cut(Cut::Blank('`'), "--cert client.crt"),
        ),
        ("C:\\x>curl -k https://a/ ^ \n  --cert client.crt", cut(Cut::Blank('^'), "--cert client.crt")),
        ("curl --cacert ca.crt \\\n  https://a/", vec![]),
        ("curl -k https://a/\n  --cert client.crt", cut(Cut::LineEnd, "--cert client.crt")),
        ("curl -k https://a/\nopenssl version", rest("openssl version")),
        ("curl -k https://a/ \\ ", vec![]),
    ] {
        let command = good(line);
        assert_eq!(command.notes, told, "{line}");
        assert!(command.certificate.is_none(), "{line}");
        for lang in Lang::ALL {
            for message in diagnose::curl::notes(line, lang) {
                assert!(!message.problem.is_empty() && !message.remedy.is_empty(), "{message}");
            }
        }
    }
    // what curl then refuses has its cause beside it
    let cause = "curl --cacert \\ \nca.crt https://a/";
    assert!(read(cause).is_err());
    assert_eq!(diagnose::curl::notes(cause, Lang::En).len(), 1);
}

/// Transcripts of terminals, each beside a redirection that looks like them.
#[test]
fn prompts_of_further_lines_are_no_redirections() {
    for (text, shell) in [
        ("$ curl --cert a.crt \\\n> --key a.key \\\n> https://a/", Shell::Posix),
        ("[kim@gw01 ~]$ curl --cert a.crt --key a.key \\\r\n> https://a/", Shell::Posix),
        ("curl --cert a.crt \\\n> --key a.key \\\n> 'https://a/'", Shell::Posix),
        ("$ curl --cert a.crt \\\n> --key a.key -d '{\n> }' https://a/", Shell::Posix),
        ("PS C:\\Users\\kim> curl.exe --cert a.crt `\n>> --key a.key `\n>> https://a/", Shell::PowerShell),
        ("C:\\Users\\kim>curl --cert a.crt ^\r\nMore? --key a.key ^\r\nMore? https://a/", Shell::Cmd),
        ("curl.exe --cert a.crt ^\nMore? --key a.key ^\nMore? https://a/", Shell::Cmd),
    ] {
        let command = good(text);
        assert_eq!(command.shell, shell, "{text}");
        assert_eq!(command.certificate.as_deref(), Some("a.crt"), "{text}");
        assert_eq!(command.key.as_deref(), Some("a.key"), "{text}");
        assert!(matches!(command.urls[0].trim_matches('\''), "https://a/"), "{text}: {:?}", command.urls);
        let calls = diagnose::curl::calls(text);
        assert_eq!(calls.len(), 1, "{text}");
        assert_eq!(good(&calls[0].1).urls, command.urls, "{text}");
    }
    // files into which something is written
    for text in [
        "curl https://a/ \\\n> answer.txt",
        "curl https://a/ \\\n  > answer.txt",
        "$ curl https://a/ > answer.txt",
        "curl https://a/ `\n>> answer.txt",
    ] {
        let command = good(text);
        assert_eq!((command.urls.len(), command.urls[0].as_str()), (1, "https://a/"), "{text}");
    }
    let body = good("$ curl -d '{\n> \"a\": 1\n> }' https://a/");
    assert_eq!(format!("{:?}", body.sent).matches('>').count(), 0, "{:?}", body.sent);
}

/// bash itself hands on no more than what is read.
#[test]
fn a_shell_cuts_where_it_is_said() {
    for line in [
        "curl --cacert ca.crt https://a/pay?from=1&to=2 --cert client.crt",
        "curl --cacert ca.crt \\ \n  https://a/ || true",
        "curl 'https://a/?x=1&y=2' --cert client.crt",
    ] {
        let words = words_of_shell("bash", &format!("{line}\ntrue")).expect("words");
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let command = good(line);
        assert_eq!(command.certificate.is_some(), words.contains(&"--cert"), "{line}: {words:?}");
        assert!(command.urls.iter().all(|url| words.contains(&url.as_str())), "{line}: {words:?}");
    }
}

/// The words that a POSIX shell makes of a line, through a function in curl's place.
fn words_of_shell(shell: &str, line: &str) -> Option<Vec<String>> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{line}\n");
    let said = tool(shell).args(["-c", &script]).run();
    (said.code == Some(0)).then(|| said.text().split_terminator('\0').map(str::to_owned).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, ..ProptestConfig::default() })]

    /// Words come out as dash and bash make them: each is put behind a `-H`, so that it is a value whatever it is.
    #[test]
    fn posix_words_are_those_of_the_shells(pieces in proptest::collection::vec(
        proptest::sample::select(vec!["a", "é", "-", " ", "\t", "'", "\"", "\\-", "\\\n", "=", ":", "#", "\\\"", "x y"]), 1..16
    )) {
        let line = format!("curl -H {} https://a/", pieces.concat());
        // a backslash in a remark continues nothing: what follows is a command that no shell finds
        prop_assume!(!(line.contains('#') && line.contains('\n')));
        let ours = read(&line);
        for shell in ["dash", "bash"] {
            let theirs = words_of_shell(shell, &line);
            match (&ours, theirs) {
                (Ok(command), Some(words)) => {
                    prop_assert_eq!(&command.headers[0], &words[1], "{}: {}", shell, line);
                    prop_assert_eq!(command.urls.len() + command.headers.len() * 2 <= words.len(), true, "{}", line);
                }
                (Err(ReadError::UnclosedQuote { .. }), None) => {}
                // the words are right, and curl takes some of them for options or finds no address
                (Err(ReadError::Refused(_)), Some(words)) => {
                    prop_assert!(words.len() < 3 || words[2..].iter().any(|word| word.starts_with('-')), "{}", line);
                }
                (ours, theirs) => prop_assert!(false, "{shell}: {line}: {ours:?} {theirs:?}"),
            }
        }
    }

    /// No text makes it panic, whatever shell it looks like.
    #[test]
    fn any_text_is_read_or_refused(
        begin in proptest::sample::select(vec!["", "curl ", "curl.exe ", "curl ^\"", "curl `\n", "PS C:\\> curl "]),
        text in "[ -~\né“\u{a0}]{0,60}",
    ) {
        drop(read(&format!("{begin}{text}")));
    }
}

#[test]
fn calls_are_found_among_other_lines() {
    let text = "# with a certificate
$ curl --cert a.crt \\
    --key a.key https://a/
HTTP/1.1 200 OK
PS C:\\x> curl.exe --cacert ca.crt `
  https://b/
C:\\x>curl.exe -k ^
 https://c/
nginx -t
HOME=/x /usr/bin/curl -d '{
  \"curl\": 1
}' https://d/
curl https://e/\n";
    let found = diagnose::curl::calls(text);
    let lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 5, 7, 10, 13], "{found:?}");
    for ((_, call), url) in
        found.iter().zip(["https://a/", "https://b/", "https://c/", "https://d/", "https://e/"])
    {
        assert_eq!(read(call).expect("curl").urls, [url], "{call}");
    }
    assert_eq!(diagnose::curl::calls("no call of curl here\nopenssl s_client"), []);
}
