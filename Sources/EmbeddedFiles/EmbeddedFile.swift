/// A text file of the package that travels inside the binary.
public struct EmbeddedFile: Sendable {
  /// The path below its top-level folder, such as `0001_history.sql` or `audit/x.stq`.
  public let name: String
  /// The whole text of the file.
  public let contents: String
}

/// The files of `migrations/` and `queries/`, generated at build time.
public enum EmbeddedFiles {}
