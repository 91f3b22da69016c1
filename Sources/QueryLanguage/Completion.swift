/// What can be written at a place of a query.
public struct Completion: Hashable, Sendable {
  /// The bytes that a candidate replaces: what is written of it already.
  public var range: SourceSpan
  /// What fits, in the order in which it is to be shown.
  public var candidates: [CompletionCandidate]

  public init(range: SourceSpan, candidates: [CompletionCandidate] = []) {
    self.range = range
    self.candidates = candidates
  }
}

/// One way to go on.
public struct CompletionCandidate: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case relation, column, link, function, stage, keyword, ref, value, parameter, repository, time
  }

  /// What is written, quotes included.
  public var text: String
  public var kind: Kind
  /// A few words or one sentence; may be empty.
  public var documentation: String

  public init(_ text: String, _ kind: Kind, _ documentation: String = "") {
    self.text = text
    self.kind = kind
    self.documentation = documentation
  }

  /// Whether the text goes on without a space after it, as that of a link or a function does.
  public var isOpen: Bool {
    text.hasSuffix("(") || text.hasSuffix(".") || text.hasSuffix(":")
      || text.hasSuffix("=") && kind == .parameter
  }
}

/// A name of the history, offered where a query needs one.
public struct CompletionName: Hashable, Sendable {
  public var text: String
  /// What it is, such as `tag`; may be empty.
  public var documentation: String

  public init(_ text: String, _ documentation: String = "") {
    self.text = text
    self.documentation = documentation
  }
}

/// Lists the names that a history has.
///
/// Completion asks it for no more than it shows. It never throws: what cannot be read is not
/// offered.
public protocol CompletionNames {
  /// Returns the names of the repositories.
  func repositories() -> [String]

  /// Returns refs whose text begins with `prefix`, newest versions first.
  ///
  /// The text is what a query says: a name, or `branch:main`, or `acme/shop:v1.0.0` where a name
  /// alone is not enough.
  func refs(
    of kinds: Set<ResolvedKind>, repository: String?, prefix: String, limit: Int
  ) -> [CompletionName]

  /// Returns values of a column that begin with `prefix`; versions newest first.
  func values(
    of column: String, in relation: String, prefix: String, limit: Int
  ) -> [CompletionName]
}

/// Finds what can be written at the cursor.
///
/// Every beginning of a pipeline is a query, so that the columns at the cursor are known: they are
/// those of the stages before it.
public enum QueryCompletion {
  /// How many names of the history are offered at once.
  public static let limit = 50

  /// Returns what can be written at an offset, in bytes, of a text.
  ///
  /// What stands after the offset does not matter. Any text has an answer, wrong ones too.
  /// Complexity: O(n) in the bytes before the offset for each stage of the pipeline.
  public static func complete(
    _ text: String, at offset: Int, names: some CompletionNames
  ) -> Completion {
    let bytes = Array(text.utf8.prefix(max(0, offset)))
    let nothing = Completion(range: SourceSpan(bytes.count, bytes.count))
    guard bytes.count <= Limits.text, ScalarReader.firstInvalidOffset(in: bytes) == nil else {
      return nothing
    }
    var reader = CompletionReader(bytes)
    guard let place = reader.place() else { return nothing }
    return CompletionList(place: place, reader: reader, names: names).completion
  }

  /// Returns a text as a string of the language.
  public static func quoted(_ text: String, by quote: Character = "\"") -> String {
    var result = String(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where Character(scalar) == quote: result += "\\" + String(scalar)
      case _ where scalar.value < 0x20 || scalar.isInvisible:
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + String(quote)
  }
}
