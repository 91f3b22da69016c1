/// Text made safe for a terminal, and its width in cells.
package enum DisplayText {
  /// Returns a text with control, format and bidirectional characters written as `\u{…}`.
  ///
  /// - Parameter keepsLines: Whether line feeds stay.
  package static func escaped(_ text: String, keepsLines: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if keepsLines, scalar == "\n" {
        result.unicodeScalars.append(scalar)
      } else {
        result += shown(scalar)
      }
    }
    return result
  }

  /// Returns the form in which a scalar is shown.
  package static func shown(_ scalar: Unicode.Scalar) -> String {
    if scalar.isInvisible {
      return "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
    return String(Character(scalar))
  }

  /// Returns the number of terminal cells of a text that holds no control characters.
  package static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  /// Returns 0 for combining marks, 2 for wide East Asian characters and emoji, else 1.
  package static func width(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    if (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value) {
      return 0
    }
    // Two of these letters are one flag, of two cells.
    if (0x1F1E6...0x1F1FF).contains(scalar.value) { return 1 }
    if scalar.properties.isEmojiPresentation { return 2 }
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  /// The ranges whose East Asian width is wide or full (Unicode Standard Annex 11), whole blocks
  /// where only unassigned code points differ.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
    0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265,
    0x1F300...0x1F320, 0x20000...0x3FFFD,
  ]
}
