import Changelogs
import HistoryStore
import Testing

/// A history of one changelog of the repository `shop`, told by readings of it.
struct ChangelogStory: Sendable {
  typealias Moment = ChangelogReading.Moment

  let history: IndexedHistory
  var path = "CHANGELOG.md"
  var component: String?

  /// Reads a version of the file; null: the file is gone.
  @discardableResult
  func read(
    _ text: String?, at time: String, followsGap: Bool = false, format: ChangelogFormat? = nil
  ) throws -> ChangelogSummary {
    let writer = try HistoryWriter(path: history.path, mustExist: true)
    defer { writer.close() }
    let known = try writer.knownChangelogs(of: "shop").files[Array(path.utf8)]
    var timeline = known?.timeline ?? ChangelogTimeline<Moment>()
    let bytes = text.map { Array($0.utf8) }
    timeline.add(
      bytes.map { ChangelogReader().read($0, path: path, format: format) },
      at: .time(instant(time)), followsGap: followsGap)
    return try writer.record(
      ChangelogReading(
        repository: "shop", location: Array("/srv/\(path)".utf8), sourceKind: .changelog,
        files: [
          ChangelogReading.File(
            path: Array(path.utf8), timeline: timeline, isWhole: known == nil,
            content: bytes.map(ChangelogReading.content),
            component: component.map { Array($0.utf8) }, versionCount: 1)
        ], readAt: instant(time)))
  }
}
