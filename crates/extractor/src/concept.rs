//! stub
/// stub
#[must_use]
pub fn concept(_name: &str, _sub: Option<&str>, _unit: Option<&str>) -> Option<&'static str> {
    None
}
