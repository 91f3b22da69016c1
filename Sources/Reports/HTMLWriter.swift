import QueryLanguage

/// Writes a page of its own that loads nothing and runs nothing: one table, the question above it,
/// the notes below.
struct HTMLWriter: AnswerWriter {
  let output: ByteWriter
  private var columns: [AnswerColumn] = []
  private let cells = CellText(durations: .units)

  init(output: ByteWriter) {
    self.output = output
  }

  private static let head = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="referrer" content="no-referrer">
    <meta name="viewport" content="width=device-width">
    <title>Stemma answer</title>
    <style>
    body { font: 14px/1.4 sans-serif; margin: 2em }
    table { border-collapse: collapse }
    th, td { padding: .2em .8em; text-align: left; vertical-align: top; white-space: pre-wrap }
    th { border-bottom: 1px solid }
    .n { text-align: right }
    </style>
    </head>
    <body>

    """

  mutating func begin(columns: [AnswerColumn], metadata: AnswerMetadata) throws {
    self.columns = columns
    output.append(Self.head)
    output.append("<pre>")
    write(metadata.query)
    output.append("</pre>\n")
    writeFacts(metadata)
    output.append("<table>\n<thead><tr>")
    for column in columns {
      output.append(column.type.isNumeric ? #"<th class="n">"# : "<th>")
      write(column.name)
      output.append("</th>")
    }
    output.append("</tr></thead>\n<tbody>\n")
    try output.check()
  }

  mutating func row(_ row: borrowing some AnswerRow) throws {
    output.append("<tr>")
    for index in columns.indices {
      let type = columns[index].type
      output.append(type.isNumeric ? #"<td class="n">"# : "<td>")
      cells.withText(row, index, type) { write($0) }
      output.append("</td>")
    }
    output.append("</tr>\n")
    try output.check()
  }

  mutating func end(notes: [AnswerNote], complete: Bool) throws {
    output.append("</tbody>\n</table>\n")
    if !complete { output.append("<p>The answer is incomplete.</p>\n") }
    if !notes.isEmpty {
      output.append("<ul>\n")
      for note in notes {
        output.append("<li>")
        write("\(note.code): \(note.message)")
        output.append("</li>\n")
      }
      output.append("</ul>\n")
    }
    output.append("</body>\n</html>\n")
    try output.flush()
  }

  /// Writes the parameters, the time and the repository of the question, if it has any.
  private func writeFacts(_ metadata: AnswerMetadata) {
    var facts = metadata.parameters.map { ($0.name, $0.value ?? "null") }
    if let asOf = metadata.asOf { facts.append(("as of", timeText(asOf))) }
    if let repository = metadata.repository { facts.append(("repository", repository)) }
    if facts.isEmpty { return }
    output.append("<ul>\n")
    for (name, value) in facts {
      output.append("<li>")
      write("\(name): \(value)")
      output.append("</li>\n")
    }
    output.append("</ul>\n")
  }

  private func write(_ text: String) {
    output.appendHTML(text)
  }

  private func write(_ text: UnsafeRawBufferPointer) {
    output.appendHTML(text)
  }
}
