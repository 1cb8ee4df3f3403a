//! What a caller without a good certificate is answered. The gateway says why; nginx's own pages say 400; own ones say 403 and no more than the caller
//! needs: why a certificate was refused stands in nginx's log alone. The words are English for every service, since programs read them.

use std::borrow::Cow;

use text::{Lang, gateway_refusal};

use crate::choices::{Allow, Refusals, Reveal};
use crate::flask_app::UNVERIFIED;
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Words in the body by which the answer is known.
    pub words: Cow<'static, str>,
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

impl Refusal {
    /// What the gateway answers, from the very texts that it says: English for who asks for no other language. A reason names the
    /// caller, so that what stands around the name is what it is known by.
    fn by_the_gateway(self, reveal: Reveal) -> Answer {
        use gateway_refusal as say;
        let lang = Lang::En;
        let message = match (self, reveal) {
            (Refusal::Missing, _) => say::missing(lang),
            // what openssl makes for a stranger is an authority of its own
            (Refusal::Refused, Reveal::Reason) => say::is_authority(lang),
            (Refusal::Refused, Reveal::Little) => say::little_refused(lang),
            (Refusal::NotAllowed, Reveal::Reason) => say::not_allowed(lang, &NAMED),
            (Refusal::NotAllowed, Reveal::Little) => say::little_not_allowed(lang),
        };
        let status = match self {
            Refusal::Missing | Refusal::Refused => 400,
            Refusal::NotAllowed => 403,
        };
        let longest = message.problem.split(NAMED).max_by_key(|part| part.len()).unwrap_or_default();
        let words = longest.trim_matches(['“', '”', ' ']).to_owned();
        Answer { status, words: words.into() }
    }
}

/// Stands in a sentence where the caller is named.
const NAMED: char = '\0';

impl Plan {
    /// What a caller who is refused so is answered.
    #[must_use]
    pub fn answer(&self, refusal: Refusal) -> Answer {
        if let Some(gateway) = self.gateway() {
            return refusal.by_the_gateway(gateway.reveal);
        }
        let refusals = self.choices().refusals;
        let status = match (refusals, refusal) {
            (Refusals::Nginx, Refusal::Missing | Refusal::Refused) => 400,
            (Refusals::Nginx, Refusal::NotAllowed) | (Refusals::Text | Refusals::Json, _) => 403,
        };
        Answer { status, words: refusal.words(refusals).into() }
    }
}

/// What a refusal says of the certificate, as far as its words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// None arrived.
    Missing,
    /// It is in order, and not among those that may enter.
    NotAllowed,
    /// The authority that issued it is not known, or has another key.
    Untrusted,
    /// The revocation list is missing or does not hold, so nothing is known of it.
    List,
    /// It does not hold; the words do not say why, or for a reason of its own.
    Refused,
    /// The server let the call through without having verified anything, and our application behind it refuses that.
    Unverified,
}

impl Mark {
    /// All of them.
    pub const ALL: [Mark; 6] =
        [Mark::Missing, Mark::NotAllowed, Mark::Untrusted, Mark::List, Mark::Refused, Mark::Unverified];

    /// Its stable name, in scripts and in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Mark::Missing => "missing",
            Mark::NotAllowed => "not-allowed",
            Mark::Untrusted => "untrusted",
            Mark::List => "list",
            Mark::Refused => "refused",
            Mark::Unverified => "unverified",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Mark> {
        Mark::ALL.into_iter().find(|mark| mark.id() == id)
    }
}

/// The words in an answer's body by which a refusal is known, whichever of its answers a server was given; the first that stand
/// there count. nginx's bare page of 403 may be about anything: it is a refusal of the certificate where `bare_page` says that
/// certificates are listed and the others get that page.
#[must_use]
pub fn marks(bare_page: bool) -> Vec<(Mark, String)> {
    let own = |mark, refusal: Refusal| {
        let nginx = (refusal != Refusal::NotAllowed || bare_page).then_some(Refusals::Nginx);
        let all = nginx.into_iter().chain([Refusals::Text]);
        all.map(move |refusals| (mark, refusal.words(refusals).to_owned()))
    };
    // names of `pki::verify::trust::Reason`, as the gateway writes them and own answers in JSON do
    let named = [
        (Mark::Missing, "client_certificate_missing\""),
        (Mark::NotAllowed, "client_certificate_not_allowed\""),
        (Mark::Untrusted, "client_certificate_unknown_issuer\""),
        (Mark::Untrusted, "client_certificate_signature\""),
        (Mark::List, "revocation_list_"),
        (Mark::Refused, "client_certificate_"),
    ];
    own(Mark::Missing, Refusal::Missing)
        .chain(own(Mark::Refused, Refusal::Refused))
        .chain(own(Mark::NotAllowed, Refusal::NotAllowed))
        .chain(named.into_iter().map(|(mark, name)| (mark, format!("\"error\":\"{name}"))))
        .chain([(Mark::Unverified, UNVERIFIED.to_owned())])
        .collect()
}

impl Plan {
    /// Whether a caller whose certificate is not among those listed gets nginx's bare page of 403.
    #[must_use]
    pub fn refuses_with_bare_page(&self) -> bool {
        let listed = matches!(self.choices().allow, Allow::Listed(..));
        listed && self.gateway().is_none() && self.choices().refusals == Refusals::Nginx
    }
}
