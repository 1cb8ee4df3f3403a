//! `matrix.sh` of the test kit: shows a server each of the kit's certificates, and compares what comes of it with what was predicted.
//! Values and texts are assigned at its head; what it does with them stands in `matrix_sh/body.sh`, the same for everyone. Which
//! certificates there are, and what is predicted of them, comes as arguments.

use text::Lang;
use text::matrix as say;

use crate::refusal;
use crate::shell::{self, Line};
use crate::unwritable::Unwritable;

/// What the script does with the values and texts before it.
const BODY: &str = include_str!("matrix_sh/body.sh");

/// Which server is tried, unless the arguments of the script say otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Server<'a> {
    /// The name by which it is called.
    pub name: &'a str,
    /// Its port.
    pub port: u16,
    /// A path that needs a certificate.
    pub path: &'a str,
    /// Whether certificates are listed and the others get nginx's bare page of 403 ([`refusal::marks`]).
    pub bare_page: bool,
}

/// One certificate that is shown, or none.
#[derive(Debug, Clone)]
pub struct Trial {
    /// Its name; its files are `<id>.crt` and `<id>.key`.
    pub id: String,
    /// What it is, in a few words.
    pub title: String,
    /// Whether a certificate is shown at all.
    pub shown: Shown,
    /// What is predicted.
    pub predicted: Predicted,
    /// nginx's own word for it (`$ssl_client_verify`), or another short reason.
    pub because: String,
}

/// Whether a certificate is shown, and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// One.
    Certificate,
    /// One that only a revocation list keeps out.
    Revoked,
    /// None.
    Nothing,
}

/// What is predicted of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Predicted {
    /// The server lets it in: the request is answered by what stands behind.
    LetIn,
    /// The server refuses it, in the handshake or in words.
    Refused,
}

/// The script, its texts in `lang`, to be run in the folder of the files. The first trial must be one that is let in: whether it was
/// answered tells what an ended handshake means for the others.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in a shell's syntax.
pub fn render(server: Server<'_>, trials: &[Trial], lang: Lang) -> Result<String, Unwritable> {
    let mut lines = vec![Line::Comment(say::head(lang, &server.name, &server.port)), Line::Blank];
    lines.push(Line::Assign("host", server.name.to_owned()));
    lines.push(Line::Assign("port", server.port.to_string()));
    lines.push(Line::Assign("path", server.path.to_owned()));
    lines.push(Line::Blank);
    lines.extend(texts(server, lang).map(|(name, text)| Line::Assign(name, text)));
    lines.push(Line::Blank);
    lines.push(Line::ForEach("for_each_trial", trials.iter().map(|trial| words(trial, lang)).collect()));
    let known =
        refusal::marks(server.bare_page).into_iter().map(|(mark, words)| vec![mark.id().to_owned(), words]);
    lines.push(Line::ForEach("for_each_refusal", known.collect()));
    lines.push(Line::Blank);
    shell::program(&lines, BODY)
}

/// Name, title, what is predicted, why, what is shown, and what to try when it comes out otherwise.
fn words(trial: &Trial, lang: Lang) -> Vec<String> {
    let advice = match (trial.predicted, trial.shown) {
        (Predicted::LetIn, _) => say::kept_out(lang),
        (Predicted::Refused, Shown::Revoked) => say::revoked_let_in(lang),
        (Predicted::Refused, Shown::Nothing) => say::nobody_asked(lang),
        (Predicted::Refused, Shown::Certificate) => say::let_in(lang),
    };
    vec![
        trial.id.clone(),
        trial.title.clone(),
        match trial.predicted {
            Predicted::LetIn => "let-in",
            Predicted::Refused => "refused",
        }
        .to_owned(),
        trial.because.clone(),
        if trial.shown == Shown::Nothing { "nothing" } else { "certificate" }.to_owned(),
        advice.to_string(),
    ]
}

/// All that the script says, each under the name that its body knows.
fn texts(server: Server<'_>, lang: Lang) -> impl Iterator<Item = (&'static str, String)> {
    let plain = [
        ("say_usage", say::usage(lang).to_owned()),
        ("say_usage_host", say::usage_host(lang, &server.name)),
        ("say_usage_port", say::usage_port(lang, &server.port)),
        ("say_usage_name", say::usage_name(lang).to_owned()),
        ("say_usage_path", say::usage_path(lang, &server.path)),
        ("say_usage_json", say::usage_json(lang).to_owned()),
        ("say_usage_exit", say::usage_exit(lang).to_owned()),
        ("say_predicted", say::predicted(lang).to_owned()),
        ("say_seen", say::seen(lang).to_owned()),
        ("say_let_in", say::word_let_in(lang).to_owned()),
        ("say_refused", say::word_refused(lang).to_owned()),
        ("say_unknown", say::word_unknown(lang).to_owned()),
        ("say_as_predicted", say::as_predicted(lang).to_owned()),
        ("say_otherwise", say::otherwise(lang).to_owned()),
        ("say_untold", say::untold(lang).to_owned()),
        ("say_all_good", say::all_good(lang).to_owned()),
    ];
    let told = [
        ("say_bad_option", say::bad_option(lang)),
        ("say_bad_address", say::bad_address(lang)),
        ("say_bad_port", say::bad_port(lang)),
        ("say_bad_path", say::bad_path(lang)),
        ("say_no_tool", say::no_tool(lang)),
        ("say_no_file", say::no_file(lang)),
        ("say_no_folder", say::no_folder(lang)),
        ("say_over", say::over(lang)),
        ("say_unreachable", say::unreachable(lang)),
        ("say_untrusted", say::untrusted(lang)),
        ("say_first_refused", say::first_refused(lang)),
        ("say_not_allowed", say::not_allowed(lang)),
        ("say_only_listed", say::only_listed(lang)),
        ("say_not_trusted", say::not_trusted(lang)),
        ("say_list_wrong", say::list_wrong(lang)),
        ("say_not_arrived", say::not_arrived(lang)),
        ("say_unverified", say::unverified(lang)),
        ("say_bare", say::bare(lang)),
        ("say_other_answer", say::other_answer(lang)),
        ("say_not_tls", say::not_tls(lang)),
        ("say_other_name", say::other_name(lang)),
        ("say_no_handshake", say::no_handshake(lang)),
    ];
    plain.into_iter().chain(told.into_iter().map(|(name, message)| (name, message.to_string())))
}
