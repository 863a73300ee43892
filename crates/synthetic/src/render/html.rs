//! A plan as a page of a government site: an article among menus and links.

use std::fmt::Write;

use crate::document::Plan;

use super::{Boxes, Cell, Headings, Look, Piece, escaped, stretches, title, toc};

const ABOVE: &str = "<div class=\"nav\"><ul><li><a href=\"/\">首页</a></li><li><a href=\"/xw\">要闻动态</a></li>\
    <li><a href=\"/zw\">政务公开</a></li><li><a href=\"/fw\">政务服务</a></li></ul></div>\n";

const BELOW: &str =
    "<div class=\"footer\"><a href=\"/map\">网站地图</a> <a href=\"/contact\">联系我们</a></div>\n";

/// The page.
pub(super) fn write(plan: &Plan, pieces: &[Piece<'_>], look: Look) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{}</title></head>\n<body>\n{ABOVE}<div class=\"article\">\n",
        escaped(title(plan))
    );
    centred(&mut out, title(plan));
    centred(&mut out, plan.structure.date);
    let lines = toc(plan);
    if !lines.is_empty() {
        centred(&mut out, "目 录");
    }
    for (line, page) in lines {
        let page = page.map(|page| format!("{}{page}", "…".repeat(12))).unwrap_or_default();
        paragraph(&mut out, &format!("{line}{page}"));
    }
    pieces.iter().for_each(|piece| self::piece(&mut out, piece, look));
    out.push_str("</div>\n");
    out.push_str(BELOW);
    out.push_str("</body></html>\n");
    out
}

fn piece(out: &mut String, piece: &Piece<'_>, look: Look) {
    match piece {
        Piece::Heading(text, depth) => heading(out, text, *depth, look),
        Piece::Paragraph(text) => paragraph(out, text),
        Piece::Table(rows) => table(out, rows),
        Piece::Box(inside) => {
            let (open, close) = match look.boxes {
                Boxes::Cell => ("<table border=\"1\"><tbody><tr><td>\n", "</td></tr></tbody></table>\n"),
                Boxes::Frame => ("<div style=\"border: 1px solid #000\">\n", "</div>\n"),
                Boxes::Bare => ("", ""),
            };
            out.push_str(open);
            // Boxes do not stand inside each other.
            for piece in inside {
                match piece {
                    Piece::Table(rows) => table(out, rows),
                    Piece::Paragraph(text) => paragraph(out, text),
                    Piece::Heading(text, depth) => heading(out, text, *depth, look),
                    Piece::Box(_) | Piece::Turn(_) => {}
                }
            }
            out.push_str(close);
        }
        // A page of the web has no page breaks.
        Piece::Turn(_) => {}
    }
}

fn heading(out: &mut String, text: &str, depth: usize, look: Look) {
    if look.headings == Headings::Tagged {
        let level = (depth + 2).min(6);
        let _ = writeln!(out, "<h{level}>{}</h{level}>", escaped(text));
    } else {
        centred(out, text);
    }
}

fn centred(out: &mut String, text: &str) {
    let _ = writeln!(out, "<p style=\"text-align: center\"><strong>{}</strong></p>", escaped(text));
}

fn paragraph(out: &mut String, text: &str) {
    out.push_str("<p>");
    for (part, bold) in stretches(text) {
        let part = escaped(part);
        out.push_str(&if bold { format!("<strong>{part}</strong>") } else { part });
    }
    out.push_str("</p>\n");
}

fn table(out: &mut String, rows: &[Vec<Cell<'_>>]) {
    out.push_str("<table border=\"1\"><tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            let _ = write!(
                out,
                "<td rowspan=\"{}\" colspan=\"{}\">{}</td>",
                cell.rows,
                cell.columns,
                escaped(cell.text)
            );
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
}
