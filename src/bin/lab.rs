//! The lab: the rooms that look. Mounted into the page when one of them is first entered.

fn main() {
    handfast::panic::install_in(|_| handfast::shell::lab::host());
    handfast::lab::mount();
}
