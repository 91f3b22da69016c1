import QueryLanguage

@testable import Reports

/// A value of a row that stands in for the store's.
enum Value {
  case null
  case integer(Int64)
  case real(Double)
  case bytes([UInt8])

  static func text(_ text: String) -> Value { .bytes(Array(text.utf8)) }
}

/// A row over values that live as long as the answer.
struct FakeRow: AnswerRow {
  private let values: [Value]
  private let memory: [UnsafeRawBufferPointer]

  /// Calls `body` with a row of `values`.
  static func withRow<Result>(
    _ values: [Value], _ body: (FakeRow) throws -> Result
  ) rethrows
    -> Result
  {
    let memory = values.map { value in
      guard case .bytes(let bytes) = value else {
        return UnsafeRawBufferPointer(start: nil, count: 0)
      }
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
      copy.copyBytes(from: bytes)
      return UnsafeRawBufferPointer(copy)
    }
    defer { for part in memory { part.deallocate() } }
    return try body(FakeRow(values: values, memory: memory))
  }

  private init(values: [Value], memory: [UnsafeRawBufferPointer]) {
    self.values = values
    self.memory = memory
  }

  func isNull(_ column: Int) -> Bool {
    if case .null = values[column] { true } else { false }
  }

  func integer(_ column: Int) -> Int64 {
    if case .integer(let value) = values[column] { value } else { 0 }
  }

  func real(_ column: Int) -> Double {
    if case .real(let value) = values[column] { value } else { 0 }
  }

  func bytes(_ column: Int) -> UnsafeRawBufferPointer { memory[column] }
}

/// Writes an answer and returns the bytes.
func answerBytes(
  _ format: AnswerFormat, _ columns: [(String, ValueType)], _ rows: [[Value]],
  options: AnswerOptions = AnswerOptions(),
  metadata: AnswerMetadata = AnswerMetadata(query: "tags"),
  notes: [AnswerNote] = [], complete: Bool = true
) throws -> [UInt8] {
  let output = ByteWriter()
  var writer = format.writer(to: output, options: options)
  try writer.begin(
    columns: columns.map { AnswerColumn(name: $0.0, type: $0.1) }, metadata: metadata)
  for row in rows {
    try FakeRow.withRow(row) { try writer.row($0) }
  }
  try writer.end(notes: notes, complete: complete)
  return output.contents
}

/// Writes an answer and returns it as text.
func answerText(
  _ format: AnswerFormat, _ columns: [(String, ValueType)], _ rows: [[Value]],
  options: AnswerOptions = AnswerOptions(),
  metadata: AnswerMetadata = AnswerMetadata(query: "tags"),
  notes: [AnswerNote] = [], complete: Bool = true
) throws -> String {
  String(
    decoding: try answerBytes(
      format, columns, rows, options: options, metadata: metadata, notes: notes,
      complete: complete),
    as: UTF8.self)
}

/// One column of each type with a row of plain values and a row of nulls.
let everyType: [(String, ValueType)] = [
  ("name", .text), ("n", .int), ("share", .real), ("ok", .bool), ("at", .time),
  ("age", .duration), ("version", .version), ("sha", .sha), ("digest", .digest),
  ("tags", .list), ("nothing", .null),
]
let plainRow: [Value] = [
  .text("Zoë"), .integer(-42), .real(0.5), .integer(1), .integer(1_742_231_849_000_000),
  .integer(273_600_000_000), .text("v1.28.0"), .bytes([0x51, 0xF4, 0x00, 0xAC]),
  .text("sha256:4bf2"), .text(#"["v1.0.0","a\"b",3]"#), .null,
]
let nullRow = [Value](repeating: .null, count: everyType.count)
let plainMetadata = AnswerMetadata(
  query: "tags\n| where name = \"x\"",
  parameters: [.init(name: "line", value: "v"), .init(name: "until", value: nil)],
  asOf: 1_742_231_849_250_000, repository: "shop")
let plainNotes = [AnswerNote(code: "N401", message: "0 rows. <shop> is not observed")]

/// What attackers put into subjects, names and refs; none may reach a reader as it is.
let payloads: [[UInt8]] =
  [
    "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{07}", "\u{1B}]8;;http://evil\u{1B}\\link",
    "\u{1B}[2J\u{1B}[H", "\u{1B}Pq\u{1B}\\", "\u{1B}c", "\u{9B}31m", "\u{9D}0;title\u{9C}",
    "\u{90}x",
    "a\u{08}\u{08}b", "a\rb", "a\u{0B}b\u{0C}c", "bell\u{07}", "nul\0hidden", "\u{7F}",
    "\u{0E}\u{0F}",
    "\u{202E}gpj.exe", "\u{202A}\u{202B}\u{202C}\u{202D}", "\u{2066}\u{2067}\u{2068}\u{2069}",
    "\u{200E}\u{200F}\u{061C}", "zero\u{200B}width", "\u{200C}\u{200D}", "\u{2060}\u{FEFF}",
    "\u{00AD}\u{034F}\u{180E}", "\u{115F}\u{1160}\u{3164}\u{FFA0}", "\u{E0001}\u{E0041}\u{E007F}",
    "\u{FE00}\u{E0100}", "\u{2028}line\u{2029}paragraph", "\u{FFF9}\u{FFFA}\u{FFFB}", "\u{FFFF}",
  ].map { Array($0.utf8) } + [
    [0x9B, 0x33, 0x31, 0x6D], [0xFF, 0xFE], [0xC0, 0xAF], [0xED, 0xA0, 0x80],
    [0xF4, 0x90, 0x80, 0x80],
    [0xE2, 0x82], [0x61, 0x80, 0x62], [0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72],
  ]
