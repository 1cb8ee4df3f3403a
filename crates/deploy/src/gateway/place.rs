//! Where something stands: a file, and the line in it.

use core::fmt::{self, Display};
use core::ops::Range;
use std::path::{Path, PathBuf};

/// A file, and a line if it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file as it was named.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: Option<usize>,
}

impl Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file.display())?;
        self.line.map_or(Ok(()), |line| write!(out, ":{line}"))
    }
}

/// A file's name and where its lines begin.
#[derive(Debug)]
pub struct Places {
    file: PathBuf,
    text: String,
    starts: Vec<usize>,
}

impl Places {
    /// Of a file with this text.
    #[must_use]
    pub fn new(file: PathBuf, text: &str) -> Places {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        Places { file, text: text.to_owned(), starts: std::iter::once(0).chain(starts).collect() }
    }

    /// The place of an octet.
    #[must_use]
    pub fn of(&self, offset: Option<usize>) -> Place {
        let line = offset.map(|offset| self.starts.partition_point(|start| *start <= offset));
        Place { file: self.file.clone(), line }
    }

    /// The place where a span begins.
    #[must_use]
    pub fn at(&self, span: &Range<usize>) -> Place {
        self.of(Some(span.start))
    }

    /// The place of a key in a table that begins here or later; where the table begins when the key has no line of its own.
    #[must_use]
    pub fn of_key(&self, table: &Range<usize>, key: &str) -> Place {
        let is_it = |line: &str| {
            line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        let first = self.starts.partition_point(|start| *start <= table.start).saturating_sub(1);
        let line = self.text.lines().enumerate().skip(first).find(|(_, line)| is_it(line));
        line.map_or_else(
            || self.at(table),
            |(number, _)| Place { file: self.file.clone(), line: Some(number + 1) },
        )
    }

    /// The file itself.
    #[must_use]
    pub fn path_of_the_file(&self) -> PathBuf {
        self.file.clone()
    }

    /// A path that the file names: one that is relative begins at the file's folder.
    #[must_use]
    pub fn path(&self, named: &str) -> PathBuf {
        self.file.parent().unwrap_or(Path::new("")).join(named)
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn lines_count_from_one() {
        let places = Places::new("etc/g.toml".into(), "a\nbc\n\nd");
        for (offset, line) in [(0, 1), (1, 1), (2, 2), (4, 2), (5, 3), (6, 4), (99, 4)] {
            assert_eq!(places.of(Some(offset)).line, Some(line), "{offset}");
        }
        let places =
            Places::new("etc/g.toml".into(), "a\n[b]\nkeys = 1\n key= 2\n[c]\nkey =3\nd = { e = 1 }");
        for (start, key, line) in [(0, "key", 4), (2, "key", 4), (23, "key", 6), (2, "keys", 3), (2, "e", 2)]
        {
            assert_eq!(places.of_key(&(start..start), key).line, Some(line), "{start} {key}");
        }
        let places = Places::new("etc/g.toml".into(), "a\nbc\n\nd");
        assert_eq!(places.of(Some(2)).to_string(), "etc/g.toml:2");
        assert_eq!(places.of(None).to_string(), "etc/g.toml");
        assert_eq!(places.path("certs/a.crt"), std::path::Path::new("etc/certs/a.crt"));
        assert_eq!(places.path("/a.crt"), std::path::Path::new("/a.crt"));
    }
}
