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

  init(_ redial: Redial, bytesPerSecond: Int) {
    self.redial = redial
    self.bytesPerSecond = max(1, bytesPerSecond)
  }

  mutating func take(_ bytes: [UInt8]) {
    messages.append(bytes)
    total += bytes.count
  }

  /// What a new connection is sent first.
  mutating func begin(isFirst: Bool) -> [[UInt8]] {
    if !isFirst, redial.sent == .fresh {
      messages = []
      from = total
    }
    connectionBegins = from
    return messages
  }

  /// A final covers the audio up to here, in seconds of the present connection.
  mutating func settle(to end: Double) {
    guard redial.sent != .everything else { return }
    let settled = connectionBegins + Int(end * Double(bytesPerSecond))
    while let first = messages.first, from + first.count <= settled {
      messages.removeFirst()
      from += first.count
    }
  }

  /// A result with the times of the client's own audio.
  func shifted(_ results: Results) -> Results {
    guard redial.shiftsTimes, connectionBegins > 0 else { return results }
    let offset = thousandths(Double(connectionBegins) / Double(bytesPerSecond))
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

  var isShifting: Bool { redial.shiftsTimes && connectionBegins > 0 }
}
