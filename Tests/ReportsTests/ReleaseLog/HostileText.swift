@testable import Reports

/// Texts that try to be markup, made from what has a meaning in Markdown and HTML.
enum HostileText {
  private static let pieces: [[UInt8]] =
    [
      " ", "  ", "    ", "a", "b1", "_", "__", "*", "**", "~~", "`", "``", "```", "[", "]", "(",
      ")", "![", "](", "](http://evil.example)", "<", ">", "<b>", "</b>", "<script>", "<!--",
      "-->", "&", "&lt;", "&#64;", "#", "# ", "## ", "- ", "+ ", "1. ", "12) ", "> ", "---", "===",
      "|", "| --- |", "\\", "\\\\", "!", ":", "http://evil.example", "www.evil.example",
      "mailto:a@b.example", "@engineer", "@org/team", "a@b.example", ":tada:", "$x$", "^", "[^1]",
      "[x]: http://evil.example", "[ ]", "\"", "'", "=", ".", ",", "\t", "\n", "\r\n", "\u{0}",
      "\u{1B}[31m", "\u{202E}", "\u{200B}", "\u{2028}", "é", "日本", "😀", "<http://evil.example>",
      "</li>", "<a href=\"javascript:x\">", "{{", "}}", "0", "9", "#1", "acme/shop#1", "--", "***",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x80]]

  /// Returns a text of up to `count` pieces.
  static func random(_ count: Int, using random: inout FixedRandom) -> [UInt8] {
    (0..<Int.random(in: 0...count, using: &random)).flatMap { _ in
      pieces.randomElement(using: &random) ?? []
    }
  }
}
