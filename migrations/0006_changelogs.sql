-- What changelogs and the release pages of forges say, version by version, and since when.
--
-- A file in a repository has a history of its own: each of its versions on the default branch is
-- read, so that it is known which commit brought an entry, changed it or took it out. A row holds in
-- [since, until), the committer's times of those commits; an entry that moves from one version to
-- another, or whose text changes, is two rows.

-- A changelog: a file of a git repository, or one that was given.
CREATE TABLE changelog (
  id          INTEGER PRIMARY KEY,
  repo        INTEGER NOT NULL REFERENCES repo,
  source      INTEGER NOT NULL REFERENCES source,
  path        TEXT NOT NULL,        -- in the repository, or the path that was given
  format      TEXT NOT NULL,        -- such as keep-a-changelog
  oid         BLOB,                 -- the version that was read last: a blob, or a digest of the file
  commit_id   INTEGER,              -- the commit on the default branch that brought that version
  changed     INTEGER,              -- when that version came
  title       TEXT,
  component   TEXT,                 -- the folder of the part that it is about; null: all
  since       INTEGER,              -- since when the file is there; null: not known, or it is gone
  since_commit INTEGER,             -- commit_object.id
  versions    INTEGER NOT NULL DEFAULT 0,  -- how many headings are there
  entries     INTEGER NOT NULL DEFAULT 0,  -- how many entries are there
  -- Of that version: lines that belong to no version of the product because they were not
  -- understood, what stands around the versions, and what is wrong, each behind its line's number.
  unread      INTEGER NOT NULL DEFAULT 0,
  unread_text TEXT,
  frame       TEXT,
  problems    INTEGER NOT NULL DEFAULT 0,
  problem_text TEXT,
  UNIQUE (repo, path)
) STRICT;

-- A heading of a changelog that names a version, or says that what follows is not released.
CREATE TABLE changelog_release (
  id            INTEGER PRIMARY KEY,
  changelog     INTEGER NOT NULL REFERENCES changelog,
  repo          INTEGER NOT NULL REFERENCES repo,
  seq           INTEGER REFERENCES observation,
  line          INTEGER REFERENCES line,
  version       TEXT,               -- as written; null: not released yet
  package       TEXT,               -- whose version it is, if the heading says so
  unreleased    INTEGER NOT NULL DEFAULT 0,
  version_key   BLOB,
  heading       TEXT NOT NULL,
  position      INTEGER NOT NULL,   -- in the file, from 1, at its last version
  date          INTEGER,            -- of a day its first microsecond
  is_day        INTEGER NOT NULL DEFAULT 0,
  previous      TEXT,               -- the version or tag that it says it is compared with
  previous_key  BLOB,
  url           TEXT,
  compare_url   TEXT,
  tag_name      TEXT,               -- of a release page
  yanked        INTEGER NOT NULL DEFAULT 0,
  prerelease    INTEGER,            -- as a release page says
  draft         INTEGER NOT NULL DEFAULT 0,
  notes         TEXT,               -- Markdown that belongs to no entry
  since         INTEGER,            -- null: not known
  until         INTEGER,            -- null: still there
  since_commit  INTEGER,            -- commit_object.id
  until_commit  INTEGER,
  tag           INTEGER,            -- ref.id of the tag of that name, which need be no release
  release       INTEGER,            -- release.id
  -- The tag in whose tree it stands, and not on the default branch: ref.id. Its commit is since_commit.
  tag_tree      INTEGER REFERENCES ref
) STRICT;

CREATE INDEX changelog_release_version ON changelog_release (repo, version_key);
CREATE INDEX changelog_release_changelog ON changelog_release (changelog, version);
CREATE INDEX changelog_release_release ON changelog_release (release);
CREATE INDEX changelog_release_tree ON changelog_release (tag_tree) WHERE tag_tree IS NOT NULL;

-- The trees of releases that were searched for what their changelogs say of them.
CREATE TABLE searched_tree (
  ref INTEGER NOT NULL REFERENCES ref,  -- the tag
  oid BLOB NOT NULL,                    -- its commit
  PRIMARY KEY (ref, oid)
) STRICT, WITHOUT ROWID;

-- What stands below a heading, item by item.
CREATE TABLE changelog_entry (
  id          INTEGER PRIMARY KEY,
  repo        INTEGER NOT NULL REFERENCES repo,
  line        INTEGER REFERENCES line,  -- of the versions that the changelog speaks of
  version     TEXT,                 -- null: not released yet
  version_key BLOB,
  section     TEXT,                 -- such as Added
  text        TEXT NOT NULL,
  pr          INTEGER,
  issue       INTEGER,
  breaking    INTEGER NOT NULL DEFAULT 0,
  position    INTEGER NOT NULL,     -- in its version, from 1
  at          INTEGER,              -- the date that the changelog gives the version
  release     INTEGER,              -- release.id
  heading     INTEGER REFERENCES changelog_release,
  subsection  TEXT,                 -- the headings between its section and the entry
  kind        TEXT,                 -- the group of its section, such as added; null: of no usual name
  scope       TEXT,
  markdown    TEXT,                 -- the entry with its markup
  commits     TEXT,                 -- the commits that it names: a JSON array of hexadecimal digits
  authors     TEXT,                 -- whom it names: a JSON array of names
  -- Whether the release contains a commit or pull request that it names; null: none that is known.
  in_release  INTEGER,
  since       INTEGER,
  until       INTEGER,
  since_commit INTEGER,
  until_commit INTEGER,
  -- When the entry came below its heading in whatever words; null: not known.
  first_since INTEGER,
  first_commit INTEGER,
  -- Whether the file had it at the commit of the release, in whatever words, and which commit that
  -- was: asked where the default branch got it later. Null: not asked, or there was no such file.
  at_tag      INTEGER,
  compared_with INTEGER             -- commit_object.id
) STRICT;

CREATE INDEX changelog_entry_version ON changelog_entry (version_key, position);
CREATE INDEX changelog_entry_repo ON changelog_entry (repo, version_key, position);
CREATE INDEX changelog_entry_release ON changelog_entry (release);
CREATE INDEX changelog_entry_heading ON changelog_entry (heading, position);
CREATE INDEX changelog_entry_pr ON changelog_entry (repo, pr) WHERE pr IS NOT NULL;

CREATE VIEW v_changes AS
SELECT p.name AS repo, e.version AS version, e.version_key AS version_key, e.section AS section,
  e.kind AS kind, e.scope AS scope, e.text AS text, e.markdown AS markdown, e.pr AS pr,
  e.issue AS issue, e.breaking AS breaking, e.position AS position,
  e.in_release AS in_release, c.path AS changelog,
  e.since AS since, e.first_since AS first_since,
  iif(e.compared_with IS r.commit_id, e.at_tag, NULL) AS at_tag,
  h.tag_tree IS NOT NULL AS only_at_tag, e.since_commit AS since_commit_id,
  e.first_commit AS first_commit_id, e.release AS release_id
FROM changelog_entry AS e
JOIN repo AS p ON p.id = e.repo
LEFT JOIN changelog_release AS h ON h.id = e.heading
LEFT JOIN changelog AS c ON c.id = h.changelog
LEFT JOIN release AS r ON r.id = e.release
WHERE e.until IS NULL;

-- The changelogs that are there.
CREATE VIEW v_changelogs AS
SELECT p.name AS repo, c.path AS path, c.format AS format, c.title AS title,
  c.component AS component,
  c.versions AS versions, c.entries AS entries, c.unread AS unread, c.unread_text AS unread_text, c.frame AS frame, c.problems AS problems,
  c.problem_text AS problem_text, c.changed AS changed, c.since AS since,
  c.since_commit AS since_commit_id, c.commit_id AS commit_id
FROM changelog AS c
JOIN repo AS p ON p.id = c.repo
WHERE c.oid IS NOT NULL;

-- What changelogs and release pages say of whole versions.
CREATE VIEW v_headings AS
SELECT p.name AS repo, c.path AS changelog, c.format AS format, l.name AS line,
  h.version AS version, h.version_key AS version_key, h.package AS package, h.heading AS heading,
  h.position AS position, h.unreleased AS unreleased, h.date AS date, h.yanked AS yanked,
  h.draft AS draft, h.previous AS previous, h.previous_key AS previous_key,
  h.compare_url AS compare_url, h.tag_name AS tag_name,
  h.notes AS notes, h.since AS since, h.tag_tree IS NOT NULL AS only_at_tag,
  h.since_commit AS since_commit_id, h.release AS release_id,
  h.tag AS ref_id
FROM changelog_release AS h
JOIN changelog AS c ON c.id = h.changelog
JOIN repo AS p ON p.id = h.repo
LEFT JOIN line AS l ON l.id = h.line
WHERE h.until IS NULL;
-- What git notes in refs/notes/stemma say of commits and tag objects, in each state that looks saw.
CREATE TABLE git_note (
  repo   INTEGER NOT NULL REFERENCES repo,
  object BLOB NOT NULL,             -- the id of the commit or tag object
  since  INTEGER NOT NULL,          -- the look that saw it first
  until  INTEGER,                   -- the look that saw another one or none; null: it is there
  blob   BLOB NOT NULL,             -- the id of the content
  text   BLOB NOT NULL,
  seq    INTEGER NOT NULL REFERENCES observation,
  PRIMARY KEY (repo, object, since)
) STRICT, WITHOUT ROWID;
