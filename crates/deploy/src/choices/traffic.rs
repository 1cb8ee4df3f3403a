//! What goes through: sizes, times, and kinds of connections.

use serde::{Deserialize, Serialize};

use super::{Choice, ChoiceError};

/// A whole number with its bounds: MiB, seconds.
///
/// # Errors
/// [`ChoiceError::NotANumber`] with the bounds.
pub(super) fn number(typed: &str, least: u32, most: u32) -> Result<u32, ChoiceError> {
    let text = typed.trim_matches(' ');
    let number = if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None };
    let within = number.filter(|number| (least..=most).contains(number));
    within.ok_or_else(|| ChoiceError::NotANumber { typed: typed.to_owned(), least, most })
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Switch {
    /// No.
    Off,
    /// Yes.
    On,
}

impl Choice for Switch {
    const ALL: &'static [Switch] = &[Switch::Off, Switch::On];

    fn id(self) -> &'static str {
        match self {
            Switch::Off => "off",
            Switch::On => "on",
        }
    }
}

/// What callers of port 80 get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlainPort {
    /// Nothing: nginx does not listen there.
    Closed,
    /// The address with `https`.
    Redirect,
}

impl Choice for PlainPort {
    const ALL: &'static [PlainPort] = &[PlainPort::Closed, PlainPort::Redirect];

    fn id(self) -> &'static str {
        match self {
            PlainPort::Closed => "closed",
            PlainPort::Redirect => "redirect",
        }
    }
}

/// Where the Flask backend listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlaskAt {
    /// A port of 127.0.0.1, which every program on the machine can call.
    Port,
    /// A socket in the file system, which nginx alone may open.
    Socket,
}

impl Choice for FlaskAt {
    const ALL: &'static [FlaskAt] = &[FlaskAt::Port, FlaskAt::Socket];

    fn id(self) -> &'static str {
        match self {
            FlaskAt::Port => "port",
            FlaskAt::Socket => "socket",
        }
    }
}
