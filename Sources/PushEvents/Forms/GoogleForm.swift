internal import Indexing
internal import StrictJSON

/// A message of Google's Pub/Sub, pushed or pulled, about an artifact registry.
///
/// See <https://cloud.google.com/artifact-registry/docs/configure-notifications>.
enum GooglePubSubForm: AnnouncementForm {
  static let title = "Google Pub/Sub"

  static func matches(_ announcement: JSONValue) -> Bool {
    announcement["message"]["data"].text != nil
  }

  static func read(_ announcement: JSONValue, into collector: inout EventCollector) {
    let message = announcement["message"]
    guard let data = message["data"].text.flatMap(Base64.decoded) else {
      return collector.report(.notBase64)
    }
    let id = message["messageId"].nonEmptyBytes ?? message["message_id"].nonEmptyBytes
    let time =
      EventTime.microseconds(message["publishTime"])
      ?? EventTime.microseconds(message["publish_time"])
    var reader = JSONReader()
    do {
      try reader.read(data) { content in
        guard GoogleMessageForm.matches(content) else {
          return collector.report(.unknownMessage(content))
        }
        GoogleMessageForm.read(content, id: id, at: time, into: &collector)
      }
    } catch let error as JSONError {
      collector.report(.encoded(error))
    } catch {
      // Nothing else is thrown.
      collector.report(.notBase64)
    }
  }
}

/// What such a message holds, where somebody unpacked it.
enum GoogleMessageForm: AnnouncementForm {
  static let title = "messages of Google's artifact registries"

  static func matches(_ announcement: JSONValue) -> Bool {
    (announcement["action"].isText("INSERT") || announcement["action"].isText("DELETE"))
      && announcement["repository"].isAbsent
      && (announcement["digest"].text != nil || announcement["tag"].text != nil)
  }

  static func read(_ announcement: JSONValue, into collector: inout EventCollector) {
    read(announcement, id: nil, at: nil, into: &collector)
  }

  /// Adds the event of a message that has a name and a time.
  static func read(
    _ content: JSONValue, id: [UInt8]?, at time: Int64?, into collector: inout EventCollector
  ) {
    do throws(EventFlaw) {
      let digest = try FieldText(content["digest"]).get("digest").map(Reference.withDigest)
      let tag = try FieldText(content["tag"]).get("tag").map(Reference.withTag)
      guard let reference = digest ?? tag else { throw .noTagOrDigest }
      if let digest, let tag, !digest.name.elementsEqual(tag.name) {
        throw .references(tag.name, digest.name)
      }
      var draft = EventDraft("google", content["action"].isText("INSERT") ? .push : .delete)
      draft.id = id
      draft.registry = reference.host
      draft.repository = FieldText(reference.path)
      draft.tag = FieldText(tag?.suffix)
      draft.digest = FieldText(digest?.suffix)
      draft.at = time
      collector.add(draft)
    } catch {
      collector.report(error)
    }
  }

  /// A full reference: the host, the path, and what is behind its `:` or `@`.
  private struct Reference {
    let host: String
    let path: UnsafeRawBufferPointer
    let name: UnsafeRawBufferPointer
    let suffix: UnsafeRawBufferPointer

    static func withDigest(_ text: UnsafeRawBufferPointer) throws(EventFlaw) -> Reference {
      try Reference(text, separator: text.firstIndex(of: UInt8(ascii: "@")))
    }

    static func withTag(_ text: UnsafeRawBufferPointer) throws(EventFlaw) -> Reference {
      let colon = text.lastIndex(of: UInt8(ascii: ":"))
      let slash = text.lastIndex(of: UInt8(ascii: "/")) ?? 0
      return try Reference(text, separator: colon.flatMap { $0 > slash ? $0 : nil })
    }

    private init(_ text: UnsafeRawBufferPointer, separator: Int?) throws(EventFlaw) {
      guard let separator, let slash = text.firstIndex(of: UInt8(ascii: "/")), slash < separator,
        let host = ImageNames.host(UnsafeRawBufferPointer(rebasing: text[..<slash]))
      else { throw .reference(text) }
      self.host = host
      path = UnsafeRawBufferPointer(rebasing: text[(slash + 1)..<separator])
      name = UnsafeRawBufferPointer(rebasing: text[..<separator])
      suffix = UnsafeRawBufferPointer(rebasing: text[(separator + 1)...])
    }
  }
}
