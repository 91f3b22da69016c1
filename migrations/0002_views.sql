-- The public contract: one view per relation of the query language, with the same columns.
--
-- Times are microseconds since 1970-01-01T00:00:00Z; time_text(t) shows them. Ids are lower-case
-- hex. A version is text, and the column NAME_key beside it orders versions (memcmp). Columns that
-- end in _id are for joins between the views and may change from one run to the next.

CREATE VIEW v_projects AS
SELECT p.name AS name
FROM project AS p;

CREATE VIEW v_repos AS
SELECT p.name AS project, r.name AS name, r.kind AS kind, r.url AS url,
  r.default_branch AS default_branch
FROM repo AS r JOIN project AS p ON p.id = r.project;

CREATE VIEW v_commits AS
SELECT r.name AS repo, lower(hex(c.oid)) AS sha, c.committer_time AS time,
  c.author_time AS author_time, a.name AS author, a.email AS email, m.name AS committer,
  c.subject AS subject, c.body AS body, c.parents AS parents,
  NOT EXISTS (SELECT 1 FROM unreachable_commit AS u WHERE u.id = c.id) AS reachable,
  conventional_type(c.subject) AS type, conventional_scope(c.subject) AS scope,
  conventional_breaking(c.subject, c.body) AS breaking,
  f.version AS first_release, f.version_key AS first_release_key, c.id AS commit_id
FROM commit_object AS c
JOIN repo AS r ON r.id = c.repo
JOIN person AS a ON a.id = c.author
JOIN person AS m ON m.id = c.committer
LEFT JOIN containment_class AS k ON k.repo = c.repo AND k.class = commit_class(c.id)
LEFT JOIN release AS f ON f.id = k.first_release;

CREATE VIEW v_tags AS
SELECT p.name AS repo, r.name AS name, l.name AS line, coalesce(l.is_main, 0) AS is_main,
  r.class AS class, l.scheme AS scheme, s.version AS version, s.version_key AS version_key,
  s.target != s.peeled AS annotated, a.name AS tagger, t.tagged_at AS tagged_at,
  s.since AS since, s.precision AS precision, s.commit_id AS commit_id, r.id AS ref_id
FROM ref AS r
JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
JOIN repo AS p ON p.id = r.repo
LEFT JOIN line AS l ON l.id = r.line
LEFT JOIN tag_object AS t ON t.repo = r.repo AND t.oid = s.target
LEFT JOIN person AS a ON a.id = t.tagger
WHERE r.kind = 'tag';

CREATE VIEW v_branches AS
SELECT p.name AS repo, r.name AS name, r.remote AS remote,
  r.full_name IS p.default_branch AS is_default, s.since AS since, s.precision AS precision,
  s.commit_id AS commit_id, r.id AS ref_id
FROM ref AS r
JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
JOIN repo AS p ON p.id = r.repo
WHERE r.kind = 'branch';

CREATE VIEW v_coverage AS
SELECT s.location AS source, s.kind AS kind, p.name AS repo, s.first_seen AS first_seen,
  s.last_seen AS last_seen, s.gaps AS gaps, s.status AS status
FROM source AS s JOIN repo AS p ON p.id = s.repo;

-- The log of observations, without their bodies; hex(body) is the canonical form.
CREATE VIEW v_observations AS
SELECT o.seq AS seq, s.location AS source, p.name AS repo, o.kind AS kind, o.subject AS subject,
  o.claimed_at AS claimed_at, o.observed_at AS observed_at, o.grade AS grade, o.body AS body
FROM observation AS o
JOIN source AS s ON s.id = o.source
JOIN repo AS p ON p.id = s.repo;
