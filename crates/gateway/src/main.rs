//! `handfast-gateway`: reads the command line and hands over to the power that it names.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line talks to its terminal")]

use std::process::ExitCode;

use clap::Parser as _;
use handfast_gateway::cli::{Arguments, Command};
use handfast_gateway::{language, listen, log, serve, stop};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log::start(arguments.log_format, arguments.log_level);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{}", text::gateway::no_runtime(language::of_the_terminal(), &error));
            return ExitCode::FAILURE;
        }
    };
    let outcome = match arguments.command {
        Command::Serve { listen } => runtime.block_on(serve_page(listen)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", error.message(language::of_the_terminal()));
            ExitCode::FAILURE
        }
    }
}

async fn serve_page(address: core::net::SocketAddr) -> Result<(), listen::ListenError> {
    let stop = stop::asked();
    let (listener, bound) = listen::bind(address).await?;
    println!("{}", text::gateway::serving(language::of_the_terminal(), &format_args!("http://{bound}/")));
    serve::run(listener, handfast_gateway::assets::EMBEDDED, serve::Limits::default(), stop).await;
    Ok(())
}
