import Foundation
import TestSupport
import Testing

@Suite("Full disks and damaged repositories")
struct DamageTests {
  @Test(
    "A full disk ends with 4, loses nothing, and with more room the next run is whole",
    .enabled("needs a mount of its own") { try await canMount() })
  func fullDisk() async throws {
    try await GitFixture.with { git in
      for number in 1...40 {
        try await git.commit("Commit \(number)\n\n" + String(repeating: "x\(number) ", count: 999))
      }
      let result = try await runProgram(
        "unshare",
        [
          "-m", "sh", "-c",
          """
          mkdir ../mount && mount -t tmpfs -o size=64k none ../mount || exit 99
          "$1" index --db ../mount/x.db; echo "first $?"; ls ../mount
          mount -o remount,size=64m ../mount || exit 99
          "$1" index --quiet --db ../mount/x.db; echo "second $?"
          "$1" query 'commits | count' --format csv --db ../mount/x.db
          """, "sh", StemmaProgram.path,
        ], workingDirectory: git.path)
      #expect(result.outputText == "first 4\nx.db.lock\nsecond 0\ncount\n40\n")
      #expect(result.errorText.contains("no space left"))
    }
  }

  @Test("A truncated pack and an object with other bytes are named, and the end is 3")
  func damagedObjects() async throws {
    try await GitFixture.with { git in
      let first = try await git.commit("One")
      let second = try await git.commit("Two")
      let bytes = try Data(contentsOf: URL(fileURLWithPath: git.looseObject(second)))
      try git.removeLooseObject(first)
      try bytes.write(to: URL(fileURLWithPath: git.looseObject(first)))
      let forged = try await git.stemma("index")
      #expect(forged.exitCode == 3)
      #expect(forged.errorText.contains("\(first) have another hash"))
    }
    try await GitFixture.with { git in
      let ids = try await git.makeReleases()
      try await git.git("repack", "-a", "-d", "--quiet")
      let packs = URL(fileURLWithPath: "\(git.gitDirectory)/objects/pack")
      for file in try FileManager.default.contentsOfDirectory(
        at: packs, includingPropertiesForKeys: nil) where file.pathExtension == "pack"
      {
        let contents = try Data(contentsOf: file)
        try FileManager.default.removeItem(at: file)
        try contents.prefix(40).write(to: file)
      }
      let truncated = try await git.stemma("index")
      #expect(truncated.exitCode == 3 || truncated.exitCode == 4)
      #expect(truncated.errorText.contains(ids[2]) || truncated.errorText.contains("error: "))
    }
  }
}

/// Returns whether this process may mount a file system where nobody else sees it.
func canMount() async throws -> Bool {
  guard getuid() == 0 else { return false }
  let script = "mount -t tmpfs none /mnt && mount -o remount,ro /mnt"
  let result = try? await runProgram("unshare", ["-m", "sh", "-c", script])
  return result?.exitCode == 0
}
