internal import Synchronization

/// The keys with which relays came to the service, so that one sees whether a client is shown them.
final class KeyRing: Sendable {
  /// Shorter ones may stand in any text.
  private static let shortest = 8
  private let keys = Mutex<Set<[UInt8]>>([])

  private let learned: @Sendable (String) -> Void

  /// - Parameter learned: Gets each key, once, so that it can be kept out of the recording.
  init(learned: @escaping @Sendable (String) -> Void) { self.learned = learned }

  func add(_ key: String) {
    guard key.utf8.count >= Self.shortest, keys.withLock({ $0.insert(Array(key.utf8)).inserted }) else { return }
    learned(key)
  }

  /// Whether some key stands in these bytes.
  func isShown(in bytes: [UInt8]) -> Bool {
    keys.withLock { keys in keys.contains { key in Self.contains(bytes, key) } }
  }

  private static func contains(_ bytes: [UInt8], _ key: [UInt8]) -> Bool {
    guard let first = key.first, bytes.count >= key.count else { return false }
    return bytes.indices.dropLast(key.count - 1).contains { at in bytes[at] == first && bytes[at..<at + key.count].elementsEqual(key) }
  }
}
