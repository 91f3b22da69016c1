/// Takes a listing apart into JSON objects and lines of text, in whatever order they come.
struct ListingScanner {
  enum Item {
    case object(ArraySlice<UInt8>)
    case line(ArraySlice<UInt8>)
  }

  /// The bytes of one JSON object, and of all.
  static let objectLimit = 16 << 20
  static let limit = 64 << 20

  private let bytes: [UInt8]
  private var position = 0
  /// The line of the item that came last, from 1 on.
  private(set) var line = 1
  private var nextLine = 1

  /// - Throws: `ImageFileError` if the listing is too long.
  init(_ bytes: [UInt8]) throws(ImageFileError) {
    guard bytes.count <= Self.limit else { throw .longListing(bytes.count, limit: Self.limit) }
    self.bytes = bytes
  }

  /// Returns the next item that is neither empty nor a comment, or null at the end.
  mutating func next() throws(ImageFileError) -> Item? {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == newline { nextLine += 1 }
      if isSpace(byte) {
        position += 1
        continue
      }
      line = nextLine
      if byte == UInt8(ascii: "{") { return .object(try object()) }
      let end = bytes[position...].firstIndex(of: newline) ?? bytes.count
      let text = bytes[position..<end]
      position = end
      if byte == UInt8(ascii: "#") { continue }
      return .line(text)
    }
    return nil
  }

  /// Returns the bytes up to the brace that closes the object; JSON itself is not checked.
  private mutating func object() throws(ImageFileError) -> ArraySlice<UInt8> {
    let start = position
    var depth = 0
    var isInText = false
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == newline { nextLine += 1 }
      if position - start > Self.objectLimit {
        throw .longObject(line: line, limit: Self.objectLimit)
      }
      if isInText {
        if byte == UInt8(ascii: "\\"), position < bytes.count { position += 1 }
        if byte == UInt8(ascii: "\"") { isInText = false }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInText = true
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return bytes[start..<position] }
      default: break
      }
    }
    throw .notJSON(line: line)
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == newline || byte == 0x20 || byte == 0x09 || byte == 0x0D
  }
}

private let newline = UInt8(ascii: "\n")
