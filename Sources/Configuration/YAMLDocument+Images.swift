internal import Yams

// The document beside a history, and its parts about registries.
extension YAMLDocument {
  func configuration(_ node: Node) -> TrustedConfiguration {
    var result = TrustedConfiguration()
    guard let fields = mapping(node, allowed: ["repositories", "images", "registries"]) else {
      return result
    }
    result.repositories = entries(fields["repositories"]) { repository($0) }
    result.images = entries(fields["images"]) { images($0) }
    result.registries = entries(fields["registries"]) { registry($0) }
    return result
  }

  private func entries<Value>(
    _ node: Node?, _ read: (Node) -> Value
  ) -> [String: Value] {
    node.flatMap { mapping($0, allowed: nil) }?.mapValues(read) ?? [:]
  }

  private func images(_ node: Node) -> RepositoryConfiguration {
    var result = RepositoryConfiguration()
    guard let fields = mapping(node, allowed: ["project", "lines", "ignore"]) else { return result }
    result.project = fields["project"].flatMap { text($0, of: "project") }
    result.lines = lines(fields["lines"])
    result.ignored = ignored(in: fields)
    return result
  }

  private func registry(_ node: Node) -> RegistryConfiguration {
    var result = RegistryConfiguration()
    guard let fields = mapping(node, allowed: ["insecure-http", "realm-hosts"]) else {
      return result
    }
    result.isInsecure =
      fields["insecure-http"].flatMap { boolean($0, of: "insecure-http") } ?? false
    result.realmHosts = sequence(fields["realm-hosts"], of: "realm-hosts")
      .compactMap { text($0, of: "realm-hosts") }
    return result
  }
}
