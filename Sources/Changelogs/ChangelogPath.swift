/// The path of a changelog inside a repository, by its names alone.
///
///     ChangelogPath(Array("packages/cli/CHANGELOG.md".utf8))?.component  // "packages/cli"
package struct ChangelogPath: Hashable, Sendable {
  /// What the file is about.
  package enum Kind: String, Hashable, Sendable {
    /// The changelog of the whole repository: `CHANGELOG.md`, `docs/changelog.rst`.
    case main
    /// That of a series, one of several: `CHANGELOG/CHANGELOG-1.30.md`.
    case series
    /// That of one release: `Documentation/RelNotes/2.45.0.txt`.
    case release
    /// That of a part of the repository: `packages/cli/CHANGELOG.md`.
    case component
    /// That of a Debian package: `debian/changelog`.
    case debian
  }

  package let kind: Kind
  /// The folder of the part that the file is about; null if it is about all of the repository.
  package let component: [UInt8]?

  /// Reads a path with slashes, relative to the root of the repository; null if no file of that name
  /// is a changelog.
  ///
  /// Files of copied packages (`vendor/`, `node_modules/`) and of tests are none.
  package init?(_ path: [UInt8]) {
    let parts = path.split(separator: .slash)
    guard let name = parts.last, parts.count <= 6, path.count <= 1_024 else { return nil }
    let folders = parts.dropLast().map { Array($0).lowercased[...] }
    if folders.contains(where: Self.isCopy) { return nil }
    let file = ChangelogFileName(name)
    if folders.last?.isWord("debian") == true, Array(name).elementsEqual("changelog".utf8) {
      self.init(.debian, component: Self.joined(parts.dropLast(2)))
      return
    }
    if let last = folders.last, Self.isReleaseNotes(last), file.hasTextEnding,
      file.beginsWithVersion || file.isNamed
    {
      self.init(.release, component: nil)
      return
    }
    guard file.isNamed, file.hasTextEnding else { return nil }
    let inner = folders.drop(while: Self.isDocumentation)
    if inner.isEmpty {
      self.init(file.hasSeries ? .series : .main, component: nil)
    } else if inner.count == 1, let folder = inner.first, Self.isChangelogs(folder) {
      self.init(.series, component: nil)
    } else {
      // Elsewhere only the plainest name is beyond doubt.
      guard file.isPlain else { return nil }
      let isInDocumentation = folders.last.map(Self.isDocumentation) ?? false
      let component = parts.dropLast(isInDocumentation ? 2 : 1)
      self.init(.component, component: Self.joined(component))
    }
  }

  private init(_ kind: Kind, component: [UInt8]?) {
    self.kind = kind
    self.component = component
  }

  private static func joined(_ parts: ArraySlice<ArraySlice<UInt8>>) -> [UInt8]? {
    parts.isEmpty ? nil : Array(parts.joined(separator: CollectionOfOne(UInt8.slash)))
  }

  private static func isAny(_ word: ArraySlice<UInt8>, of words: [StaticString]) -> Bool {
    words.contains { word.isWord($0) }
  }

  private static func isCopy(_ folder: ArraySlice<UInt8>) -> Bool {
    isAny(
      folder,
      of: [
        "vendor", "node_modules", "third_party", "third-party", "thirdparty", "test", "tests",
        "testdata", "fixtures", "__tests__", "__fixtures__", "spec", "examples", "example", ".git",
      ])
  }

  private static func isDocumentation(_ folder: ArraySlice<UInt8>) -> Bool {
    isAny(folder, of: ["docs", "doc", "documentation", "source", ".github"])
  }

  private static func isChangelogs(_ folder: ArraySlice<UInt8>) -> Bool {
    isAny(folder, of: ["changelog", "changelogs", "changes", "history", "news", "releases"])
  }

  private static func isReleaseNotes(_ folder: ArraySlice<UInt8>) -> Bool {
    isAny(folder, of: ["relnotes", "release-notes", "release_notes", "releasenotes"])
  }
}

/// The name of a file, taken apart.
private struct ChangelogFileName {
  /// The word that it begins with, in lower case: `changelog` of `CHANGELOG-1.30.md`.
  private let stem: ArraySlice<UInt8>
  /// What stands between the word and the ending: `-1.30`.
  private let rest: ArraySlice<UInt8>
  /// What follows the last dot; empty without one.
  private let ending: ArraySlice<UInt8>
  let beginsWithVersion: Bool

  init(_ name: ArraySlice<UInt8>) {
    let name = name.lowercased[...]
    beginsWithVersion =
      name.first?.isDigit == true
      || name.first == UInt8(ascii: "v") && name.dropFirst().first?.isDigit == true
    let words = Self.stems.filter { name.begins(with: $0) }
    let length = words.map(\.utf8CodeUnitCount).max() ?? 0
    stem = name.prefix(length)
    let tail = name.dropFirst(length)
    let dot = tail.lastIndex(of: .dot)
    let end = dot.map { tail[($0 + 1)...] } ?? []
    // `CHANGES.1` and `NEWS-2.0` have no ending.
    if let dot, !end.isEmpty, end.allSatisfy(\.isLetter) {
      ending = end
      rest = tail[..<dot]
    } else {
      ending = []
      rest = tail
    }
  }

  private static let stems: [StaticString] = [
    "changelog", "change_log", "change-log", "changes", "history", "news", "releases",
    "release-notes", "release_notes", "releasenotes", "relnotes", "whatsnew", "whats_new",
    "changelogs",
  ]

  /// Whether it begins with a usual word that ends there.
  var isNamed: Bool {
    guard !stem.isEmpty, !rest.dropFirst().isWord("template") else { return false }
    return rest.first.map { $0.isOne(of: "-_. ") } ?? true
  }

  /// Whether it is the usual word and nothing else.
  var isPlain: Bool {
    rest.isEmpty && (stem.isWord("changelog") || stem.isWord("changes") || stem.isWord("history"))
  }

  /// Whether a number follows the word, as in `CHANGELOG-1.30.md`.
  var hasSeries: Bool { rest.contains(where: \.isDigit) }

  /// Whether the ending is none or that of a text.
  var hasTextEnding: Bool {
    let endings: [StaticString] = [
      "md", "markdown", "mdown", "mkd", "mkdn", "mdx", "rst", "rest", "txt", "text", "adoc",
      "asciidoc", "asc",
    ]
    return ending.isEmpty || endings.contains { ending.isWord($0) }
  }
}
