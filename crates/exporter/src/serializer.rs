//! How a record becomes JSON: no white space, and strings searched for what must be escaped many bytes at a time.
//!
//! What enters is anything that serde can serialise and that the model's types are made of; what leaves is the text that
//! `serde_json` would write, but for numbers, which [`crate::number`] spells. The reason to have this at all is that
//! `serde_json` looks at strings byte by byte, and a planning document is nearly all strings.

use std::io::Write;

use gangyao_text::next_where;
use serde::ser::{
    Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
};
use serde_json::Error;

use crate::number;

/// Writes values into `out`.
pub(crate) struct Json<'o, W> {
    out: &'o mut W,
}

impl<'o, W: Write> Json<'o, W> {
    pub(crate) const fn new(out: &'o mut W) -> Self {
        Self { out }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.out.write_all(bytes).map_err(Error::io)
    }

    fn string(&mut self, text: &str) -> Result<(), Error> {
        let mut rest = text.as_bytes();
        self.put(b"\"")?;
        while let Some(at) = first_escaped(rest) {
            self.put(&rest[..at])?;
            self.escaped(rest[at])?;
            rest = &rest[at + 1..];
        }
        self.put(rest)?;
        self.put(b"\"")
    }

    fn escaped(&mut self, byte: u8) -> Result<(), Error> {
        let short = match byte {
            b'"' | b'\\' => byte,
            b'\n' => b'n',
            b'\t' => b't',
            b'\r' => b'r',
            0x08 => b'b',
            0x0C => b'f',
            _ => return write!(self.out, "\\u{byte:04x}").map_err(Error::io),
        };
        self.put(&[b'\\', short])
    }
}

/// The first byte that JSON does not allow in a string: control characters, `"` and `\`.
fn first_escaped(bytes: &[u8]) -> Option<usize> {
    next_where(bytes, 0, |byte, _, _| byte.within(0, 0x1F) | byte.is(b'"') | byte.is(b'\\'))
}

/// What is no part of any record has no spelling.
fn unsupported<T>(what: &str) -> Result<T, Error> {
    Err(Error::custom(format_args!("records hold no {what}")))
}

/// Methods that write an integer.
macro_rules! integers {
    ($($method:ident: $integer:ty),*) => {$(
        fn $method(self, value: $integer) -> Result<(), Error> {
            self.put(itoa::Buffer::new().format(value).as_bytes())
        }
    )*};
}

impl<'s, 'o, W: Write> serde::Serializer for &'s mut Json<'o, W> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Members<'s, 'o, W>;
    type SerializeTuple = Members<'s, 'o, W>;
    type SerializeMap = Members<'s, 'o, W>;
    type SerializeStruct = Members<'s, 'o, W>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    integers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.put(if value { b"true" } else { b"false" })
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        number::single(self.out, value).map_err(Error::io)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        number::double(self.out, value).map_err(Error::io)
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.string(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.string(value)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        unsupported("bytes")
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.put(b"null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.put(b"null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.put(b"null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.string(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        unsupported("untagged variant")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Error> {
        Members::begin(self, b'[', b']')
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        Members::begin(self, b'[', b']')
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Error> {
        unsupported("tuple struct")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        unsupported("untagged variant")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        Members::begin(self, b'{', b'}')
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Error> {
        Members::begin(self, b'{', b'}')
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        unsupported("untagged variant")
    }
}

/// The members of an array or an object, one after the other.
pub(crate) struct Members<'s, 'o, W> {
    json: &'s mut Json<'o, W>,
    is_first: bool,
    close: u8,
}

impl<'s, 'o, W: Write> Members<'s, 'o, W> {
    fn begin(json: &'s mut Json<'o, W>, open: u8, close: u8) -> Result<Self, Error> {
        json.put(&[open])?;
        Ok(Self { json, is_first: true, close })
    }

    fn separate(&mut self) -> Result<(), Error> {
        if std::mem::take(&mut self.is_first) { Ok(()) } else { self.json.put(b",") }
    }

    fn close(self) -> Result<(), Error> {
        self.json.put(&[self.close])
    }
}

impl<W: Write> SerializeSeq for Members<'_, '_, W> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.separate()?;
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl<W: Write> SerializeTuple for Members<'_, '_, W> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl<W: Write> SerializeMap for Members<'_, '_, W> {
    type Ok = ();
    type Error = Error;

    /// All keys of the model are strings.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.separate()?;
        key.serialize(&mut *self.json)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.json.put(b":")?;
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl<W: Write> SerializeStruct for Members<'_, '_, W> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.serialize_entry(key, value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Serialize;

    use crate::number::write_value;

    /// What is written is what `serde_json` writes.
    #[track_caller]
    fn check(value: &impl Serialize) {
        let mut out = Vec::new();
        write_value(value, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(value).unwrap());
    }

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        OutlinePlan,
    }

    #[derive(Serialize)]
    struct Inner {
        page: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        bbox: Option<[u8; 4]>,
    }

    #[derive(Serialize)]
    struct Flat {
        #[serde(flatten)]
        inner: Inner,
        kind: Kind,
        list: Vec<i64>,
        map: BTreeMap<String, bool>,
    }

    #[derive(Serialize)]
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Tagged {
        Flat(Flat),
    }

    #[test]
    fn all_that_records_are_made_of() {
        let flat = |bbox| Flat {
            inner: Inner { page: Some(3), bbox },
            kind: Kind::OutlinePlan,
            list: vec![-1, 0, i64::MAX],
            map: [("甲\"".to_owned(), true), ("乙".to_owned(), false)].into(),
        };
        check(&flat(None));
        check(&Tagged::Flat(flat(Some([1, 2, 3, 4]))));
        check(&(None::<u8>, (), 'x', Vec::<u8>::new(), BTreeMap::<String, u8>::new()));
    }

    #[test]
    fn every_ascii_character_in_a_string() {
        let all: String = (0..=0x7F).map(char::from).collect();
        check(&all);
        for c in all.chars() {
            check(&format!("{}{c}后", "前".repeat(30)));
        }
    }

    proptest! {
        #[test]
        fn any_string(text in "[a\"\\\\\n\t\u{1}甲。😀]{0,200}") {
            check(&text);
        }
    }
}
