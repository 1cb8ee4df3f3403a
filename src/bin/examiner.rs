//! The examiner: looks at what people have, off the page's main thread. It is a program of its own, so that what only looks
//! does not weigh on what makes.

fn main() {
    handfast::shell::worker_host::serve::<workbench::sight::Examine>();
}
