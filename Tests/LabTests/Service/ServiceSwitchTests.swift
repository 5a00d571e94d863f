import Audio
import Lab
import Machines
import Speech
import Testing
import Timeline
import Wire

/// What PROTOCOL marks as reported or inferred is a switch; and whom the service lets in is one too.
struct ServiceSwitchTests {
  private static let clip = SpokenFixtures.clip("one-sentence")
  private static let speech = Array(clip.data.prefix(88_200))
  private static let wav = WAVHeader.bytes(format: clip.format, dataLength: clip.data.count) + clip.data

  private static func refusal(_ target: String = ServiceSession.raw, _ change: (inout ServiceSettings) -> Void) -> Int? {
    var session = ServiceSession(change)
    session.request(target)
    if case .refuse(let head) = session.actions.first { return head.status }
    return nil
  }

  @Test func eachStatusWhereTheServiceWouldGiveIt() {
    #expect(Self.refusal { $0.keys = ["other"] } == 401)
    #expect(Self.refusal { $0.keys = ["other", "secret"] } == nil)
    #expect(Self.refusal { $0.hasCredit = false } == 402)
    #expect(Self.refusal(ServiceSession.raw + "&model=nova-3") { $0.models = ["nova-2"] } == 403)
    #expect(Self.refusal(ServiceSession.raw + "&model=nova-2") { $0.models = ["nova-2"] } == nil)
    #expect(Self.refusal { $0.refusal = .tooMany } == 429)
    // A bad query is told before the money is counted.
    #expect(Self.refusal("/v1/listen?encoding=what") { $0.hasCredit = false } == 400)
  }

  @Test func theHashMayAlwaysBeIncomplete() {
    var session = ServiceSession.open { $0.hashIsExact = false }
    session.stream(Self.speech)
    session.say(.closeStream)
    session.wait(1)
    #expect(session.metadata.first?.sha256 == "incomplete")
  }

  @Test func aHeaderInDeclaredAudioMayBeLeftOut() {
    var session = ServiceSession.open { $0.riffHeaderIsAudio = false }
    session.stream(Self.wav, chunk: 10)
    session.say(.closeStream)
    session.wait(1)
    #expect(session.metadata.first?.duration == (Self.clip.seconds * 1e6).rounded() / 1e6)
    #expect(session.transcript == Self.clip.transcript)
    session = ServiceSession.open { $0.riffHeaderIsAudio = false }
    session.stream(Self.clip.data)
    session.say(.closeStream)
    session.wait(1)
    #expect(session.transcript == Self.clip.transcript)
  }

  @Test func undecodableAudioMayBeClosed() {
    var session = ServiceSession.open("/v1/listen") { $0.undecodableCloses = true }
    session.stream(Self.speech)
    #expect(session.close?.code == 1008)
    #expect(session.close?.reason.hasPrefix("DATA-0000") == true)
    #expect((session.close?.reason.utf8.count ?? 999) <= 123)
  }

  @Test(arguments: [
    ("/v1/listen", Array("ID3".utf8) + Self.speech, "MP3"),
    ("/v1/listen?encoding=flac", Array("fLaC".utf8) + Self.speech, "flac"),
    // Bytes that are plainly something else are silence to the real service too.
    ("/v1/listen?encoding=flac", Self.speech, nil), ("/v1/listen", Self.speech, nil),
    ("/v1/listen", Array("OggS".utf8) + Self.speech, nil),
  ])
  func theRecordingSaysWhatOnlyTheRealServiceDecodes(target: String, bytes: [UInt8], codec: String?) {
    var session = ServiceSession.open(target)
    session.stream(bytes)
    let notes = session.actions.compactMap { if case .note(let note) = $0 { note.text } else { nil } }
    #expect(notes == codec.map { ["the simulated service does not decode \($0), as the real one would: no results will come"] } ?? [])
    #expect(session.close == nil && session.results.isEmpty)
  }

  @Test func aClientsCloseMayBeDrained() {
    var session = ServiceSession.open { $0.closeDrains = true }
    session.stream(Self.speech)
    session.send(.close(1000))
    session.wait(1)
    #expect(session.transcript == "tell the")
    #expect(session.metadata.first?.sha256 == session.sha256)
    #expect(session.actions.suffix(2) == [.send(.accepted, .close(1000)), .end(.accepted, .finished)])
    session.wait(20)
    #expect(session.actions.last == .end(.accepted, .finished))

    // The Close may come behind CloseStream too.
    session = ServiceSession.open { $0.closeDrains = true }
    session.stream(Self.speech)
    session.say(.closeStream)
    session.send(.close(1000))
    session.wait(1)
    #expect(session.metadata.count == 1)
    #expect(session.actions.last == .end(.accepted, .finished))
  }

  @Test(arguments: [(ServiceSettings.FinalizeAnswers.always, 2), (.pending, 1), (.never, 0)])
  func finalizeAnswers(when: ServiceSettings.FinalizeAnswers, count: Int) {
    var session = ServiceSession.open { $0.finalizeAnswers = when }
    session.stream(Self.speech)
    session.say(.finalize)
    session.say(.finalize)
    session.wait(1)
    #expect(session.results.count { $0.fromFinalize == true } == count)
  }

  @Test func ofLongMessagesOnlyTheFirstMayBeHeard() {
    func play(_ limit: Double?) -> ServiceSession {
      var session = ServiceSession.open { $0.longestMessage = limit }
      session.send(.binary(Self.speech))
      session.send(.binary(Array(Self.clip.data.dropFirst(88_200))))
      session.say(.closeStream)
      session.wait(1)
      #expect(session.metadata.first?.sha256 == session.sha256)
      return session
    }
    #expect(play(nil).transcript == Self.clip.transcript)
    #expect(play(1).transcript == "tell the")
  }

  @Test func everyChannelByItself() {
    let rate = 44_100
    let other = SpokenFixtures.clip("two-sentences").monoSamples
    let both = zip(Self.clip.monoSamples, other).flatMap { [$0, $1] }
    let bytes = SampleCodec.encode(both, .linear16)
    let query = "/v1/listen?encoding=linear16&sample_rate=\(rate)&channels=2&interim_results=true&vad_events=true&utterance_end_ms=1000"
    var session = ServiceSession.open(query + "&multichannel=true")
    session.stream(bytes, bytesPerSecond: rate * 4)
    session.say(.closeStream)
    session.wait(1)
    #expect(Set(session.results.map(\.channelIndex)) == [[0, 2], [1, 2]])
    let texts = [0, 1].map { channel in
      session.finals.filter { $0.channelIndex[0] == channel }.map(\.transcript).filter { !$0.isEmpty }.joined(separator: " ")
    }
    #expect(texts.first == Self.clip.transcript)
    #expect(texts.last?.hasPrefix("the train leaves at") == true)
    let started = session.messages.compactMap { if case .speechStarted(let start) = $0.message { start.channel } else { nil } }
    #expect(Set(started) == [[0, 2], [1, 2]])
    #expect(session.metadata.first?.channels == 2)

    var mixed = ServiceSession.open(query)
    mixed.stream(bytes, bytesPerSecond: rate * 4)
    #expect(Set(mixed.results.map(\.channelIndex)) == [[0, 1]])
  }
}
