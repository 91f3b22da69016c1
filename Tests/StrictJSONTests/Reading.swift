import StrictJSON

/// Returns what a reader makes of a document: the value written out, or the error.
func outcome(
  _ bytes: [UInt8], maximumDepth: Int = JSONReader.standardDepth
) -> Result<String, JSONError> {
  var reader = JSONReader(maximumDepth: maximumDepth)
  do {
    return .success(try reader.read(bytes, written))
  } catch let error as JSONError {
    return .failure(error)
  } catch {
    return .success("another error: \(error)")
  }
}

/// Writes a value so that each difference in kind or content shows.
func written(_ value: JSONValue) -> String {
  switch value.kind {
  case .missing: "missing"
  case .null: "null"
  case .boolean: value.boolean.map { "\($0)" } ?? "no boolean"
  case .integer: value.integer.map { "\($0)" } ?? "no integer"
  case .real: value.real.map { "real \($0)" } ?? "no number"
  case .string: value.string.map(\.debugDescription) ?? "no text"
  case .array: "[" + value.elements.map(written).joined(separator: ", ") + "]"
  case .object:
    "{"
      + value.members.map { "\(written($0.key)): \(written($0.value))" }
      .joined(separator: ", ") + "}"
  }
}

/// A generator whose numbers depend on its seed alone (splitmix64).
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int {
    bound <= 0 ? 0 : Int(next() % UInt64(bound))
  }
}
