/// What one recogniser of shapes made of a JSON value.
struct Reading {
  var kind: ReadMessage.Kind
  var shape: MessageShape
  var confidence: ShapeConfidence
  var label: String?
  /// True for the service's own message, as it is or inside another.
  var isServices = false

  init(_ kind: ReadMessage.Kind, _ shape: MessageShape, _ confidence: ShapeConfidence = .certain, label: String? = nil) {
    self.kind = kind
    self.shape = shape
    self.confidence = confidence
    self.label = label
  }
}
