//! Projects out of a table.
//!
//! In: a table of the parsed tree. Out: one [`GridProject`] a row, or `None` where the table's head speaks of something
//! else. Two shapes: a row is a project with its investment, years and place (项目名称 | 建设内容 | 总投资), or a row is a
//! kind of projects with the names listed in one cell (类型 | 项目名称: 航道 | 甲航道整治工程、乙航道整治工程); then the kind is
//! the project and the names are its components. Refuses to know of boxes, captions and records.

use std::ops::Range;
use std::sync::LazyLock;

use gangyao_normaliser::Joined;
use gangyao_normaliser::value::numeral::integer;
use gangyao_parser::table::cell;
use gangyao_parser::{Grid, GridCell, TableItem};
use gangyao_text::NormRange;

use super::clause::{Divided, Sep};
use super::component::components;
use super::enumeration;
use super::lexicon::{Lexicon, VERBS, Verb};

/// A row of a project table.
#[derive(Clone, Debug, Default)]
pub struct GridProject {
    /// Its number.
    pub number: Option<u32>,
    /// Its name.
    pub name: Joined,
    /// The kind or the area that the table puts it in, where it has a column or a row for it.
    pub group: Option<Joined>,
    /// What is to be built, one text a cell.
    pub description: Vec<Joined>,
    /// What stands between those texts: nothing in a row that a page break cut, a blank between cells.
    pub separator: &'static str,
    /// Projects that the row lists under its name.
    pub components: Vec<Joined>,
    /// Investment as printed.
    pub investment: Option<Joined>,
    /// Years as printed.
    pub period: Option<Joined>,
    /// Place as printed.
    pub location: Option<Joined>,
    /// Responsible body as printed.
    pub owner: Option<Joined>,
    /// Scale as printed.
    pub scale: Option<Joined>,
    /// Where the row stands.
    pub at: Vec<NormRange>,
}

impl GridProject {
    /// The description in one text, as it can be proved: its cells as long as they follow each other in the row. Where a
    /// page break cut the row, the sum and the years stand between the two halves of the content.
    pub(crate) fn description_text(&self) -> Option<String> {
        let at = &self.at;
        let mut next = None;
        let mut text = String::new();
        for cell in self.description.iter().filter(|cell| !cell.is_empty()) {
            let ranges = cell.ranges();
            let from = next.or_else(|| at.iter().position(|range| ranges.first() == Some(range)))?;
            if !at[from..].starts_with(&ranges) {
                break;
            }
            next = Some(from + ranges.len());
            if !text.is_empty() {
                text.push_str(self.separator);
            }
            text.push_str(cell.text());
        }
        (!text.is_empty()).then_some(text)
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Number,
    Type,
    Name,
    /// 项目, 名称: a name only beside columns that tell of projects.
    Item,
    Content,
    Scale,
    Investment,
    Period,
    Location,
    Owner,
    /// A column that no project table has.
    Foreign,
}

static COLUMNS: LazyLock<Lexicon<Role>> = LazyLock::new(|| {
    Lexicon::parse(include_str!("../../data/columns.tsv"), |role| {
        Some(match role {
            "number" => Role::Number,
            "type" => Role::Type,
            "name" => Role::Name,
            "item" => Role::Item,
            "content" => Role::Content,
            "scale" => Role::Scale,
            "investment" => Role::Investment,
            "period" => Role::Period,
            "location" => Role::Location,
            "owner" => Role::Owner,
            "none" => Role::Foreign,
            _ => return None,
        })
    })
});

/// The projects of a table, or `None` where it is no project table.
#[must_use]
pub fn from_grid(table: &TableItem) -> Option<Vec<GridProject>> {
    let grid = Rows::new(&table.grid)?;
    let columns = grid.columns()?;
    let projects = if columns.names_by_type { grid.by_type(&columns) } else { grid.by_row(&columns) };
    (!projects.is_empty()).then_some(projects)
}

/// The columns of a project table.
struct Columns {
    roles: Vec<(Role, u32)>,
    name: u32,
    /// The kinds are the projects and the names are listed in one cell.
    names_by_type: bool,
}

impl Columns {
    fn of(&self, role: Role) -> Option<u32> {
        self.roles.iter().find(|(known, _)| *known == role).map(|&(_, col)| col)
    }
}

/// The cells of a grid, row by row.
struct Rows<'g> {
    head: Vec<&'g GridCell>,
    /// One entry a body row: its cells that begin in it, in order of columns, and for each column the cell that reaches
    /// down into it.
    body: Vec<Vec<&'g GridCell>>,
    width: u32,
}

impl<'g> Rows<'g> {
    fn new(grid: &'g Grid) -> Option<Self> {
        let head_rows = grid.head_rows.max(1);
        let mut cells: Vec<&GridCell> = grid.cells.iter().collect();
        cells.sort_by_key(|cell| (cell.row, cell.col));
        let first_body = cells.partition_point(|cell| cell.row < head_rows);
        let (head, rest) = cells.split_at(first_body);
        let mut body: Vec<Vec<&GridCell>> = Vec::new();
        for cell in rest {
            match body.last_mut() {
                Some(row) if row[0].row == cell.row => row.push(cell),
                _ => body.push(vec![cell]),
            }
        }
        (!head.is_empty() && !body.is_empty()).then(|| Self {
            head: head.to_vec(),
            body,
            width: grid.columns,
        })
    }

    /// The columns' roles; `None` where the head is not that of a project table.
    fn columns(&self) -> Option<Columns> {
        let mut roles: Vec<(Role, u32)> = Vec::new();
        for cell in &self.head {
            let Some(role) = role(cell.text.text()) else { continue };
            if role == Role::Foreign {
                return None;
            }
            // 总投资 stands before “十五五”投资: the first column of a role is the whole.
            if !roles.iter().any(|(known, _)| *known == role) {
                roles.push((role, cell.col));
            }
        }
        let find = |role: Role| roles.iter().find(|(known, _)| *known == role).map(|&(_, col)| col);
        let details =
            [Role::Content, Role::Investment, Role::Period, Role::Owner, Role::Scale, Role::Location];
        let detailed = details.iter().any(|&role| find(role).is_some());
        let name = match (find(Role::Name), find(Role::Item)) {
            (Some(name), _) => name,
            (None, Some(item)) if detailed || (find(Role::Type).is_some() && self.width == 2) => item,
            _ => return None,
        };
        let names_by_type =
            find(Role::Type).is_some_and(|kind| kind < name && !detailed && self.lists_names(kind, name));
        Some(Columns { roles, name, names_by_type })
    }

    /// Whether a kind's names are listed in one cell; or each row has a kind of its own, which then is the project.
    fn lists_names(&self, kind: u32, name: u32) -> bool {
        let filled =
            |row: &[&GridCell], col: u32| row.iter().any(|cell| cell.col == col && !cell.text.is_empty());
        let lists = self.body.iter().flatten().any(|cell| {
            let text = cell.text.text();
            cell.col >= name && Divided::new(text).split(0..text.len(), &[Sep::Dun, Sep::Stop]).len() > 1
        });
        lists || self.body.iter().all(|row| filled(row, kind))
    }

    /// 类型 | 项目名称: one project a kind; a kind's cell reaches over the rows that follow with it empty or covered.
    fn by_type(&self, columns: &Columns) -> Vec<GridProject> {
        let type_col = columns.of(Role::Type).unwrap_or(0);
        let mut projects: Vec<GridProject> = Vec::new();
        for row in &self.body {
            let kind = row.iter().find(|cell| cell.col == type_col && !cell.text.is_empty());
            if let Some(kind) = kind {
                projects.push(GridProject {
                    name: kind.text.clone(),
                    separator: " ",
                    ..GridProject::default()
                });
            }
            let Some(project) = projects.last_mut() else { continue };
            project.at.extend(row.iter().flat_map(|cell| cell.text.ranges()));
            // A sub-kind (省级及以上项目) may stand between kind and names, and parts the names of one row from those of
            // the next; the names are in the last cell.
            let told = row.iter().filter(|cell| cell.col > type_col && !cell.text.is_empty());
            project.description.extend(told.map(|cell| cell.text.clone()));
            let list = row.iter().rev().find(|cell| cell.col >= columns.name && !cell.text.is_empty());
            if let Some(list) = list {
                let names = listed(list.text.text(), project.name.text());
                project.components.extend(names.into_iter().map(|range| list.text.slice(range)));
            }
        }
        projects
    }

    /// 项目名称 | 建设内容 | 总投资: one project a row.
    fn by_row(&self, columns: &Columns) -> Vec<GridProject> {
        let mut projects: Vec<GridProject> = Vec::new();
        let mut group: Option<Joined> = None;
        for row in &self.body {
            let cell = |role: Role| {
                let col = columns.of(role)?;
                row.iter().find(|cell| cell.col == col && !cell.text.is_empty()).map(|cell| cell.text.clone())
            };
            if let Some(kind) = cell(Role::Type) {
                group = Some(kind);
            }
            let mut filled = row.iter().filter(|cell| !cell.text.is_empty());
            // A row of one cell across the table (一、交通项目) is the head of a group.
            if let (Some(only), None) = (filled.next(), filled.next())
                && (only.col_span > 1 && only.col_span + 1 >= self.width || only.col < columns.name)
            {
                group = Some(without_label(&only.text));
                continue;
            }
            if cell(Role::Content).is_none()
                && let Some(title) = counted_group(row, columns.name)
            {
                group = Some(without_label(&title.text));
                continue;
            }
            let name = row.iter().find(|cell| cell.col == columns.name && !cell.text.is_empty());
            let Some(name) = name.filter(|name| !is_total(name.text.text())) else {
                // Without a name: a row that a page break cut, whose content goes on.
                if let (Some(more), Some(last)) = (cell(Role::Content), projects.last_mut())
                    && name.is_none()
                {
                    last.at.extend(row.iter().flat_map(|cell| cell.text.ranges()));
                    last.description.push(more);
                }
                continue;
            };
            let description: Vec<Joined> = cell(Role::Content).into_iter().collect();
            projects.push(GridProject {
                number: cell(Role::Number).and_then(|text| number(text.text())),
                name: without_label(&name.text),
                group: group.clone(),
                components: description
                    .iter()
                    .flat_map(|text| {
                        let ranges = components(text.text(), name.text.text());
                        ranges.into_iter().map(|range| text.slice(range))
                    })
                    .collect(),
                description,
                separator: "",
                investment: cell(Role::Investment),
                period: cell(Role::Period),
                location: cell(Role::Location),
                owner: cell(Role::Owner),
                scale: cell(Role::Scale),
                at: row.iter().flat_map(|cell| cell.text.ranges()).collect(),
            });
        }
        projects
    }
}

/// 一 | 农业水利（2项） | 54500: a group that is counted, with the sum of its projects; the cell of its name.
fn counted_group<'c>(row: &[&'c GridCell], name: u32) -> Option<&'c GridCell> {
    let filled = || row.iter().copied().filter(|cell| cell.col <= name && !cell.text.is_empty());
    let text = |cell: &GridCell| cell.text.text().to_owned();
    let numbered = filled().next().is_some_and(|cell| cell.col < name && cell::is_group_number(&text(cell)));
    let last = filled().next_back()?;
    let counts = last.text.text().ends_with(['）', ')']) && cell::is_group_title(&text(last));
    (numbered || counts).then_some(last)
}

/// What a column's head says.
fn role(head: &str) -> Option<Role> {
    let head: String = head.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(role) = COLUMNS.get(&head) {
        return Some(role);
    }
    let bare = head.split(['（', '(']).next().unwrap_or_default();
    let by_end = || COLUMNS.suffix(bare).filter(|(len, _)| *len >= "项目".len());
    let by_start = || COLUMNS.prefix(bare).filter(|(len, _)| *len > "项目".len());
    COLUMNS.get(bare).or_else(|| by_end().or_else(by_start).map(|(_, role)| role))
}

/// The names that a cell lists. A cell that is a sentence (支持甲争创乙) is read as a description.
fn listed(text: &str, kind: &str) -> Vec<Range<usize>> {
    let start = enumeration::preamble(text);
    let governed = VERBS.prefix(&text[start..]).is_some();
    if governed || text.contains('。') {
        return components(text, kind);
    }
    let divided = Divided::new(text);
    let end = enumeration::closing_deng(&divided, &(0..text.len())).unwrap_or(text.len());
    let mut names = Vec::new();
    for (part, _) in divided.split(0..end, &[Sep::Stop, Sep::Comma, Sep::Colon]) {
        let start = part.start + enumeration::preamble(&text[part.clone()]);
        for member in enumeration::members(&divided, start..part.end, Verb::List) {
            let range = enumeration::tidy(&divided, member.range);
            if !range.is_empty() {
                names.push(range);
            }
        }
    }
    names
}

/// A row's name without its own number (1．甲工程).
fn without_label(text: &Joined) -> Joined {
    let start = label_len(text.text());
    text.slice(start..text.text().len())
}

fn label_len(text: &str) -> usize {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    match digits.strip_prefix(['.', '．', '、']) {
        Some(rest) if digits.len() < text.len() && !rest.starts_with(|c: char| c.is_ascii_digit()) => {
            text.len() - rest.trim_start().len()
        }
        _ => enumeration::preamble(text),
    }
}

/// 合计: a sum is no project.
fn is_total(name: &str) -> bool {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    ["合计", "总计", "小计", "共计"].iter().any(|total| name.starts_with(total))
}

fn number(text: &str) -> Option<u32> {
    integer(text.trim_end_matches(['.', '．', '、'])).and_then(|n| u32::try_from(n).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of one string a row, cells divided by `|`; an empty cell is empty text.
    fn table(rows: &[&str]) -> (String, TableItem) {
        let text = rows.join("\n");
        let mut grid = Grid { head_rows: 1, rows: rows.len() as u32, ..Grid::default() };
        let mut at = 0;
        for (row, line) in rows.iter().enumerate() {
            for (col, cell) in line.split('|').enumerate() {
                let range = NormRange::from_usize(at, at + cell.len());
                at += cell.len() + 1;
                grid.columns = grid.columns.max(col as u32 + 1);
                grid.cells.push(GridCell {
                    text: Joined::of(&text, range),
                    row: row as u32,
                    col: col as u32,
                    row_span: 1,
                    col_span: 1,
                });
            }
        }
        (text, TableItem { caption: None, grid, notes: Vec::new(), at: Vec::new() })
    }

    fn check(rows: &[&str], expected: &[(&str, &[&str])]) {
        let (_, table) = table(rows);
        let projects = from_grid(&table).unwrap_or_default();
        let found: Vec<(&str, Vec<&str>)> = projects
            .iter()
            .map(|p| (p.name.text(), p.components.iter().map(Joined::text).collect()))
            .collect();
        let expected: Vec<(&str, Vec<&str>)> =
            expected.iter().map(|(name, components)| (*name, components.to_vec())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_kind_with_its_names() {
        check(
            &["类型|项目名称", "航道|甲河航道整治工程、乙线“四改三”工程", "航空|丙机场三期工程"],
            &[("航道", &["甲河航道整治工程", "乙线“四改三”工程"]), ("航空", &["丙机场三期工程"])],
        );
    }

    #[test]
    fn a_kind_with_sub_kinds() {
        check(
            &[
                "类型|项目内容|",
                "重大任务|支持甲医院争创国家中心|",
                "重大工程|省级|甲医院二期项目、乙中心项目",
                "|市级|丙院区项目",
            ],
            &[("重大任务", &[]), ("重大工程", &["甲医院二期项目", "乙中心项目", "丙院区项目"])],
        );
    }

    #[test]
    fn groups_with_the_sums_of_their_projects() {
        check(
            &[
                "序号|项目名称|建设内容|总投资",
                "|合计（2项）||96500",
                "一|农业水利（1项）||54500",
                "1|白河灌区工程|改造渠道62公里|54500",
                "二|社会事业||42000",
                "2|医院迁建项目|建筑面积6.8万平方米|42000",
            ],
            &[("白河灌区工程", &[]), ("医院迁建项目", &[])],
        );
    }

    #[test]
    fn a_description_stands_in_its_row_as_it_is_printed() {
        let description = |rows: &[&str], at: usize| {
            let (text, table) = table(rows);
            let projects = from_grid(&table).unwrap();
            let described = projects[at].description_text().unwrap_or_default();
            let row: String = projects[at].at.iter().map(|range| range.of(&text)).collect();
            assert!(row.contains(&described.replace(' ', "")), "{described:?} in {row:?}");
            described
        };
        let kinds = [
            "类型|项目内容|",
            "重大工程|省级|甲医院二期项目、乙中心项目",
            "|市级|丙院区项目",
            "航空|丙机场|",
        ];
        assert_eq!(description(&kinds, 0), "省级 甲医院二期项目、乙中心项目 市级 丙院区项目");
        assert_eq!(description(&kinds, 1), "丙机场");
        let rows = [
            "项目名称|建设内容|总投资",
            "甲大桥|新建甲大桥，|12.5亿元",
            "|配套引桥工程|",
            "乙路|新建乙路|3亿元",
        ];
        assert_eq!(description(&rows, 0), "新建甲大桥，");
        assert_eq!(description(&rows, 1), "新建乙路");
        let last = ["项目名称|总投资|建设内容", "甲大桥|12.5亿元|新建甲大桥，", "||配套引桥工程"];
        assert_eq!(description(&last, 0), "新建甲大桥，配套引桥工程");
    }

    #[test]
    fn a_kind_over_many_rows_is_a_group() {
        check(
            &["类别|项目名称", "交通|甲大桥", "|乙隧道", "水利|丙水库"],
            &[("甲大桥", &[]), ("乙隧道", &[]), ("丙水库", &[])],
        );
    }

    #[test]
    fn packages_list_their_projects_in_the_content() {
        check(
            &[
                "序号|工程包名称|主要建设内容",
                "1|交通工程包|建设甲江大桥、乙山隧道等项目",
                "2|水利工程包|丙河治理工程；丁水库二期",
            ],
            &[("交通工程包", &["甲江大桥", "乙山隧道"]), ("水利工程包", &["丙河治理工程", "丁水库二期"])],
        );
    }

    #[test]
    fn a_row_is_a_project() {
        let (_, table) = table(&[
            "序号|项目名称|建设内容|总投资（亿元）|建设年限|责任单位|建设地点|建设规模",
            "一、交通|||||||",
            "1|甲大桥|新建甲大桥|12.5|2026—2028|市交通局|东区|3公里",
            "||配套引桥工程|||||",
            "合计|合计||12.5||||",
        ]);
        let projects = from_grid(&table).unwrap();
        assert_eq!(projects.len(), 1);
        let text =
            |field: &Option<Joined>| field.as_ref().map(|text| text.text().to_owned()).unwrap_or_default();
        let project = &projects[0];
        assert_eq!((project.number, project.name.text()), (Some(1), "甲大桥"));
        assert_eq!(text(&project.group), "交通");
        assert_eq!(text(&project.investment), "12.5");
        assert_eq!(text(&project.period), "2026—2028");
        assert_eq!(text(&project.owner), "市交通局");
        assert_eq!(text(&project.location), "东区");
        assert_eq!(text(&project.scale), "3公里");
        assert_eq!(project.description.len(), 2);
    }

    #[test]
    fn other_tables() {
        for rows in [
            ["指标|单位|2025年|2030年", "生产总值|亿元|1|2"],
            ["板块|基础产业|新兴产业", "东区|钢铁|机器人"],
            ["项目|2025年|2030年", "总量|1|2"],
            ["地区|指引内容", "东城|建设东城"],
        ] {
            assert!(from_grid(&table(&rows).1).is_none(), "{rows:?}");
        }
        assert!(
            from_grid(&TableItem { caption: None, grid: Grid::default(), notes: Vec::new(), at: Vec::new() })
                .is_none()
        );
    }

    #[test]
    fn heads_of_columns() {
        for (head, expected) in [
            ("项目名称", Some(Role::Name)),
            ("总投资（万元）", Some(Role::Investment)),
            ("“十五五”计划投资", Some(Role::Investment)),
            ("主要建设 内容", Some(Role::Content)),
            ("牵头责任单位", Some(Role::Owner)),
            ("2025年", None),
        ] {
            assert_eq!(role(head), expected, "{head}");
        }
    }
}
