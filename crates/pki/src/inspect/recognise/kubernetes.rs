//! Secrets and ConfigMaps of Kubernetes as YAML or JSON, which YAML contains: the values that hold certificates and keys. The
//! syntax is read by `saphyr-parser`, event by event: aliases are not followed, so nothing can be multiplied by them.

use saphyr_parser::{Event, Parser};
use zeroize::Zeroizing;

use super::text::base64;
use super::{Place, Search};
use crate::finding::InputFault;
use crate::inspect::visible;

/// Whether the text could be one: it says what kind of object it is.
pub(super) fn looks_like_one(text: &str) -> bool {
    text.contains("kind")
        && (text.contains("Secret") || text.contains("ConfigMap") || text.contains("List"))
        && text.contains("ata")
}

impl Search {
    /// Looks through every value of `data`, `stringData` and `binaryData`. Says whether it was such an object.
    pub(super) fn kubernetes(&mut self, text: &str, place: &Place) -> bool {
        let mut found = false;
        let mut path: Vec<Level> = Vec::new();
        for event in Parser::new_from_str(text) {
            let Ok((event, _)) = event else {
                if found {
                    self.fault(InputFault::YamlBroken, place);
                }
                return found;
            };
            match event {
                Event::MappingStart(..) => path.push(Level { mapping: true, key: None, expects_key: true }),
                Event::SequenceStart(..) => {
                    path.push(Level { mapping: false, key: None, expects_key: false });
                }
                Event::MappingEnd | Event::SequenceEnd => {
                    path.pop();
                    value_ended(&mut path);
                }
                Event::Scalar(value, ..) => {
                    let awaits_key = path.last().is_some_and(|level| level.mapping && level.expects_key);
                    if awaits_key {
                        if let Some(level) = path.last_mut() {
                            level.key = Some(value.into_owned());
                            level.expects_key = false;
                        }
                    } else {
                        found |= self.entry(&path, &Zeroizing::new(value.into_owned()), place);
                        value_ended(&mut path);
                    }
                }
                Event::Alias(_) => value_ended(&mut path),
                _ => {}
            }
        }
        found
    }

    fn entry(&mut self, path: &[Level], value: &str, place: &Place) -> bool {
        let [.., section, entry] = path else { return false };
        let (Some(section), Some(name)) = (section.key.as_deref(), entry.key.as_deref()) else {
            return false;
        };
        let mut place = place.clone();
        place.within.push(visible(name));
        match section {
            "data" | "binaryData" => match base64(value) {
                Some(octets) => self.any(&octets, &place),
                // a ConfigMap's data is text
                None if value.contains("-----BEGIN ") => self.any(value.as_bytes(), &place),
                None if CERTAIN.contains(&name) && !value.is_empty() => {
                    self.fault(InputFault::NotBase64 { name: visible(name) }, &place);
                }
                None => return false,
            },
            "stringData" => self.any(value.as_bytes(), &place),
            _ => return false,
        }
        true
    }
}

/// Names under which a secret of the type `kubernetes.io/tls` keeps what we look for.
const CERTAIN: [&str; 4] = ["tls.crt", "tls.key", "ca.crt", "ca.crl"];

/// A mapping or sequence that is open.
struct Level {
    mapping: bool,
    key: Option<String>,
    expects_key: bool,
}

fn value_ended(path: &mut [Level]) {
    if let Some(level) = path.last_mut() {
        level.expects_key = level.mapping;
    }
}
