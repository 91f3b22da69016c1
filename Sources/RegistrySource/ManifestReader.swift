internal import ImageManifests
internal import Indexing

/// What a look read of manifests.
struct ReadManifests: Sendable {
  /// Each once.
  var manifests: [ImageManifest] = []
  var problems: [SourceProblem] = []
  /// Digests that tags are said to have, and whose bytes have another one.
  var unbelieved: Set<Digest> = []
  /// The digests that were not read, since nothing more was asked for.
  var skipped = 0
}

/// Reads digests with all that they list and all that is attached to them.
struct ManifestReader: Sendable {
  private struct Outcome: Sendable {
    var collection: ImageCollection?
    var attachments = Attachments()
    /// Whether the manifests are left for the next look, which will then read them.
    var isLeft = false
  }

  private let session: RegistrySession
  private let known: Set<Digest>
  private let concurrency: Int
  private let attachmentReader: AttachmentReader

  init(_ session: RegistrySession, known: Set<Digest>, concurrency: Int) {
    self.session = session
    self.known = known
    self.concurrency = concurrency
    attachmentReader = AttachmentReader(session)
  }

  /// Reads the digests.
  ///
  /// - Parameter progress: called with the number of digests after each.
  /// - Throws: `CancellationError`.
  func read(
    _ items: [ManifestItem], progress: @Sendable (Int) -> Void
  ) async throws -> ReadManifests {
    let width = min(concurrency, max(1, items.count))
    var outcomes = [Outcome?](repeating: nil, count: items.count)
    try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
      var started = 0
      var done = 0
      func start() {
        guard started < items.count else { return }
        let (position, item) = (started, items[started])
        group.addTask { (position, try await read(item, width: max(1, concurrency / width))) }
        started += 1
      }
      for _ in 0..<width { start() }
      while let (position, outcome) = try await group.next() {
        outcomes[position] = outcome
        done += 1
        progress(done)
        start()
      }
    }
    return merged(zip(items, outcomes.compactMap { $0 }).map { ($0, $1) })
  }

  private func read(_ item: ManifestItem, width: Int) async throws -> Outcome {
    var outcome = Outcome()
    if session.budget.end != nil { return Outcome(isLeft: true) }
    if item.isRead {
      let content = RegistryContent(session)
      let others = known.contains(item.digest) ? known.subtracting([item.digest]) : known
      let collector = ImageCollector(reader: content, known: others)
      outcome.collection = try await collector.collect([item.digest], concurrency: width)
      outcome.isLeft = content.isPartial
    }
    outcome.attachments = try await attachmentReader.attachments(
      of: item.digest, tags: item.attached, asksRegistry: item.asksForReferrers)
    if outcome.attachments.isPartial, session.budget.end != nil { outcome.isLeft = true }
    return outcome
  }

  private func merged(_ outcomes: [(ManifestItem, Outcome)]) -> ReadManifests {
    var result = ReadManifests()
    var positions: [Digest: Int] = [:]
    func add(_ manifest: ImageManifest) {
      if let position = positions[manifest.digest] {
        result.manifests[position].addOrigins(manifest.origins)
      } else {
        positions[manifest.digest] = result.manifests.count
        result.manifests.append(manifest)
      }
    }
    for (item, outcome) in outcomes {
      let isCut = outcome.isLeft && session.budget.end != nil
      if isCut { result.skipped += 1 }
      let collection = outcome.collection
      if !isCut { result.problems += (collection?.problems ?? []) + outcome.attachments.problems }
      if !outcome.isLeft { collection?.manifests.forEach(add) }
      if !outcome.isLeft {
        outcome.attachments.manifests.filter { !known.contains($0.digest) }.forEach(add)
      }
      let isForged = collection?.problems.contains {
        $0.code == .mismatched && $0.object == ObjectID(bytes: item.digest.bytes)
      }
      if isForged == true, positions[item.digest] == nil { result.unbelieved.insert(item.digest) }
    }
    for (_, outcome) in outcomes {
      for (subject, origins) in outcome.attachments.origins {
        if let position = positions[subject] { result.manifests[position].addOrigins(origins) }
      }
    }
    return result
  }
}

extension ImageManifest {
  /// Adds the commits that are not there yet.
  fileprivate mutating func addOrigins(_ more: [BuildOrigin]) {
    for origin in more where !origins.contains(origin) { origins.append(origin) }
  }
}
