import QueryLanguage

/// Writes one JSON object: the question, the columns, the rows one a line, the notes, and whether
/// the answer is complete, in this order.
///
/// `schema` is the number of this layout; it changes when a member changes its meaning.
struct JSONWriter: AnswerWriter {
  let output: ByteWriter
  private var rows = JSONRow(columns: [])
  private var hasRows = false

  init(output: ByteWriter) {
    self.output = output
  }

  mutating func begin(columns: [AnswerColumn], metadata: AnswerMetadata) throws {
    rows = JSONRow(columns: columns)
    output.append(#"{"schema":1,"query":"#)
    output.appendJSONString(metadata.query)
    output.append(#","params":{"#)
    writeEach(metadata.parameters) { parameter in
      output.appendJSONString(parameter.name)
      output.append(UInt8(ascii: ":"))
      writeOptional(parameter.value)
    }
    output.append(#"},"as_of":"#)
    if let asOf = metadata.asOf {
      writeTimeValue(asOf, to: output)
    } else {
      output.append("null")
    }
    output.append(#","repo":"#)
    writeOptional(metadata.repository)
    output.append(#","columns":["#)
    writeEach(columns) { column in
      output.append(#"{"name":"#)
      output.appendJSONString(column.name)
      output.append(#","type":"#)
      output.appendJSONString(column.type.rawValue)
      output.append(UInt8(ascii: "}"))
    }
    output.append(#"],"rows":["#)
    try output.check()
  }

  mutating func row(_ row: borrowing some AnswerRow) throws {
    output.append(hasRows ? ",\n" : "\n")
    hasRows = true
    rows.write(row, to: output)
    try output.check()
  }

  mutating func end(notes: [AnswerNote], complete: Bool) throws {
    output.append(hasRows ? "\n" : "")
    output.append(#"],"notes":["#)
    writeEach(notes) { note in
      output.append(#"{"code":"#)
      output.appendJSONString(note.code)
      output.append(#","message":"#)
      output.appendJSONString(note.message)
      output.append(UInt8(ascii: "}"))
    }
    output.append(complete ? "],\"complete\":true}\n" : "],\"complete\":false}\n")
    try output.flush()
  }

  private func writeOptional(_ text: String?) {
    if let text {
      output.appendJSONString(text)
    } else {
      output.append("null")
    }
  }

  private func writeEach<Element>(_ elements: [Element], _ write: (Element) -> Void) {
    for (index, element) in elements.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      write(element)
    }
  }
}
