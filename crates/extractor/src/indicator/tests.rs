//! Tables of many shapes, from their text to drafts.
