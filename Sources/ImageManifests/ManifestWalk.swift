internal import Indexing
internal import ReadAhead

/// Reads manifests level by level: what was asked for, what that lists, what that lists.
struct ManifestWalk {
  /// A manifest to read, and what is known of it.
  private struct Step: Sendable {
    var digest: Digest
    /// The digest that was asked for and led here.
    var root: Digest
    /// What lists it, with the media type and the size that it states.
    var owner: Digest?
    var mediaType: String?
    var size: Int64?
  }

  private struct Outcome: Sendable {
    var document: ManifestDocument?
    var problems: [SourceProblem] = []
  }

  let reader: any ImageContentReader
  let known: Set<Digest>
  let concurrency: Int
  private(set) var documents: [Digest: ManifestDocument] = [:]
  /// The digests of the documents, as they were found.
  private(set) var order: [Digest] = []
  /// Which manifests attest which others.
  private(set) var attested: [Digest: [Digest]] = [:]
  private(set) var problems: [SourceProblem] = []
  private var seen: Set<Digest> = []
  /// How many manifests each root may still lead to; none once that is a problem.
  private var room: [Digest: Int] = [:]

  init(reader: any ImageContentReader, known: Set<Digest>, concurrency: Int) {
    self.reader = reader
    self.known = known
    self.concurrency = concurrency
  }

  /// - Throws: `CancellationError`.
  mutating func read(_ digests: [Digest]) async throws {
    var level: [Step] = []
    for digest in digests where !known.contains(digest) && seen.insert(digest).inserted {
      level.append(Step(digest: digest, root: digest))
    }
    var depth = 0
    while !level.isEmpty {
      let reader = reader
      let outcomes = try await mapConcurrently(level, width: concurrency) { step in
        try await Self.read(step, reader)
      }
      var next: [Step] = []
      for (step, outcome) in zip(level, outcomes) {
        problems += outcome.problems
        guard let document = outcome.document else { continue }
        if document.kind == .index, depth >= ManifestLimit.depth {
          problems.append(.tooDeep(document.digest))
          continue
        }
        problems += document.problems
        documents[document.digest] = document
        order.append(document.digest)
        next += children(of: document, root: step.root)
      }
      level = next
      depth += 1
    }
  }

  /// Returns the entries to read: images, attestations, and what else is a manifest.
  private mutating func children(of document: ManifestDocument, root: Digest) -> [Step] {
    var steps: [Step] = []
    for (child, size) in zip(document.children, document.childSizes) {
      if case .attestation(let subject) = child.role {
        attested[child.digest, default: []].append(subject)
      }
      if MediaType.kind(child.mediaType) == .other { continue }
      if child.role == .other, known.contains(child.digest) { continue }
      guard seen.insert(child.digest).inserted else { continue }
      let left = room[root] ?? ManifestLimit.descendants
      room[root] = left - 1
      if left == 0 { problems.append(.tooManyDescendants(root)) }
      if left <= 0 {
        seen.remove(child.digest)
        break
      }
      steps.append(
        Step(
          digest: child.digest, root: root, owner: document.digest, mediaType: child.mediaType,
          size: size))
    }
    return steps
  }

  private static func read(_ step: Step, _ reader: any ImageContentReader) async throws -> Outcome {
    do {
      if let size = step.size, size > ManifestLimit.manifestBytes {
        throw ManifestError.tooLarge(.manifest, step.digest, size: size)
      }
      let (bytes, contentType) = try await reader.manifest(step.digest)
      let said = contentType ?? step.mediaType
      let document = try document(bytes, step.digest, contentType: said)
      if let stated = MediaType.essence(step.mediaType), let actual = document.mediaType,
        stated != actual
      {
        throw ManifestError.contradictory(step.digest, "\(actual), but is listed as \(stated)")
      }
      var outcome = Outcome(document: document)
      if let size = step.size, let owner = step.owner, size != bytes.count {
        outcome.problems.append(
          ManifestError.wrongSize(
            .manifest, step.digest, size: bytes.count, stated: size, by: "\(owner)"
          ).problem)
      }
      return outcome
    } catch {
      return Outcome(problems: [try problem(error, .manifest, step.digest)])
    }
  }

  private static func document(
    _ bytes: [UInt8], _ expected: Digest, contentType: String?
  ) throws(ManifestError) -> ManifestDocument {
    guard bytes.count <= ManifestLimit.manifestBytes else {
      throw .tooLarge(.manifest, expected, size: Int64(bytes.count))
    }
    let actual = Digest(sha256: bytes)
    guard actual == expected else {
      let isSigned = MediaType.essence(contentType)?.hasSuffix("+prettyjws") ?? false
      throw .mismatched(.manifest, expected, actual: actual, isSigned: isSigned)
    }
    return try ManifestDocument(bytes, digest: actual, contentType: contentType)
  }
}

/// Returns the problem that an error of a reader is.
///
/// - Throws: `CancellationError` if that is the error.
func problem(
  _ error: any Error, _ subject: ManifestError.Subject, _ digest: Digest
) throws -> SourceProblem {
  if error is CancellationError { throw error }
  let known = error as? ManifestError ?? .unreadable(subject, digest, cause: "\(error)")
  return known.problem
}
