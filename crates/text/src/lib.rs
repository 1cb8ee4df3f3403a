//! Every text that Handfast shows to people, in Korean and English, as one function per message.
//! The texts stand in `locales/<language>/<room>.ftl` (Fluent syntax); no rule about certificates lives here.

mod lang;
mod number;

pub mod date;

pub use lang::Lang;

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

/// What people are told when something is wrong: two sentences, what is wrong and what to try.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Message {
    /// What is wrong.
    pub problem: Cow<'static, str>,
    /// What to try.
    pub remedy: Cow<'static, str>,
}

impl Display for Message {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {}", self.problem, self.remedy)
    }
}

include!(concat!(env!("OUT_DIR"), "/generated.rs"));

fn put(out: &mut String, value: &dyn Display) {
    write!(out, "{value}").expect("writing to a String cannot fail");
}

fn put_number(out: &mut String, value: usize) {
    out.push_str(&grouped(value));
}

pub use number::grouped;
