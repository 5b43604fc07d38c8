-- Evidence: photos, recordings, files. The bytes stand here, so that they are encrypted, committed
-- and lost or kept together with the ops that name them.
CREATE TABLE evidence (
    evidence   INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,         -- SHA-256 of the bytes
    audit      INTEGER NOT NULL REFERENCES audits (audit), -- that it was first attached to
    size_bytes INTEGER NOT NULL,
    chunks_on_server INTEGER NOT NULL DEFAULT 0, -- for progress; the server's word decides
    verified   INTEGER                       -- when the server said that it holds these very bytes, UTC ms
) STRICT;
CREATE INDEX evidence_by_audit ON evidence (audit);

CREATE TABLE evidence_chunks (
    evidence INTEGER NOT NULL REFERENCES evidence (evidence),
    number   INTEGER NOT NULL,               -- from 0
    bytes    BLOB NOT NULL,
    UNIQUE (evidence, number)
) STRICT;
