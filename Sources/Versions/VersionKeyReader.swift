/// Reads the parts of a key one after the other; every step is nil past the end.
struct VersionKeyReader {
  private let buffer: UnsafeRawBufferPointer
  var position = 0

  init(_ buffer: UnsafeRawBufferPointer) { self.buffer = buffer }

  func peek() -> UInt8? { position < buffer.count ? buffer[position] : nil }

  mutating func next() -> UInt8? {
    guard position < buffer.count else { return nil }
    defer { position += 1 }
    return buffer[position]
  }

  /// The digits of a number, none for zero.
  mutating func number() -> Slice<UnsafeRawBufferPointer>? {
    guard let first = next() else { return nil }
    var length = Int(first)
    if first == VersionKey.Mark.longNumber {
      length = 0
      for _ in 0..<4 {
        guard let byte = next() else { return nil }
        length = length << 8 | Int(byte)
      }
    } else if first > VersionKey.Mark.longNumber {
      return nil
    }
    guard length <= buffer.count - position else { return nil }
    defer { position += length }
    return buffer[position..<position + length]
  }

  /// The bytes up to a zero byte, which is passed over.
  mutating func terminated() -> Slice<UnsafeRawBufferPointer>? {
    guard let end = buffer[position...].firstIndex(of: 0) else { return nil }
    defer { position = end + 1 }
    return buffer[position..<end]
  }

  /// Passes over a byte if it stands there.
  mutating func skip(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }
}

/// Reads of the semantic family.
extension VersionKeyReader {
  typealias Mark = VersionKey.Mark

  /// Passes over the family, the three numbers and all further components.
  mutating func skipToTail() -> Void? {
    guard next() == VersionKey.Mark.semanticFamily else { return nil }
    for _ in 0..<3 { guard number() != nil else { return nil } }
    while skip(VersionKey.Mark.component) {
      guard number() != nil else { return nil }
    }
    return ()
  }

  mutating func skipSemantic() -> Void? {
    guard skipToTail() != nil else { return nil }
    switch next() {
    case Mark.release: return ()
    case Mark.letters: return terminated() == nil ? nil : ()
    case nil, Mark.end: return nil
    case .some(var mark):
      while mark != Mark.end {
        switch mark {
        case Mark.numericIdentifier: guard number() != nil else { return nil }
        case Mark.textIdentifier: guard terminated() != nil else { return nil }
        default: return nil
        }
        guard let following = next() else { return nil }
        mark = following
      }
      return ()
    }
  }

  mutating func semanticNumber(_ index: Int) -> Slice<UnsafeRawBufferPointer>? {
    guard next() == Mark.semanticFamily else { return nil }
    var i = 0
    while true {
      if i >= 3, next() != Mark.component { return nil }
      guard let digits = number() else { return nil }
      if i == index { return digits }
      i += 1
    }
  }

  mutating func semanticPrerelease() -> [UInt8]? {
    guard skipToTail() != nil else { return nil }
    var text: [UInt8] = []
    while let mark = next(), mark != Mark.end {
      if !text.isEmpty { text.append(ASCII.dot) }
      switch mark {
      case Mark.numericIdentifier:
        guard let digits = number() else { return nil }
        if digits.isEmpty { text.append(ASCII.zero) } else { text += digits }
      case Mark.textIdentifier:
        guard let word = terminated() else { return nil }
        text += word
      default:
        return nil
      }
    }
    return text.isEmpty ? nil : text
  }

  /// The letters of `1.0.0a`; nil for another tail.
  mutating func semanticLetters() -> Slice<UnsafeRawBufferPointer>? {
    guard skipToTail() != nil, next() == Mark.letters else { return nil }
    return terminated()
  }
}
