internal import Synchronization

/// Mask keys of one connection's client end, from a seed: the same run gives the same bytes.
final class SeededMaskKeys: Sendable {
  private let generator: Mutex<SplitMix64>

  init(seed: UInt64) { generator = Mutex(SplitMix64(seed: seed)) }

  func next() -> UInt32 { generator.withLock { UInt32(truncatingIfNeeded: $0.next()) } }
}
