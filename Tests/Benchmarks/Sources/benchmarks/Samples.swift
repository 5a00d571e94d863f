internal import Lab
internal import Wire

/// The frames that everything here is measured with: 2 KB of binary, as 1,024 samples make them; the same in every run.
enum Samples {
  static let payloadSize = 2048

  /// Payloads and mask keys from a seed.
  static func payloads(_ count: Int) -> [(bytes: [UInt8], key: UInt32)] {
    var random = SplitMix64(seed: 23)
    return (0..<count).map { _ in
      ((0..<payloadSize).map { _ in UInt8(truncatingIfNeeded: random.next()) }, UInt32(truncatingIfNeeded: random.next() | 1))
    }
  }

  static func frame(_ sample: (bytes: [UInt8], key: UInt32)) -> Frame {
    Frame(sending: .binary, payload: sample.bytes, maskKey: sample.key)
  }
}
