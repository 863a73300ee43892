//! The pictures of a page as one grey raster, as they lie on it: what a recogniser of characters is given.
//!
//! Scans come as one picture, as strips of one, as a dark stencil over a light photograph, turned or upside down with a
//! page that turns them back. Drawn on one sheet they are all the same.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_font::kurbo::{Affine, Point};
use hayro_syntax::Filter;
use hayro_syntax::object::stream::{ImageColorSpace, ImageDecodeParams};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};

use super::super::backend::Rect;
use super::path::Path;
use super::stream;
use crate::ocr::Picture;

/// Pixels of an inch: what recognisers are made for, and the least of use.
const RESOLUTION: (f32, f32) = (72.0, 300.0);
/// Pixels of the sheet.
const MAX_PIXELS: f32 = 40e6;
/// Pixels of a picture that is drawn on it.
const MAX_SAMPLES: u64 = 150_000_000;
/// Points that a pixel of the sheet is the mean of, along each side.
const MAX_POINTS: u32 = 4;

/// A picture and where it is drawn: the transform leads from the unit square to the page.
pub(super) struct Drawn<'a> {
    pub(super) image: Stream<'a>,
    pub(super) place: Affine,
    /// The shade in which a stencil is painted.
    pub(super) shade: u8,
}

/// A picture as grey samples.
struct Grey {
    width: u32,
    height: u32,
    samples: Vec<u8>,
    /// How much each sample covers what lies below; `None` for all of it.
    cover: Option<Box<Self>>,
}

impl Grey {
    /// The sample at a point of the unit square whose origin is the picture's upper left corner.
    fn at(&self, x: f64, y: f64) -> u8 {
        let column = ((x * f64::from(self.width)) as u32).min(self.width - 1);
        let row = ((y * f64::from(self.height)) as u32).min(self.height - 1);
        self.samples.get(row as usize * self.width as usize + column as usize).copied().unwrap_or(u8::MAX)
    }
}

/// Draws pictures on a white sheet of a page's size, in points.
pub(super) fn sheet(drawn: &[Drawn<'_>], size: (f32, f32)) -> Option<Picture> {
    let pictures: Vec<(Grey, &Drawn<'_>)> =
        drawn.iter().filter_map(|drawn| Some((decode(&drawn.image, drawn.shade)?, drawn))).collect();
    let finest = pictures.iter().map(|(grey, drawn)| density(grey, drawn.place)).max_by(f32::total_cmp)?;
    let most = (MAX_PIXELS / (size.0 * size.1).max(1.0)).sqrt() * 72.0;
    let resolution = (finest * 72.0).clamp(RESOLUTION.0, RESOLUTION.1).min(most).round().max(1.0);
    let scale = resolution / 72.0;
    let (width, height) = ((size.0 * scale).ceil().max(1.0) as u32, (size.1 * scale).ceil().max(1.0) as u32);
    let mut sheet = Picture {
        width,
        height,
        resolution: resolution as u32,
        grey: vec![u8::MAX; width as usize * height as usize],
    };
    for (grey, drawn) in &pictures {
        draw(&mut sheet, grey, drawn.place, scale);
    }
    Some(sheet)
}

/// Samples of a picture a point of the page.
fn density(grey: &Grey, place: Affine) -> f32 {
    let [a, b, c, d, ..] = place.as_coeffs();
    let along = (f64::from(grey.width) / a.hypot(b)).max(f64::from(grey.height) / c.hypot(d));
    if along.is_finite() { along as f32 } else { 0.0 }
}

fn draw(sheet: &mut Picture, grey: &Grey, place: Affine, scale: f32) {
    let mut square = Path::default();
    square.rect(place, [0.0, 0.0, 1.0, 1.0]);
    let whole = Rect::new(0.0, 0.0, sheet.width as f32 / scale, sheet.height as f32 / scale);
    let Some(bounds) = square.bounds().map(|bounds| bounds.intersect(whole)) else { return };
    if place.determinant().abs() < 1e-9 {
        return;
    }
    let inverse = place.inverse();
    let points = ((density(grey, place) / scale).ceil() as u32).clamp(1, MAX_POINTS);
    let pixel = 1.0 / f64::from(scale);
    let columns = (bounds.x0 * scale) as u32..((bounds.x1 * scale).ceil() as u32).min(sheet.width);
    for row in (bounds.y0 * scale) as u32..((bounds.y1 * scale).ceil() as u32).min(sheet.height) {
        for column in columns.clone() {
            let at = &mut sheet.grey[row as usize * sheet.width as usize + column as usize];
            let (mut shade, mut cover) = (0, 0);
            for part in 0..points * points {
                let middle =
                    |n: u32, part: u32| (f64::from(n) + (f64::from(part) + 0.5) / f64::from(points)) * pixel;
                let unit = inverse * Point::new(middle(column, part % points), middle(row, part / points));
                if (0.0..1.0).contains(&unit.x) && (0.0..1.0).contains(&unit.y) {
                    let (x, y) = (unit.x, 1.0 - unit.y);
                    let covered = grey.cover.as_ref().map_or(255, |cover| u32::from(cover.at(x, y)));
                    shade += u32::from(grey.at(x, y)) * covered / 255;
                    cover += covered;
                }
            }
            let all = points * points;
            let below = u32::from(*at) * (255 * all - cover) / 255;
            *at = ((shade + below) / all).min(255) as u8;
        }
    }
}

/// How the samples of a picture become grey.
enum Space {
    Grey,
    Rgb,
    Cmyk,
    /// So many inks, each of which darkens.
    Inks(u8),
    /// Shades by number.
    Indexed(Vec<u8>),
}

impl Space {
    fn components(&self) -> u8 {
        match self {
            Self::Grey | Self::Indexed(_) => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
            Self::Inks(count) => (*count).max(1),
        }
    }

    /// The shade of a pixel, its components from 0 to 255.
    fn shade(&self, values: &[u8]) -> u8 {
        let weigh =
            |r: u8, g: u8, b: u8| ((u32::from(r) * 77 + u32::from(g) * 151 + u32::from(b) * 28) >> 8) as u8;
        match (self, values) {
            (Self::Rgb, &[r, g, b]) => weigh(r, g, b),
            (Self::Cmyk, &[c, m, y, k]) => {
                let light = u32::from(255 - weigh(c, m, y)) * u32::from(255 - k) / 255;
                light as u8
            }
            (Self::Inks(_), inks) => 255 - inks.iter().copied().max().unwrap_or(0),
            (Self::Indexed(shades), &[number]) => shades.get(usize::from(number)).copied().unwrap_or(u8::MAX),
            (_, values) => values.first().copied().unwrap_or(u8::MAX),
        }
    }
}

/// A picture as grey, or nothing where it cannot be decoded or is too large.
fn decode(image: &Stream<'_>, shade: u8) -> Option<Grey> {
    let dict = image.dict();
    let stencil = dict.get::<bool>("ImageMask").unwrap_or(false);
    let mut grey = samples(image, stencil)?;
    if stencil {
        // A stencil paints where its samples are 0.
        let shades = vec![shade; grey.samples.len()];
        let samples = grey.samples.into_iter().map(|sample| 255 - sample).collect();
        let cover = Box::new(Grey { samples, cover: None, ..grey });
        grey = Grey { samples: shades, cover: Some(cover), ..grey };
    } else if let Some(mask) = dict.get::<Stream<'_>>("SMask") {
        grey.cover = samples(&mask, false).map(Box::new);
    }
    Some(grey)
}

fn samples(image: &Stream<'_>, stencil: bool) -> Option<Grey> {
    let dict = image.dict();
    let (width, height) = (dict.get::<u32>("Width")?, dict.get::<u32>("Height")?);
    let space = if stencil { Space::Grey } else { space(dict) };
    let bits = if stencil { 1 } else { dict.get::<u8>("BitsPerComponent").unwrap_or(8) };
    let count = u64::from(width) * u64::from(height) * u64::from(space.components());
    if width == 0 || height == 0 || count > MAX_SAMPLES || !is_bounded(image, count, bits) {
        return None;
    }
    let parameters = ImageDecodeParams {
        is_indexed: matches!(space, Space::Indexed(_)),
        bpc: Some(bits),
        num_components: Some(space.components()),
        target_dimension: None,
        width,
        height,
    };
    // The decoders read hostile bytes; a panic of theirs must not end the run.
    let decoded = catch_unwind(AssertUnwindSafe(|| image.decoded_image(&parameters))).ok()?.ok()?;
    let (mut width, mut height, mut bits, mut space) = (width, height, bits, space);
    if let Some(found) = &decoded.image_data {
        (width, height, bits) = (found.width, found.height, found.bits_per_component);
        match found.color_space {
            Some(ImageColorSpace::Gray) if !matches!(space, Space::Indexed(_)) => space = Space::Grey,
            Some(ImageColorSpace::Rgb) => space = Space::Rgb,
            Some(ImageColorSpace::Cmyk) => space = Space::Cmyk,
            _ => {}
        }
    }
    if width == 0 || height == 0 || u64::from(width) * u64::from(height) > MAX_SAMPLES {
        return None;
    }
    let inverted = dict.get::<Array<'_>>("Decode").is_some_and(|decode| {
        let ends: Vec<f32> = decode.iter::<f32>().take(2).collect();
        matches!(ends.as_slice(), &[from, to] if from > to)
    });
    let samples = shades(&decoded.data, (width, height), bits, &space, inverted);
    Some(Grey { width, height, samples, cover: None })
}

/// What deflated samples inflate to is known; a picture that says otherwise is an attack.
fn is_bounded(image: &Stream<'_>, count: u64, bits: u8) -> bool {
    let drawn = |filter: &Filter| {
        matches!(filter, Filter::DctDecode | Filter::JpxDecode | Filter::Jbig2Decode | Filter::CcittFaxDecode)
    };
    let expected = usize::try_from(count * u64::from(bits.max(8)) / 8).unwrap_or(usize::MAX);
    image.filters().iter().any(drawn)
        || stream::is_at_most(image, expected.saturating_mul(2).saturating_add(1 << 16))
}

fn space(dict: &Dict<'_>) -> Space {
    match dict.get::<Object<'_>>("ColorSpace") {
        Some(object) => named_space(&object, 0),
        None => Space::Grey,
    }
}

fn named_space(object: &Object<'_>, depth: usize) -> Space {
    let array = match object {
        Object::Name(name) => {
            return match name.as_ref() {
                b"DeviceRGB" | b"RGB" | b"CalRGB" => Space::Rgb,
                b"DeviceCMYK" | b"CMYK" => Space::Cmyk,
                _ => Space::Grey,
            };
        }
        Object::Array(array) if depth < 4 => array,
        _ => return Space::Grey,
    };
    let mut parts = array.iter::<Object<'_>>();
    let family = parts.next().and_then(Object::into_name);
    let second = parts.next();
    match (family.as_ref().map(AsRef::as_ref), second) {
        (Some(b"ICCBased"), Some(Object::Stream(profile))) => match profile.dict().get::<u8>("N") {
            Some(3) => Space::Rgb,
            Some(4) => Space::Cmyk,
            _ => Space::Grey,
        },
        (Some(b"CalRGB" | b"Lab"), _) => Space::Rgb,
        (Some(b"Separation"), _) => Space::Inks(1),
        (Some(b"DeviceN"), Some(Object::Array(names))) => {
            Space::Inks(u8::try_from(names.iter::<Name<'_>>().count()).unwrap_or(u8::MAX))
        }
        (Some(b"Indexed" | b"I"), Some(base)) => {
            let base = named_space(&base, depth + 1);
            let table = match parts.nth(1) {
                Some(Object::String(bytes)) => bytes.as_bytes().to_vec(),
                Some(Object::Stream(table)) => {
                    stream::data(&table).map_or_else(Vec::new, |data| data.into_owned())
                }
                _ => Vec::new(),
            };
            let wide = usize::from(base.components());
            Space::Indexed(table.chunks_exact(wide).take(256).map(|values| base.shade(values)).collect())
        }
        _ => Space::Grey,
    }
}

/// Packed samples as one shade a pixel; white where they end early.
fn shades(data: &[u8], (width, height): (u32, u32), bits: u8, space: &Space, inverted: bool) -> Vec<u8> {
    let (width, height) = (width as usize, height as usize);
    let wide = usize::from(space.components());
    let bits = usize::from(bits.clamp(1, 16));
    let row_bytes = (width * wide * bits).div_ceil(8);
    let mut shades = Vec::with_capacity(width * height);
    let mut values = vec![0; wide];
    for row in 0..height {
        let Some(row) = data.get(row * row_bytes..).map(|rest| &rest[..rest.len().min(row_bytes)]) else {
            break;
        };
        for pixel in 0..width {
            for (at, value) in values.iter_mut().enumerate() {
                *value = sample(row, pixel * wide + at, bits, matches!(space, Space::Indexed(_)));
                if inverted {
                    *value = 255 - *value;
                }
            }
            shades.push(space.shade(&values));
        }
    }
    shades.resize(width * height, u8::MAX);
    shades
}

/// Sample `at` of a row: as it is for an index, else from 0 to 255.
fn sample(row: &[u8], at: usize, bits: usize, is_index: bool) -> u8 {
    let byte = |at: usize| row.get(at).copied().unwrap_or(u8::MAX);
    match bits {
        16 => byte(at * 2),
        8 => byte(at),
        1 | 2 | 4 => {
            let value = byte(at * bits / 8) >> (8 - bits - at * bits % 8) & ((1 << bits) - 1) as u8;
            if is_index { value } else { value * (255 / ((1 << bits) - 1)) as u8 }
        }
        _ => byte(at * bits / 8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(data: &[u8], size: (u32, u32), bits: u8, space: &Space, expected: &[u8]) {
        assert_eq!(shades(data, size, bits, space, false), expected);
    }

    #[test]
    fn samples_of_all_widths() {
        check(&[0b1010_0000], (3, 1), 1, &Space::Grey, &[255, 0, 255]);
        check(&[0x0F, 0xF0], (2, 2), 4, &Space::Grey, &[0, 255, 255, 0]);
        check(&[1, 2, 3, 4], (1, 2), 16, &Space::Grey, &[1, 3]);
        check(&[255, 255, 255, 0, 0, 0], (2, 1), 8, &Space::Rgb, &[255, 0]);
        check(&[0, 0, 0, 255, 0, 0, 0, 0], (2, 1), 8, &Space::Cmyk, &[0, 255]);
        check(&[0b0100_0000], (2, 1), 1, &Space::Indexed(vec![10, 200]), &[10, 200]);
        check(&[7], (1, 2), 8, &Space::Grey, &[7, 255]);
    }

    #[test]
    fn a_picture_lies_as_its_transform_says() {
        let grey = Grey { width: 2, height: 1, samples: vec![0, 255], cover: None };
        let blank = || Picture { width: 2, height: 2, resolution: 72, grey: vec![255; 4] };
        let drawn = |place: [f64; 6]| {
            let mut sheet = blank();
            draw(&mut sheet, &grey, Affine::new(place), 1.0);
            sheet.grey
        };
        // Upright, with y growing downwards on the page.
        assert_eq!(drawn([2.0, 0.0, 0.0, -2.0, 0.0, 2.0]), [0, 255, 0, 255]);
        // Turned by a quarter: what was its left side is its top.
        assert_eq!(drawn([0.0, 2.0, 2.0, 0.0, 0.0, 0.0]), [0, 0, 255, 255]);
    }
}
