extension ProfileKeys {
  /// How the client speaks, and what the relay answers.
  static let client: [FileKey<ProfileDraft>] = [
    FileKey(
      "client", "How the client speaks: a dialect, one with changes, or one written out.", mayBeEmpty: true, schema: ClientReader.schema
    ) { value, draft throws(ConfigurationError) in
      draft.profile.speak(try ClientReader.read(value, &draft.substitution))
    },
    FileKey(
      "audio", "What is sent: the format of the samples, or Opus in a container, and how much goes into a message.",
      schema: AudioReader.schema
    ) {
      value, draft throws(ConfigurationError) in
      try AudioReader.read(value, into: &draft.profile)
    },
    FileKey("stop", "The stop message: a text, a JSON object, empty-binary, or close.", schema: StopReader.schema) {
      value, draft throws(ConfigurationError) in
      draft.profile.stop = try StopReader.read(value, &draft.substitution)
    },
    FileKey("ready", "A message to wait for before audio is sent.", mayBeEmpty: true, schema: SchemaParts.condition) {
      value, draft throws(ConfigurationError) in
      draft.profile.ready = try SelectorReader.condition(value)
    },
    FileKey(
      "results", "Where the results come, where that is not the connection of the audio.", mayBeEmpty: true, schema: ResultsReader.schema
    ) { value, draft throws(ConfigurationError) in
      draft.profile.results = try ResultsReader.read(value, &draft.substitution)
    },
    FileKey(
      "one_shot", "Where the relay takes whole recordings: http:// or https://.", mayBeEmpty: true, schema: URLReader.httpSchema
    ) { value, draft throws(ConfigurationError) in
      draft.profile.oneShot = try URLReader.http(value, &draft.substitution)
    },
    FileKey("messages", "The shape of the relay's messages.", schema: MessagesReader.schema) { value, draft throws(ConfigurationError) in
      draft.profile.messages = try MessagesReader.read(value)
    },
  ]
}
