import Wire

/// Everything a decoder says of a stream that is then ended.
struct Decoded: Equatable {
  var frames: [Frame] = []
  /// The violations of each of them.
  var violations: [[Violation.Kind]] = []

  init(_ pieces: [[UInt8]], role: Role = .client, maximumPayload: Int = 64 << 20) {
    var decoder = FrameDecoder(role: role, maximumPayload: maximumPayload)
    for piece in pieces {
      decoder.feed(piece)
      while let item = decoder.next() { add(item) }
    }
    if let item = decoder.finish() { add(item) }
  }

  private mutating func add(_ item: (frame: Frame, violations: [Violation])) {
    frames.append(item.frame)
    violations.append(item.violations.map(\.kind))
  }
}
