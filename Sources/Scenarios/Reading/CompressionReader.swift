internal import Speech
internal import Wire
internal import Yams

/// Reads a profile's `compression`: whether permessage-deflate is offered, and with which parameters (RFC 7692 §7.1).
enum CompressionReader {
  static let keys = FileKeys<DeflateParameters>([
    FileKey("server_no_context_takeover", "The relay is asked to begin each message anew (RFC 7692 §7.1.1.1).", .bool) {
      $0.serverNoContextTakeover = $1
    },
    FileKey("client_no_context_takeover", "The client begins each message anew (RFC 7692 §7.1.1.2).", .bool) {
      $0.clientNoContextTakeover = $1
    },
    FileKey("server_max_window_bits", "The largest window that the relay may use (RFC 7692 §7.1.2.1).", .integer(8...15)) {
      $0.serverMaxWindowBits = $1
    },
    FileKey("client_max_window_bits", "The largest window that the client uses (RFC 7692 §7.1.2.2).", .integer(8...15)) {
      $0.clientMaxWindowBits = .bits($1)
    },
  ])

  static var schema: JSONValue { SchemaParts.either(SchemaParts.bool, keys.schema) }

  /// - Returns: The offer; nil where none is made.
  static func read(_ value: YAMLValue) throws(ConfigurationError) -> DeflateParameters? {
    if value.node.mapping == nil { return try value.bool() ? .usual : nil }
    var offer = DeflateParameters.usual
    try keys.read(try value.mapping(), into: &offer)
    return offer
  }
}
