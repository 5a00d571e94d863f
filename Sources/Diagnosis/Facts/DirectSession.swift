internal import Timeline

/// A session without a relay: the client's connection, read once more as one to the service, of a relay that passes everything on as it is.
///
/// So each rule for the service hop says of the client's own frames and parameters what it says of a relay's, and of the service what it did.
enum DirectSession {
  static func onServiceHop(_ event: Event) -> Event {
    var event = event
    event.hop = .service
    switch event.kind {
    case .frame(var frame):
      frame.sender = onServiceHop(frame.sender)
      event.kind = .frame(frame)
    case .violation(var violation):
      violation.sender = onServiceHop(violation.sender)
      event.kind = .violation(violation)
    case .ended(var end):
      end.by = end.by.map(onServiceHop)
      event.kind = .ended(end)
    case .request, .response, .failed, .note: break
    }
    return event
  }

  /// The other way round: a service hop by itself, whose caller is the client.
  static func onClientHop(_ event: Event) -> Event {
    var event = event
    event.hop = .client
    switch event.kind {
    case .frame(var frame):
      frame.sender = onClientHop(frame.sender)
      event.kind = .frame(frame)
    case .violation(var violation):
      violation.sender = onClientHop(violation.sender)
      event.kind = .violation(violation)
    case .ended(var end):
      end.by = end.by.map(onClientHop)
      event.kind = .ended(end)
    case .request, .response, .failed, .note: break
    }
    return event
  }

  private static func onClientHop(_ party: Party) -> Party {
    switch party {
    case .relay: .client
    case .service: .relay
    case .client, .network, .sttcheck: party
    }
  }

  private static func onServiceHop(_ party: Party) -> Party {
    switch party {
    case .client: .relay
    case .relay: .service
    case .service, .network, .sttcheck: party
    }
  }
}
