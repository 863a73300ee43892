-- The full-text index. Its rowid is the number of the record; its words are the pairs of neighbours in every run of Han
-- characters, and other words as they are: SELECT * FROM v_search WHERE words MATCH '算力'.
CREATE VIRTUAL TABLE search USING fts5(words, content='', tokenize='ascii');
-- Words are gathered in memory up to so many bytes, which a processor's cache nearly holds; merging what was written costs
-- more than it gives.
INSERT INTO search (search, rank) VALUES ('hashsize', 8388608);
INSERT INTO search (search, rank) VALUES ('automerge', 0);
INSERT INTO search (search, rank) VALUES ('crisismerge', 64);

