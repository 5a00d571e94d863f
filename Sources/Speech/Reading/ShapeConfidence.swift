/// How sure the recognition of a shape is.
package enum ShapeConfidence: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// It fits and nothing else is known that would.
  case guess
  /// A field that usually comes with it is missing, or it stood inside a wrapper.
  case likely
  /// All that the shape promises is there.
  case certain

  package static func < (a: ShapeConfidence, b: ShapeConfidence) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .guess: 0
    case .likely: 1
    case .certain: 2
    }
  }
}
