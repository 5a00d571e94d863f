internal import Scenarios
internal import Timeline

/// When work is to be over, whatever is left of it.
enum Deadline {
  /// - Parameters:
  ///   - seconds: What `--deadline` says; it goes first.
  ///   - profile: What a profile says.
  static func instant(_ seconds: Double?, _ profile: Nanoseconds? = nil) throws(CommandFailure) -> ContinuousClock.Instant {
    if seconds == nil, let profile { return ContinuousClock.now + .nanoseconds(profile) }
    let longest = RunOptions.longestDeadline
    return ContinuousClock.now
      + .seconds(try OptionText.positive(seconds ?? RunOptions.usualDeadline, upTo: longest, option: "--deadline"))
  }
}
