/// The text of a saved query and what its comments say about it.
public struct SavedQueryText: Hashable, Sendable {
  /// What `-- title:` says, or nil.
  public var title: String?
  /// What `-- description:` and the comment lines after it say, joined by spaces, or nil.
  public var description: String?
  /// The whole text, comments included, so that the places of errors are those of the file.
  public var body: String

  /// Reads the comment lines at the start of a text.
  public init(_ text: String) {
    body = text
    var isDescribing = false
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let line = Self.trimmed(line)
      if line.isEmpty { continue }
      guard line.hasPrefix("--") else { break }
      let comment = Self.trimmed(line.dropFirst(2))
      if let value = Self.value(of: "title", in: comment) {
        title = value
        isDescribing = false
      } else if let value = Self.value(of: "description", in: comment) {
        description = value
        isDescribing = true
      } else if isDescribing, !comment.isEmpty, let start = description {
        description = start.isEmpty ? String(comment) : start + " " + comment
      } else {
        isDescribing = false
      }
    }
  }

  private static func value(of key: String, in comment: Substring) -> String? {
    guard comment.hasPrefix(key + ":") else { return nil }
    return String(trimmed(comment.dropFirst(key.count + 1)))
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
