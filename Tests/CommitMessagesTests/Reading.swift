import CommitMessages

func bytes(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

func text(_ bytes: some Sequence<UInt8>) -> String {
  String(decoding: Array(bytes), as: UTF8.self)
}

/// Returns the message that a whole text is.
func message(_ text: String) -> CommitMessage { CommitMessage(bytes(text)) }

/// Writes a header: `type|scope|!|description`, with `-` for what is missing.
func line(_ header: ConventionalHeader?) -> String {
  guard let header else { return "none" }
  return [
    text(header.type), header.scope.map { text($0) } ?? "-", header.isMarkedBreaking ? "!" : "-",
    text(header.description),
  ].joined(separator: "|")
}

/// Writes footers: `token=value` with a colon, `token#value` with a number sign.
func lines(_ footers: [ConventionalFooter]) -> [String] {
  footers.map { text($0.token) + ($0.separator == .colon ? "=" : "#") + text($0.value) }
}

/// Writes a reference: `closes issue example.com/acme/shop 12`, as far as it has these parts.
func line(_ reference: Reference) -> String {
  let path = [reference.host, reference.repository].compactMap { $0.map { text($0) } }
  return "\(reference.role) \(reference.target) " + path.joined(separator: "/")
    + (path.isEmpty ? "" : " ") + "\(reference.number)"
}

/// Writes an origin: its kind, then what it names.
func line(_ origin: Origin) -> String {
  switch origin.source {
  case .commit(let name): "\(origin.kind) \(name)"
  case .request(let reference): "\(origin.kind) \(line(reference))"
  case .text(let bytes): "\(origin.kind) '\(text(bytes))'"
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

  mutating func element<T>(of choices: [T]) -> T { choices[below(choices.count)] }
}
