//! Numbers, sizes and times as nginx reads them (nginx's "Configuration file measurement units").

/// A whole number (`ngx_atoi`).
pub(crate) fn number(text: &str) -> Option<i64> {
    text.parse().ok().filter(|_| is_number(text))
}

/// Whether a text is digits alone.
pub(crate) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit())
}

/// A size in octets (`ngx_parse_size`).
pub(crate) fn size(text: &str) -> Option<i64> {
    measured(text, &[("k", 1 << 10), ("m", 1 << 20)])
}

/// A length in octets, which may have gigabytes (`ngx_parse_offset`).
pub(crate) fn offset(text: &str) -> Option<i64> {
    measured(text, &[("k", 1 << 10), ("m", 1 << 20), ("g", 1 << 30)])
}

/// The same as a count, for what counts with it: digits alone are never less than nothing.
pub(crate) fn octets(text: &str) -> Option<u64> {
    offset(text).and_then(|length| u64::try_from(length).ok())
}

fn measured(text: &str, units: &[(&str, i64)]) -> Option<i64> {
    let (digits, last) = text.split_at_checked(text.len().checked_sub(1)?)?;
    match units.iter().find(|(unit, _)| unit.eq_ignore_ascii_case(last)) {
        Some((_, factor)) => number(digits)?.checked_mul(*factor),
        None => number(text),
    }
}

/// What a time is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Milliseconds,
    Seconds,
}

/// The units in the order in which they may follow one another, each with its seconds; of months and years nothing is known where
/// milliseconds are counted.
const UNITS: [(&str, i64); 8] = [
    ("y", 31_536_000),
    ("M", 2_592_000),
    ("w", 604_800),
    ("d", 86_400),
    ("h", 3_600),
    ("m", 60),
    ("s", 1),
    ("ms", 0),
];

/// A time, `1h 30m` or `500ms` (`ngx_parse_time`), in what it is counted in. A unit without a number counts as none of it, and a number
/// without a unit as seconds.
pub(crate) fn time(text: &str, counted: Unit) -> Option<i64> {
    let by = if counted == Unit::Seconds { 1 } else { 1_000 };
    let mut units = match counted {
        Unit::Seconds => &UNITS[..7],
        Unit::Milliseconds => &UNITS[2..],
    };
    if !text.bytes().any(|octet| octet.is_ascii_digit()) {
        return None;
    }
    let mut rest = text;
    let mut total = 0_i64;
    loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let value = if digits == 0 { 0 } else { number(&rest[..digits])? };
        rest = &rest[digits..];
        if rest.is_empty() {
            return value.checked_mul(by)?.checked_add(total);
        }
        let scale = if rest.starts_with(' ') {
            // seconds, and no unit may follow
            units = if units.iter().any(|(unit, _)| *unit == "s") { &[] } else { return None };
            by
        } else {
            let (unit, behind) = rest.split_at_checked(if rest.starts_with("ms") { 2 } else { 1 })?;
            let place = units.iter().position(|(known, _)| *known == unit)?;
            let (_, seconds) = units[place];
            units = &units[place + 1..];
            rest = behind;
            if seconds == 0 { 1 } else { seconds * by }
        };
        total = total.checked_add(value.checked_mul(scale)?)?;
        rest = rest.trim_start_matches(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::{Unit, offset, size, time};

    #[test]
    fn sizes_and_times() {
        for (text, expected) in [
            ("4k", Some(4_096)),
            ("1M", Some(1_048_576)),
            ("1g", None),
            ("", None),
            ("k", None),
            ("10mb", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(size(text), expected, "{text}");
        }
        assert_eq!(offset("1G"), Some(1 << 30));
        for (text, milliseconds, seconds) in [
            ("60", Some(60_000), Some(60)),
            ("1h 30m", Some(5_400_000), Some(5_400)),
            ("1h30m", Some(5_400_000), Some(5_400)),
            ("30m1h", None, None),
            ("500ms", Some(500), None),
            ("1y", None, Some(31_536_000)),
            ("1M", None, Some(2_592_000)),
            ("1w2d", Some(777_600_000), Some(777_600)),
            ("60sec", None, None),
            ("1.5h", None, None),
            ("m30s", Some(30_000), Some(30)),
            ("30sm", None, None),
            ("1m 30", Some(90_000), Some(90)),
            ("30 m", None, None),
            ("m", None, None),
            ("-1", None, None),
            ("", None, None),
        ] {
            assert_eq!(
                (time(text, Unit::Milliseconds), time(text, Unit::Seconds)),
                (milliseconds, seconds),
                "{text}"
            );
        }
    }
}
