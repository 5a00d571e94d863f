package import Scenarios
package import Timeline

/// Something broken on purpose in one party of the lab.
///
/// Named after the root cause it must yield; its party is the one that the diagnosis must blame. A fault may change what
/// its party is told before a session, stand between a machine and its driver during one, or both.
package protocol Fault: Sendable {
  /// As on the command line, without values: `early-break`, `early-break:mute`.
  var name: String { get }
  /// The root cause it must yield.
  var rule: String { get }
  var party: Party { get }
  /// One line for `lab faults`: what is broken, no full stop.
  var summary: String { get }
  /// Other ways to write the name.
  var aliases: [String] { get }
  /// What it can be told behind its name: `early-break:after=2`.
  var parameters: FaultParameters { get set }
  /// Names of built-in scenarios in which it shows; in others the fault may stay without effect.
  var shownBy: [String] { get }

  /// What the client's connection alone shows of it.
  var clientView: ClientView { get }
  /// What it does to a session besides; nil for one that leaves nothing else to be seen, or is a last resort.
  var effect: FaultEffect? { get }

  /// Whether there is such a thing with a client like this: samples of one byte have no order of bytes, a call carries no header.
  func exists(with profile: Profile) -> Bool

  /// Whether healthy relays do it too, by design: then a notice names it.
  var isHabit: Bool { get }
  func adjust(_ scenario: inout Scenario)
  func adjust(_ profile: inout Profile)
  func adjust(_ relay: inout RelaySettings)
  func adjust(_ service: inout ServiceSettings)
  /// What becomes of a client's attempt to reach the relay.
  func adjust(_ reach: inout Reach)
  /// A fresh stage for one session; nil where there is none.
  func stage() -> (any FaultStage)?
  /// The fault as it begins a run: what its sessions share is new.
  func begun() -> any Fault
}

extension Fault {
  package var parameters: FaultParameters {
    get { FaultParameters() }
    // A fault with parameters keeps them; any other has none to keep.
    set {}
  }
  package var shownBy: [String] { ["baseline"] }
  package var clientView: ClientView { .told }
  package var isHabit: Bool { false }

  /// False where the client's connection alone shows nothing of it.
  package var isSeenByClient: Bool { if case .unseen = clientView { false } else { true } }
  package var effect: FaultEffect? { nil }

  package func exists(with profile: Profile) -> Bool { true }
  package func adjust(_ scenario: inout Scenario) {}
  package func adjust(_ profile: inout Profile) {}
  package func adjust(_ relay: inout RelaySettings) {}
  package func adjust(_ service: inout ServiceSettings) {}
  package func adjust(_ reach: inout Reach) {}
  package func stage() -> (any FaultStage)? { nil }
  package func begun() -> any Fault { self }

  /// Whose machine its stage stands before. A network breaks connections, and both of the relay's are at hand there.
  var staged: Party { party == .network ? .relay : party }

  /// With every value: `early-break:after=1`.
  package var spelled: String {
    ([name] + parameters.all.map { "\($0.name)=\($0.value)" }).joined(separator: ":")
  }

  /// As one would write it: without the values that stand by themselves.
  package var written: String {
    ([name] + parameters.all.filter { $0.value != $0.standard }.map { "\($0.name)=\($0.value)" }).joined(separator: ":")
  }

  /// The name with its party behind it.
  package var aliases: [String] { name.hasSuffix(":\(party.rawValue)") ? [] : ["\(name):\(party.rawValue)"] }
}
