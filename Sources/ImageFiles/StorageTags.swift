internal import Indexing
internal import LocalFiles

/// What the files of one repository say of its tags.
struct StorageTags {
  private(set) var tags: [[UInt8]: Digest] = [:]
  private(set) var unresolved: Set<[UInt8]> = []
  private(set) var past: [ImageLook.PastState] = []
  private(set) var problems: [SourceProblem] = []
  private var lostTimes = 0

  /// How many tags are named whose times were not kept; of the others, the number is told.
  private static let namedProblems = 20

  /// Adds what the folder of a tag says.
  ///
  /// - Parameter clock: the time now, in microseconds since 1970 UTC: no file can be younger.
  mutating func add(_ tag: [UInt8], _ folder: OpenFolder, clock: () -> Int64) {
    let name = String(decoding: tag, as: UTF8.self)
    var current: Digest?
    do {
      if let file = try folder.folder(at: ["current"])?.file("link") {
        current = Digest(try file.read(limit: 512))
        // Without the file the tag was removed; with a damaged one nothing is known.
        if current == nil {
          problems.append(.noDigest("\(name)/current/link", tag: tag))
          unresolved.insert(tag)
        }
      }
    } catch {
      problems.append(.unreadableFile("\(name)/current/link", tag: tag, cause: error.cause))
      unresolved.insert(tag)
    }
    tags[tag] = current
    addPast(tag, folder, current: current, clock: clock)
  }

  private mutating func addPast(
    _ tag: [UInt8], _ folder: OpenFolder, current: Digest?, clock: () -> Int64
  ) {
    let name = String(decoding: tag, as: UTF8.self)
    var times: [(digest: Digest, time: Int64)] = []
    do {
      guard let index = try folder.folder(at: ["index", "sha256"]) else { return }
      for hex in try index.names() {
        guard let digest = Digest(Array("sha256:".utf8) + hex) else {
          problems.append(.invalidPart(hex, "SHA-256 digest"))
          continue
        }
        guard let file = try index.folder(hex)?.file("link") else { continue }
        guard Digest(try file.read(limit: 512)) == digest else {
          problems.append(.noDigest("\(name)/index/\(digest)/link", tag: tag))
          continue
        }
        times.append((digest, file.modifiedAt))
      }
    } catch {
      problems.append(.unreadableFile("\(name)/index", tag: tag, cause: error.cause))
    }
    let reason = Self.doubt(times, current: current, now: clock())
    if let reason { addLostTimes(tag, reason) }
    for (digest, time) in times.sorted(by: { ($0.time, $0.digest) < ($1.time, $1.digest) }) {
      past.append(.init(tag: tag, digest: digest, since: reason == nil ? time : nil))
    }
  }

  /// Returns why the times of a tag's files cannot be those at which it was pushed, or null.
  private static func doubt(
    _ times: [(digest: Digest, time: Int64)], current: Digest?, now: Int64
  ) -> String? {
    let all = times.map(\.time)
    guard let first = all.min(), let last = all.max() else { return nil }
    if first <= 0 { return "a file is dated 1970 or before" }
    if last > now { return "a file is dated in the future" }
    if all.count > 1, last - first < 1_000_000 {
      return "all its \(all.count) files are of the same second, as after copying"
    }
    guard let current else { return nil }
    let isLast = times.contains { $0.digest == current && $0.time == last }
    return isLast ? nil : "the file of what it points at now is not the youngest"
  }

  private mutating func addLostTimes(_ tag: [UInt8], _ reason: String) {
    lostTimes += 1
    if lostTimes <= Self.namedProblems { problems.append(.lostTimes(tag, reason)) }
  }

  /// Adds a tag whose name is none, or whose folder cannot be read.
  mutating func add(_ problem: SourceProblem, unresolved tag: [UInt8]? = nil) {
    problems.append(problem)
    if let tag { unresolved.insert(tag) }
  }

  /// Sums up the problems that were not told one by one.
  mutating func finish() {
    let more = lostTimes - Self.namedProblems
    if more > 0 { problems.append(.lostTimes(more: more)) }
  }
}
