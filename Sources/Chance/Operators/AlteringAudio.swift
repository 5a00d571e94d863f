internal import Lab
internal import Wire

/// As many bytes of audio as before, but others.
enum AlteringAudio {
  static func deed(_ variant: Int) -> any Deed {
    switch variant % 5 {
    case 0: of { bytes, _ in bytes.map { $0 ^ 0x55 } }
    case 1: of { bytes, _ in [UInt8](repeating: 0, count: bytes.count) }
    case 2: of { bytes, _ in bytes.isEmpty ? bytes : Array(bytes.dropFirst()) + [0] }
    case 3: of { bytes, _ in bytes.indices.map { bytes[min($0 ^ 1, bytes.count - 1)] } }
    default: of { bytes, random in bytes.map { _ in UInt8(truncatingIfNeeded: random.next()) } }
    }
  }

  private static func of(_ change: @escaping @Sendable ([UInt8], inout SplitMix64) -> [UInt8]) -> any Deed {
    Replacing.by { message, random in
      guard case .binary(let bytes) = message else { return message }
      return .binary(change(bytes, &random))
    }
  }
}
