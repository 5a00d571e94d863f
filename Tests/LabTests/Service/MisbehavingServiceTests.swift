import Lab
import Machines
import Speech
import Testing
import Timeline
import Wire

/// Each way in which the service can misbehave is done, at its moment, and noted.
struct MisbehavingServiceTests {
  private static let request = Occurrence.requested(
    RequestHead(
      method: "GET", target: "/v1/listen?encoding=linear16&sample_rate=16000&channels=1&interim_results=true",
      headers: [HeaderField("Authorization", "Token secret-key")]))
  /// A tenth of a second.
  private static let chunk = Occurrence.received(.accepted, .binary([UInt8](repeating: 1, count: 3200)))

  private static func service(_ misbehaviour: Misbehaviour) -> Playbook {
    Playbook(AnyMachine(MisbehavingParts().service(ServiceSettings(known: SpokenFixtures.known), misbehaviour)))
  }

  /// Two seconds of audio and the end of the stream.
  @Test(arguments: MisbehaviourKind.allCases.filter { $0 != .sessionLimit })
  func eachIsNotedOnce(_ kind: MisbehaviourKind) {
    let play = Self.service(Misbehaviour(kind))
    play >>> Self.request
    if kind == .slowHandshake { play.fireNext() }
    for tenth in 1...20 {
      play.clock(4 + Double(tenth) / 10)
      play >>> Self.chunk
    }
    play >>> .received(.accepted, .text(ClientMessage.closeStream.encoded))
    #expect(play.notes.map(\.code) == [.misbehaved])
    #expect(play.notes.first?.text.contains(kind.deed) == true)
  }

  @Test func audioIsCountedAsItIsDeclared() {
    let play = Self.service(Misbehaviour(.reset, .audio(.seconds(1))))
    play >>> Self.request
    for _ in 1...9 { play >>> Self.chunk <<< [] }
    play >>> Self.chunk <<< [.end(.accepted, .reset)]
  }

  @Test func theHandshakeIsNeverAnswered() {
    let play = Self.service(Misbehaviour(.hangInHandshake))
    play >>> Self.request <<< []
    #expect(play.timers.isEmpty)
    play >>> .ended(.accepted, ConnectionEnd(.reset, by: .relay)) <<< [.finish]
  }

  @Test func whoIsSilentAnswersPingsAndWhoIsGoneDoesNot() {
    for (kind, answer) in [(MisbehaviourKind.noAnswer, [Action.send(.accepted, .pong([1]))]), (.halfOpen, [])] {
      let play = Self.service(Misbehaviour(kind, .audio(.milliseconds(100))))
      play >>> Self.request
      play >>> Self.chunk <<< []
      play >>> .received(.accepted, .ping([1])) <<< answer
      play >>> .received(.accepted, .text(ClientMessage.closeStream.encoded)) <<< []
    }
  }

  @Test func theTimeoutComesWithItsMetadataAndItsSentence() {
    let play = Self.service(Misbehaviour(.closeNet0001, .audio(.milliseconds(100))))
    play >>> Self.request
    play >>> Self.chunk
    guard case .send(.accepted, .text(let bytes), _)? = play.actions.first,
      case .send(.accepted, .close(let code, let reason), _)? = play.actions.last
    else {
      Issue.record("\(play.actions)")
      return
    }
    #expect(String(decoding: bytes, as: UTF8.self).contains("incomplete"))
    #expect(code == 1011 && String(decoding: reason, as: UTF8.self).contains("net0001"))
  }

  @Test func theMomentMayBeTheEndOfTheStream() {
    let play = Self.service(Misbehaviour(.close1000, .stop))
    play >>> Self.request
    play >>> Self.chunk <<< []
    play >>> .received(.accepted, .text(ClientMessage.closeStream.encoded)) <<< [.send(.accepted, .close(1000))]
    play >>> .received(.accepted, .close(1000)) <<< [.end(.accepted, .finished)]
  }

  @Test func oneSessionAtATime() {
    let parts = MisbehavingParts()
    let settings = ServiceSettings(known: SpokenFixtures.known)
    let first = Playbook(AnyMachine(parts.service(settings, Misbehaviour(.sessionLimit))))
    let second = Playbook(AnyMachine(parts.service(settings, Misbehaviour(.sessionLimit))))
    let third = Playbook(AnyMachine(parts.service(settings, Misbehaviour(.sessionLimit))))
    first >>> Self.request
    #expect(first.notes.isEmpty)
    second >>> Self.request
    guard case .refuse(let head)? = second.actions.first else {
      Issue.record("\(second.actions)")
      return
    }
    #expect(head.status == 429)
    first >>> .ended(.accepted, ConnectionEnd(.finished, by: .relay))
    third >>> Self.request
    #expect(third.notes.isEmpty)
  }

  @Test(arguments: [("secret-key", 1), ("secret", 0)])
  func aKeyThatIsShownIsNoted(_ shown: String, notes: Int) {
    let parts = MisbehavingParts()
    let service = Playbook(AnyMachine(parts.service(ServiceSettings(known: SpokenFixtures.known), Misbehaviour(.refused401))))
    service >>> Self.request
    let client = Playbook(AnyMachine(parts.client(Deaf())))
    client >>> .received(.dialled, .text(Array("refused: Token \(shown) is wrong".utf8)))
    client >>> .received(.dialled, .text(Array("again: \(shown)".utf8)))
    #expect(client.notes.map(\.code) == Array(repeating: .keyShown, count: notes))
  }

  @Test func theHandshakeTakesItsTime() {
    var settings = ServiceSettings(known: SpokenFixtures.known)
    settings.handshakeDelay = ServiceSettings.farHandshake
    let play = Playbook(SimulatedService(settings: settings))
    play >>> Self.request <<< []
    #expect(play.timers == ["handshake": .milliseconds(200)])
    play.fireNext()
    guard case .accept? = play.actions.first else {
      Issue.record("\(play.actions)")
      return
    }
  }
}

/// Whatever a factory makes, for who wants to know its type.
private struct AnyMachine: Machine {
  var inner: any Machine
  init(_ inner: any Machine) { self.inner = inner }
  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] { inner.handle(occurrence, at: now) }
}

/// Does nothing.
private struct Deaf: Machine {
  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] { [] }
}
