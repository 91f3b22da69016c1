import Indexing

/// Lists refs with what they point to.
struct RefReader {
  let session: GitSession
  let facts: RepositoryFacts

  /// The refs that are listed always: tags, branches, remote-tracking branches.
  static let defaultPatterns = ["refs/tags", "refs/heads", "refs/remotes"]

  // A million refs with long names.
  private static let outputLimit = 1 << 30

  private struct Row {
    var name: [UInt8]
    var target: ObjectID
    var targetKind: ObjectKind?
    var peeled: ObjectID?
    var peeledKind: ObjectKind?
  }

  func read(_ patterns: [String]) throws -> RefListing {
    // One call tells all, but fails on the first ref whose object is absent: then the names are
    // listed alone, and the objects asked for one by one.
    let fields = ["%(objecttype)", "%(*objectname)", "%(*objecttype)"]
    let whole = try list(patterns, fields)
    if whole.exit.isSuccess {
      return try complete(rows(whole.output, fieldCount: 6), patterns, whole.exit)
    }
    let names = try list(patterns, [])
    var rows = rows(names.output, fieldCount: 3)
    var kinds: [ObjectID: ObjectKind] = [:]
    try ObjectInquiry(session, kindsOnly: true).ask(unique(rows.map(\.target))) { answer, _ in
      if case .found(let kind) = answer.status { kinds[answer.id] = kind }
    }
    for index in rows.indices { rows[index].targetKind = kinds[rows[index].target] }
    return try complete(rows, patterns, names.exit)
  }

  private func list(
    _ patterns: [String], _ fields: [String]
  ) throws -> (output: [UInt8], exit: GitExit) {
    let format = (["%(refname)", "%(objectname)", "%(symref)"] + fields).joined(separator: "%00")
    return try session.collect(
      .forEachRef, ["--format=\(format)", "--end-of-options"] + patterns,
      limit: Self.outputLimit)
  }

  private func rows(_ output: [UInt8], fieldCount: Int) -> [Row] {
    lines(output).compactMap { line in
      let fields = line.split(separator: 0, omittingEmptySubsequences: false)
      // Symbolic refs repeat what the ref that they name says.
      guard fields.count == fieldCount, fields[2].isEmpty, let target = ObjectID(hex: fields[1])
      else { return nil }
      var row = Row(name: Array(fields[0]), target: target)
      if fieldCount == 6 {
        row.targetKind = ObjectKind(rawValue: String(decoding: fields[3], as: UTF8.self))
        row.peeled = ObjectID(hex: fields[4])
        row.peeledKind = ObjectKind(rawValue: String(decoding: fields[5], as: UTF8.self))
      }
      return row
    }
  }

  /// Peels what is not peeled yet, and adds what git complained of.
  private func complete(
    _ rows: [Row], _ patterns: [String], _ exit: GitExit
  ) throws -> RefListing {
    var listing = RefListing(refs: [], patterns: patterns.map { Array($0.utf8) })
    var reader = TagReader(session, format: facts.objectFormat)
    try reader.read(
      rows.compactMap { row in
        if row.targetKind == .tag, row.peeled == nil { return row.target }
        return row.peeledKind == .tag ? row.peeled : nil
      })
    var behindTags: [Int] = []
    for row in rows {
      let peeled =
        if let id = row.peeled {
          reader.peel(id, row.peeledKind)
        } else {
          reader.peel(row.target, row.targetKind)
        }
      if peeled.id != row.peeled, peeled.id != row.target { behindTags.append(listing.refs.count) }
      listing.refs.append(
        RefObservation(
          fullName: row.name, target: row.target, targetKind: row.targetKind, peeled: peeled.id,
          peeledKind: peeled.kind))
      if row.targetKind == nil {
        listing.problems.append(.missing(row.target, ref: row.name))
      }
    }
    try confirm(behindTags, &listing)
    listing.problems += reader.problems
    listing.problems += complaints(exit)
    return listing
  }

  /// Asks for the types of objects that only a tag object vouches for.
  private func confirm(_ indices: [Int], _ listing: inout RefListing) throws {
    if indices.isEmpty { return }
    var kinds: [ObjectID: ObjectKind] = [:]
    let ids = unique(indices.map { listing.refs[$0].peeled })
    var problems: [SourceProblem] = []
    try ObjectInquiry(session, kindsOnly: true).ask(ids) { answer, _ in
      if case .found(let kind) = answer.status { kinds[answer.id] = kind }
      answer.problem.map { problems.append($0) }
    }
    listing.problems += problems
    for index in indices {
      listing.refs[index].peeledKind = kinds[listing.refs[index].peeled]
    }
  }

  /// Returns the problems that git's warnings state: it leaves out refs that it cannot read.
  private func complaints(_ exit: GitExit) -> [SourceProblem] {
    var problems: [SourceProblem] = []
    for line in lines(exit.errors) {
      for prefix in ["warning: ignoring broken ref ", "warning: ignoring ref with broken name "]
      where line.starts(with: prefix.utf8) {
        problems.append(.brokenRef(Array(line.dropFirst(prefix.utf8.count))))
      }
    }
    if !exit.isSuccess { problems.append(.incomplete("the list of refs", cause: exit.text)) }
    return problems
  }

  private func unique(_ ids: [ObjectID]) -> [ObjectID] {
    var seen: Set<ObjectID> = []
    return ids.filter { seen.insert($0).inserted }
  }
}

extension SourceProblem {
  fileprivate static func missing(_ id: ObjectID, ref: [UInt8]) -> SourceProblem {
    SourceProblem(
      code: .missing, object: id, ref: ref,
      message: "ref \(String(decoding: ref, as: UTF8.self)) names object \(id), which is not in "
        + "the repository")
  }
}
