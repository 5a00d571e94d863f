internal import Lab
internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// What may go wrong behind a healthy relay.
enum ServiceDepartures {
  static let all: [Departure] = [
    Departure(
      "refuses", .service, ["service-refused"], stage: { _, pen in Noting(pen: pen, what: "refused the relay", link: .serviceToRelay) }
    )
    .with {
      $0.service = { draw, settings in
        settings.refusal = [ListenParameters.Refusal.unauthorized, .paymentRequired, .forbidden, .tooMany][draw.variant % 4]
      }
    },
    Departure("closes", .service, ["unexpected-close"]) { draw, pen in
      let (code, reason): (UInt16, String) = [(1011, "internal error"), (1000, ""), (1001, "going away"), (1011, "")][draw.variant % 4]
      return AtTime(
        draw.at, pen, "closed in the midst of the audio", on: .serviceToRelay, [.send(.accepted, .close(code, reason))],
        hears: Self.isEnding, may: { $0.ends(.accepted) && !$0.isClose(on: .accepted) || $0 == .finish })
    },
    Departure("resets", .service, ["unexpected-close"], answerable: [.network]) { draw, pen in
      AtTime(draw.at, pen, "reset the relay's connection", on: .serviceToRelay, [.end(.accepted, .reset)])
    },
    Departure("ends-tcp", .service, ["unexpected-close"]) { draw, pen in
      AtTime(draw.at, pen, "ended TCP without a Close", on: .serviceToRelay, [.end(.accepted, .finished)])
    },
    Departure("falls-silent", .service, ["no-final", "no-messages", "unexpected-close"], answerable: [.network]) { draw, pen in
      AtTime(
        draw.at, pen, "said and took nothing more", on: .serviceToRelay, [], hears: Self.isEnding,
        may: { !$0.isOn(.accepted) })
    },
  ]

  @Sendable private static func isEnding(_ occurrence: Occurrence) -> Bool {
    if case .received(_, .close) = occurrence { return true }
    if case .ended = occurrence { return true }
    return false
  }
}
