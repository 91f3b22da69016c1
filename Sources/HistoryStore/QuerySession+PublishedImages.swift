/// An image that a release was published as.
package struct PublishedImage: Hashable, Sendable {
  /// The name of the image repository.
  package var repository: [UInt8]
  /// The tags that name it now.
  package var tags: [[UInt8]]
  /// The digest of sha256 as raw bytes.
  package var digest: [UInt8]
  /// How well the time is known since when the first tag names it: `exact`, `bounded`, `claimed` or
  /// `unknown`.
  package var precision: String

  package init(repository: [UInt8], tags: [[UInt8]], digest: [UInt8], precision: String) {
    self.repository = repository
    self.tags = tags
    self.digest = digest
    self.precision = precision
  }
}

/// The images of a project's image repositories.
package struct PublishedImages: Sendable {
  private struct Image {
    var image: PublishedImage
    /// The keys of the versions that its tags are.
    var keys: Set<[UInt8]> = []
  }

  private var images: [Image] = []
  private var byKey: [[UInt8]: [Int]] = [:]
  private var byRow: [Int64: Int] = [:]

  /// Returns the images of a release: those with its version as a tag, and the one it is known by.
  package func images(of release: ReleaseRecord) -> [PublishedImage] {
    var places = byKey[release.key] ?? []
    if let row = release.image, let place = byRow[row], !places.contains(place) {
      places.append(place)
    }
    return places.map { images[$0].image }
  }

  fileprivate mutating func add(
    row: Int64?, repository: [UInt8], tag: [UInt8], digest: [UInt8], precision: String,
    key: [UInt8]?
  ) {
    // Tags of one image follow each other.
    if let last = images.last, last.image.digest == digest, last.image.repository == repository {
      images[images.count - 1].image.tags.append(tag)
    } else {
      images.append(
        Image(
          image: PublishedImage(
            repository: repository, tags: [tag], digest: digest, precision: precision)))
    }
    let place = images.count - 1
    if let row { byRow[row] = place }
    if let key, images[place].keys.insert(key).inserted {
      if images[place].keys.count == 1 { images[place].image.precision = precision }
      byKey[key, default: []].append(place)
    }
  }
}

extension QuerySession {
  /// Reads the image tags of the project that a repository belongs to.
  package func publishedImages(of history: ReleaseHistory) throws -> PublishedImages {
    let rows = try RawStatement(
      """
      SELECT i.id, p.name, r.name, s.target, s.precision,
        iif(r.class IN ('release', 'prerelease', 'variant', 'calver'), r.version_key, NULL)
      FROM repo AS p JOIN ref AS r ON r.repo = p.id AND r.kind = 'image'
      JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
      LEFT JOIN image AS i ON i.digest = s.target AND i.repo = p.id
      WHERE p.kind = 'image' AND p.project = (SELECT project FROM repo WHERE id = ?1)
      ORDER BY p.name, s.target, r.version_key IS NULL, r.version_key, r.name
      """, on: pointer)
    rows.bind(history.id, 1)
    var images = PublishedImages()
    while try rows.step() {
      images.add(
        row: rows.integer(orNull: 0), repository: Array(rows.bytes(1)), tag: Array(rows.bytes(2)),
        digest: Array(rows.bytes(3)), precision: String(decoding: rows.bytes(4), as: UTF8.self),
        key: rows.bytes(orNull: 5))
    }
    return images
  }
}
