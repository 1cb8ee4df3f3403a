//! The tables that nginx builds of names, whose buckets have to hold each with what stands beside it (`ngx_hash_init`).

use super::refusal::{Cause, Refusal};

/// A line of the cache of today's processors, to which nginx rounds up the size of a bucket, and which is its own size of one.
pub(super) const LINE: i64 = 64;
/// A pointer.
const POINTER: i64 = 8;

/// The size of a bucket as nginx takes it.
pub(super) fn rounded(bucket: i64) -> Option<i64> {
    Some(bucket.checked_add(LINE - 1)? / LINE * LINE)
}

/// Whether a name fits into a bucket with what nginx keeps beside it (`NGX_HASH_ELT_SIZE`).
pub(super) fn holds(bucket: i64, name: &str) -> bool {
    let length = i64::try_from(name.len()).unwrap_or(i64::MAX / 2) + 2;
    let rounded = (length + POINTER - 1) / POINTER * POINTER;
    bucket >= POINTER + rounded + POINTER
}

/// What nginx says of a table whose buckets are too small.
pub(super) fn words(table: &str, bucket: i64) -> String {
    format!("could not build {table}, you should increase {table}_bucket_size: {bucket}")
}

/// The same as a refusal, of which no line is told.
pub(super) fn refusal(table: &str, bucket: i64, name: &str) -> Refusal {
    let cause = Cause::Bucket { setting: format!("{table}_bucket_size"), name: name.to_owned() };
    Refusal { words: words(table, bucket), place: None, cause }
}
