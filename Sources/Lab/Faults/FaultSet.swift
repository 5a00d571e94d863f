package import Machines
package import Scenarios
package import Timeline

/// The faults of one run, put together in the order of the command line.
package struct FaultSet: Sendable {
  package var faults: [any Fault]

  package init(_ faults: [any Fault] = []) { self.faults = faults }

  package var isEmpty: Bool { faults.isEmpty }
  /// As one would write them, values and all.
  package var names: [String] { faults.map(\.written) }

  /// The same faults at the beginning of a run: what their sessions share is new.
  package func begun() -> FaultSet { FaultSet(faults.map { $0.begun() }) }

  package func adjusted(_ scenario: Scenario) -> Scenario {
    var scenario = scenario
    for fault in faults { fault.adjust(&scenario) }
    return scenario
  }

  package func adjusted(_ profile: Profile) -> Profile {
    var profile = profile
    for fault in faults { fault.adjust(&profile) }
    return profile
  }

  package func adjusted(_ relay: RelaySettings) -> RelaySettings {
    var relay = relay
    for fault in faults { fault.adjust(&relay) }
    return relay
  }

  package func adjusted(_ service: ServiceSettings) -> ServiceSettings {
    var service = service
    for fault in faults { fault.adjust(&service) }
    return service
  }

  /// How far a client comes that dials the relay.
  package var reach: Reach {
    var reach = Reach.open
    for fault in faults { fault.adjust(&reach) }
    return reach
  }

  /// The machine behind the stages of its party's faults; the first fault stands nearest to the machine.
  package func wrap(_ machine: any Machine, as party: Party) -> any Machine {
    var machine = machine
    for fault in faults where fault.staged == party {
      if let stage = fault.stage() { machine = FaultyMachine(machine, behind: stage) }
    }
    return machine
  }
}
