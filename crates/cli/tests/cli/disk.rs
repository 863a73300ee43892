//! Output that cannot be written: a full disk, a read-only one, an input without permission.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{PLAN, Room, gangyao, tree};

/// A file system of fixed size in memory, unmounted at the end.
struct Disk(PathBuf);

impl Disk {
    /// `None`, loudly, where this process may not mount.
    fn mount(at: &Path, options: &str) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at).output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self(at.to_owned())),
            _ => {
                eprintln!("SKIPPED: this test mounts a small disk, which only root may do");
                None
            }
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(&self.0).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "{} stays mounted", self.0.display());
    }
}

#[test]
fn a_full_disk_leaves_no_half_file() {
    let room = Room::new(&[]);
    let Some(_disk) = Disk::mount(&room.out(), "size=96k") else { return };
    // The first fits, the second does not, the third fits again.
    fs::write(room.input().join("1.txt"), PLAN).unwrap();
    fs::write(room.input().join("2.txt"), PLAN.repeat(60)).unwrap();
    fs::write(room.input().join("3.txt"), PLAN).unwrap();
    let ran = room.convert(&["--jobs", "1"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("2.txt: no space left to write "), "{}", ran.err);
    assert!(ran.err.contains("(output-full)"), "{}", ran.err);
    let files: Vec<String> = tree(&room.out()).into_keys().collect();
    assert!(files.iter().all(|name| !name.starts_with("2.txt") && !name.contains(".tmp")), "{files:?}");
    assert!(
        files.contains(&"1.txt.json".to_owned()) && files.contains(&"3.txt.json".to_owned()),
        "{files:?}"
    );
    assert_eq!(room.manifest()["2.txt"]["code"], "output-full");
}

#[test]
fn an_earlier_output_survives_a_full_disk() {
    let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
    let Some(_disk) = Disk::mount(&room.out(), "size=96k") else { return };
    assert_eq!(room.convert(&[]).code, 0);
    let before = tree(&room.out());
    fs::write(room.input().join("plan.txt"), PLAN.repeat(60)).unwrap();
    assert_eq!(room.convert(&[]).code, 1);
    assert!(before == tree(&room.out()), "the earlier files are as they were");
}

#[test]
fn a_read_only_disk_is_named() {
    let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
    let Some(_disk) = Disk::mount(&room.out(), "ro,size=64k") else { return };
    let ran = room.convert(&[]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("no permission to write "), "{}", ran.err);
    assert!(ran.err.contains("choose another output folder"), "{}", ran.err);
}

const TABLES: [&str; 2] = ["--format", "csv,parquet,sqlite,xlsx"];

#[test]
fn tables_on_a_full_disk_leave_no_half_file() {
    for format in ["csv", "parquet", "sqlite", "xlsx"] {
        let room = Room::new(&[("plan.txt", PLAN.repeat(2000).as_bytes())]);
        let Some(_disk) = Disk::mount(&room.out(), "size=200k") else { return };
        let ran = room.convert(&["--format", format]);
        assert_eq!(ran.code, 1, "{format}");
        assert!(ran.err.contains("no space left to write"), "{format}: {}", ran.err);
        let files: Vec<String> = tree(&room.out()).into_keys().collect();
        assert!(files.is_empty(), "{format}: {files:?}");
    }
}

#[test]
fn earlier_tables_survive_a_full_disk() {
    let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
    let Some(_disk) = Disk::mount(&room.out(), "size=1600k") else { return };
    assert_eq!(room.convert(&TABLES).code, 0);
    let before = tree(&room.out());
    fs::write(room.input().join("plan.txt"), PLAN.repeat(20_000)).unwrap();
    let ran = room.convert(&TABLES);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("no space left to write"), "{}", ran.err);
    let after = tree(&room.out());
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    // A database that was there keeps its documents; pages at its end may have been asked for.
    assert!(
        after
            .iter()
            .filter(|(name, _)| *name != "gangyao.sqlite")
            .all(|(name, bytes)| before[name] == *bytes)
    );
    fs::write(room.input().join("plan.txt"), PLAN).unwrap();
    assert_eq!(room.convert(&["--format", "sqlite"]).code, 0);
}

#[test]
fn tables_on_a_read_only_disk_stay_as_they_are() {
    let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
    let Some(_disk) = Disk::mount(&room.out(), "size=2m") else { return };
    assert_eq!(room.convert(&TABLES).code, 0);
    let before = tree(&room.out());
    let again = Command::new("mount").args(["-o", "remount,ro"]).arg(room.out()).status().unwrap();
    assert!(again.success());
    let ran = room.convert(&TABLES);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("no permission to write "), "{}", ran.err);
    assert!(before == tree(&room.out()));
}

#[test]
fn an_output_folder_that_is_a_file_is_named() {
    let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
    fs::write(room.out(), "x").unwrap();
    let ran = room.convert(&[]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("/out: cannot write "), "{}", ran.err);
    assert_eq!(fs::read(room.out()).unwrap(), b"x");
}

#[cfg(unix)]
#[test]
fn an_input_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;

    let room = Room::new(&[("plan.txt", PLAN.as_bytes()), ("secret.txt", PLAN.as_bytes())]);
    let secret = room.input().join("secret.txt");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&secret).is_ok() {
        // Root reads everything, so the program runs as somebody else.
        let Some(ran) = as_nobody(&room) else {
            eprintln!("SKIPPED: this test runs the program as nobody, which needs `setpriv`");
            return;
        };
        assert_eq!(ran.0, 1, "{}", ran.1);
        assert!(ran.1.contains("secret.txt: no permission to read it"), "{}", ran.1);
        return;
    }
    let ran = room.convert(&[]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("secret.txt: no permission to read it"), "{}", ran.err);
}

/// Runs the conversion without root's rights; `None` where that is not possible here.
#[cfg(unix)]
fn as_nobody(room: &Room) -> Option<(i32, String)> {
    use std::os::unix::fs::PermissionsExt;

    let open = fs::Permissions::from_mode(0o777);
    fs::create_dir_all(room.out()).unwrap();
    for folder in [room.folder.path(), &room.out()] {
        fs::set_permissions(folder, open.clone()).unwrap();
    }
    // The program may lie where nobody may look.
    let program = room.folder.path().join("gangyao");
    fs::copy(env!("CARGO_BIN_EXE_gangyao"), &program).unwrap();
    let output = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(&program)
        .args([OsStr::new("convert"), room.input().as_os_str(), OsStr::new("-o"), room.out().as_os_str()])
        .output()
        .ok()?;
    Some((output.status.code()?, String::from_utf8_lossy(&output.stderr).into_owned()))
}

#[test]
fn what_verify_cannot_read_is_named() {
    let room = Room::new(&[]);
    let ran = gangyao(["verify".as_ref(), room.input().as_os_str()]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("holds no output of gangyao; give the output folder"), "{}", ran.err);
    let ran = gangyao(["verify".as_ref(), room.out().as_os_str()]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("out: "), "{}", ran.err);
}
