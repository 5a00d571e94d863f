/// How a relay says that it could not connect, in lower case.
enum DialFailureWords {
  /// The operating system's own, its resolver's or a TLS library's, as Python, Node, Go, Java and Rust print them: nothing else is meant by them.
  static let systems = [
    "connection refused", "connectionrefused", "econnrefused", "connect call failed", "enotfound", "eai_again", "getaddrinfo",
    "no such host",
    "name or service not known", "name resolution", "nodename nor servname", "network is unreachable", "no route to host", "enetunreach",
    "ehostunreach", "etimedout", "connection timed out", "i/o timeout", "dial tcp", "cannot connect to host", "certificate verify failed",
  ]

  /// Its author's: they may stand for any failure at the opening, a refusal of the service's among them.
  static let plain = [
    "unreachable", "could not connect", "couldn't connect", "cannot connect", "can't connect", "failed to connect", "connection failed",
    "unable to connect", "could not reach",
  ]

  /// Words of one who dialled, and waited for an answer that did not come.
  static let inVain = ["timed out", "timeout", "did not answer", "no answer", "etimedout"]
}
