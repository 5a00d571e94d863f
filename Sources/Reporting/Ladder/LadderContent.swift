/// What one message, or one frame that is part of none, puts on the ladder.
struct LadderContent {
  var kind: LadderRow.Kind
  var label: String
  /// The events of its frames.
  var events: [Int64]
  var tally = LadderTally()
}
