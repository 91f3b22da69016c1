internal import ArgumentParser
internal import HistoryStore
internal import ImageFiles
internal import Indexing
internal import Reports

/// Indexes an OCI image layout.
struct IndexLayoutCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layout", _superCommandName: "stemma index",
    abstract: "Index an OCI image layout: a folder or a .tar archive.",
    discussion: """
      A layout is a copy of a repository: it tells of its own changes, and an old copy undoes \
      nothing.

        stemma index layout ./image-layout --name registry.example.com/acme/shop
      """)

  @Argument(help: "The folder or archive.", completion: .file())
  var path: String

  @Option(
    help: ArgumentHelp(
      "The image repository that it is a copy of, such as ghcr.io/acme/shop.", valueName: "name"))
  var name: String

  @OptionGroup var options: ImageIndexOptions

  func run() async throws {
    let progress = options.recording.progress()
    progress.show("reading \(displayText(path))")
    defer { progress.finish() }
    let look = try await ImageLayout.look(
      path: Array(path.utf8), repository: name, clock: { Console.now() })
    progress.finish()
    try options.record([look])
  }
}

/// Indexes the storage of a registry.
struct IndexStorageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registry-storage", _superCommandName: "stemma index",
    abstract: "Index the storage folder of a registry, with every digest that a tag ever had.",
    discussion: """
      Docker's registry (and Harbor's) keeps more in its files than its API tells. The registry need \
      not run. Times of past states are those of files.

        stemma index registry-storage /var/lib/registry --registry registry.example.com
      """)

  @Argument(help: "The folder that the registry's rootdirectory names.", completion: .directory)
  var path: String

  @Option(
    help: ArgumentHelp(
      "The host that the registry is known by, with a port if it has one.", valueName: "host"))
  var registry: String

  @OptionGroup var options: ImageIndexOptions

  func run() async throws {
    let storage = try RegistryStorage(path: Array(path.utf8))
    let listing = try storage.repositories()
    let (writer, configuration) = try options.open()
    defer { writer.close() }
    var reports: [ImageReport] = []
    let progress = options.recording.progress()
    defer { progress.finish() }
    for name in listing.names {
      let start = Console.now()
      let known = try writer.knownImages(of: "\(registry)/\(name)").manifests
      let look = try await storage.look(
        at: name, registry: registry, known: known, clock: { Console.now() },
        progress: { progress.show("\(displayText(name)): \(grouped($0)) tags") })
      progress.finish()
      reports.append(try options.recording.record(look, writer, configuration, since: start))
    }
    for problem in listing.problems { Console.warn("warning: \(displayText(problem.message))") }
    try options.show(reports, database: writer.path)
    if !listing.problems.isEmpty { throw ExitStatus.incomplete }
  }
}

/// Indexes what other programs print of registries.
struct IndexListingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "listing", _superCommandName: "stemma index",
    abstract: "Index what skopeo and crane print: inspected images, tags and digests.",
    discussion: """
      Reads JSON of `skopeo inspect` and `skopeo list-tags`, and lines of an image and its digest.

        for t in $(crane ls ghcr.io/acme/shop); do
          echo "ghcr.io/acme/shop:$t $(crane digest ghcr.io/acme/shop:$t)"
        done | stemma index listing -
      """)

  @Argument(help: "The file; - for standard input.", completion: .file())
  var file: String

  @OptionGroup var options: ImageIndexOptions

  func run() async throws {
    let start = Console.now()
    let input = try InputFile(file)
    // The reader refuses more, and names the limit.
    let bytes = try input.readAll(limit: 64 << 20)
    let looks = try ImageListing.looks(
      bytes, location: Array(input.name.utf8), startedAt: start, endedAt: Console.now())
    try options.record(looks)
  }
}
