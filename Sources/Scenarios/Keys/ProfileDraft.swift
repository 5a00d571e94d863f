/// A profile while it is read.
struct ProfileDraft {
  var profile = Profile()
  var options = RunOptions()
  var substitution: Substitution
  /// Names that `fault` may have; empty takes any.
  let faults: [String]

  init(substitution: Substitution, faults: [String] = []) {
    self.substitution = substitution
    self.faults = faults
  }
}
