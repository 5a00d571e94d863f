internal import Timeline
internal import Wire

extension Verb {
  /// - Parameters:
  ///   - variant: Chooses among ways to do the same.
  ///   - amount: How much, from 0 to below 1.
  ///   - salt: Another for each session: of ids that are made up.
  func deed(on subject: MessageClass, variant: Int, amount: Double, salt: UInt64) -> any Deed {
    switch self {
    case .drop, .swallow: Replacing { _, _ in [] }
    case .repeat: Replacing { message, _ in Array(repeating: Parcel(message: message), count: variant % 4 == 3 ? 3 : 2) }
    case .delay: Self.delaying(subject, amount)
    case .move: Moving(by: 1 + variant % 3)
    case .alter: Altering.deed(subject, variant)
    case .split: Splitting.deed(subject, variant)
    case .join: Joining(subject == .audio ? 2 + variant % 24 : 2, takesOthers: subject != .audio)
    case .retype: Replacing.by { message, _ in Retyping.turned(message, variant) }
    case .retag: Retagging.deed(subject, variant, salt: salt)
    case .invent: Inventing.deed(subject, variant)
    }
  }

  /// From a second on a wait is felt; a ping may wait longer than anyone does. Results and audio make what is behind them wait, words that
  /// stand by themselves do not.
  private static func delaying(_ subject: MessageClass, _ amount: Double) -> any Deed {
    let wait = subject == .ping || subject == .pong ? 6 + 6 * amount : 1.2 + 4 * amount
    let isAside = [.ping, .pong, .keepAlive, .finalize, .speechEvent].contains(subject)
    return Replacing { message, _ in [Parcel(message: message, wait: .seconds(wait), isAside: isAside)] }
  }
}
