import Versions

/// What is common to all pipelines of one query while it is bound: time, parameters, names, and
/// what is to be told beside the rows.
final class BindingContext {
  let resolver: any NameResolver
  /// The text of the query, for explanations.
  let source: [UInt8]
  let now: Int64
  var parameters: [String: BoundParameter] = [:]
  var repository: ResolvedRepository?
  /// The time for every source that has no clause of its own.
  var defaultAsOf: (time: Int64, origin: String, span: SourceSpan)?
  /// The times at which sources are read; nil: now.
  var sourceTimes: Set<Int64?> = []
  private(set) var notes: [AnswerNote] = []
  private(set) var explanation: [ExplanationLine] = []
  private(set) var sets: [SetUse] = []
  /// The relations that sources name.
  var relations: Set<String> = []
  var diagnostics: [Diagnostic] = []
  private var nextSlot = 0
  /// The pipelines that `let` named.
  var definitions: [String: Definition] = [:]
  /// The names of those that are still to be defined, the next one first.
  var laterDefinitions: [String] = []
  var definitionUses = 0

  struct BoundParameter {
    let name: String
    let type: ParameterType
    /// Nil: null.
    let value: ParameterValue?
  }

  init(resolver: any NameResolver, source: String) {
    self.resolver = resolver
    self.source = Array(source.utf8)
    now = resolver.now
  }

  /// The time of all sources, if they agree on one; else that of the whole query.
  var asOf: Int64? {
    sourceTimes.count == 1 ? sourceTimes.first ?? nil : defaultAsOf?.time
  }

  func note(_ code: String, _ message: String) {
    let note = AnswerNote(code: code, message: message)
    if !notes.contains(note) { notes.append(note) }
  }

  func explain(_ label: String, _ text: String) {
    let line = ExplanationLine(label: label, text: text)
    if !explanation.contains(line) { explanation.append(line) }
  }

  /// Returns the numbers of new slots.
  func slots(_ count: Int) -> Int {
    defer { nextSlot += count }
    return nextSlot
  }

  /// Returns a piece of the query as it was written, on one line.
  func text(_ span: SourceSpan) -> String {
    guard span.lower >= 0, span.upper <= source.count, span.lower <= span.upper else { return "" }
    let text = String(decoding: source[span.lower..<span.upper], as: UTF8.self)
    return DisplayText.escaped(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }

  /// Returns the place of the character that an offset is in; the last one's beyond the end.
  func character(at offset: Int, in span: SourceSpan) -> SourceSpan {
    var lower = min(max(offset, span.lower), span.upper - 1)
    while lower > span.lower, source[lower] & 0xC0 == 0x80 { lower -= 1 }
    return SourceSpan(lower, lower + ScalarReader.scalar(in: source, at: lower).length)
  }

  /// Returns the binding of the handle of a computed set.
  func set(_ request: SetRequest, _ description: String) throws -> SQLBinding {
    if let known = sets.first(where: { $0.request == request }) {
      return SQLBinding(.integer(known.handle), known.description)
    }
    let handle = try resolver.set(request)
    sets.append(SetUse(request: request, handle: handle, description: description))
    return SQLBinding(.integer(handle), description)
  }

  // MARK: Times

  /// Returns the instant that a time stands for.
  func instant(_ time: TimeSyntax) throws -> Int64 {
    var time = time
    if case .parameter(let name) = time.atom {
      time.atom = .instant(try instant(ofParameter: Name(name, time.span)))
    }
    guard let instant = time.instant(now: now) else {
      throw BindDiagnostics.timeOutOfRange(span: time.span)
    }
    return instant
  }

  private func instant(ofParameter name: Name) throws -> Int64 {
    let parameter = try parameter(name)
    switch parameter.value {
    case .time(let time): return try instant(time)
    case .literal(.time(let value)): return value
    default:
      throw BindDiagnostics.parameterNotHere(name, parameter.type, needs: "a time is needed")
    }
  }

  func parameter(_ name: Name) throws -> BoundParameter {
    if let parameter = parameters[name.text] { return parameter }
    let near = NearNames.nearest(name.text, among: parameters.keys.sorted())
    throw BindDiagnostics.undeclaredParameter(name, near: near)
  }
}

extension TimeText {
  /// Returns a time as RFC 3339 in UTC, without a fraction if it is zero.
  static func text(_ microseconds: Int64) -> String {
    CivilTime(microseconds).timestamp
  }
}
