//! `handfast-gateway`: reads the command line and hands over to the power that it names.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line talks to its terminal")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;
use handfast_gateway::cli::{Arguments, Command};
use handfast_gateway::{
    check, clock, demo, doctor, inspect, language, listen, log, predict, probe, proxy, serve, stop,
};
use pki::inspect::Asn1;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.command {
        Command::Serve { listen } => {
            log::start(arguments.log_format, arguments.log_level);
            serve_until_stopped(listen)
        }
        Command::Proxy { config } => {
            log::start(arguments.log_format, arguments.log_level);
            run_proxy(&config)
        }
        Command::Predict(arguments) => {
            let lang = language::of_the_terminal();
            print(predict::report(&arguments, clock::now(), lang), |error| error.message(lang))
        }
        Command::Demo { listen, folder } => {
            log::start(arguments.log_format, arguments.log_level);
            show_demo(listen, folder)
        }
        Command::Check { config, json, backend } => check_config(&config, json, backend),
        Command::Doctor(arguments) => {
            let lang = language::of_the_terminal();
            print(doctor::report(&arguments, clock::now(), lang), |error| error.message(lang))
        }
        Command::Probe(arguments) => probe_server(&arguments),
        Command::Inspect { files, json, asn1, passphrase_file, at } => inspect_files(&inspect::Asked {
            files: &files,
            passphrase: passphrase_file.as_deref(),
            now: at.unwrap_or_else(clock::now),
            form: if json { inspect::Form::Json } else { inspect::Form::Text },
            asn1: if asn1 { Asn1::Included } else { Asn1::Omitted },
            lang: language::of_the_terminal(),
        }),
    }
}

/// Prints what was found out, or why nothing was.
fn print<E>(report: Result<String, E>, message: impl Fn(&E) -> text::Message) -> ExitCode {
    match report {
        Ok(report) => {
            // whoever reads only the beginning (head, less) has closed the pipe, and nothing is lost by it
            drop(std::io::stdout().write_all(report.as_bytes()));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}", message(&error));
            ExitCode::FAILURE
        }
    }
}

fn serve_until_stopped(address: core::net::SocketAddr) -> ExitCode {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{}", text::gateway::no_runtime(language::of_the_terminal(), &error));
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(serve_page(address)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", error.message(language::of_the_terminal()));
            ExitCode::FAILURE
        }
    }
}

/// 2 is the exit code of a command line or a configuration that cannot be used.
const UNUSABLE: u8 = 2;

/// 3 is the exit code of a probe that found nothing otherwise, and of which not all can be told; a kit's `matrix.sh` has the same.
const UNTOLD: u8 = 3;

fn run_proxy(config: &Path) -> ExitCode {
    let lang = language::of_the_terminal();
    // the access log may go to the standard output, so this does not
    let ready = |address: &str| eprintln!("{}", text::gateway_config::listening(lang, &address));
    match proxy::run(config, clock::now, ready) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            for line in error.lines(lang) {
                eprintln!("{line}");
            }
            ExitCode::from(UNUSABLE)
        }
    }
}

fn show_demo(listen: core::net::SocketAddr, folder: Option<PathBuf>) -> ExitCode {
    let lang = language::of_the_terminal();
    match demo::run(listen, folder, clock::now, lang, |words| println!("{words}")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            for line in error.lines(lang) {
                eprintln!("{line}");
            }
            ExitCode::from(UNUSABLE)
        }
    }
}

fn check_config(config: &Path, json: bool, backend: bool) -> ExitCode {
    let lang = language::of_the_terminal();
    let backend = if backend { check::Backend::Asked } else { check::Backend::LeftAlone };
    let report = check::check(config, clock::now, backend);
    let words = if json { report.json(lang) } else { report.text(lang) };
    // whoever reads only the beginning has closed the pipe, and nothing is lost by it
    drop(std::io::stdout().write_all(words.as_bytes()));
    ExitCode::from(report.exit_code())
}

fn probe_server(arguments: &probe::Arguments) -> ExitCode {
    let lang = language::of_the_terminal();
    match probe::run(arguments, clock::now(), lang) {
        Ok((report, as_expected)) => {
            // whoever reads only the beginning has closed the pipe, and nothing is lost by it
            drop(std::io::stdout().write_all(report.as_bytes()));
            match as_expected {
                Some(true) => ExitCode::SUCCESS,
                Some(false) => ExitCode::FAILURE,
                None => ExitCode::from(UNTOLD),
            }
        }
        Err(error) => {
            eprintln!("{}", error.message(lang));
            ExitCode::from(UNUSABLE)
        }
    }
}

fn inspect_files(asked: &inspect::Asked<'_>) -> ExitCode {
    let told = inspect::report(asked);
    for line in told.iter().flat_map(|told| &told.closed) {
        eprintln!("{line}");
    }
    print(told.map(|told| told.report), |error| error.message(asked.lang))
}

async fn serve_page(address: core::net::SocketAddr) -> Result<(), listen::ListenError> {
    let stop = stop::asked();
    let (listener, bound) = listen::bind(address).await?;
    println!("{}", text::gateway::serving(language::of_the_terminal(), &format_args!("http://{bound}/")));
    serve::run(listener, handfast_gateway::assets::EMBEDDED, serve::Limits::default(), stop).await;
    Ok(())
}
