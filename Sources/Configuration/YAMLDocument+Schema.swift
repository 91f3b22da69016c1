internal import QueryLanguage
internal import Versions
internal import Yams

// The parts that both documents are made of.
extension YAMLDocument {
  func repository(_ node: Node) -> RepositoryConfiguration {
    var result = RepositoryConfiguration()
    let allowed = ["project", "url", "web", "forge", "refs", "lines", "ignore", "notes", "hide"]
    guard let fields = mapping(node, allowed: allowed) else { return result }
    result.project = fields["project"].flatMap { text($0, of: "project") }
    result.url = fields["url"].flatMap { text($0, of: "url") }
    result.web = fields["web"].flatMap(page)
    result.forge = fields["forge"].flatMap(forge)
    result.refs = sequence(fields["refs"], of: "refs").compactMap { text($0, of: "refs") }
    result.lines = lines(fields["lines"])
    result.ignored = ignored(in: fields)
    result.notes =
      fields["notes"].flatMap { mapping($0, allowed: nil) }?
      .compactMapValues { text($0, of: "notes") } ?? [:]
    result.hidden = sequence(fields["hide"], of: "hide").compactMap(commit)
    return result
  }

  private func page(_ node: Node) -> String? {
    guard let text = text(node, of: "web") else { return nil }
    let rest = ["https://", "http://"].lazy.filter(text.hasPrefix).map { text.dropFirst($0.count) }
    if let rest = rest.first, rest.contains("/"), !rest.contains("@") { return text }
    report(
      "\"\(DisplayText.escaped(String(text.prefix(80))))\" is no page of a repository", node,
      hints: ["such as https://git.example.com/acme/shop, without a user name"])
    return nil
  }

  private func forge(_ node: Node) -> RepositoryConfiguration.Forge? {
    guard let name = text(node, of: "forge") else { return nil }
    if let forge = RepositoryConfiguration.Forge(rawValue: name) { return forge }
    let names = RepositoryConfiguration.Forge.allCases.map(\.rawValue)
    let near = NearNames.label(name, among: names).map { ": \($0)" } ?? ""
    report(
      "there is no forge \"\(DisplayText.escaped(name))\"\(near)", node,
      hints: ["forges: \(names.joined(separator: ", ")); Forgejo has the addresses of gitea"])
    return nil
  }

  /// Returns the digits of a commit's id, in lower case.
  private func commit(_ node: Node) -> String? {
    guard let text = text(node, of: "hide") else { return nil }
    let isID =
      (7...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
      }
    if isID { return text.lowercased() }
    report(
      "\"\(DisplayText.escaped(String(text.prefix(80))))\" is no id of a commit", node,
      hints: ["an id has 7 to 64 hexadecimal digits"])
    return nil
  }

  func ignored(in fields: [String: Node]) -> [IgnoredTag] {
    sequence(fields["ignore"], of: "ignore").compactMap(ignored)
  }

  private func ignored(_ node: Node) -> IgnoredTag? {
    guard node.mapping != nil else {
      return text(node, of: "ignore").map { IgnoredTag(pattern: TagGlob($0), reason: nil) }
    }
    guard let fields = mapping(node, allowed: ["tag", "reason"]) else { return nil }
    let reason = fields["reason"].flatMap { text($0, of: "reason") }
    guard let pattern = required("tag", fields, node).flatMap({ text($0, of: "tag") }) else {
      return nil
    }
    return IgnoredTag(pattern: TagGlob(pattern), reason: reason)
  }

  func lines(_ node: Node?) -> [LineDeclaration] {
    var result: [LineDeclaration] = []
    for item in sequence(node, of: "lines") {
      guard let line = line(item) else { continue }
      if result.contains(where: { $0.key == line.key }) {
        report(
          "the line \"\(DisplayText.escaped(line.prefix))\" is declared twice", item,
          hints: ["a v at the end of a prefix is spelling: v and \"\" are one line"])
      }
      if line.isMain == true, result.contains(where: { $0.isMain == true }) {
        report("more than one line is declared to be the main one", item)
      }
      result.append(line)
    }
    return result
  }

  private func line(_ node: Node) -> LineDeclaration? {
    guard let fields = mapping(node, allowed: ["prefix", "scheme", "main", "eras"]),
      let prefix = required("prefix", fields, node).flatMap({ text($0, of: "prefix") })
    else { return nil }
    return LineDeclaration(
      prefix: prefix, scheme: fields["scheme"].flatMap(scheme),
      isMain: fields["main"].flatMap { boolean($0, of: "main") }, eras: eras(fields["eras"]))
  }

  private func scheme(_ node: Node) -> VersionScheme? {
    guard let name = text(node, of: "scheme") else { return nil }
    if let scheme = VersionScheme(rawValue: name) { return scheme }
    let names = VersionScheme.allCases.map(\.rawValue)
    let near = NearNames.label(name, among: names).map { ": \($0)" } ?? ""
    report(
      "there is no scheme \"\(DisplayText.escaped(name))\"\(near)", node,
      hints: ["schemes: \(names.joined(separator: ", "))"])
    return nil
  }

  private func eras(_ node: Node?) -> [LineDeclaration.Era] {
    var result: [LineDeclaration.Era] = []
    for item in sequence(node, of: "eras") {
      guard let fields = mapping(item, allowed: ["from", "epoch"]),
        let from = required("from", fields, item).flatMap({ text($0, of: "from") }),
        let number = required("epoch", fields, item),
        let epoch = integer(number, of: "epoch")
      else { continue }
      if epoch <= result.last?.epoch ?? 0 {
        report(
          "epoch \(epoch) does not follow \(result.last?.epoch ?? 0)", number,
          hints: ["epochs are 1 and more, in ascending order; what comes before an era is epoch 0"])
      }
      result.append(LineDeclaration.Era(from: from, epoch: epoch))
    }
    return result
  }
}
