-- How people who work at the desk sign in. A verifier is Argon2id and names its own parameters; a
-- code is held by its hash, works once and goes with its use.

CREATE TABLE passwords (
  person     BLOB PRIMARY KEY,
  verifier   TEXT NOT NULL,
  set_utc_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE password_codes (
  code_hash      BLOB PRIMARY KEY,
  person         BLOB NOT NULL,
  expires_utc_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
