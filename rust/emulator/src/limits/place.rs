//! Where groups can be made: below the emulator's own, or as near to it as the kernel lets one.

use super::{Group, Limits};
use crate::error::EmulatorError;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Folders below which a function's groups are made, found and tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cgroups {
    pub(super) cpu: Place,
    pub(super) memory: Place,
}

/// The folder of one controller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) version: Version,
    pub(super) folder: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    One,
    Two,
}

impl Cgroups {
    /// Looks for the controllers of this machine and makes and removes a group, so that what is found works.
    ///
    /// # Errors
    /// [`EmulatorError::Limits`] with the reason, mostly that this is not root or that the file system of
    /// the controllers is not mounted.
    pub fn find() -> Result<Self, EmulatorError> {
        Self::find_in(Path::new("/proc/self"))
    }

    /// As [`Cgroups::find`], with the files `mountinfo` and `cgroup` of another folder.
    ///
    /// # Errors
    /// As [`Cgroups::find`].
    pub fn find_in(process: &Path) -> Result<Self, EmulatorError> {
        let read = |name: &str| {
            let file = process.join(name);
            fs::read_to_string(&file).map_err(|error| refused(format!("{}: {error}", file.display())))
        };
        let (mounts, own) = (read("mountinfo")?, read("cgroup")?);
        let cgroups = Cgroups {
            cpu: place(&mounts, &own, "cpu")?,
            memory: place(&mounts, &own, "memory")?,
        };
        drop(Group::create(&Limits::of_lambda(128, &cgroups), |_| {})?);
        Ok(cgroups)
    }

    /// `v1`, `v2`, or both where the machine divides its controllers between them.
    pub fn version(&self) -> &'static str {
        match (self.cpu.version, self.memory.version) {
            (Version::One, Version::One) => "v1",
            (Version::Two, Version::Two) => "v2",
            _ => "v1 and v2",
        }
    }

    #[cfg(test)]
    pub(super) fn at(cpu: PathBuf, memory: PathBuf) -> Self {
        let place = |folder| Place {
            version: Version::One,
            folder,
        };
        Cgroups {
            cpu: place(cpu),
            memory: place(memory),
        }
    }
}

pub(super) fn refused(reason: String) -> EmulatorError {
    EmulatorError::Limits { reason }
}

/// One line of `mountinfo` that mounts a cgroup file system.
struct Mount<'a> {
    version: Version,
    root: &'a str,
    folder: &'a str,
    options: &'a str,
}

fn mount(line: &str) -> Option<Mount<'_>> {
    let (place, kind) = line.split_once(" - ")?;
    let mut kind = kind.split(' ');
    let version = match kind.next()? {
        "cgroup" => Version::One,
        "cgroup2" => Version::Two,
        _ => return None,
    };
    let mut place = place.split(' ').skip(3);
    Some(Mount {
        version,
        root: place.next()?,
        folder: place.next()?,
        options: kind.nth(1).unwrap_or_default(),
    })
}

fn place(mounts: &str, own: &str, controller: &str) -> Result<Place, EmulatorError> {
    let names = |list: &str| list.split([',', ' ', '\n']).any(|name| name == controller);
    let mounts: Vec<Mount<'_>> = mounts.lines().filter_map(mount).collect();
    if let Some(mount) = mounts
        .iter()
        .find(|mount| mount.version == Version::One && names(mount.options))
    {
        let folder = own_folder(mount, own, &names);
        return Ok(Place {
            version: Version::One,
            folder,
        });
    }
    for mount in mounts.iter().filter(|mount| mount.version == Version::Two) {
        if let Some(folder) = delegating(mount, own, controller, &names)? {
            return Ok(Place {
                version: Version::Two,
                folder,
            });
        }
    }
    Err(refused(format!(
        "no cgroup controller `{controller}` is mounted on this machine"
    )))
}

/// The emulator's own group, or the topmost that can be seen where it lies outside of the mount.
fn own_folder(mount: &Mount<'_>, own: &str, names: &impl Fn(&str) -> bool) -> PathBuf {
    let top = PathBuf::from(mount.folder);
    let path = own.lines().find_map(|line| {
        let (controllers, path) = line.split_once(':')?.1.split_once(':')?;
        let is_it = match mount.version {
            Version::One => names(controllers),
            Version::Two => controllers.is_empty(),
        };
        is_it.then_some(path)
    });
    path.and_then(|path| Path::new(path).strip_prefix(mount.root).ok())
        .map(|below| top.join(below))
        .filter(|folder| folder.is_dir())
        .unwrap_or(top)
}

/// Version 2 has processes in its leaves only, so the nearest group above that hands the controller down.
fn delegating(
    mount: &Mount<'_>,
    own: &str,
    controller: &str,
    names: &impl Fn(&str) -> bool,
) -> Result<Option<PathBuf>, EmulatorError> {
    let top = Path::new(mount.folder);
    let has =
        |folder: &Path, file: &str| fs::read_to_string(folder.join(file)).is_ok_and(|list| names(&list));
    let own_folder = own_folder(mount, own, names);
    let found = own_folder
        .ancestors()
        .take_while(|folder| folder.starts_with(top))
        .find(|folder| has(folder, "cgroup.subtree_control"));
    if let Some(folder) = found {
        return Ok(Some(folder.to_owned()));
    }
    if !has(top, "cgroup.controllers") {
        return Ok(None);
    }
    let file = top.join("cgroup.subtree_control");
    fs::write(&file, format!("+{controller}")).map_err(|error| {
        refused(format!(
            "{}: {error}; limits need root, outside of a container",
            file.display()
        ))
    })?;
    Ok(Some(top.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Cgroups, Version};
    use std::{fs, path::PathBuf};

    /// A folder that looks like a mounted hierarchy, and the files that tell of it.
    struct Machine(PathBuf);

    impl Machine {
        fn new(name: &str, mounts: &str, own: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("lambda-emulator-{name}-{}", std::process::id()));
            let machine = Machine(folder);
            machine.file("mountinfo", &mounts.replace("TOP", machine.0.to_str().unwrap()));
            machine.file("cgroup", own);
            machine
        }

        fn file(&self, name: &str, content: &str) {
            let file = self.0.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, content).unwrap();
        }

        fn reason(&self) -> String {
            Cgroups::find_in(&self.0).unwrap_err().to_string()
        }
    }

    impl Drop for Machine {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    const ONE: &str = "30 23 0:26 / TOP/cpu rw - cgroup cgroup rw,cpu,cpuacct\n\
        31 23 0:27 / TOP/memory rw shared:9 - cgroup cgroup rw,memory\n";
    const TWO: &str = "24 1 0:5 / / rw - ext4 /dev/vda rw\n30 23 0:26 / TOP/two rw - cgroup2 cgroup2 rw\n";

    #[test]
    fn version_1_is_found_where_the_process_is() {
        let machine = Machine::new("one", ONE, "9:memory:/own/memory\n8:cpuacct,cpu:/gone\n0::/\n");
        fs::create_dir_all(machine.0.join("memory/own/memory")).unwrap();
        fs::create_dir_all(machine.0.join("cpu")).unwrap();
        let found = Cgroups::find_in(&machine.0).unwrap();
        assert_eq!((found.version(), found.cpu.version), ("v1", Version::One));
        assert_eq!(found.memory.folder, machine.0.join("memory/own/memory"));
        assert_eq!(
            found.cpu.folder,
            machine.0.join("cpu"),
            "what cannot be seen is replaced by the top"
        );
    }

    #[test]
    fn version_2_is_found_above_the_process() {
        let machine = Machine::new("two", TWO, "0::/user/session\n");
        machine.file("two/cgroup.controllers", "cpuset cpu io memory pids\n");
        machine.file("two/cgroup.subtree_control", "cpu memory pids\n");
        machine.file("two/user/cgroup.subtree_control", "cpu memory\n");
        machine.file("two/user/session/cgroup.subtree_control", "\n");
        let found = Cgroups::find_in(&machine.0).unwrap();
        assert_eq!((found.version(), found.cpu), ("v2", found.memory.clone()));
        assert_eq!(found.memory.folder, machine.0.join("two/user"));
    }

    #[test]
    fn version_2_hands_a_controller_down_when_told() {
        let machine = Machine::new("told", TWO, "0::/\n");
        machine.file("two/cgroup.controllers", "cpu memory\n");
        machine.file("two/cgroup.subtree_control", "\n");
        Cgroups::find_in(&machine.0).unwrap();
        let told = fs::read_to_string(machine.0.join("two/cgroup.subtree_control")).unwrap();
        assert_eq!(told, "+memory", "the last of them, since this is a plain file");
    }

    #[test]
    fn a_machine_without_controllers_says_so() {
        let bare = Machine::new("bare", "24 1 0:5 / / rw - ext4 /dev/vda rw\n", "0::/\n");
        assert_eq!(
            bare.reason(),
            "no limits can be set: no cgroup controller `cpu` is mounted on this machine"
        );
        let other = Machine::new("other", TWO, "0::/\n");
        other.file("two/cgroup.controllers", "hugetlb\n");
        assert!(
            other.reason().contains("no cgroup controller `cpu`"),
            "{}",
            other.reason()
        );
    }

    #[test]
    fn a_machine_that_refuses_a_group_says_so() {
        let machine = Machine::new("refusing", ONE, "9:memory:/\n8:cpu:/\n");
        machine.file("cpu", "not a folder");
        let folder = machine.0.join("cpu");
        let expected = format!(
            "no limits can be set: {}: Not a directory (os error 20)",
            folder.display()
        );
        assert_eq!(machine.reason(), expected);
    }
}
