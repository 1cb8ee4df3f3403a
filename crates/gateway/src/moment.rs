//! A moment as it is given on the command line.

use pki::moment::Moment;

/// A day, or a second in UTC as ISO 8601 writes it.
pub(crate) fn read(text: &str) -> Result<Moment, String> {
    let day = |text| Moment::parse_day(text);
    let second = |text: &str| {
        let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
        let parts: Vec<i64> = time.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let [hour @ 0..=23, minute @ 0..=59, second @ 0..=59] = parts[..] else { return None };
        Some(Moment::parse_day(day)?.plus_seconds(hour * 3_600 + minute * 60 + second))
    };
    day(text).or_else(|| second(text)).ok_or_else(|| "2026-11-23, 2026-11-23T14:05:00Z".to_owned())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn days_and_seconds_are_read() {
        for (text, expected) in [
            ("2026-11-23", Some("2026-11-23T00:00:00Z")),
            ("2026-11-23T14:05:09Z", Some("2026-11-23T14:05:09Z")),
            ("2026-11-23T24:00:00Z", None),
            ("2026-11-23T14:05:09", None),
            ("2026-11-31", None),
            ("today", None),
        ] {
            assert_eq!(read(text).ok().map(|moment| moment.to_string()).as_deref(), expected, "{text}");
        }
    }
}
