import Crypto
import Indexing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Computes the patch ids of commits from what `diff-tree -p` writes of them, line by line.
///
/// The ids are those of `git patch-id --stable`: of each file a hash of its header and of the lines of
/// its hunks without white space, then the sum of the hashes, so that neither line numbers nor the
/// order of files count. Of a binary file the ids of both contents are hashed. To compute them here
/// saves a second process, and gives the same ids whatever git is installed.
///
/// Works on bytes, line by line in the buffer that git filled: git itself takes most of the time.
struct PatchIDParser {
  /// The patch id of each commit that was read to its end; a commit without a patch has none.
  private(set) var patches: [ObjectID: ObjectID] = [:]
  /// The commit that is being read.
  private(set) var current: ObjectID?

  private let format: ObjectFormat
  private var hash: PatchHash
  /// The sum of the hashes of files, lowest byte first.
  private var sum: [UInt8]
  private var hasStarted = false
  private var isHeader = false
  private var isBinary = false
  /// How many lines of the old and the new file are left of a hunk.
  private var left = (old: 0, new: 0)
  /// The ids of the old and the new content, as digits.
  private var contents: (old: [UInt8], new: [UInt8]) = ([], [])
  private var scratch: [UInt8] = []

  init(format: ObjectFormat) {
    self.format = format
    hash = PatchHash(format)
    sum = [UInt8](repeating: 0, count: format.idLength)
  }

  /// Reads one line without its line end.
  mutating func read(_ line: UnsafeRawBufferPointer) {
    if line.count == 2 * format.idLength, let id = ObjectID(hex: line) {
      finish()
      current = id
      return
    }
    // Such as `\ No newline at end of file`.
    if line.starts(with: "\\ ".utf8), line.count > 11 { return }
    if !hasStarted {
      guard line.starts(with: "diff ".utf8) else { return }
      hasStarted = true
      isHeader = true
    }
    if isBinary {
      if line.starts(with: "diff ".utf8) { (isBinary, isHeader) = (false, true) }
    } else if isHeader {
      readHeader(line)
    } else {
      readHunk(line)
    }
  }

  /// Takes down the patch id of the last commit.
  mutating func finish() {
    defer { reset() }
    guard let current, hasStarted else { return }
    addFile()
    patches[current] = ObjectID(bytes: sum)
  }

  private mutating func reset() {
    current = nil
    hash = PatchHash(format)
    for index in sum.indices { sum[index] = 0 }
    (hasStarted, isHeader, isBinary) = (false, false, false)
    left = (0, 0)
  }

  private mutating func readHeader(_ line: UnsafeRawBufferPointer) {
    if line.starts(with: "index ".utf8) {
      let words = line.dropFirst(6).prefix { $0 != UInt8(ascii: " ") }
      guard let dot = words.firstIndex(of: UInt8(ascii: ".")) else { return }
      contents = (Array(words[..<dot]), Array(words[dot...].drop { $0 == UInt8(ascii: ".") }))
    } else if line.starts(with: "Binary files".utf8) || line.starts(with: "GIT binary patch".utf8) {
      contents.old.withUnsafeBytes { hash.update($0) }
      contents.new.withUnsafeBytes { hash.update($0) }
      addFile()
      (isBinary, isHeader) = (true, false)
    } else {
      add(line)
      if line.starts(with: "--- ".utf8) {
        isHeader = false
        // The line `+++ FILE` is still to come.
        left = (0, 1)
      }
    }
  }

  private mutating func readHunk(_ line: UnsafeRawBufferPointer) {
    if left.old <= 0, left.new <= 0 {
      if line.starts(with: "@@ -".utf8) { return left = Self.counts(line) }
      guard line.starts(with: "diff ".utf8) else { return }
      addFile()
      isHeader = true
      return readHeader(line)
    }
    switch line.first {
    case UInt8(ascii: "-"): left.old -= 1
    case UInt8(ascii: "+"): left.new -= 1
    default:
      // An empty line of the context may have lost its space.
      left.old -= 1
      left.new -= 1
    }
    add(line)
  }

  /// Reads `@@ -1,5 +1,6 @@`: a count that is missing is 1.
  private static func counts(_ line: UnsafeRawBufferPointer) -> (old: Int, new: Int) {
    var counts = [1, 1]
    let words = line.split(separator: UInt8(ascii: " "), maxSplits: 3)
    for (index, word) in words.dropFirst().prefix(2).enumerated() {
      guard let comma = word.firstIndex(of: UInt8(ascii: ",")) else { continue }
      counts[index] = Int(String(decoding: word[(comma + 1)...], as: UTF8.self)) ?? 1
    }
    return (counts[0], counts[1])
  }

  /// Hashes a line without its white space.
  private mutating func add(_ line: UnsafeRawBufferPointer) {
    scratch.removeAll(keepingCapacity: true)
    for byte in line where byte != 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D {
      scratch.append(byte)
    }
    scratch.withUnsafeBytes { hash.update($0) }
  }

  /// Adds the hash of what was read since the last file to the sum.
  private mutating func addFile() {
    let digest = hash.finalize()
    hash = PatchHash(format)
    var carry = 0
    for index in sum.indices {
      carry += Int(sum[index]) + Int(digest[index])
      sum[index] = UInt8(truncatingIfNeeded: carry)
      carry >>= 8
    }
  }
}

/// The hash function of a repository's format.
private enum PatchHash {
  case sha1(Insecure.SHA1)
  case sha256(SHA256)

  init(_ format: ObjectFormat) {
    switch format {
    case .sha1: self = .sha1(Insecure.SHA1())
    case .sha256: self = .sha256(SHA256())
    }
  }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    switch self {
    case .sha1(var hash):
      hash.update(bufferPointer: bytes)
      self = .sha1(hash)
    case .sha256(var hash):
      hash.update(bufferPointer: bytes)
      self = .sha256(hash)
    }
  }

  func finalize() -> [UInt8] {
    switch self {
    case .sha1(let hash): Array(hash.finalize())
    case .sha256(let hash): Array(hash.finalize())
    }
  }
}
