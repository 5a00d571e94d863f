package import Diagnosis

extension SessionResult {
  /// The shape that its messages were read in, and how sure that is: `type-text (certain)`.
  package var shapeRead: String? { shape.map { shape in shapeConfidence.map { "\(shape) (\($0))" } ?? shape } }
}
