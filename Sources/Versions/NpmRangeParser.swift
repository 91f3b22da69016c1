/// Reads npm's ranges and writes each form as plain comparators.
struct NpmRangeParser {
  /// One to three numbers, the rest free.
  private struct Partial {
    /// The numbers up to the first `x`; none for any version.
    var numbers: [ArraySlice<UInt8>] = []
    var prerelease: ArraySlice<UInt8> = []
    /// Whether more than one `v` stands before the numbers.
    var hasExtraPrefix = false
    var isFull: Bool { numbers.count == 3 }
  }

  private let text: VersionBytes
  private let includePrerelease: Bool
  private var i = 0

  init(_ text: VersionBytes, includePrerelease: Bool) {
    self.text = text
    self.includePrerelease = includePrerelease
  }

  mutating func sets() throws(VersionFault) -> [NpmComparatorSet] {
    var sets = [simplified(try set())]
    while i < text.count {
      guard text[i] == Self.bar, text.at(i + 1) == Self.bar else {
        throw VersionFault(.invalidComparator, .comparator, i..<i + 1)
      }
      i += 2
      sets.append(simplified(try set()))
    }
    // A set of any version makes the others useless, and with them the prereleases they would let in.
    if sets.contains(where: \.comparators.isEmpty) { return [NpmComparatorSet()] }
    let possible = sets.filter { $0.comparators != [.none] }
    return possible.isEmpty ? [NpmComparatorSet(comparators: [.none])] : possible
  }

  /// Leaves out the bound that all versions keep to, and all others beside one that none does.
  private func simplified(_ set: NpmComparatorSet) -> NpmComparatorSet {
    if set.comparators.contains(.none) { return NpmComparatorSet(comparators: [.none]) }
    let any = NpmComparator(
      sign: .higherOrEqual, numbers: Self.filled([]), prerelease: includePrerelease ? Self.zero : []
    )
    return NpmComparatorSet(comparators: set.comparators.filter { $0 != any })
  }

  private mutating func set() throws(VersionFault) -> NpmComparatorSet {
    var set = NpmComparatorSet()
    skipBlanks()
    if try readHyphenRange(into: &set) { return set }
    while i < text.count, text[i] != Self.bar {
      let start = i
      let sign = readOperator()
      skipBlanks()
      let partial = try partial(from: start)
      let isSeries = "\(sign)" == "^" || "\(sign)".first == "~"
      if partial.isFull, partial.hasExtraPrefix, !isSeries { throw fault(from: start) }
      append(sign, partial, to: &set)
      guard i == text.count || Self.isBlank(text[i]) || text[i] == Self.bar else {
        throw fault(from: start)
      }
      skipBlanks()
    }
    return set
  }

  /// Reads `1.2 - 2.3`, which must be all of the set; leaves the place if there is none.
  private mutating func readHyphenRange(
    into set: inout NpmComparatorSet
  ) throws(VersionFault)
    -> Bool
  {
    let start = i
    guard let from = try? partial(from: i), Self.isBlank(text.at(i)) else {
      i = start
      return false
    }
    skipBlanks()
    guard text.at(i) == ASCII.minus, Self.isBlank(text.at(i + 1)) else {
      i = start
      return false
    }
    i += 1
    skipBlanks()
    let to = try partial(from: start)
    skipBlanks()
    guard i == text.count || text[i] == Self.bar else { throw fault(from: start) }
    let isPlain = to.prerelease.isEmpty && !includePrerelease
    guard !(from.isFull && from.hasExtraPrefix), !(to.isFull && to.hasExtraPrefix && isPlain) else {
      throw fault(from: start)
    }
    let lowest: ArraySlice<UInt8> = includePrerelease ? Self.zero : []
    if !from.numbers.isEmpty {
      let pre = from.prerelease.isEmpty ? lowest : from.prerelease
      set.add(.higherOrEqual, Self.filled(from.numbers), pre)
    }
    if !to.isFull {
      addUpper(to.numbers, step: to.numbers.count - 1, to: &set)
    } else if to.prerelease.isEmpty, includePrerelease {
      addUpper(to.numbers, step: 2, to: &set)
    } else {
      set.add(.lowerOrEqual, to.numbers, to.prerelease)
    }
    return true
  }

  /// The operator, `^`, `~` or empty for a partial version alone.
  ///
  /// A blank may stand in `> =`.
  private mutating func readOperator() -> StaticString {
    if text.at(i) == UInt8(ascii: "<") || text.at(i) == UInt8(ascii: ">") {
      var equals = i + 1
      while Self.isBlank(text.at(equals)) { equals += 1 }
      if text.at(equals) == Self.equals {
        defer { i = equals + 1 }
        return text[i] == UInt8(ascii: "<") ? "<=" : ">="
      }
    }
    for sign in [">=", "<=", "~>", ">", "<", "~", "^", "="] as [StaticString]
    where text.hasWord(sign, at: i) {
      i += sign.utf8CodeUnitCount
      return sign
    }
    return ""
  }

  private mutating func partial(from start: Int) throws(VersionFault) -> Partial {
    var partial = Partial()
    skipBlanks()
    let first = i
    while text.at(i) == ASCII.lowerV || text.at(i) == Self.equals || Self.isBlank(text.at(i)) {
      i += 1
    }
    partial.hasExtraPrefix = i > first + 1 || i == first + 1 && text[first] == Self.equals
    var isFree = false
    for index in 0..<3 {
      if index > 0 {
        guard text.at(i) == ASCII.dot else { return partial }
        i += 1
      }
      if text.at(i) | 0x20 == UInt8(ascii: "x") || text.at(i) == UInt8(ascii: "*") {
        isFree = true
        i += 1
        continue
      }
      let end = text.endOfDigits(i)
      if end == i { throw fault(from: start) }
      if end - i > 1, text[i] == ASCII.zero {
        throw VersionFault(.leadingZero, .number(index), i..<end)
      }
      if !isFree { partial.numbers.append(Array(text[i..<end])[...]) }
      i = end
    }
    if text.at(i) == ASCII.minus {
      let prerelease = try identifiers(.prerelease)
      if partial.isFull { partial.prerelease = prerelease }
    }
    if text.at(i) == ASCII.plus { _ = try identifiers(.build) }
    return partial
  }

  /// Reads identifiers after a sign.
  private mutating func identifiers(
    _ part: VersionFault.Part
  ) throws(VersionFault) -> ArraySlice<UInt8> {
    let start = i + 1
    i = start
    while i < text.count, text[i].isIdentifier || text[i] == ASCII.dot { i += 1 }
    let bytes = Array(text[start..<i])[...]
    guard let identifiers = LooseVersion.identifiers(bytes) else {
      throw VersionFault(.emptyIdentifier, part, at: start)
    }
    if case .prerelease = part,
      let wrong = identifiers.first(where: { $0.isAllDigits && !SemanticVersion.isNumber($0) })
    {
      throw VersionFault(.leadingZero, part, start + wrong.startIndex..<start + wrong.endIndex)
    }
    return bytes
  }

  private mutating func skipBlanks() {
    while i < text.count, Self.isBlank(text[i]) { i += 1 }
  }

  private func fault(from start: Int) -> VersionFault {
    var end = start
    while end < text.count, text[end] != Self.bar, !Self.isBlank(text[end]) { end += 1 }
    return VersionFault(.invalidComparator, .comparator, start..<max(end, min(i, text.count)))
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
  private static let bar = UInt8(ascii: "|")
  private static let equals = UInt8(ascii: "=")
  private static let zero: ArraySlice<UInt8> = [ASCII.zero]
}

extension NpmRangeParser {
  private func append(
    _ sign: StaticString, _ partial: Partial, to set: inout NpmComparatorSet
  ) {
    let numbers = partial.numbers
    let lowest: ArraySlice<UInt8> = includePrerelease ? Self.zero : []
    switch "\(sign)" {
    case "^": appendCaret(partial, lowest, to: &set)
    case "~", "~>":
      guard !numbers.isEmpty else { return }
      set.add(.higherOrEqual, Self.filled(numbers), partial.prerelease)
      addUpper(numbers, step: min(numbers.count - 1, 1), to: &set)
    case ">" where numbers.isEmpty, "<" where numbers.isEmpty:
      set.comparators.append(.none)
    case _ where numbers.isEmpty: return
    case _ where partial.isFull:
      set.add(NpmComparator.Sign(sign), numbers, partial.prerelease)
    case ">":
      set.add(.higherOrEqual, Self.next(numbers, step: numbers.count - 1), lowest)
    case ">=": set.add(.higherOrEqual, Self.filled(numbers), lowest)
    case "<": set.add(.lower, Self.filled(numbers), Self.zero)
    case "<=": addUpper(numbers, step: numbers.count - 1, to: &set)
    default:
      set.add(.higherOrEqual, Self.filled(numbers), lowest)
      addUpper(numbers, step: numbers.count - 1, to: &set)
    }
  }

  /// Up to the next change of the first number that is not zero, or of the last one written.
  private func appendCaret(
    _ partial: Partial, _ lowest: ArraySlice<UInt8>, to set: inout NpmComparatorSet
  ) {
    let numbers = partial.numbers
    guard !numbers.isEmpty else { return }
    // Below 1.0.0 a full version, too, begins with its prereleases if they are asked for.
    let isBelowOne = numbers[0] == Self.zero
    let isPlain = partial.isFull && (!partial.prerelease.isEmpty || !isBelowOne)
    set.add(.higherOrEqual, Self.filled(numbers), isPlain ? partial.prerelease : lowest)
    let step = numbers.firstIndex { $0 != Self.zero } ?? numbers.count - 1
    addUpper(numbers, step: step, to: &set)
  }

  /// Adds the bound below the lowest prerelease of the next version.
  private func addUpper(
    _ numbers: [ArraySlice<UInt8>], step: Int, to set: inout NpmComparatorSet
  ) {
    guard !numbers.isEmpty else { return }
    set.add(.lower, Self.next(numbers, step: step), Self.zero)
  }

  private static func next(_ numbers: [ArraySlice<UInt8>], step: Int) -> [ArraySlice<UInt8>] {
    filled(numbers[..<step] + [DecimalDigits.successor(of: numbers[step])])
  }

  private static func filled(
    _ numbers: some Collection<ArraySlice<UInt8>>
  ) -> [ArraySlice<UInt8>] {
    numbers + Array(repeating: zero, count: 3 - numbers.count)
  }
}

extension NpmComparator.Sign {
  fileprivate init(_ sign: StaticString) {
    self = Self(rawValue: "\(sign)") ?? .equal
  }
}

extension NpmComparatorSet {
  /// Adds a comparator that is not there yet.
  fileprivate mutating func add(
    _ sign: NpmComparator.Sign, _ numbers: [ArraySlice<UInt8>], _ prerelease: ArraySlice<UInt8>
  ) {
    let comparator = NpmComparator(sign: sign, numbers: numbers, prerelease: prerelease)
    if !comparators.contains(comparator) { comparators.append(comparator) }
  }
}
