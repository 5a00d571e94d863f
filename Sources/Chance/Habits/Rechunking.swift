internal import Audio
internal import Lab
internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// Audio goes on in chunks of a length of the relay's own.
struct Rechunking: JointStage {
  let milliseconds: Double
  private var held: [UInt8] = []
  /// Bytes of a millisecond: more than the client's where the relay sends wider samples, or its chunks would be too short.
  private var width = 88.2

  init(milliseconds: Double) { self.milliseconds = milliseconds }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    var actions: [Action] = []
    let size = Int(milliseconds * width) / 4 * 4
    for action in inner.handle(occurrence, at: now) {
      if case .dial(let target, _, _) = action { width = max(width, Self.declared(target)) }
      switch action {
      // What is no whole sample, or empty, or in the wrong place, is not this stage's affair.
      case .send(.dialled, .binary(let bytes), _) where !bytes.isEmpty:
        held += bytes
        while held.count >= size {
          actions.append(.send(.dialled, .binary(Array(held.prefix(size)))))
          held.removeFirst(size)
        }
      case _ where action.isOn(.dialled) || action == .finish:
        if !held.isEmpty { actions.append(.send(.dialled, .binary(held))) }
        held = []
        actions.append(action)
      default: actions.append(action)
      }
    }
    return actions
  }

  private static func declared(_ target: String) -> Double {
    let items = QueryString.parse(target).items
    func value(_ name: String) -> String? { items.last { $0.name == name }?.value }
    guard let encoding = value("encoding").flatMap(AudioFormat.Encoding.init(rawValue:)),
      let rate = value("sample_rate").flatMap(Int.init)
    else { return 0 }
    return Double(AudioFormat(encoding: encoding, sampleRate: rate, channels: 1).bytesPerSecond) / 1000
  }
}
