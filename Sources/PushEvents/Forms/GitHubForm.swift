internal import Indexing
internal import StrictJSON

/// GitHub's container registry: the events `package` and `registry_package`.
///
/// There is one for each manifest of an image, and only that of the index has a tag. The payload may
/// lie in the record of its delivery. See
/// <https://docs.github.com/webhooks/webhook-events-and-payloads>.
enum GitHubForm: AnnouncementForm {
  static let title = "GitHub packages"

  static func matches(_ announcement: JSONValue) -> Bool {
    package(of: announcement) != nil
  }

  static func read(_ announcement: JSONValue, into collector: inout EventCollector) {
    guard let (payload, package) = package(of: announcement) else { return }
    let version = package["package_version"]
    let action = payload["action"]
    guard action.isText("published") || action.isText("updated"), isContainer(package) else {
      return collector.ignore()
    }
    let metadata = version["container_metadata"]
    let tag = metadata["tag"]["name"]
    var draft = EventDraft("ghcr", .push)
    draft.registry = "ghcr.io"
    draft.tag = FieldText(tag)
    draft.digest = digest(version, isTagged: tag.nonEmptyText != nil)
    draft.at =
      EventTime.microseconds(version["updated_at"]) ?? EventTime.microseconds(version["created_at"])
    draft.actor = payload["sender"]["login"].nonEmptyString
    draft.id = id(version, tag: tag)
    withRepository(package) { name in
      draft.repository = name
      collector.add(draft) { describe(metadata, &$0) }
    }
  }

  /// Returns the payload and the package in it, or null.
  private static func package(
    of announcement: JSONValue
  ) -> (payload: JSONValue, package: JSONValue)? {
    let payloads = [
      announcement, announcement["payload"], announcement["request"]["payload"],
      announcement["event"], announcement["body"],
    ]
    for payload in payloads where payload.kind == .object {
      for package in [payload["package"], payload["registry_package"]]
      where package.kind == .object { return (payload, package) }
    }
    return nil
  }

  private static func isContainer(_ package: JSONValue) -> Bool {
    let types = [package["package_type"], package["ecosystem"]].filter { !$0.isAbsent }
    if types.isEmpty {
      return package["package_version"]["container_metadata"].kind == .object
    }
    return types.contains { $0.isWord("container") }
  }

  /// Returns the digest that the tag was pointed at, or the name of the version, which is one.
  private static func digest(_ version: JSONValue, isTagged: Bool) -> FieldText {
    let metadata = version["container_metadata"]
    let tagged = isTagged ? [metadata["tag"]["digest"]] : []
    let digests =
      tagged + [
        version["version"], version["name"], metadata["manifest"]["digest"],
        metadata["tag"]["digest"],
      ]
    return digests.first { $0.nonEmptyText != nil }.map { FieldText($0) } ?? .absent
  }

  /// Returns a name that each delivery of the event has in common: a file has no headers.
  private static func id(_ version: JSONValue, tag: JSONValue) -> [UInt8]? {
    let number = version["id"].integer.map { Array("\($0)".utf8) } ?? version["id"].nonEmptyBytes
    guard let number else { return nil }
    let slash = [UInt8(ascii: "/")]
    return number + slash + (tag.bytes ?? []) + slash + (version["updated_at"].bytes ?? [])
  }

  /// Calls `body` with the name of a package, in the lower case that references to it have.
  private static func withRepository(_ package: JSONValue, _ body: (FieldText) -> Void) {
    guard let name = package["name"].nonEmptyBytes else { return body(FieldText(package["name"])) }
    let owner =
      package["namespace"].nonEmptyBytes ?? package["owner"]["login"].nonEmptyBytes ?? []
    let full = owner + [UInt8(ascii: "/")] + name
    full.map(ImageNames.lowercased).withUnsafeBytes { body(FieldText($0)) }
  }

  private static func describe(_ metadata: JSONValue, _ manifest: inout ImageManifest) {
    let stated = metadata["manifest"]
    manifest.mediaType = MediaType.name(stated["media_type"])
    let config = stated["config"]
    if config.kind == .object {
      manifest.size = ManifestDescription.size(of: [config] + stated["layers"].elements)
    }
    manifest.labels = labels(metadata["labels"])
  }

  /// Returns the labels, with those that have fields of their own.
  private static func labels(_ object: JSONValue) -> [String: String] {
    var labels = ManifestDescription.texts(object["all_labels"])
    let named = [
      ("source", object["source"]), ("revision", object["revision"]),
      ("description", object["description"]), ("licenses", object["licenses"]),
    ]
    for (name, value) in named {
      let label = "org.opencontainers.image.\(name)"
      if labels[label] == nil, let text = value.nonEmptyString { labels[label] = text }
    }
    return labels
  }
}
