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
    starts: Vec<usize>,
}

impl Places {
    /// Of a file with this text.
    #[must_use]
    pub fn new(file: PathBuf, text: &str) -> Places {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        Places { file, starts: std::iter::once(0).chain(starts).collect() }
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
        assert_eq!(places.of(Some(2)).to_string(), "etc/g.toml:2");
        assert_eq!(places.of(None).to_string(), "etc/g.toml");
        assert_eq!(places.path("certs/a.crt"), std::path::Path::new("etc/certs/a.crt"));
        assert_eq!(places.path("/a.crt"), std::path::Path::new("/a.crt"));
    }
}
