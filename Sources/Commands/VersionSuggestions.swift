internal import QueryLanguage

/// What may have been meant by a version that is no release.
///
/// Typing errors alone mislead here: v9.9.9 is one away from v0.9.9. So `v1.40` leads to those that
/// begin so, another version to those with its first number, and all else to the highest.
struct VersionSuggestions {
  /// A release that can be named, in the order of line and version.
  struct Candidate {
    let name: String
    let version: String
    let isMain: Bool
    let isPrerelease: Bool
    let isTagged: Bool
  }

  enum Kind {
    /// Those whose numbers begin like the name, highest first.
    case series
    /// Those that are a typing error or two away, nearest first.
    case near
    /// The highest.
    case highest
  }

  let kind: Kind
  let names: [String]

  /// - Parameter candidates: In the order of line and version.
  init(for name: String, among candidates: [Candidate]) {
    // The main line goes first, and in each line full versions before their prereleases.
    let ordered = candidates.reversed().enumerated().sorted { first, second in
      (first.element.isMain ? 0 : 1, first.element.isPrerelease ? 1 : 0, first.offset)
        < (second.element.isMain ? 0 : 1, second.element.isPrerelease ? 1 : 0, second.offset)
    }.map(\.element)
    let numbers = Self.numbers(name)
    if let numbers {
      let series = ordered.filter { candidate in
        Self.numbers(candidate.version)?.starts(with: numbers) ?? false
      }
      if !series.isEmpty {
        (kind, names) = (.series, Self.mainOnes(series).map(\.name))
        return
      }
    }
    let near = ordered.filter { candidate in
      numbers == nil || Self.numbers(candidate.version)?.first == numbers?.first
    }
    let matches = NearNames.matches(name, among: near.map(\.name))
    if !matches.isEmpty {
      (kind, names) = (.near, matches)
      return
    }
    // What is only said of a version does not make it the highest.
    let tagged = ordered.filter(\.isTagged)
    (kind, names) = (.highest, Self.mainOnes(tagged.isEmpty ? ordered : tagged).map(\.name))
  }

  /// Returns those of the main line, or all if none is.
  private static func mainOnes(_ candidates: [Candidate]) -> [Candidate] {
    let main = candidates.filter(\.isMain)
    return main.isEmpty ? candidates : main
  }

  /// Returns the numbers that a version begins with, such as `["1", "40"]` for `v1.40.x`; nil for a name
  /// that begins with none.
  private static func numbers(_ text: String) -> [Substring]? {
    var rest = text[...]
    if rest.first == "v" || rest.first == "V" { rest.removeFirst() }
    let numbers = rest.split(separator: ".", omittingEmptySubsequences: false)
      .prefix { !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }
    return numbers.isEmpty ? nil : Array(numbers)
  }
}
