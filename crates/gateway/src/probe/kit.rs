//! The page's test kit as it lies unpacked in a folder: certificates, and in `matrix.sh` what is predicted of each, and by which words
//! refusals are known. Whether what comes of them is what was predicted.

mod verdict;

use std::path::{Path, PathBuf};

use deploy::refusal::Mark;
use handshake::scenario::Version;
use text::gateway_probe as say;
use text::{Lang, Message};

use super::ending::{Admission, Ending, ending};
use super::own::{FileError, Own};
use super::shake::Contact;
use verdict::Verdict;
pub use verdict::Why;

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
    /// The path that is tried unless another is asked for.
    pub path: String,
    /// The words by which a refusal is known; the first that stand in an answer count.
    pub marks: Vec<(Mark, String)>,
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
        let trials = predictions.into_iter().map(with_files).collect::<Result<_, _>>()?;
        Ok(Kit { trials, path: written_path(&text), marks: marks(&text) })
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
        let (mut firsts, mut seconds): (Vec<Came>, Vec<Came>) = Default::default();
        let mut rows = Vec::new();
        for (number, trial) in self.trials.into_iter().enumerate() {
            let Prediction { id, title, predicted, because, advice, is_shown } = trial.prediction;
            let mut ends = Vec::new();
            for (version, contact) in shows.get(number).into_iter().flatten() {
                let ending = ending(contact);
                // a version that the server does not speak says nothing
                if !ending.speaks() {
                    continue;
                }
                let first = firsts.iter().find(|came| came.version == *version);
                let second = seconds.iter().find(|came| came.version == *version);
                let verdict = Verdict { predicted, is_shown, first, second, asks, marks: &self.marks };
                let found = verdict.of(&ending);
                let (admission, mark, why) = (found.admission, found.mark, found.why);
                ends.push(Came { version: *version, ending, admission, mark, why });
            }
            if number == 0 {
                firsts.clone_from(&ends);
            } else if seconds.is_empty() && predicted == Admission::Admitted {
                seconds.clone_from(&ends);
            }
            rows.push(Row { id, title, predicted, because, advice, got: Got { ends, predicted } });
        }
        rows
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
    pub ends: Vec<Came>,
    predicted: Admission,
}

/// What came of a certificate in one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// The version.
    pub version: Version,
    /// How the connection ended.
    pub ending: Ending,
    /// What that means.
    pub admission: Admission,
    /// What a refusal says of the certificate.
    pub mark: Option<Mark>,
    /// Why it cannot be told of an answer.
    pub why: Option<Why>,
}

impl Row {
    /// What to try, where it came out otherwise, or where it cannot be told of the one that should be let in.
    #[must_use]
    pub fn advice(&self, lang: Lang) -> Option<String> {
        let kept_out = self.predicted == Admission::Admitted;
        let message = match self.got.as_predicted() {
            Some(false) if kept_out => match self.got.ends.iter().find_map(|came| came.mark) {
                Some(Mark::NotAllowed) => text::matrix::not_allowed(lang),
                Some(Mark::Untrusted) => text::matrix::not_trusted(lang),
                Some(Mark::List) => text::matrix::list_wrong(lang),
                Some(Mark::Missing) => text::matrix::not_arrived(lang),
                Some(Mark::Unverified) => text::matrix::unverified(lang),
                Some(Mark::Refused) | None => return Some(self.advice.clone()),
            },
            Some(false) => return Some(self.advice.clone()),
            None if kept_out && self.got.says(Why::Bare) => text::matrix::bare(lang),
            None if self.got.ends.iter().any(|came| came.mark == Some(Mark::NotAllowed)) => {
                text::matrix::only_listed(lang)
            }
            None if self.got.says(Why::OtherAnswer) => text::matrix::other_answer(lang),
            None | Some(true) => return None,
        };
        Some(message.to_string())
    }
}

impl Got {
    /// Whether it is what was predicted, in every version; `None` where nothing is known.
    #[must_use]
    pub fn as_predicted(&self) -> Option<bool> {
        let mut all = self.ends.iter().map(|came| came.admission);
        if self.ends.is_empty() || all.clone().any(|admission| admission == Admission::Undecided) {
            return None;
        }
        Some(all.all(|admission| admission == self.predicted))
    }

    fn says(&self, why: Why) -> bool {
        self.ends.iter().any(|came| came.why == Some(why))
    }
}

/// The calls in a function of a kit's script, one a line, as `deploy::matrix_sh` writes them.
fn calls<'a>(script: &'a str, function: &'a str) -> impl Iterator<Item = Vec<String>> {
    let begins = move |line: &&str| line.strip_prefix(function).is_some_and(|rest| rest.starts_with("()"));
    let behind = script.lines().skip_while(move |line| !begins(line)).skip(1);
    let calls = behind.take_while(|line| *line != "}");
    calls.filter_map(|line| Some(words(line.trim().strip_prefix("\"$@\"")?)))
}

/// The words by which a refusal is known. What has another form is passed over.
fn marks(script: &str) -> Vec<(Mark, String)> {
    let mark = |words| {
        let [mark, words] = <[String; 2]>::try_from(words).ok()?;
        (!words.is_empty()).then_some((Mark::from_id(&mark)?, words))
    };
    calls(script, "for_each_refusal").filter_map(mark).collect()
}

/// The path that a kit's script tries.
fn written_path(script: &str) -> String {
    let written = script.lines().find_map(|line| words(line.strip_prefix("path=")?).into_iter().next());
    written.filter(|path| super::is_path(path)).unwrap_or_else(|| "/".to_owned())
}

/// The predictions of a kit's script. What has another form is passed over.
fn predictions(script: &str) -> Vec<Prediction> {
    let prediction = |words| {
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
    calls(script, "for_each_trial").filter_map(prediction).collect()
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
    use super::{marks, predictions, words, written_path};
    use deploy::refusal::Mark;

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

    #[test]
    fn path_and_marks_are_read_from_the_script() {
        let script = "host=x\npath='/a b'\npath=/orders\nfor_each_refusal() {\n    \"$@\" not-allowed '\"error\":\"x\"'\n\
                      \x20   \"$@\" odd A\n    \"$@\" list\n    \"$@\" missing ''\n}\n";
        assert_eq!(marks(script), [(Mark::NotAllowed, "\"error\":\"x\"".to_owned())]);
        assert_eq!(written_path(script), "/", "the first counts, and is none");
        assert_eq!(written_path("path=/orders?a=1\n"), "/orders?a=1");
        assert_eq!(written_path(""), "/");
    }
}
