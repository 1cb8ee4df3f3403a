//! How nginx ends a request, before `error_page` has its word.

/// How a request ends.
#[derive(Debug)]
pub(super) enum Answer {
    /// A page of nginx's own for this code, which `error_page` may replace.
    Page(u16),
    /// A body, or nothing, with this status: nothing replaces it.
    Body(u16),
    /// Sent elsewhere, with where to as far as it is known.
    Redirect(u16, Option<String>),
    /// The connection is closed (`return 444`).
    Nothing,
}
