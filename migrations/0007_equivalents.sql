-- Which commits bring the same change: picks, backports and rebased copies, and what tells so.
--
-- Copies are no ancestry: they are found by what messages state, by author, time and subject, by the
-- numbers of requests, and where somebody asked by what git computes of patches. All but the patch ids
-- is derived from commit_object and made anew where a look brings commits that touch it.

-- What a message says the commit was copied from.
CREATE TABLE commit_origin (
  commit_id INTEGER NOT NULL,       -- commit_object.id
  position  INTEGER NOT NULL,       -- in the message, from 1
  kind      TEXT NOT NULL CHECK (kind IN ('cherry-pick', 'backport', 'upstream', 'trailer', 'request')),
  name      TEXT NOT NULL,          -- what it names: hexadecimal digits, #12, or other text
  request   INTEGER,                -- the number of a pull or merge request of the same repository
  origin_id INTEGER,                -- the commit of that name in the project; null: there is none, or several
  PRIMARY KEY (commit_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX commit_origin_origin ON commit_origin (origin_id) WHERE origin_id IS NOT NULL;

-- For each block of 4,096 ids, 20 bytes for each commit, by which copies are found: hashes of author,
-- time and subject (8) and of the subject with the number of its request (8), and the number of
-- the request that brought the commit (4), little-endian; 0: it has none.
CREATE TABLE commit_signature (
  id   INTEGER PRIMARY KEY,         -- commit_object.id >> 12
  data BLOB NOT NULL
) STRICT;

-- The patch ids of the commits that were compared by their patches: those of `git patch-id --stable`.
CREATE TABLE commit_patch (
  oid   BLOB PRIMARY KEY,           -- commit_object.oid
  patch BLOB                        -- null: it has none, such as a merge
) STRICT, WITHOUT ROWID;

CREATE INDEX commit_patch_patch ON commit_patch (patch) WHERE patch IS NOT NULL;

-- Groups of commits that bring the same change, on four levels: 1 by what messages state, 2 by patch ids
-- besides, 3 by author, time and subject besides, 4 by numbers of requests besides. A group whose commits
-- are together on a lower level already has no rows. A commit that copies several others is in the
-- group of each.
CREATE TABLE equivalence (
  commit_id INTEGER NOT NULL,       -- commit_object.id
  level     INTEGER NOT NULL CHECK (level BETWEEN 1 AND 4),
  group_id  INTEGER NOT NULL,       -- the lowest commit_object.id of the group
  PRIMARY KEY (commit_id, level, group_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX equivalence_group ON equivalence (level, group_id, commit_id);

-- One row for each pair, and for each order of the two.
CREATE VIEW v_equivalents AS
SELECT r.name AS repo, lower(hex(c.oid)) AS sha, c.subject AS subject, q.name AS other_repo,
  lower(hex(o.oid)) AS other_sha, o.subject AS other_subject,
  CASE m.level WHEN 1 THEN 'stated' WHEN 2 THEN 'same patch' WHEN 3 THEN 'same author, time and subject'
    ELSE 'same request' END AS evidence,
  CASE m.level WHEN 1 THEN 'A' WHEN 2 THEN 'A' WHEN 3 THEN 'B' ELSE 'C' END AS grade,
  (SELECT s.kind FROM commit_origin AS s WHERE s.commit_id = m.commit_id AND s.origin_id = p.commit_id
    ORDER BY s.position LIMIT 1) AS statement,
  m.commit_id AS commit_id, p.commit_id AS other_commit_id
FROM equivalence AS m
JOIN equivalence AS p
  ON p.level = m.level AND p.group_id = m.group_id AND p.commit_id != m.commit_id
JOIN commit_object AS c ON c.id = m.commit_id
JOIN repo AS r ON r.id = c.repo
JOIN commit_object AS o ON o.id = p.commit_id
JOIN repo AS q ON q.id = o.repo
WHERE NOT EXISTS (SELECT 1 FROM equivalence AS a
  JOIN equivalence AS b ON b.level = a.level AND b.group_id = a.group_id
  WHERE a.commit_id = m.commit_id AND b.commit_id = p.commit_id
    AND (a.level, a.group_id) < (m.level, m.group_id));

CREATE VIEW v_origins AS
SELECT r.name AS repo, lower(hex(c.oid)) AS sha, s.position AS position, s.kind AS kind,
  s.name AS name, s.request AS request, s.commit_id AS commit_id, s.origin_id AS origin_commit_id
FROM commit_origin AS s
JOIN commit_object AS c ON c.id = s.commit_id
JOIN repo AS r ON r.id = c.repo;
