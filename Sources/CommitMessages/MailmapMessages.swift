/// What is told of a `.mailmap` file.
enum MailmapMessages {
  static func noAddress(_ line: ArraySlice<UInt8>) -> String {
    "The line gives no e-mail address in angle brackets: \(quoted(line))."
  }

  static func tooLarge(_ size: Int, _ maximum: Int) -> String {
    "The file has \(size) bytes; the lines beyond the first \(maximum) bytes are not read."
  }

  /// The first characters of a line, with others than printable ASCII replaced by `?`.
  private static func quoted(_ line: ArraySlice<UInt8>) -> String {
    let shown = line.prefix(60).map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }
    return "\"" + String(decoding: shown, as: UTF8.self) + (line.count > 60 ? "…\"" : "\"")
  }
}
