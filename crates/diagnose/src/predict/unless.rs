//! What a caller asks for only if it has changed, or only if it has not (`ngx_http_not_modified_header_filter`).

use super::variables::Request;
use super::walk::Walk;
use super::{Assumption, Outcome};

/// What an answer can be told from another by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Marks {
    /// It has no mark.
    #[default]
    None,
    /// When the file was changed, which is not known here, and with `etag` that and its size.
    File { size: usize, etag: bool },
    /// A backend has answered, and nothing is compared.
    NotCompared,
}

/// What becomes of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unless {
    /// It is sent.
    Sent,
    /// It is not what this header asks for: 412.
    Failed(&'static str),
    /// The caller has it already: 304.
    Unchanged(&'static str),
}

impl Walk<'_> {
    /// What nginx makes of the conditions that the command sets.
    pub(super) fn unless(&self, request: &Request<'_>, marks: Marks, outcome: &mut Outcome) -> Unless {
        let header = |name: &str| Some(request.header(name)).filter(|value| !value.is_empty());
        let (size, etag) = match marks {
            Marks::NotCompared => return Unless::Sent,
            Marks::None => (None, false),
            Marks::File { size, etag } => (Some(size), etag),
        };
        // of whom it depends on when the file was changed it is said elsewhere
        let dated = header("if_unmodified_since").is_some() || header("if_modified_since").is_some();
        if dated && size.is_some() {
            return Unless::Sent;
        }
        if header("if_unmodified_since").is_some() {
            return Unless::Failed("If-Unmodified-Since");
        }
        let ending = size.filter(|_| etag).map(|size| format!("-{size:x}\""));
        let mut may_fit = |name: &str, value: &str| {
            let may = ending.as_ref().is_some_and(|ending| value.contains(ending.as_str()));
            outcome.assumptions.extend(may.then(|| Assumption::NotFollowed(name.to_owned())));
            may
        };
        if let Some(value) = header("if_match").filter(|value| value != "*")
            && !may_fit("If-Match", &value)
        {
            return Unless::Failed("If-Match");
        }
        match header("if_none_match") {
            Some(value) if value == "*" && header("if_modified_since").is_none() => {
                Unless::Unchanged("If-None-Match")
            }
            Some(value) => {
                may_fit("If-None-Match", &value);
                Unless::Sent
            }
            None => Unless::Sent,
        }
    }
}
