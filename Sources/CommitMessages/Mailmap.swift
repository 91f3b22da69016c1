/// The proper names and e-mail addresses of people, as a `.mailmap` file gives them.
///
/// Its lines: `Proper Name <commit@email>`, `<proper@email> <commit@email>`,
/// `Proper Name <proper@email> <commit@email>` and
/// `Proper Name <proper@email> Commit Name <commit@email>`. Addresses and names are compared without
/// regard to ASCII case; a line that gives the commit name goes before one that does not; a later line
/// replaces what an earlier one gave. A line that begins with `#` is a comment. Source:
/// `git help mailmap`. A look-up takes constant time.
package struct Mailmap: Sendable {
  /// A line that maps nothing.
  package struct Problem: Hashable, Sendable {
    /// Counted from 1.
    package let line: Int
    package let message: String
  }

  /// What replaces the name and the address; null for what stays.
  private struct Proper: Sendable {
    var name: [UInt8]?
    var email: [UInt8]?

    /// Takes what a later line gives.
    mutating func merge(_ name: ArraySlice<UInt8>?, _ email: ArraySlice<UInt8>?) {
      if let name { self.name = Array(name) }
      if let email { self.email = Array(email) }
    }
  }

  /// The lines of one commit address, in lower case.
  private struct Entry: Sendable {
    var any = Proper()
    /// By the commit name in lower case.
    var named: [[UInt8]: Proper] = [:]
  }

  private var entries: [[UInt8]: Entry] = [:]
  /// The first lines that map nothing, at most ``maximumProblems``.
  package private(set) var problems: [Problem] = []
  /// How many lines map nothing beyond those in ``problems``.
  package private(set) var furtherProblems = 0

  /// The largest file that is read, in bytes.
  package static let maximumSize = 16 << 20
  /// The number of lines that are reported.
  package static let maximumProblems = 20

  /// Reads a file.
  ///
  /// What lies beyond `maximumSize` is not read, from the line on that it falls in, and
  /// that is reported.
  package init(_ file: ArraySlice<UInt8>, maximumSize: Int = Mailmap.maximumSize) {
    var number = 0
    for line in Lines(file) {
      number += 1
      guard line.endIndex - file.startIndex <= maximumSize else {
        report(number, MailmapMessages.tooLarge(file.count, maximumSize))
        return
      }
      guard line.first != UInt8(ascii: "#"), !line.isBlank else { continue }
      read(line, number)
    }
  }

  /// Returns the proper name and address of someone; what no line gives stays as it is.
  package func proper(_ identity: Identity) -> Identity {
    guard let entry = entries[Self.key(identity.email[...])] else { return identity }
    let proper =
      entry.named.isEmpty ? entry.any : entry.named[Self.key(identity.name[...])] ?? entry.any
    return Identity(name: proper.name ?? identity.name, email: proper.email ?? identity.email)
  }

  private mutating func read(_ line: ArraySlice<UInt8>, _ number: Int) {
    guard let (first, rest) = Self.address(line, mayBeEmpty: false) else {
      report(number, MailmapMessages.noAddress(line))
      return
    }
    guard let (second, _) = Self.address(rest, mayBeEmpty: true) else {
      entries[Self.key(first.email), default: Entry()].any.merge(first.name, nil)
      return
    }
    let key = Self.key(second.email)
    if let name = second.name {
      entries[key, default: Entry()].named[Self.key(name)] = Proper(
        name: first.name.map(Array.init), email: Array(first.email))
    } else {
      entries[key, default: Entry()].any.merge(first.name, first.email)
    }
  }

  private mutating func report(_ line: Int, _ message: String) {
    if problems.count < Self.maximumProblems {
      problems.append(Problem(line: line, message: message))
    } else {
      furtherProblems += 1
    }
  }

  private static func key(_ text: ArraySlice<UInt8>) -> [UInt8] { text.map(\.inLowerCase) }

  /// Reads a name, which may be missing, and the address in angle brackets that follows it.
  private static func address(
    _ text: ArraySlice<UInt8>, mayBeEmpty: Bool
  ) -> (
    part: (name: ArraySlice<UInt8>?, email: ArraySlice<UInt8>), rest: ArraySlice<UInt8>
  )? {
    guard let open = text.firstIndex(of: UInt8(ascii: "<")),
      let close = text[open...].firstIndex(of: UInt8(ascii: ">")),
      mayBeEmpty || close > open + 1
    else { return nil }
    let name = text[..<open].trimmed()
    return ((name.isEmpty ? nil : name, text[(open + 1)..<close]), text[(close + 1)...])
  }
}
