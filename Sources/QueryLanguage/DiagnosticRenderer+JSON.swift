// The form for editors and scripts.
extension DiagnosticRenderer {
  /// Returns a JSON array of objects with `code`, `message`, `span`, `label`, `hints` and `option`,
  /// with a line feed at its end.
  ///
  /// `span` has `start` and `end` (byte offsets, half open), `line` and `column` (from 1, the column
  /// in Unicode scalars). `label` is null when there is none. `option` is the option of the command
  /// line that the span is a place in, such as `--as-of 2024-13-01`; null: the text of the query.
  public func json(_ diagnostics: [Diagnostic]) -> String {
    let objects = diagnostics.map { diagnostic in
      let source = diagnostic.option.map { DiagnosticRenderer(source: $0) } ?? self
      let place = source.place(of: diagnostic.span.lower)
      let span =
        "{\"start\":\(diagnostic.span.lower),\"end\":\(diagnostic.span.upper),"
        + "\"line\":\(place.line),\"column\":\(place.column)}"
      return "{\"code\":\(Self.quoted(diagnostic.code)),"
        + "\"message\":\(Self.quoted(diagnostic.message)),\"span\":\(span),"
        + "\"label\":\(diagnostic.label.map(Self.quoted) ?? "null"),"
        + "\"hints\":[\(diagnostic.hints.map(Self.quoted).joined(separator: ","))],"
        + "\"option\":\(diagnostic.option.map(Self.quoted) ?? "null")}"
    }
    return "[" + objects.joined(separator: ",") + "]\n"
  }

  /// Returns the same array for one error that has neither a code nor a place in a text, such as
  /// a history that is not there: `code`, `span`, `label` and `option` are null.
  public static func json(message: String, hints: [String]) -> String {
    "[{\"code\":null,\"message\":\(quoted(message)),\"span\":null,\"label\":null,"
      + "\"hints\":[\(hints.map(quoted).joined(separator: ","))],\"option\":null}]\n"
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
