//! TOML (<https://toml.io/en/v1.0.0>): tables, keys and values, each once, and texts quoted in one place ([`crate::code`]).
//! Which keys there are is known to the module that writes the file.

use crate::code::Language;
use crate::unwritable::Unwritable;
use crate::wrap::remark;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number that is not negative.
    Number(u64),
    /// True or false.
    Flag(bool),
    /// Values one after the other.
    List(Vec<Value>),
    /// A table of one key, written in the line.
    Pair(&'static str, String),
}

impl Value {
    /// A list of texts.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Value {
        Value::List(texts.into_iter().map(|text| Value::Text(text.into())).collect())
    }

    fn write(&self, out: &mut String) -> Result<(), Unwritable> {
        match self {
            Value::Text(text) => out.push_str(&Language::Toml.string(text)?),
            Value::Number(number) => out.push_str(&number.to_string()),
            Value::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Value::Pair(key, text) => {
                out.push_str(&format!("{{ {key} = {} }}", Language::Toml.string(text)?));
            }
            Value::List(values) => {
                // long entries stand in lines of their own, as people would write and compare them
                let (before, between, after) = match values.first() {
                    Some(Value::Pair(..)) => ("\n    ", ",\n    ", ",\n"),
                    _ => ("", ", ", ""),
                };
                out.push('[');
                for (place, value) in values.iter().enumerate() {
                    out.push_str(if place == 0 { before } else { between });
                    value.write(out)?;
                }
                out.push_str(if values.is_empty() { "" } else { after });
                out.push(']');
            }
        }
        Ok(())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Value {
        Value::Number(number.into())
    }
}

/// A file while it is written. Keys before the first table are the file's own.
#[derive(Debug, Default)]
pub struct Toml {
    text: String,
}

impl Toml {
    /// A text for people; long ones are wrapped.
    ///
    /// # Errors
    /// [`Unwritable`] when the text holds what no file of ours may hold.
    pub fn comment(&mut self, text: &str) -> Result<&mut Toml, Unwritable> {
        self.text.push_str(&remark(0, text)?);
        Ok(self)
    }

    /// The beginning of a table, `[name]`.
    pub fn table(&mut self, name: &'static str) -> &mut Toml {
        self.text.push_str(&format!("\n[{name}]\n"));
        self
    }

    /// The beginning of one table among several of this name, `[[name]]`.
    pub fn item(&mut self, name: &'static str) -> &mut Toml {
        self.text.push_str(&format!("\n[[{name}]]\n"));
        self
    }

    /// A key with its value; the key is letters, digits, `-` and `_` alone.
    ///
    /// # Errors
    /// [`Unwritable`] when the value holds what no file of ours may hold.
    pub fn set(&mut self, key: &'static str, value: impl Into<Value>) -> Result<&mut Toml, Unwritable> {
        self.text.push_str(key);
        self.text.push_str(" = ");
        value.into().write(&mut self.text)?;
        self.text.push('\n');
        Ok(self)
    }

    /// The whole text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Toml, Value};

    fn any_text() -> impl Strategy<Value = String> {
        let special =
            " \"'\\#=[]{},.\n\r\t\0\u{7f}\u{85}\u{2028}\u{202e}\u{feff}가é🔑".chars().collect::<Vec<_>>();
        let letter = prop_oneof![3 => proptest::sample::select(special), 1 => any::<char>()];
        proptest::collection::vec(letter, 0..12).prop_map(|letters| letters.into_iter().collect())
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any_text().prop_map(Value::Text),
            (0..=i64::MAX as u64).prop_map(Value::Number),
            any::<bool>().prop_map(Value::Flag),
            any_text().prop_map(|text| Value::Pair("mark", text)),
        ];
        leaf.prop_recursive(2, 12, 4, |inner| proptest::collection::vec(inner, 0..4).prop_map(Value::List))
    }

    /// As a reader of TOML that is not ours has it.
    fn read(value: &Value) -> toml::Value {
        match value {
            Value::Text(text) => text.as_str().into(),
            Value::Number(number) => toml::Value::Integer(i64::try_from(*number).expect("small enough")),
            Value::Flag(flag) => (*flag).into(),
            Value::List(values) => values.iter().map(read).collect::<Vec<_>>().into(),
            Value::Pair(key, text) => {
                toml::Table::from_iter([((*key).to_owned(), text.as_str().into())]).into()
            }
        }
    }

    proptest! {
        /// What is written is read back as it was, whatever stands in it, and nothing becomes a key or a table.
        #[test]
        fn values_are_read_back_as_they_were(first in any_value(), second in any_value(), third in any_value()) {
            let mut file = Toml::default();
            file.set("first", first.clone()).expect("TOML has an escape for everything");
            file.table("table").set("second", second.clone()).expect("likewise");
            file.item("item").set("third", third.clone()).expect("likewise");
            file.item("item");
            let text = file.finish();
            let found: toml::Table = text.parse().unwrap_or_else(|error| panic!("{error}: {text}"));
            prop_assert_eq!(found.len(), 3);
            prop_assert_eq!(&found["first"], &read(&first));
            prop_assert_eq!(&found["table"], &toml::Table::from_iter([("second".to_owned(), read(&second))]).into());
            let items = found["item"].as_array().expect("a list");
            prop_assert_eq!(&items[0], &toml::Table::from_iter([("third".to_owned(), read(&third))]).into());
            prop_assert_eq!(&items[1], &toml::Table::new().into());
        }
    }

    #[test]
    fn a_file_reads_as_people_write_it() {
        let mut file = Toml::default();
        file.comment("About it.")
            .expect("plain")
            .set("listen", Value::texts(["0.0.0.0:443"]))
            .expect("plain");
        file.item("allow")
            .set("clients", Value::List(vec![Value::Pair("subject", "CN=a\\,b".to_owned())]))
            .expect("plain");
        assert_eq!(
            file.finish(),
            "# About it.\nlisten = [\"0.0.0.0:443\"]\n\n[[allow]]\nclients = [\n    { subject = \"CN=a\\\\,b\" },\n]\n"
        );
        assert!(Toml::default().comment("a\u{202e}b").is_err());
    }
}
