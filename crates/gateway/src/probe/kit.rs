//! The page's test kit as it lies unpacked in a folder: certificates, and in `matrix.sh` what is predicted of each. Whether what comes of
//! them is what was predicted.

use std::path::{Path, PathBuf};

use handshake::scenario::Version;
use text::gateway_probe as say;
use text::{Lang, Message};

use super::ending::{Admission, Ending, admission, ending};
use super::own::{FileError, Own};
use super::shake::Contact;

/// Whom the kit's script trusts.
pub const AUTHORITY: &str = "ca.crt";
/// Where the predictions stand.
const SCRIPT: &str = "matrix.sh";
/// The certificate that is let in everywhere.
const GOOD: &str = "good";

/// What came of each certificate, in the order of the kit: the connection of each version.
pub type Shows = Vec<Vec<(Version, Contact)>>;

/// A kit.
#[derive(Debug)]
pub struct Kit {
    /// In its order.
    pub trials: Vec<Trial>,
}

/// A certificate with what is predicted of it.
#[derive(Debug)]
pub struct Trial {
    /// What it is, and what is predicted.
    pub prediction: Prediction,
    /// The certificate with its key; `None` where none is to be shown.
    pub own: Option<Own>,
}

/// What is predicted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prediction {
    /// Its name; its files are named after it.
    pub id: String,
    /// What it is, in a few words.
    pub title: String,
    /// Whether it is let in.
    pub predicted: Admission,
    /// The reason, in nginx's words.
    pub because: String,
    /// Whether a certificate is shown.
    pub is_shown: bool,
    /// What to try when it comes out otherwise.
    pub advice: String,
}

/// Why a folder is no kit.
#[derive(Debug)]
pub enum KitError {
    /// A file cannot be used.
    File(FileError),
    /// There are no predictions in it.
    NoPredictions(PathBuf),
}

impl KitError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            KitError::File(error) => error.message(lang),
            KitError::NoPredictions(file) => say::no_predictions(lang, &file.display()),
        }
    }
}

impl Kit {
    /// Reads the folder.
    ///
    /// # Errors
    /// [`KitError`].
    pub fn read(folder: &Path) -> Result<Kit, KitError> {
        let script = folder.join(SCRIPT);
        let text = std::fs::read_to_string(&script)
            .map_err(|error| KitError::File(FileError::Unreadable(script.clone(), error)))?;
        let predictions = predictions(&text);
        if predictions.is_empty() {
            return Err(KitError::NoPredictions(script));
        }
        let file = |id: &str, ending: &str| folder.join(format!("{id}.{ending}"));
        let with_files = |prediction: Prediction| {
            let id = &prediction.id;
            let own = prediction
                .is_shown
                .then(|| Own::read(&file(id, "crt"), Some(&file(id, "key")), ""))
                .transpose()
                .map_err(KitError::File)?;
            Ok(Trial { own, prediction })
        };
        Ok(Kit { trials: predictions.into_iter().map(with_files).collect::<Result<_, _>>()? })
    }

    /// The certificate that is let in everywhere.
    #[must_use]
    pub fn good(&self) -> Option<&Own> {
        self.trials.iter().find(|trial| trial.prediction.id == GOOD)?.own.as_ref()
    }

    /// What came of each, beside what was predicted.
    #[must_use]
    pub fn judge(self, shows: &Shows) -> Vec<Row> {
        let asks = shows.iter().flatten().any(|(_, contact)| contact.asked.is_some());
        let row = |(number, trial): (usize, Trial)| {
            let ends = shows.get(number).into_iter().flatten().map(|(version, contact)| {
                let ending = ending(contact);
                (*version, admission(&ending, asks), ending)
            });
            let Prediction { id, title, predicted, because, advice, .. } = trial.prediction;
            // a version that the server does not speak says nothing
            let ends = ends.filter(|(_, _, ending)| ending.speaks());
            let ends = ends.map(|(version, admission, ending)| (version, ending, admission)).collect();
            Row { id, title, predicted, because, advice, got: Got { ends, predicted } }
        };
        self.trials.into_iter().enumerate().map(row).collect()
    }
}

/// One line of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub id: String,
    /// What it is, in a few words.
    pub title: String,
    /// What was predicted.
    pub predicted: Admission,
    /// The reason, in nginx's words.
    pub because: String,
    /// What to try when it came out otherwise.
    pub advice: String,
    /// What came.
    pub got: Got,
}

/// What came of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Got {
    /// In each version that the server speaks.
    pub ends: Vec<(Version, Ending, Admission)>,
    predicted: Admission,
}

impl Got {
    /// Whether it is what was predicted, in every version; `None` where nothing is known.
    #[must_use]
    pub fn as_predicted(&self) -> Option<bool> {
        let mut all = self.ends.iter().map(|(_, _, admission)| *admission);
        if self.ends.is_empty() || all.clone().any(|admission| admission == Admission::Undecided) {
            return None;
        }
        Some(all.all(|admission| admission == self.predicted))
    }
}

/// The predictions of a kit's script: the calls in `for_each_trial`, one a line, as `deploy::matrix_sh` writes them. What has another
/// form is passed over.
fn predictions(script: &str) -> Vec<Prediction> {
    let behind = script.lines().skip_while(|line| !line.starts_with("for_each_trial()")).skip(1);
    let calls = behind.take_while(|line| *line != "}");
    let prediction = |line: &str| {
        let words = words(line.trim().strip_prefix("\"$@\"")?);
        let [id, title, predicted, because, shown, advice] = <[String; 6]>::try_from(words).ok()?;
        let predicted = match predicted.as_str() {
            "let-in" => Admission::Admitted,
            "refused" => Admission::Refused,
            _ => return None,
        };
        // a name that leads out of the folder is none
        let is_name =
            !id.is_empty() && id.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        is_name.then(|| Prediction { id, title, predicted, because, is_shown: shown != "nothing", advice })
    };
    calls.filter_map(prediction).collect()
}

/// Words of a POSIX shell, of which only single quotes and backslashes occur (IEEE 1003.1 section 2.2).
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => {
                let word = word.get_or_insert_default();
                word.extend(letters.by_ref().take_while(|letter| *letter != '\''));
            }
            '\\' => word.get_or_insert_default().extend(letters.next()),
            letter if letter.is_whitespace() => words.extend(word.take()),
            letter => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::{predictions, words};
    use crate::probe::ending::Admission;

    #[test]
    fn words_are_read_as_a_shell_reads_them() {
        for (line, expected) in [
            (" good 'two words' ''", &["good", "two words", ""][..]),
            (r"'it'\''s' a\ b", &["it's", "a b"]),
            ("'no end", &["no end"]),
            ("  ", &[]),
        ] {
            assert_eq!(words(line), expected, "{line}");
        }
    }

    #[test]
    fn the_calls_of_a_script_are_its_predictions_and_all_else_is_passed_over() {
        let script = "host=x\nfor_each_trial() {\n    \"$@\" good 'A good one' let-in SUCCESS certificate 'Try it.'\n\
                      \x20   \"$@\" none None refused NONE nothing Ask.\n    \"$@\" ../etc A let-in B certificate C\n\
                      \x20   \"$@\" odd A perhaps B certificate C\n    \"$@\" short A\n}\nother() {\n    \"$@\" later A let-in B certificate C\n}\n";
        let read = predictions(script);
        let seen: Vec<_> = read.iter().map(|one| (one.id.as_str(), one.predicted, one.is_shown)).collect();
        assert_eq!(seen, [("good", Admission::Admitted, true), ("none", Admission::Refused, false)]);
        assert_eq!(read[0].title, "A good one");
        assert!(predictions("").is_empty());
    }
}
