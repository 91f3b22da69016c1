// What is wrong with refs, stages and the query as a whole.
extension ParseDiagnostics {
  // MARK: E010 Refs

  static func emptyReference(_ kind: RefKind?, _ span: SourceSpan) -> Diagnostic {
    guard let kind else {
      return Diagnostic(code: "E010", message: "a ref has an empty name", span: span)
    }
    return Diagnostic(
      code: "E010", message: "no name follows \"\(kind.rawValue):\"", span: span,
      hints: ["a name with unusual characters: \"\(kind.rawValue):my name\""])
  }

  static func referenceCharacter(
    _ scalar: Unicode.Scalar?, in text: String, _ span: SourceSpan
  ) -> Diagnostic {
    guard let scalar else {
      return Diagnostic(code: "E010", message: "a ref holds a byte that is not UTF-8", span: span)
    }
    if scalar == "~" || scalar == "^" {
      return Diagnostic(
        code: "E010", message: "\"\(scalar)\" cannot stand in a ref", span: span,
        hints: [
          "a ref is the name of a tag, branch, image or object; the suffixes ~ and ^ are not built",
          "a range of versions stands after a column: where version in ^v1.27",
        ])
    }
    if scalar == "\"" || scalar == "'" {
      return Diagnostic(
        code: "E010", message: "a quote cannot stand inside a ref", span: span,
        label: "quotes stand around the whole ref", hints: ["such as \"branch:my branch\""])
    }
    let name = scalar.value < 0x80 ? quoted(String(scalar)) : scalar.codePointAndName
    let fix = text.unicodeScalars.contains { $0 == "\"" || $0 == "'" } ? nil : text
    return Diagnostic(
      code: "E010", message: "\(name) cannot stand in a ref without quotes", span: span,
      label: fix.map { "write \"\($0)\"" })
  }

  static func expectedReference(after word: String, found: Diagnostic) -> Diagnostic {
    guard found.code == unexpectedCode else { return found }
    if word == "=" { return found }
    return Diagnostic(
      code: unexpectedCode,
      message: found.message.replacingPrefix("expected a ref", "expected a ref after \"\(word)\""),
      span: found.span, label: found.label,
      hints: ["a ref is v1.28.0, tag:v1.28.0, branch:main, sha:9f3c1ab or a parameter"])
  }

  // MARK: E011 Ranges of refs

  static func expectedRange(found: Diagnostic) -> Diagnostic {
    guard found.code == unexpectedCode else { return found }
    return Diagnostic(
      code: unexpectedCode, message: found.message, span: found.span, label: found.label,
      hints: ["a range is v1.27.3..v1.28.0, or ..v1.28.0 for everything in v1.28.0"])
  }

  static func openRange(_ lower: String?, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E011", message: "a range needs a ref after \"..\"", span: span,
      label: lower.map { "write \($0)..branch:main" } ?? "write ..branch:main")
  }

  static func threeDots(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E011", message: "there is no range \"A...B\"", span: span, label: "write ..",
      hints: [
        "A..B: in B and not in A; a symmetric difference is two queries, A..B and B..A"
      ])
  }

  static func missingRange(
    _ ref: String, _ span: SourceSpan, relation: String?
  ) -> Diagnostic {
    var hints = ["everything in it: in ..\(ref)"]
    if let relation {
      hints.append("the row itself: \(relation) of \(ref)")
    } else {
      hints.append("a column: x in (1, 2), or version in v1.27.x")
    }
    return Diagnostic(
      code: "E011", message: "\"in\" needs a range of refs, found \(quoted(ref))", span: span,
      label: "a range is A..B or ..B", hints: hints)
  }

  static func membership(
    of left: String, found: Diagnostic, rest: String?, span: SourceSpan? = nil
  ) -> Diagnostic {
    guard found.code == unexpectedCode || rest != nil else { return found }
    if let rest {
      if let times = timeComparisons(rest, of: left.utf8.count < 40 ? left : "x") {
        return Diagnostic(
          code: "E011", message: "a value is never \"in\" a range of times",
          span: span ?? found.span,
          label: "write \(times)")
      }
      return Diagnostic(
        code: "E011", message: "a value is never \"in\" a range of refs", span: span ?? found.span,
        label: "compare with >= and <=, or ask the history: where in \(rest)",
        hints: ["a range of versions is \(left.utf8.count < 40 ? left : "x") in v1.27.x"])
    }
    return Diagnostic(
      code: unexpectedCode, message: found.message, span: found.span, label: found.label,
      hints: [
        "a list is (1, 2), a range of versions v1.27.x, a pipeline (commits | select sha)"
      ])
  }

  /// Returns the comparisons that a range of times means, such as `t >= 2025-01-01 and t <
  /// 2025-02-01`; nil if an end is no time.
  static func timeComparisons(_ range: String, of name: String) -> String? {
    guard let dots = range.firstRange(of: "..") else { return nil }
    let ends = [range[..<dots.lowerBound], range[dots.upperBound...]].map(String.init)
    let parts = zip([">=", "<"], ends).filter { !$1.isEmpty }
    let areTimes = parts.allSatisfy { _, end in
      if case .success = TimeText.microseconds(Array(end.utf8)) { true } else { false }
    }
    guard areTimes, !parts.isEmpty else { return nil }
    return parts.map { "\(name) \($0) \($1)" }.joined(separator: " and ")
  }

  // MARK: E012 to E015 Predicates, stages and names

  static func chainedComparison(
    middle: String, operator mark: Punctuation, _ span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E012", message: "comparisons cannot be chained", span: span,
      label: middle.utf8.count < 40 ? "write and \(middle) \(mark.rawValue) …" : "write and")
  }

  static func unknownStage(_ name: Name, next: Token) -> Diagnostic {
    var label: String?
    var hints = ["stages: " + Words.stages.joined(separator: ", ")]
    var span = name.span
    if let synonym = stage(meantBy: name.text, next: next) {
      label = "write \(synonym)"
      if next.kind == .word("by") { span = span.union(next.span) }
    } else if ["desc", "asc"].contains(name.text) {
      var key = "KEY"
      if case .word(let word) = next.kind { key = word }
      label = "write sort \(key) \(name.text)"
    } else if next.kind == .word("desc") || next.kind == .word("asc") {
      label = "write sort before it"
    } else if ["offset", "skip"].contains(name.text.lowercased()) {
      label = "rows are not skipped"
      hints = ["the next ones: sort by a key, and ask where it is beyond the last one seen"]
    } else if name.text.lowercased() == "from" {
      label = "a query starts with the relation"
      hints = ["such as: commits | where author = \"…\" | select sha"]
    } else if Words.reserved.contains(name.text) {
      label = "write where before a predicate"
    } else {
      label = NearNames.label(name.text, among: Words.stages)
    }
    return Diagnostic(
      code: "E013", message: "there is no stage \(quoted(name.text))", span: span,
      label: label, hints: hints)
  }

  /// Returns the error for a query that starts like SQL, or nil.
  ///
  /// - Parameter relation: The relation after `from`, if there is one.
  static func stageAsSource(
    _ word: String, next: Token, relation: String?, _ span: SourceSpan
  ) -> Diagnostic? {
    let lower = word.lowercased()
    guard !Words.relations.contains(word),
      Words.stages.contains(lower) || lower == "from" || lower == "with"
    else { return nil }
    return Diagnostic(
      code: "E013", message: "a query starts with a relation, found \(quoted(word))", span: span,
      label: "name the relation first", hints: [relationFirst(relation, lower)])
  }

  static func sortBy(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E013", message: "\"sort\" is followed by its keys", span: span,
      label: "leave out by")
  }

  static func summarizeWithoutAggregate(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E013", message: "\"summarize\" needs an aggregate before \"by\"", span: span,
      label: "write count() as n by …", hints: ["for the distinct values alone: | distinct …"])
  }

  static func unnamed(
    _ expression: Expression, _ text: String, _ span: SourceSpan
  ) -> Diagnostic {
    var name = "name"
    if case .comparison(.equal, .path(let parts), let value, _) = expression, parts.count == 1 {
      // `n = count()`: the name stands behind.
      let start = Parser.span(of: value).lower - span.lower
      let value = String(decoding: Array(text.utf8).dropFirst(max(0, start)), as: UTF8.self)
      return Diagnostic(
        code: "E014", message: "the column \(quoted(text)) needs a name", span: span,
        label: value.utf8.count < 60
          ? "write \(value) as \(parts[0].text)" : "write as \(parts[0].text) after the value")
    }
    if case .path(let parts) = expression, parts.count == 1, parts[0].text == "count" {
      return Diagnostic(
        code: "E014", message: "the column \(quoted(text)) needs a name", span: span,
        label: "write count() as n")
    }
    switch expression {
    case .call(let function, let arguments, _):
      name = function.text == "count" ? "n" : function.text
      if arguments.count == 1, case .path(let parts) = arguments[0], let last = parts.last {
        name = last.text
      }
    case .callStar: name = "n"
    case .path(let parts): name = parts.last?.text ?? name
    default: break
    }
    return Diagnostic(
      code: "E014", message: "the column \(quoted(text)) needs a name", span: span,
      label: text.utf8.count < 60 ? "write \(text) as \(name)" : "write as \(name) after it")
  }

  static func reservedWord(_ word: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E015", message: "\(quoted(word)) is a reserved word and cannot be a name", span: span,
      hints: ["reserved: " + Words.reserved.sorted().joined(separator: ", ")])
  }

  static func strayList(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: unexpectedCode, message: "expected \")\", found \",\"", span: span,
      hints: ["a list stands only after in: x in (1, 2)"])
  }

  // MARK: E016 Limits

  private static func limit(
    _ message: String, _ span: SourceSpan, hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(code: limitCode, message: message, span: span, hints: hint.map { [$0] } ?? [])
  }

  static func textTooLong(_ count: Int) -> Diagnostic {
    limit(
      "the query has \(count) bytes, and the most is \(Limits.text)",
      SourceSpan(Limits.text, Limits.text + 1))
  }

  static func tooDeep(_ span: SourceSpan) -> Diagnostic {
    limit("the query is nested more than \(Limits.nesting) deep", span)
  }

  static func tooManyStages(_ span: SourceSpan) -> Diagnostic {
    limit("a pipeline has at most \(Limits.stages) stages", span)
  }

  static func listTooLong(_ span: SourceSpan) -> Diagnostic {
    limit("a list has at most 10,000 items", span)
  }

  static func patternTooLong(_ length: Int, _ span: SourceSpan) -> Diagnostic {
    limit("the pattern has \(length) characters, and the most is \(Limits.pattern)", span)
  }

  static func tooMuchArithmetic(_ span: SourceSpan) -> Diagnostic {
    limit("a query has at most \(Limits.arithmeticOperators) arithmetic operators", span)
  }

  // MARK: E017 to E019 The query as a whole

  static func emptyQuery(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E017", message: "the query is empty", span: span,
      hints: ["a query starts with a relation: commits | take 10"])
  }

  static func repeatedHeader(_ words: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E017", message: "the header \"\(words)\" stands twice", span: span,
      label: "leave out one of them")
  }

  static func semicolonAfterPipeline(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E017", message: "\";\" ends a header, and headers stand before the pipeline",
      span: span, label: "leave it out",
      hints: ["headers: param NAME: TYPE;  as of TIME;  repo NAME;  let NAME = PIPELINE;"])
  }

  static func unknownType(_ word: String, _ span: SourceSpan) -> Diagnostic {
    let names = ParameterType.allCases.map(\.rawValue)
    return Diagnostic(
      code: "E018", message: "there is no type \(quoted(word))", span: span,
      label: NearNames.typeSynonym(word).map { "write \($0)" }
        ?? NearNames.label(word, among: names),
      hints: ["types: " + names.joined(separator: ", ")])
  }

  static func valueOfOtherType(
    _ text: String, _ type: ParameterType, _ span: SourceSpan
  ) -> Diagnostic {
    let example =
      switch type {
      case .text, .ref, .commit: "v1.28.0"
      case .int: "42"
      case .real: "1.5"
      case .bool: "true or false"
      case .time: "2024-05-01T12:00Z, now or 7d ago"
      case .duration: "7d or 1h30m"
      case .version: "v1.28.0"
      case .digest: "sha256:4bf2c9"
      }
    return Diagnostic(
      code: "E019", message: "\(quoted(text)) is no value of type \(type.rawValue)", span: span,
      label: "such as \(example)")
  }
}

extension ParseDiagnostics {
  /// Returns the error for a pipeline without its parentheses.
  static func barePipeline(_ stage: String, _ word: String, _ span: SourceSpan) -> Diagnostic {
    let rest = stage.hasPrefix("join") ? " on COLUMN" : ""
    return Diagnostic(
      code: unexpectedCode,
      message: "expected \"(\" and a pipeline after \"\(stage)\", found \(quoted(word))",
      span: span, label: "write \(stage) (\(word))\(rest)")
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String, _ other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}
