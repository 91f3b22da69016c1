/// What a go.mod file says of its own module: path, deprecation, language version, retractions.
///
/// The rules are those of https://go.dev/ref/mod#go-mod-file. Requirements, replacements and other
/// directives are read but not kept.
public struct GoModFile: Hashable, Sendable {
  /// How directives that are not known or not well-formed are taken.
  public enum Mode: Hashable, Sendable {
    /// As in the file of a dependency: directives that are not known, and intervals that cannot be
    /// read, are passed over, so that newer files stay readable.
    case lax
    /// As in the file of the main module: they are errors.
    case strict
  }

  /// The module's path; nil without a `module` directive.
  public internal(set) var path: String?
  /// Why the module is deprecated, which may be empty; nil if it is not.
  public internal(set) var deprecation: String?
  /// The version of the language as the `go` directive has it, such as `1.21` or `1.22.1`; nil
  /// without one.
  public internal(set) var goVersion: String?
  /// The name of the suggested toolchain, such as `go1.22.1`; nil without one.
  public internal(set) var toolchain: String?
  /// The retracted versions, in the order of the file, as it has them: not every text need be a
  /// version.
  public internal(set) var retractions: [GoRetraction] = []

  /// Reads a go.mod file.
  ///
  /// It throws for a text that breaks the syntax, for a repeated or malformed `module` or `go`
  /// directive, and in strict mode for a directive that is not known; the error has the number of
  /// the line.
  public init(_ text: String, mode: Mode = .lax) throws(GoModuleError) {
    for statement in try GoModSyntax(text).statements {
      switch statement {
      case .line(let line):
        guard let verb = line.words.first?.text else { continue }
        try add(verb, Array(line.words.dropFirst()), line, block: nil, mode)
      case .block(let head, let lines):
        guard let verb = Self.blockVerb(head) else {
          let name = head.words.map(\.text).joined(separator: " ")
          if mode == .strict { throw .unknownBlock(name, head.number) }
          continue
        }
        for line in lines { try add(verb, line.words, line, block: head, mode) }
      }
    }
  }

  private static func blockVerb(_ head: GoModSyntax.Line) -> String? {
    guard head.words.count == 1, let verb = head.words.first?.text else { return nil }
    let known = verb == "module" || verb == "retract" || skippedVerbs.contains(verb)
    return known ? verb : nil
  }

  /// The directives that say nothing of the module itself.
  static let skippedVerbs: Set<String> = [
    "require", "exclude", "replace", "godebug", "tool", "ignore",
  ]
}

extension GoModFile {
  /// Returns the retractions that cover a version, in the order of the file; none if it is not
  /// retracted.
  ///
  /// An interval includes both of its ends. Pseudo-versions are covered like any other.
  public func retractions(of version: String) -> [GoRetraction] {
    retractions.filter { $0.contains(version) }
  }

  /// Returns whether a version is retracted.
  public func isRetracted(_ version: String) -> Bool {
    retractions.contains { $0.contains(version) }
  }

  /// Returns the module path that a go.mod file declares, also if the rest of the file cannot be
  /// read; nil without one.
  ///
  /// It is how the file of a folder is told from that of another module; see
  /// ``GoModuleLocation/folder(declared:)``. A path inside a block is not seen.
  public static func path(in text: String) -> String? {
    for line in text.unicodeScalars.split(separator: "\n") {
      var lexer = GoModLexer(String(line))
      guard let verb = try? lexer.next(), verb.kind == .word, verb.text == "module",
        let path = try? lexer.next(), path.kind == .word || path.kind == .string, !path.isSign("(")
      else { continue }
      return try? path.value()
    }
    return nil
  }
}

/// A version, or an interval of versions, that a module's author withdrew.
public struct GoRetraction: Hashable, Sendable {
  /// The lowest version.
  public let low: String
  /// The highest version, which is retracted too; equal to the lowest for a single one.
  public let high: String
  /// Why, from the comments; empty if they do not say.
  public let rationale: String

  /// Creates a retraction of the versions from the first to the second, both included.
  public init(low: String, high: String, rationale: String = "") {
    self.low = low
    self.high = high
    self.rationale = rationale
  }

  /// Returns whether the version lies in the interval, by precedence.
  public func contains(_ version: String) -> Bool {
    GoVersion.compare(low, version) != .higher && GoVersion.compare(version, high) != .higher
  }
}
