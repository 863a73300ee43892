//! What thirty lines of regular expressions make of a plan: the figure that any work on top of it has to beat.

use regex::Regex;
use serde_json::{Value, json};

/// Headings are lines that begin with 第X篇, 第X章, 第X节; every other line is a paragraph; a line 专栏N is a box.
///
/// # Panics
/// Never: the expressions are constants.
#[must_use]
pub fn convert(text: &str) -> Value {
    let heading = Regex::new(r"^\s*(第[一二三四五六七八九十百]+([篇章节]))\s*(\S.*)$").expect("a constant");
    let boxed = Regex::new(r"^\s*专栏\s*(\d+)[\s：:]*(.*)$").expect("a constant");
    let number =
        Regex::new(r"(\p{Han}{2,12}?)(?:达到|突破|超过)(\d+(?:\.\d+)?)(\p{Han}{1,2}|%)").expect("a constant");
    let title = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    let mut records = Vec::new();
    for (at, line) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        let id = format!("b{at}");
        if let Some(found) = heading.captures(line) {
            let kind = match &found[2] {
                "篇" => "part",
                "章" => "chapter",
                _ => "section",
            };
            records.push(json!({"type": kind, "id": id, "label": found[1], "title": found[3].trim()}));
        } else if let Some(found) = boxed.captures(line) {
            let number: Option<i64> = found[1].parse().ok();
            records.push(json!({"type": "box", "id": id, "number": number, "title": found[2].trim(), "content": "projects"}));
        } else {
            records.push(json!({"type": "paragraph", "id": id, "text": line.trim(), "lead": null}));
            for found in number.captures_iter(line) {
                let amount: Option<f64> = found[2].parse().ok();
                let value = json!({"number": amount, "unit": found[3]});
                let own_id = format!("b{at}q{}", records.len());
                records.push(json!({"type": "quantity", "id": own_id, "parent": id, "metric": found[1], "value": value, "stance": "target", "change": "level"}));
            }
        }
    }
    json!({"document": {"title": title, "kind": "outline_plan"}, "records": records})
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_finds_what_stands_at_the_start_of_a_line() {
        let found = super::convert("某市规划\n第一章 总则\n地区生产总值达到5%。\n");
        assert_eq!(found["records"][1]["label"], "第一章");
        assert_eq!(found["records"][3]["metric"], "地区生产总值");
    }
}
