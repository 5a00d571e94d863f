internal import Timeline

extension ProfileKeys {
  /// What is played.
  static let played: [FileKey<ProfileDraft>] = [
    FileKey("scenarios", "What is played: names of built-in scenarios, and paths of files.", .scenarios) { $0.options.scenarios = $1 },
    FileKey("suite", "A suite of built-in scenarios, where `scenarios` names none. Default: standard.", .suite) { $0.options.suite = $1 },
    FileKey(
      "audio_file", "Speech of yours; of several files, clients side by side have one each.",
      schema: SchemaParts.either(SchemaParts.path, SchemaParts.list(of: SchemaParts.path, atLeast: 1))
    ) { value, draft throws(ConfigurationError) in
      draft.options.audioFiles = try PathReader.paths(value, &draft.substitution)
    },
  ]

  /// What is kept of it, and told.
  static let recorded: [FileKey<ProfileDraft>] = [
    .path("record", "The recording (SQLite); further runs are added to it. Default: Reports/sttcheck.sqlite.") { $0.options.record = $1 },
    FileKey("record_audio", "What the recording keeps of the audio: every byte, or digests and levels in its place.", .name) {
      $0.options.recordAudio = $1
    },
    FileKey("record_once", "Bytes that are in the recording already are kept only once.", .bool) { $0.options.recordOnce = $1 },
    .path("report", "The folder for reports. Default: Reports.") { $0.options.report = $1 },
    FileKey("format", "The reports that are written: a list, or names with commas between.", .reports) { $0.options.formats = $1 },
    FileKey("fail_on", "What makes the exit code 1: an error, a warning too, or nothing. Default: error.", .name) {
      $0.options.failOn = $1
    },
  ]

  /// How it is played.
  static let run: [FileKey<ProfileDraft>] = [
    FileKey(
      "fault", "Breaks the built-in lab: a fault's name, or several with commas (see `sttcheck lab faults`).",
      schema: SchemaParts.text
    ) {
      value, draft throws(ConfigurationError) in
      draft.options.fault = try FaultsReader.read(value, known: draft.faults)
    },
    FileKey("jobs", "Sessions side by side.", .integer(1...10_000)) { $0.options.jobs = $1 },
    FileKey("timeout", "The longest that a session may take; a number is seconds.", .seconds(upTo: 86_400)) { $0.options.timeout = $1 },
    FileKey(
      "deadline", "The longest that the run, its diagnosis and its reports may take together.", .seconds(upTo: RunOptions.longestDeadline)
    ) { $0.options.deadline = $1 },
    FileKey("limits", "What a peer may send before its session is ended as flooded.", schema: LimitsReader.schema) {
      value, draft throws(ConfigurationError) in
      draft.options.limits = try LimitsReader.read(value)
    },
    FileKey("repeat", "Play everything this many times.", .integer(1...100_000)) { $0.options.repetitions = $1 },
    FileKey("investigate", "If several causes are left, play the scenarios that tell them apart.", .bool) {
      $0.options.investigate = $1
    },
  ]
}
