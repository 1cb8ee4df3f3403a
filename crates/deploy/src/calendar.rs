//! `expiry.ics`: the days on which something ends, for any calendar, with alarms some days before; and the one place that
//! escapes and folds for iCalendar (RFC 5545, 3.1 and 3.3.11). What ends is [`crate::expiry`]'s to say.

use pki::moment::Moment;
use text::Lang;
use text::calendar as say;

use crate::expiry::{Expiries, Expiring, Expiry};
use crate::unwritable::{Unwritable, plain};

/// Octets of a line without its end (RFC 5545 3.1).
const LINE: usize = 75;
/// Days before the end on which a calendar reminds, first and last.
const DAYS_BEFORE: [u8; 2] = [30, 7];
/// The same for revocation lists, which live for weeks.
const DAYS_BEFORE_LIST: [u8; 2] = [7, 2];

/// The calendar for a service as people call it, in `lang`.
///
/// # Errors
/// [`Unwritable`] when a name holds control characters.
pub fn render(service: &str, expiries: &Expiries, now: Moment, lang: Lang) -> Result<String, Unwritable> {
    let mut out = String::new();
    line("BEGIN", "VCALENDAR", &mut out);
    line("VERSION", "2.0", &mut out);
    line("PRODID", "-//Handfast//expiry//EN", &mut out);
    for expiry in expiries.told() {
        line("BEGIN", "VEVENT", &mut out);
        // the same thing keeps its UID, so that a newer calendar replaces the entry instead of adding one (3.8.4.7)
        line("UID", &uid(&expiry), &mut out);
        line("DTSTAMP", &date_time(now), &mut out);
        line("DTSTART", &date_time(expiry.until), &mut out);
        event(service, &expiry, expiries, lang, &mut out)?;
        line("END", "VEVENT", &mut out);
    }
    line("END", "VCALENDAR", &mut out);
    Ok(out)
}

/// What tells an entry from all others.
fn uid(expiry: &Expiry) -> String {
    let kind = match expiry.what {
        Expiring::Server(_) => "server",
        Expiring::Client(_) => "client",
        Expiring::Clients(_) => "clients",
        Expiring::Authority(_) => "authority",
        Expiring::List => "list",
        Expiring::PartnerList(_) => "partner-list",
    };
    let serial: String = expiry.serial.iter().map(|octet| format!("{octet:02x}")).collect();
    format!("{kind}-{serial}@handfast")
}

fn event(
    service: &str,
    expiry: &Expiry,
    expiries: &Expiries,
    lang: Lang,
    out: &mut String,
) -> Result<(), Unwritable> {
    let what = expiry.what.words(lang);
    let summary = text(&say::summary(lang, &what, &service))?;
    let advice = match expiry.what {
        Expiring::Server(_) => say::server(lang),
        Expiring::Client(_) | Expiring::Clients(_) => say::client(lang),
        Expiring::Authority(_) => say::authority(lang),
        Expiring::List => say::list(lang),
        Expiring::PartnerList(_) => say::partner_list(lang),
    };
    line("SUMMARY", &summary, out);
    line("DESCRIPTION", &text(&format!("{}. {advice}", expiries.words(expiry.until, lang)))?, out);
    line("TRANSP", "TRANSPARENT", out);
    let before = match expiry.what {
        Expiring::List | Expiring::PartnerList(_) => DAYS_BEFORE_LIST,
        _ => DAYS_BEFORE,
    };
    for days in before {
        line("BEGIN", "VALARM", out);
        line("ACTION", "DISPLAY", out);
        line("DESCRIPTION", &summary, out);
        line("TRIGGER", &format!("-P{days}D"), out);
        line("END", "VALARM", out);
    }
    Ok(())
}

/// A text as a value (3.3.11).
fn text(value: &str) -> Result<String, Unwritable> {
    let mut out = String::new();
    for character in plain(value)?.chars() {
        if matches!(character, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(character);
    }
    Ok(out)
}

/// A moment in UTC (3.3.5, form 2).
fn date_time(moment: Moment) -> String {
    moment.to_string().replace(['-', ':'], "")
}

/// A property and its value, as they stand, in lines of at most [`LINE`] octets; a longer one goes on after a space.
fn line(name: &str, value: &str, out: &mut String) {
    let mut used = 0;
    for character in [name, ":", value].iter().flat_map(|part| part.chars()) {
        if used + character.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(character);
        used += character.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{LINE, line, text};

    #[test]
    fn values_are_escaped_and_nothing_becomes_a_property() {
        for (value, written) in [
            ("api.example.com", "api.example.com"),
            ("a, b; c\\d", r"a\, b\; c\\d"),
            ("결제: BEGIN:VEVENT", "결제: BEGIN:VEVENT"),
        ] {
            assert_eq!(text(value).as_deref(), Ok(written));
        }
        assert!(text("a\r\nBEGIN:VEVENT").is_err());
    }

    #[test]
    fn long_lines_go_on_between_characters() {
        let mut out = String::new();
        line("SUMMARY", &"인증서".repeat(40), &mut out);
        assert!(out.split("\r\n").all(|line| line.len() <= LINE), "{out}");
        assert_eq!(out.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "인증서".repeat(40)));
        let mut short = String::new();
        line("A", &"x".repeat(LINE - 2), &mut short);
        assert_eq!(short, format!("A:{}\r\n", "x".repeat(LINE - 2)));
    }
}
