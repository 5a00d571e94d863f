internal import Speech

extension HopFacts {
  /// How what came back was laid out, and how sure that is: the shape of most results and Metadata, with the confidence of most of its
  /// messages. Where none came it is `unknown` if something could not be read, else what came (a relay's own messages); nil: nothing came.
  var shapeRead: (shape: MessageShape, confidence: ShapeConfidence)? {
    let telling = messages.map(\.value).filter { message in
      switch message.kind {
      case .result, .metadata: true
      default: false
      }
    }
    guard !telling.isEmpty else {
      let first = messages.first { $0.value.unreadableBecause != nil } ?? messages.first
      return first.map { ($0.value.shape, $0.value.confidence) }
    }
    let results = telling.filter { $0.result != nil }
    let own = results.isEmpty ? telling : results
    guard let shape = Self.most(own.map(\.shape), of: MessageShape.allCases),
      let confidence = Self.most(own.filter { $0.shape == shape }.map(\.confidence), of: ShapeConfidence.allCases)
    else { return nil }
    return (shape, confidence)
  }

  /// What stands most often; of equals the one that is named first.
  private static func most<Value: Hashable>(_ values: [Value], of all: [Value]) -> Value? {
    let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
    let top = counts.values.max()
    return all.first { counts[$0] == top }
  }
}
