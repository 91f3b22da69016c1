internal import StrictJSON

/// A field of an announcement that has to be a text if it is there.
enum FieldText {
  /// It is not there, null or empty.
  case absent
  /// Its bytes, valid as long as the announcement is.
  case text(UnsafeRawBufferPointer)
  /// It is something else than a text.
  case unusable(JSONValue.Kind)

  init(_ value: JSONValue) {
    switch value.kind {
    case .missing, .null: self = .absent
    case .string: self.init(value.text)
    case let kind: self = .unusable(kind)
    }
  }

  init(_ text: UnsafeRawBufferPointer?) {
    if let text, !text.isEmpty {
      self = .text(text)
    } else {
      self = .absent
    }
  }

  /// Returns the bytes of a text, or null if there is none.
  ///
  /// - Parameter key: What a message calls the field.
  func get(_ key: String) throws(EventFlaw) -> UnsafeRawBufferPointer? {
    switch self {
    case .absent: nil
    case .text(let text): text
    case .unusable(let kind): throw .wrongType(key, "a text", kind)
    }
  }
}

extension JSONValue {
  /// The text, or null for an empty one or another value.
  var nonEmptyText: UnsafeRawBufferPointer? { text.flatMap { $0.isEmpty ? nil : $0 } }

  /// A copy of the bytes of a text, or null for an empty one or another value.
  var nonEmptyBytes: [UInt8]? { nonEmptyText.map { Array($0) } }

  /// The text, or null for an empty one or another value.
  var nonEmptyString: String? { nonEmptyText.map { String(decoding: $0, as: UTF8.self) } }

  /// Returns whether a text begins with another.
  func hasPrefix(_ prefix: StaticString) -> Bool {
    guard let text, text.count >= prefix.utf8CodeUnitCount else { return false }
    return (0..<prefix.utf8CodeUnitCount).allSatisfy { text[$0] == prefix.utf8Start[$0] }
  }

  /// Returns whether a text ends with another.
  func hasSuffix(_ suffix: StaticString) -> Bool {
    guard let text, text.count >= suffix.utf8CodeUnitCount else { return false }
    let start = text.count - suffix.utf8CodeUnitCount
    return (0..<suffix.utf8CodeUnitCount).allSatisfy {
      text[start + $0] == suffix.utf8Start[$0]
    }
  }

  /// Returns whether a text is another one in ASCII, without regard to case.
  func isWord(_ word: StaticString) -> Bool {
    guard let text, text.count == word.utf8CodeUnitCount else { return false }
    return (0..<text.count).allSatisfy {
      ImageNames.lowercased(text[$0]) == ImageNames.lowercased(word.utf8Start[$0])
    }
  }
}
