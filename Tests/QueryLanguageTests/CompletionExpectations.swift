import QueryLanguage
import Testing

/// The names of a small history, for completion.
struct FewNames: CompletionNames {
  var refNames = ["v1.28.0", "v1.27.3", "main", "feature/x", "odd name", "a..b"]

  func repositories() -> [String] { ["acme/shop", "acme/tool"] }

  func refs(
    of kinds: Set<ResolvedKind>, repository: String?, prefix: String, limit: Int
  ) -> [CompletionName] {
    refNames.filter { name in
      name.hasPrefix(prefix) && kinds.contains(name.hasPrefix("v") ? .tag : .branch)
    }.map { CompletionName($0, $0.hasPrefix("v") ? "tag" : "branch") }
  }

  func values(
    of column: String, in relation: String, prefix: String, limit: Int
  ) -> [CompletionName] {
    let all =
      switch (relation, column) {
      case (_, "version"): ["v1.28.0", "v1.27.3", "2024.01"]
      case ("commits", "author"): ["Ada", "Grace \"Amazing\" Hopper"]
      default: [String]()
      }
    return all.filter { $0.hasPrefix(prefix) }.map { CompletionName($0) }
  }
}

/// Returns what can be written where `▮` stands in a text, or at its end.
func completion(_ marked: String) -> Completion {
  let parts = marked.split(separator: "▮", maxSplits: 1, omittingEmptySubsequences: false)
  return QueryCompletion.complete(
    parts.joined(), at: parts[0].utf8.count, names: FewNames())
}

/// Returns the texts that are offered where `▮` stands, or at the end; of one kind if it is given.
func offered(_ marked: String, _ kind: CompletionCandidate.Kind? = nil) -> [String] {
  completion(marked).candidates.filter { kind == nil || $0.kind == kind }.map(\.text)
}
