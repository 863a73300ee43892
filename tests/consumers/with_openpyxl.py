"""openpyxl: a sheet a type, frozen heads, numbers as numbers, links that lead to the right row."""

import openpyxl

from common import COLUMNS, OUT, expected_rows, same

LEFT_OUT = {"records", "evidence", "mentions", "coverage", "counts"}
PYTHON = {"string": str, "integer": (int, float), "number": (int, float), "boolean": bool}
EXPECTED = expected_rows()
book = openpyxl.load_workbook(OUT / "gangyao.xlsx")

same("sheets", book.sheetnames, [table for table in COLUMNS if table not in LEFT_OUT] + ["notes"])
for sheet in book.worksheets[:-1]:
    fields = COLUMNS[sheet.title]
    heads = [cell.value for cell in sheet[1]]
    same(f"heads of {sheet.title}", heads, list(fields))
    same(f"rows of {sheet.title}", sheet.max_row - 1, EXPECTED[sheet.title])
    same(f"frozen rows of {sheet.title}", sheet.freeze_panes, "A2")
    for row in sheet.iter_rows(min_row=2):
        for head, cell in zip(heads, row):
            if cell.value is not None and not isinstance(cell.value, PYTHON[fields[head]]):
                same(f"type of {sheet.title}!{cell.coordinate}", type(cell.value), fields[head])

sentences = book["quantities"]
heads = [cell.value for cell in sentences[1]]
links = 0
for row in sentences.iter_rows(min_row=2):
    values = dict(zip(heads, row))
    link = values["sentence"].hyperlink
    if link is None:
        continue
    name, place = link.location.rsplit("!", 1)
    target = book[name.strip("'")]
    target_heads = [cell.value for cell in target[1]]
    target_id = target.cell(target[place].row, target_heads.index("id") + 1).value
    same(f"the record that {values['id'].value} leads to", target_id, values["parent"].value)
    links += 1
same("every quantity leads to its paragraph", links, EXPECTED["quantities"])
