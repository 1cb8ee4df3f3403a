//! Causes that OpenSSL tells of by a number (X509_V_ERR of x509_vfy.h): `error 79 at 1 depth lookup:` of openssl verify,
//! `verify error:num=19:` and `Verify return code: 19 (` of s_client and s_server, `verify error: (22:` of nginx.

use core::ops::Range;

use super::places::{Places, Searched};

/// Numbers that an entry tells of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers(Vec<Number>);

/// A number, as programs print it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Number {
    /// `error79at`, behind which the depth stands; for what `openssl verify` prints.
    looked_up: Option<String>,
    /// Whole, as s_client, s_server and nginx print it.
    printed: Vec<String>,
}

/// What stands behind the depth.
const LOOKUP: &str = "depthlookup:";

/// What nginx writes before the number of a caller's certificate, as it is compared.
pub(super) const OF_CALLER: &str = "clientsslcertificateverifyerror:";

/// Less than what is written out.
const WEIGHT: usize = 1;

impl Numbers {
    /// Those of `openssl verify`, of nginx and of connections.
    pub(super) fn add_all(&mut self, written: &str) {
        self.0.extend(written.split(' ').map(|number| Number {
            looked_up: Some(format!("error{number}at")),
            printed: Number::of_connections(number).chain([Number::of_caller(number)]).collect(),
        }));
    }

    /// Those of connections alone.
    pub(super) fn add_of_connections(&mut self, written: &str) {
        self.0.extend(
            written
                .split(' ')
                .map(|number| Number { looked_up: None, printed: Number::of_connections(number).collect() }),
        );
    }

    /// Those that nginx logs of its callers alone.
    pub(super) fn add_of_callers(&mut self, written: &str) {
        let caller = |number| Number { looked_up: None, printed: vec![Number::of_caller(number)] };
        self.0.extend(written.split(' ').map(caller));
    }

    /// Where one of them stands, and how telling that is.
    pub(super) fn find<'a>(
        &'a self,
        message: &'a Searched<'_>,
    ) -> impl Iterator<Item = (Range<usize>, usize)> + 'a {
        let found = self.0.iter().filter_map(|number| number.find(message.seen.text(), &message.places));
        found.map(|place| (place, WEIGHT))
    }

    /// What they are found by.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|number| number.looked_up.iter().chain(&number.printed)).map(String::as_str)
    }
}

impl Number {
    fn of_connections(number: &str) -> impl Iterator<Item = String> {
        [format!("verifyerror:num={number}:"), format!("verifyreturncode:{number}(")].into_iter()
    }

    fn of_caller(number: &str) -> String {
        format!("{OF_CALLER}({number}:")
    }

    fn find(&self, text: &str, places: &Places<'_>) -> Option<Range<usize>> {
        let printed = || {
            self.printed.iter().find_map(|printed| places.next(printed, 0).map(|at| at..at + printed.len()))
        };
        self.looked_up.as_ref().and_then(|word| looked_up(word, text, places)).or_else(printed)
    }
}

/// `error79at`, the depth, and what stands behind it.
fn looked_up(word: &str, text: &str, places: &Places<'_>) -> Option<Range<usize>> {
    places.all(word).find_map(|at| {
        let depth = &text[at + word.len()..];
        let digits = depth.bytes().take_while(u8::is_ascii_digit).count();
        let told = digits > 0 && depth[digits..].starts_with(LOOKUP);
        told.then(|| at..at + word.len() + digits + LOOKUP.len())
    })
}
