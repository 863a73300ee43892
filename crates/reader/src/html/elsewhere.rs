//! Pages whose text stands in another file: in a frame (a viewer of PDF files), behind a link, or where scripts would fetch it.
//!
//! Such a page is no plan without text: what it shows in a browser is told by a problem, not by silence.

use super::article::Article;
use super::dom::{Attr, Dom, Id, ROOT};
use super::tag::Tag;
use gangyao_text::{Problem, Severity};

/// A page with so much prose, in ideographs, has a text of its own, and with so many ideographs something to show.
const OWN_PROSE: u32 = 200;
pub(super) const OWN_HAN: u32 = 400;
/// A page that waits for its scripts shows less than this.
const SHELL_HAN: u32 = 60;
/// Frames of lesser height count visitors or show the weather.
const LEAST_HEIGHT: f32 = 200.0;

/// What is to be said of a page that shows the text of another file.
pub(super) fn problem(dom: &Dom, article: &Article) -> Option<Problem> {
    let all = article.weights[ROOT as usize];
    if all.prose >= OWN_PROSE || all.han >= OWN_HAN {
        return None;
    }
    let ids = || 0..dom.nodes.len() as Id;
    let said = |rest: String, help: &'static str| Problem {
        code: "text-elsewhere",
        severity: Severity::Error,
        message: format!("the page has hardly any text of its own{rest}"),
        help,
        at: Vec::new(),
    };
    if let Some(address) = ids().find_map(|id| framed(dom, id)) {
        return Some(said(
            format!(" and shows {address} in a frame"),
            "convert the file that the frame shows",
        ));
    }
    if let Some(address) = ids().find_map(|id| offered(dom, id)) {
        return Some(said(format!(" and offers {address}"), "convert the file that it offers"));
    }
    let shell = all.han < SHELL_HAN && ids().any(|id| dom.node(id).tag == Tag::Script);
    let help = "open the page in a browser and save what it shows, or get the document that it offers";
    shell.then(|| said("; its scripts would fetch it".to_owned(), help))
}

/// What the files are called in which plans are published.
const FILES: [&str; 6] = [".pdf", ".doc", ".docx", ".wps", ".ofd", ".odt"];

/// The address of a document that the page links to.
fn offered(dom: &Dom, id: Id) -> Option<&str> {
    let address = dom.attribute(id, Attr::Href).filter(|_| dom.node(id).tag == Tag::A)?.trim();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ends = |end: &str| {
        path.len()
            .checked_sub(end.len())
            .and_then(|at| path.get(at..))
            .is_some_and(|last| last.eq_ignore_ascii_case(end))
    };
    FILES.iter().any(|end| ends(end)).then(|| shortened(address))
}

/// The address of what an element shows, if it is large enough to show a document.
fn framed(dom: &Dom, id: Id) -> Option<&str> {
    let address = dom.attribute(id, Attr::Src)?.trim();
    let height = dom.attribute(id, Attr::Height).unwrap_or_default().trim();
    let height: f32 = height.trim_end_matches("px").parse().unwrap_or(LEAST_HEIGHT);
    let shown = !address.is_empty() && !address.starts_with("about:") && height >= LEAST_HEIGHT;
    shown.then(|| shortened(address))
}

/// An address is told up to so many characters.
const LONGEST_ADDRESS: usize = 200;

fn shortened(address: &str) -> &str {
    address.char_indices().nth(LONGEST_ADDRESS).map_or(address, |(end, _)| &address[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(page: &str) -> Option<String> {
        let dom = Dom::parse(page, 512);
        let article = Article::find(&dom);
        problem(&dom, &article).map(|problem| problem.message)
    }

    #[test]
    fn a_frame_that_shows_the_plan_is_named() {
        let page = |frame: &str| {
            format!("<div><a href=/>首页</a></div><h1>某市规划纲要</h1>{frame}<div>版权所有</div>")
        };
        for frame in [
            "<iframe src='/v.html?file=plan.pdf' width=100% height=900>",
            "<embed src='plan.pdf' type='application/pdf'>",
            "<object data='plan.pdf' height=100%></object>",
            "<frameset rows='80,*'><frame src='plan.pdf'></frameset>",
        ] {
            let said = says(&page(frame)).unwrap();
            assert!(said.contains("plan.pdf in a frame"), "{said}");
        }
        for frame in ["", "<iframe src='/weather.html' height=30>", "<iframe src=''>", "<img src='plan.png'>"]
        {
            assert_eq!(says(&page(frame)), None, "{frame}");
        }
    }

    #[test]
    fn a_page_that_only_links_to_the_plan_names_it() {
        let page = |link: &str| format!("<h1>某市规划纲要</h1><p>{link}<div>主办：某市人民政府</div>");
        let said = says(&page("<a href='/files/plan.PDF?v=1'>某市规划纲要.pdf</a>")).unwrap();
        assert!(said.ends_with("offers /files/plan.PDF?v=1"), "{said}");
        assert_eq!(says(&page("<a href='/art_1.html'>某市规划纲要</a>")), None);
    }

    #[test]
    fn a_page_that_waits_for_its_scripts_says_so() {
        let shell = "<div id=app></div><script src=/app.js></script>";
        assert!(says(shell).unwrap().contains("scripts would fetch it"));
        let prose = "坚持稳中求进工作总基调，推动高质量发展，建设现代化产业体系，保障和改善民生，".repeat(2);
        assert_eq!(says(&format!("{shell}<p>{prose}")), None);
        assert_eq!(says("<div id=app></div>"), None);
    }

    #[test]
    fn a_page_with_a_text_of_its_own_is_read() {
        let prose = "坚持稳中求进工作总基调，推动高质量发展，建设现代化产业体系，保障和改善民生。".repeat(8);
        assert_eq!(says(&format!("<p>{prose}<iframe src=/v.html height=900></iframe>")), None);
    }
}
