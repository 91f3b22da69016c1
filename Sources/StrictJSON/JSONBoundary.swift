/// Finds the end of an object or array that arrives in pieces, without reading it.
///
/// It counts brackets outside texts and checks nothing else: a reader says what is wrong with the
/// bytes that it delimits.
public struct JSONBoundary: Sendable {
  /// Where a scan stopped.
  public enum Stop: Hashable, Sendable {
    /// Behind the last bracket.
    case end(Int)
    /// At a line feed outside texts.
    case lineFeed(Int)
    /// At a control character in a text: no reader goes beyond it.
    case broken(Int)
  }

  private var depth = 0
  private var isInText = false
  private var isEscaped = false

  public init() {}

  /// Goes on from an offset up to a stop; returns null at the end of the bytes.
  ///
  /// The first byte of all is an opening bracket. A scan goes on behind the line feed that it
  /// stopped at.
  public mutating func scan(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Stop? {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
    var position = start
    while position < bytes.count {
      if isInText {
        position = scanText(base, position, bytes.count)
        guard position < bytes.count else { return nil }
        if base[position] < 0x20 { return .broken(position) }
        position += 1
        continue
      }
      let byte = base[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): isInText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth <= 0 { return .end(position) }
      case UInt8(ascii: "\n"): return .lineFeed(position - 1)
      default: break
      }
    }
    return nil
  }

  /// Returns where the closing quote of a text or a control character in it stands, or the end.
  private mutating func scanText(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
  ) -> Int {
    var position = start
    while position < end {
      if isEscaped {
        if base[position] < 0x20 { return position }
        isEscaped = false
        position += 1
        continue
      }
      position = TextScanner.plainEnd(base, position, end)
      guard position < end else { return end }
      switch base[position] {
      case UInt8(ascii: "\""):
        isInText = false
        return position
      case UInt8(ascii: "\\"): isEscaped = true
      case 0..<0x20: return position
      default: break
      }
      position += 1
    }
    return end
  }
}
