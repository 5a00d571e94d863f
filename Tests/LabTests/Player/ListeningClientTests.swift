import Machines
import Scenarios
import Speech
import Testing
import Timeline
import Wire

@testable import Lab

/// What a client does whose results come on a connection of their own.
struct ListeningClientTests {
  private struct Inner: Machine {
    var heard: [Occurrence] = []

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
      heard.append(occurrence)
      switch occurrence {
      case .opened: return [.send(.dialled, .binary([1, 2]))]
      case .fired("stop"): return [.send(.dialled, .text("stop"))]
      case .fired("late"): return [.send(.dialled, .text("late"))]
      case .received(_, .close): return [.finish]
      default: return []
      }
    }
  }

  private let opened = Occurrence.opened(ResponseHead(status: 101, reason: "Switching Protocols", headers: []))
  private let final = Message.text(#"{"type":"final","text":"words"}"#)

  private func client(id: String? = nil, says: [String] = []) throws -> ListeningClient {
    let place = ResultsPlace(
      .webSocket(says: says), url: "ws://relay.test/results/{{id}}?of={{stream}}", id: try id.map { try .init(parsing: $0) })
    return ListeningClient(Inner(), results: place, headers: [], stop: .text("stop"), stream: "MZ1")
  }

  @Test func itListensBeforeAnyAudioGoesOut() throws {
    var client = try client(says: [#"{"subscribe":"{{stream}}"}"#])
    let first = client.handle(opened, at: 0)
    #expect(first.contains(.listen(ResultsSource(.webSocket, url: "ws://relay.test/results/?of=MZ1"))))
    #expect(!first.contains { if case .send = $0 { true } else { false } })
    let then = client.handle(.listening, at: 1)
    #expect(then.first == .send(.results, .text(#"{"subscribe":"MZ1"}"#)))
    #expect(then.contains(.send(.dialled, .binary([1, 2]))))
  }

  @Test func itWaitsForTheSessionsName() throws {
    var client = try client(id: "$.call")
    #expect(!client.handle(opened, at: 0).contains { if case .listen = $0 { true } else { false } })
    #expect(client.handle(.received(.dialled, .text(#"{"hello":1}"#)), at: 1).isEmpty)
    let asks = client.handle(.received(.dialled, .text(#"{"call":"a/b"}"#)), at: 2)
    #expect(asks.contains(.listen(ResultsSource(.webSocket, url: "ws://relay.test/results/a%2Fb?of=MZ1"))))
  }

  @Test func aRelayThatNeverNamesTheSessionIsLeft() throws {
    var client = try client(id: "$.call")
    _ = client.handle(opened, at: 0)
    let given = client.handle(.fired("results id"), at: .seconds(10))
    #expect(given.last == .finish)
    #expect(given.contains { if case .note(let note) = $0 { note.topic == .resultsUnheard } else { false } })
  }

  @Test func whatItHearsThereIsTheRelaysWord() throws {
    var client = try client()
    _ = client.handle(opened, at: 0)
    _ = client.handle(.listening, at: 1)
    _ = client.handle(.received(.results, final), at: 2)
    #expect(client.heard.last == .received(.dialled, final))
    #expect(client.handle(.received(.results, .ping([7])), at: 3) == [.send(.results, .pong([7]))])
  }

  /// The relay closes the connection of the audio at the stop, and its last results come after that.
  @Test func aCloseBehindTheStopWaitsForTheResults() throws {
    var client = try client()
    _ = client.handle(opened, at: 0)
    _ = client.handle(.listening, at: 1)
    _ = client.handle(.fired("stop"), at: 2)
    let answer = client.handle(.received(.dialled, .close(1000)), at: 3)
    #expect(answer.contains(.send(.dialled, .close(1000))))
    #expect(client.handle(.fired("late"), at: 4).isEmpty, "nothing is said behind a Close")
    _ = client.handle(.received(.results, final), at: 5)
    #expect(client.heard.last == .received(.dialled, final))
    let end = client.handle(.fired("results quiet"), at: .seconds(3))
    #expect(client.heard.last == .received(.dialled, .close(1000)))
    #expect(end.contains(.send(.results, .close(1000))) && end.contains(.end(.results, .finished)) && end.last == .finish)
  }

  private func listening() throws -> ListeningClient {
    var client = try client()
    _ = client.handle(opened, at: 0)
    _ = client.handle(.listening, at: 1)
    return client
  }

  private let over = Occurrence.ended(.results, ConnectionEnd(.finished, by: .relay))

  private func isUnheard(_ actions: [Action]) -> Bool {
    actions.contains { if case .note(let note) = $0 { note.topic == .resultsUnheard } else { false } }
  }

  /// A relay may not know the session yet: its client listens again, as pages do.
  @Test func whereItIsTurnedAwayItListensAgain() throws {
    var client = try listening()
    _ = client.handle(.received(.results, .text("[]")), at: 2)
    let end = client.handle(over, at: 3)
    #expect(end == [.wake("results again", at: 3 + ListeningClient.again)])
    let again = client.handle(.fired("results again"), at: .milliseconds(300))
    #expect(again == [.listen(ResultsSource(.webSocket, url: "ws://relay.test/results/?of=MZ1"))])
    #expect(client.handle(.listening, at: .milliseconds(310)).isEmpty, "the audio has begun")
    _ = client.handle(.received(.results, final), at: .milliseconds(400))
    #expect(client.heard.last == .received(.dialled, final))
    #expect(!isUnheard(client.handle(.fired("stop"), at: .seconds(2))))
  }

  /// Who was always turned away has heard nothing, whatever was said to them.
  @Test func whoIsAlwaysTurnedAwayGivesUp() throws {
    var client = try listening()
    var now: Nanoseconds = 1
    var said: [Action] = []
    for _ in 0...ListeningClient.mostTries {
      _ = client.handle(.received(.results, .text("[]")), at: now)
      said = client.handle(over, at: now)
      guard case .wake(_, let next)? = said.first else { break }
      now = next
      _ = client.handle(.fired("results again"), at: now)
      _ = client.handle(.listening, at: now)
    }
    #expect(isUnheard(said) && said.last == .finish)
    #expect(now > .seconds(15) && now < .seconds(25))
  }

  @Test func whoIsAwayAtTheStopGivesUp() throws {
    var client = try listening()
    _ = client.handle(over, at: 2)
    let stop = client.handle(.fired("stop"), at: 3)
    #expect(stop.first == .send(.dialled, .text("stop")) && isUnheard(stop))
    #expect(client.handle(.fired("results again"), at: .seconds(1)).isEmpty)
  }

  /// A connection that brought something and then went is the relay's own doing: what it brought counts.
  @Test func whatWasHeardBeforeTheEndCounts() throws {
    var client = try listening()
    _ = client.handle(.received(.results, final), at: .seconds(1))
    _ = client.handle(over, at: .seconds(2))
    let stop = client.handle(.fired("stop"), at: .seconds(2) + 1)
    #expect(!isUnheard(stop) && stop.contains(.note(Note(.remark, "the connection of the results ended before the stop"))))
  }

  @Test func aCloseInTheMiddleIsTheEnd() throws {
    var client = try client()
    _ = client.handle(opened, at: 0)
    _ = client.handle(.listening, at: 1)
    _ = client.handle(.received(.dialled, .close(1011)), at: 2)
    #expect(client.heard.last == .received(.dialled, .close(1011)))
  }
}

extension ListeningClient {
  fileprivate var heard: [Occurrence] {
    guard let inner = Mirror(reflecting: self).descendant("inner") as? any Machine else { return [] }
    return Mirror(reflecting: inner).descendant("heard") as? [Occurrence] ?? []
  }
}
