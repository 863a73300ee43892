CREATE UNIQUE INDEX documents_by_file ON documents (file);
CREATE INDEX indicators_by_concept ON indicators (concept);
