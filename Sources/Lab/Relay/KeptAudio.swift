internal import Speech
internal import Wire

/// The client's audio that a relay keeps for another connection to the service, and where each connection begins in it.
struct KeptAudio: Sendable {
  private let bytesPerSecond: Int
  private let redial: Redial
  private var messages: [[UInt8]] = []
  /// Where in the client's audio the first of them begins, in bytes.
  private var from = 0
  private var total = 0
  /// Where the present connection begins.
  private var connectionBegins = 0
  /// What the client sends in a container, where it does.
  private var contained: KeptContainer?
  /// Seconds of that which finals have covered, and where in them the present connection begins.
  private var (settled, begins) = (0.0, 0.0)

  init(_ redial: Redial, bytesPerSecond: Int) {
    self.redial = redial
    self.bytesPerSecond = max(1, bytesPerSecond)
  }

  mutating func take(_ bytes: [UInt8]) {
    if total == 0 { contained = KeptContainer(beginning: bytes) }
    contained?.take(bytes)
    messages.append(bytes)
    total += bytes.count
  }

  /// What a new connection is sent first.
  mutating func begin(isFirst: Bool) -> [[UInt8]] {
    if let contained, !isFirst { return resume(contained) }
    if !isFirst, redial.sent == .fresh {
      messages = []
      from = total
    }
    connectionBegins = from
    return messages
  }

  private mutating func resume(_ contained: KeptContainer) -> [[UInt8]] {
    let rest =
      switch redial.sent {
      case .everything: (bytes: contained.rest(from: 0).bytes, seconds: 0.0)
      case .unsettled: contained.rest(from: settled)
      case .fresh: (bytes: [UInt8](), seconds: contained.seconds)
      }
    begins = rest.seconds
    return [redial.sendsHeader ? contained.header : [], rest.bytes].filter { !$0.isEmpty }
  }

  /// A final covers the audio up to here, in seconds of the present connection.
  mutating func settle(to end: Double) {
    guard redial.sent != .everything else { return }
    guard contained == nil else { return settled = max(settled, begins + end) }
    let settled = connectionBegins + Int(end * Double(bytesPerSecond))
    while let first = messages.first, from + first.count <= settled {
      messages.removeFirst()
      from += first.count
    }
  }

  /// A result with the times of the client's own audio.
  func shifted(_ results: Results) -> Results {
    guard isShifting else { return results }
    let offset = thousandths(offset)
    var results = results
    results.start = thousandths(results.start + offset)
    for reading in results.channel.alternatives.indices {
      for word in results.channel.alternatives[reading].words.indices {
        results.channel.alternatives[reading].words[word].start += offset
        results.channel.alternatives[reading].words[word].end += offset
      }
    }
    return results
  }

  var isShifting: Bool { redial.shiftsTimes && offset > 0 }

  /// Seconds of the client's audio before the present connection.
  private var offset: Double { contained == nil ? Double(connectionBegins) / Double(bytesPerSecond) : begins }
}
