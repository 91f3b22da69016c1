import Testing

@testable import QueryLanguage

/// The relations as they are described, and the templates behind them.
struct CatalogTests {
  @Test("Every relation has documented columns that no reserved word names")
  func relationsAreDocumented() {
    for relation in Catalog.relations {
      #expect(relation.documentation.hasSuffix("."))
      #expect(!relation.defaultOrder.isEmpty || relation.name == "commits")
      for column in relation.columns {
        #expect(column.documentation.hasSuffix("."), "\(relation.name).\(column.name)")
        #expect(!Words.reserved.contains(column.name), "\(relation.name).\(column.name)")
        #expect(!["from", "to", "of", "as", "by"].contains(column.name))
      }
      #expect(Set(relation.columns.map(\.name)).count == relation.columns.count)
    }
  }

  @Test("Every function is documented")
  func functionsAreDocumented() {
    for function in Catalog.functions {
      #expect(function.signature.hasPrefix(function.name + "("))
      #expect(function.documentation.hasSuffix("."), "\(function.name)")
    }
  }

  @Test("Every link leads to a relation")
  func linksLeadToRelations() {
    for relation in Relation.all {
      for link in relation.links {
        #expect(Relation.named(link.target) != nil, "\(relation.name).\(link.name)")
      }
    }
  }

  @Test("Every hole of a template names a table of its relation")
  func templatesNameTables() {
    for relation in Relation.all {
      let tables = Set(relation.tables.map(\.alias.description) + ["asof", "set"])
      var columns = relation.columns + relation.order.map(\.column) + [relation.tieBreaker]
      columns += [relation.commit, relation.identity, relation.tag].compactMap { $0 }
      var templates = columns.flatMap {
        [$0.sql, $0.key, $0.asOfSQL, $0.setSQL, $0.linkSQL]
      }
      templates += relation.tables.flatMap { [$0.on, $0.now, $0.asOf] }
      templates += [relation.condition, relation.asOfCondition]
      for hole in templates.compactMap({ $0 }).flatMap(\.holes) {
        #expect(tables.contains(hole), "\(relation.name): \(hole)")
      }
      for link in relation.links {
        let target = Relation.named(link.target)?.tables.map(\.alias.description) ?? []
        for hole in link.on.holes {
          let isKnown =
            hole.hasPrefix("to.")
            ? target.contains(String(hole.dropFirst(3)))
            : tables.contains(hole)
          #expect(isKnown, "\(relation.name).\(link.name): \(hole)")
        }
      }
    }
  }

  @Test("Every column of versions, digests or objects has what it is compared by")
  func versionsHaveKeys() {
    for relation in Relation.all {
      for column in relation.columns {
        #expect(column.type.hasKey == (column.key != nil), "\(relation.name).\(column.name)")
      }
    }
  }

  @Test("The columns of releases")
  func releases() throws {
    let releases = try #require(Catalog.relations.first { $0.name == "releases" })
    #expect(
      releases.columns.map(\.name) == [
        "project", "repo", "line", "is_main", "version", "released_at", "released_source",
        "prerelease", "yanked", "notes", "highest_before", "verdict", "previous",
        "known_by",
      ])
    #expect(releases.links.map(\.name) == ["repo", "project", "tag", "commit", "image"])
    #expect(releases.defaultOrder == ["repo", "line", "version desc"])
    #expect(!releases.supportsAsOf)
  }
}
