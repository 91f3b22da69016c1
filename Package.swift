// swift-tools-version:6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let grdb: [Target.Dependency] = [
  .product(name: "GRDB", package: "GRDB.swift"),
  .product(name: "GRDBSQLite", package: "GRDB.swift"),
]

let package = Package(
  name: "stemma",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "stemma", targets: ["stemma"]),
    .library(name: "Versions", targets: ["Versions"]),
    .library(name: "QueryLanguage", targets: ["QueryLanguage"]),
    .library(name: "HistoryStore", targets: ["HistoryStore"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
  ],
  targets: [
    // Pure modules: no I/O, no Foundation.
    .target(name: "Versions", swiftSettings: settings),
    .target(name: "CommitGraph", swiftSettings: settings),
    .target(name: "CommitMessages", swiftSettings: settings),
    .target(name: "Indexing", swiftSettings: settings),
    .target(name: "ReadAhead", swiftSettings: settings),
    .target(name: "LocalFiles", swiftSettings: settings),
    .target(name: "StrictJSON", swiftSettings: settings),
    .systemLibrary(name: "CCommonMark", providers: [.apt(["libcmark-dev"])]),
    .target(
      name: "Changelogs", dependencies: ["CCommonMark", "StrictJSON", "Versions"],
      swiftSettings: settings),
    .target(name: "PushEvents", dependencies: ["Indexing", "StrictJSON"], swiftSettings: settings),
    .target(name: "QueryLanguage", dependencies: ["Versions"], swiftSettings: settings),

    // Its path is the package's root, so that SwiftPM notices files that come and go in
    // migrations/ and queries/.
    .target(
      name: "EmbeddedFiles",
      path: ".",
      exclude: [
        "Benchmarks", "Tests", "docs", "script", "README.md", "CHANGELOG.md", "CONTRIBUTING.md",
        "Sources/CCommonMark", "Sources/CEditLine", "Sources/CSQLiteShims", "Sources/Changelogs",
        "Sources/CommitGraph", "Sources/CommitMessages", "Sources/Commands",
        "Sources/Configuration",
        "Sources/EmbedFilesPlugin", "Sources/GitSource", "Sources/GoModuleSource",
        "Sources/HistoryStore", "Sources/ImageFiles", "Sources/ImageManifests", "Sources/Indexing",
        "Sources/LocalFiles", "Sources/PushEvents", "Sources/QueryLanguage",
        "Sources/ReadAhead", "Sources/RegistrySource", "Sources/ReleaseLogs", "Sources/Reports",
        "Sources/StrictJSON", "Sources/Versions",
        "Sources/embed-files", "Sources/stemma",
      ],
      sources: ["Sources/EmbeddedFiles"],
      swiftSettings: settings,
      plugins: ["EmbedFilesPlugin"]),
    .executableTarget(name: "embed-files", swiftSettings: settings),
    .plugin(
      name: "EmbedFilesPlugin", capability: .buildTool(), dependencies: ["embed-files"],
      path: "Sources/EmbedFilesPlugin"),

    .target(
      name: "CSQLiteShims",
      linkerSettings: [.linkedLibrary("sqlite3"), .linkedLibrary("pcre2-8")]),
    .systemLibrary(name: "CEditLine", providers: [.apt(["libedit-dev"])]),
    .target(
      name: "HistoryStore",
      dependencies: grdb + [
        "CSQLiteShims", "Changelogs", "CommitGraph", "CommitMessages", "EmbeddedFiles", "Indexing",
        "QueryLanguage", "Versions",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "GitSource",
      dependencies: [
        "Indexing", "ReadAhead",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "ImageManifests",
      dependencies: [
        "Indexing", "ReadAhead", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "ImageFiles", dependencies: ["ImageManifests", "Indexing", "LocalFiles"],
      swiftSettings: settings),
    .target(
      name: "GoModuleSource",
      dependencies: [
        "Indexing", "LocalFiles", "ReadAhead", "Versions",
        // A library under this one is called as a module here; it gets another name.
        .product(
          name: "AsyncHTTPClient", package: "async-http-client",
          moduleAliases: ["Configuration": "SwiftConfiguration"]),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: settings),
    .target(
      name: "RegistrySource",
      dependencies: [
        "ImageManifests", "Indexing",
        // A library under this one is called as a module here; it gets another name.
        .product(
          name: "AsyncHTTPClient", package: "async-http-client",
          moduleAliases: ["Configuration": "SwiftConfiguration"]),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .target(
      name: "Configuration",
      dependencies: ["QueryLanguage", "Versions", .product(name: "Yams", package: "Yams")],
      swiftSettings: settings),
    .target(
      name: "Reports",
      dependencies: [
        "CCommonMark", "QueryLanguage", .product(name: "Mustache", package: "swift-mustache"),
      ],
      swiftSettings: settings),
    .target(
      name: "ReleaseLogs",
      dependencies: [
        "CommitGraph", "CommitMessages", "HistoryStore", "QueryLanguage", "ReadAhead", "Reports",
      ],
      swiftSettings: settings),
    .target(
      name: "Commands",
      dependencies: [
        "CEditLine", "Changelogs", "CommitMessages", "Configuration", "EmbeddedFiles", "GitSource",
        "GoModuleSource", "HistoryStore", "ImageFiles", "Indexing", "PushEvents", "QueryLanguage",
        "ReadAhead", "RegistrySource", "ReleaseLogs", "Reports", "Versions",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(name: "stemma", dependencies: ["Commands"], swiftSettings: settings),

    .target(
      name: "TestSupport",
      dependencies: [
        "ImageManifests", "Indexing", .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      path: "Tests/TestSupport",
      swiftSettings: settings),
    .target(
      name: "HTTPTestSupport",
      dependencies: [
        "TestSupport",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      path: "Tests/HTTPTestSupport",
      swiftSettings: settings),
    .testTarget(
      name: "VersionsTests", dependencies: ["Versions"],
      exclude: ["tag-classification.tsv", "version-keys.tsv"],
      swiftSettings: settings),
    .testTarget(name: "CommitGraphTests", dependencies: ["CommitGraph"], swiftSettings: settings),
    .testTarget(
      name: "CommitMessagesTests", dependencies: ["CommitMessages"], swiftSettings: settings),
    .testTarget(name: "StrictJSONTests", dependencies: ["StrictJSON"], swiftSettings: settings),
    .testTarget(name: "ChangelogsTests", dependencies: ["Changelogs"], swiftSettings: settings),
    .testTarget(
      name: "PushEventsTests", dependencies: ["Indexing", "PushEvents"], swiftSettings: settings),
    .testTarget(
      name: "QueryLanguageTests", dependencies: ["QueryLanguage", "Versions"],
      swiftSettings: settings),
    .testTarget(
      name: "HistoryStoreTests",
      dependencies: grdb + [
        "Changelogs", "CommitGraph", "EmbeddedFiles", "GitSource", "HistoryStore", "Indexing",
        "QueryLanguage", "TestSupport", "Versions",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "GitSourceTests", dependencies: ["GitSource", "Indexing", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ImageManifestsTests", dependencies: ["ImageManifests", "Indexing", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ImageFilesTests",
      dependencies: ["ImageFiles", "ImageManifests", "Indexing", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "GoModuleSourceTests",
      dependencies: ["GoModuleSource", "HTTPTestSupport", "Indexing", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "RegistrySourceTests",
      dependencies: [
        "HTTPTestSupport", "ImageManifests", "Indexing", "RegistrySource", "TestSupport",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ConfigurationTests", dependencies: ["Configuration", "Versions"],
      swiftSettings: settings),
    .testTarget(
      name: "ReleaseLogsTests", dependencies: ["HistoryStore", "ReleaseLogs", "Reports"],
      swiftSettings: settings),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["CCommonMark", "QueryLanguage", "Reports", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "Commands", "EmbeddedFiles", "HTTPTestSupport", "Indexing", "QueryLanguage", "TestSupport",
        "stemma",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
