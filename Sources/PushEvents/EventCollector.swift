internal import Indexing
internal import StrictJSON

/// Gathers what the announcements of a piece yield.
struct EventCollector {
  private(set) var batch = PushEventBatch()
  /// Where the announcement that is read begins.
  var line = 1
  var column = 1

  /// Counts something announced that changes no tag and no manifest.
  mutating func ignore() {
    batch.ignored += 1
  }

  /// Adds the event of a draft, or what is wrong with it.
  ///
  /// - Parameter describe: Tells what the announcement says of the manifest that was pushed.
  mutating func add(
    _ draft: EventDraft, describe: (inout ImageManifest) -> Void = { _ in }
  ) {
    do throws(EventFlaw) {
      batch.events.append(try draft.event(describe: describe))
    } catch {
      report(error)
    }
  }

  /// Tells what is wrong with the announcement that is read.
  mutating func report(_ flaw: EventFlaw) {
    report(flaw, line: line, column: column)
  }

  /// Tells what is wrong at a place.
  mutating func report(_ flaw: EventFlaw, line: Int, column: Int) {
    guard batch.problems.count < PushEventBatch.maximumProblems else {
      batch.furtherProblems += 1
      return
    }
    batch.problems.append(
      EventProblem(
        code: flaw.code, line: line, column: column, message: flaw.message, hints: flaw.hints))
  }
}
