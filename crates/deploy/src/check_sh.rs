//! `check.sh` of a client's bundle: calls the service as it should be called, and in every way that must be refused, and compares.
//! Values and texts are assigned at its head; what it does with them stands in `check_sh/body.sh`, the same for everyone.
//! The same calls one by one, to be pasted, are [`crate::curl`]'s.

use text::deploy as say;
use text::{Lang, Message};

use crate::choices::{Allow, Backend, FlaskListen, Switch, Verify};
use crate::curl;
use crate::flask_app;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::shell::{self, Line};
use crate::unwritable::Unwritable;

/// What the script does with the values and texts before it.
const BODY: &str = include_str!("check_sh/body.sh");

/// Stands in texts for the number of days, which is an option of the script.
const DAYS: &str = "DAYS";

/// The script, its texts in `lang`, to be run in the folder of the files.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in a shell's syntax.
pub fn render(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let head = say::proof_head(lang, &plan.called(), &curl::needed(plan, lang));
    let mut lines = vec![Line::Comment(head), Line::Blank];
    let assign = |(name, value): (&'static str, String)| Line::Assign(name, value);
    lines.extend(values(plan).into_iter().map(assign));
    lines.push(Line::Blank);
    lines.extend(texts(plan, lang).into_iter().map(assign));
    lines.push(Line::Blank);
    shell::program(&lines, BODY)
}

/// What is called, and what must answer.
fn values(plan: &Plan) -> Vec<(&'static str, String)> {
    let (backend, greeting, unverified, flask_port) = match plan.choices().backend {
        Backend::Flask(listen) => {
            let port = match listen {
                FlaskListen::Port(port) => port.to_string(),
                FlaskListen::Socket => String::new(),
            };
            ("flask", flask_app::greeting(&plan.called()), flask_app::UNVERIFIED, port)
        }
        Backend::Own(_) => ("own", String::new(), "", String::new()),
    };
    let (missing, refused) = (plan.answer(Refusal::Missing), plan.answer(Refusal::Refused));
    let gateway = plan.gateway().is_some();
    let not_allowed = match plan.choices().allow {
        // its rules stand in its configuration whatever was chosen
        Allow::Any if !gateway => String::new(),
        Allow::Any | Allow::Listed(..) => plan.answer(Refusal::NotAllowed).words.into_owned(),
    };
    // whatever its reason, it speaks of the certificate
    let refused_words = if gateway { "certificate".to_owned() } else { refused.words.into_owned() };
    vec![
        ("url", plan.url()),
        ("host", plan.called()),
        // what curl trusts the server by, when that is not the system's own store
        ("authority", if plan.is_public() { "" } else { "ca.crt" }.to_owned()),
        ("port", plan.choices().listen_port.to_string()),
        ("address", plan.choices().machine.known_address().map(|ip| ip.to_string()).unwrap_or_default()),
        ("server_name", if curl::called_by_name(plan) { plan.called() } else { String::new() }),
        ("backend", backend.to_owned()),
        ("greeting", greeting),
        ("unverified", unverified.to_owned()),
        ("flask_port", flask_port),
        ("none_sent", missing.words.into_owned()),
        ("refused", refused_words),
        ("refused_status", refused.status.to_string()),
        ("not_allowed", not_allowed),
        ("tells_why", if gateway { "yes" } else { "no" }.to_owned()),
        ("revokes", if plan.choices().revocation == Switch::On { "yes" } else { "no" }.to_owned()),
    ]
}

/// All that the script says, each under the name that its body knows.
fn texts(plan: &Plan, lang: Lang) -> Vec<(&'static str, String)> {
    let port = match plan.choices().backend {
        Backend::Flask(FlaskListen::Port(port)) => say::proof_port(lang, &port),
        Backend::Flask(FlaskListen::Socket) => say::proof_port_socket(lang).to_owned(),
        Backend::Own(_) => say::proof_port_own(lang).to_owned(),
    };
    let no_authority =
        if plan.is_public() { say::proof_by_system(lang) } else { say::proof_no_authority(lang) };
    let texts = [
        ("say_usage", say::proof_usage(lang).to_owned()),
        ("say_usage_connect", say::proof_usage_connect(lang, &plan.called())),
        ("say_usage_address", say::proof_usage_address(lang).to_owned()),
        ("say_usage_days", say::proof_usage_days(lang).to_owned()),
        ("say_usage_json", say::proof_usage_json(lang).to_owned()),
        ("say_usage_exit", say::proof_usage_exit(lang).to_owned()),
        ("say_expected", say::proof_expected(lang).to_owned()),
        ("say_got", say::proof_got(lang).to_owned()),
        ("say_same", say::proof_same(lang).to_owned()),
        ("say_name", text::single::dns(lang).to_owned()),
        ("say_name_expected", say::proof_name_expected(lang).to_owned()),
        ("say_name_none", say::proof_name_none(lang).to_owned()),
        ("say_name_connect", say::proof_name_connect(lang).to_owned()),
        ("say_with", say::check_with(lang).to_owned()),
        ("say_any_answer", say::proof_any_answer(lang).to_owned()),
        ("say_without", say::check_without(lang).to_owned()),
        ("say_stranger", say::check_stranger(lang).to_owned()),
        ("say_no_stranger", say::proof_no_stranger(lang).to_owned()),
        ("say_no_authority", no_authority.to_owned()),
        ("say_old_tls", say::proof_old_tls(lang).to_owned()),
        ("say_old_unknown", say::proof_old_unknown(lang).to_owned()),
        ("say_forged", say::proof_forged(lang).to_owned()),
        ("say_forged_expected", say::proof_forged_expected(lang).to_owned()),
        ("say_forged_unseen", say::proof_forged_unseen(lang).to_owned()),
        ("say_port", port),
        ("say_port_expected", say::proof_port_expected(lang).to_owned()),
        ("say_port_unknown", say::proof_port_unknown(lang).to_owned()),
        ("say_port_none", say::proof_port_none(lang).to_owned()),
        ("say_port_loopback", say::proof_port_loopback(lang).to_owned()),
        ("say_days_client", say::proof_days_client(lang).to_owned()),
        ("say_days_authority", say::proof_days_authority(lang).to_owned()),
        ("say_days_public", say::proof_days_public(lang).to_owned()),
        ("say_days_server", say::proof_days_server(lang).to_owned()),
        ("say_days_list", say::proof_days_list(lang).to_owned()),
        ("say_days_list_absent", say::proof_days_list_absent(lang).to_owned()),
        ("say_days_expected", say::proof_days_expected(lang, &DAYS)),
        ("say_days_unread", say::proof_days_unread(lang).to_owned()),
        ("say_good", say::proof_good(lang).to_owned()),
        ("say_failed", say::proof_failed(lang).to_owned()),
        ("say_skipped", say::proof_skipped(lang).to_owned()),
        ("say_all_good", say::proof_all_good(lang).to_owned()),
    ];
    texts.into_iter().chain(advice(plan, lang).map(|(name, message)| (name, message.to_string()))).collect()
}

/// What is wrong and what to try, for each way in which a check can fail and the script can be of no use.
fn advice(plan: &Plan, lang: Lang) -> [(&'static str, Message); 32] {
    let port = plan.choices().listen_port;
    let needed = match plan.choices().verify {
        Verify::Everywhere => "on",
        Verify::Paths(_) => "optional",
    };
    let untrusted = if plan.is_public() {
        say::proof_public_untrusted(lang, &plan.called())
    } else {
        say::proof_untrusted(lang, &plan.called())
    };
    // what the gateway does not do is put right in one way, and it says itself why it refuses somebody
    let gateway = plan.gateway().is_some();
    let mend = |message: Message| match gateway {
        true => Message { remedy: say::gateway_mend(lang).into(), ..message },
        false => message,
    };
    let ask = |message: Message| match gateway {
        true => Message { remedy: say::gateway_ask(lang, &plan.server_unit()).into(), ..message },
        false => message,
    };
    let refused = if plan.is_public() { say::proof_refused_public(lang) } else { say::proof_refused(lang) };
    [
        ("say_bad_option", say::proof_bad_option(lang)),
        ("say_bad_address", say::proof_bad_address(lang)),
        ("say_bad_machine", say::proof_bad_machine(lang)),
        ("say_bad_days", say::proof_bad_days(lang)),
        ("say_no_tool", say::proof_no_tool(lang)),
        ("say_no_file", say::proof_no_file(lang)),
        ("say_no_certificate", say::proof_no_certificate(lang)),
        ("say_no_folder", say::proof_no_folder(lang)),
        ("say_dns", say::proof_dns(lang, &plan.called())),
        ("say_name_other", say::proof_name_other(lang, &plan.called())),
        ("say_unreachable", say::proof_unreachable(lang, &port)),
        ("say_slow", say::proof_slow(lang)),
        ("say_own_files", say::proof_own_files(lang)),
        ("say_untrusted", untrusted),
        ("say_cut_off", ask(say::proof_cut_off(lang))),
        ("say_refused", ask(refused)),
        ("say_unasked", mend(say::proof_unasked(lang, &needed))),
        ("say_not_allowed", say::proof_not_allowed(lang)),
        ("say_backend_down", say::proof_backend_down(lang, &plan.backend().authority())),
        ("say_not_vouched", mend(say::proof_not_vouched(lang, &needed))),
        ("say_other_answer", say::proof_other_answer(lang)),
        ("say_other_page", mend(say::proof_other_page(lang))),
        ("say_off", mend(say::proof_off(lang, &needed))),
        ("say_anybody", mend(say::proof_anybody(lang, &needed))),
        ("say_public", say::proof_public(lang)),
        ("say_old_allowed", mend(say::proof_old_allowed(lang))),
        ("say_believed", mend(say::proof_believed(lang))),
        ("say_port_open", say::proof_port_open(lang)),
        ("say_days_client_over", say::proof_days_client_over(lang, &DAYS)),
        ("say_days_authority_over", say::proof_days_authority_over(lang, &DAYS)),
        ("say_days_list_over", say::proof_days_list_over(lang, &DAYS)),
        ("say_days_server_over", say::proof_days_server_over(lang, &DAYS)),
    ]
}
