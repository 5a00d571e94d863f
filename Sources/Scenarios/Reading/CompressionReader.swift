internal import Wire
internal import Yams

/// Reads a profile's `compression`: whether permessage-deflate is offered, and with which parameters (RFC 7692 §7.1).
enum CompressionReader {
  static let keys = ["server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits", "client_max_window_bits"]

  /// - Returns: The offer; nil where none is made.
  static func read(_ value: YAMLValue) throws(ConfigurationError) -> DeflateParameters? {
    if value.node.mapping == nil { return try value.bool() ? .usual : nil }
    let mapping = try value.mapping()
    try mapping.check(allowed: keys)
    var offer = DeflateParameters.usual
    offer.serverNoContextTakeover = try mapping["server_no_context_takeover"]?.bool() ?? false
    offer.clientNoContextTakeover = try mapping["client_no_context_takeover"]?.bool() ?? false
    offer.serverMaxWindowBits = try mapping["server_max_window_bits"]?.integer(in: 8...15)
    if let bits = try mapping["client_max_window_bits"]?.integer(in: 8...15) { offer.clientMaxWindowBits = .bits(bits) }
    return offer
  }
}
