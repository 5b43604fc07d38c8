-- Evidence: what ops attach, what people send of it, and what was found to be the bytes it is named by.

CREATE TABLE evidence_refs (
  audit      INTEGER NOT NULL REFERENCES audits,
  id         BLOB NOT NULL,      -- SHA-256 of the bytes
  person     BLOB NOT NULL,      -- whose op attached it
  size_bytes INTEGER NOT NULL,   -- as that op says
  PRIMARY KEY (audit, id, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_refs_by_person ON evidence_refs (person, id);

-- Each person sends all bytes, whoever sent the same before: else a hash would tell what others hold.
CREATE TABLE uploads (
  upload     INTEGER PRIMARY KEY,
  person     BLOB NOT NULL,
  id         BLOB NOT NULL,
  size_bytes INTEGER NOT NULL,
  verified   INTEGER,            -- UTC ms; the chunks are here or, where somebody was first, there
  UNIQUE (person, id)
) STRICT;

CREATE TABLE upload_chunks (
  upload INTEGER NOT NULL REFERENCES uploads,
  number INTEGER NOT NULL,       -- from 0
  bytes  BLOB NOT NULL,
  UNIQUE (upload, number)
) STRICT;

-- Kept once, whoever sent it.
CREATE TABLE evidence (
  id         BLOB NOT NULL PRIMARY KEY,
  upload     INTEGER NOT NULL REFERENCES uploads,
  size_bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
