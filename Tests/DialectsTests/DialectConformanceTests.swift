import Dialects
import Speech
import Testing
import Timeline
import Wire

/// What holds for every dialect: whatever is said in it is heard as what was said.
struct DialectConformanceTests {
  static let all = DialectCatalogue.names

  private func dialect(_ name: String) throws -> Dialect { try #require(DialectCatalogue.named(name)) }

  private func speaker(_ dialect: Dialect) -> ClientSpeaker { ClientSpeaker(dialect, bytesPerSecond: 8000, stream: "MZ1") }

  @Test(arguments: all)
  func audioArrivesAsItWasSent(_ name: String) throws {
    let dialect = try dialect(name)
    var (speaker, listener) = (speaker(dialect), ClientListener(dialect))
    let chunks = [[UInt8](0...255), [0], [1, 2], [1, 2, 3], [UInt8](repeating: 0x7B, count: 160)]
    let heard = chunks.flatMap { speaker.say(.binary($0)) }.compactMap { listener.hear($0) }
    #expect(heard == chunks.map(Message.binary))
  }

  @Test(arguments: all)
  func emptyAudioStaysEmpty(_ name: String) throws {
    let dialect = try dialect(name)
    var (speaker, listener) = (speaker(dialect), ClientListener(dialect))
    #expect(speaker.say(.binary([])).compactMap { listener.hear($0) } == [.binary([])])
  }

  @Test(arguments: all)
  func theStopIsHeardOnce(_ name: String) throws {
    let dialect = try dialect(name)
    var (speaker, listener) = (speaker(dialect), ClientListener(dialect))
    let stop = dialect.stopText ?? "stop"
    let said = speaker.say(.text(stop))
    #expect(!said.isEmpty)
    #expect(said.compactMap { listener.hear($0) } == [.text(stop)])
  }

  @Test(arguments: all)
  func aCloseIsHeardAndTheGoodbyeBeforeItIsNot(_ name: String) throws {
    let dialect = try dialect(name)
    var (speaker, listener) = (speaker(dialect), ClientListener(dialect))
    #expect(speaker.say(.close(1000)).compactMap { listener.hear($0) } == [.close(1000)])
  }

  @Test(arguments: all)
  func theOpeningSaysNothingPlain(_ name: String) throws {
    let dialect = try dialect(name)
    var (speaker, client, relay) = (speaker(dialect), ClientListener(dialect), RelayListener(dialect))
    for step in dialect.opening {
      switch step {
      case .says(let template): #expect(client.hear(speaker.say(template)) == nil)
      case .awaits(let pattern, let example):
        let example = try #require(example)
        #expect(pattern.holds(for: Array(example.utf8)))
        #expect(relay.hear(.text(example)).plain == nil)
      }
    }
  }

  /// Word for word where it is JSON: order and spelling are evidence.
  @Test(arguments: all, [#"{"type":"Results","is_final":true,"b":1.0,"a":[1, 2]}"#, "bare words", "42", #"{'no': JSON}"#, ""])
  func resultsArriveWordForWord(_ name: String, _ text: String) throws {
    let dialect = try dialect(name)
    var listener = RelayListener(dialect)
    let heard = RelaySpeaker(dialect).say(.text(text)).compactMap { listener.hear($0).plain }
    #expect(heard == [.text(text)])
  }

  @Test(arguments: all)
  func binaryResultsStayBinary(_ name: String) throws {
    let dialect = try dialect(name)
    var listener = RelayListener(dialect)
    #expect(RelaySpeaker(dialect).say(.binary([1, 2])).compactMap { listener.hear($0).plain } == [.binary([1, 2])])
  }

  @Test(arguments: all)
  func whatIsAskedIsAnswered(_ name: String) throws {
    let dialect = try dialect(name)
    guard let beat = dialect.heartbeat else { return #expect(dialect.answers.isEmpty) }
    var (relay, client) = (RelayListener(dialect), ClientListener(dialect))
    let heard = relay.hear(.text(beat.text))
    #expect(heard.plain == nil)
    let answer = try #require(heard.answer)
    var speaker = speaker(dialect)
    #expect(client.hear(speaker.say(answer)) == nil)
  }

  @Test(arguments: all)
  func itsSettingMakesItAgain(_ name: String) throws {
    let dialect = try dialect(name)
    #expect(try Dialect(setting: dialect.setting) == dialect)
  }

  /// A place that nothing fills would go out as it is written.
  @Test(arguments: all)
  func everyPlaceIsFilled(_ name: String) throws {
    let dialect = try dialect(name)
    var speaker = speaker(dialect)
    var said = speaker.say(.binary([1, 2, 3])) + speaker.say(.text(dialect.stopText ?? "stop"))
    for case .says(let template) in dialect.opening { said.append(speaker.say(template)) }
    for case .text(let bytes) in said { #expect(!String(decoding: bytes, as: UTF8.self).contains("{{")) }
  }

  /// A relay's first message gives away its own dialect, and no other.
  @Test(arguments: DialectCatalogue.all.filter(\.relaySpeaksFirst).map(\.name))
  func firstMessagesAreDistinct(_ name: String) throws {
    guard case .awaits(_, let example?)? = try dialect(name).opening.first else { return #expect(Bool(false), "nothing is awaited") }
    let told = DialectCatalogue.all.filter { $0.givenAwayBy?.holds(for: Array(example.utf8)) == true }
    #expect(told.map(\.name) == [name])
  }

  @Test(arguments: all)
  func aRecordingIsReadInPlainWords(_ name: String) throws {
    let dialect = try dialect(name)
    var speaker = speaker(dialect)
    var relay: [Message] = []
    for case .awaits(_, let example?) in dialect.opening { relay.append(.text(example)) }
    relay += RelaySpeaker(dialect).say(.text(#"{"text":"hello"}"#))
    var client: [Message] = []
    for case .says(let template) in dialect.opening { client.append(speaker.say(template)) }
    client += speaker.say(.binary([1, 2, 3, 4])) + speaker.say(.text(dialect.stopText ?? "stop"))
    let said = relay.map { (Party.relay, $0) } + client.map { (Party.client, $0) }
    let events = said.enumerated().map { index, one in
      Event(
        id: Int64(index + 1), session: 1, hop: .client, connection: 1, at: Int64(index),
        .frame(FrameEvent(sender: one.0, frame: Frame(sending: one.1.opcode, payload: one.1.payload, maskKey: nil))))
    }
    let info = SessionInfo(number: 1, scenario: "baseline", dialect: dialect.setting.serialized())
    let run = RunInfo(
      id: "r", startedAt: "", startedAtUnixNanoseconds: 0, toolVersion: "test", relay: "built-in", suite: nil, serviceHop: .unseen, seed: 0,
      command: "", finished: true)
    let plain = Recording(run: run, sessions: [info], events: Series(events)).inPlainWords()
    let heard = plain.events.compactMap { event -> String? in
      guard case .frame(let frame) = event.kind else { return nil }
      return "\(frame.sender.rawValue) \(frame.frame.opcode.name) \(frame.frame.payload.count)"
    }
    #expect(heard == ["relay text 16", "client binary 4", "client text \((dialect.stopText ?? "stop").utf8.count)"])
    #expect(plain.inPlainWords() == plain)
  }
}
