-- The first schema. Ids that travel are blobs; the integer keys beside them are this database's own.
-- Times are UTC milliseconds, local dates are days since 1970-01-01. Roles are a bit mask, bit n − 1
-- for role number n of identity.proto.

CREATE TABLE tenant (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  id       BLOB NOT NULL,
  identity BLOB NOT NULL -- Ed25519 public key of the server identity
) STRICT;

CREATE TABLE people (
  person      INTEGER PRIMARY KEY,
  id          BLOB NOT NULL UNIQUE,
  ref         TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  roles       INTEGER NOT NULL,
  home_region TEXT NOT NULL
) STRICT;

-- Every author's certificate, the server's own included.
CREATE TABLE certificates (
  certificate   INTEGER PRIMARY KEY,
  hash          BLOB NOT NULL UNIQUE,
  body          BLOB NOT NULL,
  signature     BLOB NOT NULL,
  device_label  TEXT NOT NULL,
  stored_utc_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE enrolment_codes (
  code_hash      BLOB PRIMARY KEY,
  person         BLOB NOT NULL,
  expires_utc_ms INTEGER NOT NULL,
  used_by        BLOB -- hash of the certificate it was exchanged for
) STRICT, WITHOUT ROWID;

CREATE TABLE locations (
  location        INTEGER PRIMARY KEY,
  ref             TEXT NOT NULL UNIQUE,
  name            TEXT NOT NULL,
  brand           TEXT NOT NULL,
  kind            INTEGER NOT NULL,
  region          TEXT NOT NULL,
  format          TEXT NOT NULL,
  zone            TEXT NOT NULL,
  weekly_visitors INTEGER NOT NULL
) STRICT;

-- Immutable and named by their hash. Of a visit card: its SignedVisitCard message, and the hash of
-- that message's body.
CREATE TABLE documents (
  document      INTEGER PRIMARY KEY,
  hash          BLOB NOT NULL UNIQUE,
  kind          INTEGER NOT NULL,
  bytes         BLOB NOT NULL,
  stored_utc_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE programmes (
  programme  INTEGER PRIMARY KEY,
  id         BLOB NOT NULL UNIQUE,
  ref        TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  objectives TEXT NOT NULL,
  acceptance INTEGER NOT NULL,
  kind       INTEGER NOT NULL,
  checklist  BLOB,
  provisions BLOB
) STRICT;

CREATE TABLE waves (
  wave       INTEGER PRIMARY KEY,
  programme  INTEGER NOT NULL REFERENCES programmes,
  ref        TEXT NOT NULL,
  name       TEXT NOT NULL,
  start_day  INTEGER,
  end_day    INTEGER,
  position   INTEGER NOT NULL, -- order in which the programme names its waves
  UNIQUE (programme, ref)
) STRICT;

CREATE TABLE visits (
  visit            INTEGER PRIMARY KEY,
  id               BLOB NOT NULL UNIQUE,
  programme        INTEGER NOT NULL REFERENCES programmes,
  ref              TEXT NOT NULL,
  wave             INTEGER NOT NULL REFERENCES waves,
  location         INTEGER NOT NULL REFERENCES locations,
  channel          TEXT NOT NULL,
  scenario         TEXT NOT NULL,
  shopper          BLOB NOT NULL, -- person id; the person may be unknown after a restore
  pair             TEXT NOT NULL,
  window_start_day INTEGER,
  window_end_day   INTEGER,
  UNIQUE (programme, ref)
) STRICT;

-- Columns after card are derived from the ops and renewed in the transaction that stores ops.
CREATE TABLE audits (
  audit            INTEGER PRIMARY KEY,
  id               BLOB NOT NULL UNIQUE,
  visit            INTEGER REFERENCES visits, -- NULL: an orphan, its visit card has not come
  card             BLOB,
  granted_to       BLOB,
  grant_op         BLOB,
  stage            INTEGER NOT NULL,
  submitted        INTEGER NOT NULL,
  ops              INTEGER NOT NULL,
  missing_payloads INTEGER NOT NULL,
  held_back        INTEGER NOT NULL,
  conflicts        INTEGER NOT NULL,
  field_digest     BLOB NOT NULL,
  desk_digest      BLOB NOT NULL,
  waits_for        BLOB -- document without which the accepted audit cannot be scored
) STRICT;
CREATE INDEX audits_by_person ON audits (granted_to, id);
CREATE INDEX audits_by_visit ON audits (visit);
CREATE INDEX audits_waiting ON audits (waits_for) WHERE waits_for IS NOT NULL;

-- One log per (audit, side, writer).
CREATE TABLE logs (
  log         INTEGER PRIMARY KEY,
  audit       INTEGER NOT NULL REFERENCES audits,
  side        INTEGER NOT NULL,
  writer      BLOB NOT NULL,
  writer_salt BLOB NOT NULL, -- writer id = hash of the author's key and this
  UNIQUE (audit, side, writer)
) STRICT;

-- prev is the row (log, seq − 1, prev_branch). A payload of NULL was erased or never came; only then
-- is the commitment stored, elsewhere it follows from payload and salt or epoch key. No foreign key
-- to logs: it would cost a lookup for every op.
CREATE TABLE ops (
  log            INTEGER NOT NULL,
  seq            INTEGER NOT NULL,
  branch         INTEGER NOT NULL,
  prev_branch    INTEGER NOT NULL,
  id             BLOB NOT NULL,
  version        INTEGER NOT NULL,
  kind           INTEGER NOT NULL,
  register_name  BLOB NOT NULL,
  wall_ms        INTEGER NOT NULL,
  offset_minutes INTEGER NOT NULL,
  time_quality   INTEGER NOT NULL,
  payload        BLOB,
  grant_op       BLOB, -- first op of a log only
  epoch_key_hash BLOB, -- first op of an epoch only
  parents        BLOB, -- explicit ones, 32 bytes each
  server_nonce   BLOB,
  commitment     BLOB,
  PRIMARY KEY (log, seq, branch)
) STRICT, WITHOUT ROWID;

CREATE TABLE tips (
  log    INTEGER NOT NULL REFERENCES logs,
  branch INTEGER NOT NULL,
  seq    INTEGER NOT NULL,
  id     BLOB NOT NULL,
  PRIMARY KEY (log, branch)
) STRICT, WITHOUT ROWID;

-- At the last op of each run, so that any run can be served again and checked by others.
CREATE TABLE signatures (
  log         INTEGER NOT NULL REFERENCES logs,
  seq         INTEGER NOT NULL,
  branch      INTEGER NOT NULL,
  certificate INTEGER NOT NULL REFERENCES certificates,
  signature   BLOB NOT NULL,
  PRIMARY KEY (log, seq, branch)
) STRICT, WITHOUT ROWID;

-- At the op that starts the epoch.
CREATE TABLE epoch_keys (
  log    INTEGER NOT NULL REFERENCES logs,
  seq    INTEGER NOT NULL,
  branch INTEGER NOT NULL,
  key    BLOB NOT NULL,
  PRIMARY KEY (log, seq, branch)
) STRICT, WITHOUT ROWID;

-- Of ops whose payload came with its own salt.
CREATE TABLE salts (
  log    INTEGER NOT NULL REFERENCES logs,
  seq    INTEGER NOT NULL,
  branch INTEGER NOT NULL,
  salt   BLOB NOT NULL,
  PRIMARY KEY (log, seq, branch)
) STRICT, WITHOUT ROWID;

-- Runs whose signature failed: they touch no op id.
CREATE TABLE set_aside (
  row             INTEGER PRIMARY KEY,
  hash            BLOB NOT NULL UNIQUE,
  audit           BLOB NOT NULL,
  sender          BLOB NOT NULL, -- certificate hash
  received_utc_ms INTEGER NOT NULL,
  run             BLOB NOT NULL,
  reason          TEXT NOT NULL
) STRICT;
CREATE INDEX set_aside_by_audit ON set_aside (audit);

-- What each accepted audit adds to the reports.
CREATE TABLE results (
  audit           INTEGER PRIMARY KEY REFERENCES audits,
  programme       INTEGER NOT NULL REFERENCES programmes,
  accepted_submit BLOB NOT NULL,
  accept_op       BLOB NOT NULL,
  contribution    BLOB NOT NULL,
  summary         BLOB NOT NULL
) STRICT;
CREATE INDEX results_by_programme ON results (programme);

CREATE TABLE cells (
  programme INTEGER NOT NULL REFERENCES programmes,
  wave      TEXT NOT NULL,
  location  TEXT NOT NULL,
  channel   TEXT NOT NULL,
  subject   TEXT NOT NULL,
  cell      BLOB NOT NULL,
  PRIMARY KEY (programme, wave, location, channel, subject)
) STRICT, WITHOUT ROWID;

-- The activity log: who did which administrative call. The body stands here by its hash only.
CREATE TABLE activity (
  row         INTEGER PRIMARY KEY,
  utc_ms      INTEGER NOT NULL,
  person      BLOB NOT NULL,
  certificate BLOB NOT NULL,
  method      TEXT NOT NULL,
  body_hash   BLOB NOT NULL,
  token_hash  BLOB NOT NULL,
  signature   BLOB NOT NULL
) STRICT;
