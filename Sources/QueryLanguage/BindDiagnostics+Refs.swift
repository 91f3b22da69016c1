/// The errors of refs, times and parameters, and the notes on the past.
extension BindDiagnostics {
  static func noMatch(_ text: String, near: [String], span: SourceSpan) -> Diagnostic {
    var label: String?
    if let first = near.first {
      label = "did you mean \(first)?"
      if near.count > 1 {
        label? += "  nearest: " + near.prefix(5).joined(separator: ", ")
      }
    }
    let looksLikeID = (4...64).contains(text.utf8.count) && text.utf8.allSatisfy(ASCII.isHex)
    return Diagnostic(
      code: "E201", message: "no ref matches \(quoted(text))", span: span, label: label,
      hints: near.isEmpty && looksLikeID
        ? ["no commit that is known has such an id either; stemma index reads what is new"] : [])
  }

  static func deleted(_ ref: ResolvedRef, as text: String, span: SourceSpan) -> Diagnostic {
    guard let deletion = ref.deletion else { return noMatch(text, near: [], span: span) }
    let before = deletion.earliest.map { ", or ask as of \(TimeText.text($0))" } ?? ""
    let spelling = ref.display.split(separator: " ", maxSplits: 1).joined(separator: ":")
    let name = spelling.utf8.allSatisfy(ASCII.isRef) ? spelling : quoted(spelling)
    return Diagnostic(
      code: "E207", message: "\(ref.display) was deleted \(deletion.when)", span: span,
      label: "it pointed at \(deletion.commit ?? deletion.target) last",
      hints: [
        (deletion.commit.map { "the commit: sha:\($0.prefix(12))" } ?? "the object is no commit")
          + before,
        "all its states: history of \(name)",
      ])
  }

  static func rangeOfTimes(
    _ text: String, comparisons: String, span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E201", message: "no refs match \(quoted(text)), and a range of refs is none of times",
      span: span, label: "write: where \(comparisons)")
  }

  static func noCommit(_ text: String, near: [String], span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E201", message: "no commit matches \(text)", span: span,
      label: near.isEmpty ? nil : "nearest: " + near.prefix(5).joined(separator: ", "))
  }

  static func noImage(_ text: String, span: SourceSpan) -> Diagnostic {
    Diagnostic(code: "E201", message: "no image matches \(text)", span: span)
  }

  /// - Parameter ids: How many objects an id begins, such as `3 commits`; nil for names.
  static func ambiguous(
    _ text: String, _ candidates: [String], ids: String?, count: Int, span: SourceSpan,
    hints: [String]
  ) -> Diagnostic {
    var label = candidates.prefix(5).joined(separator: ids == nil ? " or " : ", ")
    let more = count - min(candidates.count, 5)
    if more > 0 { label += " and \(more) more" }
    return Diagnostic(
      code: "E202",
      message: ids.map { "\(text) is ambiguous (\($0))" } ?? "\(quoted(text)) is ambiguous",
      span: span, label: ids == nil ? "write \(label)" : label, hints: hints)
  }

  static func absentAt(_ display: String, when: String, span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E203", message: "what \(display) pointed at is not known \(when)", span: span)
  }

  static func pointsAtNoCommit(_ display: String, span: SourceSpan) -> Diagnostic {
    Diagnostic(code: "E203", message: "\(display) points at no commit", span: span)
  }

  static func twoRepositories(
    _ lower: String, _ upper: String, span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E204", message: "\(lower) and \(upper) are in different repositories", span: span,
      label: "a range stays in one repository")
  }

  /// A digest where the id of a git object is needed, or the other way round.
  static func idOfAnotherKind(_ type: String, _ found: String, span: SourceSpan) -> Diagnostic {
    cannotCompare(
      type, with: found, span: span,
      hints: ["objects of git are named by sha:…, images by sha256:…"])
  }

  static func wrongRefKind(
    _ text: String, _ relation: Relation, hint: String, span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E205", message: "\(quoted(text)) cannot name rows of \(quoted(relation.name))",
      span: span, hints: [hint])
  }

  static func unknownRepository(
    _ text: String, of kind: ResolvedRepository.Kind? = nil, names: [String], near: [String],
    span: SourceSpan
  ) -> Diagnostic {
    let noun = kind == .image ? "image repository" : kind == .environment ? "environment" : nil
    let plural = kind == .image ? "image repositories" : noun.map { $0 + "s" } ?? "repositories"
    let hints =
      names.isEmpty
      ? noun.map { ["no \($0) has been indexed"] } ?? []
      : ["\(plural): \(NearNames.list(names))"]
    return Diagnostic(
      code: "E206", message: "no \(noun ?? "repository") is named \(quoted(text))", span: span,
      label: NearNames.question(near.map(quoted)), hints: hints)
  }

  static func ambiguousRepository(
    _ text: String, names: [String], span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E202", message: "repository \(quoted(text)) is ambiguous", span: span,
      label: "write " + NearNames.list(names, last: "or"))
  }

  // MARK: The past

  static func asOfUnsupported(_ relation: Relation, reason: String, span: SourceSpan) -> Diagnostic
  {
    Diagnostic(
      code: "E402", message: "\(quoted(relation.name)) cannot be read as of a time: \(reason)",
      span: span,
      hints: [
        "relations with as of: "
          + Relation.all.filter(\.asOf.isSupported).map(\.name).joined(separator: ", ")
      ])
  }

  static func columnHasNoPast(_ name: String, span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E403",
      message: "\(quoted(name)) is derived from the present refs and cannot be read as of a time",
      span: span)
  }

  static func timeOutOfRange(span: SourceSpan) -> Diagnostic {
    Diagnostic(code: "E404", message: "the time is outside the range of int64", span: span)
  }

  // MARK: Parameters

  static func undeclaredParameter(_ name: Name, near: [String]) -> Diagnostic {
    Diagnostic(
      code: "E601", message: "parameter $\(name.text) is not declared", span: name.span,
      label: NearNames.question(near.map { "$" + $0 }),
      hints: ["declare it at the start: param \(name.text): text;"])
  }

  static func duplicateParameter(_ name: Name) -> Diagnostic {
    Diagnostic(
      code: "E602", message: "parameter $\(name.text) is declared twice", span: name.span)
  }

  static func reservedParameter(_ name: Name) -> Diagnostic {
    Diagnostic(
      code: "E602", message: "parameter $\(name.text) is built in", span: name.span)
  }

  static func missingParameter(_ declaration: ParameterDeclaration) -> Diagnostic {
    let name = declaration.name.text
    return Diagnostic(
      code: "E603", message: "parameter $\(name) has no value", span: declaration.name.span,
      hints: ["give one: --param \(name)=\(declaration.type.rawValue.uppercased())"])
  }

  static func unknownParameter(
    _ name: String, declared: [String], near: [String]
  ) -> Diagnostic {
    Diagnostic(
      code: "E604", message: "the query has no parameter \(quoted(name))",
      span: SourceSpan(0, name.utf8.count), label: NearNames.question(near.map(quoted)),
      hints: declared.isEmpty ? [] : ["parameters: " + declared.joined(separator: ", ")]
    ).given(by: "--param ", value: name)
  }

  static func wrongParameter(
    _ name: String, _ text: String, _ type: ParameterType, reason: String?, span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E605",
      message: "the value \(quoted(text)) of parameter $\(name) is not of type \(type.rawValue)",
      span: span, label: reason)
  }

  static func notAChoice(
    _ name: String, _ text: String, choices: [String], span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E606", message: "parameter $\(name) cannot be \(quoted(text))", span: span,
      label: NearNames.label(text, among: choices),
      hints: ["choices: " + choices.joined(separator: ", ")])
  }

  static func parameterNotHere(
    _ name: Name, _ type: ParameterType, needs: String
  ) -> Diagnostic {
    Diagnostic(
      code: "E607", message: "parameter $\(name.text) is a \(type.rawValue), and \(needs)",
      span: name.span)
  }
}

extension RefDeletion {
  /// When it happened, such as `between 2024-05-01T00:00:00Z and 2024-05-02T00:00:00Z`.
  var when: String {
    let latest = TimeText.text(latest)
    guard let earliest, earliest < self.latest else { return "at \(latest) or before" }
    return "between \(TimeText.text(earliest)) and \(latest)"
  }
}
