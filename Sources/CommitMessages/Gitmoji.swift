/// The emoji that begin subjects, by the convention of gitmoji.
///
/// Source: <https://gitmoji.dev/>. Both the character and its short code (`:bug:`) are read.
enum Gitmoji {
  /// Returns the group of the emoji that a subject begins with, and the text behind it.
  ///
  /// The group is null for an emoji that the table lacks. Null if the subject begins with none.
  static func read(
    _ subject: ArraySlice<UInt8>
  ) -> (group: ChangeGroup?, rest: ArraySlice<UInt8>)? {
    shortCode(subject) ?? character(subject)
  }

  private static func shortCode(
    _ subject: ArraySlice<UInt8>
  ) -> (group: ChangeGroup?, rest: ArraySlice<UInt8>)? {
    guard subject.first == UInt8(ascii: ":") else { return nil }
    let name = subject.dropFirst().prefix(40).prefix {
      $0.isWordByte || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+")
    }
    guard !name.isEmpty, name.endIndex < subject.endIndex,
      subject[name.endIndex] == UInt8(ascii: ":")
    else { return nil }
    let code = String(decoding: name, as: UTF8.self)
    return (table.first { $0.code == code }?.group, subject[(name.endIndex + 1)...].trimmed())
  }

  private static func character(
    _ subject: ArraySlice<UInt8>
  ) -> (group: ChangeGroup?, rest: ArraySlice<UInt8>)? {
    // Emoji begin at U+203C, which is three bytes.
    guard let first = subject.first, first >= 0xE2 else { return nil }
    // One is at most this long with its modifiers; a sequence that is cut off decodes to U+FFFD.
    let start = String(decoding: subject.prefix(40), as: UTF8.self)
    guard let character = start.first, character != "\u{FFFD}",
      let scalar = character.unicodeScalars.first,
      scalar.properties.isEmojiPresentation
        || scalar.properties.isEmoji && character.unicodeScalars.count > 1
        || table.contains(where: { $0.scalar == scalar })
    else { return nil }
    let rest = subject.dropFirst(character.utf8.count).trimmed()
    return (table.first { $0.scalar == scalar }?.group, rest)
  }

  private static let table: [(scalar: Unicode.Scalar, code: String, group: ChangeGroup)] = [
    ("\u{2728}", "sparkles", .features), ("\u{1F389}", "tada", .features),
    ("\u{1F6B8}", "children_crossing", .features),
    ("\u{1F4C8}", "chart_with_upwards_trend", .features),
    ("\u{1F310}", "globe_with_meridians", .features), ("\u{267F}", "wheelchair", .features),
    ("\u{1F6A9}", "triangular_flag_on_post", .features), ("\u{1F50A}", "loud_sound", .features),
    ("\u{1F9BA}", "safety_vest", .features), ("\u{1F50D}", "mag", .features),
    ("\u{1F41B}", "bug", .fixes), ("\u{1F691}", "ambulance", .fixes),
    ("\u{1FA79}", "adhesive_bandage", .fixes), ("\u{1F945}", "goal_net", .fixes),
    ("\u{270F}", "pencil2", .fixes), ("\u{1F47D}", "alien", .fixes),
    ("\u{1F512}", "lock", .security), ("\u{1F6C2}", "passport_control", .security),
    ("\u{1F510}", "closed_lock_with_key", .security),
    ("\u{26A1}", "zap", .performance), ("\u{1F9F5}", "thread", .performance),
    ("\u{1F5D1}", "wastebasket", .deprecations), ("\u{1F525}", "fire", .removals),
    ("\u{26B0}", "coffin", .removals), ("\u{1F507}", "mute", .removals),
    ("\u{1F4A5}", "boom", .changes), ("\u{1F484}", "lipstick", .changes),
    ("\u{1F4AC}", "speech_balloon", .changes), ("\u{1F371}", "bento", .changes),
    ("\u{1F4B8}", "money_with_wings", .changes), ("\u{1F4AB}", "dizzy", .changes),
    ("\u{267B}", "recycle", .refactoring), ("\u{1F69A}", "truck", .refactoring),
    ("\u{1F3D7}", "building_construction", .refactoring),
    ("\u{1F4DD}", "memo", .documentation), ("\u{1F4A1}", "bulb", .documentation),
    ("\u{1F4C4}", "page_facing_up", .documentation), ("\u{1F3A8}", "art", .style),
    ("\u{1F6A8}", "rotating_light", .style), ("\u{2705}", "white_check_mark", .tests),
    ("\u{1F9EA}", "test_tube", .tests), ("\u{1F4F8}", "camera_flash", .tests),
    ("\u{1F921}", "clown_face", .tests), ("\u{1F4E6}", "package", .build),
    ("\u{1F477}", "construction_worker", .continuousIntegration),
    ("\u{1F49A}", "green_heart", .continuousIntegration),
    ("\u{2B06}", "arrow_up", .dependencies), ("\u{2B07}", "arrow_down", .dependencies),
    ("\u{1F4CC}", "pushpin", .dependencies), ("\u{2795}", "heavy_plus_sign", .dependencies),
    ("\u{2796}", "heavy_minus_sign", .dependencies), ("\u{1F527}", "wrench", .chores),
    ("\u{1F528}", "hammer", .chores), ("\u{1F648}", "see_no_evil", .chores),
    ("\u{1F6A7}", "construction", .chores), ("\u{1F465}", "busts_in_silhouette", .chores),
    ("\u{1F516}", "bookmark", .releases), ("\u{1F680}", "rocket", .releases),
    ("\u{23EA}", "rewind", .reverts), ("\u{1F500}", "twisted_rightwards_arrows", .merges),
  ]
}
