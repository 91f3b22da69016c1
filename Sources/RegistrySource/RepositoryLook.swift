internal import ImageManifests
internal import Indexing

/// One look at a repository: its steps, and what they yield.
struct RepositoryLook {
  private let session: RegistrySession
  private let known: KnownImages
  private let concurrency: Int
  private let progress: @Sendable (LookProgress) -> Void
  private let now: @Sendable () -> Int64
  private var look: ImageLook
  private var problems: ProblemList

  init(
    _ session: RegistrySession, known: KnownImages, concurrency: Int,
    progress: @escaping @Sendable (LookProgress) -> Void, now: @escaping @Sendable () -> Int64
  ) {
    self.session = session
    self.known = known
    self.concurrency = concurrency
    self.progress = progress
    self.now = now
    problems = ProblemList(limit: session.limits.problems)
    let start = now()
    look = ImageLook(
      repository: session.reference.name, kind: .registry,
      location: Array(session.base.text.utf8), startedAt: start, endedAt: start)
  }

  /// Takes the look.
  mutating func take() async throws -> ImageLook {
    let list = try await readList()
    try await resolve(list.tags)
    if list.gap == nil { try await askForMissing(Set(list.tags)) }
    try await readManifests(list.tags)
    if session.budget.end != nil { look.isComplete = false }
    look.problems = problems.all
    look.endedAt = now()
    return look
  }

  private mutating func readList() async throws -> TagList {
    let progress = progress
    do {
      let list = try await TagLister.read(session) {
        progress(LookProgress(step: .listing, done: $0, total: nil))
      }
      if let gap = list.gap {
        look.isComplete = false
        problems.add(.incompleteList(session.reference, read: list.tags.count, gap))
      }
      if list.unusable > 0 { problems.add(.unusableTags(session.reference, list.unusable)) }
      return list
    } catch let refusal as ListRefusal {
      let authenticator = session.authenticator
      throw RegistryError.repositoryNotFound(
        session.reference, refusal.answer,
        usedCredentials: await authenticator.usesCredentials,
        credentialFailure: await authenticator.credentialFailure)
    }
  }

  private func resolver(_ count: Int) -> (TagResolver, @Sendable (Int) -> Void) {
    let progress = progress
    return (
      TagResolver(session: session, concurrency: concurrency),
      { progress(LookProgress(step: .resolving, done: $0, total: count)) }
    )
  }

  private mutating func resolve(_ tags: [String]) async throws {
    let (resolver, progress) = resolver(tags.count)
    var skipped = 0
    for (tag, answer) in zip(tags, try await resolver.answers(tags, progress: progress)) {
      let name = Array(tag.utf8)
      switch answer {
      case .digest(let digest): look.tags[name] = digest
      case .absent:
        // It may have been removed since it was listed: the next look tells.
        look.unresolved.insert(name)
        problems.add(.vanishedTag(tag))
      case .failed(let error):
        look.unresolved.insert(name)
        if isEnd(error) { skipped += 1 } else { problems.add(.unresolvedTag(tag, error)) }
      }
    }
    if skipped > 0, let end = session.budget.end {
      problems.add(.skippedTags(skipped, of: tags.count, end))
    }
  }

  /// Asks for each tag that was recorded and is not listed any more.
  private mutating func askForMissing(_ listed: Set<String>) async throws {
    let missing = known.tags.keys.map { String(decoding: $0, as: UTF8.self) }
      .filter { !listed.contains($0) && TagName.isSound($0) }.sorted()
    let (resolver, progress) = resolver(missing.count)
    var skipped = 0
    for (tag, answer) in zip(missing, try await resolver.answers(missing, progress: progress)) {
      let name = Array(tag.utf8)
      switch answer {
      case .absent: look.absent.insert(name)
      case .digest(let digest):
        // A list that lacks one tag may lack more: flux once deployed an old version over that.
        look.tags[name] = digest
        look.isComplete = false
        problems.add(.unlistedTag(tag, digest))
      case .failed(let error):
        look.unresolved.insert(name)
        if isEnd(error) { skipped += 1 } else { problems.add(.unresolvedTag(tag, error)) }
      }
    }
    if skipped > 0, let end = session.budget.end {
      problems.add(.skippedTags(skipped, of: missing.count, end))
    }
  }

  /// Whether an error is the reason why nothing more is asked for.
  private func isEnd(_ error: RegistryError) -> Bool {
    session.budget.end.map { $0.code == error.code && $0.message == error.message } ?? false
  }

  private mutating func readManifests(_ tags: [String]) async throws {
    var plan = ManifestPlan(known: known.manifests)
    for tag in tags {
      if let digest = look.tags[Array(tag.utf8)] { plan.add(tag, digest) }
    }
    for (tag, digest) in look.tags { plan.add(String(decoding: tag, as: UTF8.self), digest) }
    let reader = ManifestReader(session, known: known.manifests, concurrency: concurrency)
    let progress = progress
    let items = plan.items
    let total = items.count
    let result = try await reader.read(items) {
      progress(LookProgress(step: .reading, done: $0, total: total))
    }
    look.manifests = result.manifests
    for problem in result.problems { problems.add(problem) }
    if result.skipped > 0, let end = session.budget.end {
      problems.add(.skippedManifests(result.skipped, of: total, end))
    }
    for (tag, digest) in look.tags where result.unbelieved.contains(digest) {
      look.tags[tag] = nil
      look.unresolved.insert(tag)
    }
  }
}

/// Problems up to a limit, and how many there are beyond it.
struct ProblemList {
  private let limit: Int
  private var kept: [SourceProblem] = []
  private var others = 0

  init(limit: Int) {
    self.limit = limit
  }

  mutating func add(_ problem: SourceProblem) {
    if kept.count < limit { kept.append(problem) } else { others += 1 }
  }

  /// The problems, and one for all that are beyond the limit.
  var all: [SourceProblem] { others == 0 ? kept : kept + [.more(others)] }
}
