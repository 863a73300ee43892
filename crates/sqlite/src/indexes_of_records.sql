CREATE UNIQUE INDEX records_by_id ON records (document, id);
CREATE INDEX records_by_parent ON records (parent) WHERE parent IS NOT NULL;
