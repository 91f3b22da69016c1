internal import Indexing
internal import StrictJSON

/// Quay's `repo_push`, which tells no digest and no time: one event for each tag.
///
/// See "Repository notifications" in <https://docs.projectquay.io/use_quay.html>.
enum QuayForm: AnnouncementForm {
  static let title = "Quay"

  static func matches(_ announcement: JSONValue) -> Bool {
    announcement["docker_url"].text != nil && announcement["repository"].text != nil
  }

  static func read(_ announcement: JSONValue, into collector: inout EventCollector) {
    let tags = announcement["updated_tags"]
    var draft = EventDraft("quay", .push)
    draft.registry = ImageNames.host(of: announcement["docker_url"].text)
    draft.repository = FieldText(announcement["repository"])
    func add(_ tag: JSONValue) {
      draft.tag = FieldText(tag)
      collector.add(draft)
    }
    switch tags.kind {
    case .array: for tag in tags.elements { add(tag) }
    // Until 2014 it was an object of the tags and what they point at.
    case .object: for member in tags.members { add(member.key) }
    // The notifications of scans and builds have none.
    case .missing: collector.ignore()
    case let kind: collector.report(.wrongType("updated_tags", "an array", kind))
    }
    if !tags.isAbsent, tags.count == 0 { collector.ignore() }
  }
}
