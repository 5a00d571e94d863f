import Audio
import Lab
import Machines
import Speech
import Testing
import Timeline
import Wire

/// PROTOCOL, "Messages" and "Timeouts": how a session ends.
struct ServiceEndingTests {
  private static let speech = Array(SpokenFixtures.clip("one-sentence").data.prefix(88_200))

  @Test func closeStreamThenTheTwoCloses() {
    var session = ServiceSession.open()
    session.stream(Self.speech)
    let stopped = session.now
    session.say(.closeStream)
    session.send(.binary(Self.speech))
    session.wait(1)
    #expect(session.finals.count == 1)
    #expect(session.transcript == "tell the")
    #expect(abs((session.close?.at ?? 0) - stopped) <= .milliseconds(300))
    #expect(session.metadata.first?.sha256 != session.sha256)
    session.send(.close(1000))
    #expect(session.actions.last == .end(.accepted, .finished))
    session.take(.ended(.accepted, ConnectionEnd(.finished, by: .service)))
    #expect(session.actions.last == .finish)
  }

  @Test func aClientThatDoesNotAnswerTheCloseIsLeftAfterTwoSeconds() {
    var session = ServiceSession.open()
    session.say(.closeStream)
    session.wait(0.3)
    #expect(session.close?.code == 1000)
    session.wait(1.9)
    #expect(!session.actions.contains(.end(.accepted, .finished)))
    session.wait(0.1)
    #expect(session.actions.last == .end(.accepted, .finished))
  }

  @Test func anEmptyBinaryMessageEndsTheStreamIfSoSet() {
    var session = ServiceSession.open()
    session.stream(Self.speech)
    session.send(.binary([]))
    session.wait(1)
    #expect(session.close?.code == 1000)
    #expect(session.metadata.first?.sha256 == session.sha256)

    session = ServiceSession.open { $0.emptyBinaryEnds = false }
    session.stream(Self.speech)
    session.send(.binary([]))
    session.wait(1)
    #expect(session.close == nil)
  }

  @Test func aClientsCloseLosesTrailingResults() {
    var session = ServiceSession.open(ServiceSession.raw + "&interim_results=true")
    session.stream(Self.speech)
    session.send(.close(1000, "bye"))
    #expect(session.actions.suffix(2) == [.send(.accepted, .close(1000)), .end(.accepted, .finished)])
    let before = session.log.count
    session.wait(20)
    #expect(session.log.count == before)
    #expect(session.metadata.isEmpty)
  }

  @Test func aConnectionThatEnds() {
    var session = ServiceSession.open()
    session.stream(Self.speech)
    session.take(.ended(.accepted, ConnectionEnd(.reset, by: .relay)))
    #expect(session.actions.last == .finish)
    session.wait(20)
    #expect(session.actions.last == .finish)
  }

  @Test func tenSecondsWithoutAudioOrText() {
    var session = ServiceSession.open()
    session.stream(Self.speech)
    session.wait(9.9)
    #expect(session.close == nil)
    session.wait(0.2)
    #expect(session.metadata.first?.sha256 == "incomplete")
    #expect(session.metadata.first?.duration == 1)
    #expect(session.close?.code == 1011)
    #expect(
      session.close?.reason
        == "Deepgram did not receive audio data or a text message within the timeout window. See https://dpgr.am/net0001")
    #expect(session.close?.at == session.messages.last?.at)
    #expect(session.finals.isEmpty)
  }

  @Test func keepAliveKeepsASessionThatHadAudio() {
    var session = ServiceSession.open()
    session.stream(Self.speech)
    for _ in 0..<6 {
      session.wait(5)
      session.say(.keepAlive)
    }
    #expect(session.close == nil)
    session.wait(10)
    #expect(session.close?.code == 1011)
  }

  @Test func keepAliveAloneIsNotEnough() {
    var session = ServiceSession.open()
    for _ in 0..<3 {
      session.wait(4)
      session.say(.keepAlive)
    }
    #expect(session.close?.code == 1011)
    #expect(session.close?.at == .seconds(10))
    #expect(session.close?.reason.contains("net0001") == true)
    #expect(session.metadata.first?.channels == 0)
  }

  @Test func audioThatCannotBeDecodedIsNeverAnswered() {
    var session = ServiceSession.open("/v1/listen")
    for _ in 0..<20 {
      session.send(.binary(Self.speech))
      session.wait(1)
    }
    #expect(session.close?.code == 1011)
    #expect(session.close?.at == .seconds(15))
    #expect(session.close?.reason == "Deepgram did not provide a response message within the timeout window. See https://dpgr.am/net0000")
    #expect(session.metadata.first?.duration == 0)

    session = ServiceSession.open("/v1/listen")
    session.send(.binary(Self.speech))
    session.wait(11)
    #expect(session.close?.reason.contains("net0000") == true)
    session = ServiceSession.open("/v1/listen") { $0.undecodableIsUnanswered = false }
    session.send(.binary(Self.speech))
    session.wait(11)
    #expect(session.close?.reason.contains("net0001") == true)
  }

  @Test(arguments: ["stop", #"{"type":"Start"}"#, "UklGRiQAAABXQVZF", "[]", ""])
  func anUnknownTextIsAnErrorIfSoSet(text: String) {
    var session = ServiceSession.open()
    session.send(.text(text))
    guard case .error = session.messages.last?.message else {
      Issue.record("\(session.actions)")
      return
    }
    #expect(session.close?.code == 1008)

    session = ServiceSession.open { $0.unknownTextCloses = false }
    session.stream(Self.speech)
    session.wait(8)
    session.send(.text(text))
    session.wait(8)
    #expect(session.messages.isEmpty)
    #expect(session.close == nil)
  }

  @Test func pingIsAnswered() {
    var session = ServiceSession.open()
    session.send(.ping([1, 2, 3]))
    #expect(session.actions.last == .send(.accepted, .pong([1, 2, 3])))
    session.send(.pong([]))
    #expect(session.actions.last == .send(.accepted, .pong([1, 2, 3])))
  }

  @Test func stoppingTheProgramSaysGoingAway() {
    var session = ServiceSession.open()
    session.take(.stopRequested)
    #expect(session.close?.code == 1001)
    session.send(.close(1001))
    #expect(session.actions.last == .end(.accepted, .finished))
  }

  @Test func metadataSaysWhenAndWhich() {
    var session = ServiceSession.open { $0.startedAtUnixNanoseconds = 1_787_692_291_685_000_000 }
    session.say(.closeStream)
    session.wait(1)
    #expect(session.metadata.first?.created == "2026-08-25T21:11:31.685Z")
    #expect(session.metadata.first?.transactionKey == "deprecated")
    let models = session.metadata.first?.models ?? []
    #expect(models.count == 1)
    #expect(models.first.flatMap { session.metadata.first?.modelInfo?[$0]?.arch } == "nova-2")
  }
}
