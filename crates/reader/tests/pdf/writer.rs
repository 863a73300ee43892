//! Writes small PDFs by hand: pages with content streams, and one Chinese font that is not embedded.

use std::fmt::Write;

/// A document in the making.
#[derive(Default)]
pub(crate) struct Writer {
    pages: Vec<(String, String)>,
    extra: Vec<String>,
    resources: String,
}

/// Number of the first object given to [`Writer::object`].
pub(crate) const FIRST_EXTRA: usize = 10;

impl Writer {
    /// Adds a page of A4 with the content stream `content`.
    pub(crate) fn page(self, content: &str) -> Self {
        self.page_with("/MediaBox[0 0 595 842]", content)
    }

    /// Adds a page with entries of its own in its dictionary.
    pub(crate) fn page_with(mut self, entries: &str, content: &str) -> Self {
        self.pages.push((entries.to_owned(), content.to_owned()));
        self
    }

    /// Adds an object, numbered from [`FIRST_EXTRA`].
    pub(crate) fn object(mut self, object: &str) -> Self {
        self.extra.push(object.to_owned());
        self
    }

    /// Adds entries to the resources of all pages.
    pub(crate) fn resources(mut self, entries: &str) -> Self {
        self.resources.push_str(entries);
        self
    }

    /// The file.
    pub(crate) fn finish(self) -> Vec<u8> {
        let first_page = FIRST_EXTRA + self.extra.len();
        let kids: String = (0..self.pages.len()).map(|at| format!("{} 0 R ", first_page + 2 * at)).collect();
        let mut objects = vec![
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            format!("<</Type/Pages/Count {}/Kids[{kids}]>>", self.pages.len()),
            "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>".to_owned(),
            "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)\
             /Supplement 2>>/DW 1000/W[1 95 500]/FontDescriptor 5 0 R>>"
                .to_owned(),
            "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/ItalicAngle 0>>".to_owned(),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126/Widths\
             [278 278 278 278 278 278 278 278 278 278 278 278 278 278 278 278 556 556 556 556 556 556 556 556 556 556]>>"
                .to_owned(),
            "null".to_owned(),
            "null".to_owned(),
            "null".to_owned(),
        ];
        objects.extend(self.extra);
        let resources = &self.resources;
        for (at, (entries, content)) in self.pages.iter().enumerate() {
            objects.push(format!(
                "<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R/F2 6 0 R>>{resources}>>{entries}/Contents {} 0 R>>",
                first_page + 2 * at + 1
            ));
            objects.push(stream("", content));
        }
        write_file(&objects)
    }
}

/// A stream object.
pub(crate) fn stream(entries: &str, data: &str) -> String {
    format!("<<{entries}/Length {}>>stream\n{data}\nendstream", data.len())
}

fn write_file(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.5\n");
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let start = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        let _ = writeln!(file, "{offset:010} 00000 n ");
    }
    let _ = write!(file, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

/// Content that writes `text` with its baseline `y` points above the foot of the page.
pub(crate) fn text(x: f32, y: f32, size: f32, text: &str) -> String {
    format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{}> Tj ET\n", hex(text))
}

/// UCS-2 in hexadecimal digits.
pub(crate) fn hex(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("{unit:04X}")).collect()
}

/// Content that draws a line.
pub(crate) fn rule(x0: f32, y0: f32, x1: f32, y1: f32) -> String {
    format!("{x0} {y0} m {x1} {y1} l S\n")
}
