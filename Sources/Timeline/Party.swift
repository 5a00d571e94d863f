/// Who did something, or is at fault.
package enum Party: String, Sendable, Codable, CaseIterable {
  case client, relay, service, network, sttcheck
}

/// One of the two connections of a session: client↔relay or relay↔service.
package enum Hop: String, Sendable, Codable, CaseIterable {
  case client, service

  /// The party that opens connections on this hop.
  package var dialler: Party { self == .client ? .client : .relay }

  /// The party that accepts them.
  package var acceptor: Party { self == .client ? .relay : .service }
}
