/// How the commits of a load get their row ids: `repo << 40 | number`.
///
/// The first load of a repository that arrives newest first counts down from the middle of the
/// range, so that later loads count up from there; every other load counts up from the highest
/// number there is. Either way numbers are dense, and parents come below their children as far as
/// the order of arrival allows.
struct CommitNumbering {
  /// The number that the first commit of a repository gets when parents arrive first.
  static let middle: Int64 = 1 << 32

  let firstID: Int64
  let isDescending: Bool

  init(repo: Int64, highestID: Int64?, newestFirst: Bool) {
    isDescending = newestFirst && highestID == nil
    firstID = highestID.map { $0 + 1 } ?? (repo << 40 | (Self.middle - (isDescending ? 1 : 0)))
  }

  /// Returns the row id of the commit that arrived at a position.
  func id(at position: Int64) -> Int64 {
    isDescending ? firstID - position : firstID + position
  }
}
