internal import Indexing
internal import StrictJSON

/// Harbor's own form, with one event for each of its resources.
///
/// See "Configure Webhook Notifications" in <https://goharbor.io/docs/>.
enum HarborForm: AnnouncementForm {
  static let title = "Harbor"

  static func matches(_ announcement: JSONValue) -> Bool {
    announcement["event_data"].kind == .object && announcement["type"].text != nil
  }

  static func read(_ announcement: JSONValue, into collector: inout EventCollector) {
    let type = announcement["type"]
    let action: PushEvent.Action
    if type.isText("PUSH_ARTIFACT") || type.isText("pushImage") {
      action = .push
    } else if type.isText("DELETE_ARTIFACT") || type.isText("deleteImage") {
      action = .delete
    } else {
      return collector.ignore()
    }
    var draft = EventDraft("harbor", action)
    draft.at = EventTime.microseconds(announcement["occur_at"])
    draft.actor = announcement["operator"].nonEmptyString
    readResources(announcement["event_data"], draft, into: &collector)
  }

  /// Adds an event for each resource.
  static func readResources(
    _ data: JSONValue, _ draft: EventDraft, into collector: inout EventCollector
  ) {
    let resources = data["resources"]
    guard resources.kind == .array else {
      return collector.report(.wrongType("resources", "an array", resources.kind))
    }
    for (number, resource) in resources.elements.enumerated() {
      var draft = draft
      // One id stands for all resources.
      if let id = draft.id, resources.count > 1 { draft.id = id + Array("#\(number + 1)".utf8) }
      draft.registry = ImageNames.host(of: resource["resource_url"].text)
      draft.tag = FieldText(resource["tag"])
      draft.digest = FieldText(resource["digest"])
      withRepository(data["repository"]) { name in
        draft.repository = name
        collector.add(draft)
      }
    }
  }

  /// Calls `body` with the full name of a repository, which older versions do not spell out.
  private static func withRepository(_ repository: JSONValue, _ body: (FieldText) -> Void) {
    let full = repository["repo_full_name"]
    if full.isAbsent, let namespace = repository["namespace"].nonEmptyBytes,
      let name = repository["name"].nonEmptyBytes
    {
      (namespace + [UInt8(ascii: "/")] + name).withUnsafeBytes { body(FieldText($0)) }
    } else {
      body(FieldText(full))
    }
  }
}

/// Harbor's form by the standard of CloudEvents.
enum HarborCloudEventForm: AnnouncementForm {
  static let title = "Harbor's CloudEvents"

  static func matches(_ announcement: JSONValue) -> Bool {
    announcement["specversion"].text != nil && announcement["type"].hasPrefix("harbor.")
  }

  static func read(_ announcement: JSONValue, into collector: inout EventCollector) {
    let action: PushEvent.Action
    if announcement["type"].isText("harbor.artifact.pushed") {
      action = .push
    } else if announcement["type"].isText("harbor.artifact.deleted") {
      action = .delete
    } else {
      return collector.ignore()
    }
    var draft = EventDraft("harbor-cloudevents", action)
    draft.id = announcement["id"].nonEmptyBytes
    draft.at = EventTime.microseconds(announcement["time"])
    draft.actor = announcement["operator"].nonEmptyString
    HarborForm.readResources(announcement["data"], draft, into: &collector)
  }
}
