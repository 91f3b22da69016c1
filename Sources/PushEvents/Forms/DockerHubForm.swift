internal import Indexing
internal import StrictJSON

/// Docker Hub, which tells no digest.
///
/// See <https://docs.docker.com/docker-hub/webhooks/>. Its `callback_url` is never
/// called.
enum DockerHubForm: AnnouncementForm {
  static let title = "Docker Hub"

  static func matches(_ announcement: JSONValue) -> Bool {
    announcement["push_data"].kind == .object
  }

  static func read(_ announcement: JSONValue, into collector: inout EventCollector) {
    let data = announcement["push_data"]
    var draft = EventDraft("docker-hub", .push)
    draft.registry = "docker.io"
    draft.repository = FieldText(announcement["repository"]["repo_name"])
    draft.tag = FieldText(data["tag"])
    draft.at = EventTime.microseconds(data["pushed_at"])
    draft.actor = data["pusher"].nonEmptyString
    collector.add(draft)
  }
}
