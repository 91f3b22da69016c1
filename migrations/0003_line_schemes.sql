-- The schemes that the lines of versions were found to follow: a scheme decides the order of a
-- line, so each verdict is kept with its counts, and the newest one of a line counts.

CREATE TABLE line_scheme (
  seq      INTEGER PRIMARY KEY REFERENCES observation,
  line     INTEGER NOT NULL REFERENCES line,
  scheme   TEXT NOT NULL,
  declared INTEGER NOT NULL,        -- whether somebody declared it instead
  names    INTEGER NOT NULL,        -- how many names looked like versions
  fitting  INTEGER NOT NULL,        -- how many of them the scheme reads
  at       INTEGER NOT NULL         -- when it was found
) STRICT;

CREATE INDEX line_scheme_line ON line_scheme (line, seq);

-- What the tip of a repository's default branch declares in its stemma.yaml.
CREATE TABLE repo_declaration (
  repo    INTEGER PRIMARY KEY REFERENCES repo,
  tip     BLOB NOT NULL,            -- the commit that was read
  content BLOB,                     -- null: it has no such file
  mailmap BLOB                      -- its .mailmap; null: it has none
) STRICT;

CREATE INDEX ref_epoch ON ref (epoch, line) WHERE epoch > 0;

CREATE VIEW v_lines AS
SELECT p.name AS repo, l.name AS name, l.is_main AS is_main, l.scheme AS scheme,
  s.declared AS declared, s.names AS names, s.fitting AS fitting, s.at AS decided_at,
  o.scheme AS previous_scheme, l.renumbering AS renumbering,
  l.lint AS lint
FROM line AS l
JOIN repo AS p ON p.id = l.repo
LEFT JOIN line_scheme AS s
  ON s.line = l.id AND s.seq = (SELECT max(n.seq) FROM line_scheme AS n WHERE n.line = l.id)
LEFT JOIN line_scheme AS o
  ON o.line = l.id AND o.seq = (
    SELECT max(b.seq) FROM line_scheme AS b WHERE b.line = l.id AND b.seq < s.seq)
WHERE EXISTS (SELECT 1 FROM ref AS r WHERE r.line = l.id);
