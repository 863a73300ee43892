//! The word table of the document's data, by class. What the words are good for is known to the other modules.

use std::sync::LazyLock;

use gangyao_model::Kind;

/// A word that a title ends with.
#[derive(Clone, Copy, Debug)]
pub(super) struct TitleWord {
    pub(super) word: &'static str,
    pub(super) score: u32,
    pub(super) kind: Kind,
}

/// All words, each list with its longest words first.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) title: Vec<TitleWord>,
    pub(super) nation: Vec<&'static str>,
    pub(super) area: Vec<&'static str>,
    pub(super) zone: Vec<&'static str>,
    pub(super) town: Vec<&'static str>,
    pub(super) no_place: Vec<&'static str>,
    pub(super) issuer: Vec<&'static str>,
    pub(super) send: Vec<&'static str>,
    pub(super) number: Vec<&'static str>,
    pub(super) issued: Vec<&'static str>,
    pub(super) issuer_label: Vec<&'static str>,
    pub(super) other_label: Vec<&'static str>,
    pub(super) label: Vec<&'static str>,
}

/// The table, read once.
pub(super) static WORDS: LazyLock<Words> =
    LazyLock::new(|| read(include_str!("../../data/document_words.tsv")));

fn read(table: &'static str) -> Words {
    let mut words = Words::default();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(class), Some(word)) = (fields.next(), fields.next()) else { continue };
        let list = match class {
            "title" => {
                let score =
                    fields.next().and_then(|score| score.parse().ok()).expect("a title word has a score");
                words.title.push(TitleWord { word, score, kind: kind(fields.next()) });
                continue;
            }
            "nation" => &mut words.nation,
            "area" => &mut words.area,
            "zone" => &mut words.zone,
            "town" => &mut words.town,
            "no_place" => &mut words.no_place,
            "issuer" => &mut words.issuer,
            "send" => &mut words.send,
            "number" => &mut words.number,
            "issued" => &mut words.issued,
            "issuer_label" => &mut words.issuer_label,
            "other_label" => &mut words.other_label,
            "label" => &mut words.label,
            _ => unreachable!("the table has no class {class}"),
        };
        list.push(word);
    }
    words.title.sort_by_key(|entry| std::cmp::Reverse(entry.word.len()));
    for list in [
        &mut words.label,
        &mut words.area,
        &mut words.zone,
        &mut words.town,
        &mut words.send,
        &mut words.nation,
    ] {
        list.sort_by_key(|word| std::cmp::Reverse(word.len()));
    }
    words
}

fn kind(name: Option<&str>) -> Kind {
    match name {
        Some("special_plan") => Kind::SpecialPlan,
        Some("work_report") => Kind::WorkReport,
        Some("proposal") => Kind::Proposal,
        Some("notice") => Kind::Notice,
        _ => Kind::Other,
    }
}

/// What follows the first word of a list that a text begins with.
pub(super) fn strip_any_prefix<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words.iter().find_map(|word| text.strip_prefix(word))
}

/// True where a text ends with a word of a list.
pub(super) fn ends_with_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}
