/// One permessage-deflate of a `Sec-WebSocket-Extensions` header with its parameters: an offer, or the answer to one (RFC 7692 §7.1).
package struct DeflateParameters: Sendable, Hashable {
  /// What a client says of its own window.
  package enum ClientWindow: Sendable, Hashable {
    /// In an offer: the server may limit it.
    case limitable
    /// Two to the power of this many bytes at most: 8 to 15.
    case bits(Int)
  }

  package static let name = "permessage-deflate"
  /// The header of the handshake that it stands in.
  package static let header = "Sec-WebSocket-Extensions"

  package var serverNoContextTakeover = false
  package var clientNoContextTakeover = false
  /// 8 to 15; nil: the server's window is not limited.
  package var serverMaxWindowBits: Int?
  /// Nil: the client does not limit its window, and can't.
  package var clientMaxWindowBits: ClientWindow?

  package init() {}

  /// What a browser offers.
  package static let usual: DeflateParameters = {
    var offer = DeflateParameters()
    offer.clientMaxWindowBits = .limitable
    return offer
  }()

  /// As it stands in the header.
  package var text: String {
    var parts = [Self.name]
    if serverNoContextTakeover { parts.append("server_no_context_takeover") }
    if clientNoContextTakeover { parts.append("client_no_context_takeover") }
    if let bits = serverMaxWindowBits { parts.append("server_max_window_bits=\(bits)") }
    switch clientMaxWindowBits {
    case .limitable: parts.append("client_max_window_bits")
    case .bits(let bits): parts.append("client_max_window_bits=\(bits)")
    case nil: break
    }
    return parts.joined(separator: "; ")
  }

  /// Reads one member of the header.
  /// - Returns: Nil where it is another extension.
  package static func parse(_ member: String) throws(DeflateFault) -> DeflateParameters? {
    let parts = member.split(separator: ";", omittingEmptySubsequences: false).map { trimmed($0) }
    guard parts.first?.lowercased() == name else { return nil }
    var parameters = DeflateParameters()
    var seen: Set<String> = []
    for part in parts.dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { Self.trimmed($0) }
      let key = (pair.first ?? "").lowercased()
      guard seen.insert(key).inserted else { throw DeflateFault(section: "7.1", text: "the parameter '\(key)' stands there twice") }
      try parameters.take(key, pair.count > 1 ? pair[1] : nil)
    }
    return parameters
  }

  private mutating func take(_ key: String, _ value: String?) throws(DeflateFault) {
    switch key {
    case "server_no_context_takeover", "client_no_context_takeover":
      let section = key.hasPrefix("server") ? "7.1.1.1" : "7.1.1.2"
      if let value { throw DeflateFault(section: section, text: "'\(key)' has no value, and here it has '\(value)'") }
      if key.hasPrefix("server") { serverNoContextTakeover = true } else { clientNoContextTakeover = true }
    case "server_max_window_bits":
      guard let value else { throw DeflateFault(section: "7.1.2.1", text: "'\(key)' wants a value from 8 to 15, and has none") }
      serverMaxWindowBits = try Self.bits(value, key, "7.1.2.1")
    case "client_max_window_bits":
      clientMaxWindowBits = .limitable
      if let value { clientMaxWindowBits = .bits(try Self.bits(value, key, "7.1.2.2")) }
    default: throw DeflateFault(section: "7.1", text: "'\(key)' is no parameter of \(Self.name)")
    }
  }

  /// A number from 8 to 15 without a zero in front (§7.1.2), bare or in quotes (RFC 6455 §9.1).
  private static func bits(_ value: String, _ key: String, _ section: String) throws(DeflateFault) -> Int {
    let bare = value.count >= 2 && value.first == "\"" && value.last == "\"" ? String(value.dropFirst().dropLast()) : value
    guard let bits = Int(bare), (8...15).contains(bits), String(bits) == bare else {
      throw DeflateFault(section: section, text: "'\(key)' wants a value from 8 to 15, and has '\(value)'")
    }
    return bits
  }

  private static func trimmed(_ text: Substring) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }
}
