//! The tables that nginx builds of names, whose buckets have to hold each with what stands beside it (`ngx_hash_init`).

use super::refusal::{Cause, Refusal};
use super::settings::Scope;
use super::value::measure::number;

/// A line of the cache of today's processors, to which nginx rounds up the size of a bucket, and which is its own size of one.
pub(super) const LINE: i64 = 64;
/// A pointer.
const POINTER: i64 = 8;

/// The size of a bucket as nginx takes it.
fn rounded(bucket: i64) -> Option<i64> {
    Some(bucket.checked_add(LINE - 1)? / LINE * LINE)
}

/// Whether a name fits into a bucket with what nginx keeps beside it (`NGX_HASH_ELT_SIZE`).
fn holds(bucket: i64, name: &str) -> bool {
    let length = i64::try_from(name.len()).unwrap_or(i64::MAX / 2) + 2;
    let rounded = (length + POINTER - 1) / POINTER * POINTER;
    bucket >= POINTER + rounded + POINTER
}

/// A table, and how large nginx may make it.
pub(super) struct Table<'a> {
    pub(super) name: &'a str,
    /// How many buckets.
    pub(super) most: i64,
    /// How many octets of each, as it is written.
    pub(super) bucket: i64,
}

impl<'a> Table<'a> {
    /// As the settings of a block make it (`…_max_size`, `…_bucket_size`); nginx's own are `most` buckets of a line of the processor's memory.
    pub(super) fn of(name: &'a str, most: i64, at: &Scope<'_>) -> Table<'a> {
        let setting = |what: &str| at.word(&format!("{name}_{what}")).and_then(number);
        Table {
            name,
            most: setting("max_size").unwrap_or(most),
            bucket: setting("bucket_size").unwrap_or(LINE),
        }
    }

    /// What nginx says where the names do not fit, of which no line is told; without a name it makes none.
    pub(super) fn fault<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Option<Refusal> {
        const LARGEST: i64 = 65_536 - LINE;
        let mut names = names.into_iter().peekable();
        names.peek()?;
        let (table, bucket) = (self.name, rounded(self.bucket)?);
        let refusal = |what: &str, setting: &str, value: i64| Refusal {
            words: format!("could not build {table}, {what} {table}_{setting}: {value}"),
            place: None,
            cause: Cause::Value { name: format!("{table}_{setting}"), value: value.to_string() },
        };
        if self.most == 0 {
            return Some(refusal("you should increase", "max_size", 0));
        }
        if bucket > LARGEST {
            return Some(refusal("too large", "bucket_size", bucket));
        }
        let name = names.find(|name| !holds(bucket, name))?;
        let cause = Cause::Bucket { setting: format!("{table}_bucket_size"), name: name.to_owned() };
        Some(Refusal { cause, ..refusal("you should increase", "bucket_size", bucket) })
    }
}
