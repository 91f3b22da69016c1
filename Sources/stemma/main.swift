import Commands
import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

switch Stemma.run(Array(CommandLine.arguments.dropFirst())) {
case .ended(let status):
  exit(status.code)
case .asynchronous(let command):
  Task { exit(await command().code) }
  dispatchMain()
}
