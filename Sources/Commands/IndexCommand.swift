internal import ArgumentParser

/// Indexes sources; without the name of a kind, git repositories.
struct IndexCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Index git repositories, images, what registries announce, and Go modules.",
    discussion: """
      Without a subcommand it is `stemma index git`: the repository of the working directory, or \
      those that are named by path or URL. docs/sources.md tells how to feed each source.

        stemma index                          the repository of the working directory
        stemma index ~/src/shop --search      another one, and the words of its messages
        stemma index https://example.com/acme/shop.git
        stemma index image ghcr.io/acme/shop --project shop
        stemma index events pushes.jsonl
        stemma index modules https://proxy.example.com example.com/shop
        stemma index git --help               the options for git repositories
      """,
    subcommands: [
      IndexGitCommand.self, IndexPushLogCommand.self, IndexImageCommand.self,
      IndexEventsCommand.self, IndexLayoutCommand.self, IndexStorageCommand.self,
      IndexListingCommand.self, IndexChangelogCommand.self, IndexModulesCommand.self,
    ],
    defaultSubcommand: IndexGitCommand.self)
}
