/// Writes a report as one JSON object: the members of the log and then its own.
struct ReportJSONWriter {
  private let report: HistoryReport
  private let output: ByteWriter

  init(_ report: HistoryReport, _ output: ByteWriter) {
    self.report = report
    self.output = output
  }

  func write() throws(OutputError) {
    output.append(#"{"schema":1,"made_at":"#)
    writeTimeValue(report.madeAt, to: output)
    output.append(",")
    writeSelection()
    output.append(",")
    try LogJSONWriter(report.log, output).writeMembers()
    output.append(#","contributors":["#)
    for (index, person) in ReportPerson.all(of: report.log).enumerated() {
      output.append(index == 0 ? "\n{" : ",\n{")
      writeMembers(of: person)
      output.append("}")
      try output.check()
    }
    output.append(#"],"moves":["#)
    for (index, move) in report.moves.enumerated() {
      output.append(index == 0 ? "\n" : ",\n")
      write(move)
      try output.check()
    }
    output.append(#"],"coverage":["#)
    for (index, row) in report.coverage.enumerated() {
      output.append(index == 0 ? "\n" : ",\n")
      write(row)
    }
    output.append("]}\n")
  }

  private func write(_ move: HistoryReport.Move) {
    output.append("{")
    writeMembers(of: move)
    output.append("}")
  }

  private func write(_ row: HistoryReport.Coverage) {
    output.append("{")
    writeMembers(of: row)
    output.append("}")
  }

  /// Writes the part of the history that the report is about.
  func writeSelection() {
    guard let selection = report.selection else { return output.append(#""selection":null"#) }
    output.append(#""selection":{"#)
    output.appendJSONOptionalText("range", selection.range)
    output.append(",")
    output.appendJSONOptionalText("line", selection.line)
    output.append(",")
    output.appendJSONTexts("paths", selection.paths)
    output.append("}")
  }

  /// Writes the members of a person.
  func writeMembers(of person: ReportPerson) {
    output.appendJSONText("name", person.person.name)
    output.append(",")
    output.appendJSONText("email", person.person.email)
    output.append(#","commits":"#)
    output.append(person.person.commitCount)
    output.append(#","releases":"#)
    output.append(person.releaseCount)
  }

  /// Writes the members of a move.
  func writeMembers(of move: HistoryReport.Move) {
    output.appendJSONText("repository", move.repository)
    output.append(",")
    output.appendJSONText("name", move.name)
    output.appendJSONTime(",\"at\":", move.at)
    output.appendJSONTime(",\"at_earliest\":", move.earliest)
    output.append(#","precision":"\#(move.precision.rawValue)","#)
    output.append(#""change":"\#(move.change.rawValue)","#)
    output.appendJSONOptionalText("old_version", move.oldVersion)
    output.append(",")
    output.appendJSONOptionalText("new_version", move.newVersion)
    output.append(#","direction":"\#(move.direction.rawValue)""#)
  }

  /// Writes the members of a source.
  func writeMembers(of row: HistoryReport.Coverage) {
    output.appendJSONText("source", row.source)
    output.append(#","kind":"#)
    output.appendJSONString(row.kind)
    output.append(",")
    output.appendJSONText("repository", row.repository)
    output.appendJSONTime(",\"first_seen\":", row.firstSeen)
    output.appendJSONTime(",\"last_seen\":", row.lastSeen)
    output.append(#","gaps":"#)
    output.append(row.gaps)
    output.append(#","status":"#)
    output.appendJSONString(row.status)
  }
}

extension ByteWriter {
  /// Appends a time as RFC 3339 text, or null.
  func appendJSONTime(_ key: String, _ time: Int64?) {
    append(key)
    if let time { writeTimeValue(time, to: self) } else { append("null") }
  }
}
