/// What would tell two causes apart: something to do, and what it would show.
///
/// A value, so that nobody has to read its text to learn which scenario to play, or whether it asks for a look at the service hop.
package indirect enum Separation: Sendable, Equatable {
  /// See the relay's other side: what it shows there.
  case serviceHop(shows: String)
  /// Play one scenario more: what it tries, or what its outcome means.
  case play(scenario: String, tries: String)
  /// Change the profile and play again: what the outcome means.
  case profile(ProfileChange, tells: String)
  /// Look at something that sttcheck cannot see or play.
  case look(String)
  /// Either will do; the first is less work.
  case first(Separation, or: Separation)

  /// The one look that tells most causes apart.
  package static let serviceHopWay =
    "point the relay's service URL at sttcheck (`--service-listen 127.0.0.1:9090`) and run again: the service hop then shows"

  /// Where a relay says of itself what it did.
  static let relaysLog = look("the relay's own log at that time")

  /// For people, without a full stop.
  package var text: String {
    switch self {
    case .serviceHop(let shows): "\(Self.serviceHopWay) \(shows)"
    case .play(let scenario, let tries): "play `\(scenario)` too: \(tries)"
    case .profile(let change, let tells): "\(change.rawValue): \(tells)"
    case .look(let what): what
    case .first(let one, let other): "\(one.text); or \(other.text)"
    }
  }

  /// What the service hop would show, where that is all that is asked for.
  package var serviceHopShows: String? {
    guard case .serviceHop(let shows) = self else { return nil }
    return shows
  }

  /// The scenario to play, where one is named.
  package var scenario: String? {
    switch self {
    case .play(let scenario, _): scenario
    case .first(let one, let other): one.scenario ?? other.scenario
    case .serviceHop, .profile, .look: nil
    }
  }

  /// The same in other words.
  func told(_ said: (String) -> String) -> Separation {
    switch self {
    case .serviceHop(let shows): .serviceHop(shows: said(shows))
    case .play(let scenario, let tries): .play(scenario: scenario, tries: said(tries))
    case .profile(let change, let tells): .profile(change, tells: said(tells))
    case .look(let what): .look(said(what))
    case .first(let one, let other): .first(one.told(said), or: other.told(said))
    }
  }
}

/// A change of the profile that tells causes apart, with its words.
package enum ProfileChange: String, Sendable {
  case closeStreamAsStop = "play again with another stop message (`stop: { type: CloseStream }` in the profile)"
}
