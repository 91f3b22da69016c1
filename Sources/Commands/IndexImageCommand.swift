internal import ArgumentParser
internal import Configuration
internal import Foundation
internal import HistoryStore
internal import Indexing
internal import RegistrySource
internal import Reports

/// Indexes image repositories through the API of their registries.
struct IndexImageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "image", _superCommandName: "stemma index",
    abstract: "Index image repositories: tags, digests, platforms, labels and attestations.",
    discussion: """
      Asks the registry for its tags and what they point at; a later run records what moved or \
      vanished since. Credentials are those of `docker login`. docs/sources.md tells what each \
      registry offers.

        stemma index image ghcr.io/acme/shop --project shop
        stemma index image localhost:5000/shop --insecure-http localhost:5000
        stemma index image                     all that the configuration names
      """)

  @Argument(
    help: ArgumentHelp(
      "The image repositories, such as ghcr.io/acme/shop (default: those of the configuration).",
      valueName: "name"))
  var names: [String] = []

  @OptionGroup var options: ImageIndexOptions

  @Option(
    name: .customLong("insecure-http"),
    help: ArgumentHelp(
      "Ask this host over plain HTTP (can be repeated).", valueName: "host:port"))
  var insecureHosts: [String] = []

  @Option(
    name: .customLong("ca-file"),
    help: ArgumentHelp(
      "Certificates (PEM) to trust besides those of the system.", valueName: "file"),
    completion: .file())
  var certificates: String?

  func run() async throws {
    let references = try names.map { try RepositoryReference($0) }
    let (writer, configuration) = try options.open()
    defer { writer.close() }
    let targets =
      references.isEmpty ? try configuration.images.map { try RepositoryReference($0) } : references
    guard !targets.isEmpty else {
      throw UserError(
        "no image repository is named",
        hints: [
          "name one: stemma index image ghcr.io/acme/shop",
          "or list them under images: in .stemma/config.yaml",
        ], status: .usage)
    }
    let looks = RegistryLooks(
      recording: options.recording,
      client: RegistryClient(
        options: RegistryOptions(
          configuration, insecureHosts: insecureHosts, certificates: certificates)))
    let (reports, failures) = try await looks.take(targets, writer, configuration)
    try options.show(reports, database: writer.path)
    if let failure = failures.first {
      throw reports.isEmpty ? failure.status : .incomplete
    }
  }
}

/// Looks at image repositories one after the other, and records each look.
struct RegistryLooks {
  let recording: ImageRecording
  let client: RegistryClient

  /// Takes the looks.
  ///
  /// What cannot be looked at is told, recorded as a gap if it is known, and does not keep the others
  /// from being looked at.
  ///
  /// - Parameter isOnly: Whether the error of a single repository is thrown instead.
  func take(
    _ targets: [RepositoryReference], _ writer: HistoryWriter,
    _ configuration: HistoryConfiguration, isOnly: Bool = true
  ) async throws -> (reports: [ImageReport], failures: [UserError]) {
    var reports: [ImageReport] = []
    var failures: [UserError] = []
    for target in targets {
      let start = Console.now()
      do {
        let look = try await look(target, known: writer.knownImages(of: target.name))
        reports.append(try recording.record(look, writer, configuration, since: start))
      } catch {
        guard !(error is CancellationError), let shown = UserError(error) else { throw error }
        if error is RegistryError {
          try writer.recordFailedLook(
            at: target.name, reason: shown.message, lookedAt: Console.now())
        }
        guard targets.count > 1 || !isOnly else { throw error }
        Console.warn(shown.text)
        failures.append(shown)
      }
    }
    return (reports, failures)
  }

  private func look(_ target: RepositoryReference, known: KnownImages) async throws -> ImageLook {
    let progress = recording.progress()
    defer { progress.finish() }
    let name = displayText(target.name)
    return try await client.look(
      target, known: known,
      progress: { progress.show($0, of: name) },
      now: { Console.now() })
  }
}

extension RegistryOptions {
  /// The options that the command line and the configuration give.
  init(
    _ configuration: HistoryConfiguration, insecureHosts: [String], certificates: String?
  ) {
    let declared = configuration.registries
    self.init(
      insecureHosts: Set(insecureHosts + declared.filter { $0.value.isInsecure }.map(\.key)),
      credentials: .ofUser(environment: ProcessInfo.processInfo.environment),
      realmHosts: declared.mapValues { Set($0.realmHosts) }, trustRoots: certificates)
  }
}
