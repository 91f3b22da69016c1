/// The name of an image after `image:`: `[repository ":"] tag` or `repository "@sha256:" digits`.
///
///     ImageReference(Array("localhost:5000/shop:latest".utf8))
///     // repository: localhost:5000/shop, tag: latest
///
/// The last `:` after the last `/` splits the tag off, as in the references of container tools.
public struct ImageReference: Hashable, Sendable {
  /// The full name of an image repository, or a trailing part of its path; null: not given.
  public let repository: String?
  /// The bytes of the tag; empty if only a repository is named.
  public let tag: [UInt8]
  /// The hex digits of the digest that is named instead of a tag.
  public let digest: [UInt8]?

  public init(_ name: [UInt8]) {
    let start = name.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let algorithm = Array("@sha256:".utf8)
    if let at = name[start...].firstRange(of: algorithm) {
      repository = String(decoding: name[..<at.lowerBound], as: UTF8.self)
      tag = []
      digest = Array(name[at.upperBound...])
      return
    }
    digest = nil
    if let colon = name[start...].lastIndex(of: UInt8(ascii: ":")) {
      repository = String(decoding: name[..<colon], as: UTF8.self)
      tag = Array(name[(colon + 1)...])
    } else if start > 0 {
      repository = String(decoding: name, as: UTF8.self)
      tag = []
    } else {
      repository = nil
      tag = name
    }
  }
}

extension [ResolvedRepository] {
  /// Returns the repositories of a kind, or of any, that a text names: the one of that full name,
  /// else all of which it is a trailing part of the path.
  public func named(_ text: String, of kind: ResolvedRepository.Kind? = nil) -> [ResolvedRepository]
  {
    let ending = "/" + text
    var partial: [ResolvedRepository] = []
    for repository in self where kind == nil || repository.kind == kind {
      let name = repository.name.utf8
      if name.count == text.utf8.count {
        if name.elementsEqual(text.utf8) { return [repository] }
      } else if name.count >= ending.utf8.count,
        name.suffix(ending.utf8.count).elementsEqual(ending.utf8)
      {
        partial.append(repository)
      }
    }
    return partial
  }
}
