/// Breaks the tokens of a query into lines.
struct QueryLayout {
  private let tokens: [FormattedTokens.Token]
  private let end: FormattedTokens.Token
  private var lines: [String] = []

  init(_ tokens: FormattedTokens) {
    self.tokens = tokens.all
    end = tokens.end
  }

  mutating func text() -> String {
    var start = 0
    for semicolon in separators(.semicolon, in: tokens.indices) {
      header(start..<semicolon + 1)
      start = semicolon + 1
    }
    pipeline(start..<tokens.count, indent: 0)
    comments(of: end, indent: 0)
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Parts

  private mutating func header(_ range: Range<Int>) {
    guard range.count > 3, tokens[range.lowerBound].word == "let", !fits(range, indent: 0) else {
      return flow(range, indent: 0)
    }
    let body = range.lowerBound + 3..<range.upperBound - 1
    flow(range.lowerBound..<body.lowerBound, indent: 0)
    pipeline(body, indent: 2)
    let end = tokens[body.upperBound]
    if comments(of: end, indent: 2) { lines.append(end.text) } else { append(to: end.text) }
  }

  private mutating func pipeline(_ range: Range<Int>, indent: Int) {
    if fits(range, indent: indent) { return flow(range, indent: indent) }
    var start = range.lowerBound
    var isSource = true
    for pipe in separators(.pipe, in: range) + [range.upperBound] {
      stage(start..<pipe, indent: isSource ? indent : indent + 2)
      start = pipe
      isSource = false
    }
  }

  /// Writes a source, or a stage with the `|` before it.
  private mutating func stage(_ range: Range<Int>, indent: Int) {
    guard !fits(range, indent: indent), let (open, close) = innerPipeline(of: range) else {
      return flow(range, indent: indent)
    }
    flow(range.lowerBound..<open + 1, indent: indent)
    pipeline(open + 1..<close, indent: indent + 4)
    flow(close..<range.upperBound, indent: indent + 2)
  }

  /// Returns the parentheses of the first pipeline inside a stage that has several stages itself.
  private func innerPipeline(of range: Range<Int>) -> (open: Int, close: Int)? {
    var opens: [Int] = []
    var found: (Int, Int)?
    for index in range {
      if tokens[index].isOpen { opens.append(index) }
      guard tokens[index].isClose, let open = opens.popLast() else { continue }
      if !separators(.pipe, in: open + 1..<index).isEmpty, opens.isEmpty, found == nil {
        found = (open, index)
      }
    }
    return found
  }

  /// Returns where a mark stands outside of parentheses.
  private func separators(_ mark: Punctuation, in range: Range<Int>) -> [Int] {
    var depth = 0
    return range.filter { index in
      if tokens[index].isOpen { depth += 1 }
      if tokens[index].isClose { depth -= 1 }
      return depth == 0 && tokens[index].has(mark) && index > range.lowerBound
    }
  }

  // MARK: Lines

  /// Whether tokens stand on one line; a comment inside takes a line of its own.
  private func fits(_ range: Range<Int>, indent: Int) -> Bool {
    var width = indent
    for index in range {
      if index > range.lowerBound,
        tokens[index].trailingComment != nil || !tokens[index].comments.isEmpty
      {
        return false
      }
      width += tokens[index].text.unicodeScalars.count
      if index > range.lowerBound, isSpaced(index) { width += 1 }
    }
    return width <= QueryFormatter.width
  }

  /// Writes tokens on a new line, and on further ones where they do not fit.
  private mutating func flow(_ range: Range<Int>, indent: Int) {
    let margin = String(repeating: " ", count: indent)
    var isStart = true
    for index in range {
      let token = tokens[index]
      let hasComment = comments(of: token, indent: indent)
      if isStart {
        lines.append(margin + token.text)
      } else if hasComment || breaks(before: index, in: range) {
        lines.append(margin + "    " + token.text)
      } else {
        append(to: (isSpaced(index) ? " " : "") + token.text)
      }
      isStart = false
    }
  }

  private mutating func append(to text: String) {
    lines[lines.count - 1] += text
  }

  /// Writes the comments before a token; returns whether there were any.
  @discardableResult
  private mutating func comments(of token: FormattedTokens.Token, indent: Int) -> Bool {
    if let comment = token.trailingComment {
      if lines.isEmpty { lines.append(comment) } else { append(to: " " + comment) }
    }
    for comment in token.comments { lines.append(String(repeating: " ", count: indent) + comment) }
    return token.trailingComment != nil || !token.comments.isEmpty
  }

  /// Whether what comes up to the next place for a break would not fit the line.
  private func breaks(before index: Int, in range: Range<Int>) -> Bool {
    guard mayBreak(before: index, in: range) else { return false }
    var width = lines[lines.count - 1].unicodeScalars.count
    var next = index
    repeat {
      width += tokens[next].text.unicodeScalars.count + (isSpaced(next) ? 1 : 0)
      next += 1
    } while next < range.upperBound && !mayBreak(before: next, in: range)
    return width > QueryFormatter.width
  }

  /// A line breaks behind a comma and before `and`, `or`, `by` and `on`.
  private func mayBreak(before index: Int, in range: Range<Int>) -> Bool {
    index > range.lowerBound
      && !(tokens[index - 1].kind == .ref && tokens[index].word == "or" && isEquivalent(index + 1))
      && (tokens[index - 1].has(.comma) || ["and", "or", "by", "on"].contains(tokens[index].word))
  }

  private func isEquivalent(_ index: Int) -> Bool {
    index < tokens.count && tokens[index].word == "equivalent"
  }

  // MARK: Spaces

  /// Whether a space stands before a token.
  private func isSpaced(_ index: Int) -> Bool {
    let (left, right) = (tokens[index - 1], tokens[index])
    if left.isOpen || left.has(.dot) || left.has(.range) || right.isClose { return false }
    for mark in [Punctuation.comma, .semicolon, .colon, .dot] where right.has(mark) { return false }
    // `in ..B` and `A..B`.
    if right.has(.range) {
      return left.kind == .ref ? left.text.hasSuffix(".") : !left.isClose
    }
    if right.isOpen { return !isCall(index) }
    // Two minus signs in a row would begin a comment.
    return left.kind != .sign || right.kind == .sign
  }

  /// Whether a parenthesis opens the arguments of a function.
  private func isCall(_ index: Int) -> Bool {
    guard let word = tokens[index - 1].word else { return false }
    return word == "if" || !(Words.reserved.contains(word) || Self.wordsBeforeGroups.contains(word))
  }

  /// Words that a parenthesis may follow that is no list of arguments.
  private static let wordsBeforeGroups: Set<String> = [
    "where", "select", "add", "sort", "per", "summarize", "distinct", "union", "join", "left", "on",
    "glob", "matches", "has", "from", "let",
  ]
}
