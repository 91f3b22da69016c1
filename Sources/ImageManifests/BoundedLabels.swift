/// Labels or annotations, as many and as long as are kept.
struct BoundedLabels {
  /// What is kept: at most ``ManifestLimit/labels`` pairs.
  private(set) var labels: [String: String]
  /// How many pairs were left out.
  private(set) var dropped = 0
  /// How many values were cut.
  private(set) var shortened = 0

  var isCut: Bool { dropped > 0 || shortened > 0 }

  /// Keeps the annotations that OCI and Label Schema define before all others, and those in the
  /// order of their names.
  init(_ all: [String: String]) {
    labels = all
    let longNames = all.keys.filter { $0.utf8.count > ManifestLimit.labelNameBytes }
    for name in longNames { labels[name] = nil }
    if labels.count > ManifestLimit.labels {
      let order = labels.keys.sorted { left, right in
        let (first, second) = (Self.isStandard(left), Self.isStandard(right))
        return first == second ? left.utf8.lexicographicallyPrecedes(right.utf8) : first
      }
      for name in order[ManifestLimit.labels...] { labels[name] = nil }
    }
    dropped = all.count - labels.count
    for (name, value) in labels where value.utf8.count > ManifestLimit.labelValueBytes {
      labels[name] = Self.prefix(value)
      shortened += 1
    }
  }

  private static func isStandard(_ name: String) -> Bool {
    name.hasPrefix("org.opencontainers.image.") || name.hasPrefix("org.label-schema.")
  }

  /// Returns the start of a text that fits the limit, without a part of a character at its end.
  private static func prefix(_ text: String) -> String {
    let bytes = Array(text.utf8.prefix(ManifestLimit.labelValueBytes + 1))
    var end = ManifestLimit.labelValueBytes
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }
}
