//! The heavy work: what the page sends to the worker and what comes back. A job carries all that it needs, since the
//! worker remembers nothing. Only the worker program and tests call [`Job::run`], so the page stays small.

pub mod check;
mod glossary;
pub mod make;
pub mod many;
pub mod open;
pub mod openssl;
pub mod render;
pub mod revoke;
pub mod seal;

use pki::certificate::Certificate;
use pki::key::PrivateKey;
use pki::moment::Moment;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};
use text::Lang;

use crate::document::Block;
use crate::form::{Form, MoreKind, Report};
use crate::job::render::Rendering;
use crate::opened::Opened;
use crate::problem::Problem;
use crate::sealed::{BundleId, Judgement, Sealed};
use crate::set::{ItemId, NewItem, SignedList};
use crate::work::{Powers, Work};

/// One piece of work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// Look for problems and warnings in a form.
    Check(check::Check),
    /// Make a new set.
    Make {
        /// The form.
        form: Form,
        /// The time of making.
        now: Moment,
    },
    /// Issue more from an authority.
    Issue {
        /// A server or clients.
        kind: MoreKind,
        /// The form, of which the parts for that kind count.
        form: Form,
        /// The authority's certificate.
        certificate: Box<Certificate>,
        /// The authority's key.
        key: PrivateKey,
        /// Labels that are in use.
        taken: Vec<String>,
        /// The time of issuing.
        now: Moment,
    },
    /// Look at a list of clients.
    Look(Box<many::Look>),
    /// Make the next clients of a list, and their bundles.
    Many(Box<many::Portion>),
    /// Sign the authority's next revocation list.
    RevocationList(Box<revoke::Order>),
    /// Render the commands that would make the set with openssl.
    Openssl {
        /// The set, or the form before there is one.
        wanted: openssl::Wanted,
        /// The language of the comments.
        lang: Lang,
        /// The time of rendering.
        now: Moment,
    },
    /// Render the files for the machine.
    Render(render::Render),
    /// Generate a passphrase for a bundle.
    Generate(BundleId),
    /// Judge an own passphrase.
    Judge {
        /// For which bundle.
        bundle: BundleId,
        /// As typed.
        typed: Secret,
        /// The user's own words, which are easily guessed.
        context: Vec<String>,
    },
    /// Make an encrypted bundle.
    Seal(Box<seal::Seal>),
    /// Open what was given.
    Open(Box<open::Open>),
    /// Write an opened key in another form, for the file in this place.
    Convert(usize, Box<open::Convert>),
    /// Write the private key of a certificate of the set as it is, as PEM.
    WriteKey(ItemId, PrivateKey),
}

/// What a job yields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Output {
    /// For [`Job::Check`].
    Checked(Box<check::Checked>),
    /// For [`Job::Make`]: the authority first.
    Made(Result<Vec<NewItem>, Report>),
    /// For [`Job::Issue`].
    Issued(Result<Vec<NewItem>, Report>),
    /// For [`Job::Look`].
    Looked(Box<many::Face>),
    /// For [`Job::Many`].
    Many(Result<Box<many::Made>, Problem>),
    /// For [`Job::RevocationList`].
    RevocationList(Result<SignedList, Problem>),
    /// For [`Job::Openssl`]: the files.
    Openssl(Result<Vec<Block>, Report>),
    /// For [`Job::Render`].
    Rendered(Rendering),
    /// For [`Job::Generate`].
    Generated(BundleId, Result<Secret, Problem>),
    /// For [`Job::Judge`].
    Judged(BundleId, Result<Judgement, Problem>),
    /// For [`Job::Seal`]: the passphrase that was used, and the file.
    Sealed(BundleId, Result<(Secret, Sealed), Problem>),
    /// For [`Job::Open`].
    Opened(Result<Opened, Problem>),
    /// For [`Job::Convert`].
    Converted(usize, Result<Secret, Problem>),
    /// For [`Job::WriteKey`].
    KeyWritten(ItemId, Secret),
}

impl Work for Job {
    type Answer = Output;

    fn texts() -> &'static [&'static str] {
        text::to_send()
    }

    async fn run(self, powers: &impl Powers) -> Output {
        match self {
            Job::Check(check) => Output::Checked(Box::new(check.run(powers.idna()))),
            Job::Make { form, now } => Output::Made(make::set(&form, now, powers).await),
            Job::Issue { kind, form, certificate, key, taken, now } => {
                Output::Issued(make::more(kind, &form, *certificate, key, &taken, now, powers).await)
            }
            Job::Look(look) => Output::Looked(Box::new(look.run(powers.idna()))),
            Job::Many(portion) => Output::Many(portion.run(powers).await.map(Box::new)),
            Job::RevocationList(order) => Output::RevocationList(order.sign()),
            Job::Openssl { wanted, lang, now } => {
                Output::Openssl(openssl::render(&wanted, lang, now, powers.idna()))
            }
            Job::Render(render) => Output::Rendered(render.run(powers.idna())),
            Job::Generate(bundle) => Output::Generated(bundle, seal::generate(powers)),
            Job::Judge { bundle, typed, context } => Output::Judged(bundle, seal::judge(&typed, &context)),
            Job::Seal(seal) => {
                let bundle = seal.bundle;
                Output::Sealed(bundle, seal.run(powers))
            }
            Job::Open(open) => Output::Opened(open.run()),
            Job::Convert(place, convert) => Output::Converted(place, convert.run(powers)),
            Job::WriteKey(item, key) => Output::KeyWritten(item, key.to_pem()),
        }
    }
}
