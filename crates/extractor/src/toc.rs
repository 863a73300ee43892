//! The table of contents, matched to the headings of the body: 第四章第二节 深化环境污染防治 (19) names the heading
//! 深化污染防治, and differs from it. The body wins; the table's title is kept beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gangyao_model::{Match, Record, TocEntry};
use gangyao_parser::numbering::Marker;
use gangyao_parser::{BoxItem, TocItem};
use gangyao_text::squeeze;

use crate::builder::Builder;
use crate::heading::Seen;

/// Entries and headings, collected in document order.
#[derive(Debug, Default)]
pub(crate) struct Toc {
    entries: Vec<(TocEntry, Marker)>,
    headings: Vec<Seen>,
    boxes: Vec<(Option<u32>, String, Arc<str>)>,
}

/// An entry looks for its heading among so many of the next ones.
const WINDOW: usize = 400;

impl Toc {
    pub(crate) fn push(&mut self, builder: &mut Builder<'_>, item: &TocItem) {
        let entry = TocEntry {
            common: builder.common_outside(builder.spans(&item.at)),
            label: item.label.as_ref().map(|label| label.text().to_owned()),
            title: item.title.text().to_owned(),
            page_label: item.page_label.clone(),
            heading: None,
            matched: Match::Missing,
        };
        let mut record = Record::TocEntry(entry);
        builder.identify(&mut record);
        if let Record::TocEntry(entry) = record {
            self.entries.push((entry, item.marker));
        }
    }

    pub(crate) fn see(&mut self, heading: Seen) {
        self.headings.push(heading);
    }

    pub(crate) fn see_box(&mut self, item: &BoxItem, id: Arc<str>) {
        self.boxes.push((item.number, squeeze(item.title.text()), id));
    }

    /// The entries with their headings, and the titles that differ, by heading.
    pub(crate) fn resolve(self) -> (Vec<TocEntry>, BTreeMap<Arc<str>, String>) {
        let markers: BTreeSet<Marker> = self.entries.iter().map(|(_, marker)| *marker).collect();
        // Only headings of the levels that the table lists can be named by it.
        let headings: Vec<&Seen> =
            self.headings.iter().filter(|seen| markers.contains(&seen.marker)).collect();
        let mut differing = BTreeMap::new();
        let mut next = 0;
        let mut resolved = Vec::with_capacity(self.entries.len());
        for (mut entry, marker) in self.entries {
            if let Some(id) = named_box(&entry, &self.boxes) {
                entry.heading = Some(id);
                entry.matched = Match::Exact;
            } else if let Some((at, matched)) = find(&entry, marker, &headings, next) {
                next = at + 1;
                entry.heading = Some(headings[at].id.clone());
                entry.matched = matched;
                if matched == Match::Differs {
                    differing.insert(headings[at].id.clone(), entry.title.clone());
                }
            }
            resolved.push(entry);
        }
        (resolved, differing)
    }
}

/// 专栏4 高能级科创平台建设工程 in the table of contents.
fn named_box(entry: &TocEntry, boxes: &[(Option<u32>, String, Arc<str>)]) -> Option<Arc<str>> {
    let title = squeeze(&entry.title);
    let rest = title.strip_prefix("专栏")?;
    let (.., id) = boxes.iter().find(|(number, title, _)| {
        let label = number.map(|n| n.to_string()).unwrap_or_default();
        rest.strip_prefix(label.as_str()).is_some_and(|rest| rest.trim_start_matches(['：', ':']) == title)
    })?;
    Some(id.clone())
}

/// The heading that an entry names: the next with its label and title, or the very next one with its label.
fn find(entry: &TocEntry, marker: Marker, headings: &[&Seen], next: usize) -> Option<(usize, Match)> {
    let title = squeeze(&entry.title);
    let number = entry.label.as_deref().and_then(gangyao_parser::numbering::label).map(|label| label.number);
    let ahead = headings.iter().enumerate().skip(next).take(WINDOW);
    let same_label = |seen: &Seen| seen.marker == marker && (seen.number == number || number.is_none());
    for (at, seen) in ahead {
        if same_label(seen) && (seen.title == title || number.is_none() && is_annex_of(&seen.title, &title)) {
            return Some((at, Match::Exact));
        }
    }
    let (at, seen) = (next, headings.get(next)?);
    (number.is_some() && same_label(seen)).then_some((at, Match::Differs))
}

/// 附件1主要指标 in the table of contents is the heading 附件1, under which the caption 主要指标 stands on its own line.
fn is_annex_of(heading: &str, title: &str) -> bool {
    let heading = heading.trim_end_matches(['：', ':']);
    let is_digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let number = ["附件", "附表", "附图", "附录"].iter().find_map(|word| heading.strip_prefix(word));
    let is_counted = number.is_some_and(|number| !number.is_empty() && number.chars().all(is_digit));
    is_counted && title.strip_prefix(heading).is_some_and(|rest| !rest.starts_with(is_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(marker: Marker, number: u32, title: &str) -> Seen {
        Seen { id: title.into(), marker, number: Some(number), title: title.to_owned() }
    }

    fn entry(label: &str, title: &str) -> TocEntry {
        let empty: Arc<[String]> = Arc::new([]);
        TocEntry {
            common: gangyao_model::Common {
                id: String::new(),
                doc: "".into(),
                seq: 0,
                parent: None,
                path: empty,
                evidence: Vec::new(),
            },
            label: Some(label.to_owned()),
            title: title.to_owned(),
            page_label: None,
            heading: None,
            matched: Match::Missing,
        }
    }

    #[test]
    fn an_annex_whose_caption_stands_below() {
        for (heading, title, expected) in [
            ("附件1", "附件1主要指标", true),
            ("附表一：", "附表一重大项目", true),
            ("附件1", "附件12重大项目", false),
            ("附件", "附件1主要指标", false),
            ("附则", "附则条款", false),
        ] {
            assert_eq!(is_annex_of(heading, title), expected, "{heading} {title}");
        }
    }

    #[test]
    fn a_title_that_differs_keeps_its_place() {
        let toc = Toc {
            entries: vec![
                (entry("第一章", "总则"), Marker::Zhang),
                (entry("第一节", "深化环境污染防治"), Marker::Jie),
                (entry("第二节", "保障"), Marker::Jie),
                (entry("第三节", "缺失"), Marker::Jie),
                (entry("第二章", "任务"), Marker::Zhang),
            ],
            headings: vec![
                seen(Marker::Zhang, 1, "总则"),
                seen(Marker::Jie, 1, "深化污染防治"),
                seen(Marker::CnDun, 1, "防治"),
                seen(Marker::Jie, 2, "保障"),
                seen(Marker::Zhang, 2, "任务"),
            ],
            boxes: Vec::new(),
        };
        let (entries, differing) = toc.resolve();
        let matches: Vec<_> = entries.iter().map(|e| e.matched).collect();
        assert_eq!(matches, [Match::Exact, Match::Differs, Match::Exact, Match::Missing, Match::Exact]);
        assert_eq!(differing["深化污染防治"], "深化环境污染防治");
    }
}
