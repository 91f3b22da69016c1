/// The part of a version that a bump raises.
public enum VersionBump: Hashable, Sendable {
  /// The major number; `1.0.0-rc.1` becomes `1.0.0`.
  case major
  /// The minor number; `1.1.0-rc.1` becomes `1.1.0`.
  case minor
  /// The patch number; any prerelease becomes its release.
  case patch
  /// The last number of the prerelease; without one the next patch's first prerelease, `-0`.
  case prerelease
}

extension Version {
  /// Returns the next version, which is always higher; nil for PEP 440, Debian and natural versions.
  ///
  /// Numbers have any length. A `v` is kept as written; build metadata and components beyond the
  /// third are dropped, and the result is written as a strict version:
  ///
  ///     Version("v1.2.3")?.bumped(.minor)?.text                   // v1.3.0
  ///     Version("v1.2.3")?.bumped(.prerelease, named: "rc")?.text  // v1.2.4-rc.0
  ///     Version("1.3.0-rc.9")?.bumped(.prerelease)?.text           // 1.3.0-rc.10
  ///
  /// - Parameter name: The word of the prerelease, an identifier that is no number. Unless the
  ///   version's prerelease already begins with it, the result begins with it and 0, if that is
  ///   higher; else the next patch's.
  public func bumped(_ part: VersionBump, named name: String? = nil) -> Version? {
    guard key.family == .semantic, let numbers = threeNumbers else { return nil }
    let result: String
    switch part {
    case .major: result = next(numbers, 0)
    case .minor: result = next(numbers, 1)
    case .patch: result = next(numbers, 2)
    case .prerelease:
      guard let text = nextPrerelease(numbers, name) else { return nil }
      result = text
    }
    let v = text.utf8.first.map { $0.isVersionV } == true ? String(text.prefix(1)) : ""
    return Version(v + result)
  }

  private var threeNumbers: [[UInt8]]? {
    guard let major = key.number(0), let minor = key.number(1), let patch = key.number(2) else {
      return nil
    }
    return [major, minor, patch]
  }

  /// The numbers with one raised and those after it zero, or as they are if this is a prerelease of
  /// just that.
  private func next(_ numbers: [[UInt8]], _ index: Int) -> String {
    let isBefore =
      isPrerelease && key.number(3) == nil
      && numbers[(index + 1)...].allSatisfy { $0 == [ASCII.zero] }
    var numbers = numbers
    if !isBefore {
      numbers[index] = Array(DecimalDigits.successor(of: numbers[index][...]))
      for i in index + 1..<3 { numbers[i] = [ASCII.zero] }
    }
    return numbers.map(\.asciiText).joined(separator: ".")
  }

  private func nextPrerelease(_ numbers: [[UInt8]], _ name: String?) -> String? {
    if let name {
      let isIdentifier = !name.isEmpty && name.utf8.allSatisfy(\.isIdentifier)
      guard isIdentifier, !name.utf8.isAllDigits else { return nil }
    }
    let start = name.map { $0 + ".0" } ?? "0"
    let core = numbers.map(\.asciiText).joined(separator: ".")
    guard let prerelease, key.number(3) == nil else { return next(numbers, 2) + "-" + start }
    var identifiers = prerelease.utf8.split(separator: ASCII.dot).map(Array.init)
    if let name, identifiers.first != Array(name.utf8) {
      let text = core + "-" + start
      if let version = Version(text), version.key > key { return text }
      return DecimalDigits.joined(
        numbers[0], numbers[1], Array(DecimalDigits.successor(of: numbers[2][...]))) + "-" + start
    }
    if let last = identifiers.lastIndex(where: \.isAllDigits) {
      identifiers[last] = Array(DecimalDigits.successor(of: identifiers[last][...]))
    } else {
      identifiers.append([ASCII.zero])
    }
    return core + "-" + identifiers.map(\.asciiText).joined(separator: ".")
  }
}

/// Arithmetic on decimal digits of any length.
enum DecimalDigits {
  /// The next number.
  static func successor(of digits: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var result = Array(digits)
    var i = result.count
    while i > 0 {
      i -= 1
      if result[i] < UInt8(ascii: "9") {
        result[i] += 1
        return result[...]
      }
      result[i] = ASCII.zero
    }
    return [UInt8(ascii: "1")] + result[...]
  }

  static func joined(_ numbers: [UInt8]...) -> String {
    numbers.map(\.asciiText).joined(separator: ".")
  }
}
