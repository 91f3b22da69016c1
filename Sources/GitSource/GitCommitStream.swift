import Indexing

/// The commits of a git repository, in batches of about 1 MiB.
///
/// A first time, two `cat-file` read what a `rev-list` finds while it still walks. Where something
/// is known already, `rev-list` lists the ids first, parents before children. If git breaks off, the
/// commits are walked one by one, so that an absent commit costs nothing but its own ancestors.
struct GitCommitStream: CommitStream {
  private enum State {
    case piped(PipedCommits)
    case listed(ListedCommits)
    case finished
  }

  private let request: CommitRequest
  private var state: State

  let order: CommitOrder
  private(set) var problems: [SourceProblem] = []

  init(_ request: CommitRequest) throws {
    self.request = request
    if request.roots.isEmpty {
      state = .finished
      order = .parentsFirst(count: 0)
    } else if !request.known.isEmpty {
      var (list, exit) = try RevisionList.collect(request)
      try Self.check(exit, request)
      if try !exit.isSuccess || !Self.verifyRoots(request, seen: list, &problems) {
        problems = []
        list = try Self.walk(request, &problems)
      }
      state = .listed(
        ListedCommits(request.session, format: request.facts.objectFormat, list: list))
      order = .parentsFirst(count: list.count)
    } else {
      state = .piped(try PipedCommits(request))
      order = .newestFirst
    }
  }

  mutating func next() throws -> CommitBatch? {
    while true {
      if request.session.isEnded { throw CancellationError() }
      switch state {
      case .finished:
        return nil
      case .listed(var commits):
        // Moved out and back, so that what it holds is not copied.
        state = .finished
        let batch = try commits.next(&problems)
        if batch != nil { state = .listed(commits) }
        return batch
      case .piped(var piped):
        state = .finished
        if let batch = try piped.next(&problems) {
          state = .piped(piped)
          return batch
        }
        try finish(&piped)
      }
    }
  }

  /// Decides what the end of the pipe means: all, or that the rest must be walked.
  private mutating func finish(_ piped: inout PipedCommits) throws {
    let exits = try piped.waitForExits()
    for exit in exits { try Self.check(exit, request) }
    if exits.allSatisfy(\.isSuccess),
      try Self.verifyRoots(request, seen: piped.delivered, &problems)
    {
      return
    }
    let delivered = Set((0..<piped.delivered.count).compactMap { piped.delivered[$0] })
    let reported = Set(problems.compactMap(\.object))
    var walked: [SourceProblem] = []
    let all = try Self.walk(request, &walked)
    problems += walked.filter { $0.object.map { !reported.contains($0) } ?? true }
    var rest = IDList(idLength: request.idLength)
    for index in 0..<all.count {
      if let id = all[index], !delivered.contains(id) { rest.append(id) }
    }
    state = .listed(
      ListedCommits(request.session, format: request.facts.objectFormat, list: rest))
  }

  private static func walk(
    _ request: CommitRequest, _ problems: inout [SourceProblem]
  ) throws -> IDList {
    var walk = HistoryWalk(request)
    let list = try walk.run()
    problems += walk.problems
    return list
  }

  private static func check(_ exit: GitExit, _ request: CommitRequest) throws {
    if request.session.isEnded { throw CancellationError() }
    if let error = exit.startError { throw error }
  }

  /// Reports roots that git passed over since it could not read them.
  ///
  /// A root that is not listed may also be an ancestor of what is known.
  ///
  /// - Returns: false if git passed over a root that can be read all the same: one without a tree
  ///   or with a malformed parent is no commit for git.
  private static func verifyRoots(
    _ request: CommitRequest, seen list: IDList, _ problems: inout [SourceProblem]
  ) throws -> Bool {
    var unseen = Set(request.roots)
    for index in 0..<list.count {
      if unseen.isEmpty { return true }
      if let id = list[index] { unseen.remove(id) }
    }
    let reported = Set(problems.compactMap(\.object))
    let hash = ObjectHash(format: request.facts.objectFormat)
    let ids = unseen.subtracting(reported).sorted()
    var isComplete = true
    try ObjectInquiry(request.session).ask(ids) { answer, bytes in
      if let problem = answer.problem {
        problems.append(problem)
      } else if case .found(let kind) = answer.status, kind != .commit {
        problems.append(.wrongKind(answer.id, kind, expected: .commit))
      } else if !hash.matches(answer.id, kind: "commit", content: bytes) {
        problems.append(.mismatched(answer.id))
      } else {
        var id = answer.id.bytes
        let record = CommitParser.parse(
          bytes, 0..<bytes.count, idLength: request.idLength, ids: &id)
        if !record.flaws.isDisjoint(with: [.missingTree, .malformedParent]) { isComplete = false }
      }
    }
    return isComplete
  }
}
