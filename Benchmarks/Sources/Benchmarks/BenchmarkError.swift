/// What keeps a measurement from being made.
struct BenchmarkError: Error, CustomStringConvertible {
  var message: String
  var hints: [String] = []

  var description: String {
    ([message] + hints.map { "hint: \($0)" }).joined(separator: "\n")
  }
}
