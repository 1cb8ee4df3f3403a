//! The page: installs the panic message and mounts the application. No cryptography and no parser is linked here.

fn main() {
    handfast::panic::install();
    handfast::app::mount();
}
