//! Faces as headings use them: 黑体 beside 仿宋 is as good as bold. And the one whose letters are none.

/// What a run of text is set in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Face {
    /// A text face, or one that is not known.
    #[default]
    Text,
    /// A sans face of even strokes (黑体), which Chinese documents use for headings.
    Hei,
    /// Wingdings, whose letters are symbols.
    Symbols,
}

impl Face {
    /// The face of a font by its name. Web pages use 微软雅黑 for whatever text there is, and a light face is no heading's.
    pub(crate) fn named(name: &str) -> Self {
        // Word names a face at every run: most names are done here, without a copy.
        let has = |word: &str| {
            name.as_bytes().windows(word.len()).any(|at| at.eq_ignore_ascii_case(word.as_bytes()))
        };
        if !has("黑") && !has("hei") {
            return if has("wingdings") { Self::Symbols } else { Self::Text };
        }
        let is_light = ["yahei", "雅黑", "light", "细"].into_iter().any(has);
        if is_light { Self::Text } else { Self::Hei }
    }

    /// The face of the first Chinese font in a list of families (Times New Roman, 黑体).
    pub(crate) fn of_families(families: &str) -> Self {
        let chinese = |name: &&str| {
            let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
            !["times", "arial", "calibri", "cambria"]
                .iter()
                .any(|latin| name.get(..latin.len()).is_some_and(|start| start.eq_ignore_ascii_case(latin)))
        };
        families.split(',').find(chinese).map_or(Self::Text, Self::named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_come_from_names() {
        for name in ["黑体", "SimHei", "方正黑体_GBK", "'Times New Roman', 黑体", "\"黑体\",sans-serif"]
        {
            assert_eq!(Face::of_families(name), Face::Hei, "{name}");
        }
        assert_eq!(Face::of_families("Wingdings"), Face::Symbols);
        for name in ["仿宋_GB2312", "宋体,SimHei", "微软雅黑", "Microsoft YaHei", "方正细黑", "Arial", ""]
        {
            assert_eq!(Face::of_families(name), Face::Text, "{name}");
        }
    }
}
