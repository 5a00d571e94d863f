internal import Audio
internal import Speech
internal import Timeline

/// What a relay told the service about the audio, and what the first bytes are.
struct DeclaredAudio {
  let encoding: String?
  let sampleRate: Int?
  let channels: Int?
  let container: String?
  let firstBytes: AudioGuess

  init(_ service: HopFacts) {
    encoding = service.parameter("encoding")
    sampleRate = service.parameter("sample_rate").flatMap(Int.init)
    channels = service.parameter("channels").flatMap(Int.init)
    container = service.parameter("container").flatMap { ["", "none", "raw"].contains($0.lowercased()) ? nil : $0.lowercased() }
    firstBytes = service.firstBytes
  }

  /// Rates that audio is declared with.
  private static let rates = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 96000]

  /// The rate that audio of another rate must have been declared with, to be counted so many times as long; nil where none explains it.
  static func rate(explaining ratio: Double, of real: Int) -> Int? {
    rates.first { abs(Double(real) / Double($0) / ratio - 1) < 0.015 }
  }

  /// Raw encodings: a header in front of them is not part of the declaration.
  var isRawEncoding: Bool { encoding.flatMap(AudioFormat.Encoding.init(rawValue:)) != nil }

  /// As the query would say it: `encoding=linear16&sample_rate=16000`.
  var text: String {
    var parts: [String] = []
    if let encoding { parts.append("encoding=\(encoding)") }
    if let sampleRate { parts.append("sample_rate=\(sampleRate)") }
    if let channels { parts.append("channels=\(channels)") }
    if let container { parts.append("container=\(container)") }
    return parts.isEmpty ? "no encoding" : parts.joined(separator: "&")
  }
}

extension SessionFacts {
  /// Non-empty words that came back to the client.
  var hasWords: Bool { client.hasWords }

  /// True where the client's clip went out whole behind a RIFF header.
  var sentWAV: Bool { info.audio?.container == "wav" }

  /// What the service counted as audio over what was sent: 1 where rate, channels and width were declared as they are.
  /// Only from a Metadata that ends a whole stream, never from one that a timeout cut short.
  var durationRatio: Double? {
    guard client.requestIDs.count < 2, streamedWhole, stop != nil, let sent = sentSeconds, sent > 0.5,
      let metadata = metadata ?? service?.metadata,
      metadata.value.sha256 != "incomplete", let duration = metadata.value.duration, duration > 0
    else { return nil }
    return duration / sent
  }
}

extension RunFacts {
  /// True where a clip went out behind a RIFF header and brought no words either: then no container is what the service waits for.
  var headerMadeNoDifference: Bool { some.sentHeaderInVain }
}
