internal import Timeline

/// A relay that was refused for its credentials when it dialled long after its client had come, in a run in which it was let in sooner.
struct LateDial {
  /// From the client's opening to the relay's dial.
  var age: Nanoseconds
  var cameAt: Nanoseconds
  /// A session in which the same relay was let in.
  var letIn: SessionFacts

  /// Grants live 30 s, and are got a moment before.
  private static let life = Nanoseconds.seconds(25)

  init?(_ status: Int, dialledAt: Nanoseconds, _ session: SessionFacts, _ run: RunFacts) {
    guard status == 401 || status == 403, let came = session.client.response?.at, dialledAt - came >= Self.life else { return nil }
    let other = run.sessions.first { other in
      guard other.info.number != session.info.number else { return false }
      guard run.seesServiceHop else { return !other.results.isEmpty }
      guard let opened = other.service, opened.isOpen, let came = other.client.response?.at else { return false }
      return opened.begun - came < Self.life
    }
    guard let other else { return nil }
    (age, cameAt, letIn) = (dialledAt - came, came, other)
  }
}
