//! From the parsed document to records: one file a record kind, each with its rule and a Chinese example.
//!
//! What enters is a [`gangyao_parser::Parsed`] and the normalised text that it points into; what leaves is a
//! [`gangyao_model::Conversion`]. Nothing here knows file formats.
//!
//! | file | makes |
//! | --- | --- |
//! | [`document`] | title, kind, region, period, date, issuer of the document |
//! | `toc`, `heading`, `furniture` | the records of these names |
//! | `paragraph` | paragraphs, and with [`quantity`] what they state in numbers |
//! | `box_record`, [`boxes`] | boxes and the kind of their content |
//! | `table`, [`indicator`], [`concept`] | tables, indicator rows, canonical indicators |
//! | [`project`] | projects and their components |
//! | `glossary`, [`term`] | terms, their aliases and mentions |
//! | `consistency` | diagnostics |
//! | `builder`, `coverage`, `assemble` | identifiers, evidence, order |

mod assemble;
mod box_record;
pub mod boxes;
mod builder;
pub mod concept;
mod consistency;
mod coverage;
pub mod document;
mod furniture;
mod glossary;
mod heading;
pub mod indicator;
mod paragraph;
pub mod project;
pub mod quantity;
mod table;
pub mod term;
mod toc;

pub use assemble::extract;
