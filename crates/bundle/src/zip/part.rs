//! A file in memory, or its end: the one kind of file that archives are read from and appended to here, so that the library's reader
//! stands once in the page's worker.

use std::borrow::Cow;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// A file of which the part before `from` is elsewhere: it reads as zeros, in which nothing is found, and cannot be written.
pub(crate) struct Part<'a> {
    from: u64,
    octets: Cow<'a, [u8]>,
    place: u64,
}

impl<'a> Part<'a> {
    /// A whole file, to be read.
    pub(crate) fn whole(octets: &'a [u8]) -> Part<'a> {
        Part { from: 0, octets: Cow::Borrowed(octets), place: 0 }
    }

    /// What stands behind the first `from` octets of a file; its place is at its own beginning.
    pub(crate) fn behind(from: u64, octets: Vec<u8>) -> Part<'a> {
        Part { from, octets: Cow::Owned(octets), place: from }
    }

    /// The octets that are here.
    pub(crate) fn into_octets(self) -> Vec<u8> {
        self.octets.into_owned()
    }
}

impl Read for Part<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match self.from.checked_sub(self.place) {
            Some(elsewhere @ 1..) => io::repeat(0).take(elsewhere).read(into)?,
            _ => {
                let here = usize::try_from(self.place - self.from).unwrap_or(usize::MAX);
                (&self.octets[here.min(self.octets.len())..]).read(into)?
            }
        };
        self.place += read as u64;
        Ok(read)
    }
}

impl Write for Part<'_> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let all = self.octets.to_mut();
        let here = self.place.checked_sub(self.from).and_then(|here| usize::try_from(here).ok());
        let here = here.filter(|here| *here <= all.len()).ok_or(io::ErrorKind::NotSeekable)?;
        let over = octets.len().min(all.len() - here);
        all[here..here + over].copy_from_slice(&octets[..over]);
        all.extend_from_slice(&octets[over..]);
        self.place += octets.len() as u64;
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Part<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let end = self.from + self.octets.len() as u64;
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => end.checked_add_signed(by),
            SeekFrom::Current(by) => self.place.checked_add_signed(by),
        };
        self.place = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.place)
    }
}
