/// A range of versions, written `^v1.27`, `~v1.27.3`, `v1.27.x` or `v1.x`.
///
/// - `^v1.27` runs up to the next major version; below 1.0.0 up to the next minor (`^v0.2`), and
///   below 0.1.0 up to the next patch (`^v0.0.3`). `^v0` is all of major version 0.
/// - `~v1.27.3` and `v1.27.x` run up to the next minor version, `~v1` and `v1.x` to the next major.
///
/// The `v` is needed with fewer than three parts. A range never contains a prerelease.
public struct VersionRange: Hashable, Sendable {
  /// The range as written.
  public let text: String
  /// The lowest key inside.
  public let lower: VersionKey
  /// The lowest key beyond: that of the next version's lowest prerelease.
  public let upper: VersionKey
  /// The range as comparisons: `>= v1.27.0 and < v2.0.0-0`.
  public let expansion: String

  /// Reads a range; nil for any other text.
  public init?(_ text: String) {
    guard let form = Form(Array(text.utf8)[...]) else { return nil }
    let from = form.numbers + Array(repeating: [ASCII.zero][...], count: 3 - form.numbers.count)
    var to = Array(from[...form.step])
    to[form.step] = DecimalDigits.successor(of: to[form.step])
    to += Array(repeating: [ASCII.zero][...], count: 3 - to.count)
    self.text = text
    lower = VersionKey(numbers: from, tail: .release)
    upper = VersionKey(numbers: to, tail: .prerelease([[ASCII.zero]]))
    expansion = ">= \(form.v)\(Self.join(from)) and < \(form.v)\(Self.join(to))-0"
  }

  /// Returns whether the range contains the version of a key; false for every prerelease.
  public func contains(_ key: VersionKey) -> Bool {
    lower <= key && key < upper && !key.isPrerelease
  }

  private static func join(_ numbers: [ArraySlice<UInt8>]) -> String {
    numbers.map(\.asciiText).joined(separator: ".")
  }

  /// What is written: one to three numbers, and the number that must stay the same but one.
  private struct Form {
    var v = ""
    /// Without leading zeros.
    var numbers: [ArraySlice<UInt8>] = []
    /// The index of the number whose successor ends the range.
    var step = 0

    init?(_ text: ArraySlice<UInt8>) {
      var rest = text
      let sign = rest.first
      let hasSign = sign == UInt8(ascii: "^") || sign == UInt8(ascii: "~")
      if hasSign { rest.removeFirst() }
      if let first = rest.first, first.isVersionV {
        v = "v"
        rest.removeFirst()
      }
      guard let numbers = LooseVersion.takeNumbers(&rest), numbers.count <= 3 else { return nil }
      self.numbers = numbers.map {
        $0.significantDigits.isEmpty ? [ASCII.zero] : $0.significantDigits
      }
      let endsInX = rest.elementsEqual(".x".utf8)
      guard hasSign ? rest.isEmpty : endsInX && numbers.count < 3 else { return nil }
      guard v == "v" || numbers.count + (endsInX ? 1 : 0) == 3 else { return nil }
      step = sign == UInt8(ascii: "^") ? Self.caretStep(self.numbers) : min(numbers.count - 1, 1)
    }

    /// The index of the first number that is not zero, else of the last that is written.
    private static func caretStep(_ numbers: [ArraySlice<UInt8>]) -> Int {
      numbers.firstIndex { $0 != [ASCII.zero] } ?? numbers.count - 1
    }
  }
}
