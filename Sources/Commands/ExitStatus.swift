/// How a command ends, as its exit code tells.
package struct ExitStatus: Error, Hashable, Sendable {
  package let code: Int32

  /// Done.
  package static let done = ExitStatus(code: 0)
  /// A finding, or an expectation that was not met.
  package static let finding = ExitStatus(code: 1)
  /// The query is wrong.
  package static let wrongQuery = ExitStatus(code: 2)
  /// The answer was cut off, or a source failed, or a part of the history is absent.
  package static let incomplete = ExitStatus(code: 3)
  /// Disk, lock, permission or network.
  package static let environment = ExitStatus(code: 4)
  /// Damaged or untrusted data.
  package static let corrupt = ExitStatus(code: 5)
  /// The reader of the output has gone: what a shell shows for the signal of a closed pipe.
  package static let closedPipe = ExitStatus(code: 141)
  /// The command line is wrong.
  package static let usage = ExitStatus(code: 64)
}
