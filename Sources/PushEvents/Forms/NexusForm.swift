internal import Indexing
internal import StrictJSON

/// Sonatype Nexus's events of components, which tell neither a digest nor the host.
///
/// See <https://help.sonatype.com/en/webhooks.html>.
enum NexusForm: AnnouncementForm {
  static let title = "Sonatype Nexus"

  static func matches(_ announcement: JSONValue) -> Bool {
    announcement["component"].kind == .object && announcement["repositoryName"].text != nil
  }

  static func read(_ announcement: JSONValue, into collector: inout EventCollector) {
    let component = announcement["component"]
    let action: PushEvent.Action
    if announcement["action"].isText("CREATED") || announcement["action"].isText("UPDATED") {
      action = .push
    } else if announcement["action"].isText("DELETED") {
      action = .delete
    } else {
      return collector.ignore()
    }
    guard component["format"].isText("docker") else { return collector.ignore() }
    var draft = EventDraft("nexus", action)
    draft.repository = FieldText(component["name"])
    draft.tag = FieldText(component["version"])
    draft.at = EventTime.microseconds(announcement["timestamp"])
    draft.actor = announcement["initiator"].nonEmptyString
    collector.add(draft)
  }
}
