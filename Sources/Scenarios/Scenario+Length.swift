internal import Audio
internal import Timeline

extension Scenario {
  /// The most audio that one of its clients sends, in nanoseconds of audio; nil where a file tells.
  var longestAudio: Nanoseconds? { most { Self.audio($0, of: $1) } }

  /// The longest that one of its clients may take from its connection on; nil where a file tells.
  var longestTime: Nanoseconds? {
    most { steps, whole in
      steps.reduce(into: 0) { sum, step in
        switch step {
        case .stream(let streaming):
          let length = Self.audio([step], of: whole)
          if case .pace(let pace) = streaming.rhythm { sum += Nanoseconds((Double(length) / pace).rounded()) } else { sum += length }
        case .pause(let length), .await(_, let length), .oneShot(let length): sum += length
        default: break
        }
      }
    }
  }

  private func most(_ measure: ([Step], Nanoseconds) -> Nanoseconds) -> Nanoseconds? {
    let lengths = clients.map { client in Self.length(of: client.audio).map { measure(client.steps, $0) } }
    return lengths.contains { $0 == nil } ? nil : lengths.compactMap(\.self).max()
  }

  private static func audio(_ steps: [Step], of whole: Nanoseconds) -> Nanoseconds {
    steps.reduce(into: 0) { sum, step in
      guard case .stream(let streaming) = step else { return }
      sum += max(0, min(streaming.to ?? whole, whole) - (streaming.from ?? 0))
    }
  }

  static func length(of source: AudioSource) -> Nanoseconds? {
    switch source {
    case .speech(let clip): BuiltIns.clip(clip).map { .seconds($0.seconds) }
    case .repeatedSpeech(let clip, let times, let pause):
      BuiltIns.clip(clip).map { .seconds($0.seconds) * Nanoseconds(times) + pause * Nanoseconds(times - 1) }
    case .file: nil
    case .silence(let seconds), .tone(_, let seconds), .noise(let seconds): .seconds(seconds)
    }
  }
}
