package import CommitGraph

/// A commit as the store has it.
package struct CommitRow: Sendable {
  /// The ordinal in the graph of its repository.
  package var commit: Int32
  /// The id as raw bytes.
  package var sha: [UInt8]
  /// How many parents the commit names, even if they are absent.
  package var parents: Int
  /// The row id of the author.
  package var author: Int64
  package var subject: [UInt8]
  package var body: [UInt8]

  package init(
    commit: Int32, sha: [UInt8], parents: Int, author: Int64, subject: [UInt8], body: [UInt8]
  ) {
    self.commit = commit
    self.sha = sha
    self.parents = parents
    self.author = author
    self.subject = subject
    self.body = body
  }
}

/// Someone as a commit names them.
package struct PersonRow: Hashable, Sendable {
  package var name: [UInt8]
  package var email: [UInt8]

  package init(name: [UInt8], email: [UInt8]) {
    self.name = name
    self.email = email
  }
}

extension QuerySession {
  /// Reads those commits of a set that may be reverts, in the order of their ordinals.
  ///
  /// SQLite looks through the messages, at half a microsecond each.
  ///
  /// - Parameter first: An ordinal; only later commits are looked at.
  package func readPossibleReverts(
    _ commits: CommitSet, of history: ReleaseHistory, after first: Int32,
    _ body: (CommitRow) throws -> Void
  ) throws {
    let rows = try RawStatement(
      """
      SELECT id, oid, parents, author, subject, body FROM commit_object
      WHERE id > ?1 AND id < ?2 AND (subject LIKE 'revert%'
        OR subject LIKE 'reapply%' OR body LIKE '%reverts %commit%')
      ORDER BY id
      """, on: pointer)
    rows.bind(history.firstCommit + Int64(first), 1)
    rows.bind(history.firstCommit + Int64(history.graph.count), 2)
    try read(rows, commits, history, body)
  }

  /// Reads those commits of a set that may have co-authors, in the order of their ordinals.
  ///
  /// SQLite looks through the messages, at half a microsecond each.
  package func readPossiblyCoAuthored(
    _ commits: CommitSet, of history: ReleaseHistory, _ body: (CommitRow) throws -> Void
  ) throws {
    guard let last = commits.last else { return }
    let rows = try RawStatement(
      """
      SELECT id, oid, parents, author, subject, body FROM commit_object
      WHERE id >= ?1 AND id <= ?2 AND body LIKE '%co-authored-by%' ORDER BY id
      """, on: pointer)
    rows.bind(history.firstCommit, 1)
    rows.bind(history.firstCommit + Int64(last), 2)
    try read(rows, commits, history, body)
  }

  /// Reads commits in the order of their ordinals, parents before their children.
  ///
  /// Neighbours are read in one pass over the table, so that all of a history takes one.
  package func readCommits(
    _ commits: CommitSet, of history: ReleaseHistory, _ body: (CommitRow) throws -> Void
  ) throws {
    let rows = try RawStatement(
      """
      SELECT id, oid, parents, author, subject, body FROM commit_object
      WHERE id >= ?1 AND id <= ?2 ORDER BY id
      """, on: pointer)
    for run in Self.runs(of: commits) {
      rows.bind(history.firstCommit + Int64(run.lowerBound), 1)
      rows.bind(history.firstCommit + Int64(run.upperBound), 2)
      try read(rows, commits, history, body)
      rows.reset()
    }
  }

  private func read(
    _ rows: borrowing RawStatement, _ commits: CommitSet, _ history: ReleaseHistory,
    _ body: (CommitRow) throws -> Void
  ) throws {
    while try rows.step() {
      if QueryInterruption.isRequested { throw StoreError.interrupted }
      let commit = Int32(truncatingIfNeeded: rows.integer(0) - history.firstCommit)
      guard commits.contains(commit) else { continue }
      try body(
        CommitRow(
          commit: commit, sha: Array(rows.bytes(1)), parents: Int(rows.integer(2)),
          author: rows.integer(3), subject: Array(rows.bytes(4)), body: Array(rows.bytes(5))))
    }
  }

  /// Returns stretches of ordinals that hold all members of a set, with small gaps in them.
  private static func runs(of commits: CommitSet) -> [ClosedRange<Int32>] {
    // To pass over a row costs about a tenth of the search for another one.
    let gap: Int32 = 16
    var runs: [ClosedRange<Int32>] = []
    for commit in commits {
      if let last = runs.last, commit - last.upperBound <= gap {
        runs[runs.count - 1] = last.lowerBound...commit
      } else {
        runs.append(commit...commit)
      }
    }
    return runs
  }

  /// Returns the row ids of the authors of all commits, by ordinal.
  package func authors(of history: ReleaseHistory) throws -> [Int64] {
    var authors = [Int64](repeating: 0, count: history.graph.count)
    guard !authors.isEmpty else { return [] }
    let rows = try RawStatement(
      "SELECT id, author FROM commit_object WHERE id >= ?1 AND id < ?2 ORDER BY id", on: pointer)
    rows.bind(history.firstCommit, 1)
    rows.bind(history.firstCommit + Int64(authors.count), 2)
    while try rows.step() { authors[Int(rows.integer(0) - history.firstCommit)] = rows.integer(1) }
    return authors
  }

  /// Returns all people by their row ids.
  package func people() throws -> [Int64: PersonRow] {
    let rows = try RawStatement("SELECT id, name, email FROM person", on: pointer)
    var people: [Int64: PersonRow] = [:]
    while try rows.step() {
      people[rows.integer(0)] = PersonRow(name: Array(rows.bytes(1)), email: Array(rows.bytes(2)))
    }
    return people
  }
}
