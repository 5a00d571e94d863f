import Audio
import Speech
import TestSupport
import Timeline

import Scenarios

/// Makes scenarios of every shape that the language has.
struct ScenarioMaker {
  var random: SeededRandom

  mutating func scenario() -> Scenario {
    var steps: [Step] = [.connect]
    for _ in 0..<number(0...8) { steps.append(middle()) }
    if chance { steps += [.repeat(times: number(1...9), steps: (0...number(0...2)).map { _ in middle() })] }
    if chance {
      steps += [.close(code: UInt16([1000, 1001, 3000, 4999][number(0...3)]), reason: String(text().prefix(20)))]
      if chance { steps += [.pause(length), .reconnect, middle()] }
    } else if chance {
      steps += [.vanish]
    }
    if number(0...5) == 0 {
      steps = [.parallel(clients: (0...number(1...3)).map { _ in ClientAudio(source(), format: format()) }, steps: steps)]
    }
    let audio = source()
    var made = Scenario(
      name: ["a", "true", "1.5", "A-b_c.9", "null", "no"][number(0...5)], about: text(), audio: audio, format: format(),
      provokes: chance ? ["pacing-too-fast", "idle-timeout"] : [], steps: steps, expectations: expectations())
    if chance { made.service = misbehaviour() }
    made.isBrowser = chance
    return made
  }

  /// With moments that come in any scenario.
  private mutating func misbehaviour() -> Misbehaviour {
    let kind = MisbehaviourKind.allCases[number(0...MisbehaviourKind.allCases.count - 1)]
    let moment: Misbehaviour.Moment? = kind.isTimed ? [.handshake, .stop][number(0...1)] : nil
    return Misbehaviour(kind, moment ?? .handshake, times: [nil, .always, .count(number(1...9))][number(0...2)])
  }

  private mutating func source() -> AudioSource {
    switch number(0...5) {
    case 0: .speech(clip: BuiltIns.clipNames[number(0...2)])
    case 5: .repeatedSpeech(clip: BuiltIns.clipNames[number(0...2)], times: number(1...20), pause: .milliseconds(Double(number(0...5000))))
    case 1: .file(path: "f" + text())
    case 2: .silence(seconds: length.seconds)
    case 3: .tone(hertz: Double(number(1...20_000)) / 8 + 1, seconds: length.seconds)
    default: .noise(seconds: length.seconds)
    }
  }

  private mutating func format() -> StreamFormat {
    switch number(0...2) {
    case 0: return .profile
    case 1: return .wav
    default:
      let encoding = AudioFormat.Encoding.allCases[number(0...3)]
      return .own(AudioFormat(encoding: encoding, sampleRate: number(4_000...384_000), channels: number(1...16)), header: chance)
    }
  }

  private mutating func sending() -> Sending {
    switch number(0...4) {
    case 0: .text(text())
    case 1: .binary([])
    case 2: .binary((0...number(0...9)).map { _ in UInt8(number(0...255)) })
    case 3: .zeros(number(1...3) << number(0...20))
    default: .raw((0...number(0...9)).map { _ in UInt8(number(0...255)) })
    }
  }

  private mutating func awaited() -> Awaited {
    let plain: [Awaited] = [.closed, .final, .metadata, .message, .pong, .silence]
    guard number(0...3) == 0 else { return plain[number(0...5)] }
    let selectors = ["$", "$.type", "$.channel.alternatives[0].transcript", "$['it is'][*]"].compactMap { try? JSONSelector(parsing: $0) }
    if chance { return .matching(JSONCondition([JSONCondition.Clause(selectors[number(0...3)], .present)])) }
    let values: [JSONValue] = [.null, true, 12, 1.5, "Metadata", .string(text()), "true", "1", ""]
    return .matching(
      JSONCondition(
        selectors.prefix(number(1...4)).map { selector in
          JSONCondition.Clause(selector, .oneOf((0...number(0...2)).map { _ in values[number(0...8)] }))
        }))
  }

  private mutating func middle() -> Step {
    switch number(0...11) {
    case 6: return .alternativeStop([.text(#"{"type":"CloseStream"}"#), .text("a" + text()), .emptyBinary, .close][number(0...3)])
    case 7: return .send(sending())
    case 8: return .ping(Array(text().prefix(chance ? 0 : 5).utf8))
    case 9: return .read(chance)
    case 10: return .reconnect
    case 0: return .stop
    case 1: return .pause(length)
    case 2: return .await(awaited(), within: length)
    case 3: return .keepAlive
    case 4: return .finalize
    default:
      var streaming = Streaming(
        rhythm: [.pace(Double(number(1...4000)) / 40), .fixedSleep(length), .burst(length)][number(0...2)])
      if chance { streaming.from = length }
      if chance { streaming.to = (streaming.from ?? 0) + length }
      switch number(0...3) {
      case 0: streaming.chunkSamples = number(1...9999)
      case 1:
        streaming.chunkLength = .bytes(number(1...9999))
        streaming.splitsSamples = chance
      case 2: streaming.chunkLength = .duration(.milliseconds(Double(number(1...9999))))
      default: break
      }
      if chance { streaming.frames = number(1...9) }
      if chance {
        streaming.jitter = .milliseconds(Double(number(1...999)))
        if chance { streaming.seed = UInt64(number(0...99_999)) }
      }
      return .stream(streaming)
    }
  }

  private mutating func expectations() -> [Expectation] {
    var made: [Expectation] = []
    if chance { made.append(Expectation(.finals, atLeast: Double(number(0...5)), atMost: chance ? Double(number(5...9)) : nil)) }
    if chance { made.append(Expectation(.messages, atMost: Double(number(0...5)))) }
    if chance { made.append(chance ? Expectation(.metadata, atLeast: 1) : Expectation(.metadata, atMost: 0)) }
    if chance { made.append(Expectation(.close, atLeast: 1001, atMost: 1001)) }
    if chance { made.append(Expectation(.interims, atLeast: 1)) }
    for subject in [Expectation.Subject.firstResult, .firstFinal, .lastFinal, .closed] where chance {
      made.append(Expectation(subject, atMost: length.seconds))
    }
    for percentile in [50, 95, 99, 100] where chance { made.append(Expectation(.latency, atMost: length.seconds, percentile: percentile)) }
    if chance { made.append(Expectation(.order, order: Array(Expectation.Kind.allCases.shuffled(using: &random).prefix(number(2...4))))) }
    if chance { made.append(Expectation(.nothingAfterClose, atMost: 0)) }
    if chance { made.append(Expectation(.wer, atMost: Double(number(0...99)) / 100)) }
    return made
  }

  /// Texts that are hard to quote.
  private mutating func text() -> String {
    let pieces = [
      "a", " ", ": ", " #", "'", "\"", "\\", "\n", "\t", "\r", "é", "\u{1F600}", "\u{0}", "\u{7F}", "\u{85}", "\u{2028}", "{", "}", "[",
      ",", "-", "?", "&",
      "*", "!", "|", ">", "%", "@", "`", "~", "null", "true", "1.0", "${X}", "\u{E000}", "e\u{301}", "字",
    ]
    var text = ""
    for _ in 0..<number(0...12) { text += pieces[number(0...pieces.count - 1)] }
    return text
  }

  private var chance: Bool { mutating get { Bool.random(using: &random) } }
  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  /// More than nothing, at most ten minutes, in every unit.
  private var length: Nanoseconds {
    mutating get { Nanoseconds(number(1...500)) * [1, 1_000, 1_000_000, 1_000_000_000][number(0...3)] }
  }
}
