import QueryLanguage

/// Writes rows as JSON objects; shared by the two JSON formats.
///
/// Versions, digests and ids are strings, times RFC 3339 strings (a number outside the years 0001
/// to 9999), durations seconds, lists arrays. Text that is not UTF-8 has U+FFFD in place of the
/// wrong bytes and is followed by a member `<name>_b64` with all bytes in base64.
struct JSONRow {
  private let types: [ValueType]
  /// `{"name":` and `,"name":` of all columns, one after the other.
  private var keys: [UInt8] = []
  private var keyEnds: [Int] = [0]
  /// `,"name_b64":"` of each column.
  private var rawKeys: [[UInt8]] = []

  init(columns: [AnswerColumn]) {
    types = columns.map(\.type)
    let names = Set(columns.map(\.name))
    for (index, column) in columns.enumerated() {
      keys += Self.key(column.name, after: index == 0 ? "{" : ",")
      keyEnds.append(keys.count)
      var rawName = column.name + "_b64"
      while names.contains(rawName) { rawName += "_b64" }
      rawKeys.append(Self.key(rawName, after: ","))
    }
  }

  private static func key(_ name: String, after separator: String) -> [UInt8] {
    let writer = ByteWriter()
    writer.append(separator)
    writer.appendJSONString(name)
    writer.append(UInt8(ascii: ":"))
    return writer.contents
  }

  /// Appends one row.
  func write(_ row: borrowing some AnswerRow, to output: ByteWriter) {
    if types.isEmpty { output.append(UInt8(ascii: "{")) }
    var column = 0
    while column < types.count {
      let key = keyEnds[column]..<keyEnds[column &+ 1]
      keys.withUnsafeBytes { output.append(UnsafeRawBufferPointer(rebasing: $0[key])) }
      writeValue(row, column, to: output)
      column &+= 1
    }
    output.append(UInt8(ascii: "}"))
  }

  @inline(__always)
  private func writeValue(
    _ row: borrowing some AnswerRow, _ column: Int, to output: ByteWriter
  ) {
    if row.isNull(column) { return output.append("null") }
    switch types[column] {
    case .text, .version, .digest, .object:
      let bytes = row.bytes(column)
      if !output.appendJSONString(bytes) { writeRaw(bytes, column, to: output) }
    case .sha: writeSHA(row.bytes(column), to: output)
    case .int: output.commit(writeInteger(row.integer(column), output.reserve(numberTextRoom)))
    case .time: writeTimeValue(row.integer(column), to: output)
    case .duration:
      output.commit(writeSeconds(row.integer(column), output.reserve(numberTextRoom)))
    case .bool: output.append(row.integer(column) == 0 ? "false" : "true")
    case .real:
      let length = writeReal(row.real(column), output.reserve(numberTextRoom))
      if length == 0 { output.append("null") } else { output.commit(length) }
    case .list: writeList(row.bytes(column), column, to: output)
    case .null: output.append("null")
    }
  }

  private func writeSHA(_ bytes: UnsafeRawBufferPointer, to output: ByteWriter) {
    output.append(UInt8(ascii: "\""))
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1024))
      output.commit(writeHex(part, output.reserve(2 &* part.count)))
      rest = rest.dropFirst(1024)
    }
    output.append(UInt8(ascii: "\""))
  }

  private func writeList(_ json: UnsafeRawBufferPointer, _ column: Int, to output: ByteWriter) {
    // What is no flat array must not break the document, so it is a string.
    let isArray = ListText.elements(json) != nil
    let isValid = isArray ? output.appendJSONValue(json) : output.appendJSONString(json)
    if !isValid { writeRaw(json, column, to: output) }
  }

  private func writeRaw(_ bytes: UnsafeRawBufferPointer, _ column: Int, to output: ByteWriter) {
    output.append(rawKeys[column])
    output.append(UInt8(ascii: "\""))
    output.appendBase64(bytes)
    output.append(UInt8(ascii: "\""))
  }
}

/// Appends a time as a JSON value.
func writeTimeValue(_ microseconds: Int64, to output: ByteWriter) {
  let place = output.reserve(numberTextRoom)
  let length = writeTime(microseconds, place + 1)
  if length < 0 {
    output.commit(writeInteger(microseconds, place))
  } else {
    place[0] = UInt8(ascii: "\"")
    place[length &+ 1] = UInt8(ascii: "\"")
    output.commit(length &+ 2)
  }
}
