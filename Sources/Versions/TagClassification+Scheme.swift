extension TagClassification {
  /// Returns what the name says if the versions of its line keep to a scheme.
  ///
  /// For `go`, `semver` and `semver-loose` it is this value: they share keys, and a line of one of
  /// them may hold a few versions of another. For the other schemes the whole text after the line's
  /// key is read anew, so that names without a version may get one (`24.04` in `calver`, `1.0` and
  /// `1.0.post1` in `pep440`, `debian/1%2.0_rc1-1` in `debian`), and names that the scheme cannot
  /// read have none. Names that stand for something else, as a channel or a commit, stay as they are.
  public func read(as scheme: VersionScheme) -> TagClassification {
    guard scheme.family != .semantic || scheme == .calver else { return self }
    guard let line = candidateLineKey, mayBeVersion(in: scheme),
      let version = Version(bodyText(in: scheme), scheme: scheme)
    else { return withoutVersion }
    let releaseClass: RefClass = `class` == .calver || scheme == .calver ? .calver : .release
    var tag = TagClassification(
      version.isPrerelease ? .prerelease : releaseClass, prefix: prefix, lineKey: line,
      version: version)
    tag.candidateLineKey = line
    tag.body = body
    return tag
  }

  /// Returns the version that the name holds by the rules of a scheme; nil if it holds none.
  ///
  /// Other than `read(as:)` it is strict for all schemes: `v1.0.0.rc1` has none in `semver`.
  public func version(in scheme: VersionScheme) -> Version? {
    let tag = read(as: scheme)
    guard let version = tag.version else { return nil }
    switch scheme {
    case .go, .semver:
      return tag.suffix.isEmpty && scheme.isValid(version.text) ? version : nil
    default: return version
    }
  }

  /// Whether the class allows the whole text to be read as a version.
  private func mayBeVersion(in scheme: VersionScheme) -> Bool {
    switch `class` {
    case .release, .prerelease, .calver: true
    case .float: scheme == .debian || body.contains(ASCII.dot)
    case .variant: scheme == .debian || scheme == .pep440
    case .snapshot, .build: scheme == .debian
    case .other: scheme != .calver
    default: false
    }
  }

  /// The text after the line's key; for `debian` with the epoch's colon and the tildes that the
  /// names of git replace by `%` and `_` (DEP-14), and without the `#` that keeps dots apart.
  private func bodyText(in scheme: VersionScheme) -> String {
    guard scheme == .debian else { return String(decoding: body, as: UTF8.self) }
    let bytes: [UInt8] = body.compactMap { byte in
      switch byte {
      case UInt8(ascii: "%"): UInt8(ascii: ":")
      case ASCII.underscore: ASCII.tilde
      case UInt8(ascii: "#"): nil
      default: byte
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private var withoutVersion: TagClassification {
    guard version != nil else { return self }
    var tag = TagClassification(`class`, prefix: prefix, lineKey: lineKey)
    tag.candidateLineKey = candidateLineKey
    tag.body = body
    return tag
  }
}

extension TagClassification {
  /// Whether only PEP 440 gives the name its meaning: an epoch, `.post1`, `.dev1`.
  var isPep440Evidence: Bool {
    guard mayBeVersion(in: .pep440), `class` != .variant else { return false }
    return body.withUnsafeBufferPointer { bytes in
      (try? Pep440Reader(bytes))?.isDistinctive ?? false
    }
  }

  /// Whether the name is two numbers and a stage without a separator: `1.0rc1`.
  ///
  /// In a line that has one, two plain numbers are rather a release than a series.
  var hasAttachedStage: Bool {
    guard `class` == .prerelease, let text = version?.text.utf8 else { return false }
    var rest = Array(text)[...]
    if rest.first?.isVersionV == true { rest.removeFirst() }
    guard let numbers = LooseVersion.takeNumbers(&rest), numbers.count == 2 else { return false }
    return rest.first?.isLetter == true && rest.last?.isDigit == true
  }

  /// Whether only the rules of Debian give the name its meaning: a revision under `debian/`, an
  /// epoch written with `%`.
  var isDebianEvidence: Bool {
    let isPackaging = candidateLineKey.map { $0.elementsEqual("debian/".utf8) } ?? false
    let hasMark =
      isPackaging ? body.contains { $0 == ASCII.minus || $0 == ASCII.underscore } : false
    guard hasMark || body.contains(UInt8(ascii: "%")) else { return false }
    return read(as: .debian).version != nil
  }

  /// Whether the name begins with the year, or the year of its century, of a date or a year near it.
  func beginsWithYear(near year: Int) -> Bool {
    var rest = body[...]
    if rest.first?.isVersionV == true { rest.removeFirst() }
    guard let first = LooseVersion.takeNumbers(&rest)?.first?.smallNumber else { return false }
    return abs(first - year) <= 1 || abs(first - year % 100) <= 1
  }
}
