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
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Pure modules: no I/O, no Foundation.
    .target(name: "Versions", swiftSettings: settings),
    .target(name: "CommitGraph", swiftSettings: settings),
    .target(name: "Indexing", swiftSettings: settings),
    .target(name: "StrictJSON", swiftSettings: settings),
    .target(name: "PushEvents", dependencies: ["Indexing", "StrictJSON"], swiftSettings: settings),
    .target(name: "QueryLanguage", dependencies: ["Versions"], swiftSettings: settings),

    // Its path is the package's root, so that SwiftPM notices files that come and go in
    // migrations/ and queries/.
    .target(
      name: "EmbeddedFiles",
      path: ".",
      exclude: [
        "Benchmarks", "Tests", "docs", "script", "README.md", "CHANGELOG.md", "CONTRIBUTING.md",
        "Sources/CEditLine", "Sources/CSQLiteShims", "Sources/CommitGraph", "Sources/Commands",
        "Sources/Configuration",
        "Sources/EmbedFilesPlugin", "Sources/GitSource", "Sources/HistoryStore",
        "Sources/Indexing", "Sources/PushEvents", "Sources/QueryLanguage", "Sources/Reports",
        "Sources/StrictJSON", "Sources/Versions", "Sources/embed-files", "Sources/stemma",
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
        "CSQLiteShims", "CommitGraph", "EmbeddedFiles", "Indexing", "QueryLanguage", "Versions",
      ],
      swiftSettings: settings),
    .target(
      name: "GitSource",
      dependencies: [
        "Indexing",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "Configuration",
      dependencies: ["QueryLanguage", "Versions", .product(name: "Yams", package: "Yams")],
      swiftSettings: settings),
    .target(name: "Reports", dependencies: ["QueryLanguage"], swiftSettings: settings),
    .target(
      name: "Commands",
      dependencies: [
        "CEditLine", "Configuration", "EmbeddedFiles", "GitSource", "HistoryStore", "Indexing",
        "QueryLanguage", "Reports", "Versions",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(name: "stemma", dependencies: ["Commands"], swiftSettings: settings),

    .target(
      name: "TestSupport",
      dependencies: [.product(name: "Subprocess", package: "swift-subprocess")],
      path: "Tests/TestSupport",
      swiftSettings: settings),
    .testTarget(
      name: "VersionsTests", dependencies: ["Versions"],
      exclude: ["tag-classification.tsv", "version-keys.tsv"],
      swiftSettings: settings),
    .testTarget(name: "CommitGraphTests", dependencies: ["CommitGraph"], swiftSettings: settings),
    .testTarget(name: "StrictJSONTests", dependencies: ["StrictJSON"], swiftSettings: settings),
    .testTarget(
      name: "PushEventsTests", dependencies: ["Indexing", "PushEvents"], swiftSettings: settings),
    .testTarget(
      name: "QueryLanguageTests", dependencies: ["QueryLanguage", "Versions"],
      swiftSettings: settings),
    .testTarget(
      name: "HistoryStoreTests",
      dependencies: grdb + [
        "CommitGraph", "EmbeddedFiles", "GitSource", "HistoryStore", "Indexing", "QueryLanguage",
        "TestSupport", "Versions",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "GitSourceTests", dependencies: ["GitSource", "Indexing", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ConfigurationTests", dependencies: ["Configuration", "Versions"],
      swiftSettings: settings),
    .testTarget(
      name: "ReportsTests", dependencies: ["QueryLanguage", "Reports"], swiftSettings: settings),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["Commands", "EmbeddedFiles", "QueryLanguage", "TestSupport", "stemma"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
