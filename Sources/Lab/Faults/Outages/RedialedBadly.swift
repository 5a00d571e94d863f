internal import Timeline

/// A relay that dials again, and does not bring its client's audio and times over to the new connection.
struct RedialedBadly: Fault {
  enum Kind {
    /// What the lost connection had not answered is not said again.
    case loses
    /// All is said again, and comes twice.
    case repeats
    /// The new connection's times go on as they are.
    case unshifted
  }

  let kind: Kind
  let party = Party.relay
  let clientView = ClientView.outage
  let shownBy = ["service-resets"]

  var rule: String {
    switch kind {
    case .loses: "audio-lost"
    case .repeats: "results-duplicated"
    case .unshifted: "results-altered"
    }
  }

  var name: String { "\(rule):redial" }

  var summary: String {
    switch kind {
    case .loses: "the relay dials a failed service again and goes on with the audio of that moment"
    case .repeats: "the relay dials a failed service again and sends it everything from the beginning"
    case .unshifted: "the relay dials a failed service again and passes its times on, which begin at 0"
    }
  }

  func adjust(_ relay: inout RelaySettings) {
    var redial = Redial()
    switch kind {
    case .loses: redial.sent = .fresh
    case .repeats: redial.sent = .everything
    case .unshifted: redial.shiftsTimes = false
    }
    relay.redial = redial
  }
}
