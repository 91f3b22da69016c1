extension PipelineBinder {
  /// Returns the value of a path: a column of the rows, or of a row that to-one links lead to.
  func path(_ parts: [Name]) throws -> BoundExpression {
    let span = parts[0].span.union(parts[parts.count - 1].span)
    if let aggregation, !aggregation.isInside {
      if parts.count == 1, let key = aggregation.keys.first(where: { $0.name == parts[0].text }) {
        return key.value.at(span)
      }
      let shown = parts.map(\.text).joined(separator: ".")
      throw BindDiagnostics.ungrouped(shown, span: span)
    }
    guard parts.count > 1 else { return try column(parts[0]) }
    if let column = try joinedColumn(parts) { return column.at(span) }
    let (instance, relation) = try follow(parts)
    let last = parts[parts.count - 1]
    guard let column = relation.column(last.text) else {
      if relation.link(last.text) != nil {
        throw missingColumn(parts, relation.link(last.text), span: span)
      }
      if relation.manyLink(last.text) != nil {
        throw BindDiagnostics.manyRows(parts, at: parts.count - 1, in: relation)
      }
      throw unknown(last, in: relation)
    }
    return try field(column, instance, relation, span: span)
  }

  /// Returns a column of the rows at this point.
  private func column(_ name: Name) throws -> BoundExpression {
    if let column = scope.columns.first(where: { $0.name == name.text }) {
      if case .field(let instance, let field) = column.value.node {
        let owner = pipeline.instances[instance].relation
        return try self.field(field, instance, owner, span: name.span)
      }
      return column.value.at(name.span)
    }
    if scope.aliases.contains(where: { $0.name == name.text }) {
      throw missingColumn(behind: name)
    }
    guard let relation = scope.relation else {
      let names = scope.columns.map(\.name)
      throw BindDiagnostics.unknownColumn(
        name, of: "the result of the stage before",
        near: NearNames.nearest(name.text, among: names),
        available: "columns: " + names.joined(separator: ", "))
    }
    if let column = relation.column(name.text), column.history == .refused {
      throw BindDiagnostics.columnHasNoPast(column.name, span: name.span)
    }
    if let link = relation.link(name.text) {
      throw missingColumn([name], link, span: name.span)
    }
    if relation.manyLink(name.text) != nil {
      throw BindDiagnostics.manyRows([name], at: 0, in: relation)
    }
    throw unknown(name, in: relation)
  }

  private func field(
    _ column: Relation.Column, _ instance: Int, _ relation: Relation, span: SourceSpan
  ) throws -> BoundExpression {
    if asOf != nil {
      switch column.history {
      case .kept: break
      case .refused: throw BindDiagnostics.columnHasNoPast(column.name, span: span)
      case .presentOnly: notePresentOnly(column, relation)
      }
    }
    let isNullable = column.isNullable || pipeline.instances[instance].via != nil
    return BoundExpression(
      .field(instance: instance, column), column.type,
      nullable: isNullable, span: span)
  }

  /// Returns the row that all parts but the last lead to.
  private func follow(_ parts: [Name]) throws -> (instance: Int, relation: Relation) {
    guard var relation = scope.relation else {
      throw BindDiagnostics.lostLink(parts[0], columns: scope.columns.map(\.name))
    }
    var instance = 0
    for (index, part) in parts.dropLast().enumerated() {
      if index == 0, let expanded = expandedInstance(part) {
        instance = expanded
        relation = pipeline.instances[expanded].relation
        continue
      }
      guard let link = relation.link(part.text), let target = Relation.named(link.target) else {
        if relation.manyLink(part.text) != nil {
          throw BindDiagnostics.manyRows(parts, at: index, in: relation)
        }
        if relation.column(part.text) != nil {
          throw BindDiagnostics.notALink(
            part, of: "relation \(BindDiagnostics.quoted(relation.name))",
            available: BindDiagnostics.columnsLine(of: relation))
        }
        throw unknown(part, in: relation)
      }
      instance = self.instance(of: target, via: link, from: instance)
      relation = target
    }
    return (instance, relation)
  }

  /// Returns the join of a link, which all paths through it share.
  private func instance(of target: Relation, via link: Relation.Link, from parent: Int) -> Int {
    let known = pipeline.instances.firstIndex {
      $0.via?.parent == parent && $0.via?.link.name == link.name
    }
    if let known { return known }
    pipeline.instances.append(BoundInstance(relation: target, via: (parent, link)))
    return pipeline.instances.count - 1
  }

  // MARK: Other rows

  private func expandedInstance(_ name: Name) -> Int? {
    for alias in scope.aliases where alias.name == name.text {
      if case .instance(let instance) = alias.rows { return instance }
    }
    return nil
  }

  /// Returns the column of a joined pipeline, if the path begins with the name of one.
  private func joinedColumn(_ parts: [Name]) throws -> BoundExpression? {
    for alias in scope.aliases where alias.name == parts[0].text {
      guard case .columns(let columns) = alias.rows else { continue }
      if parts.count == 2, let column = columns.first(where: { $0.name == parts[1].text }) {
        return column.value
      }
      throw BindDiagnostics.unknownColumn(
        parts[1], of: BindDiagnostics.quoted(alias.name),
        near: NearNames.nearest(parts[1].text, among: columns.map(\.name)),
        available: "columns: " + columns.map(\.name).joined(separator: ", ")
          + (Relation.all.contains { $0.link(parts[1].text) != nil }
            ? "; links are not followed behind a join: select what is needed inside it" : ""))
    }
    return nil
  }

  /// Returns the error for the name of other rows that stands alone.
  private func missingColumn(behind name: Name) -> Diagnostic {
    if let instance = expandedInstance(name) {
      return BindDiagnostics.linkWithoutColumn(
        name.text, target: pipeline.instances[instance].relation, span: name.span)
    }
    return BindDiagnostics.joinWithoutColumn(name)
  }

  /// Returns the identity of the row that a path of links leads to, to ask whether there is one;
  /// nil if the path ends with a column.
  func linkedRow(_ expression: Expression) throws -> BoundExpression? {
    guard case .path(let parts) = expression, aggregation == nil, let relation = scope.relation
    else { return nil }
    if parts.count == 1, scope.columns.contains(where: { $0.name == parts[0].text }) { return nil }
    var last = relation
    for part in parts {
      guard let link = last.link(part.text), let target = Relation.named(link.target) else {
        return nil
      }
      last = target
    }
    let end = parts[parts.count - 1]
    let (instance, target) = try follow(parts + [end])
    if parts.count > 1, last.column(end.text) != nil { return nil }
    let column = target.tieBreaker
    return BoundExpression(
      .field(instance: instance, column), .int, nullable: true,
      span: parts[0].span.union(end.span))
  }

  private func missingColumn(
    _ parts: [Name], _ link: Relation.Link?, span: SourceSpan
  ) -> Diagnostic {
    let path = parts.map(\.text).joined(separator: ".")
    let target = link.flatMap { Relation.named($0.target) } ?? scope.source
    return BindDiagnostics.linkWithoutColumn(path, target: target, span: span)
  }

  private func unknown(_ name: Name, in relation: Relation) -> Diagnostic {
    let names = relation.columns.map(\.name) + relation.links.map(\.name)
    return BindDiagnostics.unknownColumn(
      name, of: "relation \(BindDiagnostics.quoted(relation.name))",
      near: NearNames.nearest(name.text, among: names),
      available: BindDiagnostics.columnsLine(of: relation))
  }
}
