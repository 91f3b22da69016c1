/// The tags of image repositories, where a flavour is no part of the version.
extension TagList {
  /// Reads the names of an image repository's tags.
  ///
  /// A flavour at the end of a name (`1.2.3-alpine`, `latest-slim`) has lines of its own, whose keys
  /// end with it: `-alpine` never enters precedence. Such a full version stays a
  /// ``RefClass/variant`` and has its version, `1.2-alpine` is a float, and `latest-alpine` or
  /// `alpine` alone a channel. The main line is one without a flavour if there is any.
  public init(images names: [[UInt8]], rules: TagRules = TagRules()) {
    let flavoured = names.map { rules.isIgnored($0) ? FlavouredName($0, nil) : FlavouredName($0) }
    var members: [[UInt8]: [Int]] = [:]
    for (index, name) in flavoured.enumerated() { members[name.flavour, default: []].append(index) }
    var tags = [TagClassification](repeating: TagClassification(.other), count: names.count)
    var lines: [VersionLine] = []
    for (flavour, indices) in members.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let list = TagList(
        indices.map { flavoured[$0].core }, rules: rules.of(flavour: flavour, rules.isIgnored))
      let hasMain = lines.contains(where: \.isMain)
      lines += list.lines.map { $0.with(flavour: flavour, isMain: $0.isMain && !hasMain) }
      for (position, index) in indices.enumerated() {
        tags[index] = flavoured[index].reading(list.tags[position])
      }
    }
    self.init(
      lines: lines.sorted { $0.key.lexicographicallyPrecedes($1.key) }, tags: tags)
  }
}

/// The name of an image tag, cut before its flavour.
private struct FlavouredName {
  let core: [UInt8]
  /// With its hyphen: `-alpine3.19`; empty if there is none.
  let flavour: [UInt8]

  init(_ core: [UInt8], _ flavour: [UInt8]?) {
    self.core = core
    self.flavour = flavour ?? []
  }

  /// Cuts before the first hyphen after which every word but stages of a prerelease is of the
  /// flavour, one of them known as such.
  init(_ name: [UInt8]) {
    self.init(name, nil)
    let words = name.split(separator: ASCII.minus, omittingEmptySubsequences: false)
    guard words.contains(where: TagWords.isFlavour) else { return }
    if words.allSatisfy({ TagWords.isFlavour($0) }) {
      self.init([], [ASCII.minus] + name)
      return
    }
    for word in words.dropFirst() where !Self.isStage(word) {
      let end = word.startIndex - 1
      guard name[end...].split(separator: ASCII.minus).contains(where: TagWords.isFlavour) else {
        return
      }
      let core = Array(name[..<end])
      guard Self.isVersionOrChannel(core) else { continue }
      self.init(core, Array(name[end...]))
      return
    }
  }

  private static func isStage(_ word: ArraySlice<UInt8>) -> Bool {
    LooseVersion.isStage(word.prefix(while: \.isLetter)) && !TagWords.isFlavour(word)
  }

  private static func isVersionOrChannel(_ core: [UInt8]) -> Bool {
    let `class` = classifyTag(core).class
    return `class` == .channel || `class` == .float || TagList.isVersion(`class`)
  }

  /// Returns what the whole name says, given what the name without its flavour says.
  func reading(_ core: TagClassification) -> TagClassification {
    guard !flavour.isEmpty else { return core }
    if self.core.isEmpty { return TagClassification(.channel, lineKey: flavour) }
    let lineKey = (core.lineKey ?? []) + flavour
    return TagClassification(
      TagList.isVersion(core.class) ? .variant : core.class, prefix: core.prefix,
      lineKey: lineKey, version: core.version, suffix: flavour)
  }
}

extension TagRules {
  /// The rules for the names without their flavour, by which they are declared.
  fileprivate func of(
    flavour: [UInt8], _ isIgnored: @escaping @Sendable ([UInt8]) -> Bool
  ) -> TagRules {
    TagRules(
      lines: flavour.isEmpty
        ? lines
        : lines.filter { $0.key.suffix(flavour.count).elementsEqual(flavour) }.map {
          Line(
            prefix: Array($0.key.dropLast(flavour.count)), scheme: $0.scheme, isMain: $0.isMain)
        },
      isIgnored: { isIgnored($0 + flavour) })
  }
}

extension VersionLine {
  fileprivate func with(flavour: [UInt8], isMain: Bool) -> VersionLine {
    VersionLine(
      key: key + flavour, name: name + flavour, scheme: scheme, isDeclared: isDeclared,
      nameCount: nameCount, fittingCount: fittingCount, releaseCount: releaseCount, isMain: isMain)
  }
}
