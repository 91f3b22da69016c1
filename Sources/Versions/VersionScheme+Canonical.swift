extension VersionScheme {
  /// Returns the canonical form of a version, which is a version of the same precedence.
  ///
  /// Versions of equal precedence have equal canonical forms, build metadata, zeros at the end of a
  /// PEP 440 release and the `v` of Go aside.
  ///
  /// - `go` drops build metadata other than `+incompatible`, `semver` drops the `v`.
  /// - `semver-loose` writes a strict version where there is one: `v1.02rc1` gives `1.2.0-rc.1`.
  /// - `calver` drops leading zeros and zero segments beyond the second: `24.04` gives `24.4`.
  /// - `pep440` is the normal form: `1.0-ALPHA_1` gives `1.0a1`.
  /// - `debian` drops the epoch 0, leading zeros and a revision 0: `0:1.02-0` gives `1.2`.
  /// - `natural` drops the `v` and leading zeros and writes stages as `-rc1`.
  public func canonical(_ text: String) throws(VersionError) -> String {
    let version = try Version(parsing: text, as: self)
    switch self {
    case .go:
      let build = version.build == "incompatible" ? "+incompatible" : ""
      return "v" + version.key.semanticText(minimumNumbers: 3) + build
    case .semver, .semverLoose, .calver:
      let numbers = self == .calver ? 2 : 3
      let build = version.build.map { "+" + $0 } ?? ""
      return version.key.semanticText(minimumNumbers: numbers) + build
    case .pep440:
      return Self.withBytes(text) { bytes in
        (try? Pep440Reader(bytes))?.canonical ?? text
      }
    case .debian: return version.key.debianText
    case .natural: return version.key.naturalText
    }
  }
}

extension VersionKey {
  /// The version that a semantic key stands for, zeros at the end beyond a number of segments left
  /// out.
  func semanticText(minimumNumbers: Int) -> String {
    var numbers: [String] = []
    while let number = number(numbers.count) { numbers.append(number.asciiText) }
    while numbers.count > minimumNumbers, numbers.last == "0" { numbers.removeLast() }
    let letters = bytes.withUnsafeBytes { buffer in
      var reader = VersionKeyReader(buffer)
      return reader.semanticLetters()?.asciiText ?? ""
    }
    return numbers.joined(separator: ".") + letters + (prerelease.map { "-" + $0 } ?? "")
  }

  fileprivate var debianText: String {
    bytes.withUnsafeBytes { buffer in
      var reader = VersionKeyReader(buffer)
      guard let epoch = reader.debianEpoch().map(Array.init),
        let upstream = reader.debianPart(), let revision = reader.debianPart()
      else { return "" }
      var text = upstream
      if !epoch.isEmpty || upstream.contains(UInt8(ascii: ":")) {
        text = (epoch.isEmpty ? [ASCII.zero] : epoch) + [UInt8(ascii: ":")] + text
      }
      // With a hyphen in the upstream version its last part would be taken for the revision.
      if revision != [ASCII.zero] || upstream.contains(ASCII.minus) {
        text += [ASCII.minus] + revision
      }
      return text.asciiText
    }
  }

  fileprivate var naturalText: String {
    bytes.withUnsafeBytes { buffer in
      var reader = VersionKeyReader(buffer)
      guard reader.next() == Mark.naturalFamily, let text = reader.naturalText() else { return "" }
      return String(decoding: text, as: UTF8.self)
    }
  }
}
