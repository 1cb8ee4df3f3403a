//! Where curl puts what is answered (`--output`, `--remote-name`), and whether it can. What stands in a file is not looked at here.

use super::client::Failure;
use super::{Outcome, Reason};
use crate::curl::Command;
use crate::files::{Files, Missing};
use crate::nginx::folder::folder_of;

/// How the first answer is put away: what stands behind the last slash of the address, or a path; the name may come of the answer.
enum Output<'a> {
    Remote,
    Path(&'a str),
}

fn output(command: &Command) -> Option<Output<'_>> {
    command.others.iter().find_map(|(name, value)| match (name.as_str(), value) {
        ("remote-name" | "remote-name-all", _) => Some(Output::Remote),
        ("output", Some(path)) => Some(Output::Path(path)),
        _ => None,
    })
}

/// An address in which nothing stands to call a file by (`get_url_file_name`).
pub(super) fn unnamed(command: &Command, address: &str) -> Option<Failure> {
    let wants = matches!(output(command), Some(Output::Remote)) && !command.has("remote-header-name");
    (wants && remote_name(address).is_empty()).then(|| Failure {
        exit: 23,
        // in silence that is not written, whatever --show-error says
        words: match command.silent {
            true => "Failed writing received data to disk/application".to_owned(),
            false => "Remote file name has no length!".to_owned(),
        },
        reason: Reason::NoNameForFile(address.to_owned()),
    })
}

fn remote_name(address: &str) -> &str {
    let behind = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = behind.split(['?', '#']).next().unwrap_or_default();
    path.split_once('/').and_then(|(_, path)| path.rsplit('/').next()).unwrap_or_default()
}

/// A file that curl cannot make, once something was answered (`tool_create_output`): a folder, or one below a folder that is not there. Where
/// the files at hand are not all that there are, that is not known.
pub(super) fn unwritable(command: &Command, files: &dyn Files, outcome: &Outcome) -> Option<Failure> {
    let status = outcome.http_status.filter(|_| outcome.curl_exit == 0 && files.is_machine())?;
    let name = match output(command)? {
        Output::Path("-") => return None,
        Output::Path(path) => path,
        Output::Remote => remote_name(command.urls.first()?),
    };
    let path = match command.value_of("output-dir") {
        Some(folder) => format!("{folder}/{name}"),
        None => name.to_owned(),
    };
    let folder = folder_of(&path).trim_end_matches('/');
    let is_folder = |path: &str| files.read(path) == Err(Missing::Folder);
    let goes = !name.is_empty()
        && !is_folder(&path)
        && !path.ends_with('/')
        && (folder.is_empty() || command.has("create-dirs") || is_folder(folder));
    let words = match status {
        _ if command.head => "Failed writing header",
        // where no body came, curl says it by its exit code alone
        204 | 304 => "",
        _ => "Failure writing output to destination",
    };
    let reason = match name {
        "" => Reason::NoNameForFile(command.urls.first()?.clone()),
        _ => Reason::NotWritable(path),
    };
    (!goes).then(|| Failure { exit: 23, words: words.to_owned(), reason })
}

#[cfg(test)]
mod tests {
    use super::remote_name;

    #[test]
    fn files_are_called_by_the_end_of_the_path() {
        for (address, name) in [
            ("https://a.test/x/report.json?y=/z", "report.json"),
            ("https://a.test/x/", ""),
            ("https://a.test", ""),
            ("a.test/x", "x"),
            ("a.test?x/y", ""),
        ] {
            assert_eq!(remote_name(address), name, "{address}");
        }
    }
}
