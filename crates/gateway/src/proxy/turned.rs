//! What a connection has turned to, handed from the request that was answered with 101 to whoever has the connection.

use hyper::upgrade::OnUpgrade;

use super::access::Entry;
use super::upstream::Lease;

/// Another protocol, and the connection to the backend that speaks it.
pub struct Turned {
    /// The backend's end.
    pub backend: OnUpgrade,
    /// The backend's connection, which counts among what the backend has to do.
    pub lease: Lease,
    /// The line of the log, written when it is over.
    pub entry: Entry,
}
