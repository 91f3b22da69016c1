internal import Indexing
internal import StrictJSON

// The texts of the messages that users see.

extension EventFlaw {
  // MARK: Bytes

  static func malformed(_ error: JSONError) -> EventFlaw {
    EventFlaw(.malformed, error.message, hints: error.hints)
  }

  static func endOfLine(_ error: JSONError) -> EventFlaw {
    EventFlaw(.malformed, "\(error.message) of the line", hints: error.hints)
  }

  static func notAnAnnouncement(_ bytes: UnsafeRawBufferPointer) -> EventFlaw {
    let hints: [String]
    switch (bytes.first, bytes.dropFirst().first) {
    case (0xFF, 0xFE), (0xFE, 0xFF): hints = ["UTF-16 has to be converted to UTF-8, by iconv"]
    case (0x1F, 0x8B): hints = ["a compressed file has to be unpacked, by gzip -dc"]
    default: hints = []
    }
    return EventFlaw(
      .malformed,
      "expected an announcement, which begins with \"{\", found \(MessageText.byte(bytes))",
      hints: hints)
  }

  static func arrayGoesOn(_ bytes: UnsafeRawBufferPointer, isFirst: Bool) -> EventFlaw {
    let expected = isFirst ? "an announcement or \"]\"" : "an announcement"
    return EventFlaw(.malformed, "expected \(expected), found \(MessageText.byte(bytes))")
  }

  static func arrayEnds(_ bytes: UnsafeRawBufferPointer) -> EventFlaw {
    EventFlaw(.malformed, "expected \",\" or \"]\", found \(MessageText.byte(bytes))")
  }

  static func tooLarge(limit: Int) -> EventFlaw {
    EventFlaw(.tooLarge, "the announcement has more than \(limit) bytes")
  }

  static func encoded(_ error: JSONError) -> EventFlaw {
    EventFlaw(
      .malformed, "the data of the message is no JSON: \(error.message)", hints: error.hints)
  }

  // MARK: Forms

  static func unknownForm(_ announcement: JSONValue) -> EventFlaw {
    EventFlaw(
      .unknownForm,
      announcement.count == 0
        ? "an empty object announces nothing"
        : "the announcement has no known form; its keys are \(MessageText.keys(of: announcement))",
      hints: ["known forms: \(AnnouncementForms.all.map { $0.title }.joined(separator: ", "))"])
  }

  static func unknownMessage(_ message: JSONValue) -> EventFlaw {
    EventFlaw(
      .unknownForm,
      "the data of the message announces no image; its keys are \(MessageText.keys(of: message))",
      hints: ["artifact registries of Google publish such messages on the topic gcr"])
  }

  static func notAnObject(_ what: String, _ kind: JSONValue.Kind) -> EventFlaw {
    EventFlaw(.invalidValue, "\(what) has to be an object, not \(MessageText.kind(kind))")
  }

  static func unknownKey(_ key: JSONValue, known: [String]) -> EventFlaw {
    let name = MessageText.quoted(key.text)
    let near = NearWord.nearest(key.bytes ?? [], among: known).map { ": did you mean \"\($0)\"?" }
    return EventFlaw(
      .invalidValue, "there is no key \(name)\(near ?? "")",
      hints: ["keys: \(known.joined(separator: ", "))"])
  }

  // MARK: Values

  static func wrongType(_ key: String, _ expected: String, _ kind: JSONValue.Kind) -> EventFlaw {
    EventFlaw(.invalidValue, "\(key) has to be \(expected), not \(MessageText.kind(kind))")
  }

  static let noRepository = EventFlaw(.invalidValue, "the announcement names no repository")

  static let noTagOrDigest = EventFlaw(
    .invalidValue, "the announcement names neither a tag nor a digest")

  static let noAction = EventFlaw(.invalidValue, "the announcement does not say what happened")

  static let notBase64 = EventFlaw(.invalidValue, "the data of the message is not Base64")

  static func repository(_ name: UnsafeRawBufferPointer) -> EventFlaw {
    EventFlaw(
      .invalidValue, "\(MessageText.quoted(name)) is no name of a repository",
      hints: [
        "a name has at most 255 lower-case letters, digits and single separators, like acme/shop"
      ])
  }

  static func registry(_ host: UnsafeRawBufferPointer) -> EventFlaw {
    EventFlaw(
      .invalidValue, "\(MessageText.quoted(host)) is no host of a registry",
      hints: ["a host has a name and perhaps a port, like registry.example.com:5000"])
  }

  static func tag(_ tag: UnsafeRawBufferPointer) -> EventFlaw {
    EventFlaw(
      .invalidValue, "\(MessageText.quoted(tag)) is no tag",
      hints: ["a tag has at most 128 letters, digits, \"_\", \".\" and \"-\""])
  }

  static func digest(_ digest: UnsafeRawBufferPointer) -> EventFlaw {
    EventFlaw(
      .invalidValue, "\(MessageText.quoted(digest)) is no digest",
      hints: ["a digest is sha256: and 64 lower-case hexadecimal digits"])
  }

  static func contradiction(_ first: Digest, _ second: Digest) -> EventFlaw {
    EventFlaw(.invalidValue, "the announcement names two digests, \(first) and \(second)")
  }

  static func reference(_ reference: UnsafeRawBufferPointer) -> EventFlaw {
    EventFlaw(
      .invalidValue, "\(MessageText.quoted(reference)) is no reference to an image",
      hints: ["such a reference begins with the host of its registry"])
  }

  static func references(
    _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
  ) -> EventFlaw {
    EventFlaw(
      .invalidValue,
      "the tag belongs to \(MessageText.quoted(first)), the digest to \(MessageText.quoted(second))"
    )
  }

  static func action(_ action: UnsafeRawBufferPointer) -> EventFlaw {
    EventFlaw(
      .invalidValue, "the action \(MessageText.quoted(action)) is neither push nor delete")
  }

  static func time(_ time: UnsafeRawBufferPointer) -> EventFlaw {
    EventFlaw(
      .invalidValue, "at has to be a time, not \(MessageText.quoted(time))",
      hints: ["a time is written like 2024-05-01T12:00:00Z, or as seconds since 1970"])
  }

  static func needsDigest(_ key: String) -> EventFlaw {
    EventFlaw(.invalidValue, "\(key) describes a digest, and the announcement names none")
  }
}
