internal import Indexing
internal import StrictJSON

/// JFrog Artifactory's events of the domain `docker`.
///
/// See "Webhooks" in JFrog's documentation of platform administration.
enum ArtifactoryForm: AnnouncementForm {
  static let title = "JFrog Artifactory"

  static func matches(_ announcement: JSONValue) -> Bool {
    announcement["domain"].text != nil && announcement["event_type"].text != nil
      && announcement["data"].kind == .object
  }

  static func read(_ announcement: JSONValue, into collector: inout EventCollector) {
    let data = announcement["data"]
    let type = announcement["event_type"]
    let action: PushEvent.Action
    if type.isText("pushed") || type.isText("promoted") {
      action = .push
    } else if type.isText("deleted") {
      action = .delete
    } else {
      return collector.ignore()
    }
    // Layers are files, too.
    let path = data["path"]
    let isManifest =
      path.isAbsent || path.hasSuffix("/manifest.json") || path.hasSuffix("/list.manifest.json")
    guard announcement["domain"].isText("docker"), isManifest else { return collector.ignore() }
    var draft = EventDraft("jfrog", action)
    draft.registry = ImageNames.host(of: announcement["jpd_origin"].text)
    // What has no tag lies in a folder with the name of its digest.
    let tag = data["tag"]
    draft.tag = tag.hasPrefix("sha256__") ? .absent : FieldText(tag)
    if let hex = data["sha256"].nonEmptyText {
      guard let digest = Digest(hex: hex) ?? Digest(hex) else {
        return collector.report(.digest(hex))
      }
      draft.knownDigest = digest
    } else {
      draft.digest = FieldText(data["sha256"])
    }
    withRepository(data) { name in
      draft.repository = name
      collector.add(draft)
    }
  }

  /// Calls `body` with the path of an image, which begins with the key of its repository.
  private static func withRepository(_ data: JSONValue, _ body: (FieldText) -> Void) {
    guard let key = data["repo_key"].nonEmptyBytes, let name = data["image_name"].nonEmptyBytes
    else { return body(FieldText(data["image_name"])) }
    (key + [UInt8(ascii: "/")] + name).withUnsafeBytes { body(FieldText($0)) }
  }
}
