package import Timeline

/// Options of `run` that may stand in a profile; nil where it does not say. What the command line says goes first.
///
/// Paths are as written, relative to the profile's folder.
package struct RunOptions: Sendable, Equatable {
  package enum FailOn: String, Sendable, CaseIterable {
    case error, warning, never
  }

  /// What a recording keeps of the audio.
  package enum RecordAudio: String, Sendable, CaseIterable {
    /// Every byte.
    case whole
    /// Digests, lengths and levels in its place.
    case digest
  }

  /// Names of built-in scenarios and paths of YAML files.
  package var scenarios: [String]?
  package var suite: String?
  /// Several: for clients side by side, in turn.
  package var audioFiles: [String]?
  package var record: String?
  package var recordAudio: RecordAudio?
  /// Keeps equal payloads once.
  package var recordOnce: Bool?
  package var report: String?
  package var formats: [ReportFormat]?
  package var failOn: FailOn?
  package var fault: String?
  package var jobs: Int?
  package var investigate: Bool?
  package var timeout: Nanoseconds?
  /// The longest that a run, its diagnosis and its reports may take together.
  package var deadline: Nanoseconds?
  /// What a peer may send before its session is ended as flooded.
  package var limits: Limits?
  package var repetitions: Int?
  /// `HOST:PORT`.
  package var serviceListen: String?
  package var serviceForward: String?
  /// `HOST:PORT`.
  package var serviceProxy: String?
  /// The simulated service answers its handshake at once.
  package var serviceNear: Bool?
  /// What it does wrong on purpose in every scenario that does not say.
  package var serviceFault: String?
  /// Names under which the relay knows the service, besides the vendor's; a `*` stands for one label or more.
  package var serviceHosts: [String]?
  /// A command that starts the relay, for a shell.
  package var start: String?
  /// How long it may take to listen.
  package var startTimeout: Nanoseconds?

  /// Seconds: four hours.
  package static let usualDeadline = 14_400.0
  package static let longestDeadline = 1e7

  package init() {}
}
