// The form for editors and scripts.
extension DiagnosticRenderer {
  /// Returns a JSON array of objects with `code`, `message`, `span`, `label` and `hints`, with a
  /// line feed at its end.
  ///
  /// `span` has `start` and `end` (byte offsets, half open), `line` and `column` (from 1, the column
  /// in Unicode scalars). `label` is null when there is none.
  public func json(_ diagnostics: [Diagnostic]) -> String {
    let objects = diagnostics.map { diagnostic in
      let place = place(of: diagnostic.span.lower)
      let span =
        "{\"start\":\(diagnostic.span.lower),\"end\":\(diagnostic.span.upper),"
        + "\"line\":\(place.line),\"column\":\(place.column)}"
      return "{\"code\":\(Self.quoted(diagnostic.code)),"
        + "\"message\":\(Self.quoted(diagnostic.message)),\"span\":\(span),"
        + "\"label\":\(diagnostic.label.map(Self.quoted) ?? "null"),"
        + "\"hints\":[\(diagnostic.hints.map(Self.quoted).joined(separator: ","))]}"
    }
    return "[" + objects.joined(separator: ",") + "]\n"
  }

  /// Returns a JSON string; what a terminal would obey or hide is escaped.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        if scalar.isInvisible {
          for unit in String(Character(scalar)).utf16 {
            let hex = String(unit, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
          }
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
