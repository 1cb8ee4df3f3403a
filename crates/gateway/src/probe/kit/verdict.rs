//! Whether a certificate of the kit was let in, as `matrix_sh/body.sh` of the crate `deploy` finds it by curl: a refusal is known by
//! itself, by its words or by an alert about certificates; what says nothing is one only where the first certificate, which is to be
//! let in, was, or at least was looked at. Whoever is answered otherwise than those who are let in may have been refused. Pure.

use deploy::refusal::Mark;
use handshake::alert::Alert;

use super::Came;
use crate::probe::ending::{Admission, Ending, When};

/// What is known beside how a connection ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict<'a> {
    /// What was predicted.
    pub predicted: Admission,
    /// Whether a certificate is shown at all.
    pub is_shown: bool,
    /// What came of the first certificate in this version; `None` for that one itself.
    pub first: Option<&'a Came>,
    /// The same of the next one that is to be let in: whether a server answers all alike whom it lets in.
    pub second: Option<&'a Came>,
    /// Whether the server asks for certificates.
    pub asks: bool,
    /// The words by which a refusal is known; the first that stand in an answer count.
    pub marks: &'a [(Mark, String)],
}

/// Whether a certificate was let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// That.
    pub admission: Admission,
    /// What a refusal says of the certificate.
    pub mark: Option<Mark>,
    /// Why it cannot be told of an answer.
    pub why: Option<Why>,
}

/// Why it cannot be told of an answer whether a certificate was let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// It says nothing of the certificate.
    Bare,
    /// It is another than whoever is let in gets.
    OtherAnswer,
}

impl Found {
    fn of(admission: Admission, mark: Option<Mark>) -> Found {
        Found { admission, mark, why: None }
    }

    fn unknown(why: Why) -> Found {
        Found { admission: Admission::Undecided, mark: None, why: Some(why) }
    }
}

impl Verdict<'_> {
    /// Whether it was let in.
    pub(super) fn of(&self, ending: &Ending) -> Found {
        match ending {
            Ending::Answered { status, body, .. } => self.of_answer(*status, body),
            Ending::Alert { alert, when: When::During | When::After } => match of_alert(*alert) {
                Some(mark) => Found::of(Admission::Refused, Some(mark)),
                None => Found::of(self.of_end(), None),
            },
            Ending::Closed { when: When::During | When::After } => Found::of(self.of_end(), None),
            _ => Found::of(Admission::Undecided, None),
        }
    }

    fn of_answer(&self, status: u16, body: &str) -> Found {
        let said = self.marks.iter().find(|(_, words)| body.contains(words.as_str()));
        let mark = said.map(|(mark, _)| *mark).filter(|_| (400..500).contains(&status));
        let admission = match (mark, status) {
            // it was found in order: what is wrong with it went unnoticed, or would have
            (Some(Mark::NotAllowed), _) if self.is_stranger() && self.is_shown => Admission::Undecided,
            // the server let it through, and the application behind it did not
            (Some(Mark::Unverified), _) if self.is_stranger() => Admission::Admitted,
            (Some(_), _) => Admission::Refused,
            // nginx's own
            (None, 495 | 496) => return Found::of(Admission::Refused, Some(Mark::Refused)),
            (None, 400 | 401 | 403) => match self.first {
                Some(Came { admission: Admission::Admitted, .. }) => Admission::Refused,
                _ => return Found::unknown(Why::Bare),
            },
            // about the name, the number of requests, and plain HTTP
            (None, 421 | 429 | 497) => return Found::unknown(Why::Bare),
            (None, _) if self.is_stranger() && self.is_other_than_who_is_let_in(status, body) => {
                return Found::unknown(Why::OtherAnswer);
            }
            (None, _) => Admission::Admitted,
        };
        Found::of(admission, mark)
    }

    /// Whether the first one was let in and answered otherwise: with another status, or with another body than all have who are let in.
    /// An error page may send on those who are refused, or say so with the status of a good answer.
    fn is_other_than_who_is_let_in(&self, status: u16, body: &str) -> bool {
        let answer = |came: Option<&&Came>| match came.map(|came| (&came.ending, came.admission)) {
            Some((Ending::Answered { status, body, .. }, Admission::Admitted)) => {
                Some((*status, body.clone()))
            }
            _ => None,
        };
        let (first, second) = (answer(self.first.as_ref()), answer(self.second.as_ref()));
        let all_alike = first.is_some() && first == second;
        first.is_some_and(|(before, good)| before != status || all_alike && good != body)
    }

    /// An end without a word about certificates.
    fn of_end(&self) -> Admission {
        let looked_at = self.first.is_some_and(|first| {
            first.admission == Admission::Refused || matches!(first.ending, Ending::Answered { .. })
        });
        if looked_at && self.asks { Admission::Refused } else { Admission::Undecided }
    }

    fn is_stranger(&self) -> bool {
        self.predicted == Admission::Refused
    }
}

/// What an alert says of the certificate (RFC 8446 section 6.2): also that its key did not sign, or that it may not enter.
fn of_alert(alert: Alert) -> Option<Mark> {
    let is_refusal =
        alert.is_about_a_certificate() || [Alert::ACCESS_DENIED, Alert::DECRYPT_ERROR].contains(&alert);
    match alert {
        Alert::UNKNOWN_CA => Some(Mark::Untrusted),
        _ => is_refusal.then_some(Mark::Refused),
    }
}

#[cfg(test)]
mod tests {
    use handshake::scenario::Version;

    use super::*;

    fn answered(status: u16, body: &str) -> Ending {
        Ending::Answered { status, words: String::new(), body: body.to_owned() }
    }

    fn came(ending: Ending, admission: Admission, mark: Option<Mark>) -> Came {
        Came { version: Version::Tls13, ending, admission, mark, why: None }
    }

    /// Of one who should come in, before anybody else called.
    fn awaited(marks: &[(Mark, String)]) -> Verdict<'_> {
        Verdict {
            predicted: Admission::Admitted,
            is_shown: true,
            first: None,
            second: None,
            asks: true,
            marks,
        }
    }

    #[test]
    fn a_refusal_is_known_by_itself_and_what_says_nothing_by_the_first_one() {
        use Admission::{Admitted, Refused, Undecided};
        let marks = deploy::refusal::marks(false);
        let let_in = came(answered(404, ""), Admitted, None);
        let not_listed = came(answered(403, ""), Refused, Some(Mark::NotAllowed));
        let bare = came(answered(403, ""), Undecided, None);
        let alert = |number| Ending::Alert { alert: Alert(number), when: When::After };
        let unknown = came(alert(48), Refused, Some(Mark::Untrusted));
        let ended = came(alert(40), Undecided, None);
        let page = "<center>The SSL certificate error</center>";
        let named = r#"{"error":"client_certificate_not_allowed"}"#;
        for (ending, predicted, first, expected) in [
            // the first one itself
            (answered(404, ""), Admitted, None, (Admitted, None)),
            (answered(200, page), Admitted, None, (Admitted, None)),
            (answered(400, page), Admitted, None, (Refused, Some(Mark::Refused))),
            (answered(403, named), Admitted, None, (Refused, Some(Mark::NotAllowed))),
            (answered(403, "403 Forbidden"), Admitted, None, (Undecided, None)),
            (answered(421, ""), Admitted, None, (Undecided, None)),
            (alert(48), Admitted, None, (Refused, Some(Mark::Untrusted))),
            (alert(40), Admitted, None, (Undecided, None)),
            // the others, beside one that was let in with 404
            (answered(400, page), Refused, Some(&let_in), (Refused, Some(Mark::Refused))),
            (answered(403, ""), Refused, Some(&let_in), (Refused, None)),
            (answered(404, ""), Refused, Some(&let_in), (Admitted, None)),
            (answered(302, ""), Refused, Some(&let_in), (Undecided, None)),
            (answered(302, ""), Admitted, Some(&let_in), (Admitted, None)),
            (alert(40), Refused, Some(&let_in), (Refused, None)),
            (Ending::Closed { when: When::After }, Refused, Some(&let_in), (Refused, None)),
            (Ending::Silent { when: When::After }, Refused, Some(&let_in), (Undecided, None)),
            (answered(403, named), Refused, Some(&let_in), (Undecided, Some(Mark::NotAllowed))),
            // beside one that is not listed
            (answered(403, named), Refused, Some(&not_listed), (Undecided, Some(Mark::NotAllowed))),
            (answered(403, named), Admitted, Some(&not_listed), (Refused, Some(Mark::NotAllowed))),
            (answered(400, page), Refused, Some(&not_listed), (Refused, Some(Mark::Refused))),
            // beside one that was refused with an alert
            (alert(40), Refused, Some(&unknown), (Refused, None)),
            // beside one of which nothing is known
            (alert(40), Refused, Some(&ended), (Undecided, None)),
            (answered(403, ""), Refused, Some(&bare), (Undecided, None)),
            (answered(400, page), Refused, Some(&bare), (Refused, Some(Mark::Refused))),
        ] {
            let verdict = Verdict { predicted, first, ..awaited(&marks) };
            let found = verdict.of(&ending);
            assert_eq!((found.admission, found.mark), expected, "{ending:?}");
        }
        // who shows none is found to be in order by nobody
        let verdict =
            Verdict { predicted: Refused, is_shown: false, first: Some(&not_listed), ..awaited(&marks) };
        assert_eq!(verdict.of(&answered(403, named)), Found::of(Refused, Some(Mark::NotAllowed)));
        let verdict = Verdict { is_shown: true, first: Some(&let_in), asks: false, ..verdict };
        assert_eq!(verdict.of(&Ending::Closed { when: When::During }), Found::of(Undecided, None));
        let marks = deploy::refusal::marks(true);
        let listed = awaited(&marks);
        let page = answered(403, "<title>403 Forbidden</title>");
        assert_eq!(listed.of(&page), Found::of(Refused, Some(Mark::NotAllowed)));
    }

    /// A refusal may have the very status of good answers: where these are all alike, another body says that something else answers.
    #[test]
    fn another_body_than_all_have_who_are_let_in_is_not_told() {
        use Admission::{Admitted, Refused, Undecided};
        let marks = deploy::refusal::marks(false);
        let came_with = |status, body| came(answered(status, body), Admitted, None);
        let (good, alike, named) =
            (came_with(200, "hello"), came_with(200, "hello"), came_with(200, "hello, B"));
        for (second, predicted, body, expected) in [
            (Some(&alike), Refused, "refused", (Undecided, Some(Why::OtherAnswer))),
            (Some(&alike), Refused, "hello", (Admitted, None)),
            (Some(&alike), Admitted, "hello, C", (Admitted, None)),
            // where answers are each another, they tell nothing
            (Some(&named), Refused, "hello, C", (Admitted, None)),
            (None, Refused, "refused", (Admitted, None)),
        ] {
            let verdict = Verdict { predicted, first: Some(&good), second, ..awaited(&marks) };
            let found = verdict.of(&answered(200, body));
            assert_eq!((found.admission, found.why), expected, "{body}");
        }
        let verdict = awaited(&marks);
        for status in [400, 401, 403, 421, 429, 497] {
            assert_eq!(verdict.of(&answered(status, "")).why, Some(Why::Bare), "{status}");
        }
    }
}
