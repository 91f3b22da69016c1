/// Two programs that take turns.
struct Race {
  var stemma: Program
  /// What runs behind the first program, and counts with it.
  var next: Program?
  var peer: Program?
  /// What each side needs before it is run, outside the measured time.
  var prepare: () throws -> Void = {}

  /// Returns the seconds of each round.
  ///
  /// Each side runs once before, so that the page cache is warm; who begins changes with each
  /// round.
  func run(rounds: Int) async throws -> (stemma: [Double], peer: [Double]) {
    var stemmaTimes: [Double] = []
    var peerTimes: [Double] = []
    for round in 0...rounds {
      var stemmaTime = 0.0
      var peerTime: Double?
      if round % 2 == 0 { peerTime = try await peer?.time() }
      try prepare()
      stemmaTime = try await stemma.time()
      if let next { stemmaTime += try await next.time() }
      if round % 2 == 1 { peerTime = try await peer?.time() }
      guard round > 0 else { continue }
      stemmaTimes.append(stemmaTime)
      if let peerTime { peerTimes.append(peerTime) }
    }
    return (stemmaTimes, peerTimes)
  }
}
