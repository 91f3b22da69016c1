/// Finds what has the form of a reference: `#12`, `GH-12`, `!12`, `owner/repo#12`,
/// `group/project!12` and the URLs of issues and requests.
///
/// A sign in a word is none (`C#12`, `&#39;`), nor is one before a longer word or a version
/// (`#12abc`, `#1.2`), and numbers begin with no zero. A URL is read as a whole: the `#12` at its end
/// is no reference. It takes time linear in the text.
enum ReferenceScanner {
  /// A reference and where it is written.
  typealias Found = (text: ArraySlice<UInt8>, reference: Reference)

  /// The longest `owner/repo` that is read, in bytes; it bounds the look back from a sign.
  private static let longestRepository = 140
  /// The longest URL that is read, in bytes; a longer one is passed over.
  private static let longestURL = 2048

  /// Returns the references in a text, in their order, all as mere mentions.
  static func scan(_ text: ArraySlice<UInt8>) -> [Found] {
    var found: [Found] = []
    var index = text.startIndex
    while index < text.endIndex {
      switch text[index] {
      case UInt8(ascii: "#"), UInt8(ascii: "!"):
        if let next = reference(in: text, at: index) {
          found.append(next)
          index = next.text.endIndex
          continue
        }
      case UInt8(ascii: "G"), UInt8(ascii: "g"):
        if let next = prefixed(in: text, at: index) {
          found.append(next)
          index = next.text.endIndex
          continue
        }
      case UInt8(ascii: "h"):
        if let url = url(in: text, at: index) {
          if let reference = reference(ofURL: url) { found.append((url, reference)) }
          index = url.endIndex
          continue
        }
      default: break
      }
      index += 1
    }
    return found
  }

  /// Returns the number at a position and where it ends; null if there is none, or if it goes on as
  /// a word or version.
  static func number(in text: ArraySlice<UInt8>, at start: Int) -> (UInt64, Int)? {
    var end = start
    var value: UInt64 = 0
    while end < text.endIndex, text[end].isDigit, end - start < 13 {
      value = value * 10 + UInt64(text[end] - 0x30)
      end += 1
    }
    guard end > start, end - start < 13, text[start] != UInt8(ascii: "0") else { return nil }
    if end < text.endIndex {
      guard !text[end].isWordByte else { return nil }
      if text[end] == UInt8(ascii: "."), end + 1 < text.endIndex, text[end + 1].isDigit {
        return nil
      }
    }
    return (value, end)
  }

  /// Reads `#12`, `!12`, `owner/repo#12` or `group/project!12`, whose sign stands at a position.
  private static func reference(in text: ArraySlice<UInt8>, at sign: Int) -> Found? {
    guard let (number, end) = number(in: text, at: sign + 1) else { return nil }
    let target: Reference.Target = text[sign] == UInt8(ascii: "!") ? .request : .issueOrRequest
    guard sign > text.startIndex, isPathByte(text[sign - 1]) else {
      let isInText =
        sign > text.startIndex
        && [UInt8(ascii: "&"), UInt8(ascii: "#"), UInt8(ascii: "!")].contains(text[sign - 1])
      return isInText
        ? nil : (text[sign..<end], Reference(role: .mentions, target: target, number: number))
    }
    guard let repository = repository(in: text, before: sign) else { return nil }
    return (
      text[repository.startIndex..<end],
      Reference(role: .mentions, target: target, number: number, repository: repository)
    )
  }

  private static func repository(
    in text: ArraySlice<UInt8>, before end: Int
  ) -> ArraySlice<UInt8>? {
    var start = end
    var slashes = 0
    while start > text.startIndex, isPathByte(text[start - 1]), end - start < longestRepository {
      start -= 1
      if text[start] == UInt8(ascii: "/") { slashes += 1 }
    }
    let path = text[start..<end]
    guard slashes > 0, end - start < longestRepository, path.first?.isWordByte ?? false,
      path.last != UInt8(ascii: "/"),
      start == text.startIndex || text[start - 1] != UInt8(ascii: ":")
    else { return nil }
    let hasEmptyPart = zip(path, path.dropFirst()).contains { first, second in
      first == UInt8(ascii: "/") && second == UInt8(ascii: "/")
    }
    return hasEmptyPart ? nil : path
  }

  private static func isPathByte(_ byte: UInt8) -> Bool {
    byte.isWordByte || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "/")
  }

  /// Reads `GH-12`.
  private static func prefixed(in text: ArraySlice<UInt8>, at start: Int) -> Found? {
    guard text[start...].hasPrefix(ignoringCase: "gh-"),
      start == text.startIndex || !isPathByte(text[start - 1]),
      let (number, end) = number(in: text, at: start + 3)
    else { return nil }
    return (
      text[start..<end], Reference(role: .mentions, target: .issueOrRequest, number: number)
    )
  }
}

extension ReferenceScanner {
  /// Returns the URL that begins at a position.
  private static func url(
    in text: ArraySlice<UInt8>, at start: Int
  ) -> ArraySlice<UInt8>? {
    guard text[start...].hasPrefix("https://") || text[start...].hasPrefix("http://"),
      start == text.startIndex || !text[start - 1].isWordByte
    else { return nil }
    var end = start
    while end < text.endIndex, text[end] > 0x20, !endsURL(text[end]) { end += 1 }
    while end > start, [0x2C, 0x2E, 0x3A, 0x3B].contains(text[end - 1]) { end -= 1 }
    return text[start..<end]
  }

  private static func endsURL(_ byte: UInt8) -> Bool {
    "<>\"'`()[]{}".utf8.contains(byte)
  }

  /// Reads `https://host/owner/repo/issues/12` and its kin: `pull`, `pulls`, `pull-requests`,
  /// `merge_requests`, with or without a `-` before that.
  private static func reference(ofURL url: ArraySlice<UInt8>) -> Reference? {
    guard url.count <= longestURL, let authority = url.firstIndex(of: UInt8(ascii: ":")) else {
      return nil
    }
    let parts = url[(authority + 3)...].split(separator: UInt8(ascii: "/"), maxSplits: 40)
    // A name or password before the host makes it no link to an issue.
    guard let host = parts.first, !host.contains(UInt8(ascii: "@")), parts.count > 4 else {
      return nil
    }
    for position in 3..<(parts.count - 1) {
      guard let target = target(of: parts[position]) else { continue }
      let rest = parts[position + 1]
      let digits = rest.prefix(while: \.isDigit)
      guard digits.endIndex == rest.endIndex || !rest[digits.endIndex].isWordByte,
        let (number, _) = number(in: digits, at: digits.startIndex)
      else { continue }
      var last = position - 1
      if parts[last].elementsEqual([UInt8(ascii: "-")]) { last -= 1 }
      guard last > 1 else { continue }
      return Reference(
        role: .mentions, target: target, number: number,
        repository: url[parts[1].startIndex..<parts[last].endIndex], host: host)
    }
    return nil
  }

  private static func target(of part: ArraySlice<UInt8>) -> Reference.Target? {
    if part.equals(ignoringCase: "issues") || part.equals(ignoringCase: "work_items") {
      return .issue
    }
    let isRequest =
      part.equals(ignoringCase: "pull") || part.equals(ignoringCase: "pulls")
      || part.equals(ignoringCase: "merge_requests") || part.equals(ignoringCase: "pull-requests")
    return isRequest ? .request : nil
  }
}
