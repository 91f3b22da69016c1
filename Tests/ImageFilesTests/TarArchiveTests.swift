import ImageFiles
import Indexing
import TestSupport
import Testing

@Suite("Archives of image layouts")
struct TarArchiveTests {
  /// Looks at bytes as an archive, and returns how that was refused.
  private func refusal(_ bytes: [UInt8]) async throws -> ImageFileError {
    try await withTemporaryFolder { folder in
      try writeFile("\(folder)/a.tar", bytes)
      return try await #require(throws: ImageFileError.self) {
        try await stemmaLook("\(folder)/a.tar")
      }
    }
  }

  static let compressions: [([UInt8], String)] = [
    ([0x1F, 0x8B, 8, 0], "gunzip"), ([0x28, 0xB5, 0x2F, 0xFD], "unzstd"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "unxz"), (Array("BZh91AY".utf8), "bunzip2"),
  ]

  @Test("A compressed archive is refused with the program that unpacks it", arguments: compressions)
  func compressed(start: [UInt8], program: String) async throws {
    let error = try await refusal(start + [UInt8](repeating: 7, count: 2_000))
    #expect(error.code == .unsupported)
    #expect(error.hints.first?.hasPrefix("\(program) makes the archive") == true)
  }

  static let foreignFiles: [[UInt8]] = [
    [], [0x7F], Array("{}".utf8), [UInt8](repeating: 0, count: 10_240),
    [UInt8](repeating: 0xFF, count: 10_240), [UInt8](repeating: 0x20, count: 512),
  ]

  @Test("What is no archive is refused", arguments: foreignFiles)
  func foreign(bytes: [UInt8]) async throws {
    let error = try await refusal(bytes)
    #expect(error.code == .wrongKind)
    #expect(error.message.hasSuffix("is neither a folder nor a tar archive"))
  }

  @Test("A damaged archive names the place")
  func damaged() async throws {
    let good = tarEntry("oci-layout", Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8))
    let error = try await refusal(good + [UInt8](repeating: 0x41, count: 512))
    #expect(error.code == .malformed)
    #expect(error.message.hasSuffix("there is no header at byte 1024"))
  }

  @Test("Every way to cut an archive off is told or harmless", arguments: TarForm.allCases)
  func cutOff(form: TarForm) async throws {
    var images = ImageBuilder()
    let image = images.image()
    let whole = tarArchive(try LayoutFixture(images, [("1.0", image)]).files, form)
    try await withTemporaryFolder { folder in
      try writeFile("\(folder)/a.tar", whole)
      let uncut = try await stemmaLook("\(folder)/a.tar")
      #expect(uncut.problems.isEmpty)
      for count in stride(from: 0, through: whole.count, by: 256) {
        try writeFile("\(folder)/a.tar", whole[..<count])
        do {
          let look = try await stemmaLook("\(folder)/a.tar")
          // The zeros at the end may be absent, or whole files, of which layers are not read.
          #expect(look.tags == uncut.tags)
          #expect(look.manifests == uncut.manifests || !look.problems.isEmpty)
        } catch let error as ImageFileError {
          #expect(count < whole.count - 1_024)
          #expect([.malformed, .wrongKind].contains(error.code))
        }
      }
    }
  }

  @Test("Damaged archives are read as far as digests hold, or refused", arguments: TarForm.allCases)
  func damage(form: TarForm) async throws {
    var images = ImageBuilder()
    let image = images.image(labels: ["a": "1"])
    let whole = tarArchive(try LayoutFixture(images, [("1.0", image)]).files, form)
    try await withTemporaryFolder { folder in
      var refused = 0
      for seed in UInt64(0)..<200 {
        try writeFile("\(folder)/a.tar", damagedCopy(of: whole, seed: seed))
        do {
          let look = try await stemmaLook("\(folder)/a.tar")
          for manifest in look.manifests where manifest.digest == image.digest {
            #expect(manifest.labels == ["a": "1"] || !look.problems.isEmpty)
          }
        } catch let error as ImageFileError {
          #expect(error.code != .system, "\(seed): \(error)")
          refused += 1
        }
      }
      #expect(refused > 10)
    }
  }

  static let sizes = [Int.max >> 30, 1 << 30, 100_000]

  @Test("A file that claims to go on behind the end is told", arguments: sizes)
  func longFile(size: Int) async throws {
    let entry = tarEntry("index.json", [1, 2, 3], size: size)
    let error = try await refusal(entry + [UInt8](repeating: 0, count: 1_024))
    #expect(error.code == .malformed)
    #expect(error.message.contains("is cut off: the file at byte 0 goes on behind its end"))
  }

  @Test("Sizes of pax that cannot be are told", arguments: ["9223372036854775807", "-1"])
  func paxSize(size: String) async throws {
    let record = "\(size.utf8.count + 9) size=\(size)\n"
    #expect(Array(record.utf8).count == size.utf8.count + 9)
    let error = try await refusal(
      tarEntry("x", Array(record.utf8), kind: "x") + tarEntry("index.json", [1])
        + [UInt8](repeating: 0, count: 1_024))
    #expect(error.code == .malformed)
  }

  @Test("Of two files with one name the last counts")
  func twice() async throws {
    var images = ImageBuilder()
    let image = images.image()
    var layout = try LayoutFixture(images, [("1.0", image)])
    layout.files.insert(("index.json", Array("[]".utf8)), at: 0)
    #expect(try await layout.lookAtArchive().namedTags == ["1.0": image.digest])
  }
}
