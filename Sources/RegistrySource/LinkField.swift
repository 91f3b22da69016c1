/// Reads `Link` fields (RFC 8288) as far as lists in pages need them.
enum LinkField {
  /// Returns the target of the first link whose relation is `next`, as it is written, or null.
  static func next(_ fields: [String]) -> String? {
    fields.prefix(8).lazy.compactMap { next(in: $0.prefix(16_384)) }.first
  }

  private static func next(in field: Substring) -> String? {
    var rest = field
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else { return nil }
      let target = rest[rest.index(after: start)..<end]
      let parameters = rest[rest.index(after: end)...]
      let stop = parameters.firstIndex(of: "<") ?? parameters.endIndex
      if isNext(parameters[..<stop]) { return String(target) }
      rest = parameters[stop...]
    }
    return nil
  }

  private static func isNext(_ parameters: Substring) -> Bool {
    parameters.split { $0 == ";" || $0 == "," }.contains { parameter in
      let parts = parameter.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0].filter({ $0 != " " }).lowercased() == "rel" else {
        return false
      }
      return parts[1].split { $0 == " " || $0 == "\"" }.contains { $0.lowercased() == "next" }
    }
  }
}
