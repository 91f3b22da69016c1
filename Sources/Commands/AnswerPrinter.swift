internal import HistoryStore
internal import QueryLanguage
internal import Reports

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Prints an answer on stdout: columns, rows, notes, and whether it is complete.
struct AnswerPrinter {
  let format: AnswerFormat
  /// Whether CSV keeps every byte.
  let rawCSV: Bool

  /// How an answer ended.
  struct Outcome {
    let rows: Int
    let isComplete: Bool
  }

  /// Prints one answer; notes go to stderr where the format has no place for them.
  ///
  /// `run` hands its rows to the writer and tells how many there were.
  func print(
    columns: [AnswerColumn], metadata: AnswerMetadata, notes: [AnswerNote],
    _ run: (inout any AnswerWriter) throws -> RunResult
  ) throws -> Outcome {
    let output = ByteWriter(descriptor: STDOUT_FILENO)
    var writer = format.writer(
      to: output, options: AnswerOptions(terminalWidth: Console.outputWidth, rawCSV: rawCSV))
    try writer.begin(columns: columns, metadata: metadata)
    let result = try run(&writer)
    var notes = notes
    if result.isTruncated {
      notes.append(
        AnswerNote(
          code: "N430",
          message: "the answer was cut after \(counted(result.rows, "row", "rows")); "
            + "--max-rows raises the limit", isIncomplete: true))
    }
    let isComplete = !notes.contains(where: \.isIncomplete)
    try writer.end(notes: notes, complete: isComplete)
    try output.flush()
    if format == .table, result.rows == 0 { Console.warn("0 rows") }
    if !format.includesNotes { Console.warn(notes) }
    return Outcome(rows: result.rows, isComplete: isComplete)
  }
}

extension Console {
  /// Writes notes to stderr, each on a line.
  static func warn(_ notes: [AnswerNote]) {
    for note in notes { warn("note[\(note.code)]: \(displayText(note.message))") }
  }
}

/// Returns a number and what it counts, such as `1 branch` or `1,438 branches`.
func counted(_ number: Int, _ one: String, _ many: String) -> String {
  "\(grouped(number)) \(number == 1 ? one : many)"
}
