internal import Indexing
internal import StrictJSON

/// The envelope of Docker Distribution, which GitLab's own registry sends, too.
///
/// Versions 2 and 3 differ in the media type of the request only. See
/// <https://distribution.github.io/distribution/about/notifications/>.
enum DistributionForm: AnnouncementForm {
  static let title = "Docker Distribution and GitLab"

  static func matches(_ announcement: JSONValue) -> Bool {
    announcement["events"].kind == .array
  }

  static func read(_ announcement: JSONValue, into collector: inout EventCollector) {
    for event in announcement["events"].elements {
      guard event.kind == .object else {
        collector.report(.notAnObject("an event", event.kind))
        continue
      }
      readEvent(event, format: "distribution", into: &collector)
    }
  }

  /// Adds the event of one entry of an envelope.
  static func readEvent(
    _ event: JSONValue, format: String, into collector: inout EventCollector
  ) {
    let target = event["target"]
    let action: PushEvent.Action
    if event["action"].isText("push"), isManifest(target) {
      action = .push
    } else if event["action"].isText("delete") {
      action = .delete
    } else if event["action"].text != nil {
      return collector.ignore()
    } else {
      return collector.report(.noAction)
    }
    var draft = EventDraft(format, action)
    draft.id = event["id"].nonEmptyBytes
    draft.registry =
      ImageNames.host(event["request"]["host"].text) ?? ImageNames.host(of: target["url"].text)
    draft.repository = FieldText(target["repository"])
    draft.tag = FieldText(target["tag"])
    draft.digest = FieldText(target["digest"])
    draft.at = EventTime.microseconds(event["timestamp"])
    draft.actor = event["actor"]["name"].nonEmptyString
    collector.add(draft) { describe(target, &$0) }
  }

  /// Returns whether the target of a push is no layer or config, which are pushed as well.
  private static func isManifest(_ target: JSONValue) -> Bool {
    if !target["tag"].isAbsent || MediaType.isManifest(target["mediaType"]) { return true }
    return target["mediaType"].isAbsent && !ImageNames.contains(target["url"].text, "/blobs/")
  }

  private static func describe(_ target: JSONValue, _ manifest: inout ImageManifest) {
    manifest.mediaType = MediaType.name(target["mediaType"])
    manifest.artifactType = target["artifactType"].nonEmptyString
    manifest.annotations = ManifestDescription.texts(target["annotations"])
    if MediaType.isIndex(target["mediaType"]) {
      manifest.children = ManifestDescription.children(target["references"])
    } else {
      manifest.size = ManifestDescription.size(of: target["references"].elements)
    }
  }
}
