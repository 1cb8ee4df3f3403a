//! What is wrong with something that was read: each fault typed with its values, ranked, with the rule that it breaks, what
//! comes of it in practice and what to do. Finding them is done in `inspect`, and by whoever takes over foreign material.
//!
//! A fault is a value, so that tests and rooms can ask for it; its words come from one place, [`Fault::told`]. Something that
//! was read wrongly is never an error here: it is read as far as it goes, with faults beside it.

mod certificate;
mod input;
mod key;
mod list;
mod request;
mod set;

pub use certificate::CertificateFault;
pub use input::InputFault;
pub use key::KeyFault;
pub use list::ListFault;
pub use request::RequestFault;
pub use set::SetFault;

use serde::{Deserialize, Serialize};
use text::finding as say;
use text::{Lang, Message};

/// How serious a fault is, the most serious first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// Some program that takes part in mutual TLS refuses it.
    Refused,
    /// It works, and somebody may come in, read along or be locked out who should not.
    Danger,
    /// Programs differ about it, or a rule is broken that few enforce.
    Doubt,
    /// Good to know.
    Note,
}

impl Rank {
    /// All of them, the most serious first.
    pub const ALL: [Rank; 4] = [Rank::Refused, Rank::Danger, Rank::Doubt, Rank::Note];

    /// Its name for people.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Rank::Refused => say::rank_refused(lang),
            Rank::Danger => say::rank_danger(lang),
            Rank::Doubt => say::rank_doubt(lang),
            Rank::Note => say::rank_note(lang),
        }
    }
}

/// A fault in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Its stable name, the same in every language: `version-one`.
    pub id: String,
    /// How serious it is.
    pub rank: Rank,
    /// The rule that it breaks: an RFC with its section, or a vendor's document.
    pub rule: String,
    /// What is wrong, and what to do.
    pub message: Message,
    /// What comes of it in practice.
    pub consequence: String,
}

/// What is wrong. The kinds stand in files of their own, by what they are about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Fault {
    /// Of one certificate, seen alone or beside those that it belongs to.
    Certificate(CertificateFault),
    /// Of a private key.
    Key(KeyFault),
    /// Of a certificate signing request.
    Request(RequestFault),
    /// Of a revocation list.
    List(ListFault),
    /// Of one thing among others.
    Set(SetFault),
    /// Of a file, or of a part that could not be read.
    Input(InputFault),
}

impl Fault {
    /// Its words.
    #[must_use]
    pub fn told(&self, lang: Lang) -> Told {
        match self {
            Fault::Certificate(fault) => fault.told(lang),
            Fault::Key(fault) => fault.told(lang),
            Fault::Request(fault) => fault.told(lang),
            Fault::List(fault) => fault.told(lang),
            Fault::Set(fault) => fault.told(lang),
            Fault::Input(fault) => fault.told(lang),
        }
    }

    /// How serious it is.
    #[must_use]
    pub fn rank(&self) -> Rank {
        self.told(Lang::En).rank
    }

    /// Its stable name.
    #[must_use]
    pub fn id(&self) -> String {
        self.told(Lang::En).id
    }
}

impl From<CertificateFault> for Fault {
    fn from(fault: CertificateFault) -> Fault {
        Fault::Certificate(fault)
    }
}

impl From<KeyFault> for Fault {
    fn from(fault: KeyFault) -> Fault {
        Fault::Key(fault)
    }
}

impl From<RequestFault> for Fault {
    fn from(fault: RequestFault) -> Fault {
        Fault::Request(fault)
    }
}

impl From<ListFault> for Fault {
    fn from(fault: ListFault) -> Fault {
        Fault::List(fault)
    }
}

impl From<SetFault> for Fault {
    fn from(fault: SetFault) -> Fault {
        Fault::Set(fault)
    }
}

impl From<InputFault> for Fault {
    fn from(fault: InputFault) -> Fault {
        Fault::Input(fault)
    }
}

/// Puts the words of a fault together.
fn told(id: &str, rank: Rank, rule: &str, message: Message, consequence: &str) -> Told {
    Told { id: id.to_owned(), rank, rule: rule.to_owned(), message, consequence: consequence.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{CertificateFault, Fault, Rank};
    use text::Lang;

    #[test]
    fn a_fault_says_in_both_languages_what_is_wrong_what_comes_of_it_and_what_to_do() {
        let fault = Fault::from(CertificateFault::WeakKey { key: "RSA 1024".to_owned() });
        assert_eq!((fault.id().as_str(), fault.rank()), ("weak-key", Rank::Refused));
        for lang in Lang::ALL {
            let told = fault.told(lang);
            assert!(told.message.problem.contains("RSA 1024"), "{}", told.message);
            assert!(told.consequence.contains("OpenSSL"), "{}", told.consequence);
            assert!(told.message.remedy.contains("P-256"), "{}", told.message);
        }
        assert!(Rank::Refused < Rank::Note, "the most serious first");
    }
}
