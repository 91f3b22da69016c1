internal import GitSource
internal import GoModuleSource
internal import HistoryStore
internal import ImageFiles
internal import QueryLanguage
internal import RegistrySource
internal import Reports

/// An error as the user sees it: one sentence, its cause, and the way out.
struct UserError: Error {
  var message: String
  var cause: String?
  var hints: [String] = []
  var status: ExitStatus

  init(_ message: String, cause: String? = nil, hints: [String] = [], status: ExitStatus) {
    self.message = message
    self.cause = cause
    self.hints = hints
    self.status = status
  }

  /// The lines for stderr.
  var text: String {
    var lines = ["error: \(displayText(message))"]
    if let cause, !cause.isEmpty {
      lines += cause.split(separator: "\n").map { "  cause: \(displayText(String($0)))" }
    }
    lines += hints.map { "  hint: \(displayText($0))" }
    return lines.joined(separator: "\n")
  }
}

extension UserError {
  /// Returns the user's form of any error of the modules below; nil for one that speaks for
  /// itself or says nothing, such as a closed pipe.
  init?(_ error: any Error) {
    switch error {
    case let error as UserError:
      self = error
    case let error as StoreError:
      self.init(error.message, cause: error.cause, hints: error.hints, status: error.code.status)
    case let error as GitError:
      self.init(error.message, cause: error.cause, hints: error.hints, status: error.code.status)
    case let error as RegistryError:
      self.init(error.message, cause: error.cause, hints: error.hints, status: error.code.status)
    case let error as ModuleSourceError:
      self.init(error.message, cause: error.cause, hints: error.hints, status: error.code.status)
    case let error as ImageFileError:
      let place = [error.path, error.line.map { "line \($0)" }].compactMap { $0 }
        .filter { !error.message.contains($0) }
      let message = place.isEmpty ? "" : " (\(place.joined(separator: ", ")))"
      self.init(
        error.message + message, cause: error.cause, hints: error.hints, status: error.code.status)
    case let error as OutputError where error.code == .writeFailed:
      self.init(error.message, status: .environment)
    case is OutputError, is ExitStatus:
      return nil
    default:
      self.init("\(error)", status: .environment)
    }
  }
}

extension StoreError.Code {
  fileprivate var status: ExitStatus {
    switch self {
    case .wrongStatement: .wrongQuery
    case .interrupted: .incomplete
    case .corrupt, .foreignDatabase: .corrupt
    case .noRepository: .usage
    default: .environment
    }
  }
}

extension GitError.Code {
  fileprivate var status: ExitStatus {
    self == .refusedURL ? .usage : .environment
  }
}

extension RegistryError.Code {
  fileprivate var status: ExitStatus {
    [.invalidReference, .invalidOption].contains(self) ? .usage : .environment
  }
}

extension ModuleSourceError.Code {
  fileprivate var status: ExitStatus {
    [.invalidPlace, .invalidModule].contains(self) ? .usage : .environment
  }
}

extension ImageFileError.Code {
  fileprivate var status: ExitStatus {
    [.notFound, .system].contains(self) ? .environment : .corrupt
  }
}
