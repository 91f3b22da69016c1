internal import Indexing
internal import StrictJSON

/// The program's own form, for those who write announcements themselves.
///
///     {"registry": "ghcr.io", "repository": "acme/shop", "tag": "v1.2.0", "digest": "sha256:…",
///      "at": "2024-05-01T12:00:00Z", "action": "push", "actor": "ci", "id": "…",
///      "media_type": "…", "size": 123, "labels": {"…": "…"}}
///
/// The repository is needed, and the tag or the digest. Without `registry` the repository may begin
/// with the host. Unlike other senders', a value of a wrong type or a key that is not known is an
/// error: whoever wrote it can mend it.
enum GenericForm: AnnouncementForm {
  static let title = "the general form of registry, repository, tag and digest"

  private static let keys = [
    "registry", "repository", "tag", "digest", "at", "action", "actor", "id", "media_type", "size",
    "labels",
  ]

  static func matches(_ announcement: JSONValue) -> Bool {
    let repository = announcement["repository"]
    if repository.text != nil { return true }
    // A misspelt key is to be named as one.
    guard repository.kind == .missing else { return false }
    let names = [announcement["tag"], announcement["digest"]].count { !$0.isAbsent }
    let others = [announcement["registry"], announcement["at"], announcement["media_type"]]
    return names > 0 && names + others.count { !$0.isAbsent } > 1
  }

  static func read(_ announcement: JSONValue, into collector: inout EventCollector) {
    do throws(EventFlaw) {
      let fields = try Fields(announcement)
      let draft = try fields.draft()
      collector.add(draft) { fields.describe(&$0) }
    } catch {
      collector.report(error)
    }
  }

  /// The values by their keys.
  private struct Fields {
    private var registry, repository, tag, digest, at, action, actor, id: JSONValue
    private var mediaType, size, labels: JSONValue

    init(_ announcement: JSONValue) throws(EventFlaw) {
      let missing = announcement[""]
      (registry, repository, tag, digest) = (missing, missing, missing, missing)
      (at, action, actor, id) = (missing, missing, missing, missing)
      (mediaType, size, labels) = (missing, missing, missing)
      for member in announcement.members { try note(member) }
    }

    private mutating func note(_ member: JSONValue.Member) throws(EventFlaw) {
      let (key, value) = (member.key, member.value)
      if key.isText("repository") {
        repository = value
      } else if key.isText("tag") {
        tag = value
      } else if key.isText("digest") {
        digest = value
      } else if key.isText("at") {
        at = value
      } else if key.isText("registry") {
        registry = value
      } else if key.isText("action") {
        action = value
      } else if key.isText("actor") {
        actor = value
      } else if key.isText("id") {
        id = value
      } else if key.isText("media_type") {
        mediaType = value
      } else if key.isText("size") {
        size = value
      } else if key.isText("labels") {
        labels = value
      } else {
        throw .unknownKey(key, known: GenericForm.keys)
      }
    }

    func draft() throws(EventFlaw) -> EventDraft {
      var draft = EventDraft("generic", try actionValue())
      draft.id = try FieldText(id).get("id").map { Array($0) }
      draft.actor = try FieldText(actor).get("actor").map { String(decoding: $0, as: UTF8.self) }
      draft.at = try time()
      draft.tag = FieldText(tag)
      draft.digest = FieldText(digest)
      try place(&draft)
      try check()
      return draft
    }

    private func actionValue() throws(EventFlaw) -> PushEvent.Action {
      guard let text = try FieldText(action).get("action") else { return .push }
      if action.isText("push") { return .push }
      guard action.isText("delete") else { throw .action(text) }
      return .delete
    }

    private func time() throws(EventFlaw) -> Int64? {
      switch at.kind {
      case .missing, .null, .integer, .real: break
      case .string:
        guard let text = at.text, EventTime.parse(text) != nil else {
          throw .time(at.text ?? UnsafeRawBufferPointer(start: nil, count: 0))
        }
      case let kind: throw .wrongType("at", "a time", kind)
      }
      return EventTime.microseconds(at)
    }

    private func place(_ draft: inout EventDraft) throws(EventFlaw) {
      draft.repository = FieldText(repository)
      if let host = try FieldText(registry).get("registry") {
        draft.registry = try registryName(host)
      } else if let reference = repository.text, let end = ImageNames.hostEnd(reference) {
        draft.registry = try registryName(UnsafeRawBufferPointer(rebasing: reference[..<end]))
        draft.repository = FieldText(
          UnsafeRawBufferPointer(rebasing: reference[(end + 1)...]))
      }
    }

    private func registryName(_ host: UnsafeRawBufferPointer) throws(EventFlaw) -> String {
      guard let name = ImageNames.host(host) else { throw .registry(host) }
      return name
    }

    /// Refuses what says something of a manifest in a wrong way, or of none.
    private func check() throws(EventFlaw) {
      _ = try FieldText(mediaType).get("media_type")
      if !size.isAbsent, size.integer ?? -1 < 0 {
        throw .wrongType("size", "a number of bytes", size.kind)
      }
      if !labels.isAbsent, labels.kind != .object {
        throw .notAnObject("labels", labels.kind)
      }
      for label in labels.members where label.value.kind != .string {
        throw .wrongType(
          "the label \(MessageText.quoted(label.key.text))", "a text", label.value.kind)
      }
      guard digest.isAbsent, Digest(tag.text ?? UnsafeRawBufferPointer(start: nil, count: 0)) == nil
      else { return }
      for (key, value) in [("media_type", mediaType), ("size", size), ("labels", labels)]
      where !value.isAbsent { throw .needsDigest(key) }
    }

    func describe(_ manifest: inout ImageManifest) {
      manifest.mediaType = MediaType.name(mediaType)
      manifest.size = size.integer
      manifest.labels = ManifestDescription.texts(labels)
    }
  }
}
