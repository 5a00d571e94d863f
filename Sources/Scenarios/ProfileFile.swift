/// What one `sttcheck.yaml` says: how to talk to the relay, and options of the run.
package struct ProfileFile: Sendable, Equatable {
  package var profile: Profile
  package var options: RunOptions

  package init(profile: Profile = Profile(), options: RunOptions = RunOptions()) {
    self.profile = profile
    self.options = options
  }
}
