package import Timeline

/// One difference between two runs.
package struct Change: Sendable, Equatable {
  package enum Effect: String, Sendable, CaseIterable {
    case regression, improvement
    /// Neither better nor worse: different.
    case change
  }

  /// A trait's subject, or `latency`, `finding`, `scenario`, `run`.
  package var subject: String
  package var hop: Hop?
  package var name: String
  /// Nil where it was not there.
  package var before: String?
  /// Nil where it is not there any more.
  package var after: String?
  package var effect: Effect

  init(_ subject: String, hop: Hop? = nil, _ name: String, _ before: String?, _ after: String?, _ effect: Effect) {
    self.subject = subject
    self.hop = hop
    self.name = name
    self.before = before
    self.after = after
    self.effect = effect
  }

  /// `relay ↔ service: encoding`.
  package var title: String {
    let place = hop.map { "\($0.dialler.rawValue) ↔ \($0.acceptor.rawValue), " } ?? ""
    return subject == name ? place + name : "\(place)\(subject): \(name)"
  }
}
