import Indexing

/// Lists refs with what they point to.
struct RefReader {
  let session: GitSession
  let facts: RepositoryFacts
  private let inquiry: ObjectInquiry

  init(session: GitSession, facts: RepositoryFacts) {
    self.session = session
    self.facts = facts
    inquiry = ObjectInquiry(session)
  }

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

  /// Lists the refs that match the patterns.
  ///
  /// Only names and targets are asked of `for-each-ref`: with the types of objects it reads each
  /// of them, which takes ten times as long, and ends at the first that is absent.
  func read(
    _ patterns: [String], known: [ObjectID: PeeledObject] = [:]
  ) throws -> RefListing {
    let list = try session.start(
      .forEachRef,
      ["--format=%(refname)%00%(objectname)%00%(symref)", "--end-of-options"] + patterns)
    // Both at the same time: hardly a look needs no object.
    try inquiry.start()
    let (output, exit) = try session.collect(.forEachRef, list, limit: Self.outputLimit)
    var rows = rows(output)
    var kinds: [ObjectID: ObjectKind] = [:]
    let unknown = unique(rows.map(\.target).filter { known[$0] == nil })
    try inquiry.ask(kindsOf: unknown) { answer in
      if case .found(let kind) = answer.status { kinds[answer.id] = kind }
    }
    for index in rows.indices {
      if let object = known[rows[index].target] {
        rows[index].targetKind = object.kind
        rows[index].peeled = object.peeled
        rows[index].peeledKind = object.peeledKind
      } else {
        rows[index].targetKind = kinds[rows[index].target]
      }
    }
    return try complete(rows, patterns, exit)
  }

  private func rows(_ output: [UInt8]) -> [Row] {
    lines(output).compactMap { line in
      let fields = line.split(separator: 0, omittingEmptySubsequences: false)
      // Symbolic refs repeat what the ref that they name says.
      guard fields.count == 3, fields[2].isEmpty, let target = ObjectID(hex: fields[1])
      else { return nil }
      return Row(name: Array(fields[0]), target: target)
    }
  }

  /// Peels what is not peeled yet, and adds what git complained of.
  private func complete(
    _ rows: [Row], _ patterns: [String], _ exit: GitExit
  ) throws -> RefListing {
    var listing = RefListing(refs: [], patterns: patterns.map { Array($0.utf8) })
    var reader = TagReader(inquiry, format: facts.objectFormat)
    try reader.read(
      rows.compactMap { $0.targetKind == .tag && $0.peeled == nil ? $0.target : nil })
    var behindTags: [Int] = []
    for row in rows {
      let peeled =
        if let id = row.peeled {
          (id: id, kind: row.peeledKind)
        } else {
          reader.peel(row.target, row.targetKind)
        }
      if row.peeled == nil, peeled.id != row.target { behindTags.append(listing.refs.count) }
      listing.refs.append(
        RefObservation(
          fullName: row.name, target: row.target, targetKind: row.targetKind, peeled: peeled.id,
          peeledKind: peeled.kind))
      if row.targetKind == nil {
        listing.problems.append(.missing(row.target, ref: row.name))
      }
    }
    try confirm(behindTags, &listing)
    listing.tagObjects = Array(reader.tags.values)
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
    try inquiry.ask(kindsOf: ids) { answer in
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
