extension SQLStatement {
  /// The statement, then a comment line for each binding: `-- ?1 = 'v1.28.0' (name)`.
  public var annotatedSQL: String {
    var text = sql + ";\n"
    for (index, binding) in bindings.enumerated() {
      text += "-- ?\(index + 1) = \(binding.literal) (\(DisplayText.escaped(binding.comment)))\n"
    }
    return text
  }

  /// The statement for the `sqlite3` shell: `.parameter set` lines, and a temporary table for
  /// each set that it reads.
  ///
  /// `members` returns the ids of a set. The functions that the shell lacks are named in a comment.
  public func shellSQL(members: (SetUse) throws -> [Int64]) rethrows -> String {
    var text = ""
    let missing = Self.customFunctions.filter { sql.contains($0 + "(") }
    if !missing.isEmpty {
      text += "-- not in the sqlite3 shell: \(missing.joined(separator: ", "))\n"
    }
    var statement = sql
    for (index, set) in sets.enumerated() {
      let table = "set_\(index + 1)"
      text += "-- \(DisplayText.escaped(set.description))\n"
      text += "CREATE TEMP TABLE \(table) (id INTEGER PRIMARY KEY);\n"
      let rows = try members(set).map { "(\($0))" }
      for start in stride(from: 0, to: rows.count, by: 500) {
        let some = rows[start..<min(start + 500, rows.count)].joined(separator: ", ")
        text += "INSERT INTO \(table) VALUES \(some);\n"
      }
      for (number, binding) in bindings.enumerated()
      where binding.value == .integer(set.handle) && binding.comment == set.description {
        statement = Self.replacing("id_set(?\(number + 1))", with: table, in: statement)
      }
    }
    text += ".parameter init\n"
    for (index, binding) in bindings.enumerated() {
      text += ".parameter set ?\(index + 1) \"\(Self.shellQuoted(binding.literal))\"\n"
    }
    return text + statement + ";\n"
  }

  private static let customFunctions = [
    "commit_class", "version_pack", "version_text", "version_key", "version_number",
    "version_prerelease", "version_is_prerelease", "version_is_stable", "version_build",
    "version_bump", "conventional_type", "conventional_scope",
    "conventional_breaking", "time_date", "time_week", "time_month", "time_text",
  ]

  private static func shellQuoted(_ literal: String) -> String {
    var result = ""
    for character in literal {
      if character == "\"" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return result
  }

  private static func replacing(
    _ part: String, with replacement: String, in text: String
  ) -> String {
    var result = ""
    var rest = text[...]
    while let range = rest.firstRange(of: part) {
      result += rest[..<range.lowerBound] + replacement
      rest = rest[range.upperBound...]
    }
    return result + rest
  }
}
