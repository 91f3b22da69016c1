internal import HistoryStore
internal import QueryLanguage
internal import ReleaseLogs

/// Finds the releases and commits that the options of a log name.
struct LogNames {
  let history: ReleaseHistory
  let session: QuerySession
  /// The line to look in; nil for all, the main one first.
  var line: Int?

  // MARK: Releases

  /// Returns the place of the release with a tag, a version, or another tag on its commit; what a tag
  /// publishes goes before what only a changelog, a page or an image knows.
  func release(_ name: String) throws -> Int {
    let wanted = Array(name.utf8)
    let places = history.releases.indices.filter { place in
      line.map { history.releases[place].line == $0 } ?? true
    }
    if let exact = places.first(where: { history.releases[$0].tag == wanted }) { return exact }
    let all = places.filter { Self.number(history.releases[$0].version) == Self.number(wanted) }
    let tagged = all.filter { history.releases[$0].isTagged }
    let named = tagged.isEmpty ? all : tagged
    let main = named.filter { history.lines[history.releases[$0].line].isMain }
    if let found = main.last ?? (named.count == 1 ? named.first : nil) { return found }
    if named.count > 1 { throw UserError.releaseAmbiguous(name, named.map(self.name)) }
    // Such as `latest` or `v1`: of two versions on one commit, the higher.
    if let found = places.last(where: { history.releases[$0].otherTags.contains(wanted) }) {
      return found
    }
    throw try noRelease(name, among: places)
  }

  private func name(_ place: Int) -> String {
    String(decoding: history.releases[place].tag ?? history.releases[place].version, as: UTF8.self)
  }

  /// Returns a version without the `v` before it, which is spelling.
  private static func number(_ version: [UInt8]) -> ArraySlice<UInt8> {
    version.first == UInt8(ascii: "v") ? version.dropFirst() : version[...]
  }

  private func noRelease(_ name: String, among places: [Int]) throws -> UserError {
    let suggestions = VersionSuggestions(
      for: name,
      among: places.map { place in
        let release = history.releases[place]
        return VersionSuggestions.Candidate(
          name: self.name(place), version: String(decoding: release.version, as: UTF8.self),
          isMain: history.lines[release.line].isMain, isPrerelease: release.isPrerelease,
          isTagged: release.isTagged)
      })
    let tag = try session.tagClass(Array(name.utf8), of: history)
    return .noRelease(name, tagClass: tag, suggestions)
  }

  // MARK: Ranges

  /// Returns the commits of `A..B`; an end that is missing is the default branch.
  func range(_ text: String) throws -> LogRequest.CommitRange {
    guard let dots = text.utf8RangeOfDots, !text[dots.upperBound...].hasPrefix(".") else {
      throw UserError.wrongRange(text)
    }
    let lowerName = String(text[..<dots.lowerBound])
    let upperName = String(text[dots.upperBound...])
    guard !lowerName.isEmpty || !upperName.isEmpty else { throw UserError.wrongRange(text) }
    let lower = try end(lowerName)
    let upper = try end(upperName)
    return LogRequest.CommitRange(
      lower: lower.commit, upper: upper.commit,
      upperName: upperName.isEmpty ? [] : request(upperName).name, upperSHA: upper.sha)
  }

  private func end(_ name: String) throws -> (commit: Int32, sha: [UInt8]) {
    if name.isEmpty {
      guard let tip = history.tip else { throw UserError.noDefaultBranch(history.repository) }
      return (tip.commit, tip.sha)
    }
    let found = try commit(name)
    guard let commit = history.ordinal(ofRow: found.row) else { throw UserError.notACommit(name) }
    return (commit, found.sha)
  }

  /// Returns the commit that a tag, branch or id leads to: its row id, and its id as raw bytes.
  func commit(_ name: String) throws -> (row: Int64, sha: [UInt8]) {
    switch try StoreResolver(session, now: 0).resolve(request(name)) {
    case .found(let ref):
      guard let row = ref.commit, let sha = ref.oid else {
        throw UserError.notACommit(ref.display)
      }
      return (row, sha)
    case .deleted(let ref): throw UserError.deletedRef(ref.display)
    case .notFound(let nearest): throw UserError.noCommit(name, nearest)
    case .ambiguous(let matches, _): throw UserError.refAmbiguous(name, matches)
    }
  }

  private func request(_ name: String) -> RefRequest {
    var kind: RefKind?
    var rest = name
    for known in [RefKind.tag, .branch, .sha] where name.hasPrefix(known.rawValue + ":") {
      kind = known
      rest = String(name.dropFirst(known.rawValue.utf8.count + 1))
    }
    if kind == .sha { rest = rest.lowercased() }
    return RefRequest(
      kind: kind, name: Array(rest.utf8), repository: history.id,
      accepts: [.tag, .branch, .commit])
  }
}

extension String {
  /// Where the first `..` is.
  fileprivate var utf8RangeOfDots: Range<Index>? { firstRange(of: "..") }
}
