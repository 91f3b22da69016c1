-- What module proxies and module caches say of the versions of Go modules.

CREATE TABLE module_version (
  id            INTEGER PRIMARY KEY,
  repo          INTEGER NOT NULL REFERENCES repo,
  path          TEXT NOT NULL,
  version       TEXT NOT NULL,
  version_key   BLOB,
  kind          TEXT NOT NULL CHECK (kind IN ('tag', 'pseudo', 'incompatible')),
  time          INTEGER,            -- that of its commit, as the source says
  sum           TEXT,               -- h1:… of the module
  mod_sum       TEXT,               -- h1:… of its go.mod
  first_seen    INTEGER NOT NULL,
  -- Where the source says that it was taken from.
  origin_url    TEXT,
  origin_ref    TEXT,
  origin_folder TEXT,
  origin_commit BLOB,
  -- What its own go.mod withdraws, as a JSON array of [low, high, why]; null: the file was not read.
  withdraws     TEXT,
  deprecates    TEXT,
  -- What later looks said instead of one of the above, which never changes of itself.
  conflict      TEXT,
  -- What follows: from the go.mod of the highest version, and from the git repository.
  retracted     INTEGER NOT NULL DEFAULT 0,
  rationale     TEXT,
  deprecated    TEXT,
  commit_id     INTEGER,
  tag           INTEGER,            -- ref.id of the tag that names it
  release       INTEGER,            -- release.id
  UNIQUE (path, version)
) STRICT;

CREATE INDEX module_version_order ON module_version (path, version_key);
CREATE INDEX module_version_repo ON module_version (repo);
CREATE INDEX module_version_time ON module_version (time);
CREATE INDEX module_version_commit ON module_version (commit_id);
CREATE INDEX module_version_release ON module_version (release);

-- Which places told all that they have of a version.
CREATE TABLE module_version_source (
  version INTEGER NOT NULL REFERENCES module_version,
  source  INTEGER NOT NULL REFERENCES source,
  PRIMARY KEY (version, source)
) STRICT, WITHOUT ROWID;

-- Whose versions those of a module are: of a folder of a git repository, or its own where none is known.
CREATE TABLE module_place (
  module           INTEGER PRIMARY KEY REFERENCES repo,
  repo             INTEGER NOT NULL REFERENCES repo,
  folder           TEXT NOT NULL,   -- without its major suffix; empty at the root
  is_project_given INTEGER NOT NULL -- whether somebody said which project the module belongs to
) STRICT;

CREATE INDEX module_place_repo ON module_place (repo);
CREATE INDEX repo_project ON repo (project);

CREATE VIEW v_modules AS
SELECT p.name AS repo, m.path AS path, m.version AS version, m.version_key AS version_key,
  m.time AS time, m.kind AS kind, m.retracted AS retracted, m.rationale AS rationale,
  m.deprecated AS deprecated, m.sum AS sum, m.mod_sum AS mod_sum, m.conflict AS conflict,
  m.first_seen AS first_seen, m.commit_id AS commit_id, m.release AS release_id,
  m.tag AS ref_id
FROM module_version AS m
JOIN repo AS p ON p.id = m.repo;

CREATE VIEW v_releases AS
SELECT j.name AS project, p.name AS repo, l.name AS line, l.is_main AS is_main,
  e.version AS version, e.version_key AS version_key, e.released_at AS released_at,
  e.released_source AS released_source, e.prerelease AS prerelease, e.yanked AS yanked,
  e.notes AS notes, e.highest_before AS highest_before,
  e.highest_before_key AS highest_before_key, e.verdict AS verdict, b.version AS previous,
  b.version_key AS previous_key,
  substr(iif(e.tagged, ', tag', '')
    || iif(EXISTS (SELECT 1 FROM changelog_release AS h WHERE h.release = e.id AND h.until IS NULL
      AND NOT h.unreleased AND NOT h.draft AND h.tag_name IS NULL), ', changelog', '')
    || iif(EXISTS (SELECT 1 FROM changelog_release AS h WHERE h.release = e.id AND h.until IS NULL
      AND NOT h.unreleased AND NOT h.draft AND h.tag_name IS NOT NULL), ', page', '')
    || iif(e.image IS NULL, '', ', image')
    || iif(EXISTS (SELECT 1 FROM module_version WHERE release = e.id), ', module', ''), 3) AS known_by,
  e.commit_id AS commit_id, e.image AS image_id,
  e.id AS release_id, e.tag AS ref_id
FROM release AS e
JOIN repo AS p ON p.id = e.repo
JOIN project AS j ON j.id = p.project
JOIN line AS l ON l.id = e.line
LEFT JOIN release AS b ON b.id = e.previous;
