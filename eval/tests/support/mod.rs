//! An output made of the truth: what a perfect extraction would give.

use gangyao_synthetic::Truth;
use gangyao_synthetic::truth::{TruthParagraph, TruthTerm};
use serde_json::{Value, json};

/// Whole-document JSON that agrees with the truth in everything.
pub(crate) fn perfect(truth: &Truth) -> Value {
    let mut records: Vec<Value> = Vec::new();
    let mut push = |record_type: &str, mut fields: Value| {
        fields["type"] = json!(record_type);
        if fields["id"].is_null() {
            fields["id"] = json!(format!("r{}", records.len()));
        }
        records.push(fields);
    };
    for heading in truth.outline.iter().flatten() {
        push(&heading.heading_type, json!(heading));
    }
    for made in truth.boxes.iter().flatten() {
        let mut fields = json!(made);
        fields["path"] = json!([made.under]);
        push("box", fields);
    }
    for project in truth.projects.iter().flatten() {
        let components: Vec<Value> = project.components.iter().map(|name| json!({"name": name})).collect();
        push("project", json!({"name": project.name, "components": components}));
    }
    for indicator in truth.indicators.iter().flatten() {
        push("indicator", json!(indicator));
    }
    for term in truth.terms.iter().flatten() {
        push("term", json!({"term": term.term, "definition": definition(term)}));
    }
    for paragraph in truth.paragraphs.iter().flatten() {
        let fields =
            json!({"id": paragraph.head, "text": body(paragraph), "lead": paragraph.lead.clone().flatten()});
        push("paragraph", fields);
    }
    for quantity in truth.quantities.iter().flat_map(|quantities| &quantities.items) {
        let mut fields = json!(quantity);
        fields["value"] = fields.clone();
        fields["parent"] = json!(quantity.paragraph);
        push("quantity", fields);
    }
    let document = json!({
        "title": truth.title, "kind": truth.kind, "region": truth.region, "period": truth.period,
        "issued": truth.issued, "coverage": {"unassigned": 0},
    });
    json!({"document": document, "records": records})
}

fn definition(term: &TruthTerm) -> String {
    stretched(&term.def_head, &term.def_tail, term.def_len)
}

fn body(paragraph: &TruthParagraph) -> String {
    stretched(&paragraph.head, &paragraph.tail, paragraph.len)
}

/// A text of `len` characters with this head and this tail.
fn stretched(head: &str, tail: &str, len: usize) -> String {
    let ends = head.chars().count() + tail.chars().count();
    if len < ends {
        let overlap = ends - len;
        return head.chars().chain(tail.chars().skip(overlap)).collect();
    }
    format!("{head}{}{tail}", "中".repeat(len - ends))
}
