internal import Machines
internal import Timeline
internal import Wire

/// The relay's first words are its own, in the moment in which it accepts.
package struct GreetsItsClient: RelayHabit {
  package let name = "greets"
  let greeting: String

  package init(_ greeting: String = #"{"type":"info","message":"Connected"}"#) { self.greeting = greeting }

  package func stage() -> (any FaultStage)? {
    ActionMap { [greeting] action in
      guard case .accept = action else { return [action] }
      return [action, .send(.accepted, .text(Array(greeting.utf8)))]
    }
  }
}
