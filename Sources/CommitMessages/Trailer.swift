/// A trailer of a commit message, such as `Signed-off-by: A <a@example.com>`, as git finds it.
package struct Trailer: Hashable, Sendable {
  /// As it is written, without blanks around it.
  package let token: ArraySlice<UInt8>
  /// Without blanks around it; folded lines are still folded.
  package let value: ArraySlice<UInt8>

  /// The value on one line: a line break and the blanks that follow it become one space.
  ///
  /// Git leaves the carriage return of a line break in place, here it goes with the line feed.
  package var unfoldedValue: [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(value.count)
    var isFold = false
    for byte in value {
      if byte == UInt8(ascii: "\n") {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        line.append(0x20)
        isFold = true
      } else if !isFold || !byte.isBlank {
        line.append(byte)
        isFold = false
      }
    }
    return line
  }

  /// Returns whether the token is the given one, which is written in lower case.
  package func isNamed(_ token: StaticString) -> Bool {
    self.token.equals(ignoringCase: token)
  }

  /// Name and e-mail address, if the value has the form `Name <address>`.
  package var identity: Identity? { Identity(unfoldedValue[...]) }
}

/// A name and an e-mail address, as bytes.
package struct Identity: Hashable, Sendable {
  package let name: [UInt8]
  package let email: [UInt8]

  package init(name: [UInt8], email: [UInt8]) {
    self.name = name
    self.email = email
  }

  /// Reads `Name <address>`; null if there is no address in angle brackets.
  package init?(_ text: ArraySlice<UInt8>) {
    guard let open = text.firstIndex(of: UInt8(ascii: "<")),
      let close = text[open...].firstIndex(of: UInt8(ascii: ">"))
    else { return nil }
    name = Array(text[..<open].trimmed())
    email = Array(text[(open + 1)..<close].trimmed())
  }
}
