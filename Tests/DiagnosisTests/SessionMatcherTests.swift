import Diagnosis
import TestSupport
import Testing
import Timeline
import Wire

/// Connections behind the relay, put under the session whose audio they carry, whatever was recorded.
struct SessionMatcherTests {
  /// A run in which clients send half a second of audio each, 20 ms apart in starting, and the relay dials for each.
  private struct World {
    /// The sound of each client.
    var voices: [Int]
    /// What each service connection carries: indices of clients, one after the other.
    var carries: [[Int]]
    /// The session under which each connection was recorded.
    var recorded: [Int]
    /// Seconds between the starts of clients.
    var apart = 0.02
    /// Seconds by which the relay dials before it needs the connection.
    var ahead = 0.0
    /// Seconds for which the relay keeps the audio of each client; its own way takes 10 ms.
    var late = 0.0
    var change: @Sendable ([UInt8]) -> [UInt8] = { $0 }

    static func sound(_ voice: Int) -> [UInt8] {
      var random = SeededRandom(seed: UInt64(voice))
      return random.sound(samples: 16_000)
    }

    var recording: Recording {
      var events: [Event] = []
      func add(_ session: Int, _ hop: Hop, _ connection: Int, _ at: Double, _ kind: Event.Kind) {
        events.append(Event(session: session, hop: hop, connection: connection, at: .seconds(at), kind))
      }
      func send(_ bytes: [UInt8], _ session: Int, _ hop: Hop, _ connection: Int, from start: Double, by sender: Party) {
        for (number, at) in stride(from: 0, to: bytes.count, by: 1600).enumerated() {
          let frame = Frame(opcode: .binary, masked: true, payload: Array(bytes[at..<min(bytes.count, at + 1600)]))
          add(session, hop, connection, start + Double(number) * 0.05, .frame(FrameEvent(sender: sender, frame: frame)))
        }
      }
      for (client, voice) in voices.enumerated() {
        let start = Double(client) * apart
        add(client + 1, .client, client + 1, start, .request(RequestHead(target: "/listen", headers: [])))
        add(client + 1, .client, client + 1, start + 0.001, .response(ResponseHead(status: 101, reason: "", headers: [])))
        send(Self.sound(voice), client + 1, .client, client + 1, from: start + 0.2, by: .client)
        add(client + 1, .client, client + 1, start + 1.5, .ended(ConnectionEnd(.finished, by: .client)))
      }
      for (number, clients) in carries.enumerated() {
        let connection = 100 + number
        let first = max(0, Double(clients.first ?? 0) * apart - ahead)
        let query = "/v1/listen?encoding=linear16&sample_rate=16000"
        add(recorded[number], .service, connection, first + 0.1, .request(RequestHead(target: query, headers: [])))
        add(recorded[number], .service, connection, first + 0.11, .response(ResponseHead(status: 101, reason: "", headers: [])))
        for client in clients {
          let start = Double(client) * apart + 0.21 + late
          send(change(Self.sound(voices[client])), recorded[number], .service, connection, from: start, by: .relay)
        }
      }
      events.sort { $0.at < $1.at }
      for index in events.indices { events[index].id = Int64(index + 1) }
      let run = RunInfo(
        id: "r", startedAt: "", startedAtUnixNanoseconds: 0, toolVersion: "t", relay: "r", serviceHop: .simulated, finished: true)
      let audio = AudioInfo(name: "a", encoding: "linear16", sampleRate: 16_000, channels: 1, seconds: 1)
      let sessions = voices.indices.map { SessionInfo(number: $0 + 1, scenario: "s", audio: audio) }
      return Recording(run: run, sessions: sessions, events: events)
    }

    /// Sessions of each connection after matching, in the order of its events.
    var matched: [[Int]] {
      let result = SessionMatcher.match(recording)
      return carries.indices.map { number in
        result.events.filter { $0.hop == .service && $0.connection == 100 + number }.map(\.session)
          .reduce(into: []) { if $0.last != $1 { $0.append($1) } }
      }
    }
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>) func manyAtOnceAreToldByWhatTheySend(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let order = (0..<6).shuffled(using: &random)
    // All recorded under the last one, as they are where only the time is known.
    let world = World(voices: (1...6).map { $0 + Int(seed) * 10 }, carries: order.map { [$0] }, recorded: Array(repeating: 6, count: 6))
    #expect(world.matched == order.map { [$0 + 1] })
  }

  @Test func whereAllSendTheSameTheOrderOfOpeningDecides() {
    let world = World(voices: [1, 1, 1], carries: [[0], [1], [2]], recorded: [3, 3, 3])
    #expect(world.matched == [[1], [2], [3]])
  }

  @Test func whatWasRecordedRightStays() {
    let world = World(voices: [1, 1, 1], carries: [[2], [0], [1]], recorded: [3, 1, 2])
    #expect(world.matched == [[3], [1], [2]])
    #expect(SessionMatcher.match(world.recording) == world.recording)
  }

  @Test func aStrayConnectionFindsItsSession() {
    let world = World(voices: [1, 2], carries: [[0], [1]], recorded: [0, 0])
    #expect(world.matched == [[1], [2]])
  }

  @Test func theShiftedOneIsProvenByContent() {
    // Each dial came in when the next client had become the active one.
    let world = World(voices: [1, 2, 3], carries: [[0], [1], [2]], recorded: [2, 3, 3])
    #expect(world.matched == [[1], [2], [3]])
  }

  @Test func twoConnectionsForOneClient() {
    let world = World(voices: [1, 2], carries: [[0], [0], [1]], recorded: [2, 2, 2])
    #expect(world.matched == [[1], [1], [2]])
  }

  /// Opened, and recorded, while the one before was there, who said the same.
  @Test func aConnectionThatIsKeptWarmBelongsToWhoSendsOnIt() {
    let world = World(voices: [1, 1], carries: [[0], [1]], recorded: [1, 1], apart: 3, ahead: 1.7)
    #expect(world.matched == [[1], [2]])
  }

  /// Its client has left, and another who said the same is still there.
  @Test func whatARelayKeptBelongsToWhoSaidIt() {
    let world = World(voices: [1, 1], carries: [[0], [1]], recorded: [1, 2], apart: 1, late: 1.4)
    #expect(world.matched == [[1], [2]])
  }

  @Test func aPooledConnectionIsDivided() {
    let world = World(voices: [1, 2, 3], carries: [[0, 1, 2]], recorded: [1], apart: 4)
    #expect(world.matched == [[1, 2, 3]])
    // The later sessions know what the connection was opened with.
    let facts = RunFacts(SessionMatcher.match(world.recording))
    #expect(facts.sessions.allSatisfy { $0.service?.isOpen == true && $0.service?.parameter("sample_rate") == "16000" })
    #expect(facts.sessions.allSatisfy { $0.carriage?.comparison.isWhole == true })
  }

  @Test func alteredAudioIsToldByItsSound() {
    let world = World(
      voices: [1, 2, 3], carries: [[2], [0], [1]], recorded: [3, 3, 3],
      change: { bytes in
        // Half the volume: no byte is as it was.
        stride(from: 0, to: bytes.count - 1, by: 2).flatMap { at -> [UInt8] in
          let value = Int16(bitPattern: UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8) / 2 + 1
          return [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
        }
      })
    #expect(world.matched == [[3], [1], [2]])
  }
}
