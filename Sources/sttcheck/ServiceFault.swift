internal import Running
internal import Scenarios
internal import Timeline

/// `--service-fault NAME`: what the service played here does wrong on purpose.
enum ServiceFault {
  static var help: String { MisbehaviourKind.names.joined(separator: ", ") }

  static func read(_ name: String) throws(CommandFailure) -> Misbehaviour {
    guard let kind = MisbehaviourKind(rawValue: name) else {
      let near = NearestName.find(name, among: MisbehaviourKind.names).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure(code: .usage, text: "--service-fault: '\(name)' is not known; allowed: \(help)\(near)")
    }
    return Misbehaviour(kind)
  }

  /// Only a service that is played here can be told what to do: by the option, or by every scenario there is. Where others are left to be
  /// played, those are skipped, with this reason.
  static func check(_ misbehaviour: Misbehaviour?, _ scenarios: [Scenario], against target: Target) throws(CommandFailure) {
    guard case .relay(_, let side) = target, side.map({ $0.forward != nil }) ?? true else { return }
    let asked: String
    if misbehaviour != nil {
      asked = "--service-fault"
    } else if let first = scenarios.first, scenarios.allSatisfy({ $0.service != nil }) {
      asked = "scenario '\(first.name)' has the key 'service'"
    } else {
      return
    }
    throw CommandFailure(
      code: .usage,
      text:
        "\(asked): the service behind that relay is not played here; add --service-listen HOST:PORT, --service-proxy or --start, and leave --service-forward out"
    )
  }
}
