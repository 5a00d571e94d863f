/// The relay dials a service again that failed it: a few times, each time later, and says again what no final had covered.
package struct DialsAgain: RelayHabit {
  package let name = "dials-again"

  package init() {}

  package func adjust(_ relay: inout RelaySettings) { relay.redial = Redial() }
}
