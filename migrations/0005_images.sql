-- What registries say of image tags, as facts from which the history of each tag is derived.
--
-- Looks and announcements arrive in any order, repeated and with gaps. So every fact is kept, and
-- ref_span and ref_move of an image tag are made anew from its facts in the order of their times:
-- the same facts give the same history in whatever order they came.

CREATE TABLE image_fact (
  seq       INTEGER PRIMARY KEY REFERENCES observation,
  repo      INTEGER NOT NULL REFERENCES repo,
  source    INTEGER NOT NULL REFERENCES source,
  ref       INTEGER REFERENCES ref,  -- null: about every tag on the digest
  way       TEXT NOT NULL CHECK (way IN ('event', 'look', 'claim')),
  at        INTEGER,                -- null: at some time; of a look, its end
  began     INTEGER,                -- of a look: its begin
  earliest  INTEGER,                -- of a look: the begin of the look before
  seen_at   INTEGER NOT NULL,
  digest    BLOB CHECK (digest IS NULL OR length(digest) = 32),
  removed   INTEGER NOT NULL DEFAULT 0,
  actor     TEXT,
  key       BLOB                    -- of an event: the same for each delivery of it
) STRICT;

CREATE INDEX image_fact_ref ON image_fact (ref, at) WHERE ref IS NOT NULL;
CREATE INDEX image_fact_digest ON image_fact (digest) WHERE digest IS NOT NULL;
-- Removals of digests, of which there are few.
CREATE INDEX image_fact_removal ON image_fact (repo, digest) WHERE ref IS NULL AND removed = 1;
CREATE UNIQUE INDEX image_fact_key ON image_fact (repo, key) WHERE key IS NOT NULL;

-- The looks that saw every tag of their repository: an announcement of an earlier time that they
-- contradict was undone before them.
CREATE TABLE image_look (
  seq        INTEGER PRIMARY KEY REFERENCES observation,
  repo       INTEGER NOT NULL REFERENCES repo,
  source     INTEGER NOT NULL REFERENCES source,
  started_at INTEGER NOT NULL,
  ended_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX image_look_repo ON image_look (repo, ended_at);

-- Tags that the last complete list of a source lacked, without a word that they are gone: a second
-- one makes it a deletion.
CREATE TABLE image_absence (
  source    INTEGER NOT NULL REFERENCES source,
  ref       INTEGER NOT NULL REFERENCES ref,
  since     INTEGER NOT NULL,       -- the begin of the last look that showed it
  missed_at INTEGER NOT NULL,       -- the begin of the look that lacked it
  PRIMARY KEY (source, ref)
) STRICT, WITHOUT ROWID;

-- The commits that images were built from, as they or attestations say.
CREATE TABLE image_origin (
  image     INTEGER NOT NULL REFERENCES image,
  way       TEXT NOT NULL CHECK (way IN ('provenance', 'revision')),
  oid       TEXT NOT NULL,          -- hexadecimal digits as stated, perhaps not all
  url       TEXT,                   -- of the repository, as stated
  predicate TEXT,                   -- the type of the attestation
  PRIMARY KEY (image, way, oid)
) STRICT, WITHOUT ROWID;

CREATE INDEX image_origin_oid ON image_origin (oid);

-- There may be thousands, and each question lists them.
CREATE INDEX repo_list ON repo (name, kind, project);

CREATE VIEW v_images AS
SELECT p.name AS repo, 'sha256:' || lower(hex(i.digest)) AS digest, i.pushed_at AS pushed_at,
  i.created_at AS created_at, i.media_type AS media_type, i.size AS size, i.version AS version,
  i.version_key AS version_key, i.version_source AS version_source,
  i.label_version AS label_version, i.label_version_key AS label_version_key, i.labels AS labels,
  i.commit_source AS commit_source, i.commit_grade AS commit_grade, i.commit_id AS commit_id,
  i.id AS image_id
FROM image AS i
JOIN repo AS p ON p.id = i.repo;
