internal import Lab
package import Machines

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

  /// The relay with this habit, its figures drawn from the seed.
  package func worn(by machine: any Machine, seed: UInt64) -> any Machine {
    var random = SplitMix64(seed: seed)
    return StagedMachine(machine, behind: stage(Draw(&random)))
  }
}
