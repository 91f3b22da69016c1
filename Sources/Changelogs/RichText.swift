/// A text on one line whose markup is resolved, with what the markup said.
struct RichText: Sendable {
  /// What is marked, by offsets of bytes.
  struct Span: Sendable {
    enum Kind: Sendable {
      case link(String)
      case code, strong, emphasis
      /// A role of reStructuredText, such as `issue`.
      case role(String)
    }

    var kind: Kind
    var range: Range<Int>
  }

  private(set) var bytes: [UInt8] = []
  var spans: [Span] = []
  /// The spans of code, in their order.
  private var codeRanges: [Range<Int>] = []
  /// Where the parts of the text begin that were blocks of their own.
  private(set) var blockStarts: [Int] = []
  /// The number of lines that it was written on.
  var lineCount = 1

  init() {}

  /// A text without markup.
  init(plain text: ArraySlice<UInt8>) {
    append(text)
    trim()
  }

  var string: String { bytes.text }

  /// Appends bytes, each run of blanks as one space.
  mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    for byte in text {
      if byte.isBlank {
        if let last = bytes.last, last != .space { bytes.append(.space) }
      } else {
        bytes.append(byte)
      }
    }
  }

  /// Appends bytes, each run of blanks as one space.
  mutating func append(_ text: ArraySlice<UInt8>) {
    text.withUnsafeBufferPointer { append($0) }
  }

  /// Appends one space, unless there is one.
  mutating func appendSpace() {
    if let last = bytes.last, last != .space { bytes.append(.space) }
  }

  /// Begins another block: a space, or a mark before an item.
  mutating func beginBlock(isItem: Bool) {
    guard !bytes.isEmpty else { return }
    let isBehindMark = blockStarts.last.map { bytes[$0...].elementsEqual("• ".utf8) } ?? false
    if isBehindMark { return }
    if bytes.last != .space { bytes.append(.space) }
    blockStarts.append(bytes.count)
    if isItem { bytes.append(contentsOf: "• ".utf8) }
  }

  /// Removes the blank at the end.
  mutating func trim() {
    while bytes.last == .space { bytes.removeLast() }
  }

  /// Adds a span of code that lies behind all others.
  mutating func addCode(_ range: Range<Int>) {
    spans.append(Span(kind: .code, range: range))
    codeRanges.append(range)
  }

  /// Returns whether a place lies in code: O(log n) in the number of spans.
  func isCode(_ place: Int) -> Bool {
    var (lower, upper) = (0, codeRanges.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if codeRanges[middle].upperBound <= place { lower = middle + 1 } else { upper = middle }
    }
    return lower < codeRanges.count && codeRanges[lower].contains(place)
  }
}

/// A block of a document, whatever it is written in.
struct Block: Sendable {
  enum Kind: Hashable, Sendable {
    /// A heading of a level, from 1 on.
    case heading(Int)
    case paragraph
    /// An item of a list with all that lies in it.
    case item
    case quote
    case code
    case table
    /// A comment, an anchor, a rule, a directive: what has no words of its own.
    case markup
    case rule
    /// A link definition.
    case definition
  }

  var kind: Kind
  var text: RichText
  /// Its lines, from 0 on.
  var lines: Range<Int>
  /// What a definition defines.
  var link: ChangelogLink?

  /// The level of a heading; null for another block.
  var headingLevel: Int? {
    if case .heading(let level) = kind { level } else { nil }
  }
}
