/// How much of an image repository is read; what exceeds a limit is a problem, never a failure.
public enum ManifestLimit {
  /// The bytes of a manifest or an index: what registries take at least, and clients read.
  public static let manifestBytes = 4 << 20
  /// The bytes of a config.
  public static let configBytes = 4 << 20
  /// The bytes of a statement about a build.
  public static let statementBytes = 16 << 20
  /// The entries of an index.
  public static let children = 1_000
  /// The manifests below one digest, with those in indexes in an index.
  public static let descendants = 2_000
  /// The indexes of which one lists the next.
  public static let depth = 2
  /// The labels of a config, and the annotations of a manifest.
  public static let labels = 128
  /// The bytes of the name of a label.
  public static let labelNameBytes = 1_024
  /// The bytes of a label's value.
  public static let labelValueBytes = 4_096
  /// The statements of one attestation.
  public static let statements = 16
  /// The commits that one statement names.
  public static let origins = 256
}
