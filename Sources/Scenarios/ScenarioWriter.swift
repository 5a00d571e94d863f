internal import Timeline

/// A scenario as YAML that reads back equal; the same scenario gives the same bytes.
package enum ScenarioWriter {
  package static func yaml(_ scenario: Scenario) -> String {
    var lines = ["name: \(quoted(scenario.name))"]
    if !scenario.about.isEmpty { lines.append("about: \(quoted(scenario.about))") }
    lines.append("audio: { \(source(scenario.audio)), format: \(scenario.format == .wav ? "wav" : "profile") }")
    if !scenario.provokes.isEmpty { lines.append("provokes: [\(scenario.provokes.joined(separator: ", "))]") }
    lines.append("steps:")
    lines += scenario.steps.map { "  - \(step($0))" }
    if !scenario.expectations.isEmpty {
      lines.append("expect:")
      lines += scenario.expectations.map { "  \($0.subject.rawValue): \(expectation($0))" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func source(_ source: AudioSource) -> String {
    func length(_ seconds: Double) -> String { DurationText.text(.seconds(seconds)) }
    return switch source {
    case .speech(let clip): "speech: \(quoted(clip))"
    case .file(let path): "file: \(quoted(path))"
    case .silence(let seconds): "silence: \(length(seconds))"
    case .tone(let hertz, let seconds): "tone: { hertz: \(number(hertz)), for: \(length(seconds)) }"
    case .noise(let seconds): "noise: \(length(seconds))"
    }
  }

  private static func step(_ step: Step) -> String {
    switch step {
    case .connect: "connect"
    case .stream(let streaming): "stream: { \(stream(streaming)) }"
    case .stop: "stop"
    case .pause(let length): "pause: \(DurationText.text(length))"
    case .await(let what, let within): "await: { \(word(what)): true, within: \(DurationText.text(within)) }"
    case .close(let code, let reason): "close: { code: \(code)\(reason.isEmpty ? "" : ", reason: \(quoted(reason))") }"
    case .vanish: "vanish"
    case .keepAlive: "keep-alive"
    case .finalize: "finalize"
    }
  }

  private static func stream(_ streaming: Streaming) -> String {
    var parts: [String] = []
    switch streaming.rhythm {
    case .pace(let pace): parts.append("pace: \(number(pace))")
    case .fixedSleep(let length): parts.append("fixed-sleep: \(DurationText.text(length))")
    case .burst(let length): parts.append("burst: \(DurationText.text(length))")
    }
    if let from = streaming.from { parts.append("from: \(DurationText.text(from))") }
    if let to = streaming.to { parts.append("to: \(DurationText.text(to))") }
    if let samples = streaming.chunkSamples {
      parts.append("chunk: \(samples) samples")
    } else if let length = streaming.chunkLength {
      parts.append("chunk: \(chunk(length))")
    }
    return parts.joined(separator: ", ")
  }

  private static func chunk(_ length: ChunkLength) -> String {
    switch length {
    case .samples(let count): "\(count) samples"
    case .duration(let length): DurationText.text(length)
    case .bytes(let count): "\(count) bytes"
    }
  }

  private static func word(_ awaited: Awaited) -> String {
    switch awaited {
    case .closed: "closed"
    case .final: "final"
    case .metadata: "metadata"
    case .message: "message"
    case .silence: "silence"
    }
  }

  private static func expectation(_ expectation: Expectation) -> String {
    switch expectation.subject {
    case .metadata: return expectation.atMost == 0 ? "false" : "true"
    case .close: return number(expectation.atLeast ?? 1000)
    default: break
    }
    if let least = expectation.atLeast, least == expectation.atMost { return number(least) }
    let bounds = [expectation.atLeast.map { "at_least: \(number($0))" }, expectation.atMost.map { "at_most: \(number($0))" }]
    return "{ \(bounds.compactMap(\.self).joined(separator: ", ")) }"
  }

  private static func number(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }

  /// Plain where that is surely a text everywhere (a lower-case word with dashes), else double-quoted (YAML 1.2 §5.7, §7.3.1).
  private static func quoted(_ text: String) -> String {
    let plain = text.first?.isLowercase == true && text.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
    if plain, !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased()) { return text }
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      case " "..."~": out.unicodeScalars.append(scalar)
      default:
        let visible = [.lowercaseLetter, .uppercaseLetter, .otherLetter, .decimalNumber].contains(scalar.properties.generalCategory)
        if visible, scalar.value < 0x10000 { out.unicodeScalars.append(scalar) } else { out += escape(scalar.value) }
      }
    }
    return out + "\""
  }

  private static func escape(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    let width = value < 0x100 ? 2 : value < 0x10000 ? 4 : 8
    let letter = width == 2 ? "x" : width == 4 ? "u" : "U"
    return "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
  }
}
