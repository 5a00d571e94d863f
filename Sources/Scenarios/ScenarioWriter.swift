internal import Audio
internal import Timeline

/// A scenario as YAML that reads back equal; the same scenario gives the same bytes.
package enum ScenarioWriter {
  package static func yaml(_ scenario: Scenario) -> String {
    ScenarioKeys.all().flatMap { $0.lines(scenario) }.joined(separator: "\n") + "\n"
  }

  static func audio(_ source: AudioSource, _ format: StreamFormat) -> String {
    "{ \(self.source(source)), format: \(self.format(format)) }"
  }

  private static func source(_ source: AudioSource) -> String {
    func length(_ seconds: Double) -> String { DurationText.text(.seconds(seconds)) }
    return switch source {
    case .speech(let clip): "speech: \(YAMLQuoting.text(clip))"
    case .repeatedSpeech(let clip, let times, let pause):
      "speech: \(YAMLQuoting.text(clip)), times: \(times), pause: \(DurationText.text(pause))"
    case .file(let path): "file: \(YAMLQuoting.text(path))"
    case .silence(let seconds): "silence: \(length(seconds))"
    case .tone(let hertz, let seconds): "tone: { hertz: \(number(hertz)), for: \(length(seconds)) }"
    case .noise(let seconds): "noise: \(length(seconds))"
    }
  }

  private static func format(_ format: StreamFormat) -> String {
    switch format {
    case .profile: return "profile"
    case .wav: return "wav"
    case .own(let audio, let header):
      let samples = "encoding: \(audio.encoding.rawValue), sample_rate: \(audio.sampleRate), channels: \(audio.channels)"
      return "{ \(samples), header: \(header ? "wav" : "none") }"
    }
  }

  /// One line a subject; the percentiles of the latency share one.
  static func expectations(_ expectations: [Expectation]) -> [String] {
    let percentiles = expectations.filter { $0.subject == .latency }
    var lines: [String] = []
    for expectation in expectations {
      if expectation.subject != .latency {
        lines.append("  \(expectation.subject.rawValue): \(bounds(expectation))")
      } else if expectation == percentiles.first {
        let parts = percentiles.map { part in
          let name = ExpectationReader.percentiles.first { $0.1 == part.percentile }?.0 ?? "max"
          return "\(name): \(DurationText.text(.seconds(part.atMost ?? 0)))"
        }
        lines.append("  latency: { \(parts.joined(separator: ", ")) }")
      }
    }
    return lines
  }

  private static func bounds(_ expectation: Expectation) -> String {
    switch expectation.subject {
    case .metadata: return expectation.atMost == 0 ? "false" : "true"
    case .close: return number(expectation.atLeast ?? 1000)
    case .firstResult, .firstFinal, .lastFinal, .closed: return "{ within: \(DurationText.text(.seconds(expectation.atMost ?? 0))) }"
    case .order: return "[\((expectation.order ?? []).map(\.rawValue).joined(separator: ", "))]"
    case .nothingAfterClose: return "true"
    case .messages, .results, .interims, .finals, .wer, .latency: break
    }
    if let least = expectation.atLeast, least == expectation.atMost { return number(least) }
    let bounds = [expectation.atLeast.map { "at_least: \(number($0))" }, expectation.atMost.map { "at_most: \(number($0))" }]
    return "{ \(bounds.compactMap(\.self).joined(separator: ", ")) }"
  }

  static func number(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }
}
