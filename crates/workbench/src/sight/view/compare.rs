//! A file of the guide against ours, with the reasons for what differs. What the guide writes, and why ours differs, is
//! `deploy::guide`'s.

use deploy::explain;
use deploy::guide;
use deploy::plan::FileKind;
use similar::{Algorithm, DiffTag};
use text::Lang;
use text::explain as say;

use crate::document::{Ground, Ink, Part};

/// What is compared with what: the lines of a file, or the commands of a script that are broken over lines.
struct Piece<'a> {
    /// Its lines as they stand.
    lines: Vec<&'a str>,
    /// What makes it the same as another: two pieces with one key are held against each other.
    key: String,
}

impl<'a> Piece<'a> {
    fn bare(&self) -> Vec<&'a str> {
        self.lines.iter().map(|line| line.trim()).collect()
    }
}

fn lines_of<'a>(pieces: &[Piece<'a>]) -> Vec<&'a str> {
    pieces.iter().flat_map(|piece| piece.lines.clone()).collect()
}

/// The guide's file against ours.
pub(super) fn against(kind: FileKind, older: &str, newer: &str, lang: Lang) -> (String, Vec<Part>) {
    let (older, newer) = (pieces(kind, older), pieces(kind, newer));
    let keys = |pieces: &[Piece<'_>]| pieces.iter().map(|piece| piece.key.clone()).collect::<Vec<_>>();
    let mut written = Written { kind, lang, text: String::new(), parts: Vec::new() };
    for change in similar::capture_diff_slices(Algorithm::Myers, &keys(&older), &keys(&newer)) {
        let (gone, come) = (&older[change.old_range()], &newer[change.new_range()]);
        if change.tag() != DiffTag::Equal {
            written.changed(gone, come);
            continue;
        }
        for (before, after) in gone.iter().zip(come) {
            if before.bare() == after.bare() {
                written.same(after);
            } else {
                written.changed(std::slice::from_ref(before), std::slice::from_ref(after));
            }
        }
    }
    (written.text, written.parts)
}

/// The pieces that count: without remarks and empty lines.
fn pieces(kind: FileKind, text: &str) -> Vec<Piece<'_>> {
    let lines = text.lines().map(|line| line.split_once("  #").map_or(line, |(before, _)| before).trim_end());
    let lines = lines.filter(|line| !line.is_empty() && !line.trim_start().starts_with('#'));
    if kind != FileKind::OpensslScript {
        return lines.map(|line| Piece { lines: vec![line], key: line.trim().to_owned() }).collect();
    }
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut goes_on = false;
    for line in lines {
        match pieces.last_mut() {
            Some(last) if goes_on => last.lines.push(line),
            _ => pieces.push(Piece { lines: vec![line], key: String::new() }),
        }
        goes_on = line.ends_with('\\');
    }
    for piece in &mut pieces {
        piece.key = command(&piece.lines);
    }
    pieces
}

/// What a command makes, whatever its options and the folders are: `openssl req ca.crt`.
fn command(lines: &[&str]) -> String {
    let mut words = lines.iter().flat_map(|line| line.split(' ')).filter(|word| !matches!(*word, "" | "\\"));
    let (program, deed) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut made = deed;
    while let Some(word) = words.next() {
        made = word;
        if word == "-out" {
            made = words.next().unwrap_or_default();
            break;
        }
    }
    let made = made.rsplit('/').next().unwrap_or_default();
    format!("{program} {deed} {made}")
}

struct Written {
    kind: FileKind,
    lang: Lang,
    text: String,
    parts: Vec<Part>,
}

impl Written {
    /// What stands in both goes on for as long as it does.
    fn same(&mut self, piece: &Piece<'_>) {
        let length = self.write("  ", &piece.lines);
        match self.parts.last_mut() {
            Some(Part { ground: Ground::Same, inks, .. }) => inks[0].1 += length,
            _ => self.parts.push(part(Ground::Same, length, Vec::new())),
        }
    }

    fn changed(&mut self, gone: &[Piece<'_>], come: &[Piece<'_>]) {
        let (gone, come) = (lines_of(gone), lines_of(come));
        let why = reasons(self.kind, &gone, &come, self.lang);
        let (before, after) = if come.is_empty() { (why, Vec::new()) } else { (Vec::new(), why) };
        for (ground, mark, lines, why) in
            [(Ground::Removed, "- ", gone, before), (Ground::Added, "+ ", come, after)]
        {
            if !lines.is_empty() {
                let length = self.write(mark, &lines);
                self.parts.push(part(ground, length, why));
            }
        }
    }

    fn write(&mut self, mark: &str, lines: &[&str]) -> usize {
        let before = self.text.len();
        for line in lines {
            self.text.push_str(mark);
            self.text.push_str(line);
            self.text.push('\n');
        }
        self.text.len() - before
    }
}

fn part(ground: Ground, length: usize, why: Vec<String>) -> Part {
    Part { ground, inks: vec![(Ink::Plain, length)], why }
}

/// Why lines are gone, and what those do that came.
fn reasons(kind: FileKind, gone: &[&str], come: &[&str], lang: Lang) -> Vec<String> {
    let both = || gone.iter().chain(come).copied();
    let mut why: Vec<String> = guide::reasons(both(), lang).into_iter().map(str::to_owned).collect();
    match kind {
        FileKind::NginxConf | FileKind::NginxSite => {
            for line in both() {
                let line = line.trim();
                let known = explain::by_line(line, lang).map(|(name, words)| format!("{name}: {words}"));
                why.extend(known.filter(|known| !why.contains(known)));
            }
        }
        FileKind::FlaskApp if why.is_empty() => why.push(say::guide_identity(lang).to_owned()),
        _ => {}
    }
    why
}

#[cfg(test)]
mod tests {
    use super::{against, command};
    use crate::document::Ground::{Added, Removed, Same};
    use deploy::guide;
    use deploy::plan::FileKind;
    use text::Lang;

    #[test]
    fn a_comparison_tells_what_went_what_came_and_why() {
        let older = guide::file(FileKind::FlaskApp).expect("the guide has one");
        let newer = older.replace("0.0.0.0", "127.0.0.1").replace("import Flask", "import Flask, request");
        let (text, parts) = against(FileKind::FlaskApp, older, &newer, Lang::En);
        let grounds: Vec<_> = parts.iter().map(|part| part.ground).collect();
        assert_eq!(grounds, [Removed, Added, Same, Removed, Added], "{text}");
        assert!(
            text.contains("-     app.run(host='0.0.0.0', port=8080)\n+     app.run(host='127.0.0.1'"),
            "{text}"
        );
        assert!(parts[4].why[0].contains("bypasses mutual TLS"), "{:?}", parts[4].why);
        let (_, same) = against(FileKind::FlaskApp, older, older, Lang::En);
        assert_eq!(same.len(), 1);
        assert_eq!(same[0].ground, Same);
    }

    #[test]
    fn commands_are_the_same_when_they_make_the_same() {
        for (lines, key) in [
            (&["openssl genpkey -algorithm RSA -out ca.key"][..], "openssl genpkey ca.key"),
            (
                &["openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out authority/ca.key"],
                "openssl genpkey ca.key",
            ),
            (&["openssl req -x509 -new \\", "    -days 3650 -out authority/ca.crt"], "openssl req ca.crt"),
            (&["mkdir -p server"], "mkdir -p server"),
            (&["cd ./certs"], "cd ./certs certs"),
            (&["umask 077"], "umask 077 077"),
        ] {
            assert_eq!(command(lines), key);
        }
    }

    #[test]
    fn a_command_is_held_against_the_one_that_makes_the_same() {
        let older = "cd ./certs\nopenssl genpkey -algorithm RSA -out ca.key\nopenssl req -new -x509 -key ca.key -out ca.crt\n";
        let newer = "umask 077\n# its key\nopenssl genpkey -algorithm ED25519 -out a/ca.key\nopenssl req -x509 -new \\\n    -out a/ca.crt\n";
        let (text, parts) = against(FileKind::OpensslScript, older, newer, Lang::En);
        let expected = "- cd ./certs\n+ umask 077\n- openssl genpkey -algorithm RSA -out ca.key\n\
                        + openssl genpkey -algorithm ED25519 -out a/ca.key\n\
                        - openssl req -new -x509 -key ca.key -out ca.crt\n+ openssl req -x509 -new \\\n+     -out a/ca.crt\n";
        assert_eq!(text, expected);
        let grounds: Vec<_> = parts.iter().map(|part| part.ground).collect();
        assert_eq!(grounds, [Removed, Added, Removed, Added, Removed, Added]);
    }
}
