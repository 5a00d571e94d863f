internal import Lab
internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// How a relay may end a session that was not to end so.
enum EndingDepartures {
  static let all: [Departure] = [
    Departure("ends-early", .relay, ["close-stream-early"]) { draw, pen in
      AtTime(
        draw.at, pen, "sent CloseStream while its client was speaking", on: .relayToService,
        [.send(.dialled, .text(ClientMessage.closeStream.encoded))])
    },
    Departure("forwards-stop", .relay, ["stop-forwarded-verbatim"]) { _, pen in
      Filtering(memory: ()) { occurrence, now, _ in
        guard case .received(.accepted, .text(let text)) = occurrence, text == Array("stop".utf8) else { return [] }
        pen.note("passed the stop on as it was", on: .relayToService, at: now)
        return [.send(.dialled, .text(text))]
      } change: { action, _, _ in
        [action]
      }
    },
    Departure("closes-at-stop", .relay, ["closed-before-final", "results-dropped"]) { _, pen in
      Filtering(memory: false) { occurrence, now, closed in
        guard case .received(.accepted, .text(let text)) = occurrence, text == Array("stop".utf8), !closed else { return [] }
        closed = true
        pen.note("closed its client at the stop", on: .relayToClient, at: now)
        return [.send(.accepted, .close(1000))]
      } change: { action, _, closed in
        closed && (action.isData(on: .accepted) || action.isClose(on: .accepted)) ? [] : [action]
      }
    },
    Departure("never-closes", .relay, ["close-not-relayed"]) { _, pen in
      Filtering(memory: false) { occurrence, _, left in
        switch occurrence {
        case .received(.accepted, .close), .ended(.accepted, _): left = true
        default: break
        }
        return []
      } change: { action, now, left in
        if case .wake(ReferenceRelay.Timer.clientClose.name, _) = action, !left { return [] }
        guard !left, action.ends(.accepted) || action == .finish else { return [action] }
        if action.ends(.accepted) { pen.note("did not close its client", on: .relayToClient, at: now) }
        return []
      }
    },
    // Where the service left with a failure, its code is what the client misses.
    Departure("drops-tcp", .relay, ["close-frame-missing", "close-code-lost"]) { _, pen in
      Filtering(memory: ()) { action, now, _ in
        guard action.isClose(on: .accepted) else { return [action] }
        pen.note("ended TCP in place of a Close", on: .relayToClient, at: now)
        return [.end(.accepted, .finished)]
      }
    },
    Departure("resets-client", .relay, ["relay-crashed", "unexpected-close"]) { draw, pen in
      AtTime(draw.at, pen, "reset its client", on: .relayToClient, [.end(.accepted, .reset)])
    },
    Departure("dies", .relay, ["relay-crashed", "unexpected-close"]) { draw, pen in
      AtTime(draw.at, pen, "died", on: nil, [.end(.accepted, .reset), .end(.dialled, .reset), .finish])
    },
    // Right behind the first final it is what an early break looks like; where its Close is held up, all that shows is that it ends the stream.
    Departure("leaves-client", .relay, ["unexpected-close", "closed-before-final", "early-break", "close-stream-early"]) { draw, pen in
      let code: UInt16 = [1000, 1011, 1001][draw.variant % 3]
      return AtTime(
        draw.at, pen, "closed its client while that was speaking", on: .relayToClient,
        [.send(.accepted, .close(code)), .send(.dialled, .text(ClientMessage.closeStream.encoded))],
        may: { !$0.isData(on: .accepted) && !$0.isClose(on: .accepted) })
    },
    Departure("leaves-service", .relay, ["unexpected-close", "closed-before-final", "results-dropped"]) { draw, pen in
      AtTime(
        draw.at, pen, "closed the service while its client was speaking", on: .relayToService, [.send(.dialled, .close(1000))])
    },
    Departure("leaves-service-open", .relay, ["service-hop-left-open"], shownBy: "hang-up") { _, pen in
      Filtering(memory: false) { occurrence, now, left in
        switch occurrence {
        case .received(.accepted, .close), .ended(.accepted, _):
          if !left { pen.note("kept the service's connection after its client's end", on: .relayToService, at: now) }
          left = true
        case .ended(.dialled, _): left = false
        default: break
        }
        return []
      } change: { action, _, left in
        left && (action.isOn(.dialled) || action == .finish) ? [] : [action]
      }
    },
    Departure("stops-reading-service", .relay, ["results-not-forwarded", "closed-before-final", "results-dropped", "early-break"]) {
      draw, pen in
      AtTime(
        draw.at, pen, "took nothing more from the service", on: .serviceToRelay, [],
        hears: { if case .received(.dialled, .text) = $0 { false } else { true } })
    },
    Departure("stops-forwarding", .relay, ["audio-lost-at-end", "audio-lost", "audio-not-forwarded", "idle-timeout"]) { draw, pen in
      AtTime(
        draw.at, pen, "passed no more audio on", on: .relayToService, [],
        may: { if case .send(.dialled, .binary, _) = $0 { false } else { true } })
    },
  ]
}
