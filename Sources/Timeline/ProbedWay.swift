/// The way to a place as it was tried, station by station, each timed for itself.
///
/// A connection that fails says where it ended. Only this says what each address of a name answers, and which part of the way takes its time.
package struct ProbedWay: Sendable, Equatable {
  /// What the resolver says of a name.
  package struct Lookup: Sendable, Equatable {
    package var host: String
    /// In the resolver's order.
    package var addresses: [String]
    package var took: Nanoseconds
    package var failure: ConnectionFailure?

    package init(host: String, addresses: [String] = [], took: Nanoseconds, failure: ConnectionFailure? = nil) {
      self.host = host
      self.addresses = addresses
      self.took = took
      self.failure = failure
    }
  }

  /// One address, called by itself.
  package struct Call: Sendable, Equatable {
    /// With the port: `127.0.0.1:443`, `[::1]:443`.
    package var address: String
    package var took: Nanoseconds
    package var failure: ConnectionFailure?

    package init(address: String, took: Nanoseconds, failure: ConnectionFailure? = nil) {
      self.address = address
      self.took = took
      self.failure = failure
    }

    package var isIPv6: Bool { address.hasPrefix("[") }
  }

  /// The HTTP proxy that the way leads through, host and port: names and addresses are its own then; nil: straight.
  package var proxy: String?
  /// Nil where an address was given.
  package var lookup: Lookup?
  package var calls: [Call]
  /// Of the connection that the session was played on.
  package var connected: Nanoseconds?
  /// The proxy has put it through.
  package var tunnelled: Nanoseconds?
  package var secured: Nanoseconds?
  package var agreement: TLSAgreement?

  package init(proxy: String? = nil, lookup: Lookup? = nil, calls: [Call] = []) {
    self.proxy = proxy
    self.lookup = lookup
    self.calls = calls
  }
}
