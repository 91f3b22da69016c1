/// The grammars of the OCI Distribution Specification for names and tags, and that of hosts.
enum ImageNames {
  /// Returns whether a text is a name of a repository: components of lower-case letters and digits
  /// with single separators between them, joined by slashes; at most 255 bytes.
  static func isRepository(_ text: UnsafeRawBufferPointer) -> Bool {
    guard (1...255).contains(text.count) else { return false }
    var position = 0
    while true {
      let start = position
      while position < text.count, isAlphanumeric(text[position]) { position += 1 }
      guard position > start else { return false }
      guard position < text.count else { return true }
      guard let length = separatorLength(text, position) else { return false }
      position += length
    }
  }

  /// Returns the length of the separator at an offset: `/`, `.`, `_`, `__`, or hyphens.
  private static func separatorLength(_ text: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    switch text[start] {
    case UInt8(ascii: "/"), UInt8(ascii: "."): return 1
    case UInt8(ascii: "_"):
      return start + 1 < text.count && text[start + 1] == UInt8(ascii: "_") ? 2 : 1
    case UInt8(ascii: "-"):
      var end = start + 1
      while end < text.count, text[end] == UInt8(ascii: "-") { end += 1 }
      return end - start
    default: return nil
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
  }

  /// Returns whether a text is a tag: `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`.
  static func isTag(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let first = text.first, text.count <= 128 else { return false }
    guard first != UInt8(ascii: "."), first != UInt8(ascii: "-") else { return false }
    return text.allSatisfy { byte in
      isAlphanumeric(lowercased(byte))
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }
  }

  /// Returns the host of a registry in lower case, with its port if it has one, or null if the text
  /// is none.
  ///
  /// The other names of Docker Hub become `docker.io`.
  static func host(_ text: UnsafeRawBufferPointer?) -> String? {
    guard let text, isHost(text) else { return nil }
    let host = String(decoding: text.map(lowercased), as: UTF8.self)
    switch host {
    case "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com": return "docker.io"
    default: return host
    }
  }

  private static func isHost(_ text: UnsafeRawBufferPointer) -> Bool {
    guard (1...261).contains(text.count) else { return false }
    var end = text.count
    if let colon = text.lastIndex(of: UInt8(ascii: ":")),
      text.last != UInt8(ascii: "]")
    {
      let port = text[(colon + 1)...]
      guard (1...5).contains(port.count), port.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
        return false
      }
      end = colon
    }
    guard end > 0 else { return false }
    if text[0] == UInt8(ascii: "[") {
      return end > 3 && text[end - 1] == UInt8(ascii: "]")
        && text[1..<end - 1].allSatisfy { isHexadecimal($0) || $0 == UInt8(ascii: ":") }
    }
    return isAlphanumeric(lowercased(text[0]))
      && text[..<end].allSatisfy {
        isAlphanumeric(lowercased($0)) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
      }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6
  }

  /// Returns the byte, an upper-case letter of ASCII in lower case.
  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
  }

  /// Returns the host of a URL, or of a reference to an image, or null.
  ///
  /// It is what stands before the first slash, without a scheme and a user name.
  static func host(of url: UnsafeRawBufferPointer?) -> String? {
    guard let url else { return nil }
    var start = 0
    if let scheme = range(of: "://", in: url) { start = scheme.upperBound }
    let end = url[start...].firstIndex(of: UInt8(ascii: "/")) ?? url.count
    if let at = url[start..<end].lastIndex(of: UInt8(ascii: "@")) { start = at + 1 }
    return host(UnsafeRawBufferPointer(rebasing: url[start..<end]))
  }

  private static func range(
    of pattern: StaticString, in text: UnsafeRawBufferPointer
  ) -> Range<Int>? {
    let count = pattern.utf8CodeUnitCount
    guard text.count >= count else { return nil }
    for start in 0...text.count - count
    where (0..<count).allSatisfy({ text[start + $0] == pattern.utf8Start[$0] }) {
      return start..<start + count
    }
    return nil
  }

  /// Returns where the first component of a reference ends if it can only be a host: it has a dot
  /// or a colon, or is `localhost`.
  static func hostEnd(_ reference: UnsafeRawBufferPointer) -> Int? {
    guard let slash = reference.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    let first = reference[..<slash]
    let isHost =
      first.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
      || first.elementsEqual("localhost".utf8)
    return isHost ? slash : nil
  }

  /// Returns whether a text holds another, such as `/manifests/`.
  static func contains(_ text: UnsafeRawBufferPointer?, _ pattern: StaticString) -> Bool {
    text.map { range(of: pattern, in: $0) != nil } ?? false
  }
}
