//! What a caller without a good certificate is answered. nginx's own pages say 400; own ones say 403 and no more than the caller
//! needs: why a certificate was refused stands in nginx's log alone. The words are English for every service, since programs read them.

use crate::choices::Refusals;
use crate::plan::Plan;

/// Why a caller is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No certificate was sent: nginx's internal status 496.
    Missing,
    /// The certificate does not hold: nginx's internal status 495.
    Refused,
    /// The certificate holds and is not on the list.
    NotAllowed,
}

/// An answer over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Words in the body by which the answer is known.
    pub words: &'static str,
}

impl Refusal {
    /// All of them.
    pub const ALL: [Refusal; 3] = [Refusal::Missing, Refusal::Refused, Refusal::NotAllowed];

    /// What nginx calls it inside.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Refusal::Missing => "496",
            Refusal::Refused => "495",
            Refusal::NotAllowed => "403",
        }
    }

    /// What the location that answers is called.
    pub(crate) fn location(self) -> &'static str {
        match self {
            Refusal::Missing => "@certificate_missing",
            Refusal::Refused => "@certificate_refused",
            Refusal::NotAllowed => "@certificate_not_allowed",
        }
    }

    /// The body of an own answer with its media type; `None` when nginx's own page is sent.
    pub(crate) fn body(self, refusals: Refusals) -> Option<(&'static str, String)> {
        match refusals {
            Refusals::Nginx => None,
            Refusals::Text => Some(("text/plain", self.words(refusals).to_owned())),
            Refusals::Json => {
                Some(("application/json", format!("{{\"error\":\"{}\"}}", self.words(refusals))))
            }
        }
    }

    /// The words: `ngx_http_error_495_page` and its neighbours, or our own.
    pub(crate) fn words(self, refusals: Refusals) -> &'static str {
        match (refusals, self) {
            (Refusals::Nginx, Refusal::Missing) => "No required SSL certificate was sent",
            (Refusals::Nginx, Refusal::Refused) => "The SSL certificate error",
            (Refusals::Nginx, Refusal::NotAllowed) => "403 Forbidden",
            (Refusals::Text, Refusal::Missing) => {
                "A client certificate is needed here: send yours with its key."
            }
            (Refusals::Text, Refusal::Refused) => {
                "This client certificate is refused: ask its issuer for a new one."
            }
            (Refusals::Text, Refusal::NotAllowed) => {
                "This client certificate may not enter here: ask who runs this service."
            }
            (Refusals::Json, Refusal::Missing) => "client_certificate_missing",
            (Refusals::Json, Refusal::Refused) => "client_certificate_refused",
            (Refusals::Json, Refusal::NotAllowed) => "client_certificate_not_allowed",
        }
    }
}

impl Plan {
    /// What a caller who is refused so is answered.
    #[must_use]
    pub fn answer(&self, refusal: Refusal) -> Answer {
        let refusals = self.choices().refusals;
        let status = match (refusals, refusal) {
            (Refusals::Nginx, Refusal::Missing | Refusal::Refused) => 400,
            (Refusals::Nginx, Refusal::NotAllowed) | (Refusals::Text | Refusals::Json, _) => 403,
        };
        Answer { status, words: refusal.words(refusals) }
    }
}
