//! Pages as large and as deep as nobody writes them. Sizes are such that work that grows with their square would not come
//! to an end: a test that ends has passed.

use gangyao_reader::{Options, check, read};

/// Reads a page and gives its text.
fn text(page: &str) -> String {
    let source = read(page.as_bytes(), "plan.html", &Options::default()).expect("a page of any size is read");
    assert_eq!(check(&source), Ok(()));
    source.text
}

const SENTENCE: &str = "坚持创新驱动，推动高质量发展。";

/// Megabytes on one line, made of `part` again and again.
fn one_line(part: &str, sentences_in_part: usize) {
    let count = (6 << 20) / part.len();
    let page = format!("<html><body>{}</body></html>", part.repeat(count));
    assert!(!page.contains('\n'));
    let found = text(&page);
    assert_eq!(found.matches(SENTENCE).count(), count * sentences_in_part, "{part}");
}

#[test]
fn megabytes_on_one_line() {
    one_line(SENTENCE, 1);
    one_line(&format!("<p>{SENTENCE}</p>"), 1);
    one_line(&format!("{SENTENCE}<br>"), 1);
    one_line(&format!("<b>{SENTENCE}</b><i>{SENTENCE}</i>&nbsp;"), 2);
    one_line(&format!("<table><tr><td>{SENTENCE}</td><td>{SENTENCE}</td></tr></table>"), 2);
    one_line(&format!("<ul><li>{SENTENCE}<li>{SENTENCE}</ul>"), 2);
    one_line(&format!("<p class='a b' style='font-weight:bold;text-align:center'>{SENTENCE}"), 1);
    one_line(&format!("<!-- {SENTENCE} --><script>x</script><p>{SENTENCE}"), 1);
}

/// Elements inside each other, a hundred thousand deep, closed or not.
fn nested(open: &str, close: &str) {
    const DEPTH: usize = 100_000;
    for close in ["", close] {
        let page = format!("<p>{SENTENCE}</p>{}{SENTENCE}{}", open.repeat(DEPTH), close.repeat(DEPTH));
        assert_eq!(text(&page).matches(SENTENCE).count(), 2, "{open} {close}");
    }
}

#[test]
fn a_hundred_thousand_deep() {
    nested("<div>", "</div>");
    nested("<table><tr><td>", "</td></tr></table>");
    nested("<table border=1><td>", "</table>");
    nested("<b>", "</b>");
    nested("<b><p>", "</b></p>");
    nested("<a href=x><div>", "</a></div>");
    nested("<ul><li>", "</li></ul>");
    nested("<span style='color:red'>", "</span>");
    nested("<font><center><blockquote>", "</center></font></blockquote>");
    nested("<sup>", "</sup>");
    nested("<h1>", "</h1>");
    nested("<pre><section><article>", "</article></section></pre>");
}

#[test]
fn a_hundred_thousand_tags_that_close_nothing() {
    let closers = "</div></b></table></p></a></td>".repeat(100_000);
    assert_eq!(text(&format!("<p>{SENTENCE}{closers}{SENTENCE}")).matches(SENTENCE).count(), 2);
}

#[test]
fn many_rules_of_style_for_many_elements() {
    let rules: String = (0..30_000).map(|n| format!(".c{n} {{font-weight:bold}} ")).collect();
    let elements: String = (0..30_000).map(|n| format!("<p class=c{n}>{SENTENCE}</p>")).collect();
    let found = text(&format!("<style>{rules}</style>{elements}"));
    assert_eq!(found.matches(SENTENCE).count(), 30_000);
}

#[test]
fn tables_of_many_cells_and_claims() {
    let row = format!("<tr>{}</tr>", "<td>甲</td>".repeat(50));
    assert_eq!(text(&format!("<table>{}</table>", row.repeat(4_000))).matches('甲').count(), 200_000);
    let claims = "<tr><td rowspan=65534 colspan=1000>甲</td></tr>".repeat(20_000);
    assert_eq!(text(&format!("<table>{claims}</table>")).matches('甲').count(), 20_000);
}
