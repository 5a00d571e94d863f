internal import Machines
internal import Speech
internal import Timeline
internal import Wire

extension Action {
  /// A text or binary message that goes out on this leg.
  func isData(on leg: Leg) -> Bool {
    switch self {
    case .send(leg, .text, _), .send(leg, .binary, _): true
    default: false
    }
  }

  /// Audio on its way to the service.
  var audioToService: [UInt8]? {
    if case .send(.dialled, .binary(let bytes), _) = self { bytes } else { nil }
  }

  var isCloseStream: Bool { self == .send(.dialled, .text(ClientMessage.closeStream.encoded)) }

  /// A Close frame on this leg.
  func isClose(on leg: Leg) -> Bool {
    if case .send(leg, .close, _) = self { true } else { false }
  }

  /// The end of this leg, by a Close frame or of TCP.
  func ends(_ leg: Leg) -> Bool {
    if case .end(leg, _) = self { true } else { isClose(on: leg) }
  }

  /// What the service's Results say, in a message on this leg.
  func results(on leg: Leg) -> Results? {
    guard case .send(leg, .text(let bytes), _) = self, case .results(let results) = try? ServiceMessage(parsing: bytes) else { return nil }
    return results
  }

  /// Patience after CloseStream, made longer: else it would hide that none was sent, or that it was sent late. The service's own
  /// timeout must come first.
  var patient: Action { later(by: .seconds(30)) }

  func later(by time: Nanoseconds) -> Action {
    if case .wake(ReferenceRelay.Timer.drain.name, let due) = self { .wake(ReferenceRelay.Timer.drain.name, at: due + time) } else { self }
  }

  /// Results with another content, on the leg on which they went out.
  static func send(_ leg: Leg, _ results: Results) -> Action { .send(leg, .text(ServiceMessage.results(results).encoded())) }
}
