import GitSource
import Indexing
import TestSupport

/// A commit as a stream delivered it.
struct ReadCommit: Sendable {
  var id: String
  var tree: String?
  var parents: [String]
  var author: String
  var committer: String
  var record: CommitRecord
  var encoding: String
  var message: [UInt8]

  init(_ batch: CommitBatch, _ record: CommitRecord) {
    func text(_ range: ByteRange) -> String {
      String(decoding: batch.bytes[range.indices], as: UTF8.self)
    }
    id = batch.id(record)?.description ?? ""
    tree = ObjectID(bytes: batch.ids[batch.treeRange(record)])?.description
    parents = batch.parents(record).map(\.description)
    author = text(record.author)
    committer = text(record.committer)
    encoding = text(record.encoding)
    message = Array(batch.bytes[record.message.indices])
    self.record = record
  }

  var messageText: String { String(decoding: message, as: UTF8.self) }
}

/// All that one read of a repository delivers.
struct Reading: Sendable {
  var order: CommitOrder
  var commits: [ReadCommit]
  var problems: [SourceProblem]
  var batchCount: Int

  var ids: [String] { commits.map(\.id) }
  var sortedIDs: [String] { ids.sorted() }

  subscript(id: String) -> ReadCommit? { commits.first { $0.id == id } }
}

extension GitRepository {
  /// Reads all commits that the refs lead to, except what is known.
  func readAll(excluding known: [String] = []) async throws -> Reading {
    try await read(from: roots(try await refs()), excluding: known)
  }

  func read(from roots: [ObjectID], excluding known: [String] = []) async throws -> Reading {
    let known = known.compactMap { ObjectID(hex: $0) }
    return try await withCommits(roots: roots, excluding: known) { stream in
      var reading = Reading(order: stream.order, commits: [], problems: [], batchCount: 0)
      while let batch = try stream.next() {
        reading.batchCount += 1
        reading.commits += batch.records.map { ReadCommit(batch, $0) }
      }
      reading.problems = stream.problems
      return reading
    }
  }
}

extension GitFixture {
  func open(trustOwner: Bool = false) async throws -> GitRepository {
    try await GitRepository.open(path, options: .init(trustOwner: trustOwner))
  }

  /// Stores a commit with these lines before the message, and gives it the branch `odd`.
  func oddCommit(_ headers: [String], message: String = "Odd\n") async throws -> String {
    let id = try await rawObject(
      "commit",
      ("tree \(try await emptyTree())\n" + headers.map { $0 + "\n" }.joined()
        + "\n" + message).utf8)
    try writeGitFile("refs/heads/odd", id + "\n")
    return id
  }

  func emptyTree() async throws -> String {
    try await rawObject("tree", [])
  }

  func revList(_ arguments: String...) async throws -> [String] {
    try await git(["rev-list"] + arguments).split(separator: "\n").map(String.init).sorted()
  }
}

func text(_ bytes: [UInt8]) -> String {
  String(decoding: bytes, as: UTF8.self)
}

let soundAuthor = "author A U Thor <author@example.com> 1700000000 +0100"
let soundCommitter = "committer C O Mitter <committer@example.com> 1700000060 -0330"
