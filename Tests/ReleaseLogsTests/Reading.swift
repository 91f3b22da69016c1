import HistoryStore
import Reports

@testable import ReleaseLogs

/// A message as the store has it.
struct Message {
  var subject: String
  var body = ""
  var parents = 1

  init(_ subject: String, _ body: String = "", parents: Int = 1) {
    self.subject = subject
    self.body = body
    self.parents = parents
  }
}

/// Reads commits with ids that begin with their places: 1111…, 2222… and so on.
func read(_ messages: [Message]) -> [ReadCommit] {
  var reader = CommitReader(
    people: People(
      [1: PersonRow(name: Array("Release Engineer".utf8), email: Array("r@example.com".utf8))],
      mailmap: nil))
  let rows = messages.enumerated().map { place, message in
    CommitRow(
      commit: Int32(place), sha: sha(place + 1), parents: message.parents, author: 1,
      subject: Array(message.subject.utf8), body: Array(message.body.utf8))
  }
  return reader.read(rows, NoteCorrections(GitNotes()))
}

func read(_ subject: String, _ body: String = "", parents: Int = 1) -> ReadCommit {
  read([Message(subject, body, parents: parents)])[0]
}

/// An id of one repeated digit.
func sha(_ digit: Int) -> [UInt8] {
  [UInt8](repeating: UInt8(digit * 17), count: 20)
}

/// An entry as `group scope: text`, with what else it has.
func text(_ entry: ReleaseLog.Entry) -> String {
  var text = entry.group.name
  if !entry.scope.isEmpty { text += " \(String(decoding: entry.scope, as: UTF8.self))" }
  text += ": \(String(decoding: entry.text.bytes, as: UTF8.self))"
  if entry.isBreaking { text += " !" }
  if let breaking = entry.breakingText {
    text += " (\(String(decoding: breaking.bytes, as: UTF8.self)))"
  }
  if let number = entry.pullRequest { text += " PR \(number)" }
  for issue in entry.issues { text += " issue \(String(decoding: issue, as: UTF8.self))" }
  return text
}
