internal import ArgumentParser
internal import HistoryStore
internal import QueryLanguage
internal import Reports

/// Runs SQL over the public views.
struct SQLCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql", _superCommandName: "stemma",
    abstract: "Run a read-only SQL statement over the views v_*.",
    discussion: """
      `stemma schema` lists the views. Times are microseconds since 1970 UTC; time_text(t) prints \
      them. Versions compare by their _key columns.

        stemma sql 'SELECT name, version FROM v_tags ORDER BY version_key DESC LIMIT 5'
      """)

  @Argument(help: "The statement; - reads it from the standard input.")
  var text: String

  @OptionGroup var database: DatabaseOptions

  @Option(help: "The form of the answer.")
  var format: AnswerFormat = .table

  @Option(help: ArgumentHelp("Cut the answer after this many rows.", valueName: "n"))
  var maxRows: Int = 10_000

  @Option(help: ArgumentHelp("Stop after this many seconds.", valueName: "seconds"))
  var timeout: Double = 10

  @Flag(help: "Keep every byte in CSV: no quote before what a spreadsheet takes for a formula.")
  var csvRaw = false

  func validate() throws {
    guard maxRows > 0 else { throw ValidationError("--max-rows needs a number above 0.") }
    guard timeout > 0, timeout < 1e9 else {
      throw ValidationError("--timeout needs a number of seconds above 0.")
    }
  }

  func run() throws {
    let text =
      self.text == "-"
      ? String(decoding: try Console.readInput(), as: UTF8.self) : self.text
    let store = try HistoryStore(reading: database.pathToRead())
    let limits = QueryLimits(maximumRows: maxRows, timeout: Int64(timeout * 1_000_000))
    let answer = try store.read { try $0.runSQL(text, limits: limits) }
    let printer = AnswerPrinter(format: format, rawCSV: csvRaw)
    let outcome = try printer.print(
      columns: SQLAnswerRow.columns(of: answer), metadata: AnswerMetadata(query: text),
      notes: store.notes
    ) { writer in
      for row in answer.rows { try writer.row(SQLAnswerRow(values: row)) }
      return RunResult(rows: answer.rows.count, isTruncated: answer.isTruncated)
    }
    if !outcome.isComplete { throw ExitStatus.incomplete }
  }
}

/// A row of values whose types are known only when they are read.
final class SQLAnswerRow: AnswerRow {
  private let values: [SQLResultValue]
  private var scratch: [UnsafeMutableRawBufferPointer] = []

  init(values: [SQLResultValue]) {
    self.values = values
  }

  deinit {
    for buffer in scratch { buffer.deallocate() }
  }

  /// Returns the columns with the type that all their values have; text where they differ.
  static func columns(of answer: SQLAnswer) -> [AnswerColumn] {
    answer.columns.indices.map { index in
      var types = Set<ValueType>()
      for row in answer.rows {
        switch row[index] {
        case .null: break
        case .integer: types.insert(.int)
        case .real: types.insert(.real)
        case .text: types.insert(.text)
        case .blob: types.insert(.sha)
        }
      }
      let type: ValueType =
        types.count == 1 ? types.first ?? .text : types == [.int, .real] ? .real : .text
      return AnswerColumn(name: answer.columns[index], type: type)
    }
  }

  func isNull(_ column: Int) -> Bool {
    values[column] == .null
  }

  func integer(_ column: Int) -> Int64 {
    if case .integer(let value) = values[column] { value } else { 0 }
  }

  func real(_ column: Int) -> Double {
    switch values[column] {
    case .real(let value): value
    case .integer(let value): Double(value)
    default: 0
    }
  }

  func bytes(_ column: Int) -> UnsafeRawBufferPointer {
    let bytes: [UInt8] =
      switch values[column] {
      case .null: []
      case .integer(let value): Array(String(value).utf8)
      case .real(let value): Array(String(value).utf8)
      case .text(let bytes), .blob(let bytes): bytes
      }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    buffer.copyBytes(from: bytes)
    scratch.append(buffer)
    return UnsafeRawBufferPointer(buffer)
  }
}
