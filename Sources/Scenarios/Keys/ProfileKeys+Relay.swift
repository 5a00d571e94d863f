internal import Timeline

extension ProfileKeys {
  /// Where the relay is, and what it wants to hear before it lets anybody in.
  static let relay: [FileKey<ProfileDraft>] = [
    FileKey("relay", "The relay's URL: ws:// or wss://.", schema: URLReader.webSocketSchema) { value, draft throws(ConfigurationError) in
      draft.profile.relay = try URLReader.webSocket(value, &draft.substitution)
    },
    FileKey("direct", "The URL is the service's own, with no relay between; `stop` is then CloseStream unless it is given.", .bool) {
      $0.profile.isDirect = $1
      // The service knows no other.
      if $1 { $0.profile.stop = .text(#"{"type":"CloseStream"}"#) }
    },
    FileKey("headers", "Headers of the opening request; secrets as ${NAME}.", schema: HeaderReader.schema) {
      value, draft throws(ConfigurationError) in
      draft.profile.headers = try HeaderReader.read(value, &draft.substitution)
    },
    FileKey(
      "subprotocols", "Subprotocols that the opening request offers; secrets as ${NAME}.",
      schema: SchemaParts.list(of: SchemaParts.text, unique: true)
    ) { value, draft throws(ConfigurationError) in
      draft.profile.subprotocols = try HeaderReader.subprotocols(value, &draft.substitution)
    },
    FileKey("query", "Added to the relay's URL, percent-encoded.", schema: SchemaParts.fields) {
      value, draft throws(ConfigurationError) in
      draft.profile.query = try HeaderReader.query(value, &draft.substitution)
    },
    FileKey("login", "A request before the sessions; its result is ${login}.", mayBeEmpty: true, schema: LoginReader.schema) {
      value, draft throws(ConfigurationError) in
      draft.profile.login = try LoginReader.read(value, &draft.substitution)
    },
  ]
}
