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

  /// Only a service that is played here can be told what to do.
  static func check(_ misbehaviour: Misbehaviour?, against target: Target) throws(CommandFailure) {
    guard misbehaviour != nil, case .relay(_, let side) = target, side.map({ $0.forward != nil }) ?? true else { return }
    throw CommandFailure(
      code: .usage,
      text:
        "--service-fault: the service behind that relay is not played here; add --service-listen HOST:PORT, --service-proxy or --start, and leave --service-forward out"
    )
  }
}
