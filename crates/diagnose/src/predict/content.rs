//! What answers where nothing else did: another program, a file, a folder's index; before them `try_files`.

use super::answer::Answer;
use super::place::Part;
use super::route::ANSWERS;
use super::unless::Marks;
use super::variables::Request;
use super::walk::{Stage, Walk};
use super::{Assumption, Backends, Outcome, Reason, backend};
use crate::files::Missing;
use crate::nginx::item::Item;

impl<'a> Walk<'a> {
    /// The first word that leads to a file or a folder, else the last word (`ngx_http_try_files_handler`).
    pub(super) fn try_files(&mut self, request: &mut Request<'a>, outcome: &mut Outcome) -> Option<Stage> {
        let item = self.scope.innermost().iter().find(|item| item.name == "try_files")?;
        let (last, tried) = item.words.split_last()?;
        for word in tried {
            let (written, folder) =
                word.strip_suffix('/').map_or((word.as_str(), false), |name| (name, true));
            let (Some(name), Some(root)) = (self.name(request, written), request.root()) else {
                outcome.assumptions.push(Assumption::NotFollowed("try_files".to_owned()));
                return None;
            };
            let is_folder = match request.files.read(&format!("{root}{name}")) {
                Ok(_) => false,
                Err(Missing::Folder) => true,
                Err(_) => continue,
            };
            if is_folder != folder {
                continue;
            }
            match request.place.part {
                Part::Whole => request.path = name,
                Part::Behind(length) => {
                    request.path = request.path.get(..length).unwrap_or_default().to_owned() + &name;
                }
                Part::Nothing if !folder => {
                    request.path = name;
                    self.adds_path = true;
                }
                Part::Nothing => {}
            }
            return None;
        }
        if let Some(code) = last.strip_prefix('=') {
            let code = code.parse().unwrap_or(404);
            outcome.reasons.push(Reason::NoFile(request.path.clone()));
            return Some(Stage::Answered(Answer::Page(code)));
        }
        match self.name(request, last) {
            Some(name) if name.starts_with('@') => Some(self.named(request, &name, outcome)),
            Some(target) => Some(self.redirected(request, &target, outcome)),
            None => {
                outcome.assumptions.push(Assumption::NotFollowed("try_files".to_owned()));
                None
            }
        }
    }

    /// A word of `try_files` with its variables; behind an alias without the location's own text.
    fn name(&self, request: &Request<'_>, word: &str) -> Option<String> {
        let name = request.expand(word)?;
        Some(match request.place.part {
            Part::Behind(length) if word.contains('$') => {
                let own = request.path.get(..length).unwrap_or_default();
                name.strip_prefix(own).map(str::to_owned).unwrap_or(name)
            }
            _ => name,
        })
    }

    /// What the location's own handler answers, else a file.
    pub(super) fn content(&mut self, request: &mut Request<'a>, outcome: &mut Outcome) -> Stage {
        let Some(handler) = self.handler else { return self.file(request, outcome) };
        if ANSWERS.contains(&handler.name.as_str()) {
            if ["GET", "HEAD"].contains(&request.method.as_str()) {
                return Stage::Answered(Answer::Body(200));
            }
            outcome.reasons.push(Reason::NoMethod(request.method.clone()));
            return Stage::Answered(Answer::Page(405));
        }
        Stage::Answered(self.pass(request, handler, outcome))
    }

    fn pass(&mut self, request: &Request<'_>, handler: &Item, outcome: &mut Outcome) -> Answer {
        if handler.name == "memcached_pass" {
            if !["GET", "HEAD"].contains(&request.method.as_str()) {
                outcome.reasons.push(Reason::NoMethod(request.method.clone()));
                return Answer::Page(405);
            }
            if request.value("memcached_key").is_none_or(|key| key.is_empty()) {
                let words = "the \"$memcached_key\" variable is not set".to_owned();
                return outcome.gives_up(500, "error", words);
            }
        }
        // an `if` without one of its own passes on to where its location does
        let written = self.scope.last(&handler.name).map_or("", |item| item.word(0));
        let mut target = written.to_owned();
        if handler.name == "proxy_pass"
            && written.contains('$')
            && let Some(found) = request.expand(written)
        {
            target = found;
            let rest = target.strip_prefix("http://").or_else(|| target.strip_prefix("https://"));
            let Some(rest) = rest.filter(|rest| !rest.is_empty()) else {
                return outcome.gives_up(500, "error", format!("invalid URL prefix in \"{target}\""));
            };
            let host = rest.split(['/', '?']).next().unwrap_or_default();
            let host = if host.starts_with('[') { "::" } else { host.split(':').next().unwrap_or_default() };
            let known = host.parse::<core::net::IpAddr>().is_ok() || rest.starts_with("unix:");
            if host.is_empty() {
                return outcome.gives_up(500, "error", format!("no host in upstream \"{rest}\""));
            }
            if !known && self.scope.last("resolver").is_none() && request.http.upstream(host).is_none() {
                return outcome.gives_up(502, "error", format!("no resolver defined to resolve {host}"));
            }
        }
        if let Some(body) = request.body.filter(|body| !body.told)
            && let Some(answer) = self.too_large(body, outcome)
        {
            return answer;
        }
        if upstream(&target, request).is_some_and(|item| {
            let mut servers = item.inside().iter().filter(|line| line.name == "server");
            servers.all(|line| line.words.iter().any(|word| word == "down"))
        }) {
            return outcome.gives_up(
                502,
                "error",
                "no live upstreams while connecting to upstream".to_owned(),
            );
        }
        match self.world.question.backends {
            Backends::Answer => {
                // what another server of this configuration says is not asked
                if backend::is_own(&target, request.http) {
                    outcome.assumptions.push(Assumption::NotFollowed(format!("proxy_pass {target}")));
                }
                outcome.assumptions.push(Assumption::BackendAnswers(target));
                self.marks = Marks::NotCompared;
                Answer::Body(200)
            }
            Backends::Down => {
                match socket_of(&target, request) {
                    Some(socket) => outcome.log(
                        "crit",
                        &format!("connect() to unix:{socket} failed (2: No such file or directory)"),
                    ),
                    None => outcome.log(
                        "error",
                        "connect() failed (111: Connection refused) while connecting to upstream",
                    ),
                }
                outcome.reasons.push(Reason::BackendDown(target));
                Answer::Page(502)
            }
        }
    }

    /// A file, or a folder's index (`ngx_http_index_handler`, `ngx_http_autoindex_handler`, `ngx_http_static_handler`).
    fn file(&mut self, request: &mut Request<'a>, outcome: &mut Outcome) -> Stage {
        let method = request.method.as_str();
        let reads = ["GET", "HEAD", "POST"].contains(&method);
        if request.place.is_alias() && !self.as_asked {
            let words = "\"alias\" cannot be used in location".to_owned();
            return Stage::Answered(outcome.gives_up(500, "alert", words));
        }
        if ["PUT", "DELETE", "MKCOL", "COPY", "MOVE"].contains(&method)
            && self.scope.last("dav_methods").is_some_and(|item| item.words.iter().any(|word| word == method))
        {
            outcome.assumptions.push(Assumption::NotFollowed("dav_methods".to_owned()));
        }
        let whole = match request.place.part {
            Part::Nothing if self.adds_path => request.root().map(|root| root + &request.path),
            _ => request.file_of(&request.path),
        };
        let Some(file) = whole else {
            outcome.assumptions.push(Assumption::NotFollowed("root".to_owned()));
            return Stage::Answered(Answer::Body(200));
        };
        if request.path.ends_with('/') && reads {
            return self.index(request, &file, outcome);
        }
        if !reads {
            outcome.reasons.push(Reason::NoMethodOfFiles(method.to_owned()));
            return Stage::Answered(Answer::Page(405));
        }
        Stage::Answered(match request.files.read(&file) {
            Ok(_) if method == "POST" => {
                outcome.reasons.push(Reason::NoMethodOfFiles(method.to_owned()));
                Answer::Page(405)
            }
            Ok(contents) => {
                outcome.assumptions.extend(asks_for_part(request).map(Assumption::NotFollowed));
                self.title = own_title(&contents);
                let etag = !self.scope.is_off("etag");
                self.marks = Marks::File { size: contents.len(), etag };
                Answer::Body(200)
            }
            Err(Missing::Folder) => {
                let question = if request.arguments.is_empty() { "" } else { "?" };
                Answer::Redirect(301, Some(format!("{}/{question}{}", request.path, request.arguments)))
            }
            Err(missing) => {
                let why = why(request, &file, missing);
                if missing != Missing::NotFound || self.logs_missing() {
                    outcome.log("error", &format!("open() \"{file}\" failed ({why})"));
                }
                outcome.reasons.push(Reason::NoFile(file));
                Answer::Page(if missing == Missing::NotFound { 404 } else { 403 })
            }
        })
    }

    fn logs_missing(&self) -> bool {
        self.scope.word("log_not_found") != Some("off")
    }

    fn index(&mut self, request: &mut Request<'a>, folder: &str, outcome: &mut Outcome) -> Stage {
        let given = self.scope.last("index").map(|item| item.words.clone());
        let indexes = given.unwrap_or_else(|| vec!["index.html".to_owned()]);
        let is_folder = request.files.read(folder) == Err(Missing::Folder);
        for index in &indexes {
            let Some(index) = request.expand(index) else {
                outcome.assumptions.push(Assumption::NotFollowed("index".to_owned()));
                continue;
            };
            if index.starts_with('/') {
                let target = with_arguments(&index, &request.arguments);
                return self.redirected(request, &target, outcome);
            }
            let file = format!("{folder}{index}");
            if request.files.read(&file).is_ok() {
                let target = with_arguments(&format!("{}{index}", request.path), &request.arguments);
                return self.redirected(request, &target, outcome);
            }
            if !is_folder {
                let why = why(request, &file, Missing::NotFound);
                if self.logs_missing() {
                    outcome.log("error", &format!("\"{file}\" is not found ({why})"));
                }
                outcome.reasons.push(Reason::NoFile(file));
                return Stage::Answered(Answer::Page(404));
            }
        }
        if is_folder && self.scope.word("random_index") == Some("on") {
            outcome.assumptions.push(Assumption::NotFollowed("random_index".to_owned()));
            return Stage::Answered(Answer::Body(200));
        }
        let lists = self.scope.word("autoindex") == Some("on") && request.method != "POST";
        Stage::Answered(if is_folder && lists {
            // its page is named for the path
            let format = self.scope.word("autoindex_format").unwrap_or("html");
            let is_page = format.eq_ignore_ascii_case("html");
            self.title = is_page.then(|| format!("Index of {}", request.path));
            Answer::Body(200)
        } else {
            outcome.log("error", &format!("directory index of \"{folder}\" is forbidden"));
            outcome.reasons.push(Reason::NoFile(folder.to_owned()));
            Answer::Page(403)
        })
    }
}

/// The upstream that requests are passed on to.
fn upstream<'a>(written: &str, request: &Request<'a>) -> Option<&'a Item> {
    let rest = written.split_once("://").map_or(written, |(_, rest)| rest);
    request.http.upstream(rest.split('/').next().unwrap_or_default())
}

/// The socket of the file system that requests are passed on to, by itself or by an upstream's first server.
fn socket_of<'a>(written: &'a str, request: &Request<'a>) -> Option<&'a str> {
    let rest = written.split_once("://").map_or(written, |(_, rest)| rest);
    let first =
        upstream(written, request).and_then(|item| item.inside().iter().find(|line| line.name == "server"));
    let path = first.map_or(rest, |line| line.word(0)).strip_prefix("unix:")?;
    Some(path.split(':').next().unwrap_or_default())
}

/// The system's number and words for a file of a request that does not open; below a file that is `ENOTDIR`.
fn why(request: &Request<'_>, path: &str, missing: Missing) -> String {
    let root = request.root().unwrap_or_default();
    let mut above = path.trim_end_matches('/');
    while let Some(end) = above.rfind('/').filter(|end| missing == Missing::NotFound && *end > root.len()) {
        above = &above[..end];
        if request.files.read(above).is_ok() {
            return "20: Not a directory".to_owned();
        }
    }
    let (number, words) = missing.errno();
    format!("{number}: {words}")
}

fn with_arguments(path: &str, arguments: &str) -> String {
    if arguments.is_empty() { path.to_owned() } else { format!("{path}?{arguments}") }
}

/// What asks for a part of a file, or for one that has changed: then the answer may be 206, 304, 412 or 416.
fn asks_for_part(request: &Request<'_>) -> Option<String> {
    let options = ["range", "continue-at", "time-cond", "etag-compare"];
    let headers = ["range", "if-modified-since", "if-unmodified-since"];
    let option = options.into_iter().find(|name| request.command.has(name));
    let header = headers.into_iter().find(|name| request.command.header(name).is_some());
    option.map(|name| format!("--{name}")).or_else(|| header.map(str::to_owned))
}

/// The title of a page of one's own (HTML, section 4.2.2).
pub(super) fn own_title(contents: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(contents);
    let (_, rest) = text.split_once("<title>")?;
    Some(rest.split_once("</title>")?.0.trim().to_owned())
}
