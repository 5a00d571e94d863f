internal import Lab
internal import Machines
internal import Timeline
internal import Wire

/// How a relay may go wrong before audio reaches the service.
enum OpeningDepartures {
  static let all: [Departure] = [
    Departure("never-dials", .relay, ["service-never-dialled"]) { _, pen in
      Filtering(memory: ()) { action, now, _ in
        switch action {
        case .dial:
          pen.note("did not dial the service", on: .relayToService, at: now)
          return []
        case .wake(ReferenceRelay.Timer.dial.name, _): return []
        default: return [action]
        }
      }
    },
    // Who is gone before it would have dialled never did.
    Departure(
      "dials-late", .relay,
      ["slow-start", "results-slow", "audio-held-back", "pacing-bursty", "pacing-too-fast", "service-never-dialled"]
    ) { draw, pen in
      LateDial(wait: wait(draw), loses: false, pen: pen)
    },
    Departure("dials-late-losing", .relay, ["audio-lost-at-start", "audio-lost", "slow-start", "service-never-dialled"]) { draw, pen in
      LateDial(wait: wait(draw), loses: true, pen: pen)
    },
    Departure("wrong-path", .relay, ["service-refused", "service-refusal-hidden"], answerable: [.service]) { draw, pen in
      Dialling.stage(pen, "dialled another path") { path, items in
        (draw.variant % 2 == 0 ? "/v2/listen" : "/", items)
      }
    },
    Departure("no-credentials", .relay, ["service-refused", "service-refusal-hidden"], answerable: [.service]) { _, pen in
      Filtering(memory: ()) { action, now, _ in
        guard case .dial(let target, _, let subprotocols) = action else { return [action] }
        pen.note("dialled without credentials", on: .relayToService, at: now)
        return [.dial(target: target, headers: [], subprotocols: subprotocols)]
      }
    },
    Departure("refuses-client", .relay, ["handshake-refused"]) { draw, pen in
      Filtering(memory: false) { action, now, refused in
        guard case .accept = action else { return refused ? [] : [action] }
        refused = true
        pen.note("refused its client", on: .relayToClient, at: now)
        let status = [200, 401, 404, 503][draw.variant % 4]
        return [.refuse(ResponseHead(status: status, reason: "Chance", headers: [], body: Array("no".utf8))), .finish]
      }
    },
  ]

  private static func wait(_ draw: Draw) -> Nanoseconds { .seconds(0.6 + 2.4 * draw.amount) }
}
