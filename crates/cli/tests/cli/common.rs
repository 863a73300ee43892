//! Running the program.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A small plan with a heading, a paragraph, a box and a table of contents.
pub(crate) const PLAN: &str = "新城区国民经济和社会发展第十五个五年规划纲要\n\n目 录\n第一章 总则\t(1)\n第二章 保障\t(2)\n\n第一章 总则\n\
坚持创新驱动。到2030年，地区生产总值突破900亿元。\n专栏1 重点工程\n1. 农业提升工程：推进甲园区、乙水库等项目。\n2. 工业提升工程：建设丙基地。\n\
第二章 保障\n加强组织领导。\n";

/// What the program did.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the program.
pub(crate) fn gangyao<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ran {
    gangyao_with_path(arguments, None)
}

/// Runs the program, which finds other programs in one folder only, where one is given.
pub(crate) fn gangyao_with_path<A: AsRef<OsStr>>(
    arguments: impl IntoIterator<Item = A>,
    path: Option<&Path>,
) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gangyao"));
    if let Some(path) = path {
        command.env("PATH", path);
    }
    let output: Output = command.args(arguments).output().expect("the program was built for this test");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
    Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// A temporary folder with files in `in`, and the paths of `in` and `out`.
pub(crate) struct Room {
    pub(crate) folder: tempfile::TempDir,
}

impl Room {
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Self {
        let room = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(room.input()).unwrap();
        for (name, bytes) in files {
            let path = room.input().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        room
    }

    pub(crate) fn input(&self) -> PathBuf {
        self.folder.path().join("in")
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Converts `in` to `out`.
    pub(crate) fn convert(&self, more: &[&str]) -> Ran {
        let (input, out) = (self.input(), self.out());
        let mut arguments = vec![OsStr::new("convert"), input.as_os_str(), OsStr::new("-o"), out.as_os_str()];
        arguments.extend(more.iter().map(OsStr::new));
        gangyao(arguments)
    }

    /// The lines of the manifest by the name of the input below `in`.
    pub(crate) fn manifest(&self) -> BTreeMap<String, serde_json::Value> {
        let text = fs::read_to_string(self.out().join("manifest.jsonl")).unwrap();
        let input = self.input();
        let input = input.to_str().unwrap();
        text.lines()
            .map(|line| {
                let value: serde_json::Value = serde_json::from_str(line).unwrap();
                let path = value["path"].as_str().unwrap();
                (path.strip_prefix(input).unwrap_or(path).trim_start_matches('/').to_owned(), value)
            })
            .collect()
    }
}

/// All files below a folder with their bytes, but the manifest, whose times differ.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if entry.file_name() != "manifest.jsonl" {
                let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

/// The processes that a batch has started.
#[cfg(target_os = "linux")]
pub(crate) fn workers(batch: &std::process::Child) -> Vec<String> {
    let tasks = fs::read_dir(format!("/proc/{}/task", batch.id())).into_iter().flatten().flatten();
    let lists = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}
