// Text from elsewhere as HTML that shows it as it stands, in elements and in quoted attributes.

extension ByteWriter {
  /// Appends text with the five characters of HTML escaped; a line feed stays one.
  func appendHTML(_ text: UnsafeRawBufferPointer) {
    if isPrintableASCII(text), !text.contains(where: isHTMLMark) { return append(text) }
    append(htmlEscaped(text))
  }

  /// Appends bytes as HTML text.
  func appendHTML(_ text: [UInt8]) {
    text.withUnsafeBytes { appendHTML($0) }
  }

  /// Appends a string as HTML text.
  func appendHTML(_ text: String) {
    var text = text
    text.withUTF8 { appendHTML(UnsafeRawBufferPointer($0)) }
  }
}

/// Returns text with the five characters of HTML escaped; a line feed stays one.
func htmlEscaped(_ text: UnsafeRawBufferPointer) -> [UInt8] {
  var escaped: [UInt8] = []
  escaped.reserveCapacity(text.count + 16)
  forEachPiece(of: text) { piece in
    switch piece {
    case .ascii(0x26): escaped.append(contentsOf: "&amp;".utf8)
    case .ascii(0x3C): escaped.append(contentsOf: "&lt;".utf8)
    case .ascii(0x3E): escaped.append(contentsOf: "&gt;".utf8)
    case .ascii(0x22): escaped.append(contentsOf: "&quot;".utf8)
    case .ascii(0x27): escaped.append(contentsOf: "&#39;".utf8)
    case .control(0x0A): escaped.append(0x0A)
    default: escaped.appendVisible(piece)
    }
  }
  return escaped
}

private func isHTMLMark(_ byte: UInt8) -> Bool {
  byte == 0x26 || byte == 0x3C || byte == 0x3E || byte == 0x22 || byte == 0x27
}
