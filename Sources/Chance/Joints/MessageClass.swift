internal import Scenarios
internal import Speech
package import Timeline
package import Wire

/// What a message is, as far as an operator chooses by it.
package enum MessageClass: String, Sendable, CaseIterable {
  case audio, stop, interim, final, metadata, ping, pong, close
  case closeStream = "close-stream"
  case keepAlive = "keep-alive"
  case finalize
  /// UtteranceEnd or SpeechStarted.
  case speechEvent = "speech-event"

  /// - Parameter stop: What this client and its relay have agreed on.
  package init?(_ message: Message, on link: Link, stop: StopSignal) {
    switch message {
    case .ping: self = .ping
    case .pong: self = .pong
    case .close: self = .close
    case .binary(let bytes):
      guard !bytes.isEmpty, link == .clientToRelay || link == .relayToService else { return nil }
      self = .audio
    case .text(let bytes):
      guard let found = Self.text(bytes, on: link, stop: stop) else { return nil }
      self = found
    }
  }

  private static func text(_ bytes: [UInt8], on link: Link, stop: StopSignal) -> MessageClass? {
    switch link {
    case .clientToRelay, .relayToService:
      if link == .clientToRelay, case .text(let word) = stop, bytes == Array(word.utf8) { return .stop }
      switch ClientMessage(parsing: bytes) {
      case .closeStream: return .closeStream
      case .keepAlive: return .keepAlive
      case .finalize: return .finalize
      case .other, nil: return nil
      }
    case .serviceToRelay, .relayToClient:
      switch try? ServiceMessage(parsing: bytes) {
      case .results(let results): return results.isFinal ? .final : .interim
      case .metadata: return .metadata
      case .utteranceEnd, .speechStarted: return .speechEvent
      case .error, .other, nil: return nil
      }
    }
  }

  /// Those that can be met on a link where nothing is wrong.
  static func met(on link: Link) -> [MessageClass] {
    switch link {
    case .clientToRelay: [.audio, .stop, .keepAlive, .finalize, .ping, .close]
    case .relayToService: [.audio, .closeStream, .keepAlive, .finalize]
    case .serviceToRelay: [.interim, .final, .metadata, .speechEvent, .close]
    case .relayToClient: [.interim, .final, .metadata, .speechEvent, .pong, .close]
    }
  }

  /// The scenario without which it is not met where this party acts; nil where any will do.
  func scenario(of party: Party) -> String? {
    switch self {
    case .keepAlive: "stall-keepalive"
    case .finalize: Material.finalize.name
    case .ping, .pong: "ping"
    default: nil
    }
  }
}
