use std::{
    fs,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// How long killed processes may take to be gone.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long between two looks.
const PACE: Duration = Duration::from_millis(5);

/// A program and all that it starts in turn. Dropping it kills them together.
#[derive(Debug)]
pub(crate) struct Group(Child);

impl Group {
    /// Starts the program as the head of a group of its own.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_os_string();
        let child = command.process_group(0).spawn();
        child
            .map(Self)
            .with_context(|| format!("cannot start {}", name.display()))
    }

    /// Sends a signal to every process of the group that has this name and has not ended, and tells how many there were.
    pub(crate) fn signal(&self, name: &str, signal: Signal) -> usize {
        let group = Pid::from_child(&self.0);
        let of_that_name = processes(group)
            .into_iter()
            .filter(|process| is_named(process, name) && !has_ended(process));
        let ids = of_that_name.filter_map(|process| process.file_name()?.to_str()?.parse().ok());
        ids.filter_map(Pid::from_raw)
            .filter(|id| kill_process(*id, signal).is_ok())
            .count()
    }

    /// Whether a process of this name is there that has not ended.
    pub(crate) fn runs(&self, name: &str) -> bool {
        let processes = processes(Pid::from_child(&self.0));
        let mut of_that_name = processes.iter().filter(|process| is_named(process, name));
        of_that_name.any(|process| !has_ended(process))
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// How much memory all of them have, in bytes: what is shared counts for each by its share (`Pss` in proc(5)).
    pub(crate) fn memory(&self) -> Result<u64> {
        let group = self.0.id().to_string();
        let mut bytes = 0;
        for entry in fs::read_dir("/proc")? {
            let folder = entry?.path();
            // A process may end between two looks.
            let Ok(stat) = fs::read_to_string(folder.join("stat")) else {
                continue;
            };
            // After the name in brackets: state, parent, group.
            let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
            if after_name.split_whitespace().nth(2) != Some(&group) {
                continue;
            }
            let rollup = fs::read_to_string(folder.join("smaps_rollup")).unwrap_or_default();
            let pss = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
            let kib = pss.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse::<u64>().ok());
            bytes += kib.unwrap_or_default() * 1024;
        }
        Ok(bytes)
    }
}

impl Drop for Group {
    /// Returns when all of them have ended: the next start of the app must not find the name of this one taken.
    fn drop(&mut self) {
        let group = Pid::from_child(&self.0);
        // Both fail only where everything has ended already.
        let _ = kill_process_group(group, Signal::KILL);
        let _ = self.0.wait();
        let killed = Instant::now();
        while killed.elapsed() < PATIENCE && has_living(group) {
            thread::sleep(PACE);
        }
    }
}

/// Whether anything of the group still runs. What has ended and waits for its parent to notice does not.
///
/// Thread by thread: the first thread of a process can have ended while another still holds its connections open.
fn has_living(group: Pid) -> bool {
    processes(group)
        .into_iter()
        .flat_map(|process| below(process.join("task")))
        .any(|thread| !has_ended(&thread))
}

/// Whether this process, or thread, is gone or only waits for its parent to notice.
fn has_ended(folder: &Path) -> bool {
    matches!(about(folder).0.as_str(), "" | "Z" | "X")
}

/// The processes of the group, as folders of `/proc`.
fn processes(group: Pid) -> Vec<PathBuf> {
    let group = group.as_raw_nonzero().to_string();
    let of_it = |process: &PathBuf| about(process).1 == group;
    below("/proc".into()).filter(of_it).collect()
}

fn is_named(process: &Path, name: &str) -> bool {
    let said = fs::read_to_string(process.join("comm")).unwrap_or_default();
    // The system cuts names after 15 bytes (proc(5)).
    let said = said.trim_end();
    said == name || said.len() == 15 && name.starts_with(said)
}

fn below(folder: PathBuf) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path())
}

/// The state and the group of a process or a thread; both empty where it is gone.
fn about(path: &Path) -> (String, String) {
    let about = fs::read_to_string(path.join("stat")).unwrap_or_default();
    // After the name, which is in brackets: state, parent, group (proc(5)).
    let mut words = about
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_owned);
    (words.next().unwrap_or_default(), words.nth(1).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{Group, Pid, has_living};

    #[test]
    fn nothing_of_a_dropped_group_is_left() {
        let mut group =
            Group::start(Command::new("sh").args(["-c", "sleep 60 & sleep 60"])).expect("a shell");
        let id = Pid::from_child(group.child());
        assert!(has_living(id));
        drop(group);
        assert!(!has_living(id));
    }
}
