//! Why a text is no command of curl. What curl itself refuses carries curl's own words and exit code.

use deploy::unwritable::shown;
use text::{Lang, Message};

/// Why a text is no command of curl.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// There is nothing in it.
    Empty,
    /// It calls another program, or none.
    NotCurl(String),
    /// A quote is never closed.
    UnclosedQuote {
        /// The quote.
        quote: char,
        /// Where it was opened: the line, counted from 1.
        line: usize,
        /// The character in the line, counted from 1.
        column: usize,
    },
    /// The shell stops at a parenthesis that stands in no quotes.
    Syntax {
        /// The parenthesis.
        sign: char,
        /// Where it stands: the line, counted from 1.
        line: usize,
        /// The character in the line, counted from 1.
        column: usize,
    },
    /// The shell takes a `<` for a file to read from, and calls nobody where there is none of this name.
    NoSuchInput(String),
    /// The address is what another command prints, or holds it: `$(…)`.
    Printed(String),
    /// Whom is called or with what depends on this, which the shell alone knows: `https://$HOST/`.
    Open(String),
    /// curl is asked about itself, by this option: it prints what it has to say, and sends nothing.
    OfItself(String),
    /// curl would stop before it does anything.
    Refused(Refusal),
}

/// What curl says to an option before it does anything (`tool_getparam.c`; its exit code is 2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// `is unknown`.
    Unknown(String),
    /// `is ambiguous`: it begins several names.
    Ambiguous(String),
    /// `requires parameter`.
    NoValue(String),
    /// `is badly used here`: the value is none of those that it takes.
    BadValue {
        /// The option as it was written.
        option: String,
        /// Its value.
        value: String,
    },
    /// `expected a proper numerical parameter`.
    NoNumber {
        /// The option as it was written.
        option: String,
        /// Its value.
        value: String,
    },
    /// `expected a positive numerical parameter`.
    Negative {
        /// The option as it was written.
        option: String,
        /// Its value.
        value: String,
    },
    /// Two options ask for requests of two kinds; curl says so as a warning and stops.
    TwoKinds(&'static str, &'static str),
    /// `You must select either --fail or --fail-with-body, not both.`
    FailsTwice,
    /// `used '--no-' for option that isn't a boolean`.
    NotBoolean(String),
    /// `the installed libcurl version doesn't support this`.
    NotBuiltIn(String),
    /// `no URL specified!`.
    NoUrl,
    /// Nothing stands behind `curl`.
    NoWords,
}

impl Refusal {
    /// The first line that curl 7.88.1 prints, without `curl: ` in front.
    #[must_use]
    pub fn in_curl_words(&self) -> String {
        match self {
            Refusal::Unknown(option) => format!("option {option}: is unknown"),
            Refusal::Ambiguous(option) => format!("option {option}: is ambiguous"),
            Refusal::NoValue(option) => format!("option {option}: requires parameter"),
            Refusal::BadValue { option, .. } => format!("option {option}: is badly used here"),
            Refusal::NoNumber { option, .. } => {
                format!("option {option}: expected a proper numerical parameter")
            }
            Refusal::Negative { option, .. } => {
                format!("option {option}: expected a positive numerical parameter")
            }
            Refusal::TwoKinds(..) => String::new(),
            Refusal::FailsTwice => "You must select either --fail or --fail-with-body, not both.".to_owned(),
            Refusal::NotBoolean(option) => {
                format!("option {option}: used '--no-' for option that isn't a boolean")
            }
            Refusal::NotBuiltIn(option) => {
                format!("option {option}: the installed libcurl version doesn't support this")
            }
            Refusal::NoUrl => "no URL specified!".to_owned(),
            Refusal::NoWords => "try 'curl --help' or 'curl --manual' for more information".to_owned(),
        }
    }
}

impl ReadError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            ReadError::Empty => text::diagnose::curl_empty(lang),
            ReadError::NotCurl(word) => text::diagnose::curl_other(lang, &shown(word)),
            ReadError::UnclosedQuote { quote, line, column } => {
                text::diagnose::curl_unclosed(lang, quote, line, column)
            }
            ReadError::Syntax { sign, line, column } => text::diagnose::curl_syntax(lang, sign, line, column),
            ReadError::NoSuchInput(name) => text::diagnose::curl_no_input(lang, &shown(name)),
            ReadError::Printed(text) => text::diagnose::curl_printed(lang, &shown(text)),
            ReadError::Open(text) => text::diagnose::curl_open(lang, &shown(text)),
            ReadError::OfItself(option) => text::diagnose::curl_of_itself(lang, &shown(option)),
            ReadError::Refused(refusal) => refusal.message(lang),
        }
    }
}

impl Refusal {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            Refusal::Unknown(option) => text::diagnose::curl_unknown(lang, &shown(option)),
            Refusal::Ambiguous(option) => text::diagnose::curl_ambiguous(lang, &shown(option)),
            Refusal::NoValue(option) => text::diagnose::curl_no_value(lang, &shown(option)),
            Refusal::BadValue { option, value } => {
                text::diagnose::curl_bad_value(lang, &shown(option), &shown(value))
            }
            Refusal::NoNumber { option, value } | Refusal::Negative { option, value } => {
                text::diagnose::curl_no_number(lang, &shown(option), &shown(value))
            }
            Refusal::TwoKinds(one, other) => text::diagnose::curl_two_kinds(lang, one, other),
            Refusal::FailsTwice => text::diagnose::curl_fails_twice(lang),
            Refusal::NotBoolean(option) => text::diagnose::curl_not_boolean(lang, &shown(option)),
            Refusal::NotBuiltIn(option) => text::diagnose::curl_not_built_in(lang, &shown(option)),
            Refusal::NoUrl | Refusal::NoWords => text::diagnose::curl_no_url(lang),
        }
    }
}
