/// Which of a machine's connections: the one it accepted, the one it dialled, or the one on which a client listens for results.
package enum Leg: Hashable, Sendable {
  case accepted, dialled, results
}
