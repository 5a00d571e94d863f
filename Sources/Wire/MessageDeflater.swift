/// Compresses one direction of a connection that uses permessage-deflate (RFC 7692 §7.2.1).
package struct MessageDeflater: Sendable {
  private let keepsContext: Bool
  private let windowBits: Int
  private var window: [UInt8] = []

  /// - Parameters:
  ///   - keepsContext: False where each message begins anew (`client_no_context_takeover`, `server_no_context_takeover`).
  ///   - windowBits: How far back a repetition may reach, as a power of two from 8 to 15.
  package init(keepsContext: Bool, windowBits: Int = Inflater.largestWindow) {
    self.keepsContext = keepsContext
    self.windowBits = windowBits
  }

  /// - Parameter pieces: Of one message, at least one: what each of its frames carries.
  /// - Returns: The payloads of as many frames.
  package mutating func compress(_ pieces: [[UInt8]]) -> [[UInt8]] {
    let compressed = Deflater.deflate(pieces, after: window, windowBits: windowBits)
    if keepsContext { window = Array((window + pieces.joined()).suffix(1 << windowBits)) }
    return compressed
  }
}
