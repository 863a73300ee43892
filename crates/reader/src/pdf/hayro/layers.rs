//! Optional content: layers of the page that the document says are switched off.

use std::collections::BTreeSet;

use hayro_syntax::object::{Array, Dict, Name, ObjRef};
use hayro_syntax::xref::XRef;

/// Layers that are off.
#[derive(Debug, Default)]
pub(super) struct Layers {
    off: BTreeSet<(u32, i32)>,
}

impl Layers {
    /// Reads the default configuration of the catalogue.
    pub(super) fn new(xref: &XRef) -> Self {
        Self::read(xref).unwrap_or_default()
    }

    fn read(xref: &XRef) -> Option<Self> {
        let catalogue = xref.get::<Dict<'_>>(xref.root_id())?;
        let properties = catalogue.get::<Dict<'_>>("OCProperties")?;
        let default = properties.get::<Dict<'_>>("D")?;
        let mut off = BTreeSet::new();
        if default.get::<Name<'_>>("BaseState").is_some_and(|state| state.as_ref() == b"OFF") {
            off.extend(references(&properties, "OCGs"));
        }
        for on in references(&default, "ON") {
            off.remove(&on);
        }
        off.extend(references(&default, "OFF"));
        Some(Self { off })
    }

    /// True unless `layer` (a group, or a membership of groups of which none is on) is off.
    pub(super) fn shows(&self, layer: Option<&Dict<'_>>, reference: Option<ObjRef>) -> bool {
        if self.off.is_empty() {
            return true;
        }
        let is_off = |id: &(u32, i32)| self.off.contains(id);
        if reference.map(key).as_ref().is_some_and(is_off) {
            return false;
        }
        let Some(layer) = layer else { return true };
        let mut members = references(layer, "OCGs");
        members.extend(layer.get_ref("OCGs").map(key));
        members.is_empty() || !members.iter().all(is_off)
    }
}

fn key(reference: ObjRef) -> (u32, i32) {
    (reference.obj_number, reference.gen_number)
}

fn references(dict: &Dict<'_>, name: &str) -> Vec<(u32, i32)> {
    let array = dict.get::<Array<'_>>(name);
    array.iter().flat_map(Array::raw_iter).filter_map(|item| item.as_obj_ref().map(key)).collect()
}
