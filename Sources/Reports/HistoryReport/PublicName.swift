/// Names of people as they can stand in a page that may be published: without mail addresses.
enum PublicName {
  /// What stands for someone of whom only an address is known.
  static let unknown = Array("(no name)".utf8)

  /// Returns a name without the words that are mail addresses, or what stands for no name.
  static func of(_ name: [UInt8]) -> [UInt8] {
    let words = name.split(separator: 0x20)
    let kept = words.filter { !isAddress($0) }
    if kept.count == words.count, !kept.isEmpty { return name }
    return kept.isEmpty ? unknown : Array(kept.joined(separator: [0x20]))
  }

  /// Whether a word has something on both sides of an `@`, which also tells `root@localhost`; `@name`
  /// is no address.
  private static func isAddress(_ word: ArraySlice<UInt8>) -> Bool {
    let marks = Array("<>()[]{},;:\"'".utf8)
    let bare = word.drop { marks.contains($0) }
    guard let end = bare.lastIndex(where: { !marks.contains($0) }) else { return false }
    return bare.dropFirst().prefix(max(0, end - bare.startIndex - 1)).contains(UInt8(ascii: "@"))
  }
}
