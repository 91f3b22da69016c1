import Indexing

/// Walks the graph by reading the commits themselves, for repositories in which `rev-list` fails:
/// it gives up at the first absent commit, and loses all branches for the fault of one.
struct HistoryWalk {
  private let request: CommitRequest
  private let inquiry: ObjectInquiry
  private let hash: ObjectHash
  private let boundary: Set<ObjectID>
  // Of each commit, in the order of meeting it: its parents, as indices.
  private var numbers: [ObjectID: Int32] = [:]
  private var ids: [ObjectID] = []
  private var parents: [[Int32]] = []
  private var isSound: [Bool] = []
  private(set) var problems: [SourceProblem] = []

  init(_ request: CommitRequest) {
    self.request = request
    inquiry = ObjectInquiry(request.session)
    hash = ObjectHash(format: request.facts.objectFormat)
    boundary = Set(request.facts.shallowBoundary)
  }

  /// Returns the commits that are reachable from the roots and not from the known ones, parents
  /// first; those that could not be read are problems.
  mutating func run() throws -> IDList {
    // What is known need not be complete any more: that is no problem of this read.
    try visit(request.known)
    problems = []
    let knownCount = ids.count
    for index in 0..<knownCount where !isSound[index] { numbers[ids[index]] = nil }
    try visit(request.roots)
    return parentsFirst(from: knownCount)
  }

  private mutating func visit(_ starts: [ObjectID]) throws {
    var next = starts.filter { numbers[$0] == nil }
    for id in next { _ = number(id) }
    while !next.isEmpty {
      var found: [ObjectID] = []
      try inquiry.ask(next) { answer, bytes in
        try accept(answer, bytes, &found)
      }
      next = found
    }
  }

  private mutating func number(_ id: ObjectID) -> Int32 {
    if let number = numbers[id] { return number }
    let number = Int32(ids.count)
    numbers[id] = number
    ids.append(id)
    parents.append([])
    isSound.append(false)
    return number
  }

  private mutating func accept(
    _ answer: ObjectInquiry.Answer, _ bytes: UnsafeRawBufferPointer, _ found: inout [ObjectID]
  ) throws {
    guard case .found(let kind) = answer.status else {
      answer.problem.map { problems.append($0) }
      return
    }
    guard kind == .commit else {
      problems.append(.wrongKind(answer.id, kind, expected: .commit))
      return
    }
    guard hash.matches(answer.id, kind: "commit", content: bytes) else {
      problems.append(.mismatched(answer.id))
      return
    }
    let number = Int(number(answer.id))
    isSound[number] = true
    if boundary.contains(answer.id) { return }
    var idBytes = answer.id.bytes
    let record = CommitParser.parse(
      bytes, 0..<bytes.count, idLength: request.idLength, ids: &idBytes)
    for index in 0..<Int(record.parentCount) {
      let start = (2 + index) * request.idLength
      guard let parent = ObjectID(bytes: idBytes[start..<start + request.idLength]) else {
        continue
      }
      if numbers[parent] == nil { found.append(parent) }
      let parentNumber = self.number(parent)
      parents[number].append(parentNumber)
    }
  }

  /// Orders the sound commits from index `first` on by Kahn's algorithm, from the oldest.
  private func parentsFirst(from first: Int) -> IDList {
    var waiting = [Int32](repeating: 0, count: ids.count)
    var children: [[Int32]] = Array(repeating: [], count: ids.count)
    for child in first..<ids.count where isSound[child] {
      for parent in parents[child] where parent >= first && isSound[Int(parent)] {
        waiting[child] += 1
        children[Int(parent)].append(Int32(child))
      }
    }
    var list = IDList(idLength: request.idLength)
    var ready = (first..<ids.count).filter { isSound[$0] && waiting[$0] == 0 }
    while let commit = ready.popLast() {
      list.append(ids[commit])
      for child in children[commit] {
        waiting[Int(child)] -= 1
        if waiting[Int(child)] == 0 { ready.append(Int(child)) }
      }
    }
    return list
  }
}
