internal import SystemPackage

/// Writes the input of `git fast-import` to a file.
struct FastImportStream {
  /// A point in time with an offset from UTC, such as `1104537600 +0200`.
  struct Stamp {
    var seconds: Int
    var zone: String
  }

  /// Who did something and when.
  struct Signature {
    var person: [UInt8]
    var stamp: Stamp
  }

  private let file: FileDescriptor
  private var buffer: [UInt8] = []
  private var lastMark = 0
  private var hasFile = false

  init(file: FileDescriptor) { self.file = file }

  /// Appends a commit and returns its mark.
  mutating func commit(
    author: Signature, committer: Signature, message: [UInt8], parents: [Int]
  ) throws -> Int {
    lastMark += 1
    append("commit refs/import/all\nmark :\(lastMark)\n")
    append("author ", author)
    append("committer ", committer)
    append(data: message)
    for (index, parent) in parents.enumerated() {
      append("\(index == 0 ? "from" : "merge") :\(parent)\n")
    }
    if !hasFile {
      append("M 100644 inline README\n")
      append(data: Array("A made-up project.\n".utf8))
      hasFile = true
    }
    append("\n")
    try flush(above: 1 << 20)
    return lastMark
  }

  /// Appends an annotated tag.
  mutating func tag(_ name: String, at mark: Int, tagger: Signature, message: [UInt8]) {
    append("tag \(name)\nfrom :\(mark)\n")
    append("tagger ", tagger)
    append(data: message)
  }

  /// Sets a branch.
  mutating func branch(_ name: String, at mark: Int) {
    append("reset refs/heads/\(name)\nfrom :\(mark)\n\n")
  }

  /// Removes the ref under which the commits were made, and writes what is left.
  mutating func finish() throws {
    append("reset refs/import/all\nfrom \(String(repeating: "0", count: 40))\n\ndone\n")
    try flush(above: 0)
  }

  private mutating func append(_ text: String) { buffer += Array(text.utf8) }

  private mutating func append(_ field: String, _ signature: Signature) {
    append(field)
    buffer += signature.person
    append(" \(signature.stamp.seconds) \(signature.stamp.zone)\n")
  }

  private mutating func append(data: [UInt8]) {
    append("data \(data.count)\n")
    buffer += data
    append("\n")
  }

  private mutating func flush(above limit: Int) throws {
    guard buffer.count > limit else { return }
    try file.writeAll(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
