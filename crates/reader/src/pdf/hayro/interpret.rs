//! Runs the operators of a content stream and notes what text and tables are made of.
//!
//! The library's own interpreter is not used: its device is not told which font a glyph comes from, cannot stop a
//! hostile stream, and pays for colours and pictures that are never looked at.

use hayro_font::kurbo::{Affine, Point};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use super::super::backend::{Glyph, PageContent, Rect, Ruling};
use super::budget::Budget;
use super::font::Fonts;
use super::layers::Layers;
use super::path::Path;
use super::raster::Drawn;
use super::state::{Paint, State};
use super::stream;

/// Operators that a page may take, forms included.
const MAX_OPERATORS: usize = 5_000_000;
/// Forms that a page may draw; forms that draw forms multiply.
const MAX_FORMS: usize = 20_000;
/// Forms inside forms.
const MAX_DEPTH: usize = 24;
/// Saved states inside each other.
const MAX_SAVED: usize = 512;
/// Characters of a page.
const MAX_GLYPHS: usize = 400_000;
/// Line segments of a page.
const MAX_RULINGS: usize = 200_000;
/// Pictures of a page.
const MAX_PICTURES: usize = 10_000;
/// Pictures of a page that are drawn for a recogniser; a scan may come in strips.
const MAX_DRAWN: usize = 500;

/// Gathers the content of one page.
pub(super) struct Interpreter<'a, 'd> {
    fonts: &'d mut Fonts<'a>,
    layers: &'d Layers,
    budget: &'d mut Budget,
    pub(super) page: PageContent,
    pub(super) bounds: Rect,
    path: Path,
    /// The path becomes a clip at the next painting operator.
    clips: bool,
    marks: Vec<Mark>,
    operators: usize,
    forms: usize,
    /// The pictures themselves, where they are wanted.
    drawn: Option<Vec<Drawn<'a>>>,
}

/// Marked content that is open.
#[derive(Clone, Copy)]
struct Mark {
    visible: bool,
    artifact: bool,
}

impl<'a, 'd> Interpreter<'a, 'd> {
    pub(super) fn new(
        size: (f32, f32),
        fonts: &'d mut Fonts<'a>,
        layers: &'d Layers,
        budget: &'d mut Budget,
    ) -> Self {
        Self {
            fonts,
            layers,
            budget,
            page: PageContent { size, ..PageContent::default() },
            bounds: Rect::new(0.0, 0.0, size.0, size.1),
            path: Path::default(),
            clips: false,
            marks: Vec::new(),
            operators: MAX_OPERATORS,
            forms: MAX_FORMS,
            drawn: None,
        }
    }

    /// Runs the page's content and gives what it shows, annotations included.
    pub(super) fn run(mut self, content: &[u8], page: &Page<'a>, initial: Affine) -> PageContent {
        let state = State::new(initial, self.bounds);
        self.stream(content, page.resources(), state, 0);
        self.annotations(page, initial);
        self.page
    }

    /// Runs the page's content and gives the pictures that it draws.
    pub(super) fn pictures(
        mut self,
        content: &[u8],
        resources: &Resources<'a>,
        initial: Affine,
    ) -> Vec<Drawn<'a>> {
        self.drawn = Some(Vec::new());
        let state = State::new(initial, self.bounds);
        self.stream(content, resources, state, 0);
        self.drawn.unwrap_or_default()
    }

    fn stream(&mut self, content: &[u8], resources: &Resources<'a>, mut state: State, depth: usize) {
        let mut saved: Vec<State> = Vec::new();
        let open = self.marks.len();
        self.path.clear();
        let mut iter = TypedIter::new(content);
        while let Some(op) = iter.next() {
            if self.operators == 0 || !self.budget.operator() {
                self.page.cut = Some("number of operators");
                break;
            }
            self.operators -= 1;
            match op {
                Op::SaveState(_) if saved.len() < MAX_SAVED => saved.push(state.clone()),
                Op::RestoreState(_) => {
                    if let Some(last) = saved.pop() {
                        // The text matrices are no part of the saved state.
                        let (matrix, line_matrix) = (state.text.matrix, state.text.line_matrix);
                        state = last;
                        (state.text.matrix, state.text.line_matrix) = (matrix, line_matrix);
                    }
                }
                Op::XObject(name) => self.x_object(name.0, resources, &state, depth),
                Op::InlineImage(_) => self.picture(&state),
                Op::EndMarkedContent(_) => {
                    if self.marks.len() > open {
                        self.marks.pop();
                    }
                }
                op => {
                    if !self.text_op(&op, resources, &mut state)
                        && !self.path_op(&op, &mut state)
                        && !set_paint(&op, resources, &mut state)
                    {
                        self.mark(&op, resources);
                    }
                }
            }
        }
        self.marks.truncate(open);
        self.path.clear();
    }

    /// Text operators; false if `op` is none.
    fn text_op(&mut self, op: &Op<'_, '_>, resources: &Resources<'a>, state: &mut State) -> bool {
        let text = &mut state.text;
        match op {
            Op::BeginText(_) => text.begin(),
            Op::TextFont(font) => {
                text.font = self.fonts.find(&resources.fonts, font.0.as_ref());
                text.size = font.1.as_f64();
            }
            Op::CharacterSpacing(n) => text.char_space = n.0.as_f64(),
            Op::WordSpacing(n) => text.word_space = n.0.as_f64(),
            Op::HorizontalScaling(n) => text.scaling = n.0.as_f64() / 100.0,
            Op::TextLeading(n) => text.leading = n.0.as_f64(),
            Op::TextRise(n) => text.rise = n.0.as_f64(),
            Op::TextRenderingMode(n) => text.mode = n.0.as_i64(),
            Op::NextLine(n) => text.next_line(n.0.as_f64(), n.1.as_f64()),
            Op::NextLineAndSetLeading(n) => {
                text.leading = -n.1.as_f64();
                text.next_line(n.0.as_f64(), n.1.as_f64());
            }
            Op::SetTextMatrix(m) => text.set_matrix(affine([m.0, m.1, m.2, m.3, m.4, m.5])),
            Op::NextLineUsingLeading(_) => text.next_line(0.0, -text.leading),
            Op::ShowText(string) => self.show(string.0.as_bytes(), state),
            Op::NextLineAndShowText(string) => {
                text.next_line(0.0, -text.leading);
                self.show(string.0.as_bytes(), state);
            }
            Op::ShowTextWithParameters(show) => {
                text.word_space = show.0.as_f64();
                text.char_space = show.1.as_f64();
                text.next_line(0.0, -text.leading);
                self.show(show.2.as_bytes(), state);
            }
            Op::ShowTexts(array) => self.show_all(array.0, state),
            _ => return false,
        }
        true
    }

    fn show_all(&mut self, array: &Array<'_>, state: &mut State) {
        let vertical = self.fonts.get(state.text.font).is_vertical();
        for object in array.iter::<Object<'_>>() {
            match object {
                Object::String(string) => self.show(string.as_bytes(), state),
                Object::Number(number) => state.text.adjust(number.as_f64(), vertical),
                _ => {}
            }
        }
    }

    fn show(&mut self, bytes: &[u8], state: &mut State) {
        let mark = self.marks.last().copied().unwrap_or(Mark { visible: true, artifact: false });
        let ink = state.ink();
        let id = state.text.font;
        let vertical = self.fonts.get(id).is_vertical();
        let shape = state.ctm
            * state.text.matrix
            * Affine::new([state.text.size * state.text.scaling, 0.0, 0.0, state.text.size, 0.0, 0.0]);
        let [a, b, c, d, ..] = shape.as_coeffs();
        let along = if vertical { (c, d) } else { (a, b) };
        let size = c.hypot(d) as f32;
        let mut rest = bytes;
        while !rest.is_empty() {
            let font = self.fonts.get_mut(id);
            let code = font.next(rest);
            rest = &rest[code.len.clamp(1, rest.len())..];
            if mark.visible {
                let at = state.ctm * state.text.matrix * Point::new(0.0, state.text.rise);
                let advance = (along.0 as f32 * code.advance, along.1 as f32 * code.advance);
                let glyph = Glyph {
                    char: code.char,
                    font: id,
                    origin: (at.x as f32, at.y as f32),
                    advance,
                    size,
                    ink,
                    artifact: mark.artifact,
                    vertical,
                };
                let tail = font.tail(code);
                push(&mut self.page, self.bounds, glyph, tail);
            }
            let word_space = if code.is_space { state.text.word_space } else { 0.0 };
            // Vertical advances are negative, and spacing opens the line there too.
            let spacing = state.text.char_space + word_space;
            let by = f64::from(code.advance) * state.text.size + if vertical { -spacing } else { spacing };
            state.text.step(by, vertical);
        }
    }

    /// Path operators; false if `op` is none.
    fn path_op(&mut self, op: &Op<'_, '_>, state: &mut State) -> bool {
        let ctm = state.ctm;
        let path = &mut self.path;
        match op {
            Op::MoveTo(p) => path.move_to(ctm, p.0.as_f64(), p.1.as_f64()),
            Op::LineTo(p) => path.line_to(ctm, p.0.as_f64(), p.1.as_f64()),
            Op::CubicTo(p) => path.curve_to(ctm, p.4.as_f64(), p.5.as_f64()),
            Op::CubicStartTo(p) => path.curve_to(ctm, p.2.as_f64(), p.3.as_f64()),
            Op::CubicEndTo(p) => path.curve_to(ctm, p.2.as_f64(), p.3.as_f64()),
            Op::ClosePath(_) => path.close(),
            Op::RectPath(r) => path.rect(ctm, [r.0, r.1, r.2, r.3].map(|n| n.as_f64())),
            Op::ClipNonZero(_) | Op::ClipEvenOdd(_) => self.clips = true,
            Op::EndPath(_) => self.paint(state, false, false),
            Op::StrokePath(_) => self.paint(state, true, false),
            Op::CloseAndStrokePath(_) => {
                path.close();
                self.paint(state, true, false);
            }
            Op::FillPathNonZero(_) | Op::FillPathNonZeroCompatibility(_) | Op::FillPathEvenOdd(_) => {
                self.paint(state, false, true);
            }
            Op::FillAndStrokeNonZero(_) | Op::FillAndStrokeEvenOdd(_) => self.paint(state, true, true),
            Op::CloseFillAndStrokeNonZero(_) | Op::CloseFillAndStrokeEvenOdd(_) => {
                path.close();
                self.paint(state, true, true);
            }
            Op::Transform(m) => state.ctm *= affine([m.0, m.1, m.2, m.3, m.4, m.5]),
            Op::LineWidth(n) => state.line_width = n.0.as_f64(),
            _ => return false,
        }
        true
    }

    fn paint(&mut self, state: &mut State, stroke: bool, fill: bool) {
        let visible = self.marks.last().is_none_or(|mark| mark.visible);
        if visible && self.page.rulings.len() < MAX_RULINGS {
            let drawn = self.page.rulings.len();
            let thin = state.line_width * scale(state.ctm) <= 6.0;
            if stroke && thin && !state.stroke.is_white() {
                self.path.stroked(&mut self.page.rulings);
            }
            if fill && !state.fill.is_white() {
                self.path.filled(&mut self.page.rulings);
            }
            let clip = state.clip;
            let mut kept = drawn;
            for at in drawn..self.page.rulings.len() {
                if let Some(ruling) = clipped(self.page.rulings[at], clip) {
                    self.page.rulings[kept] = ruling;
                    kept += 1;
                }
            }
            self.page.rulings.truncate(kept);
        }
        if std::mem::take(&mut self.clips)
            && let Some(bounds) = self.path.bounds()
        {
            state.clip = state.clip.intersect(bounds);
        }
        self.path.clear();
    }

    fn x_object(&mut self, name: &Name<'_>, resources: &Resources<'a>, state: &State, depth: usize) {
        let Some(object) = resources.get_x_object(name) else { return };
        let dict = object.dict();
        if !self.layers.shows(dict.get::<Dict<'_>>("OC").as_ref(), dict.get_ref("OC")) {
            return;
        }
        match dict.get::<Name<'_>>("Subtype").as_ref().map(AsRef::as_ref) {
            Some(b"Image") => {
                self.picture(state);
                if let Some(drawn) = self.drawn.as_mut().filter(|drawn| drawn.len() < MAX_DRAWN) {
                    drawn.push(Drawn { image: object, place: state.ctm, shade: state.fill.shade() });
                }
            }
            Some(b"Form") => self.form(&object, resources, state, depth),
            _ => {}
        }
    }

    pub(super) fn form(&mut self, form: &Stream<'a>, resources: &Resources<'a>, state: &State, depth: usize) {
        if depth >= MAX_DEPTH || self.forms == 0 {
            self.page.cut = Some("number of forms");
            return;
        }
        self.forms -= 1;
        let Some(content) = stream::data(form).filter(|content| self.budget.inflate(content.len())) else {
            self.page.cut = Some("content of a form");
            return;
        };
        let dict = form.dict();
        let mut state = state.clone();
        if let Some(matrix) = dict.get::<[f64; 6]>("Matrix") {
            state.ctm *= Affine::new(matrix);
        }
        if let Some([x0, y0, x1, y1]) = dict.get::<[f64; 4]>("BBox") {
            let mut outline = Path::default();
            outline.rect(state.ctm, [x0, y0, x1 - x0, y1 - y0]);
            state.clip = outline.bounds().map_or(state.clip, |bounds| state.clip.intersect(bounds));
        }
        let own = dict.get::<Dict<'_>>("Resources").map(Resources::new);
        self.stream(&content, own.as_ref().unwrap_or(resources), state, depth + 1);
    }

    /// Notes the place of a picture, which is drawn into the unit square.
    fn picture(&mut self, state: &State) {
        let visible = self.marks.last().is_none_or(|mark| mark.visible);
        if !visible || self.page.pictures.len() >= MAX_PICTURES {
            return;
        }
        let mut square = Path::default();
        square.rect(state.ctm, [0.0, 0.0, 1.0, 1.0]);
        if let Some(bounds) = square.bounds() {
            let place = bounds.intersect(state.clip).intersect(self.bounds);
            if place.width() > 0.0 && place.height() > 0.0 {
                self.page.pictures.push(place);
            }
        }
    }

    fn mark(&mut self, op: &Op<'_, '_>, resources: &Resources<'a>) {
        let mut mark = self.marks.last().copied().unwrap_or(Mark { visible: true, artifact: false });
        match op {
            Op::BeginMarkedContent(tag) => mark.artifact |= tag.0.as_ref() == b"Artifact",
            Op::BeginMarkedContentWithProperties(content) => {
                let tag: &[u8] = content.0.as_ref();
                mark.artifact |= tag == b"Artifact";
                if tag == b"OC"
                    && let Object::Name(name) = content.1
                {
                    let layer = resources.properties.get::<Dict<'_>>(name.as_ref());
                    mark.visible &=
                        self.layers.shows(layer.as_ref(), resources.properties.get_ref(name.as_ref()));
                }
            }
            _ => return,
        }
        // Marks beyond this depth are not told apart, which only costs their labels.
        if self.marks.len() < 4096 {
            self.marks.push(mark);
        }
    }
}

/// Adds a glyph and the characters of its ligature, unless it lies off the page.
pub(super) fn push(page: &mut PageContent, bounds: Rect, glyph: Glyph, tail: &str) {
    let (x, y) = glyph.origin;
    let slack = glyph.size;
    let on_page =
        x >= bounds.x0 - slack && x <= bounds.x1 + slack && y >= bounds.y0 - slack && y <= bounds.y1 + slack;
    let sane = glyph.advance.0.is_finite()
        && glyph.advance.1.is_finite()
        && glyph.size.is_finite()
        && glyph.size > 0.0;
    if !on_page || !sane {
        return;
    }
    if page.glyphs.len() >= MAX_GLYPHS {
        page.cut = Some("number of characters");
        return;
    }
    let count = 1 + tail.chars().count();
    let part = (glyph.advance.0 / count as f32, glyph.advance.1 / count as f32);
    for (at, char) in std::iter::once(glyph.char).chain(tail.chars()).enumerate() {
        let origin = (x + part.0 * at as f32, y + part.1 * at as f32);
        page.glyphs.push(Glyph { char, origin, advance: part, ..glyph });
    }
}

/// Colour operators; false if `op` is none.
fn set_paint(op: &Op<'_, '_>, resources: &Resources<'_>, state: &mut State) -> bool {
    let set = |paint: &mut Paint, numbers: &[Number]| {
        let values: Vec<f32> = numbers.iter().take(4).map(Number::as_f32).collect();
        paint.set(&values);
    };
    match op {
        Op::NonStrokeColorDeviceGray(n) => state.fill.set_device(&[n.0.as_f32()]),
        Op::StrokeColorDeviceGray(n) => state.stroke.set_device(&[n.0.as_f32()]),
        Op::NonStrokeColorDeviceRgb(n) => state.fill.set_device(&[n.0, n.1, n.2].map(|n| n.as_f32())),
        Op::StrokeColorDeviceRgb(n) => state.stroke.set_device(&[n.0, n.1, n.2].map(|n| n.as_f32())),
        Op::NonStrokeColorCmyk(n) => state.fill.set_device(&[n.0, n.1, n.2, n.3].map(|n| n.as_f32())),
        Op::StrokeColorCmyk(n) => state.stroke.set_device(&[n.0, n.1, n.2, n.3].map(|n| n.as_f32())),
        Op::NonStrokeColor(n) => set(&mut state.fill, &n.0),
        Op::StrokeColor(n) => set(&mut state.stroke, &n.0),
        Op::NonStrokeColorNamed(n) => set(&mut state.fill, &n.0),
        Op::StrokeColorNamed(n) => set(&mut state.stroke, &n.0),
        Op::ColorSpaceNonStroke(name) => state.fill.set_space(counts_ink(name.0, resources)),
        Op::ColorSpaceStroke(name) => state.stroke.set_space(counts_ink(name.0, resources)),
        Op::SetGraphicsState(name) => {
            if let Some(dict) = resources.get_ext_g_state(name.0) {
                if let Some(alpha) = dict.get::<f32>("ca") {
                    state.fill.set_alpha(alpha);
                }
                if let Some(alpha) = dict.get::<f32>("CA") {
                    state.stroke.set_alpha(alpha);
                }
            }
        }
        _ => return false,
    }
    true
}

fn counts_ink(name: &Name<'_>, resources: &Resources<'_>) -> bool {
    let Some(Object::Array(space)) = resources.get_color_space(name) else { return false };
    let family = space.iter::<Object<'_>>().next().and_then(Object::into_name);
    family.is_some_and(|family| matches!(family.as_ref(), b"Separation" | b"DeviceN" | b"Indexed"))
}

fn affine(numbers: [Number; 6]) -> Affine {
    Affine::new(numbers.map(|number| number.as_f64()))
}

fn scale(ctm: Affine) -> f64 {
    ctm.determinant().abs().sqrt()
}

fn clipped(ruling: Ruling, clip: Rect) -> Option<Ruling> {
    let (across, along) = if ruling.horizontal {
        ((clip.y0, clip.y1), (clip.x0, clip.x1))
    } else {
        ((clip.x0, clip.x1), (clip.y0, clip.y1))
    };
    let (from, to) = (ruling.from.max(along.0), ruling.to.min(along.1));
    let inside = ruling.at >= across.0 - 1.0 && ruling.at <= across.1 + 1.0 && to > from;
    (inside && ruling.at.is_finite()).then_some(Ruling { from, to, ..ruling })
}
