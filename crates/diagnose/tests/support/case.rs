//! One comparison: a configuration, a command and files are given to the model and to the programs, and what differs is told.

use diagnose::files::Files;
use diagnose::predict::{Backends, Outcome, Question, predict};
use testkit::TempDir;
use text::Lang;

use super::{Disk, Real, environment, kit, now, really, really_each};

/// One case: what stands in the server block, and what is called.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// The first server block's certificate.
    pub(crate) pair: String,
    /// Its further directives.
    pub(crate) server: String,
    /// What stands beside it in `http`; `PORT` is the port.
    pub(crate) beside: String,
    /// Behind the address of `listen`, or with an address of its own.
    pub(crate) listen: String,
    /// Whether the certificate's directives are written at all.
    pub(crate) bare: bool,
    /// The command behind `curl`.
    pub(crate) curl: String,
    /// Whether something answers on port 1 of this machine: it never does.
    pub(crate) backends: Backends,
}

pub(crate) const MUTUAL: &str = "ssl_protocols TLSv1.2 TLSv1.3; ssl_client_certificate ca.crt; ssl_verify_client on; location / { return 200 in; }";
pub(crate) const GOOD: &str =
    "--cacert ca.crt --cert client.crt --key client.key https://api.example.test:PORT/";

impl Case {
    pub(crate) fn of(server: &str, curl: &str) -> Case {
        Case {
            pair: "server".to_owned(),
            server: server.to_owned(),
            beside: String::new(),
            listen: "ssl".to_owned(),
            bare: false,
            curl: curl.to_owned(),
            backends: Backends::Answer,
        }
    }

    pub(crate) fn pair(pair: &str, curl: &str) -> Case {
        Case { pair: pair.to_owned(), ..Case::of(MUTUAL, curl) }
    }

    pub(crate) fn with(server: &str) -> Case {
        Case::of(server, GOOD)
    }

    pub(crate) fn call(curl: &str) -> Case {
        Case::of(MUTUAL, curl)
    }

    pub(crate) fn beside(server: &str, beside: &str, curl: &str) -> Case {
        Case { beside: beside.to_owned(), ..Case::of(server, curl) }
    }

    fn configuration(&self, port: u16) -> String {
        let mut out = "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log error.log info;\nevents {}\nhttp {\naccess_log off;\n".to_owned();
        for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
            out.push_str(&format!("{name}_temp_path {name};\n"));
        }
        let address = if self.listen.contains(":PORT") { "" } else { "127.0.0.1:PORT " };
        out.push_str(&format!(
            "server {{\nlisten {address}{};\nserver_name api.example.test;\n",
            self.listen
        ));
        if !self.bare {
            out.push_str(&format!("ssl_certificate {0}.crt;\nssl_certificate_key {0}.key;\n", self.pair));
        }
        out.push_str(&format!("{}\n}}\n{}\n}}\n", self.server, self.beside));
        out.replace("PORT", &port.to_string())
    }

    pub(crate) fn line(&self, port: u16) -> String {
        let (set, rest) = environment(&self.curl);
        let set = if set.is_empty() { String::new() } else { format!("{set} curl ") };
        format!("{set}--resolve api.example.test:PORT:127.0.0.1 {rest}").replace("PORT", &port.to_string())
    }
}

const ONCE_IN_256: &str = "error:0200006A:rsa routines::block type is not 01";

/// What differs between the model and the programs, in words.
pub(crate) fn differences(model: &Outcome, real: &Real) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, model: String, real: String| {
        if model != real {
            found.push(format!("{what}: predicted {model}, was {real}"));
        }
    };
    let refused = real.nginx_test.clone().unwrap_or_default();
    let predicted = model.nginx_test.clone().err().unwrap_or_default();
    if refused != predicted {
        compare("nginx -t", predicted, refused);
    }
    compare("exit code", model.curl_exit.to_string(), real.curl_exit.to_string());
    compare("status", format!("{:?}", model.http_status), format!("{:?}", real.http_status));
    compare("title", format!("{:?}", model.body_title), format!("{:?}", real.body_title));
    let said = real.curl_error.lines().find(|line| line.starts_with("curl: ")).unwrap_or_default();
    let said = without_time(said);
    match &model.curl_error {
        Some(words) if said.contains(&without_time(words)) => {}
        // what comes of a foreign signature begins with a zero once in 256 times: then OpenSSL stumbles over the octet behind it
        Some(words) if words.contains("rsa routines::invalid padding") && said.contains(ONCE_IN_256) => {}
        Some(words) => compare("curl's words", words.clone(), said),
        None => compare("curl's words", String::new(), said),
    }
    match &model.nginx_log {
        Some(line) => {
            let wanted = format!("[{}]", line.level);
            let found = real.log.lines().any(|said| said.contains(&wanted) && said.contains(&line.words));
            if found != line.written {
                let unwritten = if line.written { "" } else { " (not written)" };
                compare("nginx's log", format!("{wanted} {}{unwritten}", line.words), real.log.clone());
            }
        }
        None => {
            let telling =
                ["verify error", "no required SSL", "SSL_do_handshake() failed", "[error]", "[crit]"];
            let other = real.log.lines().find(|said| telling.iter().any(|words| said.contains(words)));
            compare("nginx's log", String::new(), other.unwrap_or_default().to_owned());
        }
    }
    found
}

/// curl tells how long it tried.
fn without_time(text: &str) -> String {
    match text.split_once(" after ") {
        Some((before, after)) => {
            let rest = after.trim_start_matches(|letter: char| letter.is_ascii_digit());
            format!("{before} after{rest}")
        }
        None => text.to_owned(),
    }
}

/// What the model says now of a command to servers that answer, of these files.
pub(crate) fn predicted(
    configuration: &str,
    command: &str,
    files: &dyn Files,
    caller: &dyn Files,
) -> Outcome {
    let question = Question { configuration, command, files, caller, at: now(), backends: Backends::Answer };
    predict(&question).unwrap_or_else(|error| panic!("{command}: {error:?}"))
}

/// What the model says, of the files of a folder and a configuration that is put there.
pub(crate) fn modelled(folder: &TempDir, case: &Case, port: u16) -> Outcome {
    let own = folder.path().display().to_string();
    folder.write("nginx.conf", case.configuration(port).replace("FOLDER", &own));
    let line = case.line(port);
    let disk = Disk(folder.path().to_owned());
    let configuration = folder.join("nginx.conf").display().to_string();
    let (set, rest) = environment(&line);
    let question = Question {
        configuration: &configuration,
        command: &format!("{set} curl {rest}"),
        files: &disk,
        caller: &disk,
        at: now(),
        backends: case.backends,
    };
    predict(&question).unwrap_or_else(|error| panic!("{line}: {error:?}"))
}

pub(crate) fn judge(folder: &TempDir, case: &Case) -> Vec<String> {
    let port = testkit::free_port();
    let model = modelled(folder, case, port);
    let expected = model.nginx_log.as_ref().is_some_and(|line| line.written);
    let real = really(folder, &case.line(port), port, expected);
    is_told(case, &model);
    differences(&model, &real)
}

/// Whatever is refused has its reason.
fn is_told(case: &Case, model: &Outcome) {
    for lang in Lang::ALL {
        for reason in &model.reasons {
            let message = reason.message(lang);
            assert!(message.problem.ends_with('.') && message.remedy.ends_with('.'), "{message}");
        }
    }
    let told = !model.reasons.is_empty() || model.http_status == Some(200) || model.http_status < Some(400);
    assert!(told, "{case:?}: nobody says why: {model:?}");
}

/// The same for cases whose servers are alike, one nginx for each group.
pub(crate) fn groups_agree(groups: &[Vec<Case>]) {
    let folder = TempDir::new();
    kit::fill(&folder);
    let mut wrong = Vec::new();
    for group in groups {
        let port = testkit::free_port();
        let models: Vec<Outcome> = group.iter().map(|case| modelled(&folder, case, port)).collect();
        let lines: Vec<String> = group.iter().map(|case| case.line(port)).collect();
        let real = really_each(&folder, &lines, port);
        for ((case, model), real) in group.iter().zip(&models).zip(&real) {
            is_told(case, model);
            let found = differences(model, real);
            if !found.is_empty() {
                wrong.push(format!("{} | {}\n  {}", case.server, case.curl, found.join("\n  ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

pub(crate) fn all_agree(cases: &[Case]) {
    let folder = TempDir::new();
    kit::fill(&folder);
    let mut wrong = Vec::new();
    for case in cases {
        let found = judge(&folder, case);
        if !found.is_empty() {
            wrong.push(format!("{} | {} | {}\n  {}", case.pair, case.server, case.curl, found.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
