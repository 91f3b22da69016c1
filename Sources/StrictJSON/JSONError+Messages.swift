// The texts of the messages that users see.

extension JSONError {
  init(_ fault: Fault, in bytes: UnsafeRawBufferPointer, maximumDepth: Int) {
    let before = bytes.prefix(fault.offset)
    offset = fault.offset
    line = 1 + before.count { $0 == UInt8(ascii: "\n") }
    column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
    hints = []
    switch fault.kind {
    case .duplicateKey:
      code = .duplicateKey
      message = "the key \(Self.key(at: fault.offset, in: bytes)) stands twice in one object"
    case .tooDeep:
      code = .tooDeep
      message = "more than \(maximumDepth) arrays and objects lie in one another"
    case .tooLarge:
      code = .tooLarge
      message =
        "the document has \(bytes.count) bytes, and at most \(Node.maximumDocumentSize) are read"
    case .leadingZero:
      code = .invalidNumber
      message = "a number begins with a needless zero"
    case .numberTooLarge:
      code = .invalidNumber
      message = "the number \(Self.number(at: fault.offset, in: bytes)) is out of range"
    case .controlCharacter:
      code = .invalidText
      message = "a text holds \(Self.shown(bytes, fault.offset)) as it is"
      hints = ["JSON writes line feeds in texts as \\n, and other control characters as \\uXXXX"]
    case .invalidUTF8:
      code = .invalidText
      message = "a text holds \(Self.shown(bytes, fault.offset)), which is not UTF-8 there"
    case .lowSurrogateAlone:
      code = .invalidText
      message = "a text holds the second half of a surrogate pair without the first"
    case .lowSurrogate where fault.offset < bytes.count:
      code = .invalidText
      message = "a text holds the first half of a surrogate pair without the second"
    default:
      code = fault.offset < bytes.count ? .unexpectedByte : .unexpectedEnd
      message = "expected \(Self.expected(fault.kind)), found \(Self.shown(bytes, fault.offset))"
      hints = Self.hints(fault, in: bytes)
    }
  }

  private static func expected(_ kind: Fault.Kind) -> String {
    switch kind {
    case .element: "a value or \"]\""
    case .key: "a key in quotes"
    case .firstKey: "a key in quotes or \"}\""
    case .colon: "\":\""
    case .objectEnd: "\",\" or \"}\""
    case .arrayEnd: "\",\" or \"]\""
    case .digit: "a digit"
    case .escape: "one of \"\\/bfnrtu after the backslash"
    case .hexDigit: "a hexadecimal digit"
    case .lowSurrogate: "the second half of a surrogate pair"
    case .textEnd: "the closing quote of a text"
    case .trueWord: "true"
    case .falseWord: "false"
    case .nullWord: "null"
    case .end: "the end of the document"
    default: "a value"
    }
  }

  private static func hints(_ fault: Fault, in bytes: UnsafeRawBufferPointer) -> [String] {
    guard fault.offset < bytes.count else { return [] }
    let before = bytes[..<fault.offset].last { !" \n\r\t".utf8.contains($0) }
    return switch bytes[fault.offset] {
    case UInt8(ascii: "'"): ["JSON writes texts in double quotes"]
    case UInt8(ascii: "/"), UInt8(ascii: "#"): ["JSON has no comments"]
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      before == UInt8(ascii: ",") ? ["the last element or member has no comma behind it"] : []
    default: []
    }
  }

  /// Returns the byte at an offset as a message shows it.
  private static func shown(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> String {
    guard offset < bytes.count else { return "the end" }
    switch bytes[offset] {
    case UInt8(ascii: "\n"): return "a line feed"
    case UInt8(ascii: "\""): return "a quote"
    case 0x21..<0x7F: return "\"\(Character(Unicode.Scalar(bytes[offset])))\""
    case let byte: return "the byte \(hexadecimal(byte))"
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "0x" + (digits.utf8.count < 2 ? "0" : "") + digits
  }

  /// Returns the key whose opening quote is at an offset, as the document spells it.
  private static func key(at offset: Int, in bytes: UnsafeRawBufferPointer) -> String {
    var end = offset + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    return "\"\(printable(bytes[min(offset + 1, bytes.count)..<min(end, bytes.count)]))\""
  }

  private static func number(at offset: Int, in bytes: UnsafeRawBufferPointer) -> String {
    printable(bytes[offset...].prefix { "+-.eE0123456789".utf8.contains($0) })
  }

  /// Returns at most 60 bytes, those that are not printable ASCII as escapes.
  private static func printable(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    let shown = bytes.prefix(60).map { byte in
      (0x20..<0x7F).contains(byte)
        ? String(Character(Unicode.Scalar(byte)))
        : "\\x" + hexadecimal(byte).dropFirst(2)
    }
    return shown.joined() + (bytes.count > 60 ? "…" : "")
  }
}
