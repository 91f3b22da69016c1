internal import ImageManifests
internal import Indexing
internal import NIOHTTP1

/// What the registry says of one tag.
enum TagAnswer: Sendable {
  case digest(Digest)
  /// The registry says that there is no such tag.
  case absent
  case failed(RegistryError)
}

/// Asks for the digests of tags.
///
/// A `HEAD` names the digest, and counts as no pull where pulls are counted. All types of manifests
/// are accepted in each request: a registry that may not send what a tag points at says that there
/// is no such tag, or names another digest.
struct TagResolver: Sendable {
  let session: RegistrySession
  let concurrency: Int

  /// Asks for each tag; returns the answers in the order of the tags.
  ///
  /// - Parameter progress: called with the number of answers after each.
  func answers(
    _ tags: [String], progress: @Sendable (Int) -> Void
  ) async throws -> [TagAnswer] {
    try await withThrowingTaskGroup(of: (Int, TagAnswer).self) { group in
      var answers = [TagAnswer?](repeating: nil, count: tags.count)
      var started = 0
      var done = 0
      func start() {
        guard started < tags.count else { return }
        let (position, tag) = (started, tags[started])
        group.addTask { (position, try await answer(tag)) }
        started += 1
      }
      for _ in 0..<concurrency { start() }
      while let (position, answer) = try await group.next() {
        answers[position] = answer
        done += 1
        progress(done)
        start()
      }
      return answers.compactMap { $0 }
    }
  }

  private func answer(_ tag: String) async throws -> TagAnswer {
    do {
      let head = try await ask(.HEAD, tag)
      switch head.status {
      case 200:
        if let digest = head.field("Docker-Content-Digest").flatMap({ Digest($0) }) {
          return .digest(digest)
        }
        return try await content(tag)
      case 405, 501: return try await content(tag)
      default: return refusal(head, tag)
      }
    } catch let error as RegistryError {
      return .failed(error)
    }
  }

  /// Computes the digest from the manifest's bytes, where the registry does not name it.
  private func content(_ tag: String) async throws -> TagAnswer {
    let answer = try await ask(.GET, tag)
    guard answer.status == 200 else { return refusal(answer, tag) }
    let digest = Digest(sha256: answer.body)
    if let stated = answer.field("Docker-Content-Digest"), let named = Digest(stated),
      named != digest
    {
      return .failed(.lyingDigest(tag, named: named, actual: digest))
    }
    return .digest(digest)
  }

  private func ask(_ method: HTTPMethod, _ tag: String) async throws -> Answer {
    try await session.ask(
      method, "/manifests/\(tag)", accept: MediaType.accepted, limit: ManifestLimit.manifestBytes)
  }

  private func refusal(_ answer: Answer, _ tag: String) -> TagAnswer {
    switch answer.status {
    case 404: return .absent
    case 401, 403:
      let error = RegistryError.refusedHalfway(session.reference, answer)
      if answer.status == 401 { session.budget.stop(error) }
      return .failed(error)
    case 429: return .failed(session.budget.end ?? .status(answer, "tag \(tag)"))
    default: return .failed(.status(answer, "tag \(tag)"))
    }
  }
}
