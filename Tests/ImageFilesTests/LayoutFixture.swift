import Foundation
import ImageFiles
import Indexing
import TestSupport
import Testing

/// The files of an image layout that a test makes.
struct LayoutFixture {
  var files: [(name: String, content: [UInt8])] = []

  /// - Parameter entries: what `index.json` lists, with the names of their annotation `ref.name`.
  init(_ images: ImageBuilder, _ entries: [(name: String?, entry: ImageBuilder.Entry)]) throws {
    let descriptors = entries.map { name, entry in
      var entry = entry
      entry.annotations["org.opencontainers.image.ref.name"] = name
      return entry.descriptor
    }
    try self.init(images, descriptors: descriptors)
  }

  init(_ images: ImageBuilder, descriptors: [[String: Any]]) throws {
    let index: [String: Any] = ["schemaVersion": 2, "manifests": descriptors]
    files = [
      ("oci-layout", Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8)),
      ("index.json", Array(try JSONSerialization.data(withJSONObject: index))),
    ]
    for (digest, bytes) in images.blobs.sorted(by: { $0.key < $1.key }) {
      files.append(("blobs/\(digest)".replacingOccurrences(of: ":", with: "/"), bytes))
    }
  }

  /// Replaces a file, or removes it.
  mutating func replace(_ name: String, with content: String?) {
    files.removeAll { $0.name == name }
    if let content { files.append((name, Array(content.utf8))) }
  }

  /// Writes the files to a folder.
  func write(to folder: String) throws {
    for (name, content) in files { try writeFile("\(folder)/\(name)", content) }
  }

  /// Looks at the layout as a folder.
  func look(
    repository: String = "ghcr.io/acme/shop", known: Set<Digest> = []
  ) async throws -> ImageLook {
    try await withTemporaryFolder { folder in
      try write(to: folder)
      return try await stemmaLook(folder, repository: repository, known: known)
    }
  }

  /// Looks at the layout as an archive.
  func lookAtArchive(_ form: TarForm = .ustar) async throws -> ImageLook {
    try await withTemporaryFolder { folder in
      try writeFile("\(folder)/layout.tar", tarArchive(files, form))
      return try await stemmaLook("\(folder)/layout.tar")
    }
  }
}

/// Looks at a layout, with a clock that stands still.
func stemmaLook(
  _ path: String, repository: String = "ghcr.io/acme/shop", known: Set<Digest> = []
) async throws -> ImageLook {
  try await ImageLayout.look(
    path: Array(path.utf8), repository: repository, known: known, clock: { 1_700_000_000_000_000 })
}

extension ImageLook {
  /// The tags as text.
  var namedTags: [String: Digest] {
    Dictionary(uniqueKeysWithValues: tags.map { (String(decoding: $0, as: UTF8.self), $1) })
  }

  var codes: [SourceProblem.Code] { problems.map(\.code) }
}

/// How an archive is written.
enum TarForm: CaseIterable {
  case ustar, pax, gnu, old
}

/// Makes a tar archive of regular files.
func tarArchive(_ files: [(name: String, content: [UInt8])], _ form: TarForm = .ustar) -> [UInt8] {
  var archive: [UInt8] = []
  for (name, content) in files {
    switch form {
    case .ustar, .old:
      archive += tarEntry(name, content, hasMagic: form == .ustar)
    case .pax:
      archive += tarEntry("g", Array("13 comment=x\n".utf8), kind: "g")
      let records = paxRecord("path", "./\(name)") + paxRecord("size", "\(content.count)")
      archive += tarEntry("x", Array((paxRecord("mtime", "1.5") + records).utf8), kind: "x")
      archive += tarEntry("cut-off-name", content)
    case .gnu:
      archive += tarEntry("././@LongLink", Array("./\(name)\0".utf8), kind: "L")
      archive += tarEntry("cut-off-name", content)
    }
  }
  return archive + [UInt8](repeating: 0, count: 1_024)
}

private func paxRecord(_ name: String, _ value: String) -> String {
  let rest = " \(name)=\(value)\n"
  var length = rest.utf8.count
  while "\(length)\(rest)".utf8.count != length { length += 1 }
  return "\(length)\(rest)"
}

/// Makes one entry of a tar archive.
///
/// - Parameter size: what the header states, if it is not the truth.
func tarEntry(
  _ name: String, _ content: [UInt8], kind: Character = "0", size: Int? = nil, target: String = "",
  hasMagic: Bool = true
) -> [UInt8] {
  func field(_ text: String, _ width: Int) -> [UInt8] {
    Array(text.utf8) + [UInt8](repeating: 0, count: width - text.utf8.count)
  }
  func octal(_ number: Int, _ width: Int) -> [UInt8] {
    let digits = String(number, radix: 8)
    return field(String(repeating: "0", count: width - 1 - digits.count) + digits, width)
  }
  var header = field(name, 100) + octal(0o644, 8) + octal(0, 8) + octal(0, 8)
  header += octal(size ?? content.count, 12) + octal(0, 12) + Array("        ".utf8)
  header += Array(String(kind).utf8) + field(target, 100)
  header += hasMagic ? Array("ustar\u{0}00".utf8) : field("", 8)
  header += field("", 512 - header.count)
  let sum = header.reduce(0) { $0 + Int($1) }
  header.replaceSubrange(148..<156, with: octal(sum, 7) + [0x20])
  let padding = [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  return header + content + padding
}
