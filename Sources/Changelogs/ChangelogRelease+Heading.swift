extension ChangelogRelease {
  /// Takes what the heading says.
  mutating func take(_ heading: ReleaseHeading) {
    version = heading.version?.text
    package = heading.package
    name = heading.name
    isUnreleased = heading.isUnreleased
    isYanked = heading.isYanked
    date = heading.date
    previous = heading.previous
  }

  /// Takes the addresses that the heading links to.
  mutating func takeLinks(of text: RichText) {
    for span in text.spans {
      guard case .link(let target) = span.kind, !target.isEmpty else { continue }
      if let address = Address(target), address.isComparison {
        take(comparison: target)
      } else if url == nil {
        url = target
      }
    }
  }

  /// Takes the address of a comparison and its older side, unless one is known.
  mutating func take(comparison target: String) {
    guard compareURL == nil else { return }
    compareURL = target
    previous = previous ?? Address(target)?.comparedFrom
  }
}

extension String {
  /// The text without a colon at its end.
  var withoutFinalColon: String { hasSuffix(":") ? String(dropLast()) : self }
}
