/// All that `stemma report` tells of a project: its release log, the moves of its names, and what
/// that rests on.
package struct HistoryReport: Hashable, Sendable {
  package var log: ReleaseLog
  /// When the report was made, in microseconds since 1970 UTC.
  package var madeAt: Int64
  /// The part of the history that the log is about; nil for all of it.
  package var selection: Selection?
  /// The moves of tags and image tags, oldest first.
  package var moves: [Move]
  package var coverage: [Coverage]

  package init(
    log: ReleaseLog, madeAt: Int64, moves: [Move] = [], coverage: [Coverage] = []
  ) {
    self.log = log
    self.madeAt = madeAt
    self.moves = moves
    self.coverage = coverage
  }

  /// A part of a history, as it was asked for.
  ///
  /// It is about releases and commits: moves and sources are not cut, since a name of any line may move
  /// between two commits.
  package struct Selection: Hashable, Sendable {
    /// The commits between two, such as `v1.0.0..v1.1.0`; nil for all.
    package var range: [UInt8]?
    /// The prefix of the one line of versions; nil for all lines.
    package var line: [UInt8]?
    /// The paths one of which each commit changes; empty for all commits.
    package var paths: [[UInt8]]

    /// Creates a selection; nil if nothing is left out.
    package init?(range: [UInt8]?, line: [UInt8]?, paths: [[UInt8]]) {
      if range == nil, line == nil, paths.isEmpty { return nil }
      self.range = range
      self.line = line
      self.paths = paths
    }
  }

  /// How a new version stands to the old one.
  package enum Direction: String, CaseIterable, Hashable, Sendable {
    case up
    case down
    case same
    case unknown
  }

  /// How well a time is known.
  package enum Precision: String, CaseIterable, Hashable, Sendable {
    case exact
    /// The time lies between two looks.
    case bounded
    /// The source claims it, such as the date of a tagger.
    case claimed
    case unknown
  }

  /// What happened to a name.
  package enum Change: String, CaseIterable, Hashable, Sendable {
    case create
    case move
    case delete
    /// Only the tag object changed: the commit stayed.
    case retag
  }

  /// A name that came to stand for something else.
  package struct Move: Hashable, Sendable {
    /// When it moved, in microseconds since 1970 UTC; for a bounded time the latest it can have been.
    package var at: Int64
    /// The earliest it can have been, where the time is only bounded.
    package var earliest: Int64?
    package var precision: Precision
    /// The repository or image repository of the name.
    package var repository: [UInt8]
    /// Such as `latest`.
    package var name: [UInt8]
    package var change: Change
    /// The version that it stood for; nil if it was new, or stood for none.
    package var oldVersion: [UInt8]?
    /// The version that it stands for; nil if it was deleted, or stands for none.
    package var newVersion: [UInt8]?
    package var direction: Direction
    /// The place of the new version among all that the name ever stood for, in version order, from 0;
    /// nil if there is no version.
    package var rank: Int?

    package init(
      at: Int64, earliest: Int64? = nil, precision: Precision, repository: [UInt8], name: [UInt8],
      change: Change, oldVersion: [UInt8]?, newVersion: [UInt8]?, direction: Direction,
      rank: Int? = nil
    ) {
      self.at = at
      self.earliest = earliest
      self.precision = precision
      self.repository = repository
      self.name = name
      self.change = change
      self.oldVersion = oldVersion
      self.newVersion = newVersion
      self.direction = direction
      self.rank = rank
    }
  }

  /// What is known through one source.
  package struct Coverage: Hashable, Sendable {
    /// The location, such as a path or a URL without credentials.
    package var source: [UInt8]
    /// Such as `git`.
    package var kind: String
    package var repository: [UInt8]
    /// The first and the last complete look, in microseconds since 1970 UTC.
    package var firstSeen: Int64?
    package var lastSeen: Int64?
    package var gaps: Int
    /// Such as `complete` or `shallow`.
    package var status: String

    package init(
      source: [UInt8], kind: String, repository: [UInt8], firstSeen: Int64?, lastSeen: Int64?,
      gaps: Int, status: String
    ) {
      self.source = source
      self.kind = kind
      self.repository = repository
      self.firstSeen = firstSeen
      self.lastSeen = lastSeen
      self.gaps = gaps
      self.status = status
    }
  }
}

/// What a caller may choose about a report's page.
package struct ReportOptions: Hashable, Sendable {
  /// The most changes that the page lists, newest first; it tells how many it leaves out.
  package var changeLimit: Int
  /// The most rows of any other table.
  package var rowLimit: Int
  /// The groups of changes, with titles.
  package var groups: GroupTitles

  package init(
    changeLimit: Int = 2_000, rowLimit: Int = 2_000, groups: GroupTitles = .standard
  ) {
    self.changeLimit = changeLimit
    self.rowLimit = rowLimit
    self.groups = groups
  }
}

extension HistoryReport {
  /// Writes the report as one JSON object, that of the log with more members, and flushes the output.
  package func writeJSON(to output: ByteWriter) throws(OutputError) {
    try ReportJSONWriter(self, output).write()
    try output.flush()
  }

  /// Writes the report as a page that needs no other file and no network, and flushes the output.
  package func writePage(
    to output: ByteWriter, options: ReportOptions = ReportOptions()
  ) throws(OutputError) {
    try ReportPage(self, output, options).write()
    try output.flush()
  }
}
