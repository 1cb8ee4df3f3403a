//! Reads a configuration as nginx does: file by file, each directive judged as it comes, `include` followed where it stands.
//! What stands before the first refusal is kept. Values are `value`'s; what follows from all together is `settings`'s.

use std::borrow::Cow;

use deploy::nginx::{Directive, Node, Place, ReadError, ReadFault, read_as_far_as_it_goes};

use super::around::Around;
use super::folder::{folder_of, full};
use super::item::{Item, Loaded};
use super::module::Modules;
use super::refusal::{Cause, FileFault, Refusal, newer};
use super::table::{Context, known, places};
use super::twice::{self, Seen};
use super::value;
use super::value::rows::Told;
use crate::files::{Files, Missing, plain};

/// Files inside one another that are followed: nginx goes on until it has no file descriptors left.
const DEEPEST: usize = 40;
/// Files that are read altogether: files that include one another twice would be read for ever.
const MOST: usize = 1_000;

/// Reads the configuration whose main file has this path.
#[must_use]
pub fn load(path: &str, files: &dyn Files) -> Loaded {
    load_with(path, files, false)
}

/// Reads on behind what nginx refuses: for what is remarkable about the rest. The refusal is the first one.
#[must_use]
pub fn load_on(path: &str, files: &dyn Files) -> Loaded {
    load_with(path, files, true)
}

fn load_with(path: &str, files: &dyn Files, goes_on: bool) -> Loaded {
    let folder = folder_of(path);
    let around = Around::default();
    let mut loader = Loader {
        files,
        folder,
        names: Vec::new(),
        not_utf8: Vec::new(),
        depth: 0,
        modules: Modules::default(),
        around,
        included: None,
        http_ended: false,
        breaks_off: None,
        goes_on,
        first: None,
    };
    let mut items = Vec::new();
    let mut seen = Seen::new();
    let refusal = loader.file(path, None, Context::MAIN, &mut items, &mut seen).err();
    let refusal = loader.first.take().or(refusal);
    let refusal = refusal.or_else(|| {
        let has_events = items.iter().any(|item| item.name == "events");
        (!has_events).then(|| Refusal {
            words: "no \"events\" section in configuration".to_owned(),
            place: None,
            cause: Cause::NoEvents,
        })
    });
    Loaded {
        files: loader.names,
        not_utf8: loader.not_utf8,
        modules: loader.modules,
        items,
        http_ended: loader.http_ended,
        refusal: refusal.map(|refusal| refusal.said(path)),
    }
}

struct Loader<'a> {
    files: &'a dyn Files,
    /// Relative paths of certificates and included files begin here.
    folder: &'a str,
    names: Vec<String>,
    not_utf8: Vec<String>,
    depth: usize,
    /// Those that are loaded, which may know more directives.
    modules: Modules,
    around: Around,
    /// Whether the block `http` has come to its end.
    http_ended: bool,
    /// Where the table that is read includes the file that is read.
    included: Option<(String, usize)>,
    /// Where the file that is read breaks off: blocks that end behind it were not closed.
    breaks_off: Option<Place>,
    /// Whether what nginx refuses is passed over.
    goes_on: bool,
    /// The first that was.
    first: Option<Refusal>,
}

impl Loader<'_> {
    fn file(
        &mut self,
        path: &str,
        by: Option<(&str, usize)>,
        context: Context,
        items: &mut Vec<Item>,
        seen: &mut Seen,
    ) -> Result<(), Refusal> {
        let refuse = |number: u8, words: &str, cause| Refusal {
            words: format!("open() \"{path}\" failed ({number}: {words})"),
            place: by.map(|(file, line)| (file.to_owned(), line)),
            cause,
        };
        if self.depth == DEEPEST || self.names.len() == MOST {
            return Err(refuse(24, "Too many open files", Cause::IncludesItself(path.to_owned())));
        }
        let contents = self.files.read(path).map_err(|missing| {
            let (number, words) = missing.errno();
            let fault = FileFault::Missing(missing);
            let refusal = refuse(
                number,
                words,
                Cause::File { name: "include".to_owned(), path: path.to_owned(), fault },
            );
            if missing != Missing::Folder {
                return refusal;
            }
            // a folder can be opened
            Refusal { words: refusal.words.replacen("open()", "pread()", 1), place: None, ..refusal }
        })?;
        let text = String::from_utf8_lossy(&contents);
        let (nodes, error) = read_as_far_as_it_goes(&text);
        if matches!(text, Cow::Owned(_)) {
            self.not_utf8.push(path.to_owned());
        }
        let file = self.names.len();
        self.names.push(path.to_owned());
        self.depth += 1;
        let around = core::mem::replace(&mut self.breaks_off, error.as_ref().map(broken_off));
        self.level(&nodes, context, file, items, seen)?;
        self.breaks_off = around;
        self.depth -= 1;
        match error {
            None => Ok(()),
            Some(error) => Err(Refusal {
                words: error.in_nginx_words().unwrap_or_else(|| "too deep".to_owned()),
                place: Some((path.to_owned(), error.at.line)),
                cause: Cause::Syntax(Box::new(error)),
            }),
        }
    }

    fn level(
        &mut self,
        nodes: &[Node],
        context: Context,
        file: usize,
        items: &mut Vec<Item>,
        seen: &mut Seen,
    ) -> Result<(), Refusal> {
        for found in deploy::nginx::directives(nodes) {
            match self.directive(found, context, file, items, seen) {
                Err(refusal) if self.goes_on => {
                    self.first.get_or_insert(refusal);
                }
                result => result?,
            }
        }
        Ok(())
    }

    fn directive(
        &mut self,
        found: &Directive,
        context: Context,
        file: usize,
        items: &mut Vec<Item>,
        seen: &mut Seen,
    ) -> Result<(), Refusal> {
        let name = found.name.as_str();
        let place = Some((self.names[file].clone(), found.at.end.line));
        let refuse = |words: String, cause| Err(Refusal { words, place: place.clone(), cause });
        let mut item = Item {
            name: name.to_owned(),
            words: found.words().map(str::to_owned).collect(),
            block: found.block.as_ref().map(|_| Vec::new()),
            file,
            start: found.at.start,
            line: found.at.end.line,
            close: found.at.close.line,
            known: true,
        };
        if context == Context::ROWS {
            return self.row(found, item, items, seen);
        }
        let rows = known(name);
        let own = || name.to_owned();
        if rows.is_empty() {
            if !self.modules.may_bring(name) {
                let refused = refuse(format!("unknown directive \"{name}\""), Cause::Unknown(own()));
                // what a newer nginx knows is read on
                if !self.goes_on || newer(name).is_none() {
                    return refused;
                }
                self.first = self.first.take().or(refused.err());
            }
            item.known = false;
            item.block = found.block.as_deref().map(|nodes| free(nodes, file));
            items.push(item);
            return Ok(());
        }
        let Some(row) = rows.iter().find(|row| row.may_stand_in(context)) else {
            let cause = match (name, context) {
                ("server", Context::MAIN) => Cause::SiteAlone,
                _ => Cause::Misplaced { name: own(), places: places(&rows) },
            };
            return refuse(format!("\"{name}\" directive is not allowed here"), cause);
        };
        if !row.is_block() && found.block.is_some() {
            return refuse(format!("directive \"{name}\" is not terminated by \";\""), Cause::Braces(own()));
        }
        if row.is_block() && found.block.is_none() {
            return refuse(format!("directive \"{name}\" has no opening \"{{\""), Cause::Braces(own()));
        }
        if !row.takes(item.words.len()) {
            let words = format!("invalid number of arguments in \"{name}\" directive");
            return refuse(words, Cause::Arguments(own()));
        }
        if name == "include" {
            return self.include(&item, context, items, seen);
        }
        if let Some((words, cause)) = twice::fault(&item, row, seen) {
            return refuse(words, cause);
        }
        let fault = value::fault(&item, row)
            .or_else(|| self.around.fault(&item, context, &self.names[file], self.files));
        if let Some((words, value)) = fault {
            let nowhere = words.starts_with("host not found");
            let cause = if nowhere { Cause::Host(value) } else { Cause::Value { name: own(), value } };
            return refuse(words, cause);
        }
        // the passwords are read as the directive is
        if name.ends_with("ssl_password_file") {
            let path = self.full(item.word(0));
            if let Err(missing) = self.files.read(&path) {
                let (number, words) = missing.errno();
                let cause =
                    Cause::File { name: own(), path: path.clone(), fault: FileFault::Missing(missing) };
                // a folder can be opened
                let call = if missing == Missing::Folder { "read" } else { "open" };
                return refuse(format!("{call}() \"{path}\" failed ({number}: {words})"), cause);
            }
        }
        if name == "load_module" {
            self.modules.add(item.word(0));
        }
        let Some(nodes) = found.block.as_deref() else {
            items.push(item);
            return Ok(());
        };
        let mut inside = Vec::new();
        self.around.enter(&item);
        let result = match context.inside(name) {
            Some(within) => self.level(nodes, within, file, &mut inside, &mut Seen::new()),
            None => {
                inside = free(nodes, file);
                Ok(())
            }
        };
        item.block = Some(inside);
        let closed = self.breaks_off.is_none_or(|at| found.at.close < at);
        let fault = self.around.leave(&item).filter(|_| closed);
        let built = self.around.built(&item).filter(|_| closed);
        self.http_ended |= item.name == "http" && result.is_ok() && closed;
        items.push(item);
        result?;
        match fault {
            None => built.map_or(Ok(()), Err),
            Some((words, value)) => Err(Refusal {
                words,
                place: Some((self.names[file].clone(), found.at.close.line)),
                cause: Cause::Value { name: own(), value },
            }),
        }
    }

    /// A row of a table that the directive around it reads by itself.
    fn row(
        &mut self,
        found: &Directive,
        item: Item,
        items: &mut Vec<Item>,
        seen: &mut Seen,
    ) -> Result<(), Refusal> {
        let place = Some((self.names[item.file].clone(), item.line));
        if found.block.is_some() {
            let error = ReadError { at: found.at.end, fault: ReadFault::Unexpected('{') };
            let words = error.in_nginx_words().unwrap_or_default();
            return Err(Refusal { words, place, cause: Cause::Syntax(Box::new(error)) });
        }
        let Some(table) = self.around.owner().cloned() else { return Ok(()) };
        if item.name == "include" && item.words.len() == 1 && value::rows::may_include(&table.name) {
            let outer = self.included.clone();
            self.included = outer.clone().or(place);
            let result = self.include(&item, Context::ROWS, items, seen);
            self.included = outer;
            return result;
        }
        let fault = self.around.row(&table, &item, seen);
        items.push(item);
        let Some((told, words, value)) = fault else { return Ok(()) };
        let place = self.included.clone().filter(|_| told == Told::AtTable).or(place);
        Err(Refusal { words, place, cause: Cause::Value { name: table.name, value } })
    }

    fn include(
        &mut self,
        item: &Item,
        context: Context,
        items: &mut Vec<Item>,
        seen: &mut Seen,
    ) -> Result<(), Refusal> {
        let pattern = self.full(item.word(0));
        let by = self.names[item.file].clone();
        let by = Some((by.as_str(), item.line));
        if !pattern.contains(['*', '?', '[']) || self.around.is_in("geo") {
            return self.file(&pattern, by, context, items, seen);
        }
        let paths = self.paths(&pattern);
        paths.into_iter().try_for_each(|path| self.file(&path, by, context, items, seen))
    }

    /// What a pattern stands for, in the order of the alphabet (glob(3)).
    fn paths(&self, pattern: &str) -> Vec<String> {
        let is_pattern = |text: &str| text.contains(['*', '?', '[']);
        let (folder, last) = pattern.rsplit_once('/').unwrap_or((".", pattern));
        let folders = if is_pattern(folder) { self.paths(folder) } else { vec![folder.to_owned()] };
        let mut found = Vec::new();
        for folder in folders {
            if !is_pattern(last) {
                let path = format!("{folder}/{last}");
                found.extend((self.files.read(&path) != Err(Missing::NotFound)).then_some(path));
                continue;
            }
            let mut names = self.files.names(&folder);
            names.retain(|name| matches(last, name) && (last.starts_with('.') || !name.starts_with('.')));
            names.sort_unstable();
            found.extend(names.into_iter().map(|name| format!("{folder}/{name}")));
        }
        found
    }

    fn full(&self, path: &str) -> String {
        full(self.folder, path)
    }
}

/// What a block holds that its directive reads by itself: any words at all.
fn free(nodes: &[Node], file: usize) -> Vec<Item> {
    let item = |found: &Directive| Item {
        name: found.name.clone(),
        words: found.words().map(str::to_owned).collect(),
        block: found.block.as_deref().map(|nodes| free(nodes, file)),
        file,
        start: found.at.start,
        line: found.at.end.line,
        close: found.at.close.line,
        known: true,
    };
    deploy::nginx::directives(nodes).map(item).collect()
}

/// Where a file breaks off: a block may end right before what nobody expects there.
fn broken_off(error: &ReadError) -> Place {
    let Place { line, column } = error.at;
    let behind = usize::from(matches!(error.fault, ReadFault::Unexpected(_)));
    Place { line, column: column + behind }
}

/// A pattern of the shell (fnmatch(3)): `*`, `?`, `[a-z]`.
fn matches(pattern: &str, name: &str) -> bool {
    let mut letters = pattern.chars();
    match letters.next() {
        None => name.is_empty(),
        Some('*') => {
            let rest = letters.as_str();
            name.char_indices().any(|(at, _)| matches(rest, &name[at..])) || matches(rest, "")
        }
        Some('?') => {
            name.chars().next().is_some_and(|first| matches(letters.as_str(), &name[first.len_utf8()..]))
        }
        Some('[') if letters.as_str().contains(']') => {
            let (set, rest) = letters.as_str().split_once(']').expect("it is contained");
            name.chars()
                .next()
                .is_some_and(|first| in_set(set, first) && matches(rest, &name[first.len_utf8()..]))
        }
        Some(letter) => name.strip_prefix(letter).is_some_and(|rest| matches(letters.as_str(), rest)),
    }
}

fn in_set(set: &str, letter: char) -> bool {
    let (set, negated) = match set.strip_prefix(['!', '^']) {
        Some(rest) => (rest, true),
        None => (set, false),
    };
    let letters: Vec<char> = set.chars().collect();
    let mut at = 0;
    let mut found = false;
    while at < letters.len() {
        if at + 2 < letters.len() && letters[at + 1] == '-' {
            found |= (letters[at]..=letters[at + 2]).contains(&letter);
            at += 3;
        } else {
            found |= letters[at] == letter;
            at += 1;
        }
    }
    found != negated
}

/// Whether two paths are the same file.
#[must_use]
pub fn same_file(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::{load, matches};
    use crate::files::Memory;

    #[test]
    fn patterns_match_as_in_a_shell() {
        for (pattern, name, expected) in [
            ("*", "a", true),
            ("*.conf", "a.conf", true),
            ("*.conf", "a.conf.bak", false),
            ("?.conf", "ab.conf", false),
            ("[a-c]*", "b1", true),
            ("[!a-c]*", "b1", false),
            ("*a*", "", false),
            ("", "", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn hidden_files_are_included_by_name_alone() {
        for (pattern, read) in [("*", "/c/a"), (".*", "/c/.b"), ("?*", "/c/a")] {
            let files = Memory::new()
                .with("/nginx.conf", format!("events {{}}\ninclude c/{pattern};\n"))
                .with("/c/a", "# nothing\n")
                .with("/c/.b", "# nothing\n");
            let loaded = load("/nginx.conf", &files);
            assert_eq!(
                (loaded.refusal, loaded.files),
                (None, vec!["/nginx.conf".to_owned(), read.to_owned()])
            );
        }
    }

    #[test]
    fn what_is_misplaced_is_told_where_it_may_stand() {
        for (text, expected) in [
            (
                "events {} http { server { location / { ssl_verify_client on; } } }",
                "stand: http, server (main",
            ),
            (
                "events {} http { proxy_pass http://a; }",
                "stand: location, if in location, limit_except (main",
            ),
            ("events {} http { worker_processes 2; }", "stand: main (main"),
            ("server { listen 443 ssl; }", "Give the main file that includes it"),
            ("events {} http { server { server { } } }", "stand: http, upstream (main"),
        ] {
            let loaded = load("/n.conf", &Memory::new().with("/n.conf", text));
            let message = loaded.refusal.expect("refused").message(text::Lang::En).to_string();
            assert!(message.contains(expected), "{text}: {message}");
        }
        let files = Memory::new().with("/n.conf", "events {} http { server { ssl_verify_client off; } }");
        assert_eq!(load("/n.conf", &files).refusal, None);
    }

    #[test]
    fn a_file_that_includes_itself_ends() {
        let files = Memory::new().with("/etc/nginx/nginx.conf", "events {}\ninclude nginx.conf;\n");
        let loaded = load("/etc/nginx/nginx.conf", &files);
        // the second `events` comes first
        assert_eq!(
            loaded.refusal.map(|refusal| refusal.to_string()).as_deref(),
            Some("\"events\" directive is duplicate in /etc/nginx/nginx.conf:1")
        );
        let files = Memory::new().with("/n.conf", "include n.conf;\n");
        let refusal = load("/n.conf", &files).refusal.expect("refused").to_string();
        assert_eq!(refusal, "open() \"/n.conf\" failed (24: Too many open files) in /n.conf:1");
    }
}
