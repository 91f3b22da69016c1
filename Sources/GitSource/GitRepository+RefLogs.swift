public import Indexing
internal import ReadAhead

extension GitRepository {
  /// Reads the reflogs of tags, branches and remote-tracking branches.
  ///
  /// Malformed lines, which a crash may leave, are counted and left out.
  public func refLog() async throws -> RefLog {
    let facts = facts
    return try await onOwnThread {
      var reader = RefLogReader(facts)
      return reader.read()
    }
  }

  /// Returns what objects are that refs named in the past; those that the repository does not have
  /// any more are left out.
  ///
  /// Of a shallow clone, all are left out: it forgets where their history was cut off.
  public func pastObjects(_ ids: [ObjectID]) async throws -> PastObjects {
    if ids.isEmpty || facts.isShallow { return PastObjects() }
    return try await run { [facts] session in
      try PastObjectReader(session: session, format: facts.objectFormat).read(ids)
    }
  }
}
