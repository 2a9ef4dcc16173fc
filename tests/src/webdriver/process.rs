//! Processes that a driver has started.

use std::fs;
use std::process::Command;

use super::Error;

/// A process: its id, its name, and who started it.
struct Process {
    id: u32,
    name: String,
    parent: u32,
}

/// The ids of all processes that come from this one, itself included, if they have this name.
pub(super) fn family(ancestor: u32, name: Option<&str>) -> Vec<u32> {
    let all = processes();
    let mut family = vec![ancestor];
    let mut next = 0;
    while let Some(&parent) = family.get(next) {
        family.extend(all.iter().filter(|child| child.parent == parent).map(|child| child.id));
        next += 1;
    }
    let named = |id: &u32| all.iter().any(|one| one.id == *id && Some(&*one.name) == name);
    family.retain(|id| name.is_none() || named(id));
    family
}

/// Sends a signal, by its name.
pub(super) fn signal(name: &str, ids: &[u32]) -> Result<(), Error> {
    let ids: Vec<_> = ids.iter().map(u32::to_string).collect();
    let command = format!("kill -{name} {}", ids.join(" "));
    // `kill` is a part of the shell everywhere, and a program of its own on most systems.
    match Command::new("sh").args(["-c", &command]).output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            Err(Error(format!("{command}: {}", String::from_utf8_lossy(&output.stderr).trim())))
        }
        Err(error) => Err(Error(format!("{command}: {error}"))),
    }
}

fn processes() -> Vec<Process> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| read(&entry.path().join("stat"))).collect()
}

/// `id (name) state parent …`, and a name may hold anything.
fn read(stat: &std::path::Path) -> Option<Process> {
    let stat = fs::read_to_string(stat).ok()?;
    let (id, rest) = stat.split_once(" (")?;
    let (name, rest) = rest.rsplit_once(") ")?;
    let parent = rest.split(' ').nth(1)?.parse().ok()?;
    Some(Process { id: id.parse().ok()?, name: name.to_owned(), parent })
}

#[cfg(test)]
mod tests {
    use super::{family, signal};

    #[test]
    fn a_child_is_of_the_family_until_it_is_ended() {
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        assert!(family(std::process::id(), None).contains(&child.id()));
        assert_eq!(family(child.id(), Some("sleep")), [child.id()]);
        signal("KILL", &[child.id()]).unwrap();
        child.wait().unwrap();
        assert!(!family(std::process::id(), None).contains(&child.id()));
    }
}
