import QueryLanguage

/// A resolver over a handful of names, without a database.
///
/// `acme/shop` has the tags v1.27.2 to v1.28.0, the branch `main` and some commits. Handles of
/// sets count from 1 in the order of the requests.
final class FixedNames: NameResolver {
  /// 2024-06-01T00:00:00Z.
  let now: Int64 = 1_717_200_000_000_000
  var known: [ResolvedRepository] = [ResolvedRepository(id: 1, name: "acme/shop")]
  private(set) var requests: [SetRequest] = []
  private(set) var lookups: [RefRequest] = []

  func repositories() -> [ResolvedRepository] { known }

  /// Tags claim to be there from 2024-01-01 on, branches claim nothing.
  func gaps(inRefsOf kind: ResolvedKind, at time: Int64) -> [PastGap] {
    guard time < 1_714_521_600_000_000, kind == .tag || kind == .branch else { return [] }
    let hasClaims = kind == .tag && time >= 1_704_067_200_000_000
    return known.map {
      PastGap(
        repository: $0.name, firstSeen: 1_714_521_600_000_000, basis: hasClaims ? .claims : .nothing
      )
    }
  }

  func problem(inPattern pattern: [UInt8]) -> PatternProblem? {
    let open = pattern.firstIndex(of: UInt8(ascii: "("))
    guard let open, !pattern.contains(UInt8(ascii: ")")) else { return nil }
    return PatternProblem(reason: "missing closing parenthesis", offset: open)
  }

  var families = [VersionFamily.plain]

  func versionFamilies() -> [VersionFamily] { families }

  func hasTextIndex(_ name: String) -> Bool { name == "commit_search" }

  /// The base of any two commits is the same one.
  func mergeBases(_ first: Int64, _ second: Int64) -> [ResolvedRef] {
    guard first != second, case .found(let base) = commit("9f3c1ab") else { return [] }
    return [base]
  }

  /// v1.28.0 has two copies, one of them in the other repository; nothing else has any.
  func equivalents(of commit: Int64) -> [ResolvedEquivalent] {
    guard commit == 140 else { return [] }
    return [
      ResolvedEquivalent(
        commit: 150, repository: 1, oid: Array(repeating: 15, count: 20), evidence: .stated,
        display: "commit 0f0f0f0"),
      ResolvedEquivalent(
        commit: 1 << 41, repository: 2, oid: Array(repeating: 16, count: 20), evidence: .signature,
        display: "commit 1010101"),
    ]
  }

  func set(_ request: SetRequest) -> Int64 {
    requests.append(request)
    return Int64(requests.count)
  }

  func resolve(_ request: RefRequest) -> RefResolution {
    lookups.append(request)
    let name = String(decoding: request.name, as: UTF8.self)
    if request.kind == .sha { return commit(name) }
    if name == "HEAD", request.repository == nil, known.count > 1 {
      return .ambiguous(["branch:acme/shop:main", "branch:other/tool:main"], count: 2)
    }
    if name == "both" { return .ambiguous(["tag:both", "branch:both"], count: 2) }
    if name == "v1.0.0" {
      return .deleted(
        ResolvedRef(
          kind: .tag, repository: 1, ref: 10, commit: nil, oid: nil, display: "tag v1.0.0",
          deletion: RefDeletion(
            earliest: 1_716_163_200_000_000, latest: 1_716_249_600_000_000,
            target: "1a4eb4e0000000000000000000000000000000ff",
            commit: "9f3c1ab000000000000000000000000000000000")))
    }
    guard let (kind, ref, commit, repository) = Self.refs[name], request.accepts.contains(kind),
      request.kind == nil || request.kind?.rawValue == kind.rawValue
    else {
      return .notFound(nearest: name.hasPrefix("v1.27") ? ["tag:v1.27.3", "tag:v1.27.2"] : [])
    }
    // 2024-01-01T00:00:00Z claimed, seen 2024-05-01T00:00:00Z.
    let span = ResolvedSpan(
      since: kind == .tag ? 1_704_067_200_000_000 : nil, seenAt: 1_714_521_600_000_000,
      isFirst: true, precision: kind == .tag ? "claimed" : "unknown")
    let begin = span.since ?? span.seenAt
    let isUnknown = request.asOf.map { $0 < begin } ?? false
    return .found(
      ResolvedRef(
        kind: kind, repository: repository, ref: ref, commit: isUnknown ? nil : commit,
        oid: Array(repeating: UInt8(ref), count: 20), display: "\(kind.rawValue) \(name)",
        span: span))
  }

  private func commit(_ hex: String) -> RefResolution {
    switch hex {
    case "9f3c1ab":
      .found(
        ResolvedRef(
          kind: .commit, repository: 1, ref: nil, commit: 42,
          oid: [0x9f, 0x3c, 0x1a, 0xb0] + Array(repeating: 0, count: 16),
          display: "commit 9f3c1ab"))
    case "9f3c":
      .ambiguous(
        ["9f31c2d \"fix: login\"", "9f3b004 \"docs\"", "9f3ffe1 \"ci\""], count: 3)
    default: .notFound(nearest: [])
    }
  }

  private static let refs: [String: (ResolvedKind, Int64, Int64, Int64)] = [
    "v1.27.2": (.tag, 12, 120, 1), "v1.27.3": (.tag, 13, 130, 1), "v1.28.0": (.tag, 14, 140, 1),
    "main": (.branch, 20, 200, 1), "HEAD": (.branch, 20, 200, 1),
    "other/tool:v1.0.0": (.tag, 31, 1 << 41, 2),
  ]
}
