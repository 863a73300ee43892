//! Rows of an indicator table under its typed columns.

use gangyao_model::{IndicatorValue, Nature, Role, Value, ValueKind};
use gangyao_normaliser::value;
use gangyao_parser::TableItem;
use gangyao_parser::table::cell;

use super::Draft;
use super::columns::{Columns, ValueColumn};
use super::matrix::Matrix;
use super::name::{self, Name, UnitBrackets};

/// What rows hand down to the rows under them.
#[derive(Default)]
struct Carried {
    group: Option<String>,
    /// What the column of groups said last: without rules its cells are not merged, and those below the first are empty.
    column_group: Option<String>,
    /// The titles of groups begin with numbers and nothing after them: 一经济发展, 二社会民生.
    counted_groups: bool,
    /// A group that is a nature: 约束性指标.
    nature: Option<Nature>,
    number: Option<u32>,
    /// The last number that stood in a name.
    last_number: Option<u32>,
    /// After 其中：…, rows without a number go on with the parts of the row above.
    in_parts: bool,
    /// The parts are counted ①, ②.
    circled: bool,
    name: Name,
    /// The cell that the name stands in.
    name_cell: Option<usize>,
    own_nature: Option<Nature>,
    unit: Option<String>,
}

struct Reader<'a> {
    matrix: &'a Matrix<'a>,
    columns: &'a Columns,
    notes: Vec<Note>,
    brackets: UnitBrackets,
    /// A mark whose note says that it stands for 约束性 (or 预期性), where no column does.
    marked: Option<(String, Nature)>,
    /// Square brackets that a note explains as something other than a sum.
    plain_brackets: bool,
    /// 单位：亿元 above the table, where no column has units.
    unit: Option<String>,
}

/// A note of the table, and the marks that it explains.
struct Note {
    text: String,
    marks: Vec<String>,
}

impl Note {
    fn of(text: &str) -> Self {
        Self { text: text.to_owned(), marks: note_marks(text) }
    }
}

/// Reads all rows.
pub(super) fn read_all(matrix: &Matrix<'_>, columns: &Columns, table: &TableItem) -> Vec<Draft> {
    let notes: Vec<Note> = table.notes.iter().map(|note| Note::of(note.text())).collect();
    let reader = Reader {
        matrix,
        columns,
        brackets: if columns.unit.is_some() { UnitBrackets::Known } else { UnitBrackets::Usual },
        marked: if columns.nature.is_none() { marked_nature(&notes) } else { None },
        plain_brackets: brackets_are_no_sums(&notes),
        unit: if columns.unit.is_none() {
            unit_of_all(table).or_else(|| unit_of_heads(columns))
        } else {
            None
        },
        notes,
    };
    let mut carried = Carried { counted_groups: reader.counted_groups(), ..Carried::default() };
    matrix.data_rows().filter_map(|row| reader.read(row, &mut carried)).collect()
}

impl Reader<'_> {
    fn read(&self, row: u32, carried: &mut Carried) -> Option<Draft> {
        if self.heads_parts(row, carried) {
            carried.name = name::read(self.matrix.text(row, self.columns.name), self.brackets);
            carried.number = carried.name.number;
            carried.last_number = carried.number;
            carried.name_cell = self.matrix.index(row, self.columns.name);
            (carried.own_nature, carried.unit) = (None, None);
            carried.in_parts = true;
            return None;
        }
        if self.is_group_row(row) {
            carried.group = self.group_title(row);
            carried.column_group = None;
            if carried.counted_groups {
                carried.group = carried.group.take().map(|group| group.chars().skip(1).collect());
            }
            carried.in_parts = false;
            carried.nature = carried.group.as_deref().and_then(name::nature);
            return None;
        }
        carried.column_group = self.group(row).or(carried.column_group.take());
        let columns = self.columns;
        let name_cell = self.matrix.text(row, columns.name);
        let starts = self.matrix.cell(row, columns.name).is_some_and(|cell| cell.row == row);
        let sub_cell = columns.sub_name.map_or("", |col| self.matrix.text(row, col));
        let sub_cell = if self.same_cell(row) { "" } else { sub_cell };
        if !name_cell.is_empty() && super::columns::names_column(name_cell) {
            return None;
        }
        let part = part_of(name_cell)
            .or_else(|| circled_part(name_cell).filter(|_| carried.circled))
            .or_else(|| dashed_part(name_cell).filter(|_| self.has_no_number(row)));
        let (name_cell, first) = match parts_begin(name_cell).filter(|_| starts) {
            Some((name, part)) => (name, Some(part)),
            None => (name_cell, None),
        };
        let mut sub = name::read(part_of(sub_cell).unwrap_or(sub_cell), self.brackets);
        match part {
            Some(part) if starts && !part.is_empty() && !carried.name.name.is_empty() => {
                sub = name::read(part, self.brackets);
                carried.in_parts = true;
            }
            _ if carried.in_parts && starts && self.is_part(row, name_cell, carried) => {
                sub = name::read(name_cell, self.brackets);
            }
            // 每千人口拥有：has no values of its own, and its number goes on over its parts.
            _ if starts && self.opens_parts(row, name_cell) => {
                carried.name = name::read(name_cell, self.brackets);
                carried.number = self.number(row).or(carried.name.number);
                carried.name_cell = self.matrix.index(row, columns.name);
                (carried.own_nature, carried.unit) = (None, None);
                self.nature(row, &Name::default(), carried);
                carried.in_parts = true;
                return None;
            }
            _ if starts && !name_cell.is_empty() => {
                let before = if columns.number.is_none() { carried.last_number } else { None };
                let own = name::read_after(name_cell, before, self.brackets);
                carried.last_number = own.number.or(carried.last_number);
                carried.in_parts = false;
                carried.number = own.number;
                carried.name = own;
                carried.name_cell = self.matrix.index(row, columns.name);
                carried.own_nature = None;
                carried.unit = None;
            }
            _ if sub_cell.is_empty() => {
                // Neither a name nor a sub-name: nothing tells what the row is about.
                let spanned = !name_cell.is_empty();
                if !spanned {
                    return None;
                }
            }
            _ => {}
        }
        if let Some(first) = first {
            sub = name::read(first, self.brackets);
            sub.number = None;
            carried.in_parts = true;
        }
        carried.circled = first.is_some() || carried.circled && part.is_some();
        if carried.name.name.is_empty() {
            return None;
        }
        carried.number = self.number(row).or(carried.number);
        let nature = self.nature(row, &sub, carried);
        let unit = self.unit(row, &sub, carried);
        Some(self.draft(row, &sub, nature, unit, carried))
    }

    fn draft(
        &self,
        row: u32,
        sub: &Name,
        nature: Option<Nature>,
        unit: Option<String>,
        carried: &Carried,
    ) -> Draft {
        let values: Vec<IndicatorValue> = self
            .columns
            .values
            .iter()
            .map(|column| self.value(self.matrix.text(row, column.at), column))
            .collect();
        let sub_name = (!sub.name.is_empty()).then(|| sub.name.clone());
        let concept = crate::concept::concept(&carried.name.name, sub_name.as_deref(), unit.as_deref());
        let mut cells: Vec<usize> =
            (0..self.matrix.grid.columns).filter_map(|col| self.matrix.index(row, col)).collect();
        // The name of a part stands in the row above it.
        cells.extend(carried.name_cell.filter(|_| sub_name.is_some()));
        cells.sort_unstable();
        cells.dedup();
        cells.retain(|&index| !self.matrix.grid.cells[index].text.is_empty());
        Draft {
            number: carried.number,
            group: carried.column_group.clone().or_else(|| carried.group.clone()),
            name: carried.name.name.clone(),
            sub_name,
            unit,
            nature,
            concept,
            notes: self.notes_of(&cells),
            values,
            cells,
        }
    }

    /// The innermost group column that has a text.
    fn group(&self, row: u32) -> Option<String> {
        self.columns.groups.iter().rev().map(|&col| self.matrix.text(row, col)).find_map(name::group)
    }

    fn nature(&self, row: u32, sub: &Name, carried: &mut Carried) -> Option<Nature> {
        let cell = self.columns.nature.map_or("", |col| self.matrix.text(row, col));
        let own = name::nature(cell).or(sub.nature).or(carried.name.nature);
        if let Some(nature) = own {
            carried.own_nature = Some(nature);
            return own;
        }
        if let Some((mark, nature)) = &self.marked {
            let marked = carried.name.marks.contains(mark);
            return if marked { Some(*nature) } else { None };
        }
        // An empty cell beside a sub-row is merged with the one above.
        carried.own_nature.or(carried.nature)
    }

    fn unit(&self, row: u32, sub: &Name, carried: &mut Carried) -> Option<String> {
        let cell = self.columns.unit.map_or("", |col| self.matrix.text(row, col));
        if cell.is_empty() {
            let own = sub.unit.clone().or_else(|| carried.name.unit.clone());
            return own.or_else(|| carried.unit.clone()).or_else(|| self.unit.clone());
        }
        carried.unit = name::unit(cell);
        carried.unit.clone()
    }

    fn value(&self, raw: &str, column: &ValueColumn) -> IndicatorValue {
        let read = value::cell(raw);
        let mut value: Value = read.value;
        // (90) among [20] and 〔54〕.
        let round = in_round_brackets(raw).filter(|_| value.kind == ValueKind::Text).map(value::cell);
        let round = round.filter(|read| matches!(read.value.kind, ValueKind::Number | ValueKind::Range));
        let is_round = round.is_some();
        if let Some(read) = round {
            value = Value { raw: raw.to_owned(), ..read.value };
        }
        let own_year = read.year;
        if value.kind != ValueKind::Absent {
            // ＞[30] is a sum too.
            let inner = raw.trim_start_matches([' ', '＞', '>', '≥', '＜', '<', '≤', '约']);
            let bracketed = inner.starts_with(['[', '［', '〔', '【']);
            let numeric = matches!(value.kind, ValueKind::Number | ValueKind::Range);
            let sum = bracketed && !self.plain_brackets || is_round && column.column.role == Role::Change;
            value.cumulative = numeric && (sum || column.cumulative && !tells_a_rate(raw, &value));
            // 30（2019年） is what was counted; 30（2025年） under 2025年预计 still is a guess.
            let counted = own_year.is_some_and(|own| Some(own) != column.column.year);
            value.estimated |= column.estimated && !counted;
        }
        let mut column = column.column.clone();
        column.year = own_year.or(column.year);
        IndicatorValue { column, value }
    }

    /// The name's cell covers the sub-name's place too.
    fn same_cell(&self, row: u32) -> bool {
        self.columns
            .sub_name
            .is_some_and(|sub| self.matrix.index(row, sub) == self.matrix.index(row, self.columns.name))
    }

    /// The number in its column.
    fn number(&self, row: u32) -> Option<u32> {
        let cell = self.columns.number.map_or("", |col| self.matrix.text(row, col));
        let digits: String = cell.chars().filter(char::is_ascii_digit).take(6).collect();
        digits.parse().ok()
    }

    /// A row without values whose number covers the rows below it too.
    fn opens_parts(&self, row: u32, name: &str) -> bool {
        let number = self.columns.number.and_then(|col| self.matrix.cell(row, col));
        number.is_some_and(|cell| cell.row == row && cell.row_span > 1 && !cell.text.is_empty())
            && !name.is_empty()
            && self.has_no_values(row)
    }

    fn has_no_values(&self, row: u32) -> bool {
        self.columns.values.iter().all(|column| self.matrix.text(row, column.at).is_empty())
    }

    /// The row's number is that of a row above it.
    fn shares_number(&self, row: u32) -> bool {
        let number = self.columns.number.and_then(|col| self.matrix.cell(row, col));
        number.is_some_and(|cell| cell.row < row && !cell.text.is_empty())
    }

    /// The table numbers its rows, and this one has no number of its own.
    fn has_no_number(&self, row: u32) -> bool {
        self.columns.number.is_some_and(|col| {
            self.matrix.cell(row, col).is_none_or(|cell| cell.row < row || cell.text.is_empty())
        })
    }

    /// In a table that numbers its rows, a row without a number below 其中：… is another part.
    fn is_part(&self, row: u32, name: &str, carried: &Carried) -> bool {
        let unnumbered = match self.columns.number {
            Some(col) => {
                let own = self.matrix.cell(row, col).filter(|cell| cell.row == row);
                own.is_none_or(|cell| cell.text.is_empty())
            }
            None => carried.last_number.is_some_and(|last| cell::numbered_next(name, last + 1).is_none()),
        };
        unnumbered && !name.is_empty() && (cell::numbered(name).is_none() || self.shares_number(row))
    }

    /// Two groups or more, whose titles begin with 一, 二, 三 in order.
    fn counted_groups(&self) -> bool {
        let titles = self.matrix.data_rows().filter(|&row| self.is_group_row(row));
        let mut numbers = "一二三四五六七八九".chars();
        let mut count = 0;
        for row in titles {
            let title = self.group_title(row).unwrap_or_default();
            if numbers.next().is_none_or(|number| !title.starts_with(number)) {
                return false;
            }
            count += 1;
        }
        count >= 2
    }

    /// The title of a row that is one, without its number.
    fn group_title(&self, row: u32) -> Option<String> {
        if self.is_counted_group(row) {
            return name::group(self.matrix.text(row, self.columns.name));
        }
        let mut texts = (0..self.matrix.grid.columns).map(|col| self.matrix.text(row, col));
        name::group(texts.find(|text| !text.is_empty())?)
    }

    /// 一 | 经济发展: a group counted in the column of numbers, with no values of its own.
    fn is_counted_group(&self, row: u32) -> bool {
        let Some(number) = self.columns.number else { return false };
        let own = |col: u32| self.matrix.cell(row, col).filter(|cell| cell.row == row && cell.row_span == 1);
        own(number).is_some_and(|cell| cell::is_group_number(cell.text.text()))
            && own(self.columns.name).is_some_and(|cell| !cell.text.is_empty())
            && self.has_no_values(row)
    }

    /// 3．城镇化率 between 2． and 4． with no values of its own, and unnumbered rows under it: an indicator in parts.
    fn heads_parts(&self, row: u32, carried: &Carried) -> bool {
        let name = self.columns.name;
        let number = |row: u32| cell::numbered(self.matrix.text(row, name)).map(|(number, _)| number);
        let own = self.matrix.cell(row, name).is_some_and(|cell| cell.row == row && cell.row_span == 1);
        let next = carried.last_number.is_some_and(|last| number(row) == Some(last + 1));
        let below = row + 1;
        self.columns.number.is_none()
            && own
            && next
            && self.has_no_values(row)
            && below < self.matrix.grid.rows
            && !self.has_no_values(below)
            && number(below).is_none()
            && !self.matrix.text(below, name).is_empty()
    }

    /// A row whose one text is the title of a group.
    fn is_group_row(&self, row: u32) -> bool {
        if self.is_counted_group(row) {
            return true;
        }
        let matrix = self.matrix;
        let mut only = None;
        for col in 0..matrix.grid.columns {
            if let Some(index) = matrix.index(row, col)
                && !matrix.grid.cells[index].text.is_empty()
            {
                match only {
                    None => only = Some(index),
                    Some(have) if have == index => {}
                    Some(_) => return false,
                }
            }
        }
        let Some(index) = only else { return false };
        let cell = &matrix.grid.cells[index];
        let text = cell.text.text();
        cell.row == row
            && cell.row_span == 1
            && (cell.col_span > 1 || cell::is_group_title(text) || cell.col <= self.columns.name)
            && !cell::is_value(text)
    }

    /// Notes of which a mark stands in one of the row's cells.
    fn notes_of(&self, cells: &[usize]) -> Vec<String> {
        let own = |mark: &String| {
            cells.iter().any(|&index| self.matrix.grid.cells[index].text.text().contains(mark.as_str()))
        };
        self.notes.iter().filter(|note| note.marks.iter().any(own)).map(|note| note.text.clone()).collect()
    }
}

/// The unit that a line above the table, or a bracket behind its caption, gives for all rows: 单位：亿元.
fn unit_of_all(table: &TableItem) -> Option<String> {
    let caption = table.caption.iter().filter_map(|caption| Some(caption.text().rsplit_once("单位")?.1));
    let notes = table.notes.iter().filter_map(|note| {
        let note = note.text().trim_start_matches(['（', '(', ' ']);
        note.strip_prefix("计量单位").or_else(|| note.strip_prefix("单位"))
    });
    caption.chain(notes).find_map(|rest| {
        let unit = rest.strip_prefix(['：', ':'])?.trim_matches(['）', ')', ' ']);
        cell::is_unit(unit).then(|| name::unit(unit)).flatten()
    })
}

/// The unit in the brackets of all heads that have a year: 2025年（亿元） | 2030年（亿元） | 年均增速（%）.
fn unit_of_heads(columns: &Columns) -> Option<String> {
    let levels = columns.values.iter().filter(|column| column.column.role != Role::Change);
    let mut units = levels.map(|column| name::read(&column.column.column, UnitBrackets::Known).unit);
    let first = units.next()??;
    units.all(|unit| unit.as_ref() == Some(&first)).then_some(first)
}

/// 下降10.6%, 增长5% under 累计: the cell's own verb says that it is a rate of change, and no sum.
fn tells_a_rate(raw: &str, value: &Value) -> bool {
    let verbs = ["增长", "下降", "降低", "减少", "提高", "增加", "上升", "递增"];
    let is_share = value.unit.as_deref().is_some_and(|unit| matches!(unit, "%" | "％" | "‰" | "倍"));
    is_share && verbs.iter().any(|verb| raw.trim_start().starts_with(verb))
}

/// What a cell holds between round brackets alone.
fn in_round_brackets(raw: &str) -> Option<&str> {
    let inner = raw.trim().strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
    (!inner.contains(['（', '(', '）', ')'])).then_some(inner)
}

/// 其中：中医类别 names a part of the row above.
fn part_of(text: &str) -> Option<&str> {
    text.strip_prefix("其中").map(|rest| rest.trim_start_matches(['：', ':', '，', ' ']))
}

/// 重点工程减排量（万吨）：①化学需氧量 names an indicator and the first of its parts.
fn parts_begin(text: &str) -> Option<(&str, &str)> {
    let at = text.find(['：', ':'])?;
    let part = circled_part(text[at..].trim_start_matches(['：', ':']).trim_start())?;
    text[at..].contains('①').then_some((&text[..at], part))
}

/// ——种植业 below 农业总产值.
fn dashed_part(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(['—', '–', '－', '-', '·']);
    (rest.len() < text.len()).then(|| rest.trim_start()).filter(|rest| rest.starts_with(char::is_alphabetic))
}

/// ②氨氮.
fn circled_part(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(|c: char| ('①'..='⑳').contains(&c))?.trim_start();
    rest.starts_with(char::is_alphabetic).then_some(rest)
}

/// The marks that a note explains: * in 带*的为…, 〔 in 〔〕内为累计数, [1], ① and ＊ in ①按…计算。＊以…为准.
fn note_marks(note: &str) -> Vec<String> {
    let mut marks = Vec::new();
    // Where the nearest bracket behind the mark closes: many that are open share it.
    let mut end = 0;
    for (nth, (at, c)) in note.char_indices().enumerate() {
        if name::NOTE_MARKS.contains(&c) {
            marks.push(c.to_string());
        } else if matches!(c, '[' | '［' | '〔' | '【') {
            if end <= at {
                let rest = note[at..].split_inclusive([']', '］', '〕', '】']).next().unwrap_or_default();
                end = at + rest.len();
            }
            let whole = &note[at..end];
            let is_empty = whole.chars().skip(1).filter(|c| !c.is_whitespace()).take(2).count() == 1;
            if name::is_counted_mark(whole) {
                marks.push(whole.to_owned());
            } else if nth < 24 || is_empty {
                marks.push(c.to_string());
            }
        }
    }
    marks
}

/// A note such as 带*的为约束性指标.
fn marked_nature(notes: &[Note]) -> Option<(String, Nature)> {
    notes.iter().map(|note| &note.text).find_map(|note| {
        let mark = note.chars().find(|c| name::NOTE_MARKS.contains(c))?.to_string();
        if note.contains("约束性") {
            Some((mark, Nature::Binding))
        } else if note.contains("预期性") {
            Some((mark, Nature::Expected))
        } else {
            None
        }
    })
}

/// A note that gives brackets another meaning: [ ]内为2024年数.
fn brackets_are_no_sums(notes: &[Note]) -> bool {
    let is_bracket = |mark: &String| matches!(mark.as_str(), "[" | "［" | "〔" | "【");
    let about: Vec<&Note> = notes.iter().filter(|note| note.marks.iter().any(is_bracket)).collect();
    let sums = ["累计", "累积", "五年", "5年", "总数", "合计", "总量", "期间", "增量"];
    !about.is_empty() && !about.iter().any(|note| sums.iter().any(|word| note.text.contains(word)))
}
