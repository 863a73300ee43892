//! What the fuzzers run, on stable: every input that once failed, and the fixtures with bytes changed at random but
//! with fixed seeds.

use gangyao_tests::{fixtures, for_each_case, fuzz};

/// Changed copies of each fixture.
const COPIES: u64 = 12;

/// Fixtures are cut to this size first: a damaged short text runs through the same rules as a long one.
const LONGEST: usize = 6_000;

/// A linear congruential generator with Knuth's constants; its upper bits are good enough to choose places.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// Pieces that begin or end structures.
const PIECES: [&str; 14] = [
    "\n",
    "\r",
    "\0",
    "第一章 ",
    "第二节",
    "专栏1 ",
    "（一）",
    "1. ",
    "\t",
    "“",
    "）",
    "名词解释\n",
    "\u{C}",
    "**",
];

fn changed(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut random = Random(seed);
    let mut bytes = bytes[..bytes.len().min(LONGEST)].to_vec();
    for _ in 0..random.below(12) + 1 {
        let at = random.below(bytes.len() + 1);
        match random.below(5) {
            0 => bytes.truncate(at),
            1 => {
                let end = (at + random.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            2 => {
                let end = (at + random.below(300)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            3 => {
                bytes.splice(at..at, PIECES[random.below(PIECES.len())].bytes());
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.below(256) as u8;
                }
            }
        }
    }
    bytes
}

#[test]
fn damaged_fixtures_keep_the_invariants() {
    let copies = fixtures::all().into_iter().enumerate().flat_map(|(at, (name, bytes))| {
        let seeds = (0..COPIES).map(move |copy| at as u64 * 1_000 + copy);
        seeds.map(move |seed| (format!("{name}, seed {seed}"), changed(&bytes, seed)))
    });
    for_each_case(copies, |bytes| fuzz::convert_text(bytes));
}

#[test]
fn damaged_values_are_read_without_a_panic() {
    let values = [
        "801.05亿元左右",
        "从2021年的39.2%提升至45.28%",
        "2000—3000亿元以上",
        "翻一番",
        "〔6.5〕",
        "1.94万亿",
        "千分之二",
    ];
    for (at, value) in values.iter().enumerate() {
        for copy in 0..200 {
            fuzz::value(&changed(value.as_bytes(), at as u64 * 1_000 + copy));
        }
    }
}

/// Runs one file through the target of this name.
fn replay(file: &str, target: &str, bytes: &[u8]) {
    let (_, run) = fuzz::TARGETS.into_iter().find(|(name, _)| *name == target).expect("the target is known");
    let outcome = std::panic::catch_unwind(|| run(bytes));
    assert!(outcome.is_ok(), "{file}: the target {target} fails");
}

#[test]
fn what_once_failed_is_right_now() {
    let inputs = fixtures::files("fuzz/regressions").into_iter().filter(|(name, _)| name != "README.md");
    for (name, bytes) in inputs {
        replay(&name, name.split(['-', '.']).next().unwrap_or_default(), &bytes);
    }
}

#[test]
fn the_seeds_of_the_fuzzers_keep_the_invariants() {
    for (target, _) in fuzz::TARGETS {
        let seeds = fixtures::files(&format!("fuzz/corpus/{target}"));
        // Plain text is seeded by the fixtures, which other tests run.
        assert!(target == "convert_text" || !seeds.is_empty(), "{target} has no seeds");
        for (name, bytes) in seeds {
            replay(&format!("{target}/{name}"), target, &bytes);
        }
    }
}
