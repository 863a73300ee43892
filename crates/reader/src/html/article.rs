//! Which part of a page is the article.
//!
//! Running text is what an article has and menus, link lists and footers have not. Each block's ideographs outside of
//! links are counted, where there are enough of them to be prose; the article is the innermost element that still holds
//! most of the page's prose, and those of its neighbours that are prose too. Nothing is thrown away: the rest of the page
//! becomes lines as well, labelled as furniture.

use super::dom::{Attr, Dom, Id, NONE, ROOT};
use super::tag::Tag;
use gangyao_text::{count_han, is_han};
use std::cmp::Reverse;

/// A block with fewer ideographs than this is a menu entry, a date, a button, or too short to tell.
const PROSE: u32 = 20;

/// 1 2 上一页 下一页 共2页 第1页: a few links with words between them, in ideographs.
const PAGER: u32 = 24;

/// What is known about one node and all that it holds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weight {
    /// Ideographs.
    pub(super) han: u32,
    /// Ideographs in links to other pages.
    links: u32,
    /// Ideographs of prose.
    pub(super) prose: u32,
    /// Links to other pages.
    link_count: u32,
}

/// Where a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Before the article: menus, the page's head.
    Before,
    /// In the article.
    Article,
    /// After the article, or a list of links in it.
    After,
}

/// The result for a whole page.
#[derive(Debug)]
pub(super) struct Article {
    pub(super) weights: Vec<Weight>,
    places: Vec<Place>,
    /// The innermost element that holds most of the prose.
    pub(super) root: Id,
    /// Other copies of the article, for telephones or for printing.
    copies: Vec<Id>,
}

impl Article {
    /// Weighs a page and finds its article.
    pub(super) fn find(dom: &Dom) -> Self {
        let weights = weigh(dom);
        let (root, copies) = core(dom, &weights);
        let mut article = Self { places: vec![Place::Before; dom.nodes.len()], weights, root, copies };
        article.mark(dom);
        article
    }

    pub(super) fn place(&self, id: Id) -> Place {
        self.places[id as usize]
    }

    /// True when `id` holds the core of the article, so that it is no box or table in it.
    pub(super) fn is_around(&self, dom: &Dom, id: Id) -> bool {
        let (all, own) = (self.weights[ROOT as usize].prose, self.weights[id as usize].prose);
        own > 200 && own * 2 > all || dom.ancestors(self.root).any(|outer| outer == id) && id != self.root
    }

    /// Marks the article: the core, and on each level outwards what lies between prose.
    fn mark(&mut self, dom: &Dom) {
        let mut chosen = vec![self.root];
        let mut inner = self.root;
        let mut after = Vec::new();
        for outer in dom.ancestors(self.root).skip(1) {
            let siblings: Vec<Id> = dom.children(outer).collect();
            let at = siblings.iter().position(|&id| id == inner).expect("a child of its parent");
            let is_prose = |&id: &Id| self.is_prose(dom, id);
            let first = siblings.iter().position(is_prose).map_or(at, |first| first.min(at));
            let last = siblings.iter().rposition(is_prose).map_or(at, |last| last.max(at));
            chosen
                .extend(siblings[first..=last].iter().filter(|&&id| id != inner && !self.is_links(dom, id)));
            after.extend_from_slice(&siblings[last + 1..]);
            inner = outer;
        }
        after.into_iter().for_each(|id| self.places[id as usize] = Place::After);
        chosen.into_iter().for_each(|id| self.places[id as usize] = Place::Article);
        // Children come after their parents, so one pass hands the places down.
        for id in 1..dom.nodes.len() as Id {
            let parent = dom.node(id).parent;
            match self.place(parent) {
                Place::Article if self.is_links(dom, id) => self.places[id as usize] = Place::After,
                Place::Before => {}
                place => self.places[id as usize] = place,
            }
        }
    }

    /// The list of notes that a word processor puts under the text.
    pub(super) fn is_notes(&self, dom: &Dom, id: Id) -> bool {
        dom.attribute(id, Attr::Style).is_some_and(|style| {
            style.contains("mso-element:footnote-list") || style.contains("mso-element:endnote-list")
        })
    }

    /// A neighbour of the article that goes with it.
    fn is_prose(&self, dom: &Dom, id: Id) -> bool {
        if self.is_notes(dom, id) {
            return true;
        }
        let weight = self.weights[id as usize];
        weight.prose >= 3 * PROSE
            && weight.prose * 5 > weight.han * 3
            && weight.links * 5 < weight.han
            && !dom.node(id).tag.is_chrome()
            && !self.copies.contains(&id)
    }

    /// A list of links, a menu or a form, wherever it stands.
    fn is_links(&self, dom: &Dom, id: Id) -> bool {
        let weight = self.weights[id as usize];
        let tag = dom.node(id).tag;
        tag.is_chrome() && weight.prose < 10 * PROSE
            || tag.is_block()
                && weight.link_count > 1
                && weight.links * 10 > weight.han * 6
                && weight.prose < 3 * PROSE
            || tag.is_block()
                && weight.link_count > 2
                && weight.han <= PAGER
                && weight.links * 2 >= weight.han.max(1)
    }
}

fn weigh(dom: &Dom) -> Vec<Weight> {
    let nodes = &dom.nodes;
    let mut weights = vec![Weight::default(); nodes.len()];
    // Handed down: the nearest block, and whether a link or hidden element is around.
    let mut block = vec![ROOT; nodes.len()];
    let mut linked = vec![false; nodes.len()];
    let mut hidden = vec![false; nodes.len()];
    for id in 1..nodes.len() {
        let (tag, parent) = (nodes[id].tag, nodes[id].parent as usize);
        block[id] = if tag.is_block() { id as Id } else { block[parent] };
        hidden[id] = hidden[parent] || tag.is_hidden();
        linked[id] = linked[parent] || tag == Tag::A && leads_elsewhere(dom, id as Id);
        if linked[id] && !linked[parent] && !hidden[id] {
            weights[id].link_count = 1;
        }
        if tag == Tag::Text && !hidden[id] {
            let han = count_han(dom.text(id as Id)) as u32;
            weights[id].han = han;
            if linked[id] {
                weights[id].links = han;
            } else {
                weights[block[id] as usize].prose += han;
            }
        }
    }
    for id in (0..nodes.len()).rev() {
        // What stands in the block itself is complete here only for leaves; inner blocks add theirs below.
        let own = weights[id];
        if nodes[id].parent == NONE {
            continue;
        }
        let parent = &mut weights[nodes[id].parent as usize];
        parent.han += own.han;
        parent.links += own.links;
        parent.link_count += own.link_count;
    }
    sum_prose(dom, &mut weights);
    weights
}

/// Adds up prose; blocks with too little of their own count nothing.
fn sum_prose(dom: &Dom, weights: &mut [Weight]) {
    for weight in weights.iter_mut() {
        if weight.prose < PROSE {
            weight.prose = 0;
        }
    }
    for id in (1..dom.nodes.len()).rev() {
        let prose = weights[id].prose;
        weights[dom.nodes[id].parent as usize].prose += prose;
    }
}

/// A link inside the page (a table of contents, a footnote) is text of the article.
fn leads_elsewhere(dom: &Dom, id: Id) -> bool {
    dom.attribute(id, Attr::Href).is_some_and(|href| !href.starts_with('#'))
}

/// The innermost element that holds most of the prose, and the copies of it that were passed on the way. A paragraph is
/// never all of an article.
fn core(dom: &Dom, weights: &[Weight]) -> (Id, Vec<Id>) {
    let prose = |id: Id| weights[id as usize].prose;
    let (mut core, mut copies) = (ROOT, Vec::new());
    while let Some(heaviest) = dom.children(core).max_by_key(|&id| (prose(id), Reverse(id))) {
        let mut all = prose(core);
        for copy in dom.children(core).filter(|&id| id != heaviest && is_copy(dom, weights, heaviest, id)) {
            all -= prose(copy);
            copies.push(copy);
        }
        let tag = dom.node(heaviest).tag;
        let single =
            tag.heading().is_some() || matches!(tag, Tag::Text | Tag::P | Tag::Li | Tag::Dd | Tag::Dt);
        if single || prose(heaviest) * 4 <= all * 3 {
            break;
        }
        core = heaviest;
    }
    (core, copies)
}

/// Many pages hold the article twice, once for narrow screens: about as long, and with the same sentences.
fn is_copy(dom: &Dom, weights: &[Weight], of: Id, id: Id) -> bool {
    let (one, other) = (weights[of as usize].prose, weights[id as usize].prose);
    if other < 20 * PROSE || other * 10 < one * 8 {
        return false;
    }
    let squash = |id| dom.inner_text(id).chars().filter(|&c| is_han(c)).collect::<Vec<char>>();
    let other = squash(id);
    let text: String = squash(of).into_iter().collect();
    let samples = (0..SAMPLES).map(|i| &other[i * other.len() / SAMPLES..]);
    let found = samples.filter(|sample| {
        let sample: String = sample.iter().take(SAMPLE).collect();
        memchr::memmem::find(text.as_bytes(), sample.as_bytes()).is_some()
    });
    found.count() * 3 >= SAMPLES * 2
}

/// How many places of a copy are compared, and how many ideographs at each.
const SAMPLES: usize = 12;
const SAMPLE: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str =
        "坚持稳中求进工作总基调，推动高质量发展，建设现代化产业体系，保障和改善民生，促进全体人民共同富裕。";

    /// The texts of the page with the places where they stand.
    #[track_caller]
    fn check(page: &str, expected: &[(&str, Place)]) {
        let page = page.replace('文', PROSE);
        let dom = Dom::parse(&page, 512);
        let article = Article::find(&dom);
        let found: Vec<(String, Place)> = (0..dom.nodes.len() as Id)
            .filter(|&id| dom.node(id).tag == Tag::Text && !dom.text(id).trim().is_empty())
            .map(|id| (dom.text(id).trim().replace(PROSE, "文"), article.place(id)))
            .collect();
        let expected: Vec<(String, Place)> =
            expected.iter().map(|&(text, at)| (text.to_owned(), at)).collect();
        assert_eq!(found, expected);
    }

    use Place::{After, Article as In, Before};

    #[test]
    fn menus_and_footers_stand_around_the_article() {
        check(
            "<div><a href=/>首页</a><a href=/a>政务公开</a></div><div><div><p>文<p>一、目标<p>文</div></div><div>版权所有</div>",
            &[
                ("首页", Before),
                ("政务公开", Before),
                ("文", In),
                ("一、目标", In),
                ("文", In),
                ("版权所有", After),
            ],
        );
    }

    #[test]
    fn a_bare_article_is_an_article_as_a_whole() {
        check("<h1>规划</h1><p>文<p>第一章<p>文", &[("规划", In), ("文", In), ("第一章", In), ("文", In)]);
    }

    #[test]
    fn what_goes_on_beside_the_core_is_article_too() {
        check(
            "<div><div><p>文<p>文文文<p>文文文</div><h2>附录</h2><div><p>文文</div><div>打印</div></div>",
            &[("文", In), ("文文文", In), ("文文文", In), ("附录", In), ("文文", In), ("打印", After)],
        );
    }

    #[test]
    fn a_list_of_links_inside_is_unrelated_but_a_table_of_contents_is_not() {
        check(
            "<div><p>文<ul><li><a href=1>相关新闻一则</a><li><a href=2>相关新闻二则</a></ul><p>文<div><a href='#a'>第一章</a></div></div>",
            &[("文", In), ("相关新闻一则", After), ("相关新闻二则", After), ("文", In), ("第一章", In)],
        );
    }

    #[test]
    fn links_to_the_pages_of_a_long_article_are_unrelated() {
        check(
            "<div><p>文<p>文<div><a href=1>1</a><a href=2>2</a><a href=1>上一页</a><a href=2>下一页</a>共2页 第1页</div><p>文</div>",
            &[
                ("文", In),
                ("文", In),
                ("1", After),
                ("2", After),
                ("上一页", After),
                ("下一页", After),
                ("共2页 第1页", After),
                ("文", In),
            ],
        );
    }

    #[test]
    fn a_second_copy_for_telephones_is_furniture() {
        let copy: String =
            (0..20).map(|i| format!("<p>{}{PROSE}", ['甲', '乙', '丙', '丁', '戊'][i % 5])).collect();
        let page = format!("<div>{copy}</div><ul><li>新闻</ul><div><div>标题</div><div>{copy}</div></div>");
        let dom = Dom::parse(&page, 512);
        let article = Article::find(&dom);
        let texts = (0..dom.nodes.len() as Id).filter(|&id| dom.node(id).tag == Tag::Text);
        let inside = texts.filter(|&id| article.place(id) == In).count();
        assert_eq!(inside, 20);
    }
}
