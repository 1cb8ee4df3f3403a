//! What shells make of signs that stand in no quotes, and of `~`, by bash and dash; what Microsoft's documentation says of PowerShell.

use diagnose::curl::{Command, Cut, Note, ReadError, Refusal, Shell, calls, notes, read};
use testkit::tool;
use text::Lang;

fn good(text: &str) -> Command {
    read(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// The words with which a shell calls curl, through a function in its place; none where it does not call it.
fn called_by(shell: &str, line: &str) -> Option<Vec<String>> {
    let script = format!("HOME=/h\ncurl() {{ printf '%s\\0' called \"$@\" >&2; }}\n{line}\n");
    let said = tool(shell).args(["-c", &script]).run();
    let words: Vec<&str> = said.err.split('\0').collect();
    let begin = words.iter().position(|word| word.ends_with("called"))?;
    Some(words[begin + 1..words.len() - 1].iter().map(|word| (*word).to_owned()).collect())
}

/// Each refused call beside the nearest that is made, and each is made with the address that the shell leaves.
#[test]
fn an_address_ends_where_the_shell_ends_it() {
    for line in [
        "curl https://a/b;x=1",
        "curl https://a/?x=1;y=2 --cert client.crt",
        "curl https://a/?q=a|true",
        "curl https://a/?x=1&&y=2",
        "curl https://a/?x=(1)",
        "curl https://a/?x=\\(1\\)",
        "curl 'https://a/?x=(1)'",
        "curl https://a/?x=1)",
        "(true; curl https://a/?x=1)",
        "curl https://a/(b)/c",
        "curl https://a/?x=<id>",
        "curl https://a/?x=<id>&y=2",
        "curl https://a/<id>/c",
        "curl 'https://a/<id>/c'",
        "curl https://<host>/",
        "curl --cert <client.crt> --key <client.key> https://a/",
        "curl --cert '<client.crt>' https://a/",
        "curl -H Authorization:<token> https://a/",
        "curl -H \"Authorization:<token>\" https://a/",
        "curl -H Authorization: Bearer <token> https://a/",
        "curl -d <json> https://a/",
        "curl https://a/ -d <body>",
        "curl https://a/ -o <file>",
        "curl https://a/ </dev/null>/dev/null",
        "true; curl https://a/ <&0",
        "cat > /dev/null <<EOF\ncurl https://b/\nEOF\ncurl https://a/",
        "curl https://a/ -d @- <<'EOF'\n{\"a\":1}\nEOF",
        "curl https://a/ -d \"$(cat <<EOF\n{}\nEOF\n)\"",
        "curl 'https://a/c' -d \"`echo b`\"",
        "curl -d @- https://a/ </dev/null",
        "x() { true; }; curl https://a/",
        "case x in x) curl https://a/ ;; esac",
        "curl --cacert ~/ca.crt https://a/",
        "curl --cacert '~/ca.crt' https://a/",
        "curl -d @~/body https://a/",
        "curl -E~/client.pem https://a/",
        "curl https://a/~user/",
        "curl --capath ~ https://a/",
    ] {
        for shell in ["bash", "dash"] {
            let ours = match read(line) {
                Ok(command) => Some(command),
                Err(ReadError::Syntax { .. } | ReadError::NoSuchInput(_)) => None,
                Err(error) => panic!("{line}: {error:?}"),
            };
            let theirs = called_by(shell, line);
            assert_eq!(ours.is_some(), theirs.is_some(), "{shell}: {line}: {theirs:?}");
            let (Some(ours), Some(theirs)) = (ours, theirs) else { continue };
            let files = [ours.certificate, ours.authorities, ours.authority_folder];
            for word in ours.urls.into_iter().chain(files.into_iter().flatten()) {
                let word = word.replace("$HOME", "/h");
                assert!(
                    theirs.iter().any(|their| their.ends_with(&word)),
                    "{shell}: {line}: {word} {theirs:?}"
                );
            }
        }
    }
}

#[test]
fn what_a_shell_refuses_is_told_with_its_place() {
    let syntax = |sign, line, column| ReadError::Syntax { sign, line, column };
    for (line, error) in [
        ("curl https://a/?x=(1)", syntax('(', 1, 19)),
        ("curl -k \\\n  https://a/b)", syntax(')', 2, 14)),
        ("curl https://<host>/", ReadError::NoSuchInput("host".to_owned())),
    ] {
        assert_eq!(read(line), Err(error.clone()), "{line}");
        for lang in Lang::ALL {
            let message = error.message(lang);
            assert!(message.problem.ends_with('.') && message.remedy.ends_with('.'), "{message}");
        }
    }
    // another command's fault is not this one's
    assert!(read("curl https://a/\necho (b)").is_ok());
    // bash has a file of what another command prints
    let command = good("curl --cert <(pass show client) https://a/");
    assert_eq!(command.urls, ["https://a/"]);
    assert_eq!(command.notes, [Note::Printed("<(pass show client)".to_owned())]);
}

#[test]
fn what_signs_cut_off_is_told() {
    let cut = |by, text: &str| vec![Note::CutOff { by, text: text.to_owned() }];
    let rest = |text: &str| vec![Note::RestOfLine(text.to_owned())];
    for (line, told) in [
        ("curl https://a/b;x=1 -k", cut(Cut::Sign(';'), "x=1 -k")),
        ("curl https://a/?x=1;y=2;z=3", cut(Cut::Sign(';'), "y=2;z=3")),
        ("curl https://a/?x=1|y=2", cut(Cut::Sign('|'), "y=2")),
        ("curl https://a/?x=1&&y=2", cut(Cut::Ampersand, "y=2")),
        ("curl https://a/; --cert client.crt", cut(Cut::Sign(';'), "--cert client.crt")),
        ("curl https://a/;echo", rest("echo")),
        ("curl https://a/ ; y=2 true", rest("y=2 true")),
        ("curl https://a/?x=1|jq .", rest("jq .")),
        ("curl https://a/ || true", rest("true")),
        ("C:\\x>curl https://a/;x=1", vec![]),
        ("PS C:\\x> curl.exe https://a/;x=1", cut(Cut::Sign(';'), "x=1")),
        ("PS C:\\x> curl.exe https://a/ && echo ok", cut(Cut::PowerShellChain, "echo ok")),
        ("PS C:\\x> curl.exe https://a/ || echo no", cut(Cut::PowerShellChain, "echo no")),
        ("C:\\x>curl https://a/ && echo ok", rest("echo ok")),
        (
            "PS C:\\> & \"C:\\Program Files\\curl\\curl.exe\" https://h/?a&b",
            cut(Cut::PowerShellAmpersand, "b"),
        ),
        ("PS C:\\> & \"C:\\Program Files\\curl\\curl.exe\" \"https://h/?a&b\"", vec![]),
        ("curl --cacert ~/ca.crt https://a/", vec![Note::Home]),
        ("curl --cacert '~/ca.crt' https://a/", vec![Note::HomeAsWritten("~/ca.crt".to_owned())]),
        ("curl -d @~/body https://a/", vec![Note::HomeAsWritten("~/body".to_owned())]),
        ("curl --data-raw @~/body https://a/", vec![]),
        ("cd ~/certs && curl https://a/", vec![]),
        ("C:\\x>curl %URL%", vec![Note::Variable("%URL%".to_owned())]),
    ] {
        assert_eq!(good(line).notes, told, "{line}");
        for lang in Lang::ALL {
            for message in notes(line, lang) {
                assert!(message.problem.ends_with('.') && message.remedy.ends_with('.'), "{message}");
            }
        }
    }
}

/// A path in quotes calls a program too, beside one that calls another and a text in quotes.
#[test]
fn calls_by_a_path_in_quotes_are_found() {
    let text = "PS C:\\> & \"C:\\Program Files\\curl\\curl.exe\" https://h/?a&b\n& \"C:\\x\\wget.exe\" https://h/\n\"C:\\curl\\curl.exe\" https://h/\n'curl' says no\n\"curl\n";
    let lines: Vec<usize> = calls(text).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [1, 3]);
}

/// about_Parsing, "The stop-parsing token": up to the end of the line or a pipe, with variables of cmd.exe.
#[test]
fn power_shell_stops_reading_where_it_is_told_to() {
    let command = good("PS C:\\x> curl.exe --% -k -H \"a: \\\"b\\\"\" https://a/?x=1&y=%Y%;z | jq .");
    assert_eq!((command.shell, command.insecure), (Shell::PowerShell, true));
    assert_eq!((&*command.headers[0], &*command.urls[0]), ("a: \"b\"", "https://a/?x=1&y=%Y%;z"));
    let notes = [Note::Variable("%Y%".to_owned()), Note::RestOfLine("jq .".to_owned())];
    assert_eq!(command.notes, notes);
    // nobody else has it, and in cmd.exe it is a word like others
    assert_eq!(good("curl --% https://a/?x=1&y=2").urls, ["https://a/?x=1&y=2"]);
    let unknown = Err(ReadError::Refused(Refusal::Unknown("--%".to_owned())));
    assert_eq!(read("C:\\x>curl --% https://a/"), unknown);
}

/// What stands behind the letter of `--next` is dropped, and a call of nothing asks for nothing, by the program.
#[test]
fn next_and_nothing_are_as_curl_has_them() {
    for (arguments, refusal) in
        [(vec![], Refusal::NoWords), (vec!["-:V"], Refusal::NoUrl), (vec!["-k:V"], Refusal::NoUrl)]
    {
        let said = tool("curl").args(&arguments).run();
        let first = said.err.lines().next().unwrap_or_default().to_owned();
        assert_eq!(
            (said.code, first),
            (Some(2), format!("curl: {}", refusal.in_curl_words())),
            "{arguments:?}"
        );
        assert_eq!(read(&format!("curl {}", arguments.join(" "))), Err(ReadError::Refused(refusal)));
    }
    assert!(matches!(read("curl -V: https://a/"), Err(ReadError::OfItself(_))));
    assert!(!good("curl https://a/ -:k https://b/").insecure);
}

/// What bash hands over in place of braces, wildcards and substitutions, each beside what it leaves as it is.
#[test]
fn what_the_shell_replaces_is_told() {
    let braces = |word: &str| vec![Note::Braces(word.to_owned())];
    let wildcard = |word: &str| vec![Note::Wildcard(word.to_owned())];
    let printed = |text: &str| vec![Note::Printed(text.to_owned())];
    let variable = |name: &str| vec![Note::Variable(name.to_owned())];
    for (line, told) in [
        ("curl -H X-A:{p,q} https://a/", braces("X-A:{p,q}")),
        ("curl -H 'X-A:{p,q}' https://a/", vec![]),
        ("curl -H X-A:{p} https://a/", vec![]),
        ("curl -d {\"a\":1,\"b\":2} https://a/", braces("{a:1,b:2}")),
        ("curl -d {\"a\":1} https://a/", vec![]),
        ("curl -d x{1..3} https://a/", braces("x{1..3}")),
        ("curl -d x{1..b} https://a/", vec![]),
        ("curl -w %{http_code},%{size_download} https://a/", vec![]),
        ("curl --cert clien*.crt https://a/", wildcard("clien*.crt")),
        ("curl --cert client.cr? https://a/", wildcard("client.cr?")),
        ("curl --cert client[12].crt https://a/", wildcard("client[12].crt")),
        ("curl --cert 'clien*.crt' https://a/", vec![]),
        ("curl --cert clien\\*.crt https://a/", vec![]),
        ("curl https://a/?x=*", vec![]),
        ("curl \"https://a/$(date +%s)\"", printed("$(date +%s)")),
        ("curl \"https://a/$(echo $(date))\"", printed("$(echo $(date))")),
        ("curl \"https://a/`date +%s`\"", printed("`date +%s`")),
        ("curl 'https://a/`date +%s`'", vec![]),
        ("curl \"$@\"", variable("$@")),
        ("curl -u user:p$$ https://a/", variable("$$")),
        ("curl -d '5$' https://a/", vec![]),
    ] {
        let command = good(line);
        assert_eq!(command.notes, told, "{line}");
        let theirs = called_by("bash", &format!("date() {{ printf 1; }}\nset -- x\n{line}")).expect("a call");
        let taken = |word: &String| theirs.contains(word);
        let values = command.headers.iter().chain(&command.certificate).chain(&command.urls);
        if told.is_empty() {
            assert!(values.clone().all(taken), "{line}: {theirs:?}");
        }
        // of a wildcard that fits no file the word stays
        if let Some(Note::Braces(text) | Note::Printed(text) | Note::Variable(text)) = told.first() {
            assert!(!theirs.iter().any(|word| word.contains(text)), "{line}: {theirs:?}");
        }
        for lang in Lang::ALL {
            for message in notes(line, lang) {
                assert!(message.problem.ends_with('.') && message.remedy.ends_with('.'), "{message}");
            }
        }
    }
    let rest = good("curl https://a/ \\\n  | jq \\\n  .").notes;
    assert_eq!(rest, [Note::RestOfLine("jq .".to_owned())]);
    // PowerShell's mark before a quote is no substitution
    assert_eq!(good("curl.exe -d \"{`\"a`\":1}\" https://a/").shell, Shell::PowerShell);
}

/// What stands in a here-document is no command, unless a shell is to run it.
#[test]
fn documents_are_no_commands() {
    for (text, lines) in [
        ("cat > f <<EOF\ncurl https://b/\nEOF\ncurl https://a/\n", vec![4]),
        ("cat > f <<-'EOF'\n\tcurl https://b/\n\tEOF\ncurl https://a/\n", vec![4]),
        ("curl -d @- https://a/ <<EOF\ncurl\nEOF\ncurl https://b/\n", vec![1, 4]),
        ("bash <<EOF\ncurl https://b/\nEOF\ncurl https://a/\n", vec![2, 4]),
        ("cat <<EOF\ncurl https://b/\n", vec![2]),
        ("cat <<<EOF\ncurl https://b/\nEOF\n", vec![2]),
        ("echo '<<EOF'\ncurl https://b/\nEOF\n", vec![2]),
    ] {
        let found: Vec<usize> = calls(text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(found, lines, "{text}");
    }
    assert_eq!(good("cat > f <<EOF\ncurl https://b/\nEOF\ncurl https://a/").urls, ["https://a/"]);
    assert!(read("cat > f <<EOF\ncurl https://b/\nEOF\n").is_err());
}
