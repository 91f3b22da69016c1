/// Why an output could not be written.
package struct OutputError: Error, Hashable, Sendable {
  /// The kinds of failure that a caller treats differently.
  package struct Code: Hashable, Sendable {
    private enum Kind: Hashable, Sendable {
      case readerGone
      case writeFailed
    }

    private let kind: Kind

    /// The reader of a pipe closed its end, as `head` does.
    ///
    /// It is no fault of the answer: the process ends without a message, by the signal of a closed
    /// pipe as other programs do.
    package static let readerGone = Code(kind: .readerGone)
    /// The system refused the bytes: no space is left, the file size limit is reached, an I/O error.
    package static let writeFailed = Code(kind: .writeFailed)
  }

  package let code: Code
  /// One sentence with the system's reason.
  package let message: String
  /// The `errno` of `write(2)`.
  package let systemError: Int32

  package init(code: Code, message: String, systemError: Int32) {
    self.code = code
    self.message = message
    self.systemError = systemError
  }
}

extension OutputError: CustomStringConvertible {
  package var description: String { message }
}
