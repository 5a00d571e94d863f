internal import Timeline

/// How long each station takes as a rule, and from when on it is worth a word. What is known of the service is in PROTOCOL.
enum ProbeUsual {
  struct Time {
    /// From here on it is doubtful.
    var most: Nanoseconds
    var text: String
  }

  static let name = Time(most: .seconds(1), text: "well under 100 ms")
  /// A second is how long a system waits before it sends a lost packet again.
  static let tcp = Time(most: .milliseconds(900), text: "one way there and back, up to 200 ms")
  static let tls = Time(most: .seconds(1), text: "one or two ways there and back")
  /// Seen of the service: 131–293 ms.
  static let upgrade = Time(most: .seconds(1), text: "131 to 293 ms")
  /// Seen of the service: 1.1 s.
  static let firstMessage = Time(most: .seconds(3), text: "about 1.1 s after the audio begins")
  static let oneShot = Time(most: .seconds(10), text: "a few seconds")

  /// Days that a certificate may have left before it is worth a word.
  static let certificateDays = 14.0
}

extension ProbeStage {
  /// A station that was passed: good, unless it was slow or something else speaks against it.
  /// - Parameter usual: nil where nobody knows what is usual.
  static func passed(
    _ id: ID, _ text: String, took: Nanoseconds?, _ usual: ProbeUsual.Time?, isDoubtful: Bool = false, remarks: [String] = []
  ) -> ProbeStage {
    let isSlow = usual.map { took ?? 0 > $0.most } ?? false
    return ProbeStage(
      id, isSlow || isDoubtful ? .doubtful : .good, text, took: took, isSlow: isSlow, usual: usual?.text, remarks: remarks)
  }
}
