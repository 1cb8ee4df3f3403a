//! The worker: makes, renders and packs, one job at a time, off the page's main thread. It remembers nothing between jobs.

fn main() {
    handfast::shell::worker_host::serve::<workbench::job::Job>();
}
