/// What is wrong with a graph that was read.
package struct CommitGraphError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kind of an error.
  package struct Code: Hashable, Sendable {
    private enum Value {
      case truncatedChunk, invalidDistance, misplacedChunk, oversizedChunk, cycle
    }

    private let value: Value

    /// A chunk ends within a commit.
    package static let truncatedChunk = Code(value: .truncatedChunk)

    /// A distance to a parent is zero, too large, or leads below the first commit.
    package static let invalidDistance = Code(value: .invalidDistance)

    /// A chunk does not follow the one before it: one is missing, or one is not full.
    package static let misplacedChunk = Code(value: .misplacedChunk)

    /// A chunk holds more commits than belong to it.
    package static let oversizedChunk = Code(value: .oversizedChunk)

    /// A commit is its own ancestor.
    package static let cycle = Code(value: .cycle)
  }

  /// The kind of the error.
  package var code: Code

  /// What is wrong, with the values that show it.
  package var message: String

  /// The chunk at fault.
  package var chunk: Int64?

  /// The byte of the chunk after which decoding stopped.
  package var offset: Int?

  /// The message and the place.
  package var description: String {
    guard let chunk else { return message }
    return "\(message) (chunk \(chunk)" + (offset.map { ", byte \($0))" } ?? ")")
  }
}
