//! What a process and its children have used: processor time and memory, as Linux tells.

use std::collections::HashMap;
use std::time::Duration;

/// Ticks of a second, on every Linux of today (`sysconf(_SC_CLK_TCK)`).
const TICKS: u64 = 100;

/// The processor time of a process and all below it.
pub(crate) fn processor_time(root: u32) -> Duration {
    let ticks: u64 = tree(root).iter().filter_map(|id| stat(*id)).map(|stat| stat.ticks).sum();
    Duration::from_millis(ticks * 1_000 / TICKS)
}

/// The processor time of each thread of a process and of all below it, by number.
pub(crate) fn threads(root: u32) -> HashMap<u32, Duration> {
    let mut threads = HashMap::new();
    for id in tree(root) {
        for entry in std::fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten() {
            let thread = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok());
            let path = |thread: u32| format!("/proc/{id}/task/{thread}/stat");
            if let Some((thread, stat)) = thread.and_then(|thread| Some((thread, stat_at(&path(thread))?))) {
                threads.insert(thread, Duration::from_millis(stat.ticks * 1_000 / TICKS));
            }
        }
    }
    threads
}

/// KiB of memory that a process and all below it use, shared pages divided among those that share them.
pub(crate) fn memory(root: u32) -> u64 {
    tree(root).iter().filter_map(|id| proportional(*id)).sum()
}

fn proportional(id: u32) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.split_whitespace().next()?.parse().ok()
}

struct Stat {
    parent: u32,
    ticks: u64,
}

fn stat(id: u32) -> Option<Stat> {
    stat_at(&format!("/proc/{id}/stat"))
}

/// A process's line, or a thread's, which is written alike.
fn stat_at(path: &str) -> Option<Stat> {
    let text = std::fs::read_to_string(path).ok()?;
    // the name in brackets may hold anything
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |place: usize| fields.get(place)?.parse::<u64>().ok();
    // state, parent, ... utime and stime are fields 14 and 15 of proc(5)
    Some(Stat { parent: u32::try_from(number(1)?).ok()?, ticks: number(11)? + number(12)? })
}

fn tree(root: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let id = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok());
        if let Some((id, stat)) = id.and_then(|id| Some((id, stat(id)?))) {
            children.entry(stat.parent).or_default().push(id);
        }
    }
    let mut found = vec![root];
    let mut next = 0;
    while let Some(id) = found.get(next).copied() {
        found.extend(children.remove(&id).unwrap_or_default());
        next += 1;
    }
    found
}
