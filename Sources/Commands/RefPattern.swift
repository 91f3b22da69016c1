internal import Indexing

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A pattern of full names of refs as `git for-each-ref` has it: a shell glob, or the name itself or
/// what comes before a `/` of it.
struct RefPattern {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  func matchesNone(of refs: [RefObservation]) -> Bool {
    !refs.contains { matches(String(decoding: $0.fullName, as: UTF8.self)) }
  }

  func matches(_ name: String) -> Bool {
    let stem = text.hasSuffix("/") ? String(text.dropLast()) : text
    return name == stem || name.hasPrefix(stem + "/") || fnmatch(text, name, FNM_PATHNAME) == 0
      // A pattern with ** goes over any number of folders, which fnmatch does not know.
      || (text.contains("**") && fnmatch(text, name, 0) == 0)
  }
}
