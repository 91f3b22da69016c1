/// What kind of change an entry is.
///
/// The known groups have titles and an order; a project may use names of its own.
package struct ChangeGroup: Hashable, Sendable {
  /// The name in JSON and in settings, such as `features`.
  package let name: String

  /// Creates a group with a name; a name from outside may be any text.
  package init(_ name: String) {
    self.name = name
  }

  package static let breaking = ChangeGroup("breaking")
  package static let security = ChangeGroup("security")
  package static let features = ChangeGroup("features")
  package static let changes = ChangeGroup("changes")
  package static let fixes = ChangeGroup("fixes")
  package static let performance = ChangeGroup("performance")
  package static let deprecations = ChangeGroup("deprecations")
  package static let removals = ChangeGroup("removals")
  package static let reverts = ChangeGroup("reverts")
  package static let dependencies = ChangeGroup("dependencies")
  package static let documentation = ChangeGroup("documentation")
  package static let refactoring = ChangeGroup("refactoring")
  package static let tests = ChangeGroup("tests")
  package static let build = ChangeGroup("build")
  package static let ci = ChangeGroup("ci")
  package static let style = ChangeGroup("style")
  package static let chores = ChangeGroup("chores")
  package static let other = ChangeGroup("other")
}

/// The groups of a log in their order, with titles.
package struct GroupTitles: Hashable, Sendable {
  /// A group and how it is headed.
  package struct Item: Hashable, Sendable {
    package var group: ChangeGroup
    package var title: String

    package init(_ group: ChangeGroup, _ title: String) {
      self.group = group
      self.title = title
    }
  }

  /// The groups in order; one that is not here stands before the other changes, in the order of
  /// its first entry.
  package var items: [Item]

  package init(_ items: [Item]) {
    self.items = items
  }

  /// Breaking changes first, then what matters most to users.
  package static let standard = GroupTitles([
    Item(.breaking, "Breaking changes"), Item(.security, "Security"), Item(.features, "Features"),
    Item(.changes, "Changes"), Item(.fixes, "Fixes"), Item(.performance, "Performance"),
    Item(.deprecations, "Deprecations"), Item(.removals, "Removals"), Item(.reverts, "Reverts"),
    Item(.dependencies, "Dependencies"), Item(.documentation, "Documentation"),
    Item(.refactoring, "Refactoring"), Item(.tests, "Tests"), Item(.build, "Build"),
    Item(.ci, "Continuous integration"), Item(.style, "Style"), Item(.chores, "Chores"),
    Item(.other, "Other changes"),
  ])

  /// Returns titles with some of them replaced, and with new groups at the end.
  package func replacing(_ titles: [Item]) -> GroupTitles {
    var result = self
    for item in titles {
      if let index = result.items.firstIndex(where: { $0.group == item.group }) {
        result.items[index] = item
      } else {
        result.items.append(item)
      }
    }
    return result
  }

  /// Returns titles in which some groups come first, in the given order.
  package func ordered(first groups: [ChangeGroup]) -> GroupTitles {
    let front = groups.compactMap { group in items.first { $0.group == group } }
    return GroupTitles(front + items.filter { !groups.contains($0.group) })
  }
}
