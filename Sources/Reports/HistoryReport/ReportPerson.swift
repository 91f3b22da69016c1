/// A person over all releases of a log.
struct ReportPerson: Hashable {
  var person: ReleaseLog.Person
  /// How many releases with a tag have a commit of theirs.
  var releaseCount = 0
  /// The places of the newest and the oldest such release in the log; nil if there is none.
  var newest: Int?
  var oldest: Int?

  /// Returns the people of a log in its order, those with most commits first.
  static func all(of log: ReleaseLog) -> [ReportPerson] {
    var people = log.people.map { ReportPerson(person: $0) }
    var places: [[UInt8]: Int] = [:]
    for (place, person) in log.people.enumerated() {
      places[key(name: person.name, email: person.email)] = place
    }
    for (index, release) in log.releases.enumerated() where release.tag != nil {
      for contributor in release.contributors {
        let key = key(name: contributor.name, email: contributor.email)
        guard let place = places[key] else { continue }
        people[place].releaseCount += 1
        people[place].newest = people[place].newest ?? index
        people[place].oldest = index
      }
    }
    return people
  }

  /// Returns what tells one from another: the mail address, else the name.
  private static func key(name: [UInt8], email: [UInt8]) -> [UInt8] {
    email.isEmpty
      ? [0x3C] + name : email.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }
}
