import Audio
import Lab
import Machines
import Speech
import Testing
import Timeline
import Wire

/// A relay that dials a failed service again.
struct RedialTests {
  private static let request = Occurrence.requested(RequestHead(method: "GET", target: "/speech/stt:test", headers: []))
  private static let opened = Occurrence.opened(ResponseHead(status: 101, reason: "", headers: []))
  private static let gone = Occurrence.ended(.dialled, ConnectionEnd(.reset, by: .service))

  private static func relay(_ change: (inout Redial) -> Void = { _ in }) -> Playbook {
    var settings = RelaySettings(declaring: AudioFormat(sampleRate: 16_000))
    var redial = Redial()
    change(&redial)
    settings.redial = redial
    return Playbook(ReferenceRelay(settings: settings))
  }

  /// Half a second of audio.
  private static func audio(_ value: UInt8) -> Message { .binary([UInt8](repeating: value, count: 16_000)) }

  private static func final(_ start: Double, _ end: Double) -> Message {
    .text(
      ServiceMessage.results(
        Results(
          duration: end - start, start: start, isFinal: true,
          channel: RecognizedChannel(alternatives: [
            .init(transcript: "tell", confidence: 1, words: [RecognizedWord(word: "tell", start: start, end: end)])
          ]))
      ).encoded())
  }

  private static func lose(_ play: Playbook) {
    play >>> request
    play >>> opened
    for value in 1...3 { play >>> .received(.accepted, audio(UInt8(value))) }
    play >>> .received(.dialled, final(0, 1))
    play.clock(2)
    play >>> gone <<< []
  }

  @Test func whatNoFinalCoversIsSaidAgainAndTimesAreTheClients() {
    let play = Self.relay()
    Self.lose(play)
    #expect(play.timers["redial"] == .milliseconds(2250))
    play >>> .received(.accepted, Self.audio(4)) <<< []
    play.clock(2.25)
    play >>> .fired("redial")
    guard case .dial? = play.actions.first else {
      Issue.record("\(play.actions)")
      return
    }
    play >>> Self.opened <<< [.send(.dialled, Self.audio(3)), .send(.dialled, Self.audio(4))]
    play >>> .received(.dialled, Self.final(0, 0.5)) <<< [.send(.accepted, Self.final(1, 1.5))]
  }

  @Test func eachPauseIsTwiceTheOneBeforeAndThenTheClientIsTold() {
    let play = Self.relay()
    Self.lose(play)
    var pauses: [Nanoseconds] = []
    while let due = play.timers["redial"] {
      pauses.append(due - play.now)
      play.clock(due.seconds)
      play >>> .fired("redial")
      play >>> .refused(ResponseHead(status: 503, reason: "", headers: []))
    }
    #expect(pauses == [250, 500, 1000, 2000].map { .milliseconds($0) })
    guard case .send(.accepted, .close(let code, let reason), _)? = play.actions.first else {
      Issue.record("\(play.actions)")
      return
    }
    #expect(code == 1011 && String(decoding: reason, as: UTF8.self).contains("503"))
  }

  @Test func aWrongKeyIsNotTriedAgain() {
    let play = Self.relay()
    play >>> Self.request
    play >>> .refused(ResponseHead(status: 401, reason: "", headers: []))
    #expect(play.timers["redial"] == nil)
    guard case .send(.accepted, .close, _)? = play.actions.first else {
      Issue.record("\(play.actions)")
      return
    }
  }

  @Test func afterItsLastWordsTheServiceIsNotCalledAgain() {
    let play = Self.relay()
    play >>> Self.request
    play >>> Self.opened
    play >>> .received(.accepted, Self.audio(1))
    play >>> .received(.accepted, .text(Array("stop".utf8)))
    let metadata = ServiceMessage.metadata(
      Metadata(requestID: "r", sha256: "s", created: "", duration: 0.5, channels: 1, models: [], modelInfo: [:]))
    play >>> .received(.dialled, .text(metadata.encoded()))
    play >>> .received(.dialled, .close(1000)) <<< [.send(.dialled, .close(1000)), .send(.accepted, .close(1000))]
    #expect(play.timers["redial"] == nil)
  }
}
