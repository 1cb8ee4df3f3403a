//! Whether a certificate of the kit was let in, as `matrix_sh/body.sh` of the crate `deploy` finds it by curl: a refusal is known by
//! itself, by its words or by an alert about certificates; what says nothing is one only where the first certificate, which is to be
//! let in, was, or at least was looked at. Pure.

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
    /// Whether the server asks for certificates.
    pub asks: bool,
    /// The words by which a refusal is known; the first that stand in an answer count.
    pub marks: &'a [(Mark, String)],
}

impl Verdict<'_> {
    /// Whether it was let in, and what a refusal says of the certificate.
    pub(super) fn of(&self, ending: &Ending) -> (Admission, Option<Mark>) {
        match ending {
            Ending::Answered { status, body, .. } => self.of_answer(*status, body),
            Ending::Alert { alert, when: When::During | When::After } => match of_alert(*alert) {
                Some(mark) => (Admission::Refused, Some(mark)),
                None => (self.of_end(), None),
            },
            Ending::Closed { when: When::During | When::After } => (self.of_end(), None),
            _ => (Admission::Undecided, None),
        }
    }

    fn of_answer(&self, status: u16, body: &str) -> (Admission, Option<Mark>) {
        let said = self.marks.iter().find(|(_, words)| body.contains(words.as_str()));
        let mark = said.map(|(mark, _)| *mark).filter(|_| (400..500).contains(&status));
        let admission = match (mark, status) {
            // it was found in order: what is wrong with it went unnoticed, or would have
            (Some(Mark::NotAllowed), _) if self.is_stranger() && self.is_shown => Admission::Undecided,
            // the server let it through, and the application behind it did not
            (Some(Mark::Unverified), _) if self.is_stranger() => Admission::Admitted,
            (Some(_), _) => Admission::Refused,
            // nginx's own
            (None, 495 | 496) => return (Admission::Refused, Some(Mark::Refused)),
            (None, 400 | 401 | 403) => match self.first {
                Some(Came { admission: Admission::Admitted, .. }) => Admission::Refused,
                _ => Admission::Undecided,
            },
            // about the name, the number of requests, and plain HTTP
            (None, 421 | 429 | 497) => Admission::Undecided,
            (None, _) if self.is_stranger() && self.is_other_than_the_first(status) => Admission::Undecided,
            (None, _) => Admission::Admitted,
        };
        (admission, mark)
    }

    /// Whether the first one was let in and answered otherwise: an error page may send on those who are refused.
    fn is_other_than_the_first(&self, status: u16) -> bool {
        self.first.is_some_and(|first| {
            first.admission == Admission::Admitted
                && matches!(first.ending, Ending::Answered { status: before, .. } if before != status)
        })
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
        Came { version: Version::Tls13, ending, admission, mark }
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
            let verdict = Verdict { predicted, is_shown: true, first, asks: true, marks: &marks };
            assert_eq!(verdict.of(&ending), expected, "{ending:?}");
        }
        // who shows none is found to be in order by nobody
        let verdict = Verdict {
            predicted: Refused,
            is_shown: false,
            first: Some(&not_listed),
            asks: true,
            marks: &marks,
        };
        assert_eq!(verdict.of(&answered(403, named)), (Refused, Some(Mark::NotAllowed)));
        let verdict = Verdict { is_shown: true, first: Some(&let_in), asks: false, ..verdict };
        assert_eq!(verdict.of(&Ending::Closed { when: When::During }), (Undecided, None));
        let marks = deploy::refusal::marks(true);
        let listed = Verdict { predicted: Admitted, is_shown: true, first: None, asks: true, marks: &marks };
        let page = answered(403, "<title>403 Forbidden</title>");
        assert_eq!(listed.of(&page), (Refused, Some(Mark::NotAllowed)));
    }
}
