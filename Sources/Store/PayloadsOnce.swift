internal import Digest
internal import Timeline
internal import Wire

/// Where the payloads of a run are in the file already, so that what crosses both hops, or is said over and over, is kept once.
struct PayloadsOnce: Sendable {
  /// The row that holds a payload's bytes.
  private var rows: [Key: Int64] = [:]

  /// The first half of a payload's SHA-256.
  struct Key: Hashable, Sendable {
    fileprivate var first: UInt64
    fileprivate var second: UInt64
  }

  /// Bytes: a shorter payload takes less room than what would be saved.
  private static let least = 64
  /// Payloads that are remembered: a quarter of an hour of both hops. Then it begins anew.
  private static let most = 65_536

  /// Nil for what is always kept where it came.
  static func key(_ event: Event) -> Key? {
    guard case .frame(let frame) = event.kind, frame.frame.payload.count >= least else { return nil }
    return SHA256Digest.digest(frame.frame.payload).withUnsafeBytes {
      Key(first: $0.loadUnaligned(as: UInt64.self), second: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
  }

  func holder(of key: Key) -> Int64? { rows[key] }

  /// `row` holds these bytes.
  mutating func remember(_ key: Key, row: Int64) {
    if rows.count >= Self.most { rows.removeAll() }
    rows[key] = row
  }
}
