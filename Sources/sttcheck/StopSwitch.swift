internal import Synchronization

/// Told once that the work is to end with what there is; asked by the work between its steps.
final class StopSwitch: Sendable {
  private let isSet = Mutex(false)

  var isOn: Bool { isSet.withLock { $0 } }

  /// - Returns: False where it was on before.
  func turnOn() -> Bool {
    isSet.withLock { isOn in
      defer { isOn = true }
      return !isOn
    }
  }
}
