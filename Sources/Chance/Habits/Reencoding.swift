internal import Audio
internal import Lab
internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// Audio goes on in another format, which is declared.
struct Reencoding: JointStage {
  enum Target: Sendable { case mulaw, linear32, half }

  let target: Target
  private var odd: [UInt8] = []
  private var isFirst = true
  private var isPlain = true

  init(to target: Target) { self.target = target }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    inner.handle(occurrence, at: now).map { action in
      switch action {
      case .dial(let target, let headers, let subprotocols):
        .dial(target: declared(target), headers: headers, subprotocols: subprotocols)
      case .send(.dialled, .binary(let bytes), _) where !bytes.isEmpty && isPlain: .send(.dialled, .binary(converted(bytes)))
      default: action
      }
    }
  }

  /// A relay that declares something else than what it gets already is left alone.
  private mutating func declared(_ asked: String) -> String {
    let parsed = QueryString.parse(asked)
    isPlain =
      parsed.items.contains { $0 == ("encoding", AudioFormat.Encoding.linear16.rawValue) }
      && parsed.items.contains { $0 == ("sample_rate", "44100") }
    guard isPlain else { return asked }
    let items = parsed.items.map { item -> (name: String, value: String) in
      switch (item.name, target) {
      case ("encoding", .mulaw): ("encoding", AudioFormat.Encoding.mulaw.rawValue)
      case ("encoding", .linear32): ("encoding", AudioFormat.Encoding.linear32.rawValue)
      case ("sample_rate", .half): ("sample_rate", "22050")
      default: item
      }
    }
    return QueryString.append(items, to: parsed.path)
  }

  /// Without the header of a WAV file, which would be none of this format.
  private mutating func converted(_ bytes: [UInt8]) -> [UInt8] {
    var samples = odd + bytes
    if isFirst, samples.starts(with: Array("RIFF".utf8)), samples.count >= 44 { samples.removeFirst(44) }
    isFirst = false
    let unit = target == .half ? 4 : 2
    odd = Array(samples.suffix(samples.count % unit))
    samples.removeLast(odd.count)
    func value(_ at: Int) -> Int16 { Int16(bitPattern: UInt16(samples[at]) | UInt16(samples[at + 1]) << 8) }
    switch target {
    case .mulaw: return stride(from: 0, to: samples.count, by: 2).map { G711.mulaw(value($0)) }
    case .linear32:
      return stride(from: 0, to: samples.count, by: 2).flatMap { place -> [UInt8] in
        let bits = (Float(value(place)) / 32_768).bitPattern
        return [
          UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits >> 16),
          UInt8(truncatingIfNeeded: bits >> 24),
        ]
      }
    case .half:
      return stride(from: 0, to: samples.count, by: 4).flatMap { place -> [UInt8] in
        let bits = UInt16(bitPattern: Int16((Int(value(place)) + Int(value(place + 2))) / 2))
        return [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
      }
    }
  }
}
