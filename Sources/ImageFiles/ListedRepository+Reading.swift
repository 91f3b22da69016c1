internal import ImageManifests
internal import Indexing

extension ListedRepository {
  /// Reads a JSON object that skopeo printed; returns the full name of its repository, too.
  static func read(
    object bytes: ArraySlice<UInt8>, line: Int
  ) throws(ImageFileError) -> (String, ListedRepository) {
    guard let object = JSONObject(bytes) else { throw .notJSON(line: line) }
    if let repository = object.text("Repository"), object.contains("Tags") {
      var listed = ListedRepository()
      listed.names = try tags(object.texts("Tags") ?? [], line: line)
      listed.isComplete = true
      return (try name(repository, line: line), listed)
    }
    guard let text = object.text("Digest"), let repository = object.text("Name") else {
      throw .unknownObject(line: line)
    }
    guard let digest = Digest(text) else { throw .invalidValue(line: line, "SHA-256 digest", text) }
    var listed = ListedRepository()
    listed.names = try tags(object.texts("RepoTags") ?? [], line: line)
    if let tag = object.text("Tag"), !tag.isEmpty {
      listed.tags = Dictionary(try tags([tag], line: line).map { ($0, digest) }) { $1 }
    }
    let (labels, problems) = ImageConfig.bounded(
      object.object("Labels")?.textMembers ?? [:], of: digest)
    listed.problems = problems
    listed.manifests[digest] = ImageManifest(
      digest: digest, labels: labels, createdAt: ImageConfig.time(object.text("Created")))
    return (try name(repository, line: line), listed)
  }

  /// Reads a line of text; returns the full name of its repository, too.
  static func read(
    line: ArraySlice<UInt8>, number: Int
  ) throws(ImageFileError) -> (String, ListedRepository) {
    guard line.count <= 4_096 else {
      throw .malformedLine(number, String(decoding: line.prefix(80), as: UTF8.self))
    }
    let words = line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      .map { String(decoding: $0, as: UTF8.self) }
    let parts = ImageName.parts(words.first ?? "")
    let written = (parts.digest.map { [String($0)] } ?? []) + words.dropFirst()
    guard written.count == 1, let digest = written.first.flatMap({ Digest($0) }) else {
      throw .malformedLine(number, String(decoding: line, as: UTF8.self))
    }
    var listed = ListedRepository()
    if let tag = parts.tag {
      guard ImageName.isTag(tag.utf8) else { throw .invalidValue(line: number, "tag", String(tag)) }
      listed.tags[Array(tag.utf8)] = digest
    } else {
      // All that is known is that there is such a manifest.
      listed.manifests[digest] = ImageManifest(digest: digest)
    }
    return (try name(String(parts.repository), line: number), listed)
  }

  private static func name(_ text: String, line: Int) throws(ImageFileError) -> String {
    let scheme = "docker://"
    let bare = text.hasPrefix(scheme) ? String(text.dropFirst(scheme.count)) : text
    guard let name = ImageName.repository(bare) else {
      throw .invalidValue(line: line, "name of an image repository", text)
    }
    return name
  }

  private static func tags(_ texts: [String], line: Int) throws(ImageFileError) -> Set<[UInt8]> {
    var tags: Set<[UInt8]> = []
    for text in texts {
      guard ImageName.isTag(text.utf8) else { throw .invalidValue(line: line, "tag", text) }
      tags.insert(Array(text.utf8))
    }
    return tags
  }
}
