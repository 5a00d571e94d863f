internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// The relay tells its clients what was understood in messages of its own making.
package struct ReshapesMessages: RelayHabit {
  package enum Shape: String, Sendable, CaseIterable {
    /// `{"type":"transcript","text":…,"is_final":…}`, and nothing where nothing was understood.
    case typeText = "type-text"
    /// `{"transcript":…,"is_final":…}`.
    case flagged = "transcript-flag"
    /// The service's own message inside another.
    case envelope
    /// The words of a final, bare.
    case plainText = "plain-text"
  }

  let shape: Shape
  package var name: String { shape.rawValue }

  package init(_ shape: Shape) { self.shape = shape }

  package func stage() -> (any FaultStage)? {
    ActionMap { [shape] action in
      switch action {
      case .send(.accepted, .text(let bytes), _): Self.reshaped(bytes, as: shape).map { .send(.accepted, .text($0)) }
      case .send(.accepted, .binary(let bytes), _): Self.reshaped(bytes, as: shape).map { .send(.accepted, .binary($0)) }
      default: [action]
      }
    }
  }

  /// The messages that stand for one of the service's; what is none of its own goes on as it is.
  static func reshaped(_ bytes: [UInt8], as shape: Shape) -> [[UInt8]] {
    guard let whole = try? JSONValue(parsing: bytes), let message = try? ServiceMessage(whole) else { return [bytes] }
    if shape == .envelope { return [written(["type": .string("message"), "data": whole])] }
    switch message {
    case .error, .other: return [bytes]
    case .metadata, .utteranceEnd, .speechStarted: return []
    case .results(let results):
      let text = JSONValue.string(results.transcript)
      switch shape {
      case .envelope: return [bytes]
      case .typeText:
        return results.transcript.isEmpty
          ? [] : [written(["type": "transcript", "text": text, "is_final": .bool(results.isFinal)])]
      case .flagged: return [written(["transcript": text, "is_final": .bool(results.isFinal)])]
      case .plainText: return results.isFinal && !results.transcript.isEmpty ? [Array(results.transcript.utf8)] : []
      }
    }
  }

  private static func written(_ members: [String: JSONValue]) -> [UInt8] { Array(JSONValue.object(members).serialized().utf8) }
}
