internal import Chance
internal import Timeline

/// What the clients of a playing saw, beside what others' clients did.
struct SightComparison {
  /// By session.
  typealias Sights = [Int: ClientSight]

  private let sessions: Series<SessionInfo>
  private let sights: Sights
  private var terms = ClientSight.Terms()
  /// Nobody but the relay did anything.
  var isOfRelay: Bool { terms.parties == [.relay] }

  init(_ play: Play, _ acted: [Operator], hashes: Bool) {
    sessions = play.recording.sessions
    sights = ClientSight.all(play.recording)
    terms.parties = Set(acted.map(\.party))
    terms.hashes = hashes
    terms.segments = !acted.allSatisfy(\.onlyFramesAnew)
  }

  func difference(from others: Sights) -> String? { first(others) { $0.difference(from: $1, terms) } }
  func plainDifference(from others: Sights) -> String? { first(others) { $0.plainDifference(from: $1) } }

  /// The first session whose client saw something else.
  private func first(_ others: Sights, _ compare: (ClientSight, ClientSight) -> String?) -> String? {
    for session in sessions {
      guard let sight = sights[session.number], let other = others[session.number], let text = compare(sight, other) else { continue }
      return "session \(session.number) (\(session.scenario)): \(text)"
    }
    return nil
  }
}
