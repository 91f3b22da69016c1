import Foundation
import Indexing
import TestSupport
import Testing

@testable import GoModuleSource

@Suite("Go modules in folders")
struct ModuleFolderTests {
  @Test(
    "a module cache is read from any of its three roots",
    arguments: ["", "pkg/mod/cache/download", "cache/download"])
  func roots(_ inner: String) async throws {
    try await withTemporaryFolder { folder in
      try Sample.write(
        Sample.files, in: inner.isEmpty ? folder : "\(folder)/\(inner)")
      // What else lies beside modules in a cache.
      try Sample.write(
        ["sumdb/sum.golang.org/lookup/x": "1", "README": "x"],
        in: inner.isEmpty ? folder : "\(folder)/\(inner)")
      let modules = try ModuleFolder(path: folder)
      #expect(try modules.list().modules == [Sample.module])
      let look = try await modules.look(at: Sample.module, lookedAt: 5)
      var expected = Sample.expect(look)
      expected[0].sum = "h1:H1X4D3yHPaYrkL5X06Wh6xNVM/pX0Ft4RV0vMGvLBh8="
      #expect(look.versions == expected)
      #expect(look.problems.isEmpty)
      #expect(String(decoding: look.location, as: UTF8.self).hasSuffix(inner))
    }
  }

  @Test("the checksum of a go.mod file is the one that go.sum has")
  func goModSum() {
    // The line of golang.org/x/mod v0.17.0 in public go.sum files.
    let text =
      "module golang.org/x/mod\n\ngo 1.18\n\nrequire golang.org/x/tools v0.13.0 // tagx:ignore\n"
    #expect(
      ModuleReader<FolderFiles>.sum(ofGoMod: Array(text.utf8))
        == "h1:hTbmBsO62+eylJbnUtE2MGJUyE7QWk4xUqPFrRgJ+7c=")
  }

  @Test("versions that are only listed, or of which only the go.mod file is there, are versions")
  func parts() async throws {
    try await withTemporaryFolder { folder in
      try Sample.write(
        [
          "example.com/a/@v/list":
            "v1.0.0 2024-01-01T00:00:00Z\r\nmaster\nv2.0.0+incompatible\nv1\n"
            + "v1.\(String(repeating: "9", count: 300)).0\n",
          "example.com/a/@v/v1.2.0-!r!c1.mod": "module example.com/a\n",
          "example.com/a/@v/master.info": #"{"Version":"v1.0.1-0.20240101000000-abcdefabcdef"}"#,
        ], in: folder)
      let look = try await ModuleFolder(path: folder).look(at: "example.com/a", lookedAt: 5)
      #expect(look.versions.map(\.version) == ["v1.0.0", "v1.2.0-RC1", "v2.0.0+incompatible"])
      #expect(look.versions.map { $0.statement != nil } == [false, true, false])
      #expect(look.versions.allSatisfy { $0.time == nil })
      #expect(look.problems.isEmpty)
    }
  }

  @Test(
    "what cannot be read is told and costs nothing else",
    arguments: [
      ("v1.0.0.info", "no JSON", "what is said of v1.0.0 is no JSON object with a Version"),
      ("v1.0.0.info", "{}", "what is said of v1.0.0 is no JSON object with a Version"),
      ("v1.0.0.info", #"{"Version":"v1.0.1"}"#, "what is said of v1.0.0 is about v1.0.1"),
      (
        "v1.0.0.info", #"{"Version":"v1.0.0","Time":"yesterday"}"#,
        #"the time of v1.0.0, "yesterday", is none"#
      ),
      (
        "v1.0.0.mod", "module (",
        "the go.mod file of v1.0.0 cannot be read: "
      ),
      ("v1.0.0.ziphash", "h1:short", "the checksum of v1.0.0 has no form that is known"),
    ])
  func damage(_ file: String, _ text: String, _ message: String) async throws {
    try await withTemporaryFolder { folder in
      var files = Sample.files
      files["\(Sample.path)/@v/\(file)"] = text
      try Sample.write(files, in: folder)
      let look = try await ModuleFolder(path: folder).look(at: Sample.module, lookedAt: 5)
      #expect(look.problems.count == 1)
      #expect(look.problems.first?.message.hasPrefix(message) == true, "\(look.problems)")
      #expect(look.versions.last == Sample.expect(look).last)
    }
  }

  @Test("symbolic links are not followed, and a pipe does not block")
  func links() async throws {
    try await withTemporaryFolder { folder in
      try Sample.write(
        ["example.com/a/@v/v1.0.0.mod": "module example.com/a\n", "secret": "{}"], in: folder)
      let place = "\(folder)/example.com/a/@v"
      try FileManager.default.createSymbolicLink(
        atPath: "\(place)/v1.0.0.info", withDestinationPath: "\(folder)/secret")
      #expect(mkfifo("\(place)/v1.0.0.ziphash", 0o600) == 0)
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/example.com/loop", withDestinationPath: folder)
      let modules = try ModuleFolder(path: folder)
      #expect(try modules.list().modules == ["example.com/a"])
      let look = try await modules.look(at: "example.com/a", lookedAt: 5)
      #expect(look.versions.map(\.version) == ["v1.0.0"])
      #expect(look.problems.count == 2)
    }
  }

  @Test("a damaged module costs no other one, and what may not be read is told")
  func damagedModules() async throws {
    try await withTemporaryFolder { folder in
      var files = Sample.files
      files["example.com/file/@v"] = "a file"
      files["example.com/list/@v/list/x"] = "in a folder"
      files["example.com/list/@v/v1.0.0.mod"] = "module example.com/list\n"
      files["example.com/secret/@v/v1.0.0.mod"] = "module example.com/secret\n"
      try Sample.write(files, in: folder)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0], ofItemAtPath: "\(folder)/example.com/secret")
      let modules = try ModuleFolder(path: folder)
      let listing = try modules.list()
      if getuid() == 0 {
        #expect(listing.modules == ["example.com/list", "example.com/secret", Sample.module])
      } else {
        #expect(listing.modules == ["example.com/list", Sample.module])
        #expect(
          listing.problems.map(\.message) == [
            "example.com/secret cannot be read: Permission denied"
          ])
      }
      let look = try await modules.look(at: "example.com/list", lookedAt: 5)
      #expect(look.versions.map(\.version) == ["v1.0.0"])
      #expect(look.problems.count == 1)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o700], ofItemAtPath: "\(folder)/example.com/secret")
    }
  }

  @Test("versions with the major number of another module are left out, and told")
  func foreignVersions() async throws {
    try await withTemporaryFolder { folder in
      try Sample.write(
        [
          "example.com/a/@v/list": "v1.0.0\nv5.0.0\nv5.1.0\nv6.0.0+incompatible\n",
          "example.com/a/v2/@v/list": "v1.7.0\nv2.0.0\n",
          "gopkg.in/y.v2/@v/list": "v2.1.0\nv3.0.0\n",
        ], in: folder)
      let modules = try ModuleFolder(path: folder)
      for (path, versions, foreign) in [
        ("example.com/a", ["v1.0.0", "v6.0.0+incompatible"], "v5.0.0 and 1 more"),
        ("example.com/a/v2", ["v2.0.0"], "v1.7.0"), ("gopkg.in/y.v2", ["v2.1.0"], "v3.0.0"),
      ] {
        let look = try await modules.look(at: path, lookedAt: 5)
        #expect(look.versions.map(\.version) == versions)
        #expect(
          look.problems.map(\.message) == [
            "left out, since the path asks for another major number: \(foreign)"
          ])
      }
    }
  }

  @Test("a go.mod file with thousands of retractions is told, and withdraws nothing")
  func manyRetractions() async throws {
    try await withTemporaryFolder { folder in
      let lines = (0..<2_000).map { "  v1.0.\($0)\n" }.joined()
      try Sample.write(
        ["example.com/a/@v/v1.0.0.mod": "module example.com/a\n\nretract (\n\(lines))\n"],
        in: folder)
      let look = try await ModuleFolder(path: folder).look(at: "example.com/a", lookedAt: 5)
      #expect(look.versions.first?.statement == nil)
      #expect(look.versions.first?.modSum != nil)
      #expect(
        look.problems.map(\.message)
          == ["the go.mod file of v1.0.0 has more than 1000 retractions"])
    }
  }

  @Test("folders without modules and what is no folder have errors that help")
  func errors() async throws {
    try await withTemporaryFolder { folder in
      let empty = try ModuleFolder(path: folder)
      #expect { try empty.list() } throws: { ($0 as? ModuleSourceError)?.code == .notFound }
      #expect { try ModuleFolder(path: "\(folder)/none") } throws: {
        ($0 as? ModuleSourceError)?.message == "\(folder)/none is no folder that can be read"
      }
      try Sample.write(["file": "x"], in: folder)
      #expect { try ModuleFolder(path: "\(folder)/file") } throws: {
        ($0 as? ModuleSourceError)?.cause == "it is no folder"
      }
    }
  }

  @Test("a pattern is a module, or with /... all below a path, too")
  func patterns() throws {
    let tree = try ModulePattern("example.com/shop/...")
    #expect(tree.matches("example.com/shop") && tree.matches("example.com/shop/v2"))
    #expect(!tree.matches("example.com/shopper"))
    let one = try ModulePattern("example.com/shop")
    #expect(one.matches("example.com/shop") && !one.matches("example.com/shop/v2"))
    #expect { try ModulePattern("shop") } throws: {
      ($0 as? ModuleSourceError)?.code == .invalidModule
    }
    #expect { try tree.singlePath } throws: {
      ($0 as? ModuleSourceError)?.hints == ["name each module, such as example.com/shop"]
    }
  }
}
