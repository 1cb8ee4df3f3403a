//! For tests alone: a fixed time, randomness with a seed, RSA keys from files, certificate families with adversarial twins,
//! temporary folders and foreign tools. Nothing here may reach a program that ships: every key in it is public.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test kit fails by panicking, with words"
)]

pub mod composed;
pub mod entropy;
pub mod family;
pub mod foreign;
pub mod idna;
pub mod keys;
pub mod pairwise;
pub mod partner;
pub mod pcapng;
pub mod port;
pub mod temp_dir;
pub mod tool;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use pki::moment::Moment;

pub use entropy::SeededEntropy;
pub use family::Family;
pub use idna::Tables;
pub use keys::TestKeys;
pub use port::free_port;
pub use temp_dir::TempDir;
pub use tool::tool;

/// The moment at which all tests take place: 2026-11-23T00:00:00Z.
pub const NOW: Moment = Moment::from_unix_seconds(1_795_392_000);

/// The output of a future that never waits, as those of [`TestKeys`] and `ProviderKeys` do not.
pub fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("this future waits for something"),
    }
}
