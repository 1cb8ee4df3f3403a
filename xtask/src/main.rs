//! `cargo xtask …`: everything that is run on this repository, one file per command.
//! What the product does lives elsewhere; here it is only prepared, built, judged and served.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line talks to its terminal")]

mod bench;
mod browser;
mod build;
mod golden;
mod page;
mod run;
mod size;
mod start;
mod system;
mod test;
mod tidy;
mod tools;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use workspace::Workspace;

/// Everything that is run on this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Bring what is missing, build the release page and serve it
    Start(start::Arguments),
    /// Every check, or only the named stages and packages; all that CI runs
    Test(test::Arguments),
    /// The release page, handfast.html and the native binary with the page inside
    Build(build::Arguments),
    /// The browser against openssl; `bench gateway`: the gateway against nginx, HAProxy and Caddy. On the same machine, side by side
    Bench(browser::Arguments),
    /// Check the rendered files, or write them anew with --update
    Golden(golden::Arguments),
    /// Screenshots of every room in every language, theme and width
    Shots(browser::Arguments),
    /// The rules of the house that the compiler cannot see
    Tidy,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = Workspace::find().and_then(|workspace| match arguments.command {
        Command::Start(arguments) => start::run(&workspace, &arguments),
        Command::Test(arguments) => test::run(&workspace, &arguments),
        Command::Build(arguments) => build::run(&workspace, &arguments),
        Command::Bench(arguments) => bench::run(&workspace, &arguments),
        Command::Golden(arguments) => golden::run(&workspace, &arguments),
        Command::Shots(arguments) => browser::shots(&workspace, &arguments),
        Command::Tidy => tidy::run(&workspace),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}
