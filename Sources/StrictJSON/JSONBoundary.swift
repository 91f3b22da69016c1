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
    var position = start
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if isInText {
        if byte < 0x20 { return .broken(position - 1) }
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInText = false
        }
        continue
      }
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
}
