internal import Lab
internal import Machines
internal import Timeline
internal import Wire

/// Chunks of silence stay behind, but for the first of each pause: the service hears the pauses short, and counts its times without them.
struct SkippingSilence: JointStage {
  /// Of 16-bit samples; speech is far above it.
  private static let threshold = 60
  private static let kept = 20
  private var quiet = 0

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    inner.handle(occurrence, at: now).filter { action in
      guard case .send(.dialled, .binary(let bytes), _) = action, !bytes.isEmpty else { return true }
      quiet = Self.isSilence(bytes) ? quiet + 1 : 0
      return quiet <= Self.kept
    }
  }

  private static func isSilence(_ bytes: [UInt8]) -> Bool {
    stride(from: 0, to: bytes.count - 1, by: 2).allSatisfy {
      abs(Int(Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8))) < threshold
    }
  }
}
