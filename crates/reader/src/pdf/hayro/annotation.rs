//! What stands on a page beside its content: fields of forms that were filled in, stamps, notes typed onto the page.
//!
//! Such a thing brings its own drawing (`/AP`), which is drawn as the reader sees it. A text field without one holds its
//! text in its value. Notes that open in a window of their own are no part of the page.

use hayro_font::kurbo::{Affine, Point, Rect as Box};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Bytes};
use hayro_syntax::page::Page;

use super::super::backend::{Glyph, Ink};
use super::interpret::{Interpreter, push};
use super::state::State;
use super::text_string;

/// Annotations of a page that are looked at.
const MAX_ANNOTATIONS: usize = 5_000;
/// Characters of a field's value.
const MAX_VALUE: usize = 20_000;
/// Fields inside fields.
const MAX_DEPTH: usize = 8;
/// Hidden, or not shown on screen.
const UNSEEN: i64 = 2 | 32;

impl<'a> Interpreter<'a, '_> {
    /// Draws the annotations of a page.
    pub(super) fn annotations(&mut self, page: &Page<'a>, initial: Affine) {
        let Some(annotations) = page.raw().get::<Array<'a>>("Annots") else { return };
        for annotation in annotations.iter::<Dict<'a>>().take(MAX_ANNOTATIONS) {
            if annotation.get::<i64>("F").unwrap_or(0) & UNSEEN != 0 {
                continue;
            }
            let kind = annotation.get::<Name<'_>>("Subtype");
            let kind = kind.as_ref().map_or(&b""[..], |kind| kind.as_ref());
            let Some(place) = annotation.get::<[f64; 4]>("Rect") else { continue };
            let place = Box::new(place[0], place[1], place[2], place[3]).abs();
            if matches!(kind, b"Popup" | b"Link" | b"Text") || !place.is_finite() {
                continue;
            }
            match drawing(&annotation) {
                Some(drawing) => self.drawing(&drawing, place, page, initial),
                None if kind == b"Widget" => self.value(&annotation, place, initial),
                None => {}
            }
        }
    }

    /// Draws a form so that its box fills `place`.
    fn drawing(&mut self, drawing: &Stream<'a>, place: Box, page: &Page<'a>, initial: Affine) {
        let dict = drawing.dict();
        let matrix = Affine::new(dict.get::<[f64; 6]>("Matrix").unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]));
        let Some([x0, y0, x1, y1]) = dict.get::<[f64; 4]>("BBox") else { return };
        let own = matrix.transform_rect_bbox(Box::new(x0, y0, x1, y1).abs());
        let scale = |to: f64, from: f64| if from > 0.0 { to / from } else { 1.0 };
        let (sx, sy) = (scale(place.width(), own.width()), scale(place.height(), own.height()));
        let fit = Affine::new([sx, 0.0, 0.0, sy, place.x0 - own.x0 * sx, place.y0 - own.y0 * sy]);
        let state = State::new(initial * fit, self.bounds);
        self.form(drawing, page.resources(), &state, 0);
    }

    /// Sets the value of a text field into its place.
    fn value(&mut self, field: &Dict<'a>, place: Box, initial: Affine) {
        let text = inherited(field, "FT", 0).and_then(Object::into_name).filter(|kind| {
            let kind: &[u8] = kind.as_ref();
            matches!(kind, b"Tx" | b"Ch")
        });
        let value = text.and_then(|_| inherited(field, "V", 0));
        let Some(Object::String(value)) = value else { return };
        let value = text_string(Bytes::as_bytes(&value));
        let lines: Vec<&str> = value.split(['\r', '\n']).filter(|line| !line.trim().is_empty()).collect();
        let widest = lines.iter().map(|line| ems(line)).fold(1.0, f64::max);
        let size =
            (place.height() / lines.len().max(1) as f64 * 0.8).min(place.width() / widest).clamp(1.0, 12.0);
        let mut left = MAX_VALUE;
        for (at, line) in lines.iter().enumerate() {
            let mut x = place.x0;
            let y = place.y1 - (at as f64 + 0.9) * size * 1.2;
            for char in line.chars().take(left) {
                let advance = size * if char.is_ascii() { 0.5 } else { 1.0 };
                let (from, to) = (initial * Point::new(x, y), initial * Point::new(x + advance, y));
                let glyph = Glyph {
                    char,
                    font: 0,
                    origin: (from.x as f32, from.y as f32),
                    advance: ((to.x - from.x) as f32, (to.y - from.y) as f32),
                    size: size as f32,
                    ink: Ink::Plain,
                    artifact: false,
                    vertical: false,
                };
                push(&mut self.page, self.bounds, glyph, "");
                x += advance;
                left -= 1;
            }
        }
    }
}

fn ems(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

/// The drawing for the state that an annotation is in.
fn drawing<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    match annotation.get::<Dict<'a>>("AP")?.get::<Object<'a>>("N")? {
        Object::Stream(stream) => Some(stream),
        Object::Dict(states) => {
            let state = annotation.get::<Name<'a>>("AS")?;
            states.get::<Stream<'a>>(state.as_ref())
        }
        _ => None,
    }
}

/// An entry of a field, or of the field that it is part of.
fn inherited<'a>(field: &Dict<'a>, key: &str, depth: usize) -> Option<Object<'a>> {
    if let Some(own) = field.get::<Object<'a>>(key) {
        return Some(own);
    }
    let parent = field.get::<Dict<'a>>("Parent").filter(|_| depth < MAX_DEPTH)?;
    inherited(&parent, key, depth + 1)
}
