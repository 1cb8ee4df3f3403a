//! The columns of a list: in which order they stand when nobody says, and what they are called where the first line is a heading.

use deploy::recipient::Recipient;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::many as say;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Column {
    /// The client's name.
    Name,
    /// Its mailbox.
    Email,
    /// Its URI, a SPIFFE ID for instance.
    Uri,
    /// Who opens the bundle.
    Recipient,
    /// For how many days the certificate is good, or until which day.
    Days,
}

impl Column {
    /// All of them, in the order of a list without headings.
    pub(crate) const ALL: [Column; 5] =
        [Column::Name, Column::Email, Column::Uri, Column::Recipient, Column::Days];

    /// What people call it.
    pub(crate) fn called(self, lang: Lang) -> &'static str {
        match self {
            Column::Name => say::column_name(lang),
            Column::Email => say::column_email(lang),
            Column::Uri => say::column_uri(lang),
            Column::Recipient => say::column_recipient(lang),
            Column::Days => say::column_days(lang),
        }
    }

    /// The column that a heading means, in either language.
    pub(super) fn meant(heading: &str) -> Option<Column> {
        let heading = key(heading);
        let means = |column: &&Column| {
            let words = match column {
                Column::Name => {
                    &["name", "client", "clientname", "commonname", "cn", "이름", "클라이언트", "성명"][..]
                }
                Column::Email => {
                    &["email", "mail", "emailaddress", "이메일", "메일", "전자우편", "이메일주소"]
                }
                Column::Uri => &["uri", "url", "spiffe", "spiffeid"],
                Column::Recipient => &[
                    "recipient",
                    "system",
                    "opener",
                    "for",
                    "whoopensit",
                    "받는쪽",
                    "여는쪽",
                    "시스템",
                    "받는시스템",
                    "프로그램",
                ],
                Column::Days => &[
                    "days",
                    "lifetime",
                    "validity",
                    "validdays",
                    "until",
                    "일수",
                    "기간",
                    "유효기간",
                    "유효일수",
                ],
            };
            words.contains(&heading.as_str())
        };
        Column::ALL.iter().find(means).copied()
    }
}

/// A word without letter case, spaces and hyphens: as people compare them.
pub(super) fn key(word: &str) -> String {
    word.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '.'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words that are known for sure in the column of recipients.
pub(super) fn known_recipients() -> String {
    Recipient::ALL.map(Recipient::id).join(", ")
}
