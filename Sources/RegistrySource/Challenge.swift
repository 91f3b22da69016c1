/// One challenge of a `WWW-Authenticate` field (RFC 9110, section 11.6.1).
struct Challenge: Hashable, Sendable {
  /// In lower case, such as `bearer`.
  var scheme: String
  /// Values by their names in lower case; of a name that occurs twice, the first.
  var parameters: [String: String]

  /// Reads the challenges of all fields; what is malformed ends the reading of its field.
  static func read(_ fields: [String]) -> [Challenge] {
    fields.prefix(8).flatMap { field in
      var reader = ChallengeReader(bytes: Array(field.utf8.prefix(8_192)))
      return reader.challenges()
    }
  }
}

/// Reads the challenges of one field.
///
/// A comma separates parameters as well as challenges: what follows it is a parameter if it is a
/// name with `=` behind it, and a scheme otherwise. Commas in quotes separate nothing.
private struct ChallengeReader {
  let bytes: [UInt8]
  var offset = 0

  mutating func challenges() -> [Challenge] {
    var result: [Challenge] = []
    while result.count < 16 {
      skip { $0 == UInt8(ascii: ",") || isBlank($0) }
      guard let scheme = token() else { return result }
      var challenge = Challenge(scheme: scheme.lowercased(), parameters: [:])
      skip(isBlank)
      readParameters(of: &challenge)
      result.append(challenge)
    }
    return result
  }

  /// Reads the parameters behind a scheme, up to the next scheme.
  private mutating func readParameters(of challenge: inout Challenge) {
    var isFirst = true
    while offset < bytes.count {
      let start = offset
      if let (name, value) = parameter() {
        challenge.parameters[name] = challenge.parameters[name] ?? value
      } else if isFirst {
        // Not in the form of parameters (token68): no scheme that is known here has it.
        offset = start
        skip { $0 != UInt8(ascii: ",") }
      } else {
        offset = start
        return
      }
      isFirst = false
      skip { $0 == UInt8(ascii: ",") || isBlank($0) }
    }
  }

  /// Reads `name=value` with its end; null if that does not stand here.
  private mutating func parameter() -> (String, String)? {
    guard let name = token() else { return nil }
    skip(isBlank)
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "=") else { return nil }
    offset += 1
    skip(isBlank)
    guard let value = quoted() ?? token() else { return nil }
    skip(isBlank)
    guard offset == bytes.count || bytes[offset] == UInt8(ascii: ",") else { return nil }
    return (name.lowercased(), value)
  }

  private mutating func token() -> String? {
    let start = offset
    skip { isLetter($0) || isDigit($0) || "!#$%&'*+-.^_`|~".utf8.contains($0) }
    return offset > start ? String(decoding: bytes[start..<offset], as: UTF8.self) : nil
  }

  private mutating func quoted() -> String? {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { return nil }
    var value: [UInt8] = []
    var position = offset + 1
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        offset = position + 1
        return String(decoding: value, as: UTF8.self)
      case UInt8(ascii: "\\") where position + 1 < bytes.count:
        position += 1
        value.append(bytes[position])
      default:
        value.append(bytes[position])
      }
      position += 1
    }
    return nil
  }

  private mutating func skip(_ matches: (UInt8) -> Bool) {
    while offset < bytes.count, matches(bytes[offset]) { offset += 1 }
  }
}

private func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}
