import Lab
import Machines
import Synchronization
import Timeline
import Wire

/// One connection to the service for all clients of a relay: the first client's relay dials, the others hand it their audio, and each result
/// goes to all of them.
final class Hub: Sendable {
  private struct State {
    var owner: Int?
    var toService: [Message] = []
    var toClients: [Int: [Message]] = [:]
    var present: Set<Int> = []
  }

  private let state = Mutex(State())

  /// - Returns: True for the first: it is the one that dials.
  func join(_ session: Int) -> Bool {
    state.withLock { state in
      state.present.insert(session)
      if state.owner == nil { state.owner = session }
      return state.owner == session
    }
  }

  func leave(_ session: Int) { state.withLock { _ = $0.present.remove(session) } }
  func send(_ message: Message) { state.withLock { $0.toService.append(message) } }
  func takeForService() -> [Message] {
    state.withLock { state in
      defer { state.toService = [] }
      return state.toService
    }
  }
  func tell(_ message: Message) {
    state.withLock { state in for other in state.present { state.toClients[other, default: []].append(message) } }
  }
  func take(_ session: Int) -> [Message] { state.withLock { $0.toClients.removeValue(forKey: session) ?? [] } }

  func relay(_ settings: RelaySettings, session: Int) -> any Machine {
    FaultyMachine(ReferenceRelay(settings: settings), behind: Stage(hub: self, session: session))
  }

  private struct Stage: FaultStage {
    let hub: Hub
    let session: Int
    var owns = false

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      switch occurrence {
      case .fired("hub"):
        let forService: [Action] = owns ? hub.takeForService().map { .send(.dialled, $0) } : []
        return forService + hub.take(session).map { .send(.accepted, $0) } + [.wake("hub", at: now + .milliseconds(5))]
      case .requested:
        owns = hub.join(session)
        let begun: [Action] = [.wake("hub", at: now + .milliseconds(5))]
        return owns ? inner.handle(occurrence, at: now) + begun : [.accept(subprotocol: nil, headers: [])] + begun
      case .received(.accepted, let message) where !owns:
        switch message {
        case .binary: hub.send(message)
        case .close(let code, _): return [.send(.accepted, .close(code: code, reason: [])), .end(.accepted, .finished)]
        default: break
        }
        return []
      case .ended(.accepted, _) where !owns:
        hub.leave(session)
        return [.cancel("hub"), .finish]
      case .ended(.accepted, _): hub.leave(session)
      default: break
      }
      var actions: [Action] = []
      for action in inner.handle(occurrence, at: now) {
        if case .send(.accepted, .text(let bytes), _) = action {
          hub.tell(.text(bytes))
          continue
        }
        if action == .finish { actions.append(.cancel("hub")) }
        actions.append(action)
      }
      return actions
    }
  }
}

extension Recording {
  /// The same with each session's service connection opened, and kept alive, in the time of the session before it, where a recorder puts it.
  var withConnectionsDialledAhead: Recording {
    var copy = self
    for index in copy.events.indices where copy.events[index].hop == .service {
      let event = copy.events[index]
      guard let own = sessions.first(where: { $0.number == event.session }),
        let before = sessions.first(where: { $0.number == own.number - 1 })
      else { continue }
      switch event.kind {
      case .request, .response:
        copy.events[index].at = before.startedAt + .milliseconds(40) + (event.at - own.startedAt)
        copy.events[index].session = before.number
      default: break
      }
    }
    // A KeepAlive every four seconds from then on.
    for info in sessions.dropFirst() {
      guard let before = sessions.first(where: { $0.number == info.number - 1 }) else { continue }
      guard let connection = events.first(where: { $0.hop == .service && $0.session == info.number })?.connection else { continue }
      var at = before.startedAt + .seconds(4)
      while at < info.startedAt {
        let frame = Frame(sending: .text, payload: Array(#"{"type":"KeepAlive"}"#.utf8), maskKey: 7)
        copy.events.append(
          Event(session: before.number, hop: .service, connection: connection, at: at, .frame(FrameEvent(sender: .relay, frame: frame))))
        at += .seconds(4)
      }
    }
    copy.events = Series(copy.events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element))
    for index in copy.events.indices { copy.events[index].id = Int64(index + 1) }
    return copy
  }
}
