import Indexing
import PushEvents

/// Digests of which only the first digits differ.
func digest(_ start: String) -> String {
  "sha256:" + start + String(repeating: "0", count: 64 - start.utf8.count)
}

/// Returns what a text announces.
func read(_ text: String) -> PushEventBatch {
  PushEventReader.read(all: Array(text.utf8))
}

/// Returns what bytes announce that arrive in pieces of the given sizes, in turns.
func read(_ bytes: [UInt8], pieces: [Int], maximumSize: Int) -> PushEventBatch {
  var reader = PushEventReader(maximumSize: maximumSize)
  var batch = PushEventBatch()
  var position = 0
  var turn = 0
  while position < bytes.count {
    let end = min(bytes.count, position + pieces[turn % pieces.count])
    batch.append(reader.read(Array(bytes[position..<end])))
    position = end
    turn += 1
  }
  batch.append(reader.finish())
  return batch
}

/// Writes an event on a line: `push ghcr.io/acme/shop:v1@aa at 5 by ci (7)`, the digest by its first
/// digits, the time in microseconds.
func line(_ event: PushEvent) -> String {
  var text = event.action == .push ? "push " : "delete "
  text += (event.registry ?? "?") + "/" + event.repository
  if let tag = event.tag { text += ":" + String(decoding: tag, as: UTF8.self) }
  if let digest = event.digest { text += "@" + digest.description.dropFirst(7).prefix(2) }
  if let at = event.at { text += " at \(at)" }
  if let actor = event.actor { text += " by \(actor)" }
  if let id = event.id { text += " (\(String(decoding: id, as: UTF8.self)))" }
  return text
}

/// Writes all that a batch tells, a line for each event and problem.
func lines(_ batch: PushEventBatch) -> [String] {
  batch.events.map(line) + batch.problems.map { "\($0.line):\($0.column) \($0.message)" }
    + (batch.ignored > 0 ? ["ignored \(batch.ignored)"] : [])
    + (batch.furtherProblems > 0 ? ["further \(batch.furtherProblems)"] : [])
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
