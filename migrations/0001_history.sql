-- The history: what was observed, and the projections that answer questions.
--
-- Times are int64 microseconds since 1970-01-01T00:00:00Z. Names of refs, people and messages are
-- TEXT that holds the bytes of the source unchanged: SQLite compares TEXT with memcmp and never
-- repairs it. Ids of git objects are BLOBs of 20 or 32 bytes.

-- The log itself: its random id is part of every observation.
CREATE TABLE log (
  id         BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Identity ---------------------------------------------------------------------------------------

-- Groups the sources of one product.
CREATE TABLE project (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE repo (
  id             INTEGER PRIMARY KEY,
  project        INTEGER NOT NULL REFERENCES project,
  name           TEXT NOT NULL UNIQUE,
  kind           TEXT NOT NULL CHECK (kind IN ('git', 'image', 'changelog', 'module', 'environment')),
  url            TEXT,
  default_branch TEXT,              -- the full name of its ref, such as refs/heads/main
  object_format  TEXT,              -- sha1 or sha256
  shallow        INTEGER NOT NULL DEFAULT 0,
  rules          TEXT,              -- all that is declared about its tags, to notice when it changes
  changelog_tip  BLOB               -- the tip of the default branch up to which changelogs were read
) STRICT;

-- A place that is read: a repository may have several clones.
CREATE TABLE source (
  id         INTEGER PRIMARY KEY,
  repo       INTEGER NOT NULL REFERENCES repo,
  kind       TEXT NOT NULL,         -- git
  location   TEXT NOT NULL,         -- canonical path
  first_seen INTEGER,               -- the first complete look
  last_seen  INTEGER,               -- the last complete look
  gaps       INTEGER NOT NULL DEFAULT 0,
  status     TEXT NOT NULL DEFAULT 'new',
  notes_tip  BLOB,                  -- the commit of refs/notes/stemma that it showed last
  notes_at   INTEGER,               -- when that commit was made
  UNIQUE (repo, location)
) STRICT;

-- The truth --------------------------------------------------------------------------------------

-- Every fact as it was seen, in the order of seeing. Append-only; all tables below, except for the
-- content-addressed objects, can be derived from it.
CREATE TABLE observation (
  seq         INTEGER PRIMARY KEY,
  source      INTEGER NOT NULL REFERENCES source,
  kind        TEXT NOT NULL,        -- look, ref, commit
  subject     TEXT NOT NULL,        -- the full name of the ref, or what the fact is about
  claimed_at  INTEGER,              -- when the source says that it happened
  observed_at INTEGER NOT NULL,     -- when it was recorded, never before an earlier row
  grade       TEXT NOT NULL CHECK (grade IN ('A', 'B', 'C', 'D')),
  body        BLOB NOT NULL CHECK (length(body) <= 65535)
) STRICT;

-- Only looks are searched for.
CREATE INDEX observation_look ON observation (source, observed_at) WHERE kind = 'look';

CREATE TRIGGER observation_is_never_updated BEFORE UPDATE ON observation
BEGIN SELECT raise(ABORT, 'observations are append-only'); END;

CREATE TRIGGER observation_is_never_deleted BEFORE DELETE ON observation
BEGIN SELECT raise(ABORT, 'observations are append-only'); END;

-- Content-addressed objects ----------------------------------------------------------------------

CREATE TABLE person (
  id    INTEGER PRIMARY KEY,
  name  TEXT NOT NULL,
  email TEXT NOT NULL,
  UNIQUE (email, name)
) STRICT;

-- id = repo << 40 | number. Numbers are dense within a repository, and a parent has a lower one
-- than its children, so that a descending scan is graph order. No row refers to `id` but those
-- that are recomputed when numbers change (an unshallowed clone).
CREATE TABLE commit_object (
  id             INTEGER PRIMARY KEY,
  repo           INTEGER NOT NULL,
  oid            BLOB NOT NULL,
  tree           BLOB NOT NULL,
  parents        INTEGER NOT NULL,  -- how many the object names, even if they are absent
  author         INTEGER NOT NULL,
  author_time    INTEGER,           -- null: outside the range, see commit_raw
  author_zone    INTEGER,           -- minutes east of UTC
  committer      INTEGER NOT NULL,
  committer_time INTEGER,
  committer_zone INTEGER,
  subject        TEXT NOT NULL,     -- first paragraph on one line, decoded for display
  body           TEXT NOT NULL
) STRICT;

-- The raw object of each commit that the columns do not hold exactly: other encodings, malformed
-- headers, unusual messages.
CREATE TABLE commit_raw (
  repo   INTEGER NOT NULL,
  oid    BLOB NOT NULL,
  object BLOB NOT NULL,
  reason TEXT,                      -- why it is malformed, or null
  PRIMARY KEY (repo, oid)
) STRICT, WITHOUT ROWID;

-- The edges: for each block of 4,096 ids, variable-length distances to the parents.
CREATE TABLE commit_graph (
  id   INTEGER PRIMARY KEY,         -- commit_object.id >> 12
  data BLOB NOT NULL
) STRICT;

-- Commits some of whose parents are absent: the boundary of a shallow clone, or damage. Graph answers
-- that reach one are incomplete.
CREATE TABLE incomplete_commit (
  repo    INTEGER NOT NULL,
  oid     BLOB NOT NULL,
  parents BLOB NOT NULL,            -- the ids of all parents, present or not, one after another
  PRIMARY KEY (repo, oid)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag_object (
  repo        INTEGER NOT NULL,
  oid         BLOB NOT NULL,
  target      BLOB NOT NULL,
  target_kind TEXT NOT NULL,        -- commit, tree, blob, tag
  tagger      INTEGER,
  tagged_at   INTEGER,
  tagged_zone INTEGER,
  message     TEXT NOT NULL,
  PRIMARY KEY (repo, oid)
) STRICT, WITHOUT ROWID;

-- Refs and what they pointed at ------------------------------------------------------------------

-- A line of versions: (repository, prefix without a final v).
CREATE TABLE line (
  id      INTEGER PRIMARY KEY,
  repo    INTEGER NOT NULL REFERENCES repo,
  key     TEXT NOT NULL,
  name    TEXT NOT NULL,            -- the commonest spelling: 'v', 'client/v', 'i', ''
  scheme  TEXT NOT NULL,
  is_main INTEGER NOT NULL,
  -- Where its numbers seem to begin anew although no era is declared: the last tag before and the
  -- first after, for people to look at; nothing is ordered by it.
  renumbering TEXT,
  -- Two of its prereleases whose order by their scheme is not that of the numbers in them.
  lint    TEXT,
  UNIQUE (repo, key)
) STRICT;

CREATE TABLE ref (
  id          INTEGER PRIMARY KEY,
  repo        INTEGER NOT NULL REFERENCES repo,
  kind        TEXT NOT NULL CHECK (kind IN ('tag', 'branch', 'image', 'env', 'release', 'other')),
  remote      TEXT,                 -- of a remote-tracking branch
  name        TEXT NOT NULL,        -- v1.2.3, main, origin/main
  full_name   TEXT NOT NULL,        -- refs/tags/v1.2.3
  slot        INTEGER,              -- of a tag: its bit in containment_class.tags
  line        INTEGER REFERENCES line,
  class       TEXT,                 -- release, prerelease, float, channel, …
  version     TEXT,                 -- what the name says, if it is a full version
  version_key BLOB,
  epoch       INTEGER NOT NULL DEFAULT 0,  -- of a tag whose line was declared to begin its numbers anew
  UNIQUE (repo, full_name)
) STRICT;

CREATE INDEX ref_name ON ref (name, kind);
CREATE INDEX ref_version ON ref (line, version_key);
CREATE UNIQUE INDEX ref_slot ON ref (repo, slot) WHERE slot IS NOT NULL;

-- Where a ref pointed in [since, until); until null: still.
CREATE TABLE ref_span (
  seq         INTEGER PRIMARY KEY REFERENCES observation,  -- what opened it
  ref         INTEGER NOT NULL REFERENCES ref,
  since       INTEGER,              -- null: unknown
  until       INTEGER,
  seen_at     INTEGER NOT NULL,
  is_first    INTEGER NOT NULL,     -- nothing is known of the time before
  target      BLOB NOT NULL,        -- what the ref names: a tag object or a commit
  peeled      BLOB NOT NULL,        -- the object behind any tag objects
  commit_id   INTEGER,              -- commit_object.id of peeled; null for trees and blobs
  version     TEXT,                 -- what it points at: for a float, the highest release there
  version_key BLOB,
  precision   TEXT NOT NULL CHECK (precision IN ('exact', 'bounded', 'claimed', 'unknown')),
  -- Where the version comes from: 'tag' (the highest full version tag of the image repository that ever
  -- pointed to the digest), 'label' (a label or annotation), 'commit' (the release of the commit that it
  -- was built from); null: no version, or a ref of git.
  version_source TEXT
) STRICT;

CREATE INDEX ref_span_ref ON ref_span (ref, seq, since);
CREATE UNIQUE INDEX ref_span_open ON ref_span (ref) WHERE until IS NULL;
-- Nearly all tags of images have no commit.
CREATE INDEX ref_span_commit ON ref_span (commit_id) WHERE commit_id IS NOT NULL;

-- Every change of a ref.
CREATE TABLE ref_move (
  seq             INTEGER PRIMARY KEY REFERENCES observation,
  ref             INTEGER NOT NULL REFERENCES ref,
  source          INTEGER NOT NULL REFERENCES source,
  at              INTEGER,
  at_earliest     INTEGER,
  seen_at         INTEGER NOT NULL,
  precision       TEXT NOT NULL CHECK (precision IN ('exact', 'bounded', 'claimed', 'unknown')),
  change          TEXT NOT NULL CHECK (change IN ('create', 'move', 'delete', 'retag')),
  old             BLOB,             -- as ref_span.target
  new             BLOB,
  old_commit_id   INTEGER,
  new_commit_id   INTEGER,
  old_version     TEXT,
  old_version_key BLOB,
  new_version     TEXT,
  new_version_key BLOB,
  direction       TEXT NOT NULL CHECK (direction IN ('up', 'down', 'same', 'unknown')),
  actor           TEXT
) STRICT;

CREATE INDEX ref_move_ref ON ref_move (ref, seq);
CREATE INDEX ref_move_at ON ref_move (at);

-- What each source showed at its last look, so that two clones of one repository do not undo each
-- other's changes.
CREATE TABLE ref_view (
  source INTEGER NOT NULL REFERENCES source,
  ref    INTEGER NOT NULL REFERENCES ref,
  target BLOB NOT NULL,
  PRIMARY KEY (source, ref)
) STRICT, WITHOUT ROWID;

-- Derived from the graph and the tags ------------------------------------------------------------

-- For each block of 4,096 ids, the class of each commit as little-endian UInt32.
CREATE TABLE containment_label (
  id     INTEGER PRIMARY KEY,       -- commit_object.id >> 12
  labels BLOB NOT NULL
) STRICT;

-- A class is one set of tags that contain a commit: bit ref.slot, little-endian UInt64 words.
CREATE TABLE containment_class (
  repo          INTEGER NOT NULL,
  class         INTEGER NOT NULL,
  tags          BLOB NOT NULL,
  first_release INTEGER,            -- release.id
  PRIMARY KEY (repo, class)
) STRICT, WITHOUT ROWID;

-- Commits that no ref reaches any more.
CREATE TABLE unreachable_commit (
  id INTEGER PRIMARY KEY
) STRICT;

-- One row per version of a line that a tag publishes now, or that only a changelog, a release page or
-- an image knows. It can be made anew from the refs, headings and images.
CREATE TABLE release (
  id                  INTEGER PRIMARY KEY,  -- that of its tag; negative where no tag publishes it
  repo                INTEGER NOT NULL REFERENCES repo,
  line                INTEGER NOT NULL REFERENCES line,
  tagged              INTEGER NOT NULL DEFAULT 1,  -- whether a tag publishes it
  tag                 INTEGER REFERENCES ref,  -- if not tagged, one of that name that is no version
  version             TEXT NOT NULL,
  version_key         BLOB NOT NULL,
  commit_id           INTEGER,      -- that of the tag, else of the image
  prerelease          INTEGER NOT NULL,
  released_at         INTEGER,
  released_source     TEXT,         -- page, changelog, tagger, commit: the committer's date, or image
  tagged_at           INTEGER,      -- what the tag or its commit alone says of that
  tagged_source       TEXT,
  highest_before      TEXT,         -- the highest full release of the line published before it
  highest_before_key  BLOB,
  verdict             TEXT NOT NULL CHECK
    (verdict IN ('forward', 'backport', 'stray', 'late', 'same-commit', 'unrelated', 'unknown')),
  image               INTEGER,      -- the image that it was published as
  -- The tagged release of the line that it is compared with: the highest lower one that it contains.
  previous            INTEGER,      -- release.id
  yanked              INTEGER NOT NULL DEFAULT 0,  -- whether a changelog says that it was taken back
  notes               TEXT          -- what changelogs say of the whole release
) STRICT;

CREATE INDEX release_line ON release (line, version_key);
CREATE INDEX release_tag ON release (tag);
CREATE INDEX release_repo ON release (repo, released_at);
CREATE INDEX release_commit ON release (commit_id);

CREATE UNIQUE INDEX commit_oid ON commit_object (oid, repo);
