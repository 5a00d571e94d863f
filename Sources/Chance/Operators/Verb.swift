/// What an operator does to a message.
package enum Verb: String, Sendable, CaseIterable {
  case drop
  /// Everything from a time on.
  case swallow
  case `repeat`
  /// Lets it wait, and what comes behind it.
  case delay
  /// Lets others overtake it.
  case move
  case alter
  /// The same bytes in more messages …
  case split
  /// … and in fewer.
  case join
  /// Text as binary, binary as text.
  case retype
  /// Another flag, or another session's id.
  case retag
  /// Adds one that nobody sent.
  case invent

  /// Those that a class can suffer on a link.
  static func acting(on subject: MessageClass) -> [Verb] {
    switch subject {
    case .audio: [.drop, .swallow, .repeat, .delay, .move, .alter, .split, .join, .retype, .invent]
    case .stop, .closeStream, .keepAlive, .finalize: [.drop, .repeat, .delay, .alter, .retype]
    case .interim, .final: [.drop, .swallow, .repeat, .delay, .move, .alter, .split, .join, .retype, .retag, .invent]
    case .metadata: [.drop, .repeat, .delay, .alter, .split, .retype, .retag, .invent]
    case .speechEvent: [.drop, .repeat, .delay, .alter, .retype]
    case .ping: [.drop, .delay]
    case .pong: [.drop, .delay, .alter]
    case .close: [.drop, .delay, .alter]
    }
  }

  /// `dropped`.
  var past: String {
    switch self {
    case .drop, .swallow: "dropped"
    case .repeat: "repeated"
    case .delay: "delayed"
    case .move: "moved"
    case .alter: "altered"
    case .split: "split"
    case .join: "joined"
    case .retype: "retyped"
    case .retag: "retagged"
    case .invent: "invented one behind"
    }
  }
}
