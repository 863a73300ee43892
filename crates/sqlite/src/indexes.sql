CREATE UNIQUE INDEX records_by_id ON records (document, id);
CREATE INDEX records_by_parent ON records (parent);
CREATE INDEX indicators_by_concept ON indicators (concept);
