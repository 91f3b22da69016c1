extension TimeSyntax {
  /// Returns the point in time, in microseconds since 1970 UTC; nil for a parameter and beyond the
  /// range of int64.
  ///
  /// - Parameter now: The time of the run, which also decides what day `today` is in UTC.
  public func instant(now: Int64) -> Int64? {
    let day: Int64 = 86_400_000_000
    let midnight = now - (now % day + day) % day
    let base: (partialValue: Int64, overflow: Bool)
    switch atom {
    case .instant(let time): base = (time, false)
    case .now: base = (now, false)
    case .today: base = (midnight, false)
    case .yesterday: base = (midnight - day, false)
    case .ago(let duration): base = now.subtractingReportingOverflow(duration)
    case .parameter: return nil
    }
    let sum = base.partialValue.addingReportingOverflow(offset)
    return base.overflow || sum.overflow ? nil : sum.partialValue
  }
}
