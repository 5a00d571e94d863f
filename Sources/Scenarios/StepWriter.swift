internal import Speech
internal import Timeline

/// Steps as the lines of a YAML list.
enum StepWriter {
  static func lines(_ step: Step, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    func nested(_ steps: [Step]) -> [String] { [margin + "    steps:"] + steps.flatMap { lines($0, indent: indent + 6) } }
    switch step {
    case .repeat(let times, let steps): return [margin + "- repeat:", margin + "    times: \(times)"] + nested(steps)
    case .parallel(let clients, let steps):
      let audios = clients.map { margin + "      - \(ScenarioWriter.audio($0.source, $0.format))" }
      return [margin + "- parallel:", margin + "    clients:"] + audios + nested(steps)
    default: return [margin + "- " + line(step)]
    }
  }

  private static func line(_ step: Step) -> String {
    switch step {
    case .connect: "connect"
    case .stream(let streaming): "stream: { \(stream(streaming)) }"
    case .stop: "stop"
    case .alternativeStop(let signal): "stop: \(signal.yaml)"
    case .pause(let length): "pause: \(DurationText.text(length))"
    case .await(let what, let within): "await: { \(awaited(what)), within: \(DurationText.text(within)) }"
    case .close(let code, let reason): "close: { code: \(code)\(reason.isEmpty ? "" : ", reason: \(YAMLQuoting.text(reason))") }"
    case .vanish: "vanish"
    case .keepAlive: "keep-alive"
    case .finalize: "finalize"
    case .send(let sending): "send: \(send(sending))"
    case .ping(let payload): payload.isEmpty ? "ping" : "ping: \(YAMLQuoting.text(String(decoding: payload, as: UTF8.self)))"
    case .read(let reading): "read: \(reading ? "resume" : "stop")"
    case .reconnect: "reconnect"
    case .oneShot(let within): "one-shot: { within: \(DurationText.text(within)) }"
    case .repeat, .parallel: ""
    }
  }

  private static func stream(_ streaming: Streaming) -> String {
    var parts: [String] = []
    switch streaming.rhythm {
    case .pace(let pace): parts.append("pace: \(ScenarioWriter.number(pace))")
    case .fixedSleep(let length): parts.append("fixed-sleep: \(DurationText.text(length))")
    case .burst(let length): parts.append("burst: \(DurationText.text(length))")
    }
    if let jitter = streaming.jitter { parts.append("jitter: \(DurationText.text(jitter))") }
    if let seed = streaming.seed { parts.append("seed: \(seed)") }
    if let from = streaming.from { parts.append("from: \(DurationText.text(from))") }
    if let to = streaming.to { parts.append("to: \(DurationText.text(to))") }
    if let samples = streaming.chunkSamples {
      parts.append("chunk: \(samples) samples")
    } else if let length = streaming.chunkLength {
      parts.append("chunk: \(chunk(length))")
    }
    if streaming.splitsSamples { parts.append("split-samples: true") }
    if streaming.frames > 1 { parts.append("frames: \(streaming.frames)") }
    return parts.joined(separator: ", ")
  }

  private static func chunk(_ length: ChunkLength) -> String {
    switch length {
    case .samples(let count): "\(count) samples"
    case .duration(let length): DurationText.text(length)
    case .bytes(let count): SizeText.text(count)
    }
  }

  private static func awaited(_ awaited: Awaited) -> String {
    switch awaited {
    case .closed: return "closed: true"
    case .final: return "final: true"
    case .metadata: return "metadata: true"
    case .message: return "message: true"
    case .pong: return "pong: true"
    case .silence: return "silence: true"
    case .matching(let condition): return "message: \(self.condition(condition))"
    }
  }

  private static func condition(_ condition: JSONCondition) -> String {
    if condition.clauses.count == 1, case .present = condition.clauses[0].test {
      return YAMLQuoting.text(condition.clauses[0].selector.text)
    }
    let pairs = condition.clauses.map { clause in
      guard case .oneOf(let values) = clause.test else { return "\(YAMLQuoting.text(clause.selector.text)): true" }
      let wanted = values.map(scalar)
      return "\(YAMLQuoting.text(clause.selector.text)): \(wanted.count == 1 ? wanted[0] : "[\(wanted.joined(separator: ", "))]")"
    }
    return "{ \(pairs.joined(separator: ", ")) }"
  }

  private static func scalar(_ value: JSONValue) -> String {
    if case .string(let text) = value { YAMLQuoting.text(text) } else { value.serialized() }
  }

  private static func send(_ sending: Sending) -> String {
    switch sending {
    case .text(let text): "{ text: \(YAMLQuoting.text(text)) }"
    case .binary(let bytes): bytes.isEmpty ? "empty" : "{ binary: \(hexadecimal(bytes)) }"
    case .zeros(let count): "{ zeros: \(SizeText.text(count)) }"
    case .raw(let bytes): "{ frame: \(hexadecimal(bytes)) }"
    }
  }

  /// Quoted: digits alone would be a number.
  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let pairs = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return "\"\(pairs.joined(separator: " "))\""
  }
}
