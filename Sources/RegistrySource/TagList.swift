internal import ImageManifests
internal import NIOHTTP1

/// The tags of a repository, as far as its list could be read.
struct TagList: Sendable {
  /// Each once, in the order of the list.
  var tags: [String] = []
  /// Why the list was not read to its end, or null.
  var gap: RegistryError?
  /// Entries that no tag can be called.
  var unusable = 0
}

/// Reads the list of tags page by page (OCI Distribution, "Listing Tags").
///
/// The next page is the one that a `Link` names; without one, a full page is taken to have a
/// follower, since some registries know `last` alone. A list that goes in circles ends.
struct TagLister {
  /// The tags that a page should have; registries may give fewer.
  static let pageSize = 1_000

  private let session: RegistrySession
  private var list = TagList()
  private var seen: Set<String> = []

  private init(_ session: RegistrySession) {
    self.session = session
  }

  /// Reads the list.
  ///
  /// - Parameter progress: called with the number of tags after each page.
  /// - Throws: `RegistryError` if the registry shows no such repository, or cannot be spoken to.
  static func read(
    _ session: RegistrySession, progress: @Sendable (Int) -> Void
  ) async throws -> TagList {
    var lister = TagLister(session)
    try await lister.readPages(progress)
    return lister.list
  }

  private mutating func readPages(_ progress: @Sendable (Int) -> Void) async throws {
    let first = "n=\(Self.pageSize)"
    var query: String? = first
    var asked: Set<String?> = []
    while true {
      guard asked.insert(query).inserted else { return end(.circularList(session.reference)) }
      guard asked.count <= session.limits.pages else {
        return end(.longList(session.reference, pages: session.limits.pages))
      }
      guard var answer = try await page(query, isFirst: asked.count == 1) else { return }
      if answer.status == 400, query == first, asked.count == 1 {
        // A registry may refuse the size of a page.
        guard let plain = try await page(nil, isFirst: true) else { return }
        answer = plain
      }
      guard let tags = try accept(answer, isFirst: asked.count == 1) else { return }
      let fresh = tags.filter { seen.insert($0).inserted }
      add(fresh)
      progress(list.tags.count)
      if list.gap != nil { return }
      guard let next = try next(after: answer, tags, hasFresh: !fresh.isEmpty) else { return }
      query = next
    }
  }

  /// Asks for a page; a failure behind the first page is a gap, and null is returned.
  private mutating func page(_ query: String?, isFirst: Bool) async throws -> Answer? {
    do {
      return try await session.ask(
        .GET, "/tags/list", query: query, accept: ["application/json"],
        limit: session.limits.pageBytes)
    } catch let error as RegistryError {
      let isGap = !isFirst || [.tooLarge, .rateLimited].contains(error.code)
      guard isGap else { throw error }
      end(error)
      return nil
    }
  }

  /// Returns the entries of a page, or null if the list ends in a gap.
  private mutating func accept(_ answer: Answer, isFirst: Bool) throws -> [String]? {
    switch answer.status {
    case 200: break
    case 401 where isFirst, 403 where isFirst, 404 where isFirst:
      throw ListRefusal(answer: answer)
    case 429:
      end(session.budget.end ?? .status(answer, "the list of tags"))
      return nil
    default:
      end(.status(answer, "the list of tags"))
      return nil
    }
    guard let object = JSONObject(answer.body), object.texts("tags") != nil || !object.has("tags")
    else {
      guard !isFirst else { throw RegistryError.noRegistry(answer.address) }
      end(.malformedAnswer(answer.address))
      return nil
    }
    // An emptied repository has null.
    return object.texts("tags") ?? []
  }

  private mutating func add(_ tags: [String]) {
    for tag in tags {
      guard TagName.isSound(tag) else {
        list.unusable += 1
        continue
      }
      guard list.tags.count < session.limits.tags else {
        return end(.manyTags(session.reference, session.limits.tags))
      }
      list.tags.append(tag)
    }
  }

  /// Returns the query of the next page, or null at the end.
  private mutating func next(
    after answer: Answer, _ tags: [String], hasFresh: Bool
  ) throws -> String? {
    guard let link = LinkField.next(answer.fields["Link"]) else {
      guard tags.count == Self.pageSize, hasFresh, let last = tags.last else { return nil }
      return "n=\(Self.pageSize)&last=\(percentEncoded(last))"
    }
    // The link's query is all that is taken of it: the host and the path are known.
    var listAddress = session.base
    listAddress.path += "/tags/list"
    guard let target = answer.address.resolving(link), let query = target.query,
      [listAddress, answer.address].contains(where: {
        target.isSameOrigin(as: $0) && target.path == $0.path
      })
    else {
      end(.foreignLink(session.reference))
      return nil
    }
    guard hasFresh || tags.isEmpty else {
      end(.circularList(session.reference))
      return nil
    }
    return query
  }

  private mutating func end(_ gap: RegistryError) {
    list.gap = list.gap ?? gap
  }
}

/// The registry showed no list at all.
struct ListRefusal: Error {
  var answer: Answer
}

/// The names that tags may have.
enum TagName {
  /// Whether a text is a tag: letters, digits, `_`, `.` and `-`, at most 128, none of the last two in
  /// front (OCI Distribution, "Pulling manifests").
  static func isSound(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 128 else { return false }
    return first != UInt8(ascii: ".") && first != UInt8(ascii: "-")
      && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || "_.-".utf8.contains($0) }
  }
}
