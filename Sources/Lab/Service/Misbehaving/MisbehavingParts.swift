package import Machines
package import Timeline

/// What the sessions of a run share of a service that misbehaves, and the machines made with it.
package struct MisbehavingParts: Sendable {
  private let attendance = Attendance()
  private let keys: KeyRing

  /// - Parameter learned: Gets the key of each relay that comes: whoever records must not keep what a relay lets out.
  package init(learned: @escaping @Sendable (String) -> Void = { _ in }) { keys = KeyRing(learned: learned) }

  /// The service behind its misbehaviour.
  package func service(_ settings: ServiceSettings, _ misbehaviour: Misbehaviour) -> any Machine {
    var settings = settings
    MisbehavingService.adjust(&settings, for: misbehaviour)
    var identity = SeededIdentity(seed: settings.seed)
    return FaultyMachine(
      SimulatedService(settings: settings),
      behind: MisbehavingService(misbehaviour, requestID: identity.uuid(), attendance: attendance, keys: keys))
  }

  /// The client, watched for what it must not be told.
  package func client(_ machine: any Machine) -> any Machine { FaultyMachine(machine, behind: KeyWatch(keys)) }
}
