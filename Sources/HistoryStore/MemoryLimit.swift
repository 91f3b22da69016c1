internal import GRDBSQLite
internal import Synchronization

/// Keeps SQLite's memory below a limit while statements of the user's own run.
///
/// SQLite checks the length of a value when it is finished, and functions such as
/// `json_group_array` gather what they make before. The limit is one of the whole process, so the
/// first of several statements sets it, and the last takes it back.
enum MemoryLimit {
  static let bytes: Int64 = 256_000_000

  private struct Use {
    var statements = 0
    /// The limit that the process had before; 0 is none.
    var before: Int64 = 0
  }

  private static let use = Mutex(Use())

  static func begin() {
    use.withLock { use in
      use.statements += 1
      if use.statements == 1 { use.before = sqlite3_hard_heap_limit64(bytes) }
    }
  }

  static func end() {
    use.withLock { use in
      use.statements -= 1
      if use.statements == 0 { _ = sqlite3_hard_heap_limit64(use.before) }
    }
  }
}
