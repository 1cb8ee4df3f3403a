//! The sheet of passphrases: a CSV with a line for each bundle, as spreadsheets open it, sealed under a passphrase of its own. It
//! is the only place where the passphrases of a list stand, and it is never written unencrypted.
//!
//! A cell that begins like a formula gets an apostrophe, since spreadsheets would compute it (OWASP, "CSV Injection"): names come
//! from other people's lists.

use csv_core::{WriteResult, Writer};
use pki::secret::Secret;
use text::Lang;
use text::many as say;
use zeroize::Zeroizing;

/// What the sheet is called inside its archive. Such names can be read without the passphrase.
pub(super) const NAME: &str = "passphrases.csv";

/// What spreadsheets of Windows take for UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// The sheet with one line more; the first line of a sheet is its headings.
pub(super) struct Sheet(Zeroizing<Vec<u8>>);

impl Sheet {
    /// Goes on with a sheet; an empty one gets its headings.
    pub(super) fn after(lines: &Secret, lang: Lang) -> Sheet {
        let mut sheet = Sheet(Zeroizing::new(lines.expose().to_vec()));
        if sheet.0.is_empty() {
            sheet.0.extend_from_slice(BOM);
            sheet.add([
                say::column_name(lang),
                say::column_email(lang),
                say::column_recipient(lang),
                say::column_until(lang),
                say::column_file(lang),
                say::column_passphrase(lang),
            ]);
        }
        sheet
    }

    /// Adds a line.
    pub(super) fn add(&mut self, cells: [&str; 6]) {
        let mut writer = Writer::new();
        let mut line = Zeroizing::new(Vec::new());
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 {
                append(&mut line, 2, |out| writer.delimiter(out));
            }
            let cell = Zeroizing::new(harmless(cell));
            append(&mut line, cell.len() * 2 + 2, |out| {
                let (result, _, written) = writer.field(cell.as_bytes(), out);
                (result, written)
            });
        }
        append(&mut line, 2, |out| writer.finish(out));
        line.extend_from_slice(b"\r\n");
        self.0.extend_from_slice(&line);
    }

    /// All of it so far.
    pub(super) fn into_secret(mut self) -> Secret {
        Secret::new(std::mem::take(&mut *self.0))
    }
}

/// Lets the writer write at most so many octets: a separator or an end may close a quoted cell before it.
fn append(line: &mut Zeroizing<Vec<u8>>, most: usize, write: impl FnOnce(&mut [u8]) -> (WriteResult, usize)) {
    let from = line.len();
    line.resize(from + most, 0);
    let (_, written) = write(&mut line[from..]);
    line.truncate(from + written);
}

fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t']) { ["'", cell].concat() } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreadsheets_open_it_and_compute_nothing() {
        let mut sheet = Sheet::after(&Secret::default(), Lang::Ko);
        sheet.add(["Kim, \"K\"", "a@b.test", "curl", "2026-11-23", "파트너.zip", "abc-def"]);
        let mut sheet = Sheet::after(&sheet.into_secret(), Lang::Ko);
        sheet.add(["=1+1", "+a@b.test", "-x", "@y", "\t=1", "\u{1}"]);
        let text = String::from_utf8(sheet.into_secret().expose().to_vec()).expect("UTF-8");
        let mut lines = text.split_terminator("\r\n");
        assert!(lines.next().is_some_and(|head| head.starts_with("\u{feff}이름,")), "{text}");
        assert_eq!(lines.next(), Some("\"Kim, \"\"K\"\"\",a@b.test,curl,2026-11-23,파트너.zip,abc-def"));
        assert_eq!(lines.next(), Some("'=1+1,'+a@b.test,'-x,'@y,'\t=1,\u{1}"));
        assert_eq!(lines.next(), None);
    }
}
