/// What an address on a host of repositories points to.
struct Address {
  /// Host and repository, `github.com/acme/shop`; null for an address of another kind.
  private(set) var repository: String?
  /// The parts of the path behind the repository, with escapes resolved.
  private(set) var rest: [String] = []
  /// The parts of the path, the host first.
  private(set) var parts: [String]

  /// Takes an address apart; null if it is not one of HTTP.
  init?(_ url: some StringProtocol) {
    let bytes = Array(url.utf8)
    let start: Int
    if bytes[...].beginsAnyCase(with: "https://") {
      start = 8
    } else if bytes[...].beginsAnyCase(with: "http://") {
      start = 7
    } else {
      return nil
    }
    let path = bytes[start...].prefix { !$0.isOne(of: "?#") }
    parts = path.split(separator: .slash).map(Self.unescaped)
    if let host = parts.first, host.hasPrefix("www.") { parts[0] = String(host.dropFirst(4)) }
    guard parts.count >= 3 else { return }
    // GitLab puts groups of any depth before `/-/`.
    let end = parts.firstIndex(of: "-") ?? 3
    guard end >= 3 else { return }
    repository = parts[..<end].joined(separator: "/").lowercasedHost
    rest = Array(parts[end...].drop { $0 == "-" })
  }

  /// The issue or pull request that the address shows, or null.
  var reference: ChangelogReference? {
    guard rest.count >= 2, let number = Self.number(rest[1]) else { return bug }
    switch rest[0] {
    case "pull", "pulls", "merge_requests", "pull-requests":
      return ChangelogReference(kind: .pullRequest, number: number, tracker: repository)
    case "issues", "work_items":
      return ChangelogReference(kind: .issue, number: number, tracker: repository)
    case "discussions":
      return ChangelogReference(kind: .unspecified, number: number, tracker: repository)
    default: return nil
    }
  }

  /// The bug of Debian that the address shows, or null.
  private var bug: ChangelogReference? {
    guard parts.count == 2, parts[0] == "bugs.debian.org", let number = Self.number(parts[1]) else {
      return nil
    }
    return ChangelogReference(kind: .issue, number: number, tracker: parts[0])
  }

  /// The id of the commit that the address shows, in lower case, or null.
  var commit: String? {
    guard rest.count >= 2, rest[0] == "commit" || rest[0] == "commits" else { return nil }
    let id = rest[1].prefix { $0 != "." }
    let bytes = Array(id.utf8)
    guard (7...64).contains(bytes.count), bytes.allSatisfy(\.isHexDigit) else { return nil }
    return bytes.lowercased.text
  }

  /// The account that the address shows: the only part of a path on a host that is known.
  var account: String? {
    guard parts.count == 2, ["github.com", "gitlab.com", "codeberg.org"].contains(parts[0]) else {
      return nil
    }
    return parts[1]
  }

  /// Whether it shows a comparison.
  var isComparison: Bool { rest.contains("compare") || rest.contains("branches") && rest.count > 2 }

  /// The older side of a comparison, `v1.2.0` of `…/compare/v1.2.0...v1.3.0`, or null.
  var comparedFrom: String? {
    guard let place = rest.firstIndex(of: "compare"), place + 1 < rest.count else { return nil }
    let sides = Array(rest[(place + 1)...].joined(separator: "/").utf8)[...]
    // Bitbucket puts the newer side first, with a carriage return between them.
    if let end = sides.firstIndex(of: .carriageReturn) {
      return end + 1 < sides.endIndex ? sides[(end + 1)...].text : nil
    }
    guard let end = sides.firstIndex(of: "...") ?? sides.firstIndex(of: ".."), end > 0 else {
      return nil
    }
    return sides[..<end].text
  }

  private static func number(_ text: String) -> Int? {
    let digits = text.utf8.prefix(while: \.isDigit)
    return (1...10).contains(digits.count) && digits.count == text.utf8.count ? Int(text) : nil
  }

  /// A part of a path with `%2F` and the like resolved.
  private static func unescaped(_ part: ArraySlice<UInt8>) -> String {
    guard part.contains(UInt8(ascii: "%")) else { return part.text }
    var bytes: [UInt8] = []
    var place = part.startIndex
    while place < part.endIndex {
      if part[place] == UInt8(ascii: "%"), place + 2 < part.endIndex,
        let value = UInt8(part[place + 1...place + 2].text, radix: 16)
      {
        bytes.append(value)
        place += 3
      } else {
        bytes.append(part[place])
        place += 1
      }
    }
    return bytes.text
  }
}

extension String {
  /// The text with the part before the first slash in lower case.
  fileprivate var lowercasedHost: String {
    let bytes = Array(utf8)
    let end = bytes.firstIndex(of: .slash) ?? bytes.count
    return (bytes[..<end].lowercased + bytes[end...]).text
  }
}
