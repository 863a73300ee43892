//! Archives, honest and hostile.

use std::io::Cursor;

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, ZipWriter};

use super::*;

/// A tar header and its member.
fn tar_member(name: &[u8], kind: u8, bytes: &[u8]) -> Vec<u8> {
    let mut header = vec![0; 512];
    header[..name.len()].copy_from_slice(name);
    header[100..108].copy_from_slice(b"0000644\0");
    header[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
    header[156] = kind;
    header[257..263].copy_from_slice(b"ustar\0");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header.extend(bytes);
    header.resize(header.len().next_multiple_of(512), 0);
    header
}

fn tar(members: &[(&str, u8, &[u8])]) -> Vec<u8> {
    let mut bytes: Vec<u8> =
        members.iter().flat_map(|(name, kind, bytes)| tar_member(name.as_bytes(), *kind, bytes)).collect();
    bytes.resize(bytes.len() + 1024, 0);
    bytes
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What is in an archive: `name=text`, `name: code`, or the error of the whole.
fn told(name: &str, bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let entries = match list(&path, kind(name).unwrap(), folder.path()) {
        Ok(Some(entries)) => entries,
        Ok(None) => return vec!["a document".to_owned()],
        Err(error) => return vec![format!("error: {}", error.code())],
    };
    let told = |entry: &Entry| match entry {
        Entry::Unsafe(name) => format!("{name}: unsafe-name"),
        Entry::NoFile(name) => format!("{name}: not-a-file"),
        Entry::Member(member) => match member.read() {
            Ok(bytes) => format!("{}={}", member.name(), String::from_utf8_lossy(&bytes)),
            Err(error) => format!("{}: {}", member.name(), error.code()),
        },
    };
    let told = entries.iter().map(told).collect();
    drop(entries);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    told
}

#[test]
fn members_come_with_their_bytes() {
    let members = [("a/规划.txt", "甲".as_bytes()), ("b.txt", b"")];
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        assert_eq!(told("x.zip", &zip(&members, method)), ["a/规划.txt=甲", "b.txt="]);
    }
    let archive = tar(&[("a/", b'5', b""), ("./a/规划.txt", b'0', "甲".as_bytes()), ("b.txt", 0, b"")]);
    assert_eq!(told("x.tar", &archive), ["a/规划.txt=甲", "b.txt="]);
    assert_eq!(told("x.tar.gz", &gzip(&archive)), ["a/规划.txt=甲", "b.txt="]);
    assert_eq!(told("x.TGZ", &gzip(&archive)), ["a/规划.txt=甲", "b.txt="]);
    let halves = [gzip(&archive[..700]), gzip(&archive[700..])].concat();
    assert_eq!(told("x.tgz", &halves), ["a/规划.txt=甲", "b.txt="]);
}

#[test]
fn long_names_are_read() {
    let long = format!("{}/规划.txt", "很长的文件夹".repeat(12));
    let gnu = tar(&[("././@LongLink", b'L', long.as_bytes()), ("cut", b'0', b"1")]);
    assert_eq!(told("x.tar", &gnu), [format!("{long}=1")]);
    let record = format!(" path={long}\n");
    let length = record.len() + 3;
    let posix = tar(&[("pax", b'x', format!("{length}{record}").as_bytes()), ("cut", b'0', b"1")]);
    assert_eq!(told("x.tar", &posix), [format!("{long}=1")]);
}

#[test]
fn names_that_lead_outside_are_refused() {
    for name in ["../plan.txt", "a/../../plan.txt", "/etc/plan.txt", "C:/plan.txt", "C:\\plan.txt"] {
        let zipped = zip(&[(name, b"x")], CompressionMethod::Stored);
        assert_eq!(told("x.zip", &zipped), [format!("{}: unsafe-name", name.replace('\\', "/"))]);
        assert!(told("x.tar", &tar(&[(name, b'0', b"x")]))[0].ends_with(": unsafe-name"));
    }
    // In a tar, a backslash is a letter like others.
    assert_eq!(told("x.tar", &tar(&[("..\\a.txt", b'0', b"x")])), ["..\\a.txt=x"]);
    assert_eq!(
        told("x.zip", &zip(&[("..\\a.txt", b"x")], CompressionMethod::Stored)),
        ["../a.txt: unsafe-name"]
    );
}

#[test]
fn links_and_devices_are_no_documents() {
    let archive =
        tar(&[("link", b'2', b""), ("hard", b'1', b""), ("pipe", b'6', b""), ("a.txt", b'0', b"x")]);
    assert_eq!(
        told("x.tar", &archive),
        ["link: not-a-file", "hard: not-a-file", "pipe: not-a-file", "a.txt=x"]
    );
}

#[test]
fn names_in_gbk_are_read() {
    let (name, _, _) = encoding_rs::GB18030.encode("规划.txt");
    let archive = [tar_member(&name, b'0', b"x"), vec![0; 1024]].concat();
    assert_eq!(told("x.tar", &archive), ["规划.txt=x"]);
    // The writer only knows UTF-8; both names have so many bytes.
    let mut zipped = zip(&[("gbkname_.txt", b"x")], CompressionMethod::Stored);
    for at in (0..zipped.len() - 12).filter(|&at| &zipped[at..at + 12] == b"gbkname_.txt").collect::<Vec<_>>()
    {
        zipped[at..at + 8].copy_from_slice(&encoding_rs::GB18030.encode("城乡规划").0);
    }
    assert_eq!(told("x.zip", &zipped), ["城乡规划.txt=x"]);
}

#[test]
fn what_inflates_beyond_measure_is_refused() {
    let zeros = vec![b'0'; 8 << 20];
    let bomb = zip(&[("bomb.txt", &zeros), ("plan.txt", b"x")], CompressionMethod::Deflated);
    assert!(bomb.len() < 12 << 10);
    assert_eq!(told("x.zip", &bomb), ["bomb.txt: zip-bomb", "plan.txt=x"]);
    let mut twice = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    twice.write_all(&tar(&[("bomb.txt", b'0', &zeros)])).unwrap();
    assert_eq!(told("x.tgz", &twice.finish().unwrap()), ["error: zip-bomb"]);
}

#[test]
fn members_over_one_another_are_refused() {
    let mut zipped = zip(&[("a.txt", &[7; 4000]), ("b.txt", &[7; 4000])], CompressionMethod::Stored);
    // The directory's second entry points to the first member too, and both say that they are longer than the archive.
    let starts: Vec<usize> =
        (0..zipped.len() - 4).filter(|&at| zipped[at..at + 4] == *b"PK\x01\x02").collect();
    for at in starts {
        zipped[at + 20..at + 24].copy_from_slice(&6000_u32.to_le_bytes());
    }
    assert_eq!(told("x.zip", &zipped), ["error: zip-bomb"]);
}

#[test]
fn damaged_archives_are_told() {
    assert_eq!(told("x.zip", b"PK\x03\x04 and no more"), ["error: malformed"]);
    assert_eq!(told("x.tar", b"no tar"), ["error: malformed"]);
    assert_eq!(told("x.tgz", b"no gzip"), ["error: malformed"]);
    let archive = tar(&[("a.txt", b'0', &[b'x'; 2000])]);
    assert_eq!(told("x.tar", &archive[..1500]), ["error: malformed"]);
    let packed = gzip(&archive);
    assert_eq!(told("x.tgz", &packed[..packed.len() - 4]), ["error: malformed"]);
    let mut zipped = zip(&[("a.txt", &[b'x'; 2000])], CompressionMethod::Stored);
    zipped[100] ^= 1;
    assert_eq!(told("x.zip", &zipped), ["a.txt: malformed"]);
    for cut in (0..zipped.len()).step_by(7) {
        told("x.zip", &zipped[..cut]);
    }
    for at in (0..archive.len()).step_by(3) {
        let mut broken = archive.clone();
        broken[at] = !broken[at];
        told("x.tar", &broken);
    }
    let zipped = zip(&[("a.txt", &[b'x'; 90]), ("b.txt", b"")], CompressionMethod::Deflated);
    for at in 0..zipped.len() {
        let mut broken = zipped.clone();
        broken[at] = !broken[at];
        told("x.zip", &broken);
    }
    assert_eq!(told("x.tar", b""), Vec::<String>::new());
}

#[test]
fn an_office_file_is_no_archive_whatever_its_name() {
    let office = zip(&[("[Content_Types].xml", b"<Types/>")], CompressionMethod::Stored);
    assert_eq!(told("plan.zip", &office), ["a document"]);
}

#[test]
fn a_member_behind_a_password_is_told() {
    let mut zipped = zip(&[("a.txt", b"x")], CompressionMethod::Stored);
    let central = (0..zipped.len() - 4).rfind(|&at| zipped[at..at + 4] == *b"PK\x01\x02").unwrap();
    zipped[6] |= 1;
    zipped[central + 8] |= 1;
    assert_eq!(told("x.zip", &zipped), ["a.txt: encrypted"]);
}
