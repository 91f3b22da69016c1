/// Finds the issues, pull requests, commits and authors that a text names.
struct ReferenceScanner {
  private let text: RichText
  private var bytes: [UInt8] { text.bytes }
  private(set) var references: [ChangelogReference] = []
  private(set) var commits: [String] = []
  private(set) var authors: [String] = []
  private var seenReferences: Set<ReferenceKey> = []
  private var seenNames: Set<String> = []
  /// Whether a word like `closes` stands before the reference that follows.
  private var closes = false
  /// Whether a word like `by` stands before the name that follows.
  private var credits = false
  /// Whether a word stands before that says that pull requests follow.
  private var names: ChangelogReference.Kind?
  /// The tracker that a word before names: `LP: #12, #13`.
  private var tracker: String?
  /// Whether a word stands before that says that the id of a commit follows.
  private var namesCommit = false

  private struct ReferenceKey: Hashable {
    var number: Int
    var tracker: String?
  }

  /// Scans a text: O(n) in its length.
  ///
  /// - Parameter closesAll: Whether each number is one that is closed, as in a list of closed issues.
  init(_ text: RichText) {
    self.text = text
    let links = text.spans.filter { span in
      switch span.kind {
      case .link, .role: true
      default: false
      }
    }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    var place = 0
    var next = 0
    while place < bytes.count {
      while next < links.count, links[next].range.lowerBound < place { next += 1 }
      if next < links.count, links[next].range.lowerBound == place {
        let link = links[next]
        next += 1
        if takeLink(link) {
          place = max(place + 1, link.range.upperBound)
          continue
        }
      }
      place = step(place)
    }
  }

  // MARK: Links

  /// Takes what a link or a role points to; returns whether its text is done with.
  private mutating func takeLink(_ span: RichText.Span) -> Bool {
    switch span.kind {
    case .link(let url): takeLink(url, span.range)
    case .role(let role): takeRole(role, span.range)
    default: false
    }
  }

  /// Takes the text of a role of reStructuredText: `` :issue:`12` ``, `` :pr:`13` ``.
  private mutating func takeRole(_ role: String, _ range: Range<Int>) -> Bool {
    let kind: ChangelogReference.Kind
    switch role {
    case "issue", "issues", "bug", "ticket", "gh-issue": kind = .issue
    case "pr", "pull", "pull-request", "merge", "gh-pr": kind = .pullRequest
    case "gh": kind = .unspecified
    case "user", "author", "ghuser":
      add(author: bytes[range].drop { $0 == .at }.text)
      return true
    case "commit":
      let id = bytes[range].lowercased
      guard (7...64).contains(id.count), id.allSatisfy(\.isHexDigit) else { return false }
      add(commit: id.text)
      return true
    default: return false
    }
    for word in bytes[range].split(whereSeparator: { !$0.isDigit }) {
      guard word.count <= 10, let number = Int(word.text), number > 0 else { continue }
      add(ChangelogReference(kind: kind, number: number, isClosed: closes))
    }
    return true
  }

  /// Takes what a link points to; returns whether its text is done with.
  private mutating func takeLink(_ url: String, _ range: Range<Int>) -> Bool {
    guard let address = Address(url) else { return false }
    if var reference = address.reference {
      reference.isClosed = closes
      if names == .pullRequest, reference.kind == .issue, isNumber(range) {
        reference.kind = .pullRequest
      }
      add(reference)
      // The text of a link is often the whole entry, with a number in it.
      return isNumber(range) || bytes[range].begins(with: "http")
    }
    if let commit = address.commit {
      add(commit: commit)
      return true
    }
    if let account = address.account, bytes[range].first == .at || bytes[range].text == account {
      add(author: account)
      credits = true
      return true
    }
    return false
  }

  /// Whether the text of a link is a number with its sign.
  private func isNumber(_ range: Range<Int>) -> Bool {
    let text = bytes[range].drop { !$0.isDigit }
    return !text.isEmpty && text.allSatisfy(\.isDigit) && text.startIndex - range.lowerBound < 60
  }

  // MARK: Text

  /// Takes what begins at a place; returns where to go on.
  private mutating func step(_ place: Int) -> Int {
    let byte = bytes[place]
    if byte.isLetterOrDigit || byte.isBeyondASCII {
      return takeWord(place)
    }
    switch byte {
    case UInt8(ascii: "#"), UInt8(ascii: "!"):
      if !text.isCode(place), let end = takeNumber(place) { return end }
    case .at:
      if !text.isCode(place), let end = takeMention(place) { return end }
    case .space, .comma, UInt8(ascii: "("), UInt8(ascii: "["), .colon, UInt8(ascii: "&"):
      return place + 1
    default: break
    }
    endContext()
    return place + 1
  }

  private mutating func endContext() {
    closes = false
    credits = false
    names = nil
    namesCommit = false
    tracker = nil
  }

  private mutating func takeWord(_ start: Int) -> Int {
    var end = start
    var isHex = true
    while end < bytes.count, isWordByte(end) {
      if !bytes[end].isHexDigit { isHex = false }
      end += 1
    }
    let word = bytes[start..<end]
    if isHex, takeCommit(start, end) { return end }
    if word.isWord("http") || word.isWord("https"), bytes[end...].begins(with: "://") {
      return takeURL(start)
    }
    if word.isWord("gh"), end + 1 < bytes.count, bytes[end] == .hyphen, bytes[end + 1].isDigit,
      let (number, last) = number(at: end + 1)
    {
      add(ChangelogReference(kind: .unspecified, number: number, isClosed: closes))
      return last
    }
    if end < bytes.count, bytes[end] == UInt8(ascii: "#") {
      if let last = takeForeign(start, end) { return last }
      // `Closes: Bug#12` of Debian.
      if word.isWord("bug"), let (number, last) = number(at: end + 1) {
        add(ChangelogReference(kind: .issue, number: number, isClosed: closes))
        return last
      }
    }
    take(context: word)
    return end
  }

  private func isWordByte(_ place: Int) -> Bool {
    let byte = bytes[place]
    return byte.isLetterOrDigit || byte.isBeyondASCII || byte == UInt8(ascii: "_")
  }

  /// Notes what a word says of what follows it.
  private mutating func take(context word: ArraySlice<UInt8>) {
    switch Self.packed(word).flatMap({ Self.contexts[$0] }) {
    case .closing: closes = true
    case .credit: credits = true
    case .pullRequest: names = .pullRequest
    case .issue: names = names ?? .issue
    case .commit: namesCommit = true
    case .launchpad: tracker = "bugs.launchpad.net"
    case .filler: break
    case nil: endContext()
    }
  }

  private enum Context {
    case closing, credit, pullRequest, issue, commit, launchpad, filler
  }

  private static let contexts: [UInt64: Context] = {
    var contexts: [UInt64: Context] = [:]
    func add(_ context: Context, _ words: String) {
      for word in words.utf8.split(separator: .space) {
        if let key = packed(Array(word)[...]) { contexts[key] = context }
      }
    }
    add(.closing, "close closes closed fix fixes fixed resolve resolves resolved")
    add(.credit, "by thanks thank from author authored credit")
    add(.pullRequest, "pr prs pull")
    add(.issue, "issue issues bug bugs")
    add(.commit, "commit commits merge merged picked rev")
    add(.filler, "and to with request requests help you s or")
    add(.launchpad, "lp")
    return contexts
  }()

  /// The letters of a word of at most eight, in lower case, as one number.
  private static func packed(_ word: ArraySlice<UInt8>) -> UInt64? {
    guard word.count <= 8 else { return nil }
    var number: UInt64 = 0
    for byte in word { number = number << 8 | UInt64(byte.lowercased) }
    return number
  }

  // MARK: Numbers

  /// Takes `#12` or `!12`; returns where it ends.
  private mutating func takeNumber(_ place: Int) -> Int? {
    guard
      place == 0
        || !isWordByte(place - 1) && bytes[place - 1] != .slash
          && bytes[place - 1] != UInt8(ascii: "&"),
      let (number, end) = number(at: place + 1)
    else { return nil }
    let isMergeRequest = bytes[place] == UInt8(ascii: "!")
    let kind: ChangelogReference.Kind =
      isMergeRequest ? .pullRequest : names ?? (closes ? .issue : .unspecified)
    add(
      ChangelogReference(
        kind: kind, number: number, tracker: tracker, isClosed: closes || tracker != nil))
    return end
  }

  /// Takes `acme/shop#12`, whose last word lies between the offsets; returns where it ends.
  private mutating func takeForeign(_ start: Int, _ end: Int) -> Int? {
    guard let (number, last) = number(at: end + 1) else { return nil }
    var first = start
    var slashes = 0
    while first > 0, end - first < 140 {
      let byte = bytes[first - 1]
      guard isWordByte(first - 1) || byte.isOne(of: "-./") else { break }
      if byte == .slash { slashes += 1 }
      first -= 1
    }
    guard slashes == 1, !text.isCode(end) else { return nil }
    add(
      ChangelogReference(
        kind: closes ? .issue : .unspecified, number: number, tracker: bytes[first..<end].text,
        isClosed: closes))
    return last
  }

  /// Returns the number at a place that ends there, and its end.
  private func number(at start: Int) -> (Int, Int)? {
    var end = start
    var value = 0
    while end < bytes.count, bytes[end].isDigit {
      guard end - start < 10 else { return nil }
      value = value * 10 + bytes[end].digit
      end += 1
    }
    guard end > start, value > 0, end == bytes.count || !isWordByte(end) else { return nil }
    return (value, end)
  }

  /// Takes an address that stands in the text as it is; returns where it ends.
  private mutating func takeURL(_ start: Int) -> Int {
    var end = start
    while end < bytes.count, !bytes[end].isBlank, !bytes[end].isOne(of: "<>\"`") { end += 1 }
    while end > start, bytes[end - 1].isOne(of: ".,;:)]}'*_") { end -= 1 }
    guard end - start < 2_000, let address = Address(bytes[start..<end].text) else { return end }
    if var reference = address.reference {
      reference.isClosed = closes
      add(reference)
    } else if let commit = address.commit {
      add(commit: commit)
    }
    return max(end, start + 1)
  }

  // MARK: Commits and names

  /// Takes the id of a commit: seven and more hexadecimal digits in brackets, in code or behind a
  /// word that says so, or a whole id anywhere.
  private mutating func takeCommit(_ start: Int, _ end: Int) -> Bool {
    let count = end - start
    guard (7...64).contains(count) else { return false }
    let word = bytes[start..<end]
    guard word.contains(where: \.isDigit) else { return false }
    // Of 64 digits are more often the checksums of files.
    guard count == 40 || namesCommit || count < 64 && isEnclosed(start, end) else { return false }
    // A number of seven digits in brackets is more often a date or an issue.
    guard word.contains(where: \.isLetter) else { return false }
    add(commit: Array(word).lowercased.text)
    return true
  }

  private func isEnclosed(_ start: Int, _ end: Int) -> Bool {
    if text.isCode(start) {
      let isStart = start == 0 || !text.isCode(start - 1)
      return isStart && (end == bytes.count || !text.isCode(end))
    }
    guard start > 0, end < bytes.count else { return false }
    return bytes[start - 1].isOne(of: "([, ") && bytes[end].isOne(of: ")],")
      && (bytes[start - 1] != .space || bytes[end] != .comma)
  }

  /// Takes `@name` where it says who made a change; returns where it ends.
  private mutating func takeMention(_ place: Int) -> Int? {
    guard place == 0 || !isWordByte(place - 1) else { return nil }
    var end = place + 1
    while end < bytes.count, bytes[end].isLetterOrDigit || bytes[end] == .hyphen { end += 1 }
    while end > place + 1, bytes[end - 1] == .hyphen { end -= 1 }
    let isBot = bytes[end...].begins(with: "[bot]")
    guard (2...40).contains(end - place), end == bytes.count || !bytes[end].isOne(of: "/(_@")
    else { return nil }
    guard credits || place > 0 && bytes[place - 1] == UInt8(ascii: "(") else { return nil }
    add(author: bytes[(place + 1)..<end].text + (isBot ? "[bot]" : ""))
    credits = true
    return isBot ? end + 5 : end
  }

  // MARK: Results

  private mutating func add(_ reference: ChangelogReference) {
    guard
      seenReferences.insert(
        ReferenceKey(number: reference.number, tracker: reference.tracker)
      ).inserted
    else { return }
    references.append(reference)
  }

  mutating func add(commit: String) {
    if seenNames.insert("commit " + commit).inserted { commits.append(commit) }
  }

  mutating func add(author: String) {
    if seenNames.insert("author " + author).inserted { authors.append(author) }
  }
}
