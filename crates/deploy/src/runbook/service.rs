//! What runs on the machine: the backend, nginx, and the proof that mutual TLS is on.

use text::Lang;
use text::deploy;
use text::runbook as say;

use super::{Chapter, Place, Step};
use crate::choices::{Backend, BackendAddress, FlaskListen, PathPrefix, Scheme, Verify};
use crate::curl;
use crate::plan::{Challenge, FileKind, Notice, Plan};
use crate::readme_server::gateway;
use crate::shell::Command;
use crate::single::{self, Single};
use crate::unwritable::Unwritable;

/// The backend by itself.
pub(super) fn backend(plan: &Plan, lang: Lang) -> Chapter {
    let steps = match (&plan.choices().backend, plan.backend_unit()) {
        (Backend::Flask(listen), Some(unit)) => flask(plan, *listen, &unit, lang),
        (Backend::Own(address), _) => vec![own(address, lang)],
        (Backend::Flask(_), None) => Vec::new(),
    };
    Chapter { title: say::backend(lang), why: say::backend_why(lang).to_owned(), steps }
}

fn flask(plan: &Plan, listen: FlaskListen, unit: &str, lang: Lang) -> Vec<Step> {
    let path = match &plan.choices().verify {
        Verify::Everywhere => "/",
        Verify::Paths(paths) => paths.first().map_or("/", PathPrefix::as_str),
    };
    let curl = |command: Command| command.args(["curl", "--include"]);
    let sudo = || Command::new("sudo");
    let (ask, who) = match listen {
        FlaskListen::Port(port) => (
            Command::new("curl").args(["--include", &format!("http://127.0.0.1:{port}{path}")]),
            sudo().args(["ss", "-ltnp", "sport", "=", &format!(":{port}")]),
        ),
        FlaskListen::Socket => (
            curl(sudo()).args(["--unix-socket", &plan.backend_socket(), &format!("http://localhost{path}")]),
            sudo().args(["ss", "-lxp", "src", &plan.backend_socket()]),
        ),
    };
    vec![
        Step::new("backend-runs", say::backend_runs(lang))
            .run(Place::Machine, [is_active(unit)])
            .expect(lang, say::backend_runs_expect(lang))
            .or_run(say::backend_failed(lang), [journal(unit), restart(unit)]),
        Step::new("backend-direct", say::backend_direct(lang))
            .run(Place::Machine, [ask])
            .expect(lang, say::backend_direct_expect(lang))
            .say(say::backend_direct_meaning(lang))
            .or(say::backend_direct_refused(lang))
            .or_run(say::backend_direct_hello(lang), [who]),
    ]
}

fn own(address: &BackendAddress, lang: Lang) -> Step {
    let authority = address.authority();
    let url = match address.scheme {
        Scheme::Http => format!("http://{authority}/"),
        Scheme::Https => format!("https://{authority}/"),
    };
    Step::new("backend-own", say::backend_own(lang))
        .run(Place::Machine, [Command::new("curl").args(["--include", url.as_str()])])
        .expect(lang, say::backend_own_expect(lang))
        .or(say::backend_own_refused(lang, &authority))
}

/// The server by itself.
pub(super) fn server(plan: &Plan, lang: Lang) -> Chapter {
    let unit = plan.server_unit();
    let (test, expect) = match plan.gateway() {
        Some(_) => (gateway(plan, "check"), say::gateway_test_expect(lang)),
        None => {
            let test = Command::new("sudo").args(["nginx", "-t"]);
            let test = if plan.is_alone() { test.args(["-c", &plan.configuration()]) } else { test };
            (test, say::nginx_test_expect(lang))
        }
    };
    let port = format!(":{}", plan.choices().listen_port);
    let who = Command::new("sudo").args(["ss", "-ltnp", "sport", "=", &port]);
    let mut steps = vec![
        Step::new("nginx-test", say::nginx_test(lang))
            .run(Place::Machine, [test])
            .expect(lang, expect)
            .or(say::nginx_test_refused(lang)),
        Step::new("nginx-runs", say::nginx_runs(lang))
            .run(Place::Machine, [is_active(&unit)])
            .expect(lang, say::nginx_runs_expect(lang))
            .or_run(say::nginx_failed(lang), [journal(&unit), who, restart(&unit)]),
    ];
    if plan.notices().iter().any(|notice| matches!(notice, Notice::Resumption(_))) {
        let look = Command::new("zgrep").args(["CVE-2025-23419", "/usr/share/doc/nginx/changelog.Debian.gz"]);
        let upgrade = Command::new("sudo").args(["apt-get", "install", "-y", "--only-upgrade", "nginx"]);
        steps.push(
            Step::new("nginx-resumption", say::nginx_resumption(lang))
                .say(say::nginx_resumption_why(lang))
                .run(Place::Machine, [look])
                .expect(lang, say::nginx_resumption_expect(lang))
                .or_run(say::nginx_resumption_none(lang), [upgrade]),
        );
    }
    steps.extend(renewal(plan, lang));
    Chapter { title: say::nginx(lang), why: say::nginx_why(lang).to_owned(), steps }
}

/// That a public certificate will be renewed, and nginx take it.
fn renewal(plan: &Plan, lang: Lang) -> Option<Step> {
    let hook = plan.renewal_hook()?;
    let mut step = Step::new("public-renewal", say::public_renewal(lang));
    if plan.challenge() != plan.first_challenge() {
        step = step
            .say(deploy::public_again(lang))
            .run(Place::Machine, [plan.fetch(plan.challenge()).arg("--force-renewal")]);
    }
    if plan.challenge() == Challenge::Dns {
        return Some(step.say(say::public_by_hand(lang)));
    }
    let run = Command::new("sudo").args(["sh", &hook]);
    if plan.challenge() == Challenge::Standalone {
        // the package nginx may have come after the first certificate, and its own site has port 80
        step = step.or(say::public_busy(lang));
    }
    Some(
        step.say(deploy::public_renewal(lang))
            .run(Place::Machine, [plan.rehearse_renewal()])
            .expect(lang, say::public_renewal_expect(lang))
            .say(&say::public_hook(lang, &hook))
            .run(Place::Machine, [run])
            .or(say::public_hook_failed(lang)),
    )
}

/// The proof, at once and call by call.
pub(super) fn checks(plan: &Plan, lang: Lang) -> Result<Chapter, Unwritable> {
    let log = plan.show_log("error", 20);
    let asks = curl::called_by_name(plan) && plan.choices().machine.known_address().is_none();
    let script = Step::new("check-script", say::check_script(lang))
        .run(Place::Client, [Command::new("sh").arg(FileKind::CheckScript.name())]);
    let script = if asks { script.say(say::check_script_address(lang)) } else { script };
    let script = script
        .expect(lang, say::check_script_expect(lang, &deploy::proof_all_good(lang)))
        .or(say::check_script_failed(lang))
        .or(say::check_name(lang))
        .or(say::check_nobody(lang))
        .or(if plan.is_public() { say::check_untrusted_public(lang) } else { say::check_untrusted(lang) })
        .or(say::check_gateway(lang))
        .or_run(say::check_log(lang), [log]);
    let one = |check: Single| {
        let step = Step::new(check.id, check.title).run(Place::Client, check.posix).windows(check.windows);
        let step = check.aside.iter().fold(step, |step, aside| step.say(aside));
        step.say(check.meaning).outcome(check.expect)
    };
    let windows = Step::new("check-windows", text::single::windows(lang))
        .say(text::single::windows_what(lang))
        .windows(single::on_windows(plan)?);
    let steps = [script, windows].into_iter().chain(single::checks(plan, lang)?.into_iter().map(one));
    Ok(Chapter { title: say::checks(lang), why: say::checks_why(lang).to_owned(), steps: steps.collect() })
}

fn is_active(unit: &str) -> Command {
    Command::new("systemctl").args(["is-active", unit])
}

fn journal(unit: &str) -> Command {
    Command::new("sudo").args(["journalctl", "-u", unit, "-n", "50", "--no-pager"])
}

fn restart(unit: &str) -> Command {
    Command::new("sudo").args(["systemctl", "restart", unit])
}
