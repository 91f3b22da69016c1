-- What sources beside git say: image registries, changelogs, module proxies, environments; and what
-- is found wrong in all of them.
--
-- An image tag is a ref of kind 'image' (full_name 'image/NAME') in a repository of kind 'image';
-- the place of a service in an environment is a ref of kind 'env' (name 'ENV/SERVICE', full_name
-- 'env/ENV/SERVICE') in a repository of kind 'environment'. Their states are rows of ref_span, with
-- the 32 bytes of the digest as target and as peeled; commit_id is the commit that the image was
-- built from, where it is known. Their changes are rows of ref_move. Digests are sha256 only.

-- What points at a digest, or at an object of git.
CREATE INDEX ref_span_target ON ref_span (target);
CREATE INDEX ref_image ON ref (name, repo) WHERE kind = 'image';
CREATE INDEX ref_branch ON ref (name, repo) WHERE kind = 'branch';
CREATE INDEX ref_move_change ON ref_move (change, direction);

-- Images -----------------------------------------------------------------------------------------

-- A manifest or an index of an image repository; several repositories may hold the same.
CREATE TABLE image (
  id             INTEGER PRIMARY KEY,
  repo           INTEGER NOT NULL REFERENCES repo,
  digest         BLOB NOT NULL CHECK (length(digest) = 32),
  pushed_at      INTEGER,           -- when the registry says that it was pushed
  seen_at        INTEGER NOT NULL,
  media_type     TEXT,
  size           INTEGER,           -- bytes of all its parts
  version        TEXT,
  version_key    BLOB,
  version_source TEXT CHECK (version_source IN ('tag', 'label', 'commit')),
  labels         TEXT,              -- a JSON object of texts
  commit_id      INTEGER,           -- commit_object.id of what it was built from
  has_manifest   INTEGER NOT NULL DEFAULT 0,  -- whether it was read, and not only named by an announcement
  created_at     INTEGER,           -- when its config says that it was made
  annotations    TEXT,              -- those of the manifest or index alone, a JSON object; labels holds all
  label_version  TEXT,              -- the version that its label or annotation says for certain
  label_version_key BLOB,
  version_line   INTEGER REFERENCES line,  -- the line of the tag that gave the version
  -- What tells the commit, the strongest that there is, and how far that can be trusted.
  commit_source  TEXT CHECK
    (commit_source IN ('provenance', 'revision', 'commit-tag', 'build-tag', 'version-tag')),
  commit_grade   TEXT CHECK (commit_grade IN ('A', 'B', 'C', 'D'))
) STRICT;

CREATE UNIQUE INDEX image_digest ON image (digest, repo);
CREATE INDEX image_repo ON image (repo, pushed_at);
CREATE INDEX image_version ON image (version_key);
-- Nearly all images have no commit and no label.
CREATE INDEX image_commit ON image (commit_id) WHERE commit_id IS NOT NULL;
CREATE INDEX image_labelled ON image (id) WHERE label_version IS NOT NULL;

-- What an index lists: one image for each platform.
CREATE TABLE image_child (
  parent   INTEGER NOT NULL REFERENCES image,
  child    INTEGER NOT NULL REFERENCES image,
  platform TEXT NOT NULL,           -- such as linux/arm64/v8; empty if the index does not say
  PRIMARY KEY (parent, child, platform)
) STRICT, WITHOUT ROWID;

CREATE INDEX image_child_child ON image_child (child);

-- Deployments ------------------------------------------------------------------------------------

-- What ran where in [started_at, until); until null: it still runs. One that failed has until =
-- started_at, so that it never ran.
CREATE TABLE deployment (
  id          INTEGER PRIMARY KEY,
  repo        INTEGER NOT NULL REFERENCES repo,  -- of kind 'environment'
  ref         INTEGER REFERENCES ref,            -- of kind 'env': the place that it took
  env         TEXT NOT NULL,
  service     TEXT NOT NULL,
  digest      BLOB CHECK (digest IS NULL OR length(digest) = 32),
  version     TEXT,
  version_key BLOB,
  started_at  INTEGER,
  seen_at     INTEGER NOT NULL,
  until       INTEGER,
  status      TEXT,
  actor       TEXT,
  image       INTEGER REFERENCES image,
  release     INTEGER,              -- release.id
  commit_id   INTEGER
) STRICT;

CREATE INDEX deployment_env ON deployment (env, started_at);
CREATE INDEX deployment_service ON deployment (service, started_at);
CREATE INDEX deployment_ref ON deployment (ref);
CREATE INDEX deployment_digest ON deployment (digest);
CREATE INDEX deployment_commit ON deployment (commit_id);

-- Findings ---------------------------------------------------------------------------------------

-- What a rule found wrong; judged anew with each run, except for what people acknowledged.
CREATE TABLE finding (
  id           INTEGER PRIMARY KEY,
  rule         TEXT NOT NULL,
  severity     TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
  repo         INTEGER NOT NULL REFERENCES repo,
  subject      TEXT NOT NULL,       -- what it is about, as a query would name it
  at           INTEGER,             -- when what it is about happened
  message      TEXT NOT NULL,
  acknowledged INTEGER NOT NULL DEFAULT 0,
  reason       TEXT,                -- why it was acknowledged
  ref          INTEGER REFERENCES ref,
  image        INTEGER REFERENCES image,
  release      INTEGER,             -- release.id
  commit_id    INTEGER
) STRICT;

CREATE INDEX finding_rule ON finding (rule, repo, subject);
CREATE INDEX finding_repo ON finding (repo);
CREATE INDEX finding_at ON finding (at);

-- Views ------------------------------------------------------------------------------------------

CREATE VIEW v_refs AS
SELECT r.kind AS kind, p.name AS repo, r.name AS name,
  iif(r.kind IN ('image', 'env'), 'sha256:', '') || lower(hex(s.target)) AS target,
  r.version AS name_version, r.version_key AS name_version_key, s.version AS version,
  s.version_key AS version_key, s.since AS since, s.precision AS precision,
  s.commit_id AS commit_id, (SELECT i.id FROM image AS i WHERE i.digest = s.target
    AND (i.repo = r.repo OR r.kind = 'env') ORDER BY i.id LIMIT 1) AS image_id, r.id AS ref_id
FROM ref AS r
JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
JOIN repo AS p ON p.id = r.repo;

CREATE VIEW v_history AS
SELECT r.kind AS kind, p.name AS repo, r.name AS name,
  iif(r.kind IN ('image', 'env'), 'sha256:', '') || lower(hex(s.target)) AS target,
  r.version AS name_version, r.version_key AS name_version_key, s.version AS version,
  s.version_key AS version_key, s.since AS since, s.precision AS precision, s.until AS until,
  s.commit_id AS commit_id, (SELECT i.id FROM image AS i WHERE i.digest = s.target
    AND (i.repo = r.repo OR r.kind = 'env') ORDER BY i.id LIMIT 1) AS image_id, r.id AS ref_id
FROM ref AS r
JOIN ref_span AS s ON s.ref = r.id
JOIN repo AS p ON p.id = r.repo;

CREATE VIEW v_moves AS
SELECT m.at AS at, m.at_earliest AS at_earliest, m.precision AS precision, r.kind AS kind,
  p.name AS repo, r.name AS name, m.change AS change,
  iif(r.kind IN ('image', 'env'), 'sha256:', '') || nullif(lower(hex(m.old)), '') AS old,
  iif(r.kind IN ('image', 'env'), 'sha256:', '') || nullif(lower(hex(m.new)), '') AS new,
  r.version AS name_version, r.version_key AS name_version_key,
  m.old_version AS old_version, m.old_version_key AS old_version_key,
  m.new_version AS new_version, m.new_version_key AS new_version_key, m.direction AS direction,
  m.actor AS actor, s.location AS source, m.old_commit_id AS old_commit_id,
  m.new_commit_id AS new_commit_id, r.id AS ref_id
FROM ref_move AS m
JOIN ref AS r ON r.id = m.ref
JOIN repo AS p ON p.id = r.repo
JOIN source AS s ON s.id = m.source;

-- The images that indexes list, by platform.
CREATE VIEW v_image_children AS
SELECT c.platform AS platform, c.parent AS parent_image_id, c.child AS image_id
FROM image_child AS c;

CREATE VIEW v_image_tags AS
SELECT p.name AS repo, r.name AS name, l.name AS line, r.class AS class,
  r.version AS name_version, r.version_key AS name_version_key, s.version AS version,
  s.version_key AS version_key, s.version_source AS version_source,
  'sha256:' || lower(hex(s.target)) AS digest, s.since AS since, s.precision AS precision,
  s.commit_id AS commit_id, i.id AS image_id, r.id AS ref_id
FROM ref AS r
JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
JOIN repo AS p ON p.id = r.repo
LEFT JOIN line AS l ON l.id = r.line
LEFT JOIN image AS i ON i.digest = s.target AND i.repo = r.repo
WHERE r.kind = 'image';

CREATE VIEW v_deploys AS
SELECT d.env AS env, d.service AS service,
  'sha256:' || nullif(lower(hex(d.digest)), '') AS digest, d.version AS version,
  d.version_key AS version_key, d.started_at AS started_at, d.until AS until, d.status AS status,
  d.actor AS actor, d.commit_id AS commit_id, d.image AS image_id, d.release AS release_id,
  d.ref AS ref_id
FROM deployment AS d;

CREATE VIEW v_findings AS
SELECT f.rule AS rule, f.severity AS severity, p.name AS repo, f.subject AS subject, f.at AS at,
  f.message AS message, f.acknowledged AS acknowledged, f.reason AS reason,
  f.commit_id AS commit_id, f.image AS image_id, f.release AS release_id, f.ref AS ref_id
FROM finding AS f
JOIN repo AS p ON p.id = f.repo;
