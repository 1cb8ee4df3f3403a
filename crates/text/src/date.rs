//! Dates and times as people of each language write them. The calendar itself is the caller's.

use crate::Lang;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A day: `23 Nov 2026`, `2026년 11월 23일`. `month` counts from 1.
#[must_use]
pub fn day(lang: Lang, year: i32, month: u8, day: u8) -> String {
    match lang {
        Lang::En => {
            let name = MONTHS.get(usize::from(month.saturating_sub(1))).unwrap_or(&"?");
            format!("{day} {name} {year}")
        }
        Lang::Ko => format!("{year}년 {month}월 {day}일"),
    }
}

/// A day with its time in UTC: `23 Nov 2026, 14:05 UTC`, `2026년 11월 23일 14:05 UTC`.
#[must_use]
pub fn minute(lang: Lang, year: i32, month: u8, day: u8, hour: u8, minute: u8) -> String {
    format!("{} UTC", clock(lang, year, month, day, hour, minute))
}

/// A day with its time, of whichever clock: `23 Nov 2026, 14:05`, `2026년 11월 23일 14:05`.
#[must_use]
pub fn clock(lang: Lang, year: i32, month: u8, day: u8, hour: u8, minute: u8) -> String {
    let date = self::day(lang, year, month, day);
    match lang {
        Lang::En => format!("{date}, {hour:02}:{minute:02}"),
        Lang::Ko => format!("{date} {hour:02}:{minute:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{day, minute};
    use crate::Lang;

    #[test]
    fn days_are_written_as_each_language_writes_them() {
        assert_eq!(day(Lang::En, 2026, 11, 3), "3 Nov 2026");
        assert_eq!(day(Lang::Ko, 2026, 11, 3), "2026년 11월 3일");
        assert_eq!(minute(Lang::Ko, 2026, 11, 3, 4, 5), "2026년 11월 3일 04:05 UTC");
    }
}
