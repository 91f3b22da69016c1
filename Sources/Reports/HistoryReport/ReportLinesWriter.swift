/// Writes a report as JSON objects, each on a line of its own (NDJSON).
///
/// `type` tells what a line is: `report` first, with the members of the report but its lists, then each
/// `release`, `contributor`, `move` and `source`, with the members that they have in the one object.
struct ReportLinesWriter {
  private let report: HistoryReport
  private let output: ByteWriter

  init(_ report: HistoryReport, _ output: ByteWriter) {
    self.report = report
    self.output = output
  }

  func write() throws(OutputError) {
    try line("report") { output in
      output.append(#""schema":1,"made_at":"#)
      writeTimeValue(report.madeAt, to: output)
      output.append(",")
      ReportJSONWriter(report, output).writeSelection()
      output.append(",")
      LogJSONWriter(report.log, output).writeHead()
    }
    for release in report.log.releases {
      try line("release") { LogJSONWriter(report.log, $0).writeMembers(of: release) }
    }
    for person in ReportPerson.all(of: report.log) {
      try line("contributor") { ReportJSONWriter(report, $0).writeMembers(of: person) }
    }
    for move in report.moves {
      try line("move") { ReportJSONWriter(report, $0).writeMembers(of: move) }
    }
    for row in report.coverage {
      try line("source") { ReportJSONWriter(report, $0).writeMembers(of: row) }
    }
  }

  /// Writes one object without line ends: between its members they mean nothing, and in texts there
  /// are none.
  private func line(_ type: String, _ members: (ByteWriter) -> Void) throws(OutputError) {
    let memory = ByteWriter()
    memory.append(#"{"type":"\#(type)","#)
    members(memory)
    memory.append("}")
    output.append(memory.contents.filter { $0 != 0x0A })
    output.append("\n")
    try output.check()
  }
}

extension HistoryReport {
  /// Writes the report as JSON objects, one a line, and flushes the output.
  package func writeLines(to output: ByteWriter) throws(OutputError) {
    try ReportLinesWriter(self, output).write()
    try output.flush()
  }
}
