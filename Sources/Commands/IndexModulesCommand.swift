internal import ArgumentParser
internal import Configuration
internal import GoModuleSource
internal import HistoryStore
internal import Indexing
internal import QueryLanguage
internal import Reports

/// Indexes versions of Go modules.
struct IndexModulesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "modules", _superCommandName: "stemma index",
    abstract: "Index versions of Go modules: a module proxy, a module cache, or a proxy's files.",
    discussion: """
      What is known of a version never changes, so that a proxy is asked for new versions only. A \
      module joins the git repository that its versions were made of, if the history has it.

        stemma index modules https://proxy.example.com example.com/shop example.com/shop/v2
        stemma index modules https://proxy.example.com    the modules that were read there before
        stemma index modules "$(go env GOMODCACHE)" example.com/shop/...
      """)

  @Argument(
    help: ArgumentHelp(
      "The address of a module proxy, or a folder: a module cache, or the storage of a proxy.",
      valueName: "place"), completion: .directory)
  var place: String

  @Argument(
    help: ArgumentHelp(
      """
      The modules, such as example.com/shop/v2; of a folder also example.com/shop/... with all \
      below (default: all of a folder, and of a proxy those that were read there before).
      """, valueName: "module"))
  var modules: [String] = []

  @OptionGroup var database: DatabaseOptions

  @Option(
    help: ArgumentHelp(
      "The project that the modules belong to (default: that of their git repository).",
      valueName: "name"))
  var project: String?

  @Option(
    name: .customLong("ca-file"),
    help: ArgumentHelp(
      "Certificates (PEM) to trust besides those of the system.", valueName: "file"),
    completion: .file())
  var certificates: String?

  @Flag(name: .shortAndLong, help: "Print nothing but problems.")
  var quiet = false

  @Flag(help: "Print the summary as JSON.")
  var json = false

  func run() async throws {
    let patterns = try modules.map { try ModulePattern($0) }
    let start = Console.now()
    if ProxyAddress.isAddress(place) {
      try await index(ModuleProxy(ProxyAddress(place), options: proxyOptions), patterns, start)
    } else {
      try await index(ModuleFolder(path: place), patterns, start)
    }
  }

  private var proxyOptions: ProxyOptions {
    var options = ProxyOptions()
    options.trustRoots = certificates
    return options
  }

  // MARK: Folders

  private func index(
    _ folder: ModuleFolder, _ patterns: [ModulePattern], _ start: Int64
  ) async throws {
    let listing = try folder.list()
    let all = listing.modules
    let chosen =
      patterns.isEmpty ? all : all.filter { path in patterns.contains { $0.matches(path) } }
    if let missing = patterns.first(where: { pattern in !all.contains(where: pattern.matches) }) {
      throw UserError(
        "\(place) holds no module \(missing.text)",
        hints: NearNames.label(missing.path, among: all).map { [$0] } ?? [], status: .usage)
    }
    var looks: [ModuleLook] = []
    let progress = ProgressLine(isShown: !quiet && Console.errorIsTerminal)
    defer { progress.finish() }
    for module in chosen {
      progress.show("reading \(displayText(module))")
      let look = try await folder.look(at: module, lookedAt: start)
      // A module without a version is none that could be asked about.
      if !look.versions.isEmpty || !look.problems.isEmpty { looks.append(look) }
    }
    progress.show("recording \(counted(looks.count, "module", "modules"))")
    let writer = try HistoryWriter(path: try database.pathToWrite())
    defer { writer.close() }
    let summaries = try writer.record(looks, project: project)
    progress.finish()
    let report = ModuleReport(
      summaries, problems: listing.problems, microseconds: Console.now() - start)
    try show(report, writer.path)
  }

  // MARK: Proxies

  private func index(
    _ proxy: ModuleProxy, _ patterns: [ModulePattern], _ start: Int64
  ) async throws {
    let named = try patterns.map { try $0.singlePath }
    let paths = named.isEmpty ? try knownModules(at: proxy) : named
    guard !paths.isEmpty else {
      // Without the user and the password that may stand in the given text.
      let place = String(decoding: proxy.location, as: UTF8.self)
      throw UserError(
        "no module is named, and none was read at \(place) before",
        hints: ["name them: stemma index modules \(place) example.com/shop"], status: .usage)
    }
    try proxy.check()
    let writer = try HistoryWriter(path: try database.pathToWrite())
    defer { writer.close() }
    var summaries: [ModuleSummary] = []
    var failure: UserError?
    for path in paths {
      do {
        let look = try await look(
          at: path, proxy, known: writer.knownModuleVersions(of: path, at: proxy.location))
        summaries.append(try writer.record(look, project: project))
      } catch let error as ModuleSourceError {
        guard let shown = UserError(error) else { throw error }
        try writer.recordFailedLook(
          atModule: path, location: proxy.location, reason: shown.message,
          lookedAt: Console.now())
        guard paths.count > 1 else { throw error }
        Console.warn(shown.text)
        failure = failure ?? shown
      }
    }
    try show(ModuleReport(summaries, microseconds: Console.now() - start), writer.path)
    if let failure { throw summaries.isEmpty ? failure.status : .incomplete }
  }

  /// The modules that were read at a proxy before; none where there is no history yet.
  private func knownModules(at proxy: ModuleProxy) throws -> [String] {
    do {
      let writer = try HistoryWriter(path: database.plannedPath(), mustExist: true)
      defer { writer.close() }
      return try writer.modules(readAt: proxy.location)
    } catch let error as StoreError where error.code == .noDatabase {
      return []
    }
  }

  private func look(
    at path: String, _ proxy: ModuleProxy, known: Set<String>
  ) async throws -> ModuleLook {
    let progress = ProgressLine(isShown: !quiet && Console.errorIsTerminal)
    defer { progress.finish() }
    let name = displayText(path)
    progress.show("\(name): asking for versions")
    return try await proxy.look(at: path, known: known, lookedAt: Console.now()) { done, total in
      progress.show("\(name): \(grouped(done)) of \(grouped(total)) versions")
    }
  }

  private func show(_ report: ModuleReport, _ database: String?) throws {
    if json {
      try Console.print(report.json(database: database))
    } else if !quiet, !report.summaries.isEmpty {
      try Console.print(report.text)
    }
    report.warn()
    if report.isIncomplete { throw ExitStatus.incomplete }
  }
}
