/// Writes the text of a query in its canonical form.
///
/// Only white space and line ends change: every token and comment stays as it is written. A pipeline
/// that fits stands on one line; else its source and each of its stages has a line of its own.
///
///     param from: ref;
///     commits in $from..HEAD
///       | where author != "bot" -- releases are made by hand
///       | select short(sha) as sha, subject
public enum QueryFormatter {
  /// The columns of a line.
  static let width = 100

  /// Returns the canonical form of a query, which ends with a line end.
  ///
  /// - Throws: ``QueryError`` if the text is no query.
  public static func format(_ text: String) throws(QueryError) -> String {
    try format(bytes: Array(text.utf8))
  }

  /// Returns the canonical form of a query whose text need not be UTF-8, which is an error.
  public static func format(bytes: [UInt8]) throws(QueryError) -> String {
    let tokens = FormattedTokens(bytes, try QueryParser.tokens(of: bytes))
    var layout = QueryLayout(tokens)
    return layout.text()
  }
}

/// The tokens of a query with the comments before each.
struct FormattedTokens {
  struct Token {
    var text: String
    var kind: TakenToken.Kind
    /// The comment behind the token before, on the same line.
    var trailingComment: String?
    /// The comments on lines of their own before it.
    var comments: [String] = []

    var isOpen: Bool { kind == .token(.punctuation(.open)) }
    var isClose: Bool { kind == .token(.punctuation(.close)) }

    /// The text if it is a word outside of strings and refs.
    var word: String? {
      if case .token(.word(let word)) = kind { word } else { nil }
    }

    func has(_ mark: Punctuation) -> Bool { kind == .token(.punctuation(mark)) }
  }

  private(set) var all: [Token] = []
  /// The comments behind the last token.
  private(set) var end: Token

  init(_ bytes: [UInt8], _ taken: [TakenToken]) {
    var position = 0
    func token(_ span: SourceSpan, _ kind: TakenToken.Kind) -> Token {
      let gap = bytes[position..<max(position, span.lower)]
      var token = Token(
        text: String(decoding: bytes[span.lower..<span.upper], as: UTF8.self), kind: kind)
      let isFirst = position == 0
      for (index, line) in gap.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
      {
        let text = String(decoding: line, as: UTF8.self).trimmingBlanks()
        if text.isEmpty { continue }
        if index == 0, !isFirst {
          token.trailingComment = text
        } else {
          token.comments.append(text)
        }
      }
      position = span.upper
      return token
    }
    for item in taken { all.append(token(item.span, item.kind)) }
    end = token(SourceSpan(bytes.count, bytes.count), .token(.end))
  }
}

extension String {
  fileprivate func trimmingBlanks() -> String {
    var text = Substring(self)
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text.drop(while: \.isWhitespace))
  }
}
