/// Functions that are more than a call on values.
extension PipelineBinder {
  /// Binds `prev(x, …)` or `next(x, …)`: x of the neighbouring row among those with equal values of
  /// the other arguments, in the order that the rows have at this point.
  func window(
    _ function: Function, _ kind: Function.Window, _ arguments: [Expression], span: SourceSpan
  ) throws -> BoundExpression {
    if aggregation != nil { throw BindDiagnostics.windowInSummarize(function, span: span) }
    guard !arguments.isEmpty else {
      throw BindDiagnostics.wrongArguments(function, found: "no value", span: span)
    }
    let values = try arguments.map { try expression($0) }
    let slot = context.slots(1)
    pipeline.steps.append(
      .window(
        BoundWindow(function: kind, value: values[0], groups: Array(values.dropFirst())),
        slot: slot))
    return BoundExpression(.slot(slot), values[0].type, nullable: true, span: span)
  }

  /// Binds `bucket(time, 7d)`: the begin of the stretch of that length that a time is in.
  func bucket(
    _ function: Function, _ arguments: [Expression], span: SourceSpan
  ) throws -> BoundExpression {
    guard arguments.count == 2 else {
      throw BindDiagnostics.wrongArguments(
        function, found: "\(arguments.count) values", span: span)
    }
    let time = try expression(arguments[0])
    let length = try expression(arguments[1])
    guard time.type == .time else {
      throw BindDiagnostics.wrongArguments(function, found: time.type.rawValue, span: time.span)
    }
    guard length.type == .duration, case .value(let binding) = length.node,
      case .integer(let microseconds) = binding.value
    else {
      throw BindDiagnostics.wrongArguments(
        function, found: length.type.rawValue, span: length.span)
    }
    guard microseconds > 0 else {
      throw BindDiagnostics.wrongArguments(
        function, found: "no length of time", span: length.span)
    }
    let origin = SQLBinding(.integer(Self.origin(ofBuckets: microseconds)), "begin of the first")
    let begin = BoundExpression(.value(origin), .time, nullable: false, span: length.span)
    return try make(
      .call(.bucket, [time, length, begin]), .time, nullable: time.isNullable, span,
      [time, length])
  }

  /// Where buckets begin: weeks on Mondays, all others at 1970-01-01.
  private static func origin(ofBuckets length: Int64) -> Int64 {
    let day: Int64 = 86_400_000_000
    return length % (7 * day) == 0 ? 4 * day : 0
  }

  /// Binds `search("words")` about the row.
  func search(
    _ function: Function, _ arguments: [Expression], span: SourceSpan
  ) throws -> BoundExpression {
    guard arguments.count == 1 else {
      throw BindDiagnostics.wrongArguments(
        function, found: "\(arguments.count) values", span: span)
    }
    if let aggregation, !aggregation.isInside {
      throw BindDiagnostics.ungrouped(context.text(span), span: span)
    }
    let text = try expression(arguments[0])
    guard case .value(let binding) = text.node, case .text(let bytes) = binding.value else {
      throw BindDiagnostics.wrongArguments(
        function, found: text.type == .text ? "a column" : text.type.rawValue, span: text.span)
    }
    guard let relation = scope.relation, let index = relation.textIndex else {
      throw BindDiagnostics.notSearchable(scope.relation, span: span)
    }
    let words = SearchWords(bytes)
    guard let match = words.match else {
      throw BindDiagnostics.wrongArguments(function, found: "no word", span: text.span)
    }
    guard try context.resolver.hasTextIndex(index.name) else {
      throw BindDiagnostics.noTextIndex(relation, span: span)
    }
    context.explain("search", "\(relation.name): \(words.description)")
    return try make(
      .found(
        .hidden(relation.tieBreaker), index, SQLBinding(.text(Array(match.utf8)), "words")),
      .bool, nullable: false, span, [])
  }
}

/// The words of a `search`, as the full-text index takes them: all have to occur.
///
/// Words in double quotes have to stand together; `*` at the end of a word finds all that begin
/// with it. No other character has a meaning.
struct SearchWords {
  private var terms: [(words: [String], isPrefix: Bool)] = []

  init(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    for (index, part) in text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
    {
      if index % 2 == 1 {
        let words = Self.words(part)
        if !words.isEmpty { terms.append((words, false)) }
      } else {
        for word in part.split(whereSeparator: \.isWhitespace) {
          let words = Self.words(word)
          if !words.isEmpty { terms.append((words, word.hasSuffix("*"))) }
        }
      }
    }
  }

  /// Returns the runs of letters, digits and marks on them, which is what the index holds.
  private static func words(_ text: Substring) -> [String] {
    text.unicodeScalars.split { !isWordPart($0) }.map { String($0) }
  }

  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .privateUse:
      true
    default: false
    }
  }

  /// The expression for the index; nil if there is no word.
  var match: String? {
    if terms.isEmpty { return nil }
    return terms.map { "\"\($0.words.joined(separator: " "))\"" + ($0.isPrefix ? "*" : "") }
      .joined(separator: " ")
  }

  /// What is looked for, in words.
  var description: String {
    terms.map {
      let text = DisplayText.escaped($0.words.joined(separator: " "))
      return $0.isPrefix ? "\(text)…" : $0.words.count > 1 ? "\"\(text)\"" : text
    }.joined(separator: " and ")
  }
}
