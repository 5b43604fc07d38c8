-- The device's tables. One database holds one person's work on one device (a vault).

-- Profile: tenant, certificate, keys, server address; see core/field/profile_codec.cpp.
CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audits (
    audit       INTEGER PRIMARY KEY,         -- small number that ops and logs refer to
    id          BLOB NOT NULL UNIQUE,        -- 16 bytes
    visit_card  BLOB,                        -- document hash; NULL until the server named it
    scope_state INTEGER NOT NULL DEFAULT 1,  -- sync::ScopeState as the server said last
    digest      BLOB NOT NULL,               -- field side, of what is held here
    server_tips BLOB NOT NULL DEFAULT x'',   -- what the server said it holds: 56 bytes a tip
    server_said INTEGER                      -- when, UTC ms; NULL: never heard of this audit
) STRICT;

CREATE TABLE certificates (
    hash      BLOB NOT NULL PRIMARY KEY,     -- SHA-256 of body
    body      BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE writers (
    id          BLOB NOT NULL PRIMARY KEY,   -- 16 bytes
    certificate BLOB NOT NULL REFERENCES certificates (hash),
    salt        BLOB NOT NULL                -- 16 bytes that the id was derived with
) STRICT, WITHOUT ROWID;

CREATE TABLE logs (
    log      INTEGER PRIMARY KEY,
    audit    INTEGER NOT NULL REFERENCES audits (audit),
    side     INTEGER NOT NULL,
    writer   BLOB NOT NULL REFERENCES writers (id),
    grant_op BLOB,                           -- the GRANT it works under
    sent_seq INTEGER NOT NULL DEFAULT 0,     -- SENT: durable before the first byte left
    UNIQUE (audit, side, writer)
) STRICT;

-- One row per op. prev is (log, seq - 1, prev_branch); branch is 0 unless the log was forked.
CREATE TABLE ops (
    log            INTEGER NOT NULL REFERENCES logs (log),
    seq            INTEGER NOT NULL,
    branch         INTEGER NOT NULL DEFAULT 0,
    prev_branch    INTEGER NOT NULL DEFAULT 0,
    id             BLOB NOT NULL,            -- SHA-256 of the header
    kind           INTEGER NOT NULL,
    register       BLOB NOT NULL,
    wall_ms        INTEGER NOT NULL,
    offset_minutes INTEGER NOT NULL,
    quality        INTEGER NOT NULL,
    parents        BLOB,                     -- explicit ones, 32 bytes each; NULL: implied
    nonce          BLOB,
    epoch_key_hash BLOB,                     -- this op starts an epoch
    payload        BLOB,                     -- NULL: not held here, or erased
    commitment     BLOB,                     -- kept only where payload is NULL: else it is derived
    PRIMARY KEY (log, seq, branch)
) STRICT, WITHOUT ROWID;

-- Ops without a successor, kept with every insert.
CREATE TABLE tips (
    log    INTEGER NOT NULL REFERENCES logs (log),
    seq    INTEGER NOT NULL,
    branch INTEGER NOT NULL,
    PRIMARY KEY (log, seq, branch)
) STRICT, WITHOUT ROWID;

-- Keys of epochs, by the op that starts the epoch; destroyed with an erasure.
CREATE TABLE epochs (
    first_op BLOB NOT NULL PRIMARY KEY,
    key      BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Salts of ops whose epoch key is not held.
CREATE TABLE salts (
    op   BLOB NOT NULL PRIMARY KEY,
    salt BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Where runs ended: the author's signature over that op's id.
CREATE TABLE signatures (
    log       INTEGER NOT NULL REFERENCES logs (log),
    seq       INTEGER NOT NULL,
    branch    INTEGER NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (log, seq, branch)
) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
    hash  BLOB NOT NULL PRIMARY KEY,
    kind  INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Proof of delivery, signed by the server.
CREATE TABLE receipts (
    receipt   INTEGER PRIMARY KEY,
    body      BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- Ops of this device that the server stored but does not count until somebody admits them.
CREATE TABLE held_back (
    audit INTEGER NOT NULL REFERENCES audits (audit),
    op    BLOB NOT NULL PRIMARY KEY,
    code  TEXT NOT NULL,
    text  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
