/// Something that a healthy relay may do: it takes nothing from its client.
package struct Habit: Sendable {
  /// Of the habits of one family a relay has one at most.
  package enum Family: Sendable, CaseIterable {
    case chunks, delay, shape, audio, greeting, pings, ending, interims, metadata, events, finalize, finalizing, keeping, accepting
  }

  package typealias Stage = @Sendable (Draw) -> any JointStage

  package var name: String
  var family: Family
  /// Stands outside of the operators: a broken relay has habits too.
  var stage: Stage

  init(_ name: String, _ family: Family, stage: @escaping Stage) {
    self.name = name
    self.family = family
    self.stage = stage
  }
}
