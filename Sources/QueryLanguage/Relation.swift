/// A relation as the compiler sees it: tables, and columns as SQL over them.
///
/// The holes of its templates name its tables, such as `{span}.until`. A table that no used
/// template names and that is not required is left out of the statement.
struct Relation: Sendable {
  let name: String
  let documentation: String
  /// The first is the base; each later one joins to those before it.
  let tables: [Table]
  /// What rows of the base belong to the relation, beside the conditions of its tables.
  var condition: SQLTemplate?
  /// What rows of the base belong to the relation at `{asof}`, if a time is asked for.
  var asOfCondition: SQLTemplate?
  let columns: [Column]
  var links: [Link] = []
  /// Links that lead to many rows, for `expand`.
  var manyLinks: [ManyLink] = []
  /// `commit_object.id` of the row's commit.
  var commit: Column?
  /// What `of X` compares: `ref.id`, or `commit_object.id` for commits.
  var identity: Column?
  /// The kinds of refs that `of X` accepts.
  var identityKinds: Set<ResolvedKind> = []
  /// Whether ``identity`` is a commit: then any ref stands for the commit that it points at.
  var identityIsCommit = false
  /// What `of X` compares with the digest, if X is an image.
  var digest: Column?
  /// `ref.id` of a tag that publishes the row, so that `containing` can use the containing tags.
  var tag: Column?
  /// The full-text index of its rows, for `search`.
  var textIndex: TextIndex?
  /// The columns of its view that join it with others, and what each joins.
  var viewIDs: [ViewID] = []
  let order: [Order]
  /// Makes the order total.
  let tieBreaker: Column
  let asOf: AsOf

  struct Table: Sendable {
    enum Join: Sendable { case base, inner, left }

    /// The name in holes, and the prefix of the alias.
    let alias: SQLWord
    let source: SQLFragment
    var join: Join = .base
    var on: SQLTemplate?
    /// Whether rows depend on it, even if no column is used.
    var isRequired = false
    /// Added to the condition when the present is asked for.
    var now: SQLTemplate?
    /// Added to the condition when `{asof}` is asked for.
    var asOf: SQLTemplate?
  }

  struct Column: Sendable {
    let name: String
    let type: ValueType
    let sql: SQLTemplate
    /// The order key of a version.
    var key: SQLTemplate?
    var isNullable = true
    let documentation: String
    /// Replaces `sql` under `as of`.
    var asOfSQL: SQLTemplate?
    /// Replaces `sql` when the rows come from a computed set of ids.
    var setSQL: SQLTemplate?
    /// Replaces `sql` behind a link, where there may be no row.
    var linkSQL: SQLTemplate?
    var history: History = .kept
    var values: Values = .any

    /// Which texts there can be.
    enum Values: Sendable {
      case any
      /// These and no other.
      case closed([String])
      /// The names of repositories.
      case repositories
    }

    /// What a column can say about the past.
    enum History: Sendable {
      /// It follows `as of`, or never changes.
      case kept
      /// Only the present value is known; a note says so.
      case presentOnly
      /// It is derived from the present refs; asking for the past is an error.
      case refused
    }
  }

  /// A column of a view that names a row of another one.
  enum ViewID: String, Sendable {
    case commit = "commit_id"
    case oldCommit = "old_commit_id"
    case newCommit = "new_commit_id"
    case sinceCommit = "since_commit_id"
    case firstCommit = "first_commit_id"
    case otherCommit = "other_commit_id"
    case originCommit = "origin_commit_id"
    case image = "image_id"
    case release = "release_id"
    case ref = "ref_id"

    var documentation: String {
      switch self {
      case .commit, .oldCommit, .newCommit, .sinceCommit, .firstCommit, .otherCommit, .originCommit:
        "The commit: `commit_id` of `v_commits`."
      case .image: "The image: `image_id` of `v_images`."
      case .release: "The release: `release_id` of `v_releases`."
      case .ref: "The ref, the same in all views."
      }
    }
  }

  struct Link: Sendable {
    let name: String
    let target: String
    /// Holes of this relation by name; those of the target as `{to.name}`.
    let on: SQLTemplate
    /// Columns of the target that the tables of this relation hold too, so that the row of the
    /// target need not be looked up for them.
    var known: [String: SQLTemplate] = [:]
  }

  /// A link to all rows of the target that name this row.
  struct ManyLink: Sendable {
    let name: String
    let target: String
    /// Which rows of the target: holes name its tables, and `{from}` the ``Relation/tieBreaker`` of
    /// this relation.
    let on: SQLTemplate

    init(_ name: StaticString, to target: StaticString? = nil, on: SQLTemplate) {
      self.name = String(describing: name)
      self.target = String(describing: target ?? name)
      self.on = on
    }
  }

  /// A full-text index whose rows have the ids of ``Relation/tieBreaker``.
  struct TextIndex: Sendable {
    let table: SQLFragment
    let name: String

    init(_ table: StaticString) {
      self.table = SQLFragment(stringLiteral: table)
      name = String(describing: table)
    }
  }

  struct Order: Sendable {
    let column: Column
    var descending = false
  }

  enum AsOf: Sendable {
    /// `as of` reads another state of the rows.
    case supported
    /// The reason and what to ask instead.
    case unsupported(String)

    var isSupported: Bool {
      switch self {
      case .supported: true
      case .unsupported: false
      }
    }
  }

  func column(_ name: String) -> Column? {
    columns.first { $0.name == name }
  }

  func link(_ name: String) -> Link? {
    links.first { $0.name == name }
  }

  func manyLink(_ name: String) -> ManyLink? {
    manyLinks.first { $0.name == name }
  }

  /// The kinds of refs whose states are its rows; none where rows are events or things.
  var stateKinds: [ResolvedKind] {
    guard tables.contains(where: { $0.alias == "span" }) else { return [] }
    return [.tag, .branch, .image, .env].filter(identityKinds.contains)
  }

  var description: RelationDescription {
    RelationDescription(
      name: name, documentation: documentation,
      columns: columns.map {
        ColumnDescription(
          name: $0.name, type: $0.type, isNullable: $0.isNullable,
          documentation: $0.documentation)
      },
      sqlColumns: columns.filter { $0.type == .version }.map {
        SQLColumnDescription(
          name: "\($0.name)_key", documentation: "The order of `\($0.name)`: ORDER BY it.")
      } + viewIDs.map { SQLColumnDescription(name: $0.rawValue, documentation: $0.documentation) },
      links: links.map { LinkDescription(name: $0.name, target: $0.target) },
      manyLinks: manyLinks.map { LinkDescription(name: $0.name, target: $0.target) },
      defaultOrder: order.filter { column($0.column.name) != nil }.map {
        $0.descending ? "\($0.column.name) desc" : $0.column.name
      },
      supportsAsOf: asOf.isSupported)
  }

  static let all = [
    projects, repos, commits, tags, branches, images, imageTags, refs, history, moves, releases,
    lines, changes, headings, changelogs, modules, deploys, equivalents, origins, coverage,
    findings,
  ]

  static func named(_ name: String) -> Relation? {
    all.first { $0.name == name }
  }
}

extension Relation.Column {
  init(
    _ name: StaticString, _ type: ValueType, _ sql: SQLTemplate, key: SQLTemplate? = nil,
    required: Bool = false, _ documentation: String = ""
  ) {
    self.name = String(describing: name)
    self.type = type
    self.sql = sql
    self.key = key
    isNullable = !required
    self.documentation = documentation
  }

  /// Returns the column with one property changed.
  func with(_ change: (inout Self) -> Void) -> Self {
    var copy = self
    change(&copy)
    return copy
  }
}
