//! Paths, of which only straight lines along the axes are of interest: the rulings of tables and frames.

use hayro_font::kurbo::{Affine, Point};

use super::super::backend::{Rect, Ruling};

/// Thickest filled rectangle that is still a line.
const LINE: f32 = 3.0;
/// Shortest line that is kept; dashed borders are made of such.
const SHORTEST: f32 = 0.8;
/// Slant that is still along an axis.
const SLANT: f32 = 0.3;

/// The current path, in page coordinates.
#[derive(Default)]
pub(in crate::pdf) struct Path {
    points: Vec<(f32, f32)>,
    subpaths: Vec<Subpath>,
}

struct Subpath {
    first: usize,
    curved: bool,
    closed: bool,
}

impl Path {
    pub(in crate::pdf) fn clear(&mut self) {
        self.points.clear();
        self.subpaths.clear();
    }

    pub(in crate::pdf) fn move_to(&mut self, ctm: Affine, x: f64, y: f64) {
        self.subpaths.push(Subpath { first: self.points.len(), curved: false, closed: false });
        self.push(ctm, x, y);
    }

    pub(in crate::pdf) fn line_to(&mut self, ctm: Affine, x: f64, y: f64) {
        if self.subpaths.is_empty() {
            return self.move_to(ctm, x, y);
        }
        self.push(ctm, x, y);
    }

    pub(in crate::pdf) fn curve_to(&mut self, ctm: Affine, x: f64, y: f64) {
        self.line_to(ctm, x, y);
        if let Some(subpath) = self.subpaths.last_mut() {
            subpath.curved = true;
        }
    }

    pub(in crate::pdf) fn close(&mut self) {
        if let Some(subpath) = self.subpaths.last_mut() {
            subpath.closed = true;
        }
    }

    pub(in crate::pdf) fn rect(&mut self, ctm: Affine, [x, y, width, height]: [f64; 4]) {
        self.move_to(ctm, x, y);
        self.push(ctm, x + width, y);
        self.push(ctm, x + width, y + height);
        self.push(ctm, x, y + height);
        self.close();
    }

    fn push(&mut self, ctm: Affine, x: f64, y: f64) {
        let at = ctm * Point::new(x, y);
        self.points.push((at.x as f32, at.y as f32));
    }

    /// The smallest box around the path.
    pub(in crate::pdf) fn bounds(&self) -> Option<Rect> {
        bounds(&self.points)
    }

    fn each_subpath(&self) -> impl Iterator<Item = (&Subpath, &[(f32, f32)])> {
        let ends = self.subpaths.iter().skip(1).map(|next| next.first).chain([self.points.len()]);
        self.subpaths.iter().zip(ends).map(|(subpath, end)| (subpath, &self.points[subpath.first..end]))
    }

    /// Lines that stroking draws.
    pub(in crate::pdf) fn stroked(&self, out: &mut Vec<Ruling>) {
        for (subpath, points) in self.each_subpath() {
            let closing = match points {
                [first, .., last] if subpath.closed && !subpath.curved => Some((*last, *first)),
                _ => None,
            };
            let segments = points.windows(2).map(|pair| (pair[0], pair[1]));
            out.extend(segments.chain(closing).filter_map(|(a, b)| segment(a, b)));
        }
    }

    /// Lines that filling draws: Word and most others write borders as thin rectangles.
    pub(in crate::pdf) fn filled(&self, out: &mut Vec<Ruling>) {
        for (subpath, points) in self.each_subpath() {
            if subpath.curved || !(4..=5).contains(&points.len()) {
                continue;
            }
            let Some(rect) = bounds(points) else { continue };
            // Browsers mitre the four sides of a cell that has borders of its own: the ends of a line are slanted.
            let mitre =
                if rect.width().min(rect.height()) <= LINE { rect.width().min(rect.height()) } else { 0.0 };
            let (along_x, along_y) = if rect.width() >= rect.height() { (mitre, 0.0) } else { (0.0, mitre) };
            let at_edge = |at: f32, edges: (f32, f32), slack: f32| {
                (at - edges.0).abs() < SLANT + slack || (at - edges.1).abs() < SLANT + slack
            };
            let corner = |&(x, y): &(f32, f32)| {
                at_edge(x, (rect.x0, rect.x1), along_x) && at_edge(y, (rect.y0, rect.y1), along_y)
            };
            if !points.iter().all(corner) {
                continue;
            }
            let middle = ((rect.x0 + rect.x1) / 2.0, (rect.y0 + rect.y1) / 2.0);
            if rect.height() <= LINE && rect.width() >= rect.height() {
                out.extend(segment((rect.x0, middle.1), (rect.x1, middle.1)));
            } else if rect.width() <= LINE {
                out.extend(segment((middle.0, rect.y0), (middle.0, rect.y1)));
            }
        }
    }
}

fn bounds(points: &[(f32, f32)]) -> Option<Rect> {
    let (&(x, y), rest) = points.split_first()?;
    let start = Rect::new(x, y, x, y);
    Some(rest.iter().fold(start, |rect, &(x, y)| rect.cover(Rect::new(x, y, x, y))))
}

fn segment(a: (f32, f32), b: (f32, f32)) -> Option<Ruling> {
    let (dx, dy) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
    if dy <= SLANT && dx >= SHORTEST {
        Some(Ruling { horizontal: true, at: (a.1 + b.1) / 2.0, from: a.0.min(b.0), to: a.0.max(b.0) })
    } else if dx <= SLANT && dy >= SHORTEST {
        Some(Ruling { horizontal: false, at: (a.0 + b.0) / 2.0, from: a.1.min(b.1), to: a.1.max(b.1) })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(build: impl Fn(&mut Path), filled: bool) -> Vec<(bool, f32, f32, f32)> {
        let mut path = Path::default();
        build(&mut path);
        let mut out = Vec::new();
        if filled {
            path.filled(&mut out)
        } else {
            path.stroked(&mut out)
        }
        out.iter().map(|r| (r.horizontal, r.at, r.from, r.to)).collect()
    }

    #[test]
    fn a_stroked_rectangle_has_four_lines_and_a_filled_one_none() {
        let rect = |path: &mut Path| path.rect(Affine::IDENTITY, [10.0, 20.0, 100.0, 50.0]);
        assert_eq!(lines(rect, false).len(), 4);
        assert_eq!(lines(rect, true), []);
    }

    #[test]
    fn a_thin_filled_rectangle_is_a_line() {
        let thin = |path: &mut Path| path.rect(Affine::IDENTITY, [10.0, 20.0, 100.0, 0.5]);
        assert_eq!(lines(thin, true), [(true, 20.25, 10.0, 110.0)]);
        let upright = |path: &mut Path| path.rect(Affine::IDENTITY, [10.0, 20.0, 1.0, 40.0]);
        assert_eq!(lines(upright, true), [(false, 10.5, 20.0, 60.0)]);
        let mitred = |path: &mut Path| {
            path.move_to(Affine::IDENTITY, 10.0, 20.0);
            path.line_to(Affine::IDENTITY, 10.75, 20.75);
            path.line_to(Affine::IDENTITY, 10.75, 59.25);
            path.line_to(Affine::IDENTITY, 10.0, 60.0);
            path.close();
        };
        assert_eq!(lines(mitred, true), [(false, 10.375, 20.0, 60.0)]);
    }

    #[test]
    fn slanted_and_curved_lines_are_none() {
        let slanted = |path: &mut Path| {
            path.move_to(Affine::IDENTITY, 0.0, 0.0);
            path.line_to(Affine::IDENTITY, 50.0, 20.0);
        };
        assert_eq!(lines(slanted, false), []);
    }
}
