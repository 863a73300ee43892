-- The places 1 to 100, to cut a longer word into pairs:
-- MATCH (SELECT '"' || group_concat(substr('低空经济', n, 2), ' ') || '"' FROM places WHERE n < length('低空经济')).
CREATE VIEW places AS
WITH RECURSIVE counted (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM counted WHERE n < 100)
SELECT n FROM counted;

-- Where records, cells and components stand: a record whose only span says no more than its row has none in spans.
CREATE VIEW evidence AS
SELECT record, 'record' AS of, 0 AS item, 0 AS ordinal, char_start, char_end, page,
    NULL AS x0, NULL AS y0, NULL AS x1, NULL AS y1, 0 AS ocr
FROM records
WHERE char_start IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM spans WHERE spans.record = records.record AND spans.of = 'record')
UNION ALL SELECT record, of, item, ordinal, char_start, char_end, page, x0, y0, x1, y1, ocr FROM spans;

-- Every text that the index holds, once. It is asked from the table of the record's type, so that one text costs no more in a
-- large database: SQLite would go through all tables of a UNION.
CREATE VIEW v_texts AS
SELECT record, text
FROM (
    SELECT record, CASE type
        WHEN 'document' THEN (SELECT title FROM documents WHERE documents.document = records.document)
        WHEN 'part' THEN (SELECT title FROM parts WHERE parts.record = records.record)
        WHEN 'chapter' THEN (SELECT title FROM chapters WHERE chapters.record = records.record)
        WHEN 'section' THEN (SELECT title FROM sections WHERE sections.record = records.record)
        WHEN 'subsection' THEN (SELECT title FROM subsections WHERE subsections.record = records.record)
        WHEN 'paragraph' THEN (SELECT text FROM paragraphs WHERE paragraphs.record = records.record)
        WHEN 'box' THEN (SELECT title FROM boxes WHERE boxes.record = records.record)
        WHEN 'table' THEN (
            SELECT ltrim(coalesce(caption, '') || coalesce(char(10) || notes, ''), char(10))
            FROM tables WHERE tables.record = records.record
        )
        WHEN 'project' THEN
            (SELECT name || coalesce('：' || description, '') FROM projects WHERE projects.record = records.record)
        WHEN 'indicator' THEN
            (SELECT name || coalesce('/' || sub_name, '') FROM indicators WHERE indicators.record = records.record)
        WHEN 'term' THEN (SELECT term || '：' || definition FROM terms WHERE terms.record = records.record)
    END AS text
    FROM records
)
WHERE text IS NOT NULL;

-- Where words stand: WHERE words MATCH '算力'.
CREATE VIEW v_search AS
SELECT documents.file, documents.title, records.id, records.type, records.path, records.page,
    (SELECT text FROM v_texts WHERE v_texts.record = records.record) AS text,
    search.rank AS rank, search.words AS words
FROM search
JOIN records ON records.record = search.rowid
JOIN documents USING (document);

-- One row a value of an indicator, with its document.
CREATE VIEW v_indicators AS
SELECT documents.file, documents.doc, documents.title, documents.region_name, documents.region_code,
    documents.period_start, documents.period_end, records.id AS indicator_id, indicators.number AS indicator_number,
    indicators.group_name, indicators.name, indicators.sub_name, indicators.concept, indicators.nature,
    -- The growth of 亿元 is not in 亿元: as in the panel, a change has the unit of its cell or head.
    coalesce(indicator_values.unit,
        CASE WHEN indicator_values.column_head LIKE '%\%%' ESCAPE '\' OR indicator_values.column_head LIKE '%％%' THEN '%' END,
        CASE WHEN indicator_values.role <> 'change' OR indicator_values.cumulative OR indicators.unit IN ('%', '‰', '百分点')
            THEN indicators.unit END) AS unit,
    indicators.unit AS indicator_unit,
    indicator_values.column_head, indicator_values.role, indicator_values.year, indicator_values.raw,
    indicator_values.kind, indicator_values.number, indicator_values.min, indicator_values.max,
    indicator_values.bound, indicator_values.approx, indicator_values.estimated, indicator_values.cumulative,
    indicator_values.text, indicator_values.unreadable, records.path, records.page
FROM indicator_values
JOIN indicators ON indicators.record = indicator_values.indicator
JOIN records ON records.record = indicators.record
JOIN documents USING (document);

-- What is to be reached: the target and change columns of indicator tables, and the targets of the prose.
CREATE VIEW v_targets AS
SELECT file, doc, title, region_name, region_code, 'indicator' AS source, indicator_id AS id,
    name || coalesce('/' || sub_name, '') AS name, concept, unit, role AS change, year, raw, number, min, max, bound,
    approx, cumulative, nature, NULL AS sentence, path, page
FROM v_indicators
WHERE role IN ('target', 'change') AND kind <> 'absent'
UNION ALL
SELECT documents.file, documents.doc, documents.title, documents.region_name, documents.region_code, 'quantity',
    records.id, quantities.metric, NULL, quantities.unit, quantities.change, quantities.year, quantities.raw,
    quantities.number, quantities.min, quantities.max, quantities.bound, quantities.approx, quantities.cumulative,
    NULL, quantities.sentence, records.path, records.page
FROM quantities
JOIN records USING (record)
JOIN documents USING (document)
WHERE quantities.stance = 'target';

-- One row a project, with the box that it stands in and the names of its components.
CREATE VIEW v_projects AS
SELECT documents.file, documents.doc, documents.title, documents.region_name, documents.region_code, records.id,
    boxes.label AS box_label, coalesce(boxes.title, tables.caption) AS box_title, projects.number, projects.name,
    projects.description,
    (SELECT count(*) FROM components WHERE components.project = projects.record) AS component_count,
    (SELECT group_concat(components.name, '；') FROM components WHERE components.project = projects.record) AS components,
    projects.investment, projects.period, projects.location, projects.owner, projects.scale, records.path, records.page
FROM projects
JOIN records USING (record)
JOIN documents USING (document)
LEFT JOIN boxes ON boxes.record = projects.box
LEFT JOIN tables ON tables.record = projects.box;

-- Copies and versions of one plan: the same document id under several files.
CREATE VIEW v_copies AS
SELECT doc, count(*) AS files, min(title) AS title, group_concat(file, '；') AS file_names
FROM documents GROUP BY doc HAVING count(*) > 1;
