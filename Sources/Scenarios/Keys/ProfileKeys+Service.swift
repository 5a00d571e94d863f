internal import Timeline

extension ProfileKeys {
  /// The service behind the relay, and the relay's own process.
  static let service: [FileKey<ProfileDraft>] = [
    FileKey("service_listen", "HOST:PORT where the service is played; the relay's service URL points there.", .hostAndPort) {
      $0.options.serviceListen = $1
    },
    FileKey(
      "service_forward", "Passes everything on to this real service, and simulates none: ws:// or wss://.",
      schema: URLReader.webSocketSchema
    ) {
      value, draft throws(ConfigurationError) in
      draft.options.serviceForward = try URLReader.webSocket(value, &draft.substitution)
    },
    FileKey("service_proxy", "HOST:PORT of a CONNECT proxy that catches the service's hosts.", .hostAndPort) {
      $0.options.serviceProxy = $1
    },
    FileKey("service_hosts", "Names of the service besides the vendor's; a * stands for one label or more.", .hostPatterns) {
      $0.options.serviceHosts = $1
    },
    FileKey("service_near", "The service played here answers its handshake at once, and not as late as the real one.", .bool) {
      $0.options.serviceNear = $1
    },
    FileKey(
      "service_fault", "What the service played here does wrong on purpose in every scenario that does not say.",
      .word(MisbehaviourKind.names)
    ) { $0.options.serviceFault = $1 },
    FileKey("start", "A command that starts the relay, for a shell.", .command) { $0.options.start = $1 },
    FileKey("start_timeout", "How long the relay may take to listen; a number is seconds.", .seconds(upTo: 86_400)) {
      $0.options.startTimeout = $1
    },
  ]
}
